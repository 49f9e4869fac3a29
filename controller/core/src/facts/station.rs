//! Facts of a station that is cut off from the bureau: it goes on with its own, and comes back with what it did.

use crate::ids::UnitId;
use crate::ledger::Counters;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// The bureau has not heard a station's desk for too long: crews of it that are silent, too, are the station's own now, and so
/// are the aircraft that are lent to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationCut {
    /// The id of the station's post.
    pub station: String,
    /// The range its numbers are from while it is alone.
    pub range: u8,
    /// Its crews.
    pub units: Vec<UnitId>,
}

/// A station's desk has not heard the bureau for too long and decides about its own: the first record of its branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationAlone {
    /// The id of the station's post.
    pub station: String,
    /// The range its numbers are from while it is alone.
    pub range: u8,
    /// Its crews.
    pub units: Vec<UnitId>,
    /// The last numbers it gave when it was alone before, which its copy of the journal may not tell yet.
    pub given: Counters,
}

/// A station is under the bureau again, and what it did alone is in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationBack {
    /// The id of the station's post.
    pub station: String,
    /// So many records it wrote alone.
    pub records: u32,
}

/// Where a record comes from that a station wrote while it was alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The id of the station's post.
    pub station: String,
    /// When its branch began: no two of a station's branches begin at once.
    pub began: Timestamp,
    /// The record's number there.
    pub seq: u32,
    /// When it was written there.
    pub at: Timestamp,
}
