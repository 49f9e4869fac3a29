//! What hangs under an aircraft, in a screen's words.

use super::OrderView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The payload of an aircraft, as far as it has told of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PayloadView {
    /// Its gimbal.
    pub gimbal: Option<GimbalView>,
    /// Its camera.
    pub camera: Option<CameraView>,
    /// The last order to either: `look_at`, `level`, `lock`, `follow`, `take_gimbal`, `release`, `record`,
    /// `stop_recording`.
    pub order: Option<OrderView>,
}

/// A gimbal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GimbalView {
    /// Who controls it: `ours`, `free`, `other`, `unknown`.
    pub control: String,
    /// With `other`: the MAVLink system id.
    pub by: Option<u8>,
    /// Up from the horizon, in steps of five degrees.
    pub pitch_deg: Option<i16>,
    /// From north, in steps of five degrees.
    pub yaw_deg: Option<i16>,
    /// Whether its direction keeps to the ground; else to the nose.
    pub locked: bool,
}

/// A camera.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CameraView {
    /// Maker and model, or empty.
    pub name: String,
    /// Whether it can record.
    pub records: bool,
    /// Whether it records now; nothing when that is not known.
    pub recording: Option<bool>,
    /// Since when, on the server's clock.
    #[ts(type = "number | null")]
    pub since_ms: Option<i64>,
    /// Whether this recording went where it must not.
    pub breached: bool,
    /// Room left, in MiB.
    pub room_mib: Option<u32>,
    /// Its streams, for a player outside of this program.
    pub streams: Vec<StreamView>,
}

/// One video stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StreamView {
    /// Its number at the camera.
    pub number: u8,
    /// What the camera calls it.
    pub name: String,
    /// Where it is.
    pub uri: String,
    /// Whether it runs.
    pub running: bool,
    /// Whether it shows heat.
    pub thermal: bool,
    /// Width and height in pixels, `1920x1080`; empty when the camera does not say.
    pub size: String,
}
