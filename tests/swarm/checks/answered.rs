//! Every task comes to a yes, a no, a recall or its end within half a minute: the crew's word, or the next crew's turn. A
//! controller that was down meanwhile gives the crew a quarter of a minute from when it is back.

use crate::trace::{Seen, Trace};
use controller_core::{Fact, ReplyKind, TaskingId};
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;

const WITHIN: Seconds = Seconds(30.0);
const AFTER_A_START: Seconds = Seconds(15.0);
/// The clock is looked at at least once a second.
const SLACK: Seconds = Seconds(1.0);

pub fn faults(trace: &Trace) -> Vec<String> {
    let mut open: BTreeMap<TaskingId, Timestamp> = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, seen) in &trace.seen {
        match seen {
            Seen::Back => {
                open.values_mut().for_each(|by| *by = (*by).max(at.plus(AFTER_A_START)));
            }
            Seen::Recorded(index) => {
                let entry = trace.entry(*index);
                let tasking = match &entry.event.fact {
                    Fact::TaskingSent { tasking, .. } => {
                        open.insert(*tasking, entry.at.plus(WITHIN));
                        continue;
                    }
                    Fact::TaskingReplied { reply: ReplyKind::Received, .. } => continue,
                    Fact::TaskingReplied { tasking, .. }
                    | Fact::TaskingTimedOut { tasking }
                    | Fact::TaskingRecalled { tasking } => tasking,
                    _ => continue,
                };
                if let Some(by) = open.remove(tasking).filter(|by| entry.at > by.plus(SLACK)) {
                    faults.push(format!("{tasking} had its answer {} too late", entry.at.since(by)));
                }
            }
            _ => {}
        }
    }
    faults.extend(open.keys().map(|tasking| format!("{tasking} never had an answer")));
    faults
}
