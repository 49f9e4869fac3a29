//! Which places can be visited at all: those whose lone trip, there, over it and back, fits the battery of some aircraft.
//! The others are left out with the reason and do not count in the promise, which nobody could keep for them.

use super::model::{Duty, Kind, Target};

/// A flight to one place and back to the dock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trip {
    /// Seconds from the order to landed; infinite where there is no way.
    pub seconds: f32,
    /// Whether the battery lasts, less its reserve.
    pub fits: bool,
}

/// Lone trips to a place by every aircraft and every way to serve it.
pub(super) fn trips<'a>(duty: &'a Duty, target: &'a Target) -> impl Iterator<Item = Trip> + 'a {
    duty.fleet.iter().flat_map(move |craft| {
        let (kind, port) = (&duty.kinds[craft.kind], duty.docks[craft.dock].port);
        target.ways.iter().map(move |way| trip(kind, port, way))
    })
}

fn trip(kind: &Kind, port: u32, way: &super::model::Way) -> Trip {
    let (out, back) = (kind.ways.between(port, way.enter), kind.ways.between(way.leave, port));
    let seconds = kind.launch.time + out.time + way.time + back.time + kind.land.time;
    let energy = kind.launch.energy + out.energy + back.energy + kind.land.energy;
    let fits =
        f64::from(seconds) <= kind.longest.0 && f64::from(energy) + f64::from(way.time) * kind.serving <= kind.budget;
    Trip { seconds, fits }
}

/// For each place whether it can be visited. Where nobody can visit any, all count: an empty schedule keeps no promise.
#[must_use]
pub(super) fn able(duty: &Duty) -> Vec<bool> {
    let able: Vec<bool> = duty.targets.iter().map(|t| trips(duty, t).any(|trip| trip.fits)).collect();
    if able.contains(&true) { able } else { vec![true; able.len()] }
}
