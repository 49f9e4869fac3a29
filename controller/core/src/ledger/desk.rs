//! What the desk keeps of an incident: every call about it and how urgent they make it, notes, other incidents it has to do
//! with, and what is still to be done.

use crate::event::Fact;
use crate::facts::desk::{FollowUpOpened, ReportMerged, ReportSplit};
use crate::ids::IncidentId;
use crate::input::{Actor, AlarmKind, UnitDuty};
use crate::ledger::incident::Incident;
use crate::ledger::{Entry, Ledger};
use crate::limits;
use geodata::{Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// A further call about an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The sender's key.
    pub key: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: AlarmKind,
    /// 1 to 4.
    pub priority: u8,
    /// Where.
    pub place: Wgs84,
    /// Which door.
    pub source: String,
}

/// Something somebody wrote down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub text: String,
}

/// Something that is still to be done for an incident, or was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUp {
    /// What.
    pub text: String,
    /// The post that does it.
    pub owner: String,
    /// By when.
    pub due: Timestamp,
    /// It was told that it is due.
    pub is_told: bool,
    /// When it was done.
    pub done: Option<Timestamp>,
}

/// What a crew last said of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitBook {
    /// What it can do.
    pub duty: UnitDuty,
    /// How many they are.
    pub crew: Option<u8>,
}

/// People above were told that nobody takes an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// When.
    pub at: Timestamp,
    /// After so many offers in a row.
    pub offers: u32,
}

/// Further calls that are counted only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Beyond {
    /// So many.
    pub count: u32,
    /// The most urgent of them since a person last judged.
    pub priority: Option<u8>,
    /// When the last one came.
    pub last: Option<Timestamp>,
}

/// How urgent an incident is by the first call or the last word of a person; later calls can only make it more so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// 1 to 4.
    pub priority: u8,
    /// How many further calls there were then.
    pub reports: usize,
}

impl Incident {
    /// When the last call about it came.
    #[must_use]
    pub fn last_report(&self) -> Timestamp {
        let kept = self.reports.last().map(|report| report.at);
        [kept, self.beyond.last].into_iter().flatten().fold(self.reported, Timestamp::max)
    }

