//! Who a vehicle's autopilot is, whether that is in doubt, and whether somebody else has a hand on it.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::facts::control::{ControlShared, ControlTaken};
use crate::guard::{ForeignAct, IdentityDoubt};
use crate::ids::VehicleId;
use crate::readiness::PositionDoubt;
use flight_plans::Uid;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody else's hand on a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// Since when.
    pub since: Timestamp,
    /// The other's system id, when it is known.
    pub other: Option<u32>,
    /// What the other did first.
    pub act: ForeignAct,
}

/// What guards the squadron's identity and control.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    /// Numbers learnt at first contact. The plan's word goes before these.
    pub learnt: BTreeMap<VehicleId, Uid>,
    /// Vehicles in doubt, since when and why.
    pub doubted: BTreeMap<VehicleId, (Timestamp, IdentityDoubt)>,
    /// Vehicles somebody else has a hand on.
    pub shared: BTreeMap<VehicleId, Shared>,
    /// Vehicles whose position is not believed, since when and why.
    pub misplaced: BTreeMap<VehicleId, (Timestamp, PositionDoubt)>,
}

impl Ledger {
    pub(super) fn change_guard(&mut self, entry: &Entry) {
        let guard = &mut self.guard;
        match &entry.event.fact {
            Fact::AircraftIdentified { vehicle, uid } => {
                guard.learnt.insert(*vehicle, *uid);
            }
            Fact::AircraftQuarantined { vehicle, doubt } => {
                guard.doubted.insert(*vehicle, (entry.at, doubt.clone()));
            }
            Fact::AircraftCleared { vehicle } => {
                guard.doubted.remove(vehicle);
            }
            Fact::PositionDoubted { vehicle, doubt } => {
                guard.misplaced.insert(*vehicle, (entry.at, *doubt));
            }
            Fact::PositionBelieved { vehicle } => {
                guard.misplaced.remove(vehicle);
            }
            Fact::ControlShared(ControlShared { vehicle, other, act }) => {
                guard.shared.insert(*vehicle, Shared { since: entry.at, other: *other, act: *act });
            }
            Fact::ControlTaken(ControlTaken { vehicle, .. }) => {
                guard.shared.remove(vehicle);
            }
            _ => {}
        }
    }
}
