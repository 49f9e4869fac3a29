//! Others in the air, and who controls an aircraft.

use super::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Somebody else in the air, as a transponder or a drone's remote identification tells. Nothing of persons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TrafficView {
    /// The address it transmits with: `icao-4b1234`, `drone-` and a digest.
    pub id: String,
    /// `plane`, `helicopter`, `glider`, `balloon`, `parachute`, `ultralight`, `drone`, `unknown`.
    pub kind: String,
    /// Where it was.
    pub at: Point,
    /// When, on the server's clock.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Metres, counted as `height_above` says.
    pub height_m: Option<f64>,
    /// `sea`, `pressure`, `ellipsoid`, `ground`.
    pub height_above: Option<String>,
    /// Over ground, metres per second.
    pub speed_mps: Option<f64>,
    /// Where it moves to, degrees from north.
    pub heading_deg: Option<f64>,
    /// Upwards, metres per second.
    pub climb_mps: Option<f64>,
    /// Whether it stands on the ground by its own word.
    pub on_ground: bool,
    /// Which of our aircraft heard it.
    pub heard_by: u32,
    /// Which of our aircraft it comes too near to.
    pub near: Vec<u32>,
}

/// Who of our posts controls an aircraft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ControlView {
    /// How often it has changed hands. Orders other than hold, return and land are sent with the one that was shown.
    pub epoch: u32,
    /// The post that holds it.
    pub by: Option<String>,
    /// Since when, on the server's clock.
    #[ts(type = "number | null")]
    pub since_ms: Option<i64>,
    /// The post that asks for it.
    pub asked_by: Option<String>,
    /// When it is that post's unless the holder says otherwise, on the server's clock.
    #[ts(type = "number | null")]
    pub asked_until_ms: Option<i64>,
    /// What the aircraft itself says of who controls it, where it does.
    pub aboard: Option<AboardControlView>,
}

/// What an aircraft with MAVLink's operator control says of who controls it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AboardControlView {
    /// The ground station it listens to, by its system id.
    pub by: Option<u32>,
    /// It is us.
    pub ours: bool,
    /// Whoever asks is given control.
    pub takeover: bool,
    /// The station that asks us for it.
    pub asked_by: Option<u32>,
    /// It did not give us what we asked for last.
    pub refused: bool,
}
