//! A scenario: what the world is like at the start, and how its people behave. Read from TOML; an unknown key, a wrong
//! word or an impossible number is refused with its line.
//!
//! Figures of behaviour (delays, shares) are assumed, not measured: no published source gives them. Leaving out a
//! person's delay means that the person does not act at all, so that a human at a screen can.

mod read;
#[cfg(test)]
mod tests;
mod words;

pub use words::{Class, Kind, Outcome};

use crate::lossy::LossyConfig;
use crate::vehicle::{Firmware, Follows};
use geodata::{Finding, Timestamp, Wgs84};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything a run starts from, except its seed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// When it begins. The door to real sockets replaces it by the real clock.
    #[serde(deserialize_with = "read::moment")]
    pub start: Timestamp,
    /// The run ends here at the latest, in seconds after the start; 0 never ends.
    pub max_seconds: f64,
    /// How long the run goes on, in seconds, once every scripted incident is closed and its aircraft is home.
    #[serde(default)]
    pub end_after_closed: f64,
    /// The wind.
    #[serde(default)]
    pub wind: WindSettings,
    /// How bad the radios are; left out, every datagram arrives after 20 ms.
    #[serde(default)]
    pub radio: Option<LossyConfig>,
    /// Others in the air, whom the receivers aboard our aircraft hear.
    #[serde(default)]
    pub traffic: Vec<PassingSettings>,
    /// How each aircraft begins; one that is not named stands charged in its dock.
    #[serde(default)]
    pub aircraft: Vec<AircraftStart>,
    /// Calls that come for sure.
    #[serde(default)]
    pub call: Vec<ScriptedCall>,
    /// Calls that come by chance.
    #[serde(default)]
    pub stream: StreamSettings,
    /// What there is to see where something was reported.
    #[serde(default)]
    pub target: TargetSettings,
    /// The cameras under the aircraft.
    #[serde(default)]
    pub camera: CameraSettings,
    /// The officers on the street.
    #[serde(default)]
    pub officers: OfficerSettings,
    /// The duty commander.
    #[serde(default)]
    pub commander: CommanderSettings,
    /// The dispatcher.
    #[serde(default)]
    pub dispatcher: DispatcherSettings,
}

/// The wind of a scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WindSettings {
    /// Where it blows from, degrees from true north.
    pub from_deg: f64,
    /// Its steady part in m/s.
    pub speed: f64,
    /// The deviation of its gusts in m/s, each of east and north.
    pub gust: f64,
}

/// What passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassingKind {
    /// A helicopter with a transponder.
    Helicopter,
    /// An aeroplane with a transponder.
    Plane,
    /// A drone with remote identification.
    Drone,
}

/// A place in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl Spot {
    /// The place.
    #[must_use]
    pub fn place(self) -> Wgs84 {
        Wgs84 { lat: self.lat, lon: self.lon }
    }
}

/// Somebody else in the air, straight from one place to another.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassingSettings {
    /// Seconds after the start at which it comes.
    pub at: f64,
    /// It comes again after so many seconds; left out: never.
    #[serde(default)]
    pub every: Option<f64>,
    /// What it is.
    pub kind: PassingKind,
    /// The address it transmits with, 1 to 16777215.
    pub address: u32,
    /// Where it comes from.
    pub from: Spot,
    /// Where it goes.
    pub to: Spot,
    /// Metres above mean sea level.
    pub altitude: f64,
    /// Metres per second over ground.
    pub speed: f64,
}

/// Where an aircraft begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// In its dock.
    Docked,
    /// On its patrol.
    Airborne,
}

