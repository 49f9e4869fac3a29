//! Which stations are on their own.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Bureau and stations that do not hear each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StationsView {
    /// At the bureau: the stations it does not hear, in the order of their ids.
    pub cut: Vec<ApartView>,
    /// At a station: that it decides about its own alone; nothing else.
    pub alone: Option<ApartView>,
}

/// One that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ApartView {
    /// The id of the station's post.
    pub station: String,
    /// Since when.
    #[ts(type = "number")]
    pub since_ms: i64,
}
