//! The product's doors from outside, with the real binary: what it says to bad input, what its HTTP answers, what its
//! live line carries, and how it comes back after `kill -9`.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
mod commands;
mod disk;
mod http;
mod levels;
mod links;
mod live;
mod pages;
mod restart;
