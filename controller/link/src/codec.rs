//! MAVLink frames and messages as plain values, for either end of the link.
//!
//! Version 2 is spoken, version 1 is read. Numbers that are enumerations in the standard stay numbers here, so that a
//! vehicle newer than this program is understood as far as possible instead of being dropped. Finding, checking and sealing
//! frames is ours ([`scan`], [`encode`]), held in tests against the `mavlink` crate's; field order on the wire is that of common.xml.

mod addressee;
mod crc;
mod frame;
mod scan;
mod seeds;
pub mod slow;
#[macro_use]
mod wire;
mod around;
mod conversation;
mod long;
mod message;
mod payload;
mod telemetry;

pub use addressee::addressee;
pub use around::*;
pub use conversation::*;
pub use crc::checksum;
pub use frame::{Frame, Frames, Header, decode, encode, encode_long, frame};
pub use long::*;
pub use message::{LongMessage, Message};
pub use payload::*;
pub use scan::{Fault, LONGEST, RawFrame, Scan, Version, scan, whole};
pub use seeds::seed;
pub use telemetry::*;
pub use wire::{Payload, Text};

#[cfg(test)]
mod tests;
