//! Orders to vehicles, and the only way one can leave: as a [`Permit`], which only this file's checks can make.

use crate::ids::{OrderId, VehicleId};
use crate::reason::Reason;
use flight_plans::{Fence, Mission, Rally};
use geodata::{Amsl, Metres, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// One thing asked of one vehicle. There is no "active vehicle": every order names its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its number; a repeat with the same number is the same order.
    pub id: OrderId,
    /// Who shall do it.
    pub vehicle: VehicleId,
    /// What.
    pub kind: OrderKind,
    /// After this moment it must not be sent any more.
    pub expires: Timestamp,
}

/// What a vehicle can be asked to do. Nothing else can reach a radio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum OrderKind {
    /// From the ground: upload, read back, arm, start.
    Launch {
        /// Starts with a take-off item.
        mission: Mission,
    },
    /// In the air: hold, upload, read back, start from the first item.
    FlyMission {
        /// No take-off item.
        mission: Mission,
    },
    /// In the air: home round the zones that a straight return would cross. Ends with a return.
    FlyHome {
        /// Waypoints, then the return.
        mission: Mission,
    },
    /// In the air: fly straight there and stay.
    GoTo {
        /// The place.
        at: Wgs84,
        /// The height there.
        altitude: Amsl,
    },
    /// In the air: circle a place, nose to the middle, until told otherwise.
    Orbit {
        /// The middle.
        at: Wgs84,
        /// The height of the whole circle.
        altitude: Amsl,
        /// Of the circle, within [`ORBIT_RADIUS`].
        radius: Metres,
    },
    /// In the air: the mission that is aboard goes on from an item, once it is sure that it is aboard.
    Resume {
        /// The mission of the flight.
        mission: Mission,
        /// Index of the item to fly to next.
        from: u16,
    },
    /// What the vehicle keeps to by itself: sent, read back, compared. It changes nothing of what is flown now.
    Fence {
        /// All areas; none clears the fence.
        fence: Fence,
    },
    /// Places to come down other than home: sent, read back, compared.
    Rally {
        /// All places; none clears the list.
        rally: Rally,
    },
    /// Stop and stay.
    Hold,
    /// Fly home by the vehicle's own return procedure and land.
    Return,
    /// Land here and now.
    Land,
}

/// Smallest and largest circle, in metres: below, position errors are as large as the circle; above, ArduPilot's circle
/// item no longer holds whole metres.
pub const ORBIT_RADIUS: std::ops::RangeInclusive<f64> = 15.0..=250.0;

impl OrderKind {
    /// Hold, return and land: allowed at any time, also when nothing can be recorded.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        matches!(self, Self::Hold | Self::Return | Self::Land)
    }

    /// Return, a way home and land: after these the flight is on its way to its end.
    #[must_use]
    pub fn leads_home(&self) -> bool {
        matches!(self, Self::Return | Self::FlyHome { .. } | Self::Land)
    }

    /// One word for logs.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Launch { .. } => "launch",
            Self::FlyMission { .. } => "fly_mission",
            Self::FlyHome { .. } => "fly_home",
            Self::GoTo { .. } => "go_to",
            Self::Orbit { .. } => "orbit",
            Self::Resume { .. } => "resume",
            Self::Fence { .. } => "fence",
            Self::Rally { .. } => "rally",
            Self::Hold => "hold",
            Self::Return => "return",
            Self::Land => "land",
        }
    }
}

/// How far an order has come, as the link sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "progress", rename_all = "snake_case")]
pub enum OrderProgress {
    /// The mission is aboard and reads back equal.
    Verified,
    /// The vehicle acknowledged the last step.
    Accepted,
    /// The effect is seen in telemetry: in the air, in the mode asked for.
    Done,
    /// The vehicle said no.
    Refused {
        /// Its words or result code.
        why: String,
    },
    /// No answer in time. The vehicle may or may not have done it.
    Unknown {
        /// The step that stayed unanswered.
        step: String,
    },
}

impl OrderProgress {
    /// The progress as a reason.
    #[must_use]
    pub fn why(&self) -> Reason {
        match self {
            Self::Verified => Reason::OrderVerified {},
            Self::Accepted => Reason::OrderAccepted {},
            Self::Done => Reason::OrderDone {},
            Self::Refused { why } => Reason::OrderRefused { text: why.clone() },
            Self::Unknown { step } => Reason::OrderUnknown { step: step.clone() },
        }
    }
}
