//! The flights of a shift as plain data: who flies what from where and when, and the rules and resources they share.
//!
//! Planners make it, the judge reads it, files keep it; it belongs to none of them and knows how to do nothing.

use crate::fence::Rally;
use crate::mission::Mission;
use crate::wind::Wind;
use geodata::{Agl, Amsl, Metres, Seconds, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// All flights of a shift with what they share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    /// In any order; the judge sorts by itself.
    pub flights: Vec<ScheduledFlight>,
    /// The people who may watch over flights, by duty and never by name. Empty: nobody is counted.
    pub operators: Vec<Operator>,
    /// Docks with rules of their own; a dock not listed is open and follows [`Rules::dock_slot`].
    pub docks: Vec<DockRule>,
    /// Antennas of the command link. Empty: the link is not judged.
    pub relays: Vec<Relay>,
    /// The wind as it is expected, earliest first; each holds until the next. Empty: calm.
    pub weather: Vec<Weather>,
    /// What holds for all flights.
    pub rules: Rules,
}

/// One flight: from leaving the ground, or from where the aircraft already flies, until landed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduledFlight {
    /// The id findings cite, unique in the schedule.
    pub id: String,
    /// The aircraft's number in the plan.
    pub vehicle: u32,
    /// The id of the dock that is its home: it takes off there and its return procedure lands there.
    pub dock: String,
    /// When it leaves the ground; for one in the air, when it is where [`ScheduledFlight::airborne`] says.
    pub takeoff_at: Timestamp,
    /// What it flies. A hover without end lasts [`ScheduledFlight::stay`]; a mission that ends so comes home straight.
    pub mission: Mission,
    /// The layer of true height its stops are flown in.
    #[serde(rename = "layer_agl_m")]
    pub layer: Agl,
    /// Percent in the battery at the beginning.
    #[serde(default = "full")]
    pub battery_percent: f64,
    /// How long each hover "until told otherwise" is planned to last.
    #[serde(rename = "stay_s", default = "two_minutes")]
    pub stay: Seconds,
    /// Where it is when it already flies; nothing when it takes off from its dock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub airborne: Option<Airborne>,
    /// The id of the operator that watches over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// When the camera records.
    #[serde(default)]
    pub recording: Recording,
    /// What the autopilot does by itself.
    #[serde(default)]
    pub contingency: Contingency,
    /// Who allowed it and from when until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<Authorisation>,
    /// What it is for: ids of lines, hotspots, incidents. Not judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<String>,
}

impl ScheduledFlight {
    /// A flight from its dock on a full battery, not recording, with everything else left open.
    #[must_use]
    pub fn new(id: impl Into<String>, vehicle: u32, dock: impl Into<String>, at: Timestamp, mission: Mission) -> Self {
        Self {
            id: id.into(),
            vehicle,
            dock: dock.into(),
            takeoff_at: at,
            mission,
            layer: Agl::default(),
            battery_percent: full(),
            stay: two_minutes(),
            airborne: None,
            operator: None,
            recording: Recording::default(),
            contingency: Contingency::default(),
            authorisation: None,
            serves: Vec::new(),
        }
    }
}

/// Where a flight begins that begins in the air.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Airborne {
    /// Over this place.
    pub at: Wgs84,
    /// At this height.
    pub altitude: Amsl,
}

/// When the camera records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recording {
    /// Never.
    #[default]
    Off,
    /// From take-off to landing.
    On,
    /// On the legs that lead to these items of the mission, and while staying there.
    Legs(Vec<usize>),
}

/// Whose return procedure an aircraft has; they fly at different heights to different places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Autopilot {
    /// Not known: both are judged.
    #[default]
    Unknown,
    /// ArduPilot Copter: up to `RTL_ALT` above home, straight to the nearest of home and rally points.
    ArduPilot,
    /// PX4: up to `RTL_RETURN_ALT` above the destination, straight to the nearest of home and safe points.
    Px4,
}

/// What an aircraft does when it hears nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LostLink {
    /// It returns by its own procedure from wherever it is.
    #[default]
    Return,
    /// It flies its mission to the end, so that a way home in it is flown; an empty battery still returns straight.
    Continue,
}

/// What the autopilot does by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contingency {
    /// Whose return procedure it has.
    pub autopilot: Autopilot,
    /// The height a return climbs to: above home (ArduPilot) or above the destination (PX4). Nothing: it returns at the
    /// height it has.
    #[serde(rename = "return_height_m", skip_serializing_if = "Option::is_none")]
    pub return_height: Option<Metres>,
    /// Where else it may land.
    pub rally: Rally,
    /// When it hears nobody.
    pub lost_link: LostLink,
}

/// A leave to fly. The role that gave it, never a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// The role.
    pub by: String,
    /// The hash of the mission it was given for.
    pub mission: String,
    /// From when.
    pub from: Timestamp,
    /// Until when the aircraft must have landed.
    pub until: Timestamp,
}

/// One who watches over flights, by duty and never by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// The id flights cite.
    pub id: String,
    /// The most aircraft in the air at once under this operator.
    pub most: u32,
    /// The shift; nothing is always on duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<[Timestamp; 2]>,
}

/// The rules of one dock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DockRule {
    /// The id of the dock, a post of the district.
    pub dock: String,
    /// The least time between two take-offs or landings; nothing follows [`Rules::dock_slot`].
    #[serde(rename = "slot_s", default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<Seconds>,
    /// When nothing takes off or lands here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<[Timestamp; 2]>,
}

/// An antenna of the command link, on a mast or on an aircraft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// The id findings cite.
    pub id: String,
    /// Where it is.
    pub at: Wgs84,
    /// How high the antenna is.
    pub altitude: Amsl,
    /// How far it reaches in clear sight.
    #[serde(rename = "range_m")]
    pub range: Metres,
}

/// A wind and from when it is expected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weather {
    /// From when; until the next.
    pub from: Timestamp,
    /// The wind in all layers.
    pub wind: Wind,
}

/// What holds for all flights of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Two aircraft nearer than this on the ground plane must be [`Rules::vertical`] apart in height.
    #[serde(rename = "horizontal_m")]
    pub horizontal: Metres,
    /// Two aircraft nearer than this in height must be [`Rules::horizontal`] apart on the ground plane.
    #[serde(rename = "vertical_m")]
    pub vertical: Metres,
    /// The least time between two take-offs or landings at one dock.
    #[serde(rename = "dock_slot_s")]
    pub dock_slot: Seconds,
    /// Hovering time that must still be in the battery after landing, besides the airframe's percent.
    #[serde(rename = "reserve_s")]
    pub reserve: Seconds,
    /// Whether every flight needs an [`Authorisation`].
    pub authorised: bool,
}

impl Default for Rules {
    /// 30 m and 15 m apart, 60 s between two aircraft at one dock, three minutes of hovering kept, no leave asked for.
    fn default() -> Self {
        Self {
            horizontal: Metres(30.0),
            vertical: Metres(15.0),
            dock_slot: Seconds(60.0),
            reserve: Seconds(180.0),
            authorised: false,
        }
    }
}

fn full() -> f64 {
    100.0
}

fn two_minutes() -> Seconds {
    Seconds(120.0)
}
