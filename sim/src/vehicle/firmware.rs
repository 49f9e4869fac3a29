//! Which autopilot an aircraft flies with, and the facts about it that are mere numbers.

use serde::Deserialize;

/// An autopilot's make. Each behaves as it was observed to, quirks included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Firmware {
    /// PX4, as v1.18 in multirotor form.
    #[default]
    Px4,
    /// ArduCopter, as V4.7.
    ArduPilot,
}

impl Firmware {
    /// Whether a simulated one has a parameter of this name.
    #[must_use]
    pub fn has_parameter(self, name: &str) -> bool {
        super::params::is_known(self, name)
    }

    /// Its `MAV_AUTOPILOT` number.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Px4 => 12,
            Self::ArduPilot => 3,
        }
    }

    /// Its `MAV_PROTOCOL_CAPABILITY` bits, as the recorded flights have them.
    ///
    /// Both: MISSION_FLOAT, PARAM_FLOAT, MISSION_INT, COMMAND_INT, SET_POSITION_TARGET, MAVLINK2, MISSION_FENCE,
    /// MISSION_RALLY. ArduPilot's parameters are cast, PX4's lie bytewise (PARAM_ENCODE_BYTEWISE, 16).
    pub(super) fn capabilities(self) -> u64 {
        match self {
            Self::Px4 => 59_647 & !FTP,
            Self::ArduPilot => 64_495 & !FTP,
        }
    }

    /// Its version as `AUTOPILOT_VERSION.flight_sw_version`.
    pub(super) fn version(self) -> u32 {
        match self {
            Self::Px4 => 17_956_928,
            Self::ArduPilot => 67_567_616,
        }
    }

    /// Pause between two questions for the same mission item, and the silence after which an upload is given up, in
    /// seconds.
    pub(super) fn upload_patience(self) -> (f64, f64) {
        match self {
            Self::Px4 => (0.25, 5.0),
            Self::ArduPilot => (1.0, 8.0),
        }
    }
}

/// `MAV_PROTOCOL_CAPABILITY_FTP`: no files are served here.
const FTP: u64 = 32;
