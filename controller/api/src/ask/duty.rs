//! The seat of the duty commander.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `POST /api/v1/duty`: the seat of the duty commander, without whom nothing is launched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// `take`; `hand`: offer it to another post, which takes it; `leave`.
    pub act: String,
    /// With `hand`: the other post.
    #[serde(default)]
    pub to: Option<String>,
    /// With `take`: also when another post has the seat and did not offer it.
    #[serde(default)]
    pub relieve: bool,
    /// With `take`: other commanders' posts may decide in this one's name.
    #[serde(default)]
    pub deputies: bool,
}
