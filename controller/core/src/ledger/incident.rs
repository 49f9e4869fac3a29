//! One incident and its story.

use crate::event::{Fact, Recommendation};
use crate::facts::TrackConfirmed;
use crate::ids::OrderId;
use crate::ids::{ApprovalId, IncidentId, SortieId, TaskingId, TrackId, UnitId, VehicleId};
use crate::input::{AlarmKind, CloseReason, DetectionClass, Outcome};
use crate::ledger::Entry;
use crate::ledger::Ledger;
use crate::ledger::desk::{Beyond, Escalation, FollowUp, Judged, Note, Report};
use crate::ledger::hop::Hop;
use crate::ledger::stamps::Stamps;
use crate::order::OrderProgress;
use geodata::{Metres, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The six steps of an incident (收集、研判、預警、調度、檢查、反饋 in our words).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Taken in.
    Reported,
    /// Somebody was proposed.
    Assessed,
    /// Somebody was sent.
    Assigned,
    /// Somebody is there, in the air or on the ground.
    OnScene,
    /// The result is there.
    Resolved,
    /// Over.
    Closed,
}

/// A track the incident goes by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenTrack {
    /// Its number.
    pub id: TrackId,
    /// Whose camera.
    pub vehicle: VehicleId,
    /// What.
    pub class: DetectionClass,
    /// Where it was when confirmed.
    pub place: Wgs84,
    /// 68 % radius then.
    pub accuracy: Metres,
    /// 0 to 1.
    pub confidence: f64,
}

/// One incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// What.
    pub what: AlarmKind,
    /// 1 to 4.
    pub priority: u8,
    /// Where.
    pub place: Wgs84,
    /// The nearest named place or road.
    pub place_name: String,
    /// Which door.
    pub source: String,
    /// When.
    pub reported: Timestamp,
    /// Which step.
    pub status: Status,
    /// The latest proposal and when it was made.
    pub recommendation: Option<(Timestamp, Recommendation)>,
    /// The latest launch question.
    pub approval: Option<ApprovalId>,
    /// How many launch questions were asked.
    pub questions: u32,
    /// How many of them in a row nobody answered.
    pub unanswered: u32,
    /// A human said no to the air leg; not asked again unless a human asks for it.
    pub air_refused: bool,
    /// Vehicles that would not fly for it.
    pub failed: BTreeSet<VehicleId>,
    /// What the aircraft sees.
    pub track: Option<SeenTrack>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// Why, although a hop was open.
    pub close_reason: Option<CloseReason>,
    /// The flights for it, in order.
    pub sorties: Vec<SortieId>,
    /// The tasks for it, in order.
    pub taskings: Vec<TaskingId>,
    /// By slot: the epoch of its present offer. One slot wants one unit.
    pub slots: BTreeMap<u8, u32>,
    /// Further calls about it.
    pub reports: Vec<Report>,
    /// And those that are counted only.
    pub beyond: Beyond,
    /// What people wrote down.
    pub notes: Vec<Note>,
    /// What is still to be done for it, or was, by its number less one.
    pub follow_ups: Vec<FollowUp>,
    /// How urgent it was by the first call, or by a person's last word.
    pub judged: Judged,
    /// When it became more urgent, until who goes was looked at anew.
    pub raised: Option<Timestamp>,
    /// Incidents it has to do with.
    pub links: BTreeSet<IncidentId>,
    /// The crew of ours that called, which is not sent there itself.
    pub caller: Option<UnitId>,
    /// That people above were told nobody takes it; nothing once somebody did.
    pub escalated: Option<Escalation>,
    /// When each of the six steps was first taken.
    pub stamps: Stamps,
    /// Every hop.
    pub timeline: Vec<Hop>,
}

impl Incident {
    /// The incident an alarm became.
    #[must_use]
    pub fn reported(entry: &Entry) -> Option<Self> {
        let Fact::IncidentReported { key, what, priority, place, place_name, source, .. } = &entry.event.fact else {
            return None;
        };
        let (key, what, priority, place) = (key.clone(), *what, *priority, *place);
        let report = Report { key, at: entry.at, what, priority, place, source: source.clone() };
        Some(Self::of(report, place_name.clone()))
    }

