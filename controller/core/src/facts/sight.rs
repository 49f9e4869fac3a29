//! What is seen from the air, as it is written down.

use crate::ids::{IncidentId, VehicleId};
use crate::input::DetectionClass;
use crate::sight::Cov2;
use geodata::{Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// Detections that are of one incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DetectionsMerged {
    /// Which.
    pub incident: IncidentId,
    /// What was seen.
    pub class: DetectionClass,
    /// Where it was last.
    pub place: Wgs84,
    /// How far off that may be.
    pub error: Cov2,
    /// How often it was seen, since it began.
    pub count: u64,
    /// Of these, only counted.
    pub withheld: u64,
    /// By whom.
    pub seen_by: Vec<VehicleId>,
    /// When first.
    pub first: Timestamp,
    /// When last.
    pub last: Timestamp,
}

/// A source tells more than its share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceFlooding {
    /// Whose camera.
    pub vehicle: VehicleId,
}

/// A source no longer tells more than its share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceCalm {
    /// Whose camera.
    pub vehicle: VehicleId,
}
