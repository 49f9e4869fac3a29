//! What payloads were told, and what their cameras recorded: the fold of the facts that prove the camera's rule.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::facts::RecordingProven;
use crate::ids::{SortieId, VehicleId};
use crate::order::OrderProgress;
use crate::payload::{PayloadKind, PayloadOrder};
use geodata::{Seconds, Timestamp};
use serde::{Deserialize, Serialize};

/// The last order to a gimbal or a camera and how it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayloadOrderState {
    /// The order.
    pub order: PayloadOrder,
    /// When it was given.
    pub given: Timestamp,
    /// How far; `None` until the link says something.
    pub progress: Option<OrderProgress>,
}

impl PayloadOrderState {
    /// Whether nothing final was heard yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.progress, None | Some(OrderProgress::Verified | OrderProgress::Accepted))
    }
}

/// A recording that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// Since when.
    pub since: Timestamp,
    /// Whether it went where it must not.
    pub breached: bool,
    /// How often it was told to stop.
    pub stops: u32,
}

/// One vehicle's payload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PayloadBook {
    /// The last order to its gimbal.
    pub gimbal: Option<PayloadOrderState>,
    /// The last order to its camera.
    pub camera: Option<PayloadOrderState>,
    /// The recording that goes on.
    pub recording: Option<Recording>,
    /// How long it recorded since the last proof.
    pub recorded: Seconds,
    /// How often that was where it must not.
    pub breaches: u32,
    /// It has flown since its last flight ended.
    airborne: bool,
    /// A flight that is over and whose proof is still to be written.
    pub unproven: Option<SortieId>,
}

impl PayloadBook {
    /// The younger of the last orders.
    #[must_use]
    pub fn last_order(&self) -> Option<&PayloadOrderState> {
        self.gimbal.iter().chain(&self.camera).max_by_key(|state| state.order.id)
    }

    /// The order with this number, if it is one of the last.
    #[must_use]
    pub fn order(&self, id: crate::ids::OrderId) -> Option<&PayloadOrderState> {
        self.gimbal.iter().chain(&self.camera).find(|state| state.order.id == id)
    }
}

impl Ledger {
    /// What is written of a vehicle's payload.
    #[must_use]
    pub fn payload_of(&self, vehicle: VehicleId) -> Option<&PayloadBook> {
        self.payloads.get(&vehicle)
    }

    /// Which vehicle a fact is about that the payload's book has to do with.
    fn flown_by(&self, fact: &Fact) -> Option<VehicleId> {
        match fact {
            Fact::SortieAdopted { vehicle, .. } => Some(*vehicle),
            Fact::SortieAirborne { sortie } | Fact::SortieReturning { sortie } | Fact::SortieEnded { sortie } => {
                self.sorties.get(sortie).map(|sortie| sortie.vehicle)
            }
            _ => None,
        }
    }

    pub(super) fn change_payload(&mut self, entry: &Entry) {
        if let Some(vehicle) = self.flown_by(&entry.event.fact) {
            let book = self.payloads.entry(vehicle).or_default();
            match &entry.event.fact {
                Fact::SortieEnded { sortie } if book.airborne => {
                    (book.airborne, book.unproven) = (false, Some(*sortie));
                }
                Fact::SortieEnded { .. } => {}
                _ => book.airborne = true,
            }
        }
        match &entry.event.fact {
            Fact::PayloadOrdered { order } => self.payload_ordered(entry.at, order),
            Fact::PayloadProgressed { vehicle, order, progress } => {
                let book = self.payloads.entry(*vehicle).or_default();
                let states = book.gimbal.iter_mut().chain(&mut book.camera);
                for state in states.filter(|state| state.order.id == *order) {
                    state.progress = Some(progress.clone());
                }
            }
            Fact::RecordingStarted { vehicle } => {
                let recording = Recording { since: entry.at, breached: false, stops: 0 };
                self.payloads.entry(*vehicle).or_default().recording = Some(recording);
            }
            Fact::RecordingBreached { vehicle } => {
                let book = self.payloads.entry(*vehicle).or_default();
                book.breaches = book.breaches.saturating_add(1);
                if let Some(recording) = &mut book.recording {
                    recording.breached = true;
                }
            }
            Fact::RecordingStopped { vehicle, lasted } => {
                let book = self.payloads.entry(*vehicle).or_default();
                book.recording = None;
                book.recorded = book.recorded + *lasted;
            }
            Fact::RecordingProven(RecordingProven { vehicle, .. }) => {
                let book = self.payloads.entry(*vehicle).or_default();
                (book.recorded, book.breaches, book.unproven) = (Seconds(0.0), 0, None);
            }
            _ => {}
        }
    }

    fn payload_ordered(&mut self, at: Timestamp, order: &PayloadOrder) {
        let book = self.payloads.entry(order.vehicle).or_default();
        let state = Some(PayloadOrderState { order: order.clone(), given: at, progress: None });
        if order.kind.is_of_camera() {
            book.camera = state;
        } else {
            book.gimbal = state;
        }
        if order.kind == (PayloadKind::Record { on: false })
            && let Some(recording) = &mut book.recording
        {
            recording.stops = recording.stops.saturating_add(1);
        }
    }
}
