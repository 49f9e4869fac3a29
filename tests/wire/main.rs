//! Over real sockets, with real processes and the real clock: the only tests that wait.

mod approval;
mod clients;
mod kills;
mod mission;
mod world;