/// How one aircraft begins.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AircraftStart {
    /// Its number in the plan.
    pub vehicle: u32,
    /// Where.
    pub start: Where,
    /// For an airborne start: which of the plan's patrol lines, counted from 1.
    #[serde(default)]
    pub line: Option<usize>,
    /// For an airborne start: how much of the patrol's first lap lies behind it, 0 to 1.
    #[serde(default)]
    pub fraction: f64,
    /// Charge in percent.
    #[serde(default = "read::full")]
    pub battery: f64,
    /// `px4` or `ardupilot`.
    #[serde(default)]
    pub autopilot: Firmware,
    /// It knows who controls it and listens to nobody else (MAVLink's operator control).
    #[serde(default)]
    pub operator_control: bool,
    /// Parameters of its autopilot that are set otherwise than usual, by name.
    #[serde(default)]
    pub params: BTreeMap<String, f64>,
}

/// A call that comes for sure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedCall {
    /// Seconds after the start.
    pub at: f64,
    /// What is reported.
    pub kind: Kind,
    /// 1 (highest) to 4.
    pub priority: u8,
    /// The name of a place, guarded place or hotspot of the district; else `lat` and `lon`.
    #[serde(default)]
    pub place: Option<String>,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
    /// How far from there the reported place is at most, in metres; where exactly is chance.
    #[serde(default)]
    pub spread: f64,
    /// `110`, `unit` or `console`.
    #[serde(default = "read::door")]
    pub source: String,
    /// What is to see there, where it is not the scenario's usual.
    #[serde(default)]
    pub target: Option<TargetSettings>,
}

/// Calls that come by chance, at hotspots by their weight.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StreamSettings {
    /// Mean seconds between two calls; 0 is no stream.
    pub mean_interval: f64,
    /// Seconds after the start before the first can come.
    pub first_after: f64,
    /// The highest and the lowest priority, 1 to 4.
    pub priority: [u8; 2],
    /// How often each kind comes, as shares of their sum.
    pub kinds: BTreeMap<Kind, f64>,
}

impl Default for StreamSettings {
    fn default() -> Self {
        Self { mean_interval: 0.0, first_after: 0.0, priority: [3, 4], kinds: BTreeMap::new() }
    }
}

/// What there is to see where something was reported.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TargetSettings {
    /// How far from the reported place it is at most, in metres.
    pub offset: f64,
    /// What it looks like; left out, it follows the kind of incident.
    pub class: Option<Class>,
    /// False where the report was wrong and there is nothing to see.
    pub present: bool,
}

impl Default for TargetSettings {
    fn default() -> Self {
        Self { offset: 20.0, class: None, present: true }
    }
}

/// What the cameras do with what they see, beside the detectors whose word comes by the field gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CameraSettings {
    /// `nothing`, `picture` or `place`.
    pub follows: Follows,
    /// The detectors are off: only what the cameras follow is told.
    pub without_detectors: bool,
}

/// How the officers behave. Pairs are the least and the most, in seconds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OfficerSettings {
    /// From the device's buzz to the tap on "acknowledge".
    pub ack_delay: [f64; 2],
    /// Share of the tasks that are declined.
    pub decline_share: f64,
    /// Share of the tasks that nobody looks at.
    pub silent_share: f64,
    /// From arriving to the result.
    pub on_scene: [f64; 2],
    /// What comes of it.
    pub outcome: Outcome,
}

impl Default for OfficerSettings {
    fn default() -> Self {
        Self {
            ack_delay: [4.0, 12.0],
            decline_share: 0.0,
            silent_share: 0.0,
            on_scene: [60.0, 180.0],
            outcome: Outcome::default(),
        }
    }
}

/// How long the duty commander thinks, in seconds; absent: leaves it to a human.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CommanderSettings {
    /// Before granting a patrol.
    pub approve_patrol_after: Option<f64>,
    /// Before granting a flight to an incident.
    pub approve_incident_after: Option<f64>,
}

/// How long the dispatcher waits, in seconds; absent: leaves it to a human.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DispatcherSettings {
    /// After an incident is resolved, before closing it.
    pub close_after: Option<f64>,
    /// While nobody is tasked for an incident, before tasking the first unit proposed.
    pub task_after: Option<f64>,
}

impl Scenario {
    /// Reads a scenario; `file` names it in a finding.
    pub fn parse(file: &str, text: &str) -> Result<Scenario, Finding> {
        read::scenario(file, text)
    }
}
