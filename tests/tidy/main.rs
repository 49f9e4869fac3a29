//! House rules as tests: which crate may lean on which, what the pure crates never touch, what no schema may hold, and
//! how a file looks. Every scanner is shown to fail on a bad example beside it.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arrows;
mod doors;
mod files;
mod identity;
mod licences;
mod purity;
mod readme;
mod reasons;
mod source;
