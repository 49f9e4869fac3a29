//! One launch question and its answer.

use crate::event::Fact;
use crate::event::{FlightOffer, Purpose};
use crate::ids::{ApprovalId, VehicleId};
use crate::ledger::{Entry, Ledger};
use crate::reason::Reason;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApprovalState {
    /// Waits for a human.
    Requested,
    /// Yes.
    Granted,
    /// No.
    Refused,
    /// Nobody said anything in time.
    Expired,
}

/// One launch question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// What the flight is for.
    pub purpose: Purpose,
    /// What exactly would fly.
    pub offer: FlightOffer,
    /// When it was asked.
    pub requested: Timestamp,
    /// Until when it can be answered, and after a yes: used.
    pub expires: Timestamp,
    /// Where it stands.
    pub state: ApprovalState,
    /// The post that decided.
    pub by: Option<String>,
    /// When it was decided, or lapsed.
    pub decided: Option<Timestamp>,
    /// The hash of the card the one saw who said yes.
    pub card: Option<String>,
    /// The aircraft it would relieve.
    pub relieves: Option<VehicleId>,
    /// Whether a sortie used it up.
    pub used: bool,
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_approval(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::ApprovalRequested { approval, purpose, offer, expires } => {
                let leaving = purpose.incident().and_then(|id| self.leaving(id));
                let relieves = leaving.map(|(_, sortie)| sortie.vehicle);
                self.approvals.insert(
                    *approval,
                    Approval {
                        purpose: purpose.clone(),
                        offer: offer.clone(),
                        requested: entry.at,
                        expires: *expires,
                        state: ApprovalState::Requested,
                        by: None,
                        decided: None,
                        card: None,
                        relieves,
                        used: false,
                    },
                );
                self.open.approvals.insert(*approval);
                if let Some(incident) = purpose.incident().and_then(|id| self.incidents.get_mut(&id)) {
                    incident.questions += 1;
                    incident.approval = Some(*approval);
                }
            }
            Fact::ApprovalGranted { approval, by, expires, card } => {
                self.decide_approval(*approval, ApprovalState::Granted, Some(by.post.clone()), entry.at);
                let purpose = self.approvals.get(approval).and_then(|granted| granted.purpose.incident());
                if let Some(incident) = purpose.and_then(|id| self.incidents.get_mut(&id)) {
                    incident.unanswered = 0;
                }
                if let Some(granted) = self.approvals.get_mut(approval) {
                    granted.expires = *expires;
                    granted.card = Some(card.clone()).filter(|card| !card.is_empty());
                }
            }
            Fact::ApprovalRefused { approval, by } => {
                self.decide_approval(*approval, ApprovalState::Refused, Some(by.post.clone()), entry.at);
                self.note_refusal(*approval, entry.at);
            }
            Fact::ApprovalExpired { approval } => {
                self.decide_approval(*approval, ApprovalState::Expired, None, entry.at);
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

    fn decide_approval(&mut self, id: ApprovalId, state: ApprovalState, by: Option<String>, at: Timestamp) {
        self.open.approvals.remove(&id);
        if let Some(approval) = self.approvals.get_mut(&id) {
            approval.state = state;
            approval.by = by;
            approval.decided = Some(at);
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

    /// A question nobody answered. A patrol's; one that made room for an incident is asked again as soon as it can fly.
    fn note_lapse(&mut self, id: ApprovalId, entry: &Entry) {
        let Some(approval) = self.approvals.get(&id) else { return };
        if !matches!(entry.event.why, Reason::ApprovalLapsed { .. }) {
            return;
        }
        match approval.purpose.incident() {
            Some(incident) => {
                if let Some(incident) = self.incidents.get_mut(&incident) {
                    incident.unanswered += 1;
                }
            }
            None => {
                self.patrol.last_lapsed.insert(approval.offer.vehicle, entry.at);
            }
        }
    }
}
