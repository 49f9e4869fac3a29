//! Facts of a serious case: rings of posts, circles with seats round the scene, the reserve.

use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::Actor;
use crate::reason::Reason;
use geodata::{Metres, Seconds, Wgs84};
use serde::{Deserialize, Serialize};

/// An incident is a serious case from now on. What it is laid out as stands here, so that no later policy or map changes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriousDeclared {
    /// Which.
    pub incident: IncidentId,
    /// Inner first.
    pub rings: Vec<RingLaid>,
    /// Inner first.
    pub circles: Vec<CircleLaid>,
    /// Who says so.
    pub by: Actor,
}

/// One ring of posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingLaid {
    /// Of the ring, straight.
    pub radius: Metres,
    /// Where roads cross it, clockwise from north.
    pub posts: Vec<PostLaid>,
    /// So many smaller crossings have no post.
    pub left_out: u32,
}

/// One post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostLaid {
    /// Its slot of the incident.
    pub slot: u8,
    /// Ring, number and road.
    pub name: String,
    /// On the road.
    pub at: Wgs84,
}

/// One circle of seats round the scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CircleLaid {
    /// Its name, by the policy.
    pub name: String,
    /// Of the circle.
    pub radius: Metres,
    /// After so long it should be full.
    pub fill: Seconds,
    /// Its seats.
    pub seats: Vec<SeatLaid>,
}

/// One seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatLaid {
    /// For what, by the policy.
    pub role: String,
    /// What the crew must be able to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
}

/// Who should stand where on a ring was worked out; a person says whether they go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingProposed {
    /// Of which.
    pub incident: IncidentId,
    /// 1 is the innermost.
    pub ring: u8,
    /// How often this ring was worked out.
    pub number: u32,
    /// Every post of the ring.
    pub posts: Vec<PostOffer>,
}

/// Who is proposed for a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostOffer {
    /// Which.
    pub slot: u8,
    /// Who; nothing when nobody can.
    pub unit: Option<UnitId>,
    /// By road, at the latest.
    pub eta: Option<Seconds>,
    /// The less urgent incident it would be taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<IncidentId>,
    /// Why this one, or nobody.
    pub why: Reason,
}

/// A person lets a ring be manned: all of its posts, or these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingRaised {
    /// Of which.
    pub incident: IncidentId,
    /// 1 is the innermost.
    pub ring: u8,
    /// The posts that are to be manned.
    pub slots: Vec<u8>,
    /// Who.
    pub by: Actor,
}

/// A post that is to be manned has nobody, and nobody can be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostOpen {
    /// Of which.
    pub incident: IncidentId,
    /// Which.
    pub slot: u8,
    /// Its name.
    pub post: String,
}

/// A ring is manned no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingLowered {
    /// Of which.
    pub incident: IncidentId,
    /// 1 is the innermost.
    pub ring: u8,
    /// Who.
    pub by: Actor,
}

/// A person calls a unit to the scene, besides the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SceneCalled {
    /// To which.
    pub incident: IncidentId,
    /// The slot its task has.
    pub slot: u8,
    /// Who.
    pub unit: UnitId,
    /// Who says so.
    pub by: Actor,
}

/// A unit that arrived has its seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatTaken {
    /// Of which.
    pub incident: IncidentId,
    /// Which circle, from 0, inner first.
    pub circle: u8,
    /// Which seat of it, from 0.
    pub seat: u8,
    /// Who.
    pub unit: UnitId,
    /// Its task.
    pub tasking: TaskingId,
    /// Of its slot from now on: what names an earlier one has not heard of the seat.
    pub epoch: u32,
}

/// A seat is free again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatLeft {
    /// Of which.
    pub incident: IncidentId,
    /// Which circle, from 0, inner first.
    pub circle: u8,
    /// Which seat of it, from 0.
    pub seat: u8,
    /// Who had it.
    pub unit: UnitId,
}

/// A unit that arrived has no seat: none is free that it could fill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatWanting {
    /// Of which.
    pub incident: IncidentId,
    /// Who.
    pub unit: UnitId,
    /// Its task.
    pub tasking: TaskingId,
}

/// A circle should be full by now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CircleShort {
    /// Of which.
    pub incident: IncidentId,
    /// Which circle, from 0, inner first.
    pub circle: u8,
    /// So many of its seats are free.
    pub free: u8,
}

/// Somebody asks for a block of the reserve; a commander decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReserveAsked {
    /// For which.
    pub incident: IncidentId,
    /// Which block, by the policy.
    pub block: String,
    /// Who.
    pub by: Actor,
}

/// A block of the reserve is called: each unit is sent a task to the muster place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReserveCalled {
    /// For which.
    pub incident: IncidentId,
    /// Which block, by the policy.
    pub block: String,
    /// Where they muster.
    pub to: Wgs84,
    /// Its name.
    pub place: String,
    /// Everybody of the block.
    pub members: Vec<UnitId>,
    /// The slots of those that are called now.
    pub called: Vec<(u8, UnitId)>,
    /// Who.
    pub by: Actor,
}

/// A unit of the reserve is at the muster place and free for a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitMustered {
    /// For which.
    pub incident: IncidentId,
    /// Of which block.
    pub block: String,
    /// Who.
    pub unit: UnitId,
    /// The task that led it there, which is over.
    pub tasking: TaskingId,
}

/// A block of the reserve goes home: its units are out of service again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReserveSentHome {
    /// Of which.
    pub incident: IncidentId,
    /// Which block, by the policy.
    pub block: String,
}

/// The serious case is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriousOver {
    /// Which.
    pub incident: IncidentId,
}
