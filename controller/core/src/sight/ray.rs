//! A ray and the ground. It goes in steps until it is below the ground, then the step is halved; where it begins below
//! ground, leaves the known ground or goes on too far there is no answer rather than a guess. Directions are north, east,
//! down, of length 1.

use geodata::terrain::Terrain;
use geodata::{Local, Metres};

/// Farther along the ray nothing is told apart.
pub const FARTHEST: Metres = Metres(5_000.0);
/// Length of a step: finer than an elevation model's samples.
const STEP: f64 = 10.0;
/// Halvings of a step: to a centimetre.
const HALVINGS: u32 = 10;
/// Steeper than this (its cosine) a direction has no bearing of its own.
const PLUMB: f64 = 1e-6;

/// The direction of length 1; nothing when it is none.
pub(super) fn unit(direction: [f64; 3]) -> Option<[f64; 3]> {
    let length = direction.iter().map(|part| part * part).sum::<f64>().sqrt();
    (length.is_finite() && length > 0.0).then(|| direction.map(|part| part / length))
}

/// The two directions at right angles to this one: level and to its right, and upward.
pub(super) fn beside([north, east, down]: [f64; 3]) -> ([f64; 3], [f64; 3]) {
    let level = north.hypot(east);
    let (n, e) = if level > PLUMB { (north / level, east / level) } else { (1.0, 0.0) };
    ([-e, n, 0.0], [down * n, down * e, -level])
}

/// This direction turned by an angle toward another at right angles to it.
pub(super) fn turned(direction: [f64; 3], toward: [f64; 3], angle: f64) -> [f64; 3] {
    let (sin, cos) = angle.sin_cos();
    std::array::from_fn(|axis| direction[axis] * cos + toward[axis] * sin)
}

/// This direction turned right about the vertical.
pub(super) fn yawed([north, east, down]: [f64; 3], angle: f64) -> [f64; 3] {
    let (sin, cos) = angle.sin_cos();
    [north * cos - east * sin, east * cos + north * sin, down]
}

/// Where a ray from `place` at `height` (metres above the sea) first meets the ground, and how long it is.
pub(super) fn meets(terrain: &Terrain, place: Local, height: f64, direction: [f64; 3]) -> Option<(Local, f64)> {
    let [north, east, down] = direction;
    // Level or upward it meets the ground of a hill at most, and might as well pass over it.
    if down <= 0.0 {
        return None;
    }
    let at = |length: f64| Local { x: place.x + length * east, y: place.y + length * north };
    let above = |length: f64| terrain.height(at(length)).map(|ground| height - length * down - ground.0.0);
    // A place that is not a number has no height, so none gets past here.
    if above(0.0)? <= 0.0 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // some hundreds
    let steps = (FARTHEST.0 / STEP) as u32;
    for step in 1..=steps {
        let far = f64::from(step) * STEP;
        if above(far)? <= 0.0 {
            let mut within = (far - STEP, far);
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(within.0, within.1);
                within = if above(middle)? > 0.0 { (middle, within.1) } else { (within.0, middle) };
            }
            return Some((at(within.1), within.1));
        }
    }
    None
}
