//! Seeded worlds round the decisions alone: crews, aircraft and people who do whatever can go wrong, messages that are lost,
//! late, twice and out of order, and a journal that dies with its controller; and checkers of what must hold in each of them.
//! Tens of thousands of seeds in the time in which `lockstep`, with the whole simulator, flies a hundred.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agenda;
mod bird;
mod checks;
mod crew;
mod dice;
mod faults;
mod ground;
mod hands;
/// The line in which the server's outputs wait for the journal; the outputs of these worlds wait in the very same.
#[allow(dead_code)]
#[path = "../../controller/server/src/held.rs"]
mod held;
mod people;
mod planted;
mod seeds;
mod shell;
mod trace;
mod world;
