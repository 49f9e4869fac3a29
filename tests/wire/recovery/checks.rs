//! What must hold between the journal and what crews, aircraft and people saw for themselves. Each checker has a planted
//! fault that it finds.

use super::field::{Pressed, Seen};
use super::sky::Takeoff;
use controller_core::ledger::tasking::TaskingState;
use controller_core::{ApprovalId, Entry, Fact, Ledger, Reason, SortieId, TaskingId, VehicleId};
use geodata::{Seconds, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Two clocks of one machine, and the world's own step.
const SLACK: Seconds = Seconds(0.2);

/// Crews that were told a task while they held another: right only when the earlier of the two was withdrawn before the later was
/// sent. The radio may bring the earlier one late.
pub fn pressed(entries: &[Entry], seen: &Seen) -> Vec<String> {
    let mut asked: BTreeMap<u32, Vec<&Pressed>> = BTreeMap::new();
    let later = |one: &Pressed| one.sent.max(one.held);
    seen.pressed.iter().for_each(|one| asked.entry(later(one)).or_default().push(one));
    let (mut ledger, mut faults) = (Ledger::default(), Vec::new());
    for entry in entries {
        ledger.apply(entry);
        let Fact::TaskingSent { tasking, .. } = &entry.event.fact else { continue };
        for one in asked.remove(&tasking.0).unwrap_or_default() {
            let earlier = ledger.taskings.get(&TaskingId(one.sent.min(one.held)));
            if earlier.is_none_or(|earlier| !earlier.state.is_withdrawn()) {
                faults.push(format!("unit {} was sent {} while it held {}", one.unit, one.sent, one.held));
            }
        }
    }
    faults.extend(asked.keys().map(|sent| format!("task {sent} was told to a crew and is not in the journal")));
    faults
}

/// What a crew was told and what of its reports was answered with a yes is in the journal.
pub fn forgotten_reports(ledger: &Ledger, seen: &Seen) -> Vec<String> {
    let mut faults = Vec::new();
    for (tasking, (unit, incident)) in &seen.tasks {
        let held = ledger.taskings.get(&TaskingId(*tasking));
        if held.is_none_or(|held| (held.unit.0, held.incident.0) != (*unit, *incident)) {
            faults.push(format!("task {tasking} of unit {unit} for incident {incident} is not in the journal"));
        }
    }
    for (tasking, word) in &seen.taken {
        let least = match word.as_str() {
            "acknowledged" => TaskingState::Acknowledged,
            "en_route" => TaskingState::EnRoute,
            "on_scene" => TaskingState::OnScene,
            "done" => TaskingState::Done,
            _ => continue,
        };
        let state = ledger.taskings.get(&TaskingId(*tasking)).map(|tasking| tasking.state);
        if state.is_none_or(|state| state < least) {
            faults.push(format!("{word} of task {tasking} was answered and is forgotten: {state:?}"));
        }
    }
    faults
}

/// Two crews that each did the whole of one incident, with a yes to everything they said.
pub fn done_twice(seen: &Seen) -> Vec<String> {
    let mut by: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let taken = |tasking: &u32, word: &str| seen.taken.contains(&(*tasking, word.to_owned()));
    for (tasking, (_, incident)) in &seen.tasks {
        if taken(tasking, "done") {
            by.entry(*incident).or_default().insert(*tasking);
        }
    }
    by.retain(|_, tasks| tasks.len() > 1);
    by.into_iter().map(|(incident, tasks)| format!("incident {incident} was done by {tasks:?}")).collect()
}

/// Take-offs that no launch stands before: each launch a commander granted is good for one.
pub fn unapproved(entries: &[Entry], takeoffs: &[Takeoff], granted: &BTreeSet<u32>) -> Vec<String> {
    let (mut faults, mut launches) = (Vec::new(), BTreeMap::<u32, Vec<Timestamp>>::new());
    let mut yes: BTreeSet<ApprovalId> = BTreeSet::new();
    // Flights that were granted, and aircraft of which nobody could tell after a start what became of theirs: those are
    // found in the air, and not unasked.
    let (mut flies, mut unsure) = (BTreeMap::<SortieId, VehicleId>::new(), BTreeSet::new());
    for entry in entries {
        match &entry.event.fact {
            Fact::ApprovalGranted { approval, .. } => {
                yes.insert(*approval);
                if !granted.contains(&approval.0) {
                    faults.push(format!("{approval} was granted and nobody said yes"));
                }
            }
            Fact::SortieOrdered { sortie, approval, order, .. } if yes.contains(approval) => {
                launches.entry(order.vehicle.0).or_default().push(entry.at);
                unsure.remove(&order.vehicle);
                flies.insert(*sortie, order.vehicle);
            }
            Fact::SortieEnded { sortie } if matches!(entry.event.why, Reason::OrderUnknown { .. }) => {
                unsure.extend(flies.remove(sortie));
            }
            Fact::SortieAdopted { vehicle, .. } if !unsure.remove(vehicle) => {
                faults.push(format!("{vehicle} was found in the air"));
            }
            _ => {}
        }
    }
    for Takeoff { vehicle, at } in takeoffs {
        let ordered = launches.entry(*vehicle).or_default();
        match ordered.first().copied().filter(|first| at.since(*first).0 > -SLACK.0) {
            Some(_) => drop(ordered.remove(0)),
            None => faults.push(format!("vehicle {vehicle} left the ground at {at:?} without a launch")),
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_core::{Cite, Event, IncidentId, UnitId};
    use geodata::Wgs84;

    fn entries(facts: Vec<Fact>) -> Vec<Entry> {
        let entry = |(fact, seq)| Entry {
            seq,
            at: Timestamp::from_millis(i64::from(seq) * 1000),
            event: Event { fact, why: Reason::Superseded {}, setup: Cite::default(), from: None },
        };
        facts.into_iter().zip(1..).map(entry).collect()
    }

    fn sent(tasking: u32, unit: u32) -> Fact {
        Fact::TaskingSent {
            tasking: TaskingId(tasking),
            incident: IncidentId(tasking),
            unit: UnitId(unit),
            to: Wgs84::default(),
            eta: Seconds(1.0),
            path: Vec::new(),
            slot: 0,
            epoch: 1,
        }
    }

    fn fold(entries: &[Entry]) -> Ledger {
        let mut ledger = Ledger::default();
        entries.iter().for_each(|entry| ledger.apply(entry));
        ledger
    }

    #[test]
    fn a_crew_sent_elsewhere_while_it_holds_a_task_is_found_unless_that_was_withdrawn() {
        let seen = Seen { pressed: vec![Pressed { unit: 5, held: 1, sent: 2 }], ..Seen::default() };
        assert_eq!(pressed(&entries(vec![sent(1, 5), sent(2, 5)]), &seen).len(), 1);
        let withdrawn = Fact::TaskingTimedOut { tasking: TaskingId(1) };
        let after = entries(vec![sent(1, 5), withdrawn, sent(2, 5)]);
        assert_eq!(pressed(&after, &seen), Vec::<String>::new());
        let late = Seen { pressed: vec![Pressed { unit: 5, held: 2, sent: 1 }], ..Seen::default() };
        assert_eq!(pressed(&after, &late), Vec::<String>::new(), "the first came late over the radio");
        assert_eq!(pressed(&entries(vec![sent(1, 5), sent(2, 5)]), &late).len(), 1);
        assert_eq!(pressed(&entries(vec![sent(1, 5)]), &seen).len(), 1, "told and never written down");
    }

    #[test]
    fn an_answered_report_that_is_not_in_the_journal_is_found() {
        let seen = |word: &str| Seen {
            tasks: BTreeMap::from([(1, (5, 1))]),
            taken: BTreeSet::from([(1, word.to_owned())]),
            ..Seen::default()
        };
        let ledger = fold(&entries(vec![sent(1, 5)]));
        assert_eq!(forgotten_reports(&ledger, &seen("received")), Vec::<String>::new());
        assert_eq!(forgotten_reports(&ledger, &seen("acknowledged")).len(), 1);
        assert_eq!(forgotten_reports(&Ledger::default(), &seen("received")).len(), 1);
    }

    #[test]
    fn an_incident_done_by_two_crews_is_found() {
        let tasks = BTreeMap::from([(1, (5, 9)), (2, (6, 9))]);
        let done = |tasking: u32| (tasking, "done".to_owned());
        let one = Seen { tasks: tasks.clone(), taken: BTreeSet::from([done(1)]), ..Seen::default() };
        assert_eq!(done_twice(&one), Vec::<String>::new());
        let two = Seen { tasks, taken: BTreeSet::from([done(1), done(2)]), ..Seen::default() };
        assert_eq!(done_twice(&two).len(), 1);
    }

    #[test]
    fn a_take_off_without_a_launch_and_an_aircraft_found_in_the_air_are_found() {
        let up = |vehicle| Takeoff { vehicle, at: Timestamp::from_millis(5000) };
        assert_eq!(unapproved(&[], &[up(3)], &BTreeSet::new()).len(), 1);
        let adopted = Fact::SortieAdopted { sortie: SortieId(1), vehicle: VehicleId(3) };
        assert_eq!(unapproved(&entries(vec![adopted]), &[], &BTreeSet::new()).len(), 1);
    }
}
