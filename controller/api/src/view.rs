//! What a screen is shown: whole objects, each sent again when it changes.

mod areas;
mod around;
mod circles;
mod desk;
mod duty;
mod incident;
mod levels;
mod payload;
mod roads;
mod serious;
mod station;
mod weather;

pub use areas::{AreaView, OwnerView, OwnersView};
pub use around::{AboardControlView, ControlView, TrafficView};
pub use circles::{CircleTierView, CircleView, InTimeView};
pub use desk::{DeskView, FollowUpView, LoopView, NoteView, ReportView};
pub use duty::DutyView;
pub use incident::{
    AirOptionView, ApprovalView, EllipseView, GroundOptionView, HopView, IncidentView, PassedOverView,
    RecommendationView, SortieView, TaskingView, TrackView,
};
pub use levels::{InformedView, SeatsView, StationAskView, StationView};
pub use payload::{CameraView, GimbalView, PayloadView, StreamView};
pub use roads::ClosureView;
pub use serious::{BlockView, MemberView, RingPostView, RingView, SeatCircleView, SeatView, SeriousView};
pub use station::{ApartView, StationsView};
pub use weather::{WeatherLimitView, WeatherReportView, WeatherView};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A place in degrees of WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Why something is as it is: a code the screen has words for in each language, and the values in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Why {
    /// For example `nearest_by_air_time`.
    pub code: String,
    /// Named values, already formatted without a unit; the dictionary's sentence adds the unit.
    pub values: BTreeMap<String, String>,
}

/// Everything a screen needs to start; afterwards [`Delta`]s keep it current.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Snapshot {
    /// The number of the last delta this snapshot holds.
    pub seq: u32,
    /// The server's clock.
    #[ts(type = "number")]
    pub server_time_ms: i64,
    /// Whether this is a training world. Then every page says so.
    pub training: bool,
    /// The ground everything lies on.
    pub district: DistrictView,
    /// The squadron.
    pub vehicles: Vec<VehicleView>,
    /// The ground units.
    pub units: Vec<UnitView>,
    /// Open incidents and the last closed ones, newest first.
    pub incidents: Vec<IncidentView>,
    /// Approvals still waiting for a human.
    pub approvals: Vec<ApprovalView>,
    /// Who is duty commander.
    #[serde(default)]
    pub duty: DutyView,
    /// Roads that are closed now.
    pub closures: Vec<ClosureView>,
    /// The circles of the guarded places, in the order of the district's; none in the first second.
    #[serde(default)]
    pub circles: Vec<CircleView>,
    /// Others in the air.
    pub traffic: Vec<TrafficView>,
    /// Incidents of which a step is missing, and what is still to be done of those that are over; the longest idle first.
    #[serde(default)]
    pub loops: Vec<LoopView>,
    /// The weather as it was last measured.
    #[serde(default)]
    pub weather: WeatherView,
    /// Stations on their own.
    #[serde(default)]
    pub stations: StationsView,
    /// The state of journal and links.
    pub health: HealthView,
}

/// The ground.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DistrictView {
    /// English or local name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// South-west corner.
    pub sw: Point,
    /// North-east corner.
    pub ne: Point,
    /// To be shown on the map.
    pub attribution: String,
    /// The district's outline: rings, first point not repeated.
    pub boundary: Vec<Vec<Point>>,
    /// Whether hotspots, posts and zones are invented.
    pub fictional: bool,
    /// A note on the terrain to be shown, for example that there is no elevation data.
    pub terrain_note: Option<String>,
    /// Stations and docks.
    pub posts: Vec<PostView>,
    /// Places that need attention, by hour.
    pub hotspots: Vec<HotspotView>,
    /// Places with a 1-3-5 response circle.
    pub guarded: Vec<GuardedView>,
    /// Keep-in, keep-out and no-record zones.
    pub zones: Vec<ZoneView>,
    /// Until when the zones' hours are told, in milliseconds since 1970.
    pub told_until_ms: f64,
    /// The patrol lines.
    pub lines: Vec<LineView>,
}

/// A station or a dock.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PostView {
    /// Stable id.
    pub id: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// `station` or `dock`.
    pub kind: String,
    /// Where.
    pub at: Point,
}

/// A hotspot.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HotspotView {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where.
    pub at: Point,
    /// 0 to 1.
    pub weight: f64,
}

/// A guarded place.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct GuardedView {
    /// Stable id.
    pub id: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// 1 (highest) to 4.
    pub grade: u8,
    /// Where.
    pub at: Point,
}

