//! What hangs under an aircraft: what can be asked of its gimbal and camera, and what they say of themselves.
//!
//! An order to a payload never changes where the aircraft flies, so it is no [`Order`](crate::Order): it has its own last
//! word in the ledger, and a launch under way is not called off because somebody turned a camera.

use crate::ids::{OrderId, VehicleId};
use geodata::{Amsl, Metres, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// One thing asked of one aircraft's payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayloadOrder {
    /// Its number, of the same row as those of flight orders; a repeat with the same number is the same order.
    pub id: OrderId,
    /// Whose payload.
    pub vehicle: VehicleId,
    /// What.
    pub kind: PayloadKind,
    /// After this moment it must not be sent any more.
    pub expires: Timestamp,
}

/// What a payload can be asked to do. Nothing else can reach a radio.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "payload", rename_all = "snake_case")]
pub enum PayloadKind {
    /// The camera looks at a place and stays on it while the aircraft moves.
    LookAt {
        /// The place.
        at: Wgs84,
        /// Its ground.
        altitude: Amsl,
    },
    /// The camera looks at the horizon, ahead.
    Level,
    /// It keeps the direction over the ground it has, however the aircraft turns.
    Lock,
    /// It keeps its direction from the nose.
    Follow,
    /// Control of the gimbal is taken from whoever has it.
    Take,
    /// Control of the gimbal is given back; it looks ahead again.
    Release,
    /// The camera records, or stops.
    Record {
        /// Whether it shall.
        on: bool,
    },
}

impl PayloadKind {
    /// Not to record is allowed at any time, also when nothing can be recorded in the journal.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        matches!(self, Self::Record { on: false })
    }

    /// Whether it is about the camera; else about the gimbal.
    #[must_use]
    pub fn is_of_camera(&self) -> bool {
        matches!(self, Self::Record { .. })
    }

    /// One word for logs and screens.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::LookAt { .. } => "look_at",
            Self::Level => "level",
            Self::Lock => "lock",
            Self::Follow => "follow",
            Self::Take => "take_gimbal",
            Self::Release => "release",
            Self::Record { on: true } => "record",
            Self::Record { on: false } => "stop_recording",
        }
    }
}

/// What a person asks of a payload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PayloadAsk {
    /// Look at this place.
    LookAt(Wgs84),
    /// All else, as it is ordered.
    Plain(PayloadKind),
}

/// Who controls a gimbal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GimbalControl {
    /// It has not said.
    #[default]
    Unknown,
    /// Nobody.
    Free,
    /// This controller.
    Ours,
    /// Another ground station or a computer aboard, by its MAVLink system id.
    Other(u8),
}

/// What a gimbal says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GimbalState {
    /// Who controls it.
    pub control: GimbalControl,
    /// Whether it can stay on a place by itself.
    pub finds_places: bool,
    /// Up from the horizon in whole degrees, in steps of five; nothing until it has said.
    pub pitch_deg: Option<i16>,
    /// From north in whole degrees, in steps of five.
    pub yaw_deg: Option<i16>,
    /// Whether its yaw keeps to the ground, not to the nose.
    pub is_locked: bool,
}

/// What a camera says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CameraState {
    /// Maker and model, or empty.
    pub name: String,
    /// Whether it can record.
    pub records: bool,
    /// Whether it records now; nothing until it has said.
    pub recording: Option<bool>,
    /// Room left for pictures, in MiB; nothing until it has said.
    pub room_mib: Option<u32>,
    /// Its pictures as streams.
    pub streams: Vec<VideoStream>,
}

/// One video stream of a camera, for a player outside of this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoStream {
    /// Its number at the camera, from 1.
    pub number: u8,
    /// What the camera calls it.
    pub name: String,
    /// Where it is: `rtsp`, `udp`, `https` and the like, printable ASCII without blanks.
    pub uri: String,
    /// Whether it runs.
    pub is_running: bool,
    /// Whether it shows heat.
    pub is_thermal: bool,
    /// Width and height in pixels; nothing when it does not say.
    pub size: Option<(u16, u16)>,
}

/// Something a camera follows: never who or what, only where to look for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sighting {
    /// When it was told.
    pub at: Timestamp,
    /// Where it is, or in which direction.
    pub what: Sighted,
}

/// Where the thing is that a camera follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sighted {
    /// By the camera's own word.
    Place {
        /// On the ground.
        at: Wgs84,
        /// Radius of the 68 % circle.
        accuracy: Metres,
    },
    /// In this direction from the camera.
    Ray {
        /// Where the camera is by its own word; nothing: where the aircraft is.
        from: Option<(Wgs84, Amsl)>,
        /// North, east, down; of length 1.
        direction: [f64; 3],
    },
}
