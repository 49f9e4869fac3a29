//! What a screen, a device or a camera may ask. Every request that changes something carries an `Idempotency-Key`
//! header; unknown fields are refused with their name.

mod desk;
mod duty;
mod levels;
mod serious;
mod station;
mod weather;
mod zones;

use crate::view::{Point, Why};
pub use desk::{AddNote, ChangePriority, DeskAsk, LinkIncident, OpenFollowUp, SplitReport, TickFollowUp};
pub use duty::Duty;
pub use levels::LendVehicle;
use serde::{Deserialize, Serialize};
pub use serious::SeriousAsk;
pub use station::{BranchRecord, JournalPage, JournalRow, StationDesk};
use ts_rs::TS;
pub use weather::ReportWeather;
pub use zones::SetZone;

/// `POST /api/v1/session`: sit down at a post. Demo login; real accounts come with the deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// `commander`, `dispatcher`, `operator`, `viewer` or `field`.
    pub role: String,
    /// The station whose post it is, by its id in `GET /api/v1/seats`; left out: a post of the bureau.
    #[serde(default)]
    pub station: Option<String>,
}

/// `GET /api/v1/session`, and the answer to a login.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Session {
    /// As in [`Login`].
    pub role: String,
    /// The post's name, for example `commander-1`; a station's names it, `dispatcher-1@ST-2`.
    pub post: String,
    /// The station whose post it is.
    pub station: Option<String>,
    /// Whether this is a training world.
    pub training: bool,
}

/// `POST /api/v1/alarms`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RaiseAlarm {
    /// As in `IncidentView::kind`.
    pub kind: String,
    /// 1 (highest) to 4.
    pub priority: u8,
    /// Where.
    pub at: Point,
    /// `console`, `110` or `unit`.
    pub source: String,
}

/// The answer to a new alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AlarmAccepted {
    /// The incident's number; the same for a repeated key.
    pub incident: u32,
}

/// `POST /api/v1/approvals/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// True grants, false refuses.
    pub grant: bool,
    /// The mission hash the approver saw; a different one is refused.
    pub mission_hash: String,
    /// With `grant`: the card's hash the approver saw; a card that has changed since is refused.
    #[serde(default)]
    pub card_hash: String,
}

/// `POST /api/v1/incidents/{id}/taskings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TaskUnit {
    /// Which unit.
    pub unit: u32,
    /// Although there is a warning about it: it is busy, or its crew too small.
    #[serde(default)]
    pub over: bool,
}

/// `POST /api/v1/units/{id}/need`: a crew calls for help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallForHelp {
    /// Where; left out: where it last was.
    #[serde(default)]
    pub at: Option<Point>,
}

/// `POST /api/v1/incidents/{id}/close`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseIncident {
    /// As in `IncidentView::outcome`.
    pub outcome: String,
    /// Needed while a hop is open: `duplicate`, `no_unit`, `handed_over`, `unfounded`, `other`.
    pub reason: Option<String>,
}

/// `POST /api/v1/vehicles/{id}/orders`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderVehicle {
    /// `hold`, `return`, `land`, `go_to`, `orbit`, `follow_unit`; `take_control`: it is this post's, at once or when the post that holds it
    /// gives it; `hand_over` to the post that asks, `keep_control`, `release_control`; `resume`: go on with the approved mission where it was left; `fence`, `rally`: put the district's zones, or its docks, aboard.
    /// To its payload: `look_at` a place, `level`, `lock`, `follow`, `take_gimbal`, `release`, `record`, `stop_recording`.
    pub kind: String,
    /// The callsign shown on the button; must match the vehicle.
    pub callsign: String,
    /// For `go_to` and `look_at`, and the middle for `orbit`.
    pub to: Option<Point>,
    /// For `orbit`: of the circle, 15 to 250 m.
    pub radius_m: Option<f64>,
    /// For `follow_unit`: the ground unit it goes after until anything else is ordered.
    #[serde(default)]
    pub unit: Option<u32>,
    /// The epoch of control that was shown. Needed, but for hold, return, land and control itself, when a post holds the
    /// vehicle; one that is not the present epoch is refused.
    pub epoch: Option<u32>,
}

/// `POST /api/v1/roads/closures`: the road nearest to a place is closed to ground units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseRoad {
    /// On the road or beside it.
    pub at: Point,
    /// For so long, 1 to 43200; left out: until somebody opens it.
    pub minutes: Option<u32>,
}

/// `POST /api/v1/units/positions`: an array of these from the field gateway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnitPosition {
    /// Which unit.
    pub unit: u32,
    /// Where.
    pub at: Point,
    /// Metres per second over ground.
    pub speed_mps: f64,
    /// Degrees from north.
    pub heading_deg: f64,
    /// How old the fix is.
    pub age_ms: u32,
    /// Whether the crew can take a task.
    pub available: bool,
    /// The same in more words: `available`, `busy`, `out_of_service`.
    #[serde(default)]
    pub status: Option<String>,
    /// How many are in the crew now.
    #[serde(default)]
    pub crew: Option<u8>,
    /// The device's count of its reports, from 0 when it starts: a higher one is newer, whatever its clock says.
    #[serde(default)]
    pub seq: Option<u32>,
}

