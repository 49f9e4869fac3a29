//! Transfer of the lists a vehicle stores (mission, fence, rally points): sending the items, and reading them back to be
//! sure.
//!
//! Both are conversations with one deadline, moved on by progress. Duplicates, late answers and INVALID_SEQUENCE or
//! ERROR on the way are noise as long as items move (a vehicle answers them to stale repeats of what it already has).

mod download;
mod pace;
mod read_back;
mod server;
#[cfg(test)]
mod tests;
mod upload;
mod wire;

pub(crate) use download::{Download, Read};
pub(crate) use read_back::ReadBack;
pub(crate) use server::Server;
pub(crate) use upload::Upload;
pub(crate) use wire::{fence_items, rally_items};

use crate::codec::MissionAck;
use controller_core::Store;

/// How a transfer ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All items went over (upload), or came back equal (read-back).
    Complete,
    /// What is aboard is another list.
    Different(String),
    /// The vehicle does not want it.
    Refused(String),
    /// The vehicle gave up; the transfer may start again.
    GaveUp,
    /// Nothing moved for too long.
    Stalled,
}

/// `MAV_MISSION_RESULT` values.
mod result {
    pub(super) const ACCEPTED: u8 = 0;
    pub(super) const ERROR: u8 = 1;
    pub(super) const INVALID_SEQUENCE: u8 = 13;
    pub(super) const CANCELLED: u8 = 15;
}

/// A mission result in words.
fn result_word(kind: u8) -> String {
    let word = match kind {
        1 => "error",
        2 => "unsupported frame",
        3 => "unsupported item",
        4 => "no space",
        5..=12 => "invalid item",
        13 => "invalid sequence",
        14 => "denied",
        15 => "cancelled",
        _ => "refused",
    };
    format!("mission {word} (result {kind})")
}

/// The message that ends a transfer early.
pub(crate) fn cancel(target: u8, store: Store) -> MissionAck {
    MissionAck {
        target_system: target,
        target_component: 1,
        kind: result::CANCELLED,
        mission_type: server::kind(store),
        opaque_id: 0,
    }
}
