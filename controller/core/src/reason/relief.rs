//! Why one aircraft takes over from another.

use serde::{Deserialize, Serialize};

/// Its charge lets it stay no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeavesIn {
    /// From now until it must be on its way home.
    pub seconds: f64,
}

/// A human must say whether it takes over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReliefFor {
    /// Who would come.
    pub vehicle: String,
    /// Who must leave.
    pub leaves: String,
}

/// Another is over the place in its stead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelievedBy {
    /// Who.
    pub vehicle: String,
}
