//! How the circles stand, as it is written down.

use serde::{Deserialize, Serialize};

/// A tier of a guarded place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tier {
    /// The id of the guarded place.
    pub place: String,
    /// Within so many minutes.
    pub minutes: u32,
}

/// Tiers that have failed, or no longer fail, for so long that it is no passing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CirclesChanged {
    /// They fail.
    pub failed: Vec<Tier>,
    /// They no longer do.
    pub restored: Vec<Tier>,
}
