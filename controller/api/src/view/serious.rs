//! A serious case, as a screen is shown it.

use super::{Point, Why};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A serious case: rings of posts, circles of seats round the scene, the reserve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeriousView {
    /// When it was declared.
    #[ts(type = "number")]
    pub declared_ms: i64,
    /// The post that did.
    pub by: String,
    /// When it was over.
    #[ts(type = "number | null")]
    pub over_ms: Option<i64>,
    /// Inner first.
    pub rings: Vec<RingView>,
    /// Inner first.
    pub seats: Vec<SeatCircleView>,
    /// Every block of the policy.
    pub reserve: Vec<BlockView>,
}

/// One ring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RingView {
    /// 1 is the innermost.
    pub ring: u8,
    /// From the scene, straight.
    pub radius_m: f64,
    /// So many smaller crossings have no post.
    pub left_out: u32,
    /// The number of what is proposed, which `raise` names; none while nobody worked it out.
    pub proposal: Option<u32>,
    /// A person lets it be manned.
    pub is_raised: bool,
    /// Clockwise from north.
    pub posts: Vec<RingPostView>,
}

/// One post of a ring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RingPostView {
    /// Its slot of the incident.
    pub slot: u8,
    /// Ring, number and road.
    pub name: String,
    /// Where.
    pub at: Point,
    /// `open`: to be manned, and nobody; `proposed`; `idle`: not to be manned; else the state of its task as in `TaskingView`.
    pub state: String,
    /// Who, or who is proposed.
    pub unit: Option<u32>,
    /// Its task.
    pub tasking: Option<u32>,
    /// Seconds by road at the latest, as proposed.
    pub eta_s: Option<f64>,
    /// The less urgent incident it would be taken from.
    pub from: Option<u32>,
    /// Why this one, or why nobody.
    pub why: Option<Why>,
}

/// One circle of seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatCircleView {
    /// Its name, by the policy.
    pub name: String,
    /// From the scene.
    pub radius_m: f64,
    /// It should be full by now and is not.
    pub is_short: bool,
    /// Its seats.
    pub seats: Vec<SeatView>,
}

/// One seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatView {
    /// For what, by the policy.
    pub role: String,
    /// Who has it.
    pub unit: Option<u32>,
}

/// One block of the reserve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BlockView {
    /// Its name, by the policy.
    pub name: String,
    /// `idle`, `asked`, `called`, `home`.
    pub state: String,
    /// Where it musters; empty before it is called.
    pub place: String,
    /// Its units.
    pub members: Vec<MemberView>,
    /// So many have not answered, or cannot come.
    pub missing: u32,
}

/// One unit of the reserve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MemberView {
    /// Which.
    pub unit: u32,
    /// `missing`, `called`, `acknowledged`, `arrived`.
    pub state: String,
}
