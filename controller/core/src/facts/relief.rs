//! Facts of one aircraft that takes over from another.

use crate::ids::{IncidentId, SortieId, VehicleId};
use serde::{Deserialize, Serialize};

/// The aircraft over an incident must leave soon: another is wanted in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReliefDue {
    /// Its flight.
    pub sortie: SortieId,
    /// Who leaves.
    pub vehicle: VehicleId,
    /// What it leaves.
    pub incident: IncidentId,
}
