//! The judge of a whole schedule: every flight by itself at the time it is flown, then all flights together.
//!
//! Where one mission is judged as it might be launched at any moment of the hour ahead, a scheduled flight is judged at
//! its own time: zones by their hours, the wind that is expected then, docks that are closed then. What one flight needs
//! alone is in `check/schedule/alone.rs`, what flights share is in `together.rs`.

mod alone;
mod camera;
mod case;
mod docks;
mod escape;
mod judge;
mod leave;
mod link;
mod numbers;
mod people;
mod seen;
mod together;
mod track;

pub use judge::Judge;
pub use seen::{AreaSeen, Span, areas};

use crate::plan::Plan;
use crate::schedule::Schedule;
use geodata::{Atlas, Finding};

/// What schedules are judged in: the district and the plan that enrols the aircraft.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The district with its zones, docks and ground.
    pub atlas: &'a Atlas,
    /// The plan with the aircraft.
    pub plan: &'a Plan,
}

/// Everything that is wrong with a schedule, all at once; nothing when it may be flown. Places name the flight, the item
/// of its mission and the second of the flight. Codes that start with `note_` inform.
///
/// One edit of a long schedule is judged much faster by a [`Judge`] that is kept.
#[must_use]
pub fn schedule(schedule: &Schedule, world: &World<'_>) -> Vec<Finding> {
    Judge::new(*world).judge(schedule)
}
