//! The weather as somebody measured it, and who minds a flight.

use crate::ids::SortieId;
use flight_plans::Weather;
use geodata::{MetresPerSecond, Timestamp};
use serde::{Deserialize, Serialize};

/// What was measured, by whom and when; what nobody measured is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeatherReport {
    /// When it was measured, by our clock.
    pub at: Timestamp,
    /// By which station or post.
    pub source: String,
    /// Mean wind, m/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wind_mps: Option<f64>,
    /// Gusts, m/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gust_mps: Option<f64>,
    /// Visibility, m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility_m: Option<f64>,
    /// The lowest clouds above ground, m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling_m: Option<f64>,
    /// Rain, mm/h.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rain_mm_h: Option<f64>,
    /// Air temperature, °C.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature_c: Option<f64>,
}

impl WeatherReport {
    /// As the airframes' limits look at it.
    #[must_use]
    pub fn as_measured(&self) -> Weather {
        Weather {
            wind: self.wind_mps.map(MetresPerSecond),
            gust: self.gust_mps.map(MetresPerSecond),
            temperature_c: self.temperature_c,
            rain_mm_h: self.rain_mm_h,
            visibility_m: self.visibility_m,
        }
    }
}

/// The weather changed what may fly, or was not written down for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeatherReported {
    /// What was measured.
    pub report: WeatherReport,
}

/// A pilot's post minds a flight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SortieMinded {
    /// Which.
    pub sortie: SortieId,
    /// The post.
    pub post: String,
}