/// A zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ZoneView {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `keep_in`, `keep_out` or `no_record`.
    pub kind: String,
    /// Chinese name; empty when it has none.
    pub name_zh: String,
    /// Closed ring, first point not repeated; a round zone as a polygon about it.
    pub ring: Vec<Point>,
    /// Rings of what is not part of it.
    pub holes: Vec<Vec<Point>>,
    /// The lowest height it covers; nothing means from the ground.
    pub floor: Option<LimitView>,
    /// The highest height it covers; nothing means without end.
    pub ceiling: Option<LimitView>,
    /// When it holds, in words of files: `always`, `mon,tue 08:00-18:00 UTC+08:00`.
    pub schedule: String,
    /// When it holds in the day after this was sent, as stretches of milliseconds since 1970; ends not included.
    pub holds_ms: Vec<[f64; 2]>,
    /// Who decides over it; empty when unknown.
    pub authority: String,
    /// Why it is there, and on what conditions it may be entered; empty when unknown.
    pub reason: String,
}

/// The floor or the ceiling of a zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LimitView {
    /// Metres above the reference.
    pub metres: f64,
    /// `AMSL`, above mean sea level, or `AGL`, above the ground straight below.
    pub reference: String,
}

/// A patrol line.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LineView {
    /// Stable id.
    pub id: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// In order of flight.
    pub points: Vec<Point>,
}

/// One aircraft's slow facts; its place comes by telemetry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct VehicleView {
    /// Its number in telemetry records too.
    pub id: u32,
    /// English callsign, for example `Eagle 01`.
    pub callsign: String,
    /// Chinese callsign, for example `雄鹰01`.
    pub callsign_zh: String,
    /// Airframe name.
    pub airframe: String,
    /// `ready`, `not_ready`, `armed`, `flying`, `landing`, `lost`, `never_seen`, `quarantined`.
    pub state: String,
    /// Its identity is in doubt: nothing is sent to it.
    pub doubt: Option<WatchView>,
    /// Somebody else has a hand on it: automation leaves it alone until a post takes control.
    pub shared: Option<WatchView>,
    /// Who of our posts controls it, and what it says of that itself; nothing while nobody ever did.
    pub control: Option<ControlView>,
    /// Over an incident, since another is wanted in its place: it must leave soon.
    pub leaves: Option<WatchView>,
    /// The ground unit it follows.
    pub follows: Option<u32>,
    /// The station it is lent to, by its id.
    pub lent_to: Option<String>,
    /// Stations that ask for it.
    pub stations_ask: Vec<StationAskView>,
    /// Others in the air who come too near it.
    pub near: Vec<WatchView>,
    /// With a signing key: whether it answered what nobody had signed; nothing while it was not asked.
    pub obeys_unsigned: Option<bool>,
    /// Why it is not ready, or what it last complained of.
    pub because: Vec<String>,
    /// `hold`, `takeoff`, `mission`, `return`, `land`, `manual`, `other`.
    pub mode: String,
    /// 0 to 100, when known.
    pub battery_percent: Option<u8>,
    /// What it flies for: `none`, `patrol`, `incident`, `adopted`, `returning`.
    pub task: String,
    /// The patrol line's id, when on one.
    pub line: Option<String>,
    /// The incident it serves.
    pub incident: Option<u32>,
    /// Its dock's post id.
    pub dock: String,
    /// The last order to it: word and state (`sent`, `verified`, `accepted`, `done`, `refused`, `unknown`).
    pub order: Option<OrderView>,
    /// What hangs under it, as far as it has told of anything.
    pub payload: Option<PayloadView>,
    /// What about it is not as the policy wants it, what forbids a launch first; nothing before it was heard.
    pub readiness: Vec<ShortfallView>,
    /// The lists it stores, as far as anything was ever known of them: mission, fence, rally points.
    pub stored: Vec<StoredView>,
    /// When a frame of it was last received, on the server's clock.
    #[ts(type = "number | null")]
    pub last_seen_ms: Option<i64>,
}

/// Something about a vehicle that a person must look at, and since when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WatchView {
    /// Since when, on the server's clock.
    #[ts(type = "number")]
    pub since_ms: i64,
    /// What.
    pub why: Why,
}

/// Something about an aircraft that is not as the policy wants it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ShortfallView {
    /// It is not launched; otherwise it is only to be known.
    pub blocks: bool,
    /// What, with the values found and wanted.
    pub why: Why,
}

