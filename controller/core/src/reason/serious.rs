//! Reasons of a serious case.

use serde::{Deserialize, Serialize};

/// A ring was worked out so that its last post is manned soonest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingWorkedOut {
    /// 1 is the innermost.
    pub ring: u8,
    /// So many posts have somebody.
    pub manned: u32,
    /// Of so many.
    pub posts: u32,
    /// When the last of them is manned.
    pub worst_s: Option<f64>,
}

/// A unit mans a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MansPost {
    /// Which.
    pub post: String,
    /// By road, at the latest.
    pub eta_s: f64,
}

/// A post has nobody: fewer can go than are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TooFewUnits {
    /// So many that could go.
    pub units: u32,
    /// So many posts that want one.
    pub posts: u32,
}

/// A unit has a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatGiven {
    /// Of which circle.
    pub circle: String,
    /// For what.
    pub role: String,
}

/// A circle is not full in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CircleLate {
    /// Which.
    pub circle: String,
    /// After so long.
    pub seconds: f64,
}
