//! One flight, from order to landing.

use crate::event::{FlightOffer, Purpose};
use crate::ids::{ApprovalId, OrderId, VehicleId};
use crate::order::Order;
use geodata::{Timestamp, Wgs84};

/// Where a flight stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// One flight.
#[derive(Clone, Debug, PartialEq)]
pub struct Sortie {
    /// Who.
    pub vehicle: VehicleId,
    /// What for.
    pub purpose: Purpose,
    /// By which approval; `None` when found in the air.
    pub approval: Option<ApprovalId>,
    /// The order that started it.
    pub order: Option<OrderId>,
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
            path: Vec::new(),
            ordered: at,
            eta: None,
            state: SortieState::EnRoute,
            since: at,
        }
    }

    /// Whether it goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != SortieState::Ended
    }
}
