//! One flight, from order to landing.

use crate::event::Fact;
use crate::event::{FlightOffer, Purpose};
use crate::ids::{ApprovalId, OrderId, VehicleId};
use crate::ids::{IncidentId, SortieId};
use crate::ledger::incident::Status;
use crate::ledger::{Entry, Ledger};
use crate::order::Order;
use crate::reason::Reason;
use geodata::{Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// Where a flight stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortieState {
    /// Ordered, not yet seen to do it.
    Ordered,
    /// Flying what it was told.
    EnRoute,
    /// Over the incident.
    OnScene,
    /// On the way home.
    Returning,
    /// Over.
    Ended,
}

/// Another aircraft is wanted in the place of one that must leave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relief {
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub why: Reason,
    /// Somebody was looked for since.
    pub looked: bool,
}

/// One flight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sortie {
    /// Who.
    pub vehicle: VehicleId,
    /// What for.
    pub purpose: Purpose,
    /// By which approval; `None` when found in the air.
    pub approval: Option<ApprovalId>,
    /// The order that started it.
    pub order: Option<OrderId>,
    /// The pilot's post that minds it, where the plan has a roster.
    pub minder: Option<String>,
    /// The zone set meanwhile that is in its way.
    pub blocked: Option<u32>,
    /// That another is wanted in its place.
    pub relief: Option<Relief>,
    /// The way.
    pub path: Vec<Wgs84>,
    /// When it was ordered.
    pub ordered: Timestamp,
    /// When it should be there.
    pub eta: Option<Timestamp>,
    /// Where it stands.
    pub state: SortieState,
    /// Since when.
    pub since: Timestamp,
}

impl Sortie {
    pub(super) fn ordered(
        purpose: Purpose,
        order: &Order,
        offer: Option<FlightOffer>,
        approval: ApprovalId,
        at: Timestamp,
    ) -> Self {
        let (path, eta) = offer.map_or((Vec::new(), None), |offer| (offer.path, Some(at.plus(offer.eta))));
        Self {
            vehicle: order.vehicle,
            purpose,
            approval: Some(approval),
            order: Some(order.id),
            minder: None,
            blocked: None,
            relief: None,
            path,
            ordered: at,
            eta,
            state: SortieState::Ordered,
            since: at,
        }
    }

    pub(super) fn adopted(vehicle: VehicleId, at: Timestamp) -> Self {
        Self {
            vehicle,
            purpose: Purpose::Adopted,
            approval: None,
            order: None,
            minder: None,
            blocked: None,
            relief: None,
            path: Vec::new(),
            ordered: at,
            eta: None,
            state: SortieState::EnRoute,
            since: at,
        }
    }

    /// Whether it is, or will be, over what it flies for, and stays there.
    #[must_use]
    pub fn serves(&self) -> bool {
        self.relief.is_none() && self.is_outward()
    }

    /// Whether it is not on its way home.
    #[must_use]
    pub fn is_outward(&self) -> bool {
        matches!(self.state, SortieState::Ordered | SortieState::EnRoute | SortieState::OnScene)
    }

    /// Whether it goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != SortieState::Ended
    }
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_sortie(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::SortieOrdered { sortie, purpose, approval, order } => {
                let offer = self.approvals.get(approval).map(|approval| approval.offer.clone());
                self.sorties.insert(*sortie, Sortie::ordered(purpose.clone(), order, offer, *approval, entry.at));
                self.open_sortie(*sortie, order.vehicle);
                if let Purpose::Patrol { line } = purpose {
                    self.patrol.last_flown.insert(line.clone(), entry.at);
                }
                if let Some(incident) = purpose.incident().and_then(|id| self.incidents.get_mut(&id)) {
                    incident.raise(Status::Assigned);
                    incident.sorties.push(*sortie);
                }
            }
            Fact::SortieMinded(minded) => {
                if let Some(sortie) = self.sorties.get_mut(&minded.sortie) {
                    sortie.minder = Some(minded.post.clone());
                }
            }
            Fact::ReliefDue(due) => {
                if let Some(sortie) = self.sorties.get_mut(&due.sortie) {
                    sortie.relief = Some(Relief { since: entry.at, why: entry.event.why.clone(), looked: false });
                }
            }
            Fact::WeatherReported(told) => self.weather = Some(told.report.clone()),
            Fact::SortieAdopted { sortie, vehicle } => {
                self.sorties.insert(*sortie, Sortie::adopted(*vehicle, entry.at));
                self.open_sortie(*sortie, *vehicle);
            }
            Fact::SortieRecognised { sortie, line } => {
                if let Some(sortie) = self.sorties.get_mut(sortie) {
                    sortie.purpose = Purpose::Patrol { line: line.clone() };
                }
                self.patrol.last_flown.insert(line.clone(), entry.at);
            }
            Fact::SortieAirborne { sortie } => self.move_sortie(*sortie, SortieState::EnRoute, entry.at),
            Fact::SortieOnScene { sortie } => {
                self.move_sortie(*sortie, SortieState::OnScene, entry.at);
                let incident = self.sorties.get(sortie).and_then(|sortie| sortie.purpose.incident());
                if let Some(incident) = incident.and_then(|id| self.incidents.get_mut(&id)) {
                    incident.raise(Status::OnScene);
                }
            }
            Fact::SortieReturning { sortie } => self.move_sortie(*sortie, SortieState::Returning, entry.at),
            Fact::SortieEnded { sortie } => self.move_sortie(*sortie, SortieState::Ended, entry.at),
            _ => {}
        }
    }

    /// Whoever is assessed for an incident is assessed for the place of the aircraft that must leave it, too.
    pub(super) fn looked_for_relief(&mut self, incident: IncidentId) {
        let leaving = self.leaving(incident).map(|(id, _)| *id);
        if let Some(relief) = leaving.and_then(|id| self.sorties.get_mut(&id)?.relief.as_mut()) {
            relief.looked = true;
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
}
