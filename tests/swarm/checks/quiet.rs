//! Once everything works again, everything comes to its end: no incident is open, nobody believes to have a task that is
//! somebody else's or nobody's, no flight goes on.

use crate::trace::{Seen, Trace};
use controller_core::{Fact, IncidentId, ReplyKind, SortieId, TaskingId};
use std::collections::BTreeSet;

pub fn faults(trace: &Trace) -> Vec<String> {
    let mut incidents: BTreeSet<IncidentId> = BTreeSet::new();
    let mut sorties: BTreeSet<SortieId> = BTreeSet::new();
    let mut over: BTreeSet<TaskingId> = BTreeSet::new();
    let mut tasks: BTreeSet<TaskingId> = BTreeSet::new();
    let mut unseen: BTreeSet<TaskingId> = BTreeSet::new();
    for entry in &trace.entries {
        match &entry.event.fact {
            Fact::IncidentReported { incident, .. } => drop(incidents.insert(*incident)),
            Fact::ReportSplit(split) => drop(incidents.insert(split.incident)),
            Fact::IncidentClosed { incident, .. } => drop(incidents.remove(incident)),
            Fact::SortieOrdered { sortie, .. } | Fact::SortieAdopted { sortie, .. } => drop(sorties.insert(*sortie)),
            Fact::SortieEnded { sortie } => drop(sorties.remove(sortie)),
            Fact::TaskingSent { tasking, .. } => drop(tasks.insert(*tasking)),
            Fact::TaskingTimedOut { tasking } | Fact::TaskingRecalled { tasking } => {
                over.insert(*tasking);
                unseen.insert(*tasking);
            }
            Fact::TaskingReplied { tasking, reply: ReplyKind::Done { .. } | ReplyKind::Declined, .. } => {
                over.insert(*tasking);
            }
            Fact::RecallSeen(seen) => drop(unseen.remove(&seen.tasking)),
            _ => {}
        }
    }
    let mut faults: Vec<String> = incidents.iter().map(|incident| format!("{incident} is still open")).collect();
    faults.extend(sorties.iter().map(|sortie| format!("{sortie} still flies")));
    faults.extend(tasks.difference(&over).map(|tasking| format!("{tasking} is still open")));
    faults.extend(unseen.iter().map(|tasking| format!("nobody confirmed the recall of {tasking}")));
    let believes = trace.seen.iter().filter_map(|(_, seen)| match seen {
        Seen::Believes(unit, tasking) if over.contains(tasking) => {
            Some(format!("{unit} believes in {tasking}, which is over"))
        }
        _ => None,
    });
    faults.extend(believes);
    faults
}
