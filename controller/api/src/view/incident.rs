//! One incident and everything that hangs on it, as a screen is shown it.

use super::desk::DeskView;
use super::levels::InformedView;
use super::serious::SeriousView;
use super::{Point, Why};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One incident with its whole story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentView {
    /// Its number.
    pub id: u32,
    /// `assault`, `theft`, `traffic_accident`, `missing_person`, `fire`, `crowd`, `disturbance`, `officer_in_need`.
    pub kind: String,
    /// 1 (highest) to 4.
    pub priority: u8,
    /// `reported`, `assessed`, `assigned`, `on_scene`, `resolved`, `closed`.
    pub status: String,
    /// Where.
    pub at: Point,
    /// The nearest named place or road.
    pub place: String,
    /// Which door it came through: `console`, `110`, `unit`.
    pub source: String,
    /// When it was reported.
    #[ts(type = "number")]
    pub reported_ms: i64,
    /// When it was closed.
    #[ts(type = "number | null")]
    pub closed_ms: Option<i64>,
    /// What is proposed, with reasons.
    pub recommendation: Option<RecommendationView>,
    /// The approval that waits or was last decided.
    pub approval: Option<ApprovalView>,
    /// The aircraft that flies for it.
    pub sortie: Option<SortieView>,
    /// What the aircraft sees.
    pub track: Option<TrackView>,
    /// The ground unit's task, the latest last.
    pub taskings: Vec<TaskingView>,
    /// `ground_handled`, `cleared_by_air`, `unfounded`, `handed_over`.
    pub outcome: Option<String>,
    /// What is not over yet, `tasking t3`, `follow_up 1`, `sortie s1`, `question a2`: while there is any, closing needs a reason.
    #[serde(default)]
    pub open_hops: Vec<String>,
    /// Why it was closed while a hop was open: `duplicate`, `no_unit`, `handed_over`, `unfounded`, `other`.
    #[serde(default)]
    pub close_reason: Option<String>,
    /// What the desk keeps of it.
    #[serde(default)]
    pub desk: DeskView,
    /// The serious case it is, or was.
    #[serde(default)]
    pub serious: Option<SeriousView>,
    /// Every hop in order.
    pub timeline: Vec<HopView>,
}

/// One hop of the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HopView {
    /// The record's number in the journal.
    pub seq: u32,
    /// When.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The event's kind, for example `incident_reported`.
    pub kind: String,
    /// Who: a callsign, a post, or empty for the controller itself.
    pub who: String,
    /// Why.
    pub why: Why,
}

/// What is proposed for an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RecommendationView {
    /// When it was worked out.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The aircraft, if any can.
    pub air: Option<AirOptionView>,
    /// Up to three ground units, fastest first.
    pub ground: Vec<GroundOptionView>,
    /// Aircraft and units that were passed over, each with its reason.
    pub passed_over: Vec<PassedOverView>,
    /// So many more aircraft were passed over than are named.
    pub beyond: u32,
}

/// An aircraft that could go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AirOptionView {
    /// Which.
    pub vehicle: u32,
    /// `launch` from its dock or `divert` from what it flies now.
    pub action: String,
    /// Seconds until over the place, with wind, take-off and climb.
    pub eta_s: f64,
    /// Percent left on arrival, 0 to 100.
    pub battery_on_arrival: u8,
    /// And back home, when it returns at the end of its time over the place.
    pub battery_after_return: Option<u8>,
    /// Metres to fly, round the zones.
    pub distance_m: f64,
    /// The path it would fly.
    pub path: Vec<Point>,
    /// Why this one.
    pub why: Why,
}

/// A ground unit that could go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GroundOptionView {
    /// Which.
    pub unit: u32,
    /// Seconds by road from where it was last heard.
    pub eta_s: f64,
    /// Seconds at the latest, wherever it can have gone since.
    pub latest_s: f64,
    /// Seconds since its position was true.
    pub age_s: f64,
    /// Whether the policy calls that old.
    pub is_old: bool,
    /// How many they are, when that is known.
    pub crew: Option<u8>,
    /// What they can do besides, in the policy's words.
    pub can: Vec<String>,
    /// The less urgent incident it would be taken from; it is sent by hand only with `over`.
    pub from: Option<u32>,
    /// Circles that fail when it leaves: the guarded place and its minutes, `school-1 3`.
    pub breaks: Vec<String>,
    /// Why this one.
    pub why: Why,
}

