//! Who should fly where: airframes, routes, missions, patrol lines, response circles, the plan and its judge.
//!
//! The same if drones did not speak MAVLink. The judge (`check`) shares no code with the planners.

pub mod airframe;
pub mod check;
pub mod circle;
pub mod fence;
pub mod formats;
pub mod mission;
pub mod patrol;
pub mod picture;
pub mod plan;
pub mod planner;
pub mod response;
pub mod route;
pub mod schedule;
pub mod situation;
#[cfg(test)]
mod trial;
pub mod uid;
pub mod wind;

pub use airframe::{Airframe, Weather, WeatherFault};
pub use check::check;
pub use fence::{Fence, FenceArea, Rally, RallyPoint};
pub use mission::{Mission, MissionItem};
pub use patrol::{PatrolArea, PatrolLine, Revisit};
pub use plan::{Aircraft, GroundUnit, Plan};
pub use planner::avoid::path_around;
pub use planner::homeward::Homeward;
pub use planner::lay::lay_plan;
pub use planner::missions::{Proposal, home, patrol, to_scene};
pub use response::{Reach, ResponseCircle};
pub use route::{Flight, fly};
pub use schedule::{Schedule, ScheduledFlight};
pub use situation::Situation;
pub use uid::Uid;
pub use wind::Wind;

use std::fmt::Write as _;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
