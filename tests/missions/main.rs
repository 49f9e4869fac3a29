//! Whole missions in lockstep: world and engine in one thread on a virtual clock.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod market;
mod ready;
mod together;
