//! Facts of the levels of command: aircraft that stations ask for and are lent, and tasks from above that a station knows of.

use crate::ids::{TaskingId, VehicleId};
use crate::input::Actor;
use serde::{Deserialize, Serialize};

/// A station asks the bureau for an aircraft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AircraftWanted {
    /// Which.
    pub vehicle: VehicleId,
    /// The id of the station's post.
    pub station: String,
    /// Who asks.
    pub by: Actor,
}

/// The bureau does not lend it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AircraftDenied {
    /// Which.
    pub vehicle: VehicleId,
    /// To which station.
    pub station: String,
    /// Who says so.
    pub by: Actor,
    /// Why.
    pub text: String,
}

/// The bureau lends an aircraft to a station: that alone orders it until it is back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AircraftLent {
    /// Which.
    pub vehicle: VehicleId,
    /// To which station.
    pub station: String,
    /// Who lends it.
    pub by: Actor,
}

/// An aircraft is the bureau's again: taken back, or given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AircraftBack {
    /// Which.
    pub vehicle: VehicleId,
    /// From which station.
    pub station: String,
    /// Who says so.
    pub by: Actor,
}

/// A post of a station knows of a task that was given to its unit from above.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StationSaw {
    /// Which.
    pub tasking: TaskingId,
    /// Who.
    pub by: Actor,
}
