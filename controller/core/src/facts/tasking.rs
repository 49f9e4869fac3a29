//! Facts of tasks to ground units.

use crate::ids::{IncidentId, TaskingId, UnitId};
use geodata::{Seconds, Wgs84};
use serde::{Deserialize, Serialize};

/// The crew knows that the task was withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecallSeen {
    /// Which.
    pub tasking: TaskingId,
    /// Whose.
    pub unit: UnitId,
}

/// Nobody confirms a recall: people must call the crew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskingEscalated {
    /// Which.
    pub tasking: TaskingId,
}

/// The task leads elsewhere; its number stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskingMoved {
    /// Which.
    pub tasking: TaskingId,
    /// Of its slot from now on: what names an earlier one speaks of the former place.
    pub epoch: u32,
    /// Where to.
    pub to: Wgs84,
    /// By road from where the unit is.
    pub eta: Seconds,
    /// The way by road.
    pub path: Vec<Wgs84>,
}

/// A crew is told that what it goes to is more, or less, urgent; the task's number stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskingRevised {
    /// Which.
    pub tasking: TaskingId,
    /// Of its slot from now on: what names an earlier one has not heard of it.
    pub epoch: u32,
    /// 1 to 4, from now on.
    pub priority: u8,
}

/// A unit is put before a dispatcher for a slot of an incident. It is not told until the dispatcher says yes, or says nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskingProposed {
    /// Its number, also when it is sent.
    pub tasking: TaskingId,
    /// For which incident.
    pub incident: IncidentId,
    /// Who.
    pub unit: UnitId,
    /// Where to.
    pub to: Wgs84,
    /// By road.
    pub eta: Seconds,
    /// The way by road.
    pub path: Vec<Wgs84>,
    /// Which slot of the incident it fills.
    pub slot: u8,
    /// Which offer of that slot it is.
    pub epoch: u32,
}
