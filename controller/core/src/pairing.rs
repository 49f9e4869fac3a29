//! Which ground units go where: the few that reach one place first, and the one answer for everybody at once.

pub mod board;
pub mod ellipse;
pub mod nearest;
pub mod problem;
pub mod solve;
pub mod stale;
#[cfg(test)]
pub(crate) mod tests;
mod tie;

use crate::controller::Controller;
use crate::ids::UnitId;
pub use board::{Board, Choice, Want, anew, batch};
pub use nearest::{
    Pairing, age, among, for_incident, free_units, may_be_taken, nearest, placed, road_near, strong, unsettled,
};

/// The English callsign of a unit.
#[must_use]
pub fn callsign(controller: &Controller, unit: UnitId) -> String {
    controller.setup.plan.unit(unit.0).map_or_else(|| unit.to_string(), |unit| unit.callsign.clone())
}