    /// Whether further calls are only counted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.reports.len() >= limits::REPORTS as usize
    }

    /// A merged call, by its sender's key.
    #[must_use]
    pub fn report(&self, key: &str) -> Option<&Report> {
        self.reports.iter().find(|report| report.key == key)
    }

    /// How urgent it is by all that was said.
    fn weigh(&mut self, at: Timestamp) {
        let later = self.reports.iter().skip(self.judged.reports).map(|report| report.priority);
        let priority = later.chain(self.beyond.priority).fold(self.judged.priority, u8::min);
        if priority < self.priority {
            self.raised = Some(at);
        }
        self.priority = priority;
    }
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_desk(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::ReportMerged(merged) => self.merge(merged, entry.at),
            Fact::ReportSplit(split) => self.split(split, entry.at),
            Fact::UnitStatusChanged(changed) => {
                self.units.insert(changed.unit, UnitBook { duty: changed.duty, crew: changed.crew });
            }
            Fact::OfficerCalls(calls) => {
                if let Some(incident) = self.incidents.get_mut(&calls.incident) {
                    incident.caller = Some(calls.unit);
                    self.open.calling.insert(calls.incident);
                }
            }
            Fact::IncidentEscalated(told) => {
                if let Some(incident) = self.incidents.get_mut(&told.incident) {
                    incident.escalated = Some(Escalation { at: entry.at, offers: told.offers });
                }
            }
            Fact::NoteAdded(added) => {
                if let Some(incident) = self.incidents.get_mut(&added.incident) {
                    incident.notes.push(Note { at: entry.at, by: added.by.clone(), text: added.text.clone() });
                }
            }
            Fact::IncidentLinked(linked) => {
                self.link(linked.incident, linked.other);
                self.link(linked.other, linked.incident);
            }
            Fact::PriorityChanged(changed) => {
                if let Some(incident) = self.incidents.get_mut(&changed.incident) {
                    incident.beyond.priority = None;
                    incident.judged = Judged { priority: changed.to, reports: incident.reports.len() };
                    incident.weigh(entry.at);
                }
            }
            Fact::PairedAnew(paired) => {
                if let Some(incident) = self.incidents.get_mut(&paired.incident) {
                    incident.raised = None;
                }
            }
            Fact::FollowUpOpened(opened) => self.open_follow_up(opened),
            Fact::FollowUpDue(due) => {
                self.follow_up(due.incident, due.number, |one| one.is_told = true);
            }
            Fact::FollowUpDone(done) => {
                self.follow_up(done.incident, done.number, |one| one.done = Some(entry.at));
            }
            _ => {}
        }
    }

    fn link(&mut self, one: IncidentId, other: IncidentId) {
        if let Some(incident) = self.incidents.get_mut(&one) {
            incident.links.insert(other);
        }
    }

    fn open_follow_up(&mut self, opened: &FollowUpOpened) {
        let Some(incident) = self.incidents.get_mut(&opened.incident) else { return };
        incident.follow_ups.push(FollowUp {
            text: opened.text.clone(),
            owner: opened.owner.clone(),
            due: opened.due,
            is_told: false,
            done: None,
        });
        self.open.due.insert((opened.due, opened.incident, opened.number));
        self.open.undone.insert((opened.incident, opened.number));
    }

    /// Once told or done, it is no longer to be told.
    fn follow_up(&mut self, id: IncidentId, number: u32, change: impl FnOnce(&mut FollowUp)) {
        let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        let incident = self.incidents.get_mut(&id);
        if let Some(one) = index.and_then(|index| incident?.follow_ups.get_mut(index)) {
            change(one);
            self.open.due.remove(&(one.due, id, number));
            if one.done.is_some() {
                self.open.undone.remove(&(id, number));
            }
        }
    }

    /// The incidents for which something is still to be done, told or not.
    pub fn undone(&self) -> impl Iterator<Item = IncidentId> {
        self.open.undone.iter().map(|(incident, _)| *incident).filter(|incident| self.minds(*incident))
    }

    /// What is still to be done and was not told to be due, the earliest first.
    pub fn follow_ups(&self) -> impl Iterator<Item = &(Timestamp, IncidentId, u32)> {
        self.open.due.iter().filter(|(_, incident, _)| self.minds(*incident))
    }

    fn merge(&mut self, merged: &ReportMerged, at: Timestamp) {
        self.keys.entry(merged.key.clone()).or_insert(merged.incident);
        let Some(incident) = self.incidents.get_mut(&merged.incident) else { return };
        if incident.is_full() {
            let beyond = &mut incident.beyond;
            beyond.count = beyond.count.saturating_add(1);
            beyond.priority = Some(beyond.priority.map_or(merged.priority, |least| least.min(merged.priority)));
            beyond.last = Some(at);
        } else {
            incident.reports.push(Report {
                key: merged.key.clone(),
                at,
                what: merged.what,
                priority: merged.priority,
                place: merged.place,
                source: merged.source.clone(),
            });
        }
        incident.weigh(at);
    }

    fn split(&mut self, split: &ReportSplit, at: Timestamp) {
        let Some(from) = self.incidents.get_mut(&split.from) else { return };
        let Some(index) = from.reports.iter().position(|report| report.key == split.key) else { return };
        let report = from.reports.remove(index);
        from.judged.reports -= usize::from(index < from.judged.reports);
        from.weigh(at);
        from.links.insert(split.incident);
        self.keys.insert(report.key.clone(), split.incident);
        let parted = Incident { links: [split.from].into(), ..Incident::of(report, split.place_name.clone()) };
        self.incidents.insert(split.incident, parted);
        self.open.incidents.insert(split.incident);
    }
}
