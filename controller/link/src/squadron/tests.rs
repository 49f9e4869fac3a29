//! The squadron against little scripted vehicles on a good or a bad link, all in virtual time.

mod commands;
mod copter;
mod expiry;
mod flown;
mod late_answers;
mod lossy;
mod orders;
mod quiet;
mod rig;
mod sessions;
mod uploads;
mod ways;
