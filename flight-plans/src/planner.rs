//! The planners: ways round zones, missions for one aircraft, and the generator of a fictional duty plan.

pub mod avoid;
mod desk;
mod draft;
mod follow;
pub mod homeward;
pub mod lay;
pub mod missions;
mod obstacle;
mod patrol_mission;
