//! Bureau and stations, as screens show them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `GET /api/v1/seats`: where somebody can sit down, before they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeatsView {
    /// What the levels of command are called in Chinese, from the top down.
    pub levels_zh: Vec<String>,
    /// The same in English.
    pub levels_en: Vec<String>,
    /// The stations that have units.
    pub stations: Vec<StationView>,
}

/// A station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StationView {
    /// The id of its post.
    pub id: String,
    /// Its English name.
    pub name: String,
    /// Its Chinese name.
    pub name_zh: String,
}

/// A station that asks for an aircraft and has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StationAskView {
    /// Its id.
    pub station: String,
    /// Since when, on the server's clock.
    #[ts(type = "number")]
    pub since_ms: i64,
}

/// The station that is informed of a task from above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InformedView {
    /// Its id.
    pub station: String,
    /// When one of its posts knew of it.
    #[ts(type = "number | null")]
    pub seen_ms: Option<i64>,
    /// Which.
    pub seen_by: Option<String>,
}
