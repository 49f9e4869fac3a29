//! No crew has two tasks at once, no slot two crews, and nobody's yes counts for a task that was taken back.

use crate::trace::Trace;
use controller_core::{Fact, IncidentId, ReplyKind, TaskingId, UnitId};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Book {
    open: BTreeMap<TaskingId, (UnitId, IncidentId, u8)>,
    units: BTreeMap<UnitId, TaskingId>,
    slots: BTreeMap<(IncidentId, u8), TaskingId>,
    known: BTreeSet<TaskingId>,
}

pub fn faults(trace: &Trace) -> Vec<String> {
    let mut book = Book::default();
    trace
        .entries
        .iter()
        .filter_map(|entry| Some(format!("record {}: {}", entry.seq, book.read(&entry.event.fact)?)))
        .collect()
}

impl Book {
    fn read(&mut self, fact: &Fact) -> Option<String> {
        match fact {
            Fact::TaskingSent { tasking, incident, unit, slot, .. } => self.sent(*tasking, *incident, *unit, *slot),
            Fact::TaskingReplied { tasking, unit, reply, .. } => self.replied(*tasking, *unit, reply),
            Fact::TaskingTimedOut { tasking } | Fact::TaskingRecalled { tasking } => self.ends(*tasking),
            _ => None,
        }
    }

    fn sent(&mut self, tasking: TaskingId, incident: IncidentId, unit: UnitId, slot: u8) -> Option<String> {
        if !self.known.insert(tasking) {
            return Some(format!("{tasking} is sent a second time"));
        }
        let other =
            self.units.insert(unit, tasking).map(|other| format!("{unit} is sent {tasking} while it has {other}"));
        let slot_held = self.slots.insert((incident, slot), tasking);
        self.open.insert(tasking, (unit, incident, slot));
        other.or_else(|| slot_held.map(|held| format!("slot {slot} of {incident} gets {tasking} while {held} has it")))
    }

    fn replied(&mut self, tasking: TaskingId, unit: UnitId, reply: &ReplyKind) -> Option<String> {
        let Some((sent_to, ..)) = self.open.get(&tasking) else {
            return Some(format!("{unit} is heard about {tasking}, which is over"));
        };
        if *sent_to != unit {
            return Some(format!("{unit} is heard about {tasking} of {sent_to}"));
        }
        if matches!(reply, ReplyKind::Declined | ReplyKind::Done { .. }) {
            return self.ends(tasking);
        }
        None
    }

    fn ends(&mut self, tasking: TaskingId) -> Option<String> {
        let Some((unit, incident, slot)) = self.open.remove(&tasking) else {
            return Some(format!("{tasking} ends a second time"));
        };
        self.units.remove(&unit);
        self.slots.remove(&(incident, slot));
        None
    }
}
