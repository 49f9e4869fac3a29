//! The squadron against little scripted vehicles on a good or a bad link, all in virtual time.

mod expiry;
mod late_answers;
mod orders;
mod rig;
mod sessions;
mod uploads;
mod ways;
