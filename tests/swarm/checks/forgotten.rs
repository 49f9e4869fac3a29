//! No call is forgotten: whoever was told that a call is taken in finds it in the journal, and an open incident has at every
//! moment something that carries it on: a task, a flight, a question, people who were told or who decided themselves.

use crate::trace::{Seen, Trace};
use controller_core::{ApprovalId, Fact, IncidentId, Purpose, ReplyKind, SortieId, TaskingId, VehicleId};
use geodata::{Seconds, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// A controller that runs lets an incident lie for at most so long: until people above are told.
const LIES: Seconds = Seconds(20.0);
/// Until an aircraft that is not heard counts for nothing, and until the clock is looked at.
const SLACK: Seconds = Seconds(18.0);

/// What carries an incident on.
#[derive(Default)]
struct Cares {
    tasks: BTreeSet<TaskingId>,
    flights: BTreeMap<SortieId, VehicleId>,
    questions: BTreeSet<ApprovalId>,
    told: bool,
    /// A person took the last task back: then people decide.
    people: bool,
    resolved: bool,
    /// Since when nothing does.
    lies: Option<Timestamp>,
}

#[derive(Default)]
struct Book {
    keys: BTreeSet<String>,
    open: BTreeMap<IncidentId, Cares>,
    tasks: BTreeMap<TaskingId, IncidentId>,
    flights: BTreeMap<SortieId, IncidentId>,
    questions: BTreeMap<ApprovalId, (IncidentId, VehicleId)>,
    lost: BTreeSet<VehicleId>,
    preempted: BTreeSet<TaskingId>,
    is_down: bool,
    faults: Vec<String>,
}

pub fn faults(trace: &Trace) -> Vec<String> {
    let mut book = Book::default();
    for (at, seen) in &trace.seen {
        book.ages(*at);
        match seen {
            Seen::Recorded(index) => {
                let entry = trace.entry(*index);
                book.read(entry.at, &entry.event.fact);
            }
            Seen::Taken(key) if !book.keys.contains(key) => {
                book.faults.push(format!("{key} was taken in and is in no record"));
            }
            Seen::Died => book.is_down = true,
            Seen::Back => {
                book.is_down = false;
                book.open.values_mut().for_each(|cares| cares.lies = cares.lies.map(|_| *at));
            }
            _ => {}
        }
        book.looks(*at);
    }
    book.faults
}

impl Book {
    /// Whoever lies too long is named once.
    fn ages(&mut self, at: Timestamp) {
        if self.is_down {
            return;
        }
        for (id, cares) in &mut self.open {
            if cares.lies.is_some_and(|since| at.since(since) > LIES + SLACK) {
                self.faults.push(format!("nothing carries {id} on for {}", at.since(cares.lies.unwrap_or(at))));
                cares.told = true;
            }
        }
    }

    fn looks(&mut self, at: Timestamp) {
        let lost = &self.lost;
        for cares in self.open.values_mut() {
            let flies = cares.flights.values().any(|vehicle| !lost.contains(vehicle));
            let is_carried = flies || cares.told || cares.people || cares.resolved;
            match is_carried || !cares.tasks.is_empty() || !cares.questions.is_empty() {
                true => cares.lies = None,
                false if cares.lies.is_none() => cares.lies = Some(at),
                false => {}
            }
        }
    }

    fn read(&mut self, at: Timestamp, fact: &Fact) {
        match fact {
            Fact::IncidentReported { incident, key, .. } => {
                if !self.keys.insert(key.clone()) {
                    self.faults.push(format!("{key} became two incidents"));
                }
                self.open.insert(*incident, Cares { lies: Some(at), ..Cares::default() });
            }
            Fact::ReportMerged(merged) => {
                if !self.keys.insert(merged.key.clone()) {
                    self.faults.push(format!("{} was taken in twice", merged.key));
                }
            }
            Fact::ReportSplit(split) => {
                self.open.insert(split.incident, Cares { lies: Some(at), ..Cares::default() });
            }
            Fact::IncidentResolved { incident, .. } => self.with(*incident, |cares| cares.resolved = true),
            Fact::IncidentClosed { incident, .. } => drop(self.open.remove(incident)),
            Fact::IncidentEscalated(told) => self.with(told.incident, |cares| cares.told = true),
            Fact::LinkLost { vehicle } => drop(self.lost.insert(*vehicle)),
            Fact::LinkBack { vehicle } => drop(self.lost.remove(vehicle)),
            Fact::UnitPreempted { tasking, .. } => drop(self.preempted.insert(*tasking)),
            _ => {
                self.read_tasks(fact);
                self.read_flights(fact);
            }
        }
    }

    fn with(&mut self, incident: IncidentId, act: impl FnOnce(&mut Cares)) {
        if let Some(cares) = self.open.get_mut(&incident) {
            act(cares);
        }
    }

    fn read_tasks(&mut self, fact: &Fact) {
        match fact {
            Fact::TaskingSent { tasking, incident, .. } => {
                self.tasks.insert(*tasking, *incident);
                self.with(*incident, |cares| {
                    cares.tasks.insert(*tasking);
                    cares.people = false;
                });
            }
            Fact::TaskingReplied { tasking, reply, .. } => {
                let Some(incident) = self.tasks.get(tasking).copied() else { return };
                match reply {
                    ReplyKind::Declined | ReplyKind::Done { .. } => {
                        self.with(incident, |cares| {
                            cares.tasks.remove(tasking);
                        });
                    }
                    ReplyKind::Acknowledged => self.with(incident, |cares| cares.told = false),
                    _ => {}
                }
            }
            Fact::TaskingTimedOut { tasking } | Fact::TaskingRecalled { tasking } => {
                let by_person = matches!(fact, Fact::TaskingRecalled { .. }) && !self.preempted.contains(tasking);
                let Some(incident) = self.tasks.get(tasking).copied() else { return };
                self.with(incident, |cares| {
                    cares.tasks.remove(tasking);
                    cares.people |= by_person;
                });
            }
            _ => {}
        }
    }

    fn read_flights(&mut self, fact: &Fact) {
        match fact {
            Fact::ApprovalRequested { approval, purpose: Purpose::Incident { incident }, offer, .. } => {
                self.questions.insert(*approval, (*incident, offer.vehicle));
                self.with(*incident, |cares| {
                    cares.questions.insert(*approval);
                });
            }
            Fact::ApprovalGranted { approval, .. }
            | Fact::ApprovalRefused { approval, .. }
            | Fact::ApprovalExpired { approval } => {
                if let Some((incident, _)) = self.questions.get(approval).copied() {
                    self.with(incident, |cares| {
                        cares.questions.remove(approval);
                    });
                }
            }
            Fact::SortieOrdered { sortie, purpose: Purpose::Incident { incident }, order, .. } => {
                self.flights.insert(*sortie, *incident);
                self.with(*incident, |cares| {
                    cares.flights.insert(*sortie, order.vehicle);
                });
            }
            Fact::SortieReturning { sortie } | Fact::SortieEnded { sortie } => {
                if let Some(incident) = self.flights.get(sortie).copied() {
                    self.with(incident, |cares| {
                        cares.flights.remove(sortie);
                    });
                }
            }
            _ => {}
        }
    }
}
