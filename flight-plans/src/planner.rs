//! The planners: ways round zones, missions for one aircraft, and the generator of a fictional duty plan.

pub mod assign;
pub mod avoid;
pub mod beats;
pub mod contract;
pub mod deconflict;
mod desk;
mod draft;
pub mod duty;
mod follow;
pub mod homeward;
pub mod lay;
pub mod metric;
pub mod missions;
mod obstacle;
pub mod pace;
mod patrol_mission;
pub mod siting;
pub mod sortie;
pub mod sweep;
pub mod tour;
