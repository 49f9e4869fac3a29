//! Everything that can happen to the controller, as plain values.

mod command;
mod serious;
mod station;

use crate::aboard::{Aboard, Store};
use crate::guard::{ForeignAct, IdentityDoubt};
pub use command::{Command, DeskCommand, DutyCommand, LevelCommand};
pub use serious::SeriousCommand;
pub use station::{Branch, StationSay, StationWord};

use crate::facts::weather::WeatherReport;
use crate::ids::{OrderId, TaskingId, UnitId, VehicleId};
use crate::lease::OperatorControl;
use crate::order::OrderProgress;
use crate::payload::{CameraState, GimbalState, Sighting};
use crate::readiness::{Navigation, PositionDoubt, Settings};
use crate::sight::Cov2;
use crate::sight::view::Look;
use crate::traffic::Traffic;
use flight_plans::{Mission, Uid};
use geodata::{Amsl, Heading, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A deadline of the controller may be due.
    Clock,
    /// The link says something about a vehicle.
    Sky(VehicleId, SkyReport),
    /// A ground unit's position and readiness.
    Ground(UnitReport),
    /// A ground unit calls for help.
    Need(Need),
    /// A ground unit answers a tasking.
    Reply(TaskingReply),
    /// Somebody reports something.
    Alarm(Alarm),
    /// An aircraft's camera saw something.
    Detection(Detection),
    /// An aircraft's camera saw something, and the detector knows only where in the picture.
    Pixel(PixelDetection),
    /// Somebody measured the weather.
    Weather(WeatherReport),
    /// A person at a screen decides something.
    Command(Actor, Command),
    /// Something about a station's desk.
    Station(StationWord),
    /// The journal can, or can no longer, be written.
    Journal {
        /// Whether records become durable.
        writable: bool,
    },
}

/// What the link tells of one vehicle.
#[derive(Clone, Debug, PartialEq)]
pub enum SkyReport {
    /// First heartbeat, or the first after a loss.
    LinkUp,
    /// No heartbeat for the policy's time; `last` is when the last one came.
    LinkLost {
        /// Receive time of the last frame.
        last: Timestamp,
    },
    /// Where it is.
    Fix(Fix),
    /// How it is.
    Status(VehicleStatus),
    /// An order moved on.
    Order(OrderId, OrderProgress),
    /// The mission reached item `seq` (0-based).
    MissionReached {
        /// Index into the mission's items.
        seq: u16,
    },
    /// The mission aboard of an aircraft that was in the air at first contact.
    Aboard(Mission),
    /// What is known of a plan aboard has changed.
    Stored(Store, Aboard),
    /// Its autopilot told its unique number, and there is no doubt about it.
    Identified {
        /// The number.
        uid: Uid,
    },
    /// Its identity is in doubt: nothing is sent to it and nothing it says is believed, until [`Self::Cleared`].
    Quarantined(IdentityDoubt),
    /// The doubt is gone.
    Cleared,
    /// Somebody else has a hand on it.
    SharedControl {
        /// The other's system id, when it is known.
        by: Option<u32>,
        /// What the other did.
        act: ForeignAct,
    },
    /// A vehicle with a signing key was asked something nobody had signed.
    AskedUnsigned {
        /// It answered: it takes commands from anybody.
        answered: bool,
    },
    /// It hears somebody else in the air.
    Around(Traffic),
    /// Who controls it by its own word, where it knows.
    Operator(OperatorControl),
    /// What its gimbal says of itself has changed.
    Gimbal(GimbalState),
    /// Where its camera looks, exactly: some times a second, for reckoning and never for a screen or a record.
    Look(Look),
    /// What its camera says of itself has changed.
    Camera(CameraState),
    /// An order to its payload moved on.
    Payload(OrderId, OrderProgress),
    /// Its camera follows something.
    Sighted(Sighting),
    /// What its parameters say it would do by itself; told when all were read, when one changes, and with the names that
    /// stay unanswered when some do.
    Settings(Settings),
    /// Where it says it is, is not believed: until [`Self::Believed`] it stands where it last was.
    Doubted(PositionDoubt),
    /// Its position is believed again.
    Believed,
    /// How far its clock is ahead of ours.
    Skew(Seconds),
    /// A text of the autopilot, control characters removed, at most 200 characters.
    Text {
        /// MAVLink severity 0 (emergency) to 7 (debug).
        severity: u8,
        /// The words.
        text: String,
    },
}

