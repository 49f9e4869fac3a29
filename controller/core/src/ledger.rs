//! The durable state: the fold of all events. [`Ledger::apply`] is the only way it changes; it cannot fail.

pub mod approval;
pub mod incident;
pub mod sortie;
pub mod tasking;

use crate::event::{Event, Fact, Purpose};
use crate::ids::{ApprovalId, IncidentId, OrderId, SortieId, TaskingId, TrackId, UnitId, VehicleId};
use crate::order::{Order, OrderProgress};
use crate::reason::Reason;
use approval::{Approval, ApprovalState};
use geodata::Timestamp;
use incident::{Hop, Incident};
use sortie::{Sortie, SortieState};
use std::collections::{BTreeMap, BTreeSet};
use tasking::{Tasking, TaskingState};

/// An event at its place in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// What and why.
    pub event: Event,
}

/// The last number given of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Incidents.
    pub incident: u32,
    /// Sorties.
    pub sortie: u32,
    /// Approvals.
    pub approval: u32,
    /// Orders.
    pub order: u32,
    /// Taskings.
    pub tasking: u32,
    /// Tracks.
    pub track: u32,
}

/// The last order of a vehicle and how it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderState {
    /// The order.
    pub order: Order,
    /// When it was given.
    pub given: Timestamp,
    /// How far; `None` until the link says something.
    pub progress: Option<OrderProgress>,
}

impl OrderState {
    /// Whether nothing final was heard yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.progress, None | Some(OrderProgress::Verified | OrderProgress::Accepted))
    }
}

/// When a patrol line was last ordered, and how patrol questions about a vehicle ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PatrolBook {
    /// By line id.
    pub last_flown: BTreeMap<String, Timestamp>,
    /// By vehicle: when a human last said no.
    pub last_refused: BTreeMap<VehicleId, Timestamp>,
    /// By vehicle: when a question last stayed unanswered.
    pub last_lapsed: BTreeMap<VehicleId, Timestamp>,
}

/// What is not over yet, so that no rule ever walks through the past.
#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    incidents: BTreeSet<IncidentId>,
    approvals: BTreeSet<ApprovalId>,
    sorties: BTreeMap<VehicleId, SortieId>,
    taskings: BTreeMap<UnitId, TaskingId>,
    /// The last sortie of each vehicle, open or not.
    latest: BTreeMap<VehicleId, SortieId>,
}

/// Everything that must not be forgotten.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Numbers given so far.
    pub counters: Counters,
    /// All incidents.
    pub incidents: BTreeMap<IncidentId, Incident>,
    /// Sender's key to incident.
    pub keys: BTreeMap<String, IncidentId>,
    /// All approvals.
    pub approvals: BTreeMap<ApprovalId, Approval>,
    /// All sorties.
    pub sorties: BTreeMap<SortieId, Sortie>,
    /// All taskings.
    pub taskings: BTreeMap<TaskingId, Tasking>,
    /// The last order of each vehicle.
    pub orders: BTreeMap<VehicleId, OrderState>,
    /// Vehicles whose link is lost, since when.
    pub lost: BTreeMap<VehicleId, Timestamp>,
    /// Patrol.
    pub patrol: PatrolBook,
    /// The number of the last event.
    pub seq: u32,
    open: Open,
}

impl Ledger {
    /// Takes one event in.
    pub fn apply(&mut self, entry: &Entry) {
        self.seq = entry.seq;
        self.count(&entry.event.fact);
        let touched = self.incident_of(&entry.event.fact);
        self.change(entry);
        let touched = touched.or_else(|| self.incident_of(&entry.event.fact));
        if let Some(incident) = touched.and_then(|id| self.incidents.get_mut(&id)) {
            incident.timeline.push(Hop::of(entry));
        }
    }

    /// The open sortie of a vehicle.
    #[must_use]
    pub fn sortie_of(&self, vehicle: VehicleId) -> Option<(&SortieId, &Sortie)> {
        self.sorties.get_key_value(self.open.sorties.get(&vehicle)?)
    }

