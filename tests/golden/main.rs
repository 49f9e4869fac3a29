//! Our MAVLink codec against others': frames made by pymavlink, and flights recorded from real autopilots.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod frames;
mod journal;
mod random;
mod recorder;
mod tlogs;
mod units;
