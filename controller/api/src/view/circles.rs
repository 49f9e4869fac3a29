//! The circles of guarded places, as a screen is shown them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One guarded place as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CircleView {
    /// The id of the guarded place, as in the district.
    pub place: String,
    /// As its worst tier: `met`, `at_risk` (met, but not without one of those who carry it), `failed`.
    pub state: String,
    /// Shortest time first.
    pub tiers: Vec<CircleTierView>,
}

/// One tier of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CircleTierView {
    /// From the alarm to being there.
    pub minutes: f64,
    /// `met`, `at_risk`, `failed`.
    pub state: String,
    /// Who would be there in time, first one first, the ten first.
    pub in_time: Vec<InTimeView>,
    /// The first who would come too late.
    pub next: Option<InTimeView>,
    /// Callsigns without whom it would fail.
    pub carried_by: Vec<String>,
}

/// Somebody and when they would be there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InTimeView {
    /// Callsign, or the name of a station.
    pub who: String,
    /// `air`, `car`, `motorbike`, `foot`, `station`.
    pub class: String,
    /// From the alarm.
    pub seconds: f64,
}
