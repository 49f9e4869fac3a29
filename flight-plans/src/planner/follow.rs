//! Following the ground: a leg whose straight line would come too near to a hill or too high over a valley is flown in
//! parts, each of which ends in the aircraft's own layer.

use geodata::{Agl, Amsl, Local, Metres, Terrain};

/// Heights above ground that are flown, in metres; the judge holds the same.
const FLOWN: (f64, f64) = (30.0, 120.0);
/// Kept from both, for the data's and the aircraft's errors, where the layer leaves as much room.
const SPARE: f64 = 6.0;
/// Parts are not made shorter than this.
pub(super) const SHORTEST: f64 = 40.0;
/// A leg is looked at this often.
pub(super) const LOOK: Metres = Metres(15.0);

/// The ends of the parts of a leg, `to` the last of them. Over flat ground a leg is one part.
pub(super) fn follow(terrain: &Terrain, layer: Agl, from: Local, to: Local) -> Vec<Local> {
    let mut ends = Vec::new();
    if !terrain.is_flat() {
        split(terrain, layer, from, to, &mut ends);
    }
    ends.push(to);
    ends
}

/// Puts in the turns between two places.
fn split(terrain: &Terrain, layer: Agl, from: Local, to: Local, ends: &mut Vec<Local>) {
    let length = from.distance(to).0;
    if !length.is_finite() || length < 2.0 * SHORTEST || fits(terrain, layer, from, to) {
        return;
    }
    let middle = from.toward(to, 0.5);
    split(terrain, layer, from, middle, ends);
    ends.push(middle);
    split(terrain, layer, middle, to, ends);
}

/// Whether the straight line between two places in the layer stays between the heights flown.
fn fits(terrain: &Terrain, layer: Agl, from: Local, to: Local) -> bool {
    let height = |at: Local| terrain.ground(at).raised(layer);
    keeps(terrain, (from, height(from)), (to, height(to)), band(layer))
}

/// The heights above ground between which the parts of a leg keep.
pub(super) fn band(layer: Agl) -> (f64, f64) {
    let room = (layer.0.0 - FLOWN.0).min(FLOWN.1 - layer.0.0).max(0.0);
    let spare = SPARE.min(room / 2.0);
    (FLOWN.0 + spare, FLOWN.1 - spare)
}

/// Whether a level flight from `from`, at its height in the layer, to `to` stays between the heights flown: the straight
/// return of an autopilot.
pub(super) fn level(terrain: &Terrain, layer: Agl, from: Local, to: Local) -> bool {
    let height = terrain.ground(from).raised(layer);
    terrain.is_flat() || keeps(terrain, (from, height), (to, height), FLOWN)
}

/// Whether a straight line between two heights keeps between two heights above the ground.
fn keeps(terrain: &Terrain, from: (Local, Amsl), to: (Local, Amsl), (low, high): (f64, f64)) -> bool {
    let length = from.0.distance(to.0);
    let least = terrain.least_clearance(from, to);
    let looks = terrain.profile(from.0, to.0, LOOK).into_iter().all(|(far, ground)| {
        let share = if length.0 > 0.0 { far.0 / length.0 } else { 0.0 };
        let line = Amsl(from.1.0 + (to.1.0 - from.1.0) * share);
        let ground = ground.unwrap_or_else(|| terrain.ground(from.0.toward(to.0, share)));
        (low..=high).contains(&line.above(ground).0.0)
    });
    looks && least.value.is_none_or(|above| above.0.0 >= low)
}
