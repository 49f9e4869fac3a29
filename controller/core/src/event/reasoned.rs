//! An event: what was decided, and why.

use super::Fact;
use crate::facts::station::Origin;
use crate::reason::Reason;
use crate::setup::Cite;
use serde::{Deserialize, Serialize};

/// One decision and why it was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What.
    pub fact: Fact,
    /// Why.
    pub why: Reason,
    /// On which district, plan and policy.
    #[serde(default, skip_serializing_if = "Cite::is_none")]
    pub setup: Cite,
    /// The station that wrote it while it was alone; nothing of what was decided here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Box<Origin>>,
}
