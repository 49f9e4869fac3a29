//! Why something is for another level of command to decide.

use serde::{Deserialize, Serialize};

/// It belongs to another station, or lies in the area of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotYours {
    /// What: a unit or an incident.
    pub what: String,
    /// The station it belongs to; empty when none answers for it.
    pub station: String,
}

/// The aircraft is lent to a station, which alone orders it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LentTo {
    /// Which.
    pub station: String,
}

/// The bureau has not lent the aircraft to the station.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotLent {
    /// The station that would order it.
    pub station: String,
}

/// The bureau gave the unit its task: its station is informed and cannot take it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderedAbove {
    /// Which task.
    pub tasking: String,
}
