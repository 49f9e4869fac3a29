//! What differs between autopilots: their modes, and how they want to be told things.

pub(crate) mod px4;

use crate::codec::Heartbeat;
use controller_core::FlightMode;

/// `MAV_AUTOPILOT` values of the autopilots we know.
const ARDUPILOT: u8 = 3;
const PX4: u8 = 12;
/// `MAV_AUTOPILOT_INVALID`: a camera, a ground station, anything that is no flight controller.
const NONE: u8 = 8;
/// `MAV_TYPE_GCS`.
const GROUND_STATION: u8 = 6;

/// Which autopilot a vehicle runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Personality {
    /// Flown and read.
    Px4,
    /// Read only, for now.
    ArduPilot,
}

impl Personality {
    /// The personality a heartbeat shows; nothing when it is no autopilot we know.
    pub(crate) fn of(heartbeat: &Heartbeat) -> Option<Self> {
        match (heartbeat.autopilot, heartbeat.kind) {
            (_, GROUND_STATION) | (NONE, _) => None,
            (PX4, _) => Some(Self::Px4),
            (ARDUPILOT, _) => Some(Self::ArduPilot),
            _ => None,
        }
    }

    /// The mode a heartbeat shows, in our words.
    pub(crate) fn mode(self, custom_mode: u32) -> FlightMode {
        match self {
            Self::Px4 => px4::mode(custom_mode),
            Self::ArduPilot => ardupilot_mode(custom_mode),
        }
    }
}

/// ArduCopter's mode numbers (its `mode.h`; 4 GUIDED stays where told, so it is a hold once there).
fn ardupilot_mode(custom_mode: u32) -> FlightMode {
    match custom_mode {
        3 => FlightMode::Mission,
        5 | 16 | 17 => FlightMode::Hold,
        6 | 21 | 27 => FlightMode::Return,
        9 => FlightMode::Land,
        0..=2 => FlightMode::Manual,
        _ => FlightMode::Other,
    }
}
