//! One aircraft as it stands now: what the planners plan for and what the judge judges by.

use crate::plan::Plan;
use crate::wind::Wind;
use geodata::{Amsl, Atlas, Local, Timestamp};

/// One aircraft as it stands now, with what it may have to reckon with.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The district.
    pub atlas: &'a Atlas,
    /// The plan that enrols the aircraft.
    pub plan: &'a Plan,
    /// Its number in the plan.
    pub vehicle: u32,
    /// The wind in its layer.
    pub wind: Wind,
    /// What is in the battery.
    pub battery_percent: f64,
    /// Where it is.
    pub from: Local,
    /// How high it is.
    pub from_altitude: Amsl,
    /// Whether it stands on the ground.
    pub on_ground: bool,
    /// Now.
    pub at: Timestamp,
}
