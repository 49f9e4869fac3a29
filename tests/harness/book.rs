//! What must hold of any journal, whatever happened: checked on the records alone.

use controller_core::ledger::tasking::TaskingState;
use controller_core::{Entry, Event, Fact, Ledger, OrderKind};
use controller_engine::{Record, verify};
use geodata::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a stopped controller wrote into its data folder.
///
/// # Panics
/// When there is no journal that can be read.
#[must_use]
#[allow(clippy::expect_used)]
pub fn read(folder: &Path) -> Vec<Record> {
    let file = controller_server::journal::path_of(folder);
    let journal = controller_server::journal::JournalFile::read_only(&file).expect("a journal");
    journal.records().expect("a journal that can be read")
}

/// Everything that is wrong with a journal; nothing when it is sound.
#[must_use]
pub fn faults(records: &[Record]) -> Vec<String> {
    let mut faults = Vec::new();
    if let Err(broken) = verify(records) {
        faults.push(broken.to_string());
    }
    let mut book = Book::default();
    let mut ledger = Ledger::default();
    for record in records {
        match record.entry() {
            Ok(entry) => {
                for fault in book.read(&entry.event).into_iter().chain(book.repeated(&entry)) {
                    faults.push(format!("record {}: {fault}", entry.seq));
                }
                ledger.apply(&entry);
                // Only a task that is sent can be one too many.
                let is_sent = matches!(entry.event.fact, Fact::TaskingSent { .. });
                if let Some(fault) = is_sent.then(|| doubly_tasked(&ledger)).flatten() {
                    faults.push(format!("after record {}: {fault}", entry.seq));
                }
            }
            Err(broken) => faults.push(broken.to_string()),
        }
    }
    faults
}

/// So many times the same thing in a row is once too many.
const AGAIN: usize = 3;

/// What has been seen so far.
#[derive(Default)]
struct Book {
    keys: BTreeSet<String>,
    granted: BTreeMap<u32, String>,
    used: BTreeSet<u32>,
    /// What was said last, and how often in a row at one instant.
    last: Option<(Timestamp, Fact, usize)>,
}

impl Book {
    /// A rule that does not see what it has done says it again and again.
    fn repeated(&mut self, entry: &Entry) -> Option<String> {
        let fact = &entry.event.fact;
        let before = self.last.take().filter(|(at, last, _)| *at == entry.at && last == fact);
        let times = before.map_or(1, |(.., times)| times + 1);
        self.last = Some((entry.at, fact.clone(), times));
        (times == AGAIN).then(|| format!("{} is said again and again", fact.kind()))
    }

    fn read(&mut self, event: &Event) -> Option<String> {
        match &event.fact {
            Fact::IncidentReported { key, .. } => {
                (!self.keys.insert(key.clone())).then(|| format!("the alarm {key} became two incidents"))
            }
            Fact::ReportMerged(merged) => {
                let is_new = self.keys.insert(merged.key.clone());
                (!is_new).then(|| format!("the alarm {} was taken in twice", merged.key))
            }
            Fact::ApprovalRequested { approval, offer, .. } => {
                self.granted.insert(approval.0, format!("asked {} {}", offer.vehicle, offer.mission.hash()));
                None
            }
            Fact::ApprovalGranted { approval, .. } => {
                let asked = self.granted.get(&approval.0)?.replace("asked", "granted");
                self.granted.insert(approval.0, asked);
                None
            }
            Fact::SortieOrdered { approval, order, .. } => self.flight(approval.0, order.vehicle, &order.kind),
            Fact::OrderGiven { order } => matches!(order.kind, OrderKind::Launch { .. } | OrderKind::FlyMission { .. })
                .then(|| format!("{} left without an approval", order.kind.word())),
            _ => None,
        }
    }

    fn flight(&mut self, approval: u32, vehicle: controller_core::VehicleId, kind: &OrderKind) -> Option<String> {
        let (OrderKind::Launch { mission } | OrderKind::FlyMission { mission }) = kind else {
            return Some(format!("a sortie with the order {}", kind.word()));
        };
        let granted = format!("granted {vehicle} {}", mission.hash());
        if self.granted.get(&approval) != Some(&granted) {
            return Some(format!("a flight of {vehicle} that approval {approval} does not cover"));
        }
        (!self.used.insert(approval)).then(|| format!("approval {approval} was used twice"))
    }
}

/// One unit with two open tasks, or one slot of an incident with two.
fn doubly_tasked(ledger: &Ledger) -> Option<String> {
    let mut units = BTreeSet::new();
    let mut incidents = BTreeSet::new();
    for (id, tasking) in &ledger.taskings {
        if !tasking.state.is_open() {
            continue;
        }
        if !units.insert(tasking.unit) {
            return Some(format!("{} has two open tasks, one is {id}", tasking.unit));
        }
        if !incidents.insert((tasking.incident, tasking.slot)) {
            return Some(format!("slot {} of {} has two open tasks, one is {id}", tasking.slot, tasking.incident));
        }
    }
    None
}

