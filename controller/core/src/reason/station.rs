//! Why a station is on its own, and what follows.

use serde::{Deserialize, Serialize};

/// Nothing was heard from the other desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskSilent {
    /// For so long.
    pub seconds: f64,
}

/// A station is cut off, and this is its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutOff {
    /// The id of its post.
    pub station: String,
}

/// What a station wrote while it was alone is in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchTaken {
    /// So many records.
    pub records: u32,
}

/// A record of a branch came out of turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchNext {
    /// The number that comes next.
    pub record: u32,
}
