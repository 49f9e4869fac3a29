//! Facts of an aircraft that follows a ground unit.

use crate::ids::{UnitId, VehicleId};
use crate::input::Actor;
use serde::{Deserialize, Serialize};

/// An aircraft in the air follows a unit from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowBegan {
    /// Which aircraft.
    pub vehicle: VehicleId,
    /// Whom.
    pub unit: UnitId,
    /// Who says so.
    pub by: Actor,
}

/// It no longer does; it stays where it was led last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowEnded {
    /// Which aircraft.
    pub vehicle: VehicleId,
    /// Whom it followed.
    pub unit: UnitId,
}
