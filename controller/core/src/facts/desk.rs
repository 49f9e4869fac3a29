//! Facts of the dispatcher's desk.

use crate::ids::{IncidentId, UnitId};
use crate::input::{Actor, AlarmKind, Role, UnitDuty};
use geodata::{Metres, Seconds, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// A further call about an event that is an incident already. Nothing of it is dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportMerged {
    /// Which.
    pub incident: IncidentId,
    /// The sender's key.
    pub key: String,
    /// What.
    pub what: AlarmKind,
    /// 1 to 4; a more urgent one makes the incident more urgent.
    pub priority: u8,
    /// Where the caller says it is.
    pub place: Wgs84,
    /// Which door.
    pub source: String,
    /// From the incident's place.
    pub distance: Metres,
    /// Since the last call about it.
    pub after: Seconds,
}

/// More further calls of an incident came than are kept one by one. Each is in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportsBeyond {
    /// Which.
    pub incident: IncidentId,
    /// So many by now; told with the first, then each time they have doubled.
    pub count: u32,
}

/// Who goes to an incident that became more urgent was worked out anew, whatever came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedAnew {
    /// Which.
    pub incident: IncidentId,
}

/// A call that was taken for another event than it is becomes an incident of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportSplit {
    /// The new one.
    pub incident: IncidentId,
    /// The one it was merged into.
    pub from: IncidentId,
    /// The sender's key.
    pub key: String,
    /// The nearest named place or road.
    pub place_name: String,
}

/// Somebody wrote something down. Notes are never changed or taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteAdded {
    /// About which.
    pub incident: IncidentId,
    /// What, without control characters, of limited length.
    pub text: String,
    /// Who.
    pub by: Actor,
}

/// Two incidents have to do with each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentLinked {
    /// One.
    pub incident: IncidentId,
    /// The other.
    pub other: IncidentId,
    /// Who says so.
    pub by: Actor,
}

/// How urgent an incident is was judged anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriorityChanged {
    /// Which.
    pub incident: IncidentId,
    /// 1 to 4, before.
    pub from: u8,
    /// And now.
    pub to: u8,
    /// Who.
    pub by: Actor,
}

/// Something is still to be done for an incident, by somebody, by a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUpOpened {
    /// For which.
    pub incident: IncidentId,
    /// Its number in the incident, from 1.
    pub number: u32,
    /// What.
    pub text: String,
    /// The post that does it.
    pub owner: String,
    /// By when.
    pub due: Timestamp,
    /// Who says so.
    pub by: Actor,
}

/// What was to be done should be done by now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUpDue {
    /// For which.
    pub incident: IncidentId,
    /// Its number in the incident.
    pub number: u32,
}

/// What was to be done is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUpDone {
    /// For which.
    pub incident: IncidentId,
    /// Its number in the incident.
    pub number: u32,
    /// Who says so.
    pub by: Actor,
}

/// What a crew says of itself has changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitStatusChanged {
    /// Which.
    pub unit: UnitId,
    /// What it can do.
    pub duty: UnitDuty,
    /// How many they are, when they say so.
    pub crew: Option<u8>,
}

/// An incident is the call of one of our own crews.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficerCalls {
    /// Which.
    pub incident: IncidentId,
    /// Who: it is not sent there itself.
    pub unit: UnitId,
}

/// People above are told of an incident nobody takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentEscalated {
    /// Which.
    pub incident: IncidentId,
    /// Who is told.
    pub to: Role,
    /// How many offers of it nobody took, in a row.
    pub offers: u32,
}

/// Somebody looked what became of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentChecked {
    /// Which.
    pub incident: IncidentId,
    /// Who.
    pub by: Actor,
}
