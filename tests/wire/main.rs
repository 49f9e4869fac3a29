//! Over real sockets, with real processes and the real clock: the only tests that wait.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod approval;
mod clients;
mod keys;
mod kills;
mod mission;
mod station;
mod world;
