//! Mission transfer: sending the items, and reading them back to be sure.
//!
//! Both are conversations with one deadline, moved on by progress. Duplicates, late answers and INVALID_SEQUENCE or
//! ERROR on the way are noise as long as items move (a vehicle answers them to stale repeats of what it already has).

mod download;
mod read_back;
mod upload;

pub(crate) use download::{Download, Read};
pub(crate) use read_back::ReadBack;
pub(crate) use upload::Upload;

use crate::codec::{MissionAck, MissionRequestInt, MissionRequestList};
use crate::config::Traffic;
use crate::session::Outbox;

/// How a transfer ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All items went over (upload), or came back equal (read-back).
    Complete,
    /// What is aboard is another mission.
    Different(String),
    /// The vehicle does not want it.
    Refused(String),
    /// The vehicle gave up; the transfer may start again.
    GaveUp,
    /// Nothing moved for too long.
    Stalled,
}

/// `MAV_MISSION_TYPE_MISSION`.
const MISSION: u8 = 0;

/// `MAV_MISSION_RESULT` values.
mod result {
    pub(super) const ACCEPTED: u8 = 0;
    pub(super) const ERROR: u8 = 1;
    pub(super) const INVALID_SEQUENCE: u8 = 13;
    pub(super) const CANCELLED: u8 = 15;
}

/// Asks a vehicle for its mission: how long it is, or one item of it.
fn ask(target_system: u8, item: Option<usize>, out: &mut Outbox) {
    let target_component = 1;
    match item.map(|item| u16::try_from(item).unwrap_or(u16::MAX)) {
        None => {
            out.send(MissionRequestList { target_system, target_component, mission_type: MISSION }, Traffic::Keepalive)
        }
        Some(seq) => out.send(
            MissionRequestInt { seq, target_system, target_component, mission_type: MISSION },
            Traffic::Keepalive,
        ),
    }
}

/// Ends a transfer to us.
fn thank(target_system: u8, out: &mut Outbox) {
    let thanks =
        MissionAck { target_system, target_component: 1, kind: result::ACCEPTED, mission_type: MISSION, opaque_id: 0 };
    out.send(thanks, Traffic::Keepalive);
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
pub(crate) fn cancel(target: u8) -> MissionAck {
    MissionAck { target_system: target, target_component: 1, kind: result::CANCELLED, ..MissionAck::default() }
}
