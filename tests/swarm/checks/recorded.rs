//! Nothing leaves before its record: every order, every task, reminder and recall stands in the journal when it is sent, with
//! the very words it is sent with.

use crate::trace::{Seen, Trace};
use controller_core::{Fact, Order, OrderId, TaskingId, UnitId, UnitOrder, UnitOrderKind};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Book {
    orders: BTreeMap<OrderId, Order>,
    tasks: BTreeMap<TaskingId, (UnitId, u32)>,
    reminded: BTreeSet<TaskingId>,
    withdrawn: BTreeSet<TaskingId>,
    last: u32,
}

pub fn faults(trace: &Trace) -> Vec<String> {
    let mut book = Book::default();
    let mut faults = Vec::new();
    for (_, seen) in &trace.seen {
        let fault = match seen {
            Seen::Recorded(index) => {
                let entry = trace.entry(*index);
                book.read(&entry.event.fact);
                let follows = entry.seq == book.last + 1;
                book.last = entry.seq;
                (!follows).then(|| format!("record {} does not follow the one before", entry.seq))
            }
            Seen::Flown(order) => (book.orders.get(&order.id) != Some(order))
                .then(|| format!("{} {} left unrecorded", order.kind.word(), order.id)),
            Seen::Told(order) => book.told(order),
            _ => None,
        };
        faults.extend(fault);
    }
    faults
}

impl Book {
    fn read(&mut self, fact: &Fact) {
        match fact {
            Fact::SortieOrdered { order, .. } | Fact::OrderGiven { order } => {
                self.orders.insert(order.id, order.clone());
            }
            Fact::TaskingSent { tasking, unit, epoch, .. } => {
                self.tasks.insert(*tasking, (*unit, *epoch));
            }
            Fact::TaskingMoved(moved) => self.anew(moved.tasking, moved.epoch),
            Fact::TaskingRevised(revised) => self.anew(revised.tasking, revised.epoch),
            Fact::TaskingReminded { tasking } => drop(self.reminded.insert(*tasking)),
            Fact::TaskingTimedOut { tasking } | Fact::TaskingRecalled { tasking } => {
                self.withdrawn.insert(*tasking);
            }
            _ => {}
        }
    }

    fn anew(&mut self, tasking: TaskingId, epoch: u32) {
        if let Some(held) = self.tasks.get_mut(&tasking) {
            held.1 = epoch;
        }
    }

    fn told(&self, order: &UnitOrder) -> Option<String> {
        let id = order.tasking;
        let held = self.tasks.get(&id).filter(|(unit, _)| *unit == order.unit);
        let Some((_, epoch)) = held else { return Some(format!("{id} is told {} unrecorded", order.unit)) };
        match order.kind {
            UnitOrderKind::Recall => (!self.withdrawn.contains(&id)).then(|| format!("{id} is called off unrecorded")),
            UnitOrderKind::Remind if !self.reminded.contains(&id) => Some(format!("{id} is reminded unrecorded")),
            _ => (order.epoch > *epoch).then(|| format!("{id} is told under epoch {}, recorded {epoch}", order.epoch)),
        }
    }
}
