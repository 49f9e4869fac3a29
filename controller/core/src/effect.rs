//! What must go out, after it is recorded.

use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::AlarmKind;
use crate::lease::ControlOrder;
use crate::safety::{PayloadPermit, Permit};
use geodata::Wgs84;

/// One thing to send.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// To a vehicle.
    Fly(Permit),
    /// To a vehicle that knows who controls it: that we would, or no longer.
    Control(ControlOrder),
    /// To a vehicle's payload.
    Turn(PayloadPermit),
    /// To a ground unit's device.
    ToUnit(UnitOrder),
}

/// What a unit's device is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitOrderKind {
    /// Go.
    Task,
    /// Answer, please: the same task again.
    Remind,
    /// Not any more.
    Recall,
}

/// A message to a ground unit's device. A repeat carries the same tasking number.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitOrder {
    /// To whom.
    pub unit: UnitId,
    /// Which tasking.
    pub tasking: TaskingId,
    /// Which incident.
    pub incident: IncidentId,
    /// What about it.
    pub kind: UnitOrderKind,
    /// What happened there.
    pub what: AlarmKind,
    /// 1 to 4.
    pub priority: u8,
    /// Where to.
    pub to: Wgs84,
    /// Which offer of the incident's slot this is; an answer may name it.
    pub epoch: u32,
    /// The name of the post or the seat it is sent to; nothing for an incident's first unit.
    pub post: String,
}
