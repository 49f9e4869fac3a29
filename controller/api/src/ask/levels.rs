//! What bureau and stations say to each other.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `POST /api/v1/vehicles/{id}/station`: an aircraft between bureau and station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LendVehicle {
    /// `ask`: this station would have it; of the bureau: `lend`, `deny`; `back`: taken back, or given back.
    pub act: String,
    /// With `lend` and `deny`: the station, by the id of its post.
    #[serde(default)]
    pub station: Option<String>,
    /// With `deny`: why.
    #[serde(default)]
    pub text: Option<String>,
}