/// `POST /api/v1/taskings/{id}/replies`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplyToTasking {
    /// Who answers.
    pub unit: u32,
    /// `received`, `acknowledged`, `declined`, `en_route`, `on_scene`, `done`; `recall_seen` answers a recall.
    pub reply: String,
    /// With `done`: as in `IncidentView::outcome`.
    pub outcome: Option<String>,
    /// As in `UnitMessage::epoch`, of the message this answers.
    pub epoch: Option<u32>,
}

/// `POST /api/v1/detections`: an array of these from an aircraft's camera. A class, a place, a time, a confidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportDetection {
    /// A repeat with the same key is the same detection.
    pub key: String,
    /// Whose camera.
    pub vehicle: u32,
    /// `person`, `vehicle`, `smoke`, `crowd`, `object`.
    pub class: String,
    /// Where on the ground, if the detector knows; with `accuracy_m`.
    #[serde(default)]
    pub at: Option<Point>,
    /// Radius of the 68 % circle in metres.
    #[serde(default)]
    pub accuracy_m: Option<f64>,
    /// Where in the picture its foot is, if the detector knows no more: 0 to 1 from the left and from the top. Aircraft and
    /// camera must have told where they are and look.
    #[serde(default)]
    pub pixel: Option<[f64; 2]>,
    /// 0 to 1.
    pub confidence: f64,
    /// How long ago it was seen.
    pub age_ms: u32,
}

/// Any refusal: what, where, what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// A stable word, for example `unknown_field`.
    pub code: String,
    /// The field or thing it is about.
    pub at: String,
    /// One sentence.
    pub say: String,
    /// What to do.
    pub remedy: String,
}

/// The answer to any accepted command: what happens next comes as deltas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Accepted {
    /// The record's number in the journal; 0 when nothing changed (a repeat).
    pub record: u32,
}

/// The answer to `POST /api/v1/squadron/return`: every aircraft of the plan, in its order. How each order goes on comes
/// with the aircraft's `order`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AllReturned {
    /// The record's number in the journal; 0 when no aircraft was given an order.
    pub record: u32,
    /// One line an aircraft.
    pub vehicles: Vec<Returned>,
}

/// What one aircraft was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Returned {
    /// Which.
    pub vehicle: u32,
    /// The order it was given; none with `why`.
    pub order: Option<u32>,
    /// Why it was given none.
    pub why: Option<Why>,
}

/// Any request that can change something, with its place in the API. The server's routes and the simulated world both
/// speak it, so that a drill takes the same door as the street.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// `POST /api/v1/alarms`
    Alarm(RaiseAlarm),
    /// `POST /api/v1/approvals/{id}`
    Decide(u32, Decide),
    /// `POST /api/v1/duty`
    Duty(Duty),
    /// `POST /api/v1/incidents/{id}/reassess`
    Reassess(u32),
    /// `POST /api/v1/incidents/{id}/taskings`
    Task(u32, TaskUnit),
    /// `POST /api/v1/taskings/{id}/recall`
    Recall(u32),
    /// `POST /api/v1/incidents/{id}/close`
    Close(u32, CloseIncident),
    /// `POST /api/v1/incidents/{id}/...`: what the desk says about an incident.
    Desk(u32, DeskAsk),
    /// `POST /api/v1/incidents/{id}/serious`
    Serious(u32, SeriousAsk),
    /// `POST /api/v1/vehicles/{id}/orders`
    Order(u32, OrderVehicle),
    /// `POST /api/v1/vehicles/{id}/station`
    Lend(u32, LendVehicle),
    /// `POST /api/v1/taskings/{id}/informed`: a station knows of a task from above.
    Informed(u32),
    /// `POST /api/v1/squadron/return`
    AllReturn,
    /// `POST /api/v1/roads/closures`
    CloseRoad(CloseRoad),
    /// `POST /api/v1/roads/closures/{id}/open`
    OpenRoad(u32),
    /// `POST /api/v1/units/positions`
    Positions(Vec<UnitPosition>),
    /// `POST /api/v1/units/{id}/need`
    Need(u32, CallForHelp),
    /// `POST /api/v1/taskings/{id}/replies`
    Reply(u32, ReplyToTasking),
    /// `POST /api/v1/zones`
    SetZone(SetZone),
    /// `POST /api/v1/zones/{number}/lift`
    LiftZone(u32),
    /// `POST /api/v1/weather`
    Weather(ReportWeather),
    /// A station's desk to the bureau's.
    Station(StationDesk),
    /// `POST /api/v1/detections`
    Detections(Vec<ReportDetection>),
}
