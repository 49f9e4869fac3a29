//! From a direction to a place on the ground, with its error: what a camera that follows something is looking at.
//!
//! The ray goes from the camera in steps until it is below the ground, then the step is halved; where the ray begins below
//! ground, leaves the known ground or goes on too far there is no answer rather than a guess. The error is that of its
//! causes carried through the same search: each is moved by one deviation, and how far the place moves with it is its
//! share. For flat ground that is the textbook's
//! `along² = (S σ_pitch / sin d)² + (σ_height / tan d)² + σ_place²`, `across² = (R σ_yaw)² + σ_place²` with slant range S,
//! ground range R and depression d.

use geodata::terrain::Terrain;
use geodata::{Amsl, Local, Metres};

/// Deviation of a satellite receiver's place in each axis, in metres.
const PLACE: f64 = 2.5;
/// Deviation of the camera's height over the ground: 3 m of its own and 4 m of the elevation model.
const HEIGHT: f64 = 5.0;
/// Deviations of a gimbal's angles: half a degree of pitch, two of yaw (a compass).
const PITCH: f64 = 0.5 / 180.0 * std::f64::consts::PI;
const YAW: f64 = 2.0 / 180.0 * std::f64::consts::PI;
/// In two dimensions 68 % lie within 1.51 deviations of one axis: sqrt(-2 ln 0.32).
const RADIUS_OVER_DEVIATION: f64 = 1.51;
/// Farther along the ray nothing is told apart.
pub const FARTHEST: Metres = Metres(5_000.0);
/// Length of a step: finer than an elevation model's samples.
const STEP: f64 = 10.0;
/// Halvings of a step: to a centimetre.
const HALVINGS: u32 = 10;

/// A place on the ground that a camera looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Where.
    pub at: Local,
    /// From the camera, along the ray.
    pub slant: Metres,
    /// Radius of the 68 % circle.
    pub accuracy: Metres,
}

/// Where a ray from `place` at `height` toward `direction` (north, east, down; its length does not matter) meets the
/// ground. Nothing when it goes above the horizon or might (within one deviation of its pitch), begins below ground,
/// leaves the known ground, or is longer than [`FARTHEST`].
#[must_use]
pub fn ground(terrain: &Terrain, place: Local, height: Amsl, direction: [f64; 3]) -> Option<Spot> {
    let [north, east, down] = direction;
    let level = north.hypot(east);
    let pitch = down.atan2(level);
    let yaw = if level > 0.0 { east.atan2(north) } else { 0.0 };
    let hit = |pitch: f64, yaw: f64, height: f64| meets(terrain, place, height, pitch, yaw);
    let (at, slant) = hit(pitch, yaw, height.0.0)?;
    let moved = |other: Option<(Local, f64)>| other.map(|(there, _)| at.distance(there).0);
    // The shallower ray goes farther: it is the worse half.
    let by_pitch = moved(hit(pitch - PITCH, yaw, height.0.0))?;
    let by_height = moved(hit(pitch, yaw, height.0.0 + HEIGHT))?;
    // A look straight down turns about itself: a yaw's error is one of the ground range.
    let by_yaw = place.distance(at).0 * YAW;
    let (along, across) = (by_pitch.powi(2) + by_height.powi(2) + PLACE.powi(2), by_yaw.powi(2) + PLACE.powi(2));
    let accuracy = RADIUS_OVER_DEVIATION * f64::midpoint(along, across).sqrt();
    Some(Spot { at, slant: Metres(slant), accuracy: Metres(accuracy) })
}

/// Where a ray of so much depression and bearing first meets the ground, and how long it is.
fn meets(terrain: &Terrain, place: Local, height: f64, depression: f64, bearing: f64) -> Option<(Local, f64)> {
    let ((sin, cos), (east, north)) = (depression.sin_cos(), bearing.sin_cos());
    let at = |length: f64| Local { x: place.x + length * cos * east, y: place.y + length * cos * north };
    let above = |length: f64| terrain.height(at(length)).map(|ground| height - length * sin - ground.0.0);
    // A place that is not a number has no height, so none gets past here.
    if above(0.0)? <= 0.0 || !(depression.is_finite() && bearing.is_finite()) {
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

#[cfg(test)]
mod tests;
