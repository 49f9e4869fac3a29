//! What is seen from the air, as it is written down.

use crate::ids::{IncidentId, SortieId, TrackId, VehicleId};
use crate::input::DetectionClass;
use crate::sight::Cov2;
use geodata::{Metres, Seconds, Timestamp, Wgs84};
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

/// The aircraft sees something that stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrackConfirmed {
    /// Its number.
    pub track: TrackId,
    /// For which incident.
    pub incident: IncidentId,
    /// Whose camera.
    pub vehicle: VehicleId,
    /// What.
    pub class: DetectionClass,
    /// Where.
    pub place: Wgs84,
    /// 68 % radius.
    pub accuracy: Metres,
    /// 0 to 1.
    pub confidence: f64,
    /// How far off the place may be; nothing in records of builds that did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Cov2>,
    /// All whose cameras saw it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_by: Vec<VehicleId>,
}

/// What was recorded in a flight that is over: the proof of the camera's rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordingProven {
    /// Which flight.
    pub sortie: SortieId,
    /// Whose camera.
    pub vehicle: VehicleId,
    /// How long it recorded in all.
    pub recorded: Seconds,
    /// How often it recorded where it must not.
    pub breaches: u32,
    /// How long it looked at the horizon on its way; nothing in records of builds that did not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Seconds>,
    /// How long lower.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<Seconds>,
}
