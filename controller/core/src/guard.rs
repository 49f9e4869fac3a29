//! Words for who may be believed and who has a hand on an aircraft: doubts about identity, and what others do with it.

use crate::ids::VehicleId;
use crate::reason::Reason;
use serde::{Deserialize, Serialize};

/// Why nothing is sent to a vehicle any more and nothing it says is believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "doubt", rename_all = "snake_case")]
pub enum IdentityDoubt {
    /// Two autopilots speak with its system id.
    Doubled {},
    /// The autopilot on its system id is not the enrolled one.
    Stranger {
        /// The unique number it told, in hex.
        uid: String,
    },
    /// The autopilot on its system id is that of another vehicle of the plan.
    Swapped {
        /// Whose.
        with: VehicleId,
    },
    /// Its own autopilot speaks with a system id that is not in the plan.
    Moved {
        /// Which.
        system_id: u32,
    },
}

impl IdentityDoubt {
    /// The doubt as a reason.
    #[must_use]
    pub fn why(&self) -> Reason {
        match self {
            Self::Doubled {} => Reason::IdDoubled {},
            Self::Stranger { uid } => Reason::IdStranger { uid: uid.clone() },
            Self::Swapped { with } => Reason::IdSwapped { with: *with },
            Self::Moved { system_id } => Reason::IdMoved { system_id: *system_id },
        }
    }
}

/// What somebody else did with a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignAct {
    /// Gave it a command.
    Command,
    /// Changed its mode.
    Mode,
    /// Started its motors.
    Arming,
    /// Changed, fetched or moved its mission, fence or rally points.
    Mission,
    /// Changed a parameter.
    Parameter,
    /// Steers it by stick or by setpoints.
    Steering,
    /// Holds its control by the vehicle's own word.
    Holds,
}