/// Where a vehicle is. `at` is the time of receipt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// Time of receipt.
    pub at: Timestamp,
    /// Its place.
    pub place: Wgs84,
    /// Its height above mean sea level.
    pub altitude: Amsl,
    /// Its height above its home position.
    pub above_home: Metres,
    /// Over ground, horizontally.
    pub speed: MetresPerSecond,
    /// Upwards positive.
    pub climb: MetresPerSecond,
    /// Where it moves to when moving, else where its nose points.
    pub heading: Heading,
}

/// What a vehicle is doing, in words all autopilots share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlightMode {
    /// Waiting in place, or on the ground.
    Hold,
    /// Climbing out.
    Takeoff,
    /// Flying its mission.
    Mission,
    /// Going home by itself.
    Return,
    /// Landing here.
    Land,
    /// A pilot's sticks.
    Manual,
    /// Any mode we have no word for.
    #[default]
    Other,
}

/// How a vehicle is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VehicleStatus {
    /// Remaining charge, 0 to 100; `None` when the vehicle does not know.
    pub battery_percent: Option<u8>,
    /// Whether the motors may turn.
    pub armed: bool,
    /// Whether it is off the ground; `None` when it has not said.
    pub in_air: Option<bool>,
    /// What it does.
    pub mode: FlightMode,
    /// Whether it says it can be armed.
    pub ready: bool,
    /// Why not, in the autopilot's words.
    pub not_ready_because: Vec<String>,
    /// Satellites and fix are good enough to navigate.
    pub position_ok: bool,
    /// Home position, once known.
    pub home: Option<(Wgs84, Amsl)>,
    /// Wind the vehicle reports, blowing toward (east, north) in m/s; `None` when it has not said.
    pub wind: Option<(f64, f64)>,
    /// How well it knows where it is.
    pub navigation: Navigation,
}

/// A ground unit's position and readiness, as its device sends it.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitReport {
    /// Which unit.
    pub unit: UnitId,
    /// Time of the fix, by our clock (receipt minus the age the device states).
    pub at: Timestamp,
    /// Its place.
    pub place: Wgs84,
    /// Over ground.
    pub speed: MetresPerSecond,
    /// Where it moves to.
    pub heading: Heading,
    /// Whether it can take a task, by its own word.
    pub available: bool,
    /// The same in more words; old devices know none.
    pub duty: Option<UnitDuty>,
    /// How many are in the crew now.
    pub crew: Option<u8>,
    /// The device's count of its reports: a higher one is newer, whatever its clock says.
    pub seq: Option<u32>,
}

/// What a crew can do now, by its own word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitDuty {
    /// Take a task.
    #[default]
    Available,
    /// Finish something else.
    Busy,
    /// Nothing.
    OutOfService,
}

/// A crew calls for help.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Which.
    pub unit: UnitId,
    /// Chosen by the sender; a second call with the same key is the same call.
    pub key: String,
    /// Where, when it says so; else where it last was.
    pub place: Option<Wgs84>,
}

/// What an answering unit says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum ReplyKind {
    /// The device has it.
    Received,
    /// The crew accepts it.
    Acknowledged,
    /// The crew cannot take it.
    Declined,
    /// On the way.
    EnRoute,
    /// Arrived.
    OnScene,
    /// Finished, with the result.
    Done {
        /// What came of it.
        outcome: Outcome,
    },
    /// The crew knows that the task was withdrawn.
    RecallSeen,
}

