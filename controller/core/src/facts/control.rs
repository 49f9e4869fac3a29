//! Facts of who flies a vehicle: posts that hold it, ask for it and let go of it, and strangers who command it too.

use crate::guard::ForeignAct;
use crate::ids::VehicleId;
use crate::input::Actor;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// Somebody else has a hand on a vehicle: automation leaves it alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlShared {
    /// Which.
    pub vehicle: VehicleId,
    /// The other's system id, when it is known.
    pub other: Option<u32>,
    /// What the other did.
    pub act: ForeignAct,
}

/// A post took the vehicle back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlTaken {
    /// Which.
    pub vehicle: VehicleId,
    /// Who.
    pub by: Actor,
}

/// A post holds a vehicle from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlHeld {
    /// Which.
    pub vehicle: VehicleId,
    /// How often it has changed hands.
    pub epoch: u32,
    /// Who.
    pub by: Actor,
}

/// Another post asks the holder for a vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlAsked {
    /// Which.
    pub vehicle: VehicleId,
    /// Who asks.
    pub by: Actor,
    /// Then it is theirs unless the holder says otherwise.
    pub until: Timestamp,
}

/// The holder said no.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlKept {
    /// Of which.
    pub vehicle: VehicleId,
    /// Who.
    pub by: Actor,
}

/// Nobody holds a vehicle any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlReleased {
    /// Which.
    pub vehicle: VehicleId,
    /// How often it has changed hands.
    pub epoch: u32,
    /// Who let go.
    pub by: Actor,
}
