//! The weather as it was last measured, and what it forbids.

use super::Why;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The weather now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct WeatherView {
    /// The latest report; nothing before the first.
    pub report: Option<WeatherReportView>,
    /// A report older than this says nothing any more, seconds.
    pub stale_s: f64,
    /// Whether nothing is launched without a report.
    pub required: bool,
    /// What the report forbids: the policy's limits for everybody first.
    pub forbids: Vec<WeatherLimitView>,
}

/// What was measured; what nobody measured is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct WeatherReportView {
    /// When.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// By which station or post.
    pub source: String,
    /// Mean wind, m/s.
    pub wind_mps: Option<f64>,
    /// Gusts, m/s.
    pub gust_mps: Option<f64>,
    /// Visibility, m.
    pub visibility_m: Option<f64>,
    /// The lowest clouds above ground, m.
    pub ceiling_m: Option<f64>,
    /// Rain, mm/h.
    pub rain_mm_h: Option<f64>,
    /// Air temperature, °C.
    pub temperature_c: Option<f64>,
}

/// A limit the weather breaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WeatherLimitView {
    /// The airframe that must not fly in it; empty for all of them.
    pub airframe: String,
    /// Which limit, and by how much.
    pub why: Why,
}
