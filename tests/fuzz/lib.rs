//! The functions of `tests/harness/hostile`, without the rest of the harness.

#[path = "../harness/hostile/mod.rs"]
pub mod hostile;