    /// The last sortie of a vehicle, open or not.
    #[must_use]
    pub fn latest_sortie_of(&self, vehicle: VehicleId) -> Option<&Sortie> {
        self.sorties.get(self.open.latest.get(&vehicle)?)
    }

    /// All flights for an incident, in order.
    pub fn sorties_for(&self, incident: IncidentId) -> impl DoubleEndedIterator<Item = (&SortieId, &Sortie)> {
        let ids = self.incidents.get(&incident).map(|incident| incident.sorties.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| self.sorties.get_key_value(id))
    }

    /// The open sortie for an incident.
    #[must_use]
    pub fn sortie_for(&self, incident: IncidentId) -> Option<(&SortieId, &Sortie)> {
        self.sorties_for(incident).rev().find(|(_, sortie)| sortie.is_open())
    }

    /// All flights that go on, by vehicle.
    pub fn open_sorties(&self) -> impl Iterator<Item = (&SortieId, &Sortie)> {
        self.open.sorties.values().filter_map(|id| self.sorties.get_key_value(id))
    }

    /// The open tasking of a unit.
    #[must_use]
    pub fn tasking_of(&self, unit: UnitId) -> Option<(&TaskingId, &Tasking)> {
        self.taskings.get_key_value(self.open.taskings.get(&unit)?)
    }

    /// All tasks that go on, by unit.
    pub fn open_taskings(&self) -> impl Iterator<Item = (&TaskingId, &Tasking)> {
        self.open.taskings.values().filter_map(|id| self.taskings.get_key_value(id))
    }

    /// All tasks for an incident, in order.
    pub fn taskings_for(&self, incident: IncidentId) -> impl DoubleEndedIterator<Item = (&TaskingId, &Tasking)> {
        let ids = self.incidents.get(&incident).map(|incident| incident.taskings.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| self.taskings.get_key_value(id))
    }

    /// The open tasking for an incident.
    #[must_use]
    pub fn tasking_for(&self, incident: IncidentId) -> Option<(&TaskingId, &Tasking)> {
        self.taskings_for(incident).rev().find(|(_, tasking)| tasking.state.is_open())
    }

    /// The incidents that are not closed.
    pub fn open_incidents(&self) -> impl Iterator<Item = (&IncidentId, &Incident)> {
        self.open.incidents.iter().filter_map(|id| self.incidents.get_key_value(id))
    }

    /// The waiting approval of an incident.
    #[must_use]
    pub fn waiting_for(&self, incident: IncidentId) -> Option<(&ApprovalId, &Approval)> {
        self.waiting().find(|(_, approval)| approval.purpose.incident() == Some(incident))
    }

    /// The waiting approval of a vehicle.
    #[must_use]
    pub fn waiting_about(&self, vehicle: VehicleId) -> Option<(&ApprovalId, &Approval)> {
        self.waiting().find(|(_, approval)| approval.offer.vehicle == vehicle)
    }

    /// All approvals that wait for a human, newest first.
    pub fn waiting(&self) -> impl Iterator<Item = (&ApprovalId, &Approval)> {
        self.open.approvals.iter().rev().filter_map(|id| self.approvals.get_key_value(id))
    }

    fn count(&mut self, fact: &Fact) {
        let counters = &mut self.counters;
        match fact {
            Fact::IncidentReported { incident, .. } => counters.incident = counters.incident.max(incident.0),
            Fact::ApprovalRequested { approval, .. } => counters.approval = counters.approval.max(approval.0),
            Fact::SortieOrdered { sortie, order, .. } => {
                counters.sortie = counters.sortie.max(sortie.0);
                counters.order = counters.order.max(order.id.0);
            }
            Fact::SortieAdopted { sortie, .. } => counters.sortie = counters.sortie.max(sortie.0),
            Fact::OrderGiven { order } => counters.order = counters.order.max(order.id.0),
            Fact::TaskingSent { tasking, .. } => counters.tasking = counters.tasking.max(tasking.0),
            Fact::TrackConfirmed { track, .. } => counters.track = counters.track.max(track.0),
            _ => {}
        }
    }

