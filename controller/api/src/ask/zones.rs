//! Zones of the air that are set while aircraft fly.

use crate::view::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `POST /api/v1/zones`: a zone holds from now on, and every live flight is judged against it at once. `POST
/// /api/v1/zones/{number}/lift` lifts it; the number is that of its id, `live-7`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetZone {
    /// What it is called, at most 64 characters.
    pub name: String,
    /// `keep_out` or `no_record`.
    pub kind: String,
    /// Its corners, 3 to 500, the first not repeated.
    pub ring: Vec<Point>,
    /// The lowest height it covers, metres above sea level; left out: from the ground.
    #[serde(default)]
    pub floor_amsl_m: Option<f64>,
    /// The highest; left out: without end.
    #[serde(default)]
    pub ceiling_amsl_m: Option<f64>,
    /// For so long, 1 to 43200; left out: until somebody lifts it.
    #[serde(default)]
    pub minutes: Option<u32>,
}
