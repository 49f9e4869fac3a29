//! The seat of the duty commander, as screens show it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who is duty commander. While nobody is, nothing is launched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DutyView {
    /// The post; none while the seat is empty.
    pub post: Option<String>,
    /// The post it was offered to.
    pub offered: Option<String>,
    /// Whether other commanders' posts may decide in its name.
    pub deputies: bool,
    /// Since when.
    #[ts(type = "number | null")]
    pub since_ms: Option<i64>,
    /// When the watch is over by itself.
    #[ts(type = "number | null")]
    pub until_ms: Option<i64>,
}
