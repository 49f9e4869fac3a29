//! Who should fly where: airframes, routes, missions, patrol lines, response circles, the plan and its judge.
//!
//! The same if drones did not speak MAVLink. The judge (`check`) shares no code with the planners.

pub mod mission;

pub use mission::{Mission, MissionItem};