/// Somebody who was not proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PassedOverView {
    /// A callsign.
    pub who: String,
    /// Why not.
    pub why: Why,
}

/// A launch that waits for, or had, a human's word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ApprovalView {
    /// Its number.
    pub id: u32,
    /// `requested`, `granted`, `refused`, `expired`.
    pub state: String,
    /// `incident` or `patrol`.
    pub purpose: String,
    /// The incident it is for.
    pub incident: Option<u32>,
    /// The patrol line it is for.
    pub line: Option<String>,
    /// Which aircraft.
    pub vehicle: u32,
    /// The aircraft over the incident that must leave soon, in whose place it would fly.
    pub relieves: Option<u32>,
    /// `launch` or `divert`.
    pub action: String,
    /// What the mission's hash is; a grant is for this mission only.
    pub mission_hash: String,
    /// What the hash of all that is shown of the question is: as it is now while it waits, as the one saw it who granted
    /// it; a grant is for this card only.
    pub card_hash: String,
    /// When it was asked.
    #[ts(type = "number")]
    pub requested_ms: i64,
    /// When the question lapses.
    #[ts(type = "number")]
    pub expires_ms: i64,
    /// The post that decided.
    pub by: Option<String>,
}

/// The flight for an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SortieView {
    /// Its number.
    pub id: u32,
    /// Which aircraft.
    pub vehicle: u32,
    /// `ordered`, `en_route`, `on_scene`, `returning`, `ended`.
    pub state: String,
    /// When it is expected over the place.
    #[ts(type = "number | null")]
    pub eta_ms: Option<i64>,
    /// The path it flies.
    pub path: Vec<Point>,
}

/// What the aircraft sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TrackView {
    /// Its number.
    pub id: u32,
    /// `tentative`, `confirmed`, `coasting`, `dropped`.
    pub state: String,
    /// `person`, `vehicle`, `smoke`, `crowd`.
    pub class: String,
    /// Where.
    pub at: Point,
    /// Radius of the 68 % circle in metres.
    pub accuracy_m: f64,
    /// The ellipse that holds 90 %, while it is seen.
    pub ellipse: Option<EllipseView>,
    /// Whose cameras see it.
    pub seen_by: Vec<u32>,
    /// 0 to 1.
    pub confidence: f64,
}

/// An ellipse on the ground.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EllipseView {
    /// Half of its longer axis in metres.
    pub major_m: f64,
    /// Half of its shorter axis in metres.
    pub minor_m: f64,
    /// Where the longer axis points, 0 to 180 degrees from north.
    pub bearing_deg: f64,
}

/// A task to a ground unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TaskingView {
    /// Its number.
    pub id: u32,
    /// For which incident.
    pub incident: u32,
    /// Which unit.
    pub unit: u32,
    /// `proposed`, `sent`, `received`, `acknowledged`, `en_route`, `on_scene`, `done`, `declined`, `timed_out`,
    /// `recalled`.
    pub state: String,
    /// Where to.
    pub to: Point,
    /// When it was sent, or proposed.
    #[ts(type = "number")]
    pub sent_ms: i64,
    /// While it is proposed: when it is sent although nobody said anything.
    #[ts(type = "number | null")]
    pub sends_ms: Option<i64>,
    /// When it is expected to arrive.
    #[ts(type = "number | null")]
    pub eta_ms: Option<i64>,
    /// The way by road.
    pub path: Vec<Point>,
    /// Why this unit.
    pub why: Why,
    /// Which offer of the incident's slot it is; grows when it is led elsewhere.
    #[serde(default)]
    pub epoch: u32,
    /// The post or the seat it is sent to; empty: to the incident itself.
    #[serde(default)]
    pub post: String,
    /// Of one that was taken back: the crew confirmed it.
    #[serde(default)]
    pub recall_seen: bool,
    /// The crew does not confirm that it was taken back: call it.
    #[serde(default)]
    pub escalated: bool,
    /// The unit's station, when others than its own posts gave the task: it is informed of it.
    #[serde(default)]
    pub informed: Option<InformedView>,
}
