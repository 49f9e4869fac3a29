//! The patrol duty of a shift: places and lines with revisit intervals, docks, batteries, chargers and operators in, a
//! rolling schedule of sorties out.
//!
//! The measure is idleness: how long nobody was at a place, in its own revisit intervals, while its hours run. The promise
//! of a schedule is the longest weighted idleness of any place. Resources come first: the roster says when each aircraft may
//! be out, so that chargers, take-off and landing slots and operators suffice whatever is flown; then the search fills it.

mod able;
mod accept;
mod aloft;
mod bound;
pub mod demand;
pub mod dose;
mod eject;
pub mod enough;
mod faults;
pub mod fiction;
mod first;
mod fit;
pub mod flights;
mod hold;
mod idleness;
mod insert;
mod keep;
pub mod model;
mod nearby;
mod need;
pub mod order;
mod patrol;
mod planner;
mod reasons;
pub mod relay;
mod replan;
mod resources;
mod roll;
#[cfg(test)]
mod round;
mod search;
mod shift;
mod state;
#[cfg(test)]
mod tests;
mod trial;

pub use accept::{Accepted, CaughtUp, accept};
pub use aloft::{Breakpoint, Whereabouts};
pub use idleness::idleness;
pub use insert::{Approach, Incident, Means, Offer, offers};
pub use model::{Band, Craft, Dock, Duty, Hop, Kind, Target, Watcher, Way, Ways};
pub use need::Need;
pub use patrol::{Outcome, Patrol, Sortie, Visit};
pub use replan::{Change, replan};
pub use resources::{Charge, Slot, roster};
pub use roll::plan;