    /// Which incident's story an event belongs to.
    fn incident_of(&self, fact: &Fact) -> Option<IncidentId> {
        match fact {
            Fact::IncidentReported { incident, .. }
            | Fact::IncidentAssessed { incident, .. }
            | Fact::TrackConfirmed { incident, .. }
            | Fact::TaskingSent { incident, .. }
            | Fact::IncidentResolved { incident, .. }
            | Fact::IncidentClosed { incident, .. } => Some(*incident),
            Fact::ApprovalRequested { purpose, .. } | Fact::SortieOrdered { purpose, .. } => purpose.incident(),
            Fact::ApprovalGranted { approval, .. }
            | Fact::ApprovalRefused { approval, .. }
            | Fact::ApprovalExpired { approval } => self.approvals.get(approval)?.purpose.incident(),
            Fact::SortieAirborne { sortie }
            | Fact::SortieOnScene { sortie }
            | Fact::SortieReturning { sortie }
            | Fact::SortieEnded { sortie } => self.sorties.get(sortie)?.purpose.incident(),
            Fact::TaskingReminded { tasking }
            | Fact::TaskingReplied { tasking, .. }
            | Fact::TaskingTimedOut { tasking }
            | Fact::TaskingRecalled { tasking } => Some(self.taskings.get(tasking)?.incident),
            Fact::OrderGiven { order } => self.sortie_of(order.vehicle)?.1.purpose.incident(),
            Fact::OrderProgressed { vehicle, .. } | Fact::LinkLost { vehicle } | Fact::LinkBack { vehicle } => {
                self.sortie_of(*vehicle)?.1.purpose.incident()
            }
            Fact::ControllerStarted {} | Fact::ControllerRestarted {} | Fact::SortieAdopted { .. } => None,
        }
    }

    fn change(&mut self, entry: &Entry) {
        self.change_incident(entry);
        self.change_approval(entry);
        self.change_sortie(entry);
        self.change_tasking(entry);
        self.change_order(entry);
    }

