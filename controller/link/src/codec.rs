//! MAVLink frames and messages as plain values, for either end of the link.
//!
//! Version 2 is spoken, version 1 is read. Numbers that are enumerations in the standard stay numbers here, so that a
//! vehicle newer than this program is understood as far as possible instead of being dropped. Framing, checksum and the
//! per-message checksum seed are the `mavlink` crate's; field order on the wire is that of common.xml.

mod frame;
#[macro_use]
mod wire;
mod conversation;
mod message;
mod telemetry;

pub use conversation::*;
pub use frame::{Fault, Frame, Frames, Header, decode, encode};
pub use message::Message;
pub use telemetry::*;
pub use wire::{Payload, Text};

#[cfg(test)]
mod tests;