/// One list of items a vehicle stores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StoredView {
    /// `mission`, `fence` or `rally`.
    pub list: String,
    /// `verified`: read back equal to what was sent. `unknown`: nothing that relies on it starts.
    pub state: String,
    /// Items aboard when verified, as the vehicle counts them.
    pub items: Option<u16>,
    /// Why it is unknown: `sending`, `different`, `changed`, `restarted`.
    pub doubt: Option<String>,
}

/// How an order goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OrderView {
    /// Its number.
    pub id: u32,
    /// `launch`, `fly_mission`, `fly_home`, `go_to`, `orbit`, `resume`, `fence`, `rally`, `hold`, `return`, `land`.
    pub kind: String,
    /// `sent`, `verified`, `accepted`, `done`, `refused`, `unknown`.
    pub state: String,
    /// When it was given.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Words of the vehicle when it refused, or the step that stayed open.
    pub because: Option<String>,
}

/// One ground unit's slow facts; its place comes by telemetry with the id's top bit set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitView {
    /// Its number; in telemetry `id | 0x8000_0000`.
    pub id: u32,
    /// English callsign, for example `Patrol 12`.
    pub callsign: String,
    /// Chinese callsign, for example `巡组12`.
    pub callsign_zh: String,
    /// `car`, `motorbike` or `foot`.
    pub kind: String,
    /// `available`, `dispatched`, `en_route`, `on_scene`, `busy`, `out_of_service`.
    pub state: String,
    /// The incident it works on.
    pub incident: Option<u32>,
}

/// The state of what the controller stands on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HealthView {
    /// Whether orders can be recorded. When not, only hold, return and land go out.
    pub journal_writable: bool,
    /// Records so far.
    pub records: u32,
    /// Frames understood.
    pub frames: u32,
    /// Frames lost by sequence.
    pub frames_lost: u32,
    /// Bytes that were no frame, or frames with a bad checksum.
    pub frames_bad: u32,
    /// Wind the planner uses: from where it blows, degrees.
    pub wind_from_deg: f64,
    /// Metres per second.
    pub wind_mps: f64,
}

/// One change, numbered without gaps. A gap means: fetch the snapshot again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Delta {
    /// Its number.
    pub seq: u32,
    /// The server's clock.
    #[ts(type = "number")]
    pub server_time_ms: i64,
    /// What changed.
    pub change: Change,
}

/// The thing that changed, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    /// An incident.
    Incident {
        /// As it is now.
        incident: Box<IncidentView>,
    },
    /// An approval; gone from the waiting list when no longer `requested`.
    Approval {
        /// As it is now.
        approval: ApprovalView,
    },
    /// A vehicle.
    Vehicle {
        /// As it is now.
        vehicle: Box<VehicleView>,
    },
    /// A unit.
    Unit {
        /// As it is now.
        unit: UnitView,
    },
    /// The seat of the duty commander.
    Duty {
        /// As it is now.
        duty: DutyView,
    },
    /// The zones of the air, all of them, after one was set or lifted.
    Zones {
        /// As they are now.
        zones: Vec<ZoneView>,
    },
    /// The closed roads, all of them.
    Closures {
        /// As they are now.
        closures: Vec<ClosureView>,
    },
    /// Circles that stand otherwise, whole; within a second of the cause.
    Circles {
        /// As they are now.
        circles: Vec<CircleView>,
    },
    /// Others in the air, all of them; once a second while they move.
    Traffic {
        /// As they are now.
        traffic: Vec<TrafficView>,
    },
    /// The weather, after it was measured.
    Weather {
        /// As it is now.
        weather: WeatherView,
    },
    /// Stations on their own.
    Stations {
        /// As it is now.
        stations: StationsView,
    },
    /// Journal and links.
    Health {
        /// As it is now.
        health: HealthView,
    },
    /// For the field gateway only: carry this to the unit's device. Repeats carry the same tasking id.
    ToUnit {
        /// What to carry.
        message: UnitMessage,
    },
}

/// What a unit's device is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitMessage {
    /// Whose device.
    pub unit: u32,
    /// The tasking.
    pub tasking: u32,
    /// The incident.
    pub incident: u32,
    /// `task`, `remind` or `recall`. A recall is repeated until `recall_seen` is replied, whether the device knows the task
    /// or not; a device that heard one takes the task of that number no more.
    pub kind: String,
    /// What kind of incident.
    pub incident_kind: String,
    /// 1 to 4.
    pub priority: u8,
    /// Where to.
    pub to: Point,
    /// Which offer this is; name it in every reply. A higher one for a known tasking leads elsewhere.
    #[serde(default)]
    pub epoch: u32,
    /// The name of the post or the seat the unit is sent to; empty when it is sent to the incident itself.
    #[serde(default)]
    pub post: String,
}
