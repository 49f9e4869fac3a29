//! What came of one world, in the order in which it happened: what the checkers look at, and nothing else.

use controller_core::{ApprovalId, Entry, Order, Setup, TaskingId, UnitId, UnitOrder, VehicleId};
use geodata::{Local, Timestamp};

/// One thing that was seen from outside.
#[derive(Clone, Debug)]
pub enum Seen {
    /// The entry of this index became durable.
    Recorded(usize),
    /// An order left for an aircraft.
    Flown(Order),
    /// A message left for a crew.
    Told(UnitOrder),
    /// Somebody who called was told that the call is taken in.
    Taken(String),
    /// The one on duty said yes to this mission of this aircraft.
    Yes(ApprovalId, VehicleId, String),
    /// The controller was told where an aircraft is.
    Stands(VehicleId, Local),
    /// What an aircraft that is heard still has before it, at a moment when a zone is set.
    Before(VehicleId, Vec<Local>),
    /// The controller died.
    Died,
    /// It is there again, and has folded its journal.
    Back,
    /// In the end a crew still believes that it has this task.
    Believes(UnitId, TaskingId),
}

/// One world.
#[derive(Clone)]
pub struct Trace {
    pub setup: Setup,
    pub entries: Vec<Entry>,
    pub seen: Vec<(Timestamp, Seen)>,
    /// What the world itself found wrong.
    pub faults: Vec<String>,
}

impl Trace {
    /// The entries at their places among everything else.
    pub fn entry(&self, index: usize) -> &Entry {
        &self.entries[index]
    }
}
