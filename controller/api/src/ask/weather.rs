//! The weather as a station or a post measured it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `POST /api/v1/weather`: what is left out nobody measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportWeather {
    /// Which station or post, 1 to 32 letters, digits, `-` and `_`.
    pub source: String,
    /// How long ago it was measured, seconds.
    pub age_s: u32,
    /// Mean wind, m/s.
    #[serde(default)]
    pub wind_mps: Option<f64>,
    /// Gusts, m/s.
    #[serde(default)]
    pub gust_mps: Option<f64>,
    /// Visibility, m.
    #[serde(default)]
    pub visibility_m: Option<f64>,
    /// The lowest clouds above ground, m.
    #[serde(default)]
    pub ceiling_m: Option<f64>,
    /// Rain, mm/h.
    #[serde(default)]
    pub rain_mm_h: Option<f64>,
    /// Air temperature, °C.
    #[serde(default)]
    pub temperature_c: Option<f64>,
}
