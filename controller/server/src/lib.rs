//! The shell: the only part of the controller that touches sockets, the clock, the disk and the screen. It holds no
//! decision: one loop hands what comes to the engine and lets out what the engine says, each thing only after the
//! record that covers it is durable.

mod account;
mod asker;
pub mod clock;
pub mod config;
pub mod folder;
mod held;
mod http;
pub mod journal;
pub mod keys;
mod let_out;
pub mod limits;
mod link_book;
mod moving;
mod outgoing;
pub mod radio;
pub mod recorder;
mod remembered;
mod request;
mod run;
#[cfg(test)]
mod scratch;
mod screens;
mod serve;
mod station;

pub use serve::{Options, Ports, policy, serve};
pub use station::{Bureau, Station, follow};