/// A ground unit's answer to a tasking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskingReply {
    /// Who answers.
    pub unit: UnitId,
    /// To what.
    pub tasking: TaskingId,
    /// What.
    pub reply: ReplyKind,
    /// Which offer it answers, as the message that carried the task named it; old devices name none.
    pub epoch: Option<u32>,
}

/// What came of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Handled by the ground unit.
    GroundHandled,
    /// Cleared by what the aircraft saw; no unit needed.
    ClearedByAir,
    /// Nothing found.
    Unfounded,
    /// Handed over to another service.
    HandedOver,
}

/// Why an incident ends while a hop of it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Another incident is the same event.
    Duplicate,
    /// Nobody could be sent.
    NoUnit,
    /// Another service has it.
    HandedOver,
    /// There is nothing.
    Unfounded,
    /// Something else, which the notes say.
    Other,
}

/// What kind of thing was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// A fight or an attack.
    Assault,
    /// Something stolen.
    Theft,
    /// A collision on the road.
    TrafficAccident,
    /// Somebody lost.
    MissingPerson,
    /// Smoke or fire.
    Fire,
    /// A crowd that grows.
    Crowd,
    /// Noise, nuisance.
    Disturbance,
    /// A crew asks for help.
    OfficerInNeed,
}

/// Somebody reports something at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// Chosen by the sender; a second alarm with the same key is the same alarm.
    pub key: String,
    /// What.
    pub kind: AlarmKind,
    /// 1 (highest) to 4.
    pub priority: u8,
    /// Where.
    pub place: Wgs84,
    /// Which door it came through: "console", "110", "unit".
    pub source: String,
}

/// What a camera can tell apart. Never who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetectionClass {
    /// A person, no more.
    Person,
    /// A vehicle, no more.
    Vehicle,
    /// Smoke.
    Smoke,
    /// Many people.
    Crowd,
    /// Something, and the camera does not say what.
    Object,
}

/// Something seen from the air: a class, a place, a time, a confidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// Chosen by the sender; a repeat with the same key is the same detection.
    pub key: String,
    /// Whose camera.
    pub vehicle: VehicleId,
    /// When, by our clock.
    pub at: Timestamp,
    /// What.
    pub class: DetectionClass,
    /// Where on the ground.
    pub place: Wgs84,
    /// How far off that may be.
    pub error: Cov2,
    /// 0 to 1.
    pub confidence: f64,
}

/// Something seen from the air, as a place of a picture: where on the ground that is, is reckoned from the aircraft's and
/// its camera's own words.
#[derive(Clone, Debug, PartialEq)]
pub struct PixelDetection {
    /// Chosen by the sender; a repeat with the same key is the same detection.
    pub key: String,
    /// Whose camera.
    pub vehicle: VehicleId,
    /// When, by our clock.
    pub at: Timestamp,
    /// What.
    pub class: DetectionClass,
    /// The middle of its foot, 0 to 1 from the left and from the top.
    pub pixel: [f64; 2],
    /// 0 to 1.
    pub confidence: f64,
}

/// The post a person sits at. Rights go with the post; no names are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Duty commander: approves launches, and all a dispatcher may.
    Commander,
    /// Takes alarms, tasks units, closes incidents.
    Dispatcher,
    /// Flies the squadron: hold, return, land, go-to.
    Operator,
    /// Reads everything, changes nothing.
    Viewer,
    /// The gateway of the ground units' devices and the aircraft's cameras.
    Field,
}

/// Who decides: a role and the post's name (never a person's).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What the post may do.
    pub role: Role,
    /// The post, for example "duty-desk-1"; one of a station names it behind an @, "dispatcher-1@station-3".
    pub post: String,
}

impl Actor {
    /// The station whose post this is, by the id of the station's own post; nothing for a post of the bureau.
    #[must_use]
    pub fn station(&self) -> Option<&str> {
        Self::station_in(&self.post)
    }

    /// The station in the name of a post.
    #[must_use]
    pub fn station_in(post: &str) -> Option<&str> {
        post.split_once('@').map(|(_, station)| station)
    }
}
