//! The functions of `tests/harness/hostile`, without the rest of the harness: no server, no database, no sockets.

#[path = "../harness/hostile/mod.rs"]
pub mod hostile;
