//! What the controller began with.

use serde::{Deserialize, Serialize};

/// The hashes of what it goes by, in hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The district's.
    pub district: String,
    /// The plan's.
    pub plan: String,
    /// The policy's.
    pub policy: String,
}

/// The same after an end; empty in journals that did not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restarted {
    /// So many were read.
    pub records: u32,
    /// The district's.
    #[serde(default)]
    pub district: String,
    /// The plan's.
    #[serde(default)]
    pub plan: String,
    /// The policy's.
    #[serde(default)]
    pub policy: String,
}