    fn change_order(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::SortieOrdered { order, .. } | Fact::OrderGiven { order } => {
                self.orders.insert(order.vehicle, OrderState { order: order.clone(), given: entry.at, progress: None });
            }
            Fact::OrderProgressed { vehicle, order, progress } => {
                if let Some(state) = self.orders.get_mut(vehicle).filter(|state| state.order.id == *order) {
                    state.progress = Some(progress.clone());
                }
            }
            Fact::LinkLost { vehicle } => {
                self.lost.insert(*vehicle, entry.at);
            }
            Fact::LinkBack { vehicle } => {
                self.lost.remove(vehicle);
            }
            _ => {}
        }
    }

    fn change_approval(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::ApprovalRequested { approval, purpose, offer, expires } => {
                self.approvals.insert(
                    *approval,
                    Approval {
                        purpose: purpose.clone(),
                        offer: offer.clone(),
                        requested: entry.at,
                        expires: *expires,
                        state: ApprovalState::Requested,
                        by: None,
                        used: false,
                    },
                );
                self.open.approvals.insert(*approval);
                if let Some(incident) = purpose.incident().and_then(|id| self.incidents.get_mut(&id)) {
                    incident.questions += 1;
                    incident.approval = Some(*approval);
                }
            }
            Fact::ApprovalGranted { approval, by, expires } => {
                self.decide_approval(*approval, ApprovalState::Granted, Some(by.post.clone()));
                if let Some(granted) = self.approvals.get_mut(approval) {
                    granted.expires = *expires;
                }
            }
            Fact::ApprovalRefused { approval, by } => {
                self.decide_approval(*approval, ApprovalState::Refused, Some(by.post.clone()));
                self.note_refusal(*approval, entry.at);
            }
            Fact::ApprovalExpired { approval } => {
                self.decide_approval(*approval, ApprovalState::Expired, None);
                self.note_lapse(*approval, entry);
            }
            Fact::SortieOrdered { approval, .. } => {
                if let Some(granted) = self.approvals.get_mut(approval) {
                    granted.used = true;
                }
            }
            _ => {}
        }
    }

    fn decide_approval(&mut self, id: ApprovalId, state: ApprovalState, by: Option<String>) {
        self.open.approvals.remove(&id);
        if let Some(approval) = self.approvals.get_mut(&id) {
            approval.state = state;
            approval.by = by;
        }
    }

    fn note_refusal(&mut self, id: ApprovalId, at: Timestamp) {
        let Some(approval) = self.approvals.get(&id) else { return };
        match approval.purpose.incident() {
            Some(incident) => {
                if let Some(incident) = self.incidents.get_mut(&incident) {
                    incident.air_refused = true;
                }
            }
            None => {
                self.patrol.last_refused.insert(approval.offer.vehicle, at);
            }
        }
    }

    /// A patrol nobody answered for; one that made room for an incident is asked again as soon as it can fly.
    fn note_lapse(&mut self, id: ApprovalId, entry: &Entry) {
        let Some(approval) = self.approvals.get(&id) else { return };
        if approval.purpose.incident().is_none() && matches!(entry.event.why, Reason::ApprovalLapsed { .. }) {
            self.patrol.last_lapsed.insert(approval.offer.vehicle, entry.at);
        }
    }

    fn change_sortie(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::SortieOrdered { sortie, purpose, approval, order } => {
                let offer = self.approvals.get(approval).map(|approval| approval.offer.clone());
                self.sorties.insert(*sortie, Sortie::ordered(purpose.clone(), order, offer, *approval, entry.at));
                self.open_sortie(*sortie, order.vehicle);
                if let Purpose::Patrol { line } = purpose {
                    self.patrol.last_flown.insert(line.clone(), entry.at);
                }
                if let Some(incident) = purpose.incident().and_then(|id| self.incidents.get_mut(&id)) {
                    incident.raise(incident::Status::Assigned);
                    incident.sorties.push(*sortie);
                }
            }
            Fact::SortieAdopted { sortie, vehicle } => {
                self.sorties.insert(*sortie, Sortie::adopted(*vehicle, entry.at));
                self.open_sortie(*sortie, *vehicle);
            }
            Fact::SortieAirborne { sortie } => self.move_sortie(*sortie, SortieState::EnRoute, entry.at),
            Fact::SortieOnScene { sortie } => {
                self.move_sortie(*sortie, SortieState::OnScene, entry.at);
                let incident = self.sorties.get(sortie).and_then(|sortie| sortie.purpose.incident());
                if let Some(incident) = incident.and_then(|id| self.incidents.get_mut(&id)) {
                    incident.raise(incident::Status::OnScene);
                }
            }
            Fact::SortieReturning { sortie } => self.move_sortie(*sortie, SortieState::Returning, entry.at),
            Fact::SortieEnded { sortie } => self.move_sortie(*sortie, SortieState::Ended, entry.at),
            _ => {}
        }
    }

    fn open_sortie(&mut self, id: SortieId, vehicle: VehicleId) {
        self.open.sorties.insert(vehicle, id);
        self.open.latest.insert(vehicle, id);
    }

    fn move_sortie(&mut self, id: SortieId, state: SortieState, at: Timestamp) {
        let Some(sortie) = self.sorties.get_mut(&id) else { return };
        sortie.state = state;
        sortie.since = at;
        if state == SortieState::Ended && self.open.sorties.get(&sortie.vehicle) == Some(&id) {
            self.open.sorties.remove(&sortie.vehicle);
        }
    }

    fn change_tasking(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::TaskingSent { tasking, incident, unit, to, eta, path } => {
                self.taskings.insert(
                    *tasking,
                    Tasking {
                        incident: *incident,
                        unit: *unit,
                        to: *to,
                        sent: entry.at,
                        eta: *eta,
                        path: path.clone(),
                        state: TaskingState::Sent,
                        since: entry.at,
                        reminded: false,
                        why: entry.event.why.clone(),
                    },
                );
                self.open.taskings.insert(*unit, *tasking);
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.raise(incident::Status::Assigned);
                    incident.taskings.push(*tasking);
                }
            }
            Fact::TaskingReminded { tasking } => {
                if let Some(tasking) = self.taskings.get_mut(tasking) {
                    tasking.reminded = true;
                }
            }
            Fact::TaskingReplied { tasking, reply, .. } => self.reply(*tasking, reply, entry.at),
            Fact::TaskingTimedOut { tasking } => self.move_tasking(*tasking, TaskingState::TimedOut, entry.at),
            Fact::TaskingRecalled { tasking } => self.move_tasking(*tasking, TaskingState::Recalled, entry.at),
            _ => {}
        }
    }

    fn reply(&mut self, id: TaskingId, reply: &crate::input::ReplyKind, at: Timestamp) {
        let state = TaskingState::after(reply);
        self.move_tasking(id, state, at);
        if state == TaskingState::OnScene
            && let Some(incident) = self.taskings.get(&id).map(|tasking| tasking.incident)
            && let Some(incident) = self.incidents.get_mut(&incident)
        {
            incident.raise(incident::Status::OnScene);
        }
    }

    fn move_tasking(&mut self, id: TaskingId, state: TaskingState, at: Timestamp) {
        let Some(tasking) = self.taskings.get_mut(&id) else { return };
        tasking.state = state;
        tasking.since = at;
        if !state.is_open() && self.open.taskings.get(&tasking.unit) == Some(&id) {
            self.open.taskings.remove(&tasking.unit);
        }
    }

    fn change_incident(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::IncidentReported { incident, key, .. } => {
                self.keys.insert(key.clone(), *incident);
                if let Some(reported) = Incident::reported(entry) {
                    self.incidents.insert(*incident, reported);
                    self.open.incidents.insert(*incident);
                }
            }
            Fact::IncidentAssessed { incident, recommendation } => {
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.assessed(recommendation.clone(), entry.at);
                }
            }
            Fact::TrackConfirmed { track, incident, vehicle, class, place, accuracy, confidence } => {
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.track = Some(incident::SeenTrack {
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
                    incident.raise(incident::Status::Resolved);
                    incident.outcome = Some(*outcome);
                }
            }
            Fact::IncidentClosed { incident, outcome, .. } => {
                self.open.incidents.remove(incident);
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.raise(incident::Status::Closed);
                    incident.outcome = Some(*outcome);
                    incident.closed = Some(entry.at);
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

/// The numbers an event would be the next of.
impl Counters {
    /// The next incident.
    pub fn next_incident(&mut self) -> IncidentId {
        self.incident += 1;
        IncidentId(self.incident)
    }
    /// The next sortie.
    pub fn next_sortie(&mut self) -> SortieId {
        self.sortie += 1;
        SortieId(self.sortie)
    }
    /// The next approval.
    pub fn next_approval(&mut self) -> ApprovalId {
        self.approval += 1;
        ApprovalId(self.approval)
    }
    /// The next order.
    pub fn next_order(&mut self) -> OrderId {
        self.order += 1;
        OrderId(self.order)
    }
    /// The next tasking.
    pub fn next_tasking(&mut self) -> TaskingId {
        self.tasking += 1;
        TaskingId(self.tasking)
    }
    /// The next track.
    pub fn next_track(&mut self) -> TrackId {
        self.track += 1;
        TrackId(self.track)
    }
}
