//! Closed roads, as a screen is shown them.

use super::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A stretch of road that is closed to ground units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ClosureView {
    /// Its number.
    pub id: u32,
    /// The name of the road, or empty.
    pub road: String,
    /// The point that was named.
    pub at: Point,
    /// The stretch that is closed, from junction to junction.
    pub line: Vec<Point>,
    /// When it was closed.
    #[ts(type = "number")]
    pub since_ms: i64,
    /// When it opens by itself; nothing means when somebody opens it.
    #[ts(type = "number | null")]
    pub until_ms: Option<i64>,
    /// The post that closed it.
    pub by: String,
}
