//! Core and link in one order, still without a socket, and the hash-chained record of every decision.

pub mod engine;
pub mod line;
pub mod record;

pub use engine::{Engine, Output, Stimulus, Touched};
pub use record::{Broken, Hash, Head, Record, hex, unhex, verify};
