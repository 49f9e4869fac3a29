//! What besides the aircraft itself forbids a launch: the pilots on duty and the weather. Everything that does is told,
//! what binds first.

mod roster;
mod weather;

use crate::controller::Controller;
use crate::ids::VehicleId;
use crate::reason::Reason;
use geodata::Timestamp;

pub use roster::minder;
pub use weather::{forbidden, heard, latest};

/// Everything that forbids this aircraft's launch now.
#[must_use]
pub fn all(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Vec<Reason> {
    let mut all = weather::faults(controller, at, vehicle);
    all.extend(roster::faults(controller, at, vehicle));
    all
}