/// Calls that were answered and are not in the journal as they were answered.
#[must_use]
pub fn forgotten(records: &[Record], answered: &BTreeMap<String, u32>) -> Vec<String> {
    let ledger = fold(records);
    let held = |key: &String| ledger.keys.get(key).map(|incident| incident.0);
    let lost = answered.iter().filter(|(key, incident)| held(key) != Some(**incident));
    lost.map(|(key, incident)| format!("the call {key} was answered as {incident} and is {:?}", held(key))).collect()
}

/// Tasks that were sent and never taken, declined, given up or called back.
#[must_use]
pub fn unheeded(records: &[Record]) -> Vec<String> {
    let ledger = fold(records);
    let waits = |state: TaskingState| matches!(state, TaskingState::Sent | TaskingState::Received);
    let late = ledger.taskings.iter().filter(|(_, tasking)| waits(tasking.state));
    late.map(|(id, tasking)| format!("{id} to {} still waits for an answer", tasking.unit)).collect()
}

fn fold(records: &[Record]) -> Ledger {
    let mut ledger = Ledger::default();
    records.iter().filter_map(|record| record.entry().ok()).for_each(|entry| ledger.apply(&entry));
    ledger
}

/// How often a task of each incident was acknowledged or went further.
#[must_use]
pub fn accepted(records: &[Record]) -> BTreeMap<u32, BTreeSet<u32>> {
    let mut ledger = Ledger::default();
    let mut accepted: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for entry in records.iter().filter_map(|record| record.entry().ok()) {
        ledger.apply(&entry);
        if let Fact::TaskingReplied { tasking, .. } = &entry.event.fact
            && let Some(task) = ledger.taskings.get(tasking)
            && matches!(
                task.state,
                TaskingState::Acknowledged | TaskingState::EnRoute | TaskingState::OnScene | TaskingState::Done
            )
        {
            accepted.entry(task.incident.0).or_default().insert(tasking.0);
        }
    }
    accepted
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_core::{Cite, Reason};
    use controller_engine::Head;
    use geodata::Wgs84;

    fn journal(facts: Vec<Fact>) -> Vec<Record> {
        let mut head = Head::default();
        let entry = |(index, fact)| Entry {
            seq: index as u32 + 1,
            at: Timestamp(index as i64),
            event: Event { fact, why: Reason::Superseded {}, setup: Cite::default(), from: None },
        };
        facts.into_iter().enumerate().map(entry).map(|entry| head.record(&entry).unwrap()).collect()
    }

    fn reported(incident: u32, key: &str) -> Fact {
        Fact::IncidentReported {
            incident: controller_core::IncidentId(incident),
            key: key.to_owned(),
            what: controller_core::AlarmKind::Theft,
            priority: 2,
            place: Wgs84::default(),
            place_name: String::new(),
            source: "110".to_owned(),
        }
    }

    #[test]
    fn a_journal_with_one_alarm_as_two_incidents_is_unsound() {
        assert!(faults(&journal(vec![reported(1, "a"), reported(2, "b")])).is_empty());
        assert_eq!(faults(&journal(vec![reported(1, "a"), reported(2, "a")])).len(), 1);
    }

    fn sent(tasking: u32, incident: u32, unit: u32) -> Fact {
        Fact::TaskingSent {
            tasking: controller_core::TaskingId(tasking),
            incident: controller_core::IncidentId(incident),
            unit: controller_core::UnitId(unit),
            to: Wgs84::default(),
            eta: geodata::Seconds(1.0),
            path: Vec::new(),
            slot: 0,
            epoch: 1,
        }
    }

    #[test]
    fn a_journal_with_a_unit_tasked_twice_is_unsound() {
        let both = vec![reported(1, "a"), reported(2, "b"), sent(1, 1, 5), sent(2, 2, 5)];
        assert_eq!(faults(&journal(both)).len(), 1);
    }

    #[test]
    fn a_journal_with_two_units_in_one_slot_is_unsound() {
        assert_eq!(faults(&journal(vec![reported(1, "a"), sent(1, 1, 5), sent(2, 1, 6)])).len(), 1);
    }

    #[test]
    fn a_call_that_was_answered_and_is_not_there_or_is_another_incident_is_forgotten() {
        let journal = journal(vec![reported(1, "a"), reported(2, "b")]);
        let answered = |key: &str, incident| BTreeMap::from([(key.to_owned(), incident)]);
        assert!(forgotten(&journal, &answered("b", 2)).is_empty());
        assert_eq!(forgotten(&journal, &answered("c", 3)).len(), 1);
        assert_eq!(forgotten(&journal, &answered("b", 1)).len(), 1);
    }

    #[test]
    fn a_task_nobody_answered_and_nobody_gave_up_is_unheeded() {
        let given_up = Fact::TaskingTimedOut { tasking: controller_core::TaskingId(1) };
        assert_eq!(unheeded(&journal(vec![reported(1, "a"), sent(1, 1, 5)])).len(), 1);
        assert!(unheeded(&journal(vec![reported(1, "a"), sent(1, 1, 5), given_up])).is_empty());
    }
}
