//! What a flight is for, and what is put before the one who approves it.

use crate::facts::circles::Tier;
use crate::ids::{IncidentId, UnitId, VehicleId};
use crate::reason::Reason;
use flight_plans::Mission;
use geodata::{Metres, Seconds, Wgs84};
use serde::{Deserialize, Serialize};

/// What a flight is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// An incident.
    Incident {
        /// Which.
        incident: IncidentId,
    },
    /// A patrol line of the plan.
    Patrol {
        /// The line's id.
        line: String,
    },
    /// Already in the air when first heard.
    Adopted,
}

impl Purpose {
    /// The incident it is for, if it is for one.
    #[must_use]
    pub fn incident(&self) -> Option<IncidentId> {
        match self {
            Self::Incident { incident } => Some(*incident),
            Self::Patrol { .. } | Self::Adopted => None,
        }
    }
}

/// How a vehicle comes to a flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlightAction {
    /// From its dock.
    Launch,
    /// From what it flies now.
    Divert,
}

/// A flight as it is put before the approver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlightOffer {
    /// Who would fly.
    pub vehicle: VehicleId,
    /// From where.
    pub action: FlightAction,
    /// What exactly.
    pub mission: Mission,
    /// The way, for the map.
    pub path: Vec<Wgs84>,
    /// Until over the place.
    pub eta: Seconds,
    /// To fly.
    pub distance: Metres,
    /// Percent left on arrival.
    pub battery_on_arrival: u8,
    /// And back home, when it flies there from the end of its time over the place; nothing in journals that did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery_after_return: Option<u8>,
    /// Why this aircraft.
    pub why: Reason,
}

/// A ground unit that could go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroundOffer {
    /// Who.
    pub unit: UnitId,
    /// By road, from where it was last heard.
    pub eta: Seconds,
    /// At the latest, wherever it can have gone since; zero in journals that did not say.
    #[serde(default)]
    pub latest: Seconds,
    /// Since its position was true; zero in journals that did not say.
    #[serde(default)]
    pub age: Seconds,
    /// How many they are, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crew: Option<u8>,
    /// What they can do besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub can: Vec<String>,
    /// The less urgent incident it would be taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<IncidentId>,
    /// Tiers of guarded places that fail when it leaves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<Tier>,
    /// Why.
    pub why: Reason,
}

/// Somebody who was passed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Callsign.
    pub who: String,
    /// Why not.
    pub why: Reason,
}

/// What is proposed for an incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The aircraft, if any can.
    pub air: Option<FlightOffer>,
    /// Ground units, fastest first.
    pub ground: Vec<GroundOffer>,
    /// Who was passed over, and why: of a large squadron the nearest.
    pub passed_over: Vec<PassedOver>,
    /// So many more aircraft were passed over than are named.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub beyond: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // As serde asks for it.
fn is_nobody(count: &u32) -> bool {
    *count == 0
}