    /// The incident a call becomes.
    #[must_use]
    pub(super) fn of(report: Report, place_name: String) -> Self {
        Self {
            what: report.what,
            priority: report.priority,
            place: report.place,
            place_name,
            source: report.source,
            reported: report.at,
            status: Status::Reported,
            recommendation: None,
            approval: None,
            questions: 0,
            unanswered: 0,
            air_refused: false,
            failed: BTreeSet::new(),
            track: None,
            outcome: None,
            closed: None,
            close_reason: None,
            sorties: Vec::new(),
            taskings: Vec::new(),
            slots: BTreeMap::new(),
            reports: Vec::new(),
            beyond: Beyond::default(),
            notes: Vec::new(),
            follow_ups: Vec::new(),
            judged: Judged { priority: report.priority, reports: 0 },
            raised: None,
            links: BTreeSet::new(),
            caller: None,
            escalated: None,
            stamps: Stamps::default(),
            timeline: Vec::new(),
        }
    }

    /// Whether anything is still to be done for it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status < Status::Resolved
    }

    /// The epoch of a slot's present offer; 0 before the first.
    #[must_use]
    pub fn epoch(&self, slot: u8) -> u32 {
        self.slots.get(&slot).copied().unwrap_or(0)
    }

    /// A step is only ever taken forward.
    pub(super) fn raise(&mut self, status: Status) {
        self.status = self.status.max(status);
    }

    /// A fresh proposal.
    pub(super) fn assessed(&mut self, recommendation: Recommendation, at: Timestamp) {
        self.raise(Status::Assessed);
        self.recommendation = Some((at, recommendation));
    }
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_incident(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::IncidentReported { incident, key, .. } => {
                // Who called bureau and station has the bureau's number.
                self.keys.entry(key.clone()).or_insert(*incident);
                if let Some(reported) = Incident::reported(entry) {
                    self.incidents.insert(*incident, reported);
                    self.open.incidents.insert(*incident);
                }
            }
            Fact::IncidentAssessed { incident, recommendation } => {
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.assessed(recommendation.clone(), entry.at);
                }
                self.looked_for_relief(*incident);
            }
            Fact::TrackConfirmed(TrackConfirmed {
                track,
                incident,
                vehicle,
                class,
                place,
                accuracy,
                confidence,
                ..
            }) => {
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.track = Some(SeenTrack {
                        id: *track,
                        vehicle: *vehicle,
                        class: *class,
                        place: *place,
                        accuracy: *accuracy,
                        confidence: *confidence,
                    });
                }
            }
            Fact::OrderProgressed { vehicle, order, progress } => self.note_failed_launch(*vehicle, *order, progress),
            Fact::IncidentResolved { incident, outcome } => {
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.raise(Status::Resolved);
                    incident.outcome = Some(*outcome);
                }
            }
            Fact::IncidentClosed { incident, outcome, reason, .. } => {
                self.open.incidents.remove(incident);
                self.open.calling.remove(incident);
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.raise(Status::Closed);
                    incident.outcome = Some(*outcome);
                    incident.closed = Some(entry.at);
                    incident.close_reason = *reason;
                }
            }
            _ => {}
        }
    }

    /// A vehicle that would not fly is not proposed for the same incident again.
    fn note_failed_launch(&mut self, vehicle: VehicleId, order: OrderId, progress: &OrderProgress) {
        if !matches!(progress, OrderProgress::Refused { .. }) {
            return;
        }
        let incident = self
            .sortie_of(vehicle)
            .filter(|(_, sortie)| sortie.order == Some(order))
            .and_then(|(_, sortie)| sortie.purpose.incident());
        if let Some(incident) = incident.and_then(|id| self.incidents.get_mut(&id)) {
            incident.failed.insert(vehicle);
        }
    }
}
