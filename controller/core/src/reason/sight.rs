//! What is seen from the air, and who else is in it.

use crate::input::DetectionClass;
use crate::traffic::TrafficKind;
use serde::{Deserialize, Serialize};

/// An aircraft saw it often enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackConfirmed {
    /// Its callsign.
    pub vehicle: String,
    /// What.
    pub class: DetectionClass,
    /// How often.
    pub hits: u32,
    /// 68 % radius.
    pub accuracy_m: f64,
}

/// It was seen long and surely enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenFromAir {
    /// What.
    pub class: DetectionClass,
    /// How often.
    pub hits: u64,
    /// By so many cameras.
    pub sources: u32,
    /// 68 % radius.
    pub accuracy_m: f64,
}

/// Somebody else in the air comes too near.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrafficNear {
    /// What.
    pub what: TrafficKind,
    /// Within so long.
    pub seconds: f64,
    /// So near, horizontally.
    pub distance_m: f64,
    /// So far above (negative: below), when that is known.
    pub height_m: Option<f64>,
}

/// It is led to where the unit is that it follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Follows {
    /// The unit's callsign.
    pub unit: String,
}
