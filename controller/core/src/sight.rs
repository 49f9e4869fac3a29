//! From a direction to a place on the ground, with its error: what a camera that follows something is looking at.
//!
//! The error is that of its causes carried through the same search: each is moved by one deviation either way, and how far
//! the place moves with it is its share of the covariance. For flat ground that is the textbook's
//! `along² = (S σ_tilt / sin d)² + (σ_height / tan d)² + σ_place²`,
//! `across² = (R σ_yaw)² + (S σ_tilt)² + σ_place²` with slant range S, ground range R and depression d. Near ridges, where a
//! deviation one way moves the place much farther than the other way, there is no ellipse that tells it, and no answer.

pub mod ellipse;
mod ray;
pub mod view;

pub use ellipse::{Cov2, Ellipse};
use geodata::terrain::Terrain;
use geodata::{Amsl, Local, Metres};
pub use ray::FARTHEST;

/// How far off what a ray is reckoned from may be: deviations of each, independent of one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sensors {
    /// Of the camera's place in each axis.
    pub place: Metres,
    /// Of its height over the model's ground: its own and the model's.
    pub height: Metres,
    /// Of the direction, up and down as well as sideways, in radians.
    pub tilt: f64,
    /// Of the heading it is reckoned from, in radians.
    pub yaw: f64,
}

impl Sensors {
    /// A satellite receiver without corrections (2.5 m); its height (3 m) over an elevation model of 30 m spacing (4 m); a
    /// gimbal held to half a degree; a compass held to two.
    pub const COMMON: Self =
        Self { place: Metres(2.5), height: Metres(5.0), tilt: 0.5_f64.to_radians(), yaw: 2.0_f64.to_radians() };
}

/// A deviation one way may move the place so much farther than the other way.
const LOPSIDED: f64 = 3.0;
/// Below so many metres that does not matter.
const SLIGHT: f64 = 6.0;

/// A place on the ground that a camera looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Where.
    pub at: Local,
    /// From the camera, along the ray.
    pub slant: Metres,
    /// How far off it may be.
    pub error: Cov2,
}

/// Where a ray from `place` at `height` toward `direction` (north, east, down; its length does not matter) meets the
/// ground. Nothing when it goes above the horizon or might (within one deviation), begins below ground, leaves the known
/// ground, is longer than [`FARTHEST`], or grazes the ground so that its error has no shape.
#[must_use]
pub fn ground(terrain: &Terrain, place: Local, height: Amsl, direction: [f64; 3], sensors: &Sensors) -> Option<Spot> {
    let [north, east, down] = ray::unit(direction)?;
    let hit = |x: f64, y: f64, up: f64, direction: [f64; 3]| {
        ray::meets(terrain, Local { x: place.x + x, y: place.y + y }, height.0.0 + up, direction)
    };
    let here = [north, east, down];
    let (at, slant) = hit(0.0, 0.0, 0.0, here)?;
    let (across, over) = ray::beside(here);
    let off = |way: [f64; 3], angle: f64| hit(0.0, 0.0, 0.0, ray::turned(here, way, angle));
    let about = |angle: f64| hit(0.0, 0.0, 0.0, ray::yawed(here, angle));
    let Sensors { place: Metres(own), height: Metres(up), tilt, yaw } = *sensors;
    let causes = [
        (off(over, tilt), off(over, -tilt)),
        (off(across, tilt), off(across, -tilt)),
        (about(yaw), about(-yaw)),
        (hit(0.0, 0.0, up, here), hit(0.0, 0.0, -up, here)),
        (hit(own, 0.0, 0.0, here), hit(-own, 0.0, 0.0, here)),
        (hit(0.0, own, 0.0, here), hit(0.0, -own, 0.0, here)),
    ];
    let mut error = Cov2::default();
    for (one, other) in causes {
        let (east, north) = share(at, one?.0, other?.0)?;
        error = error.and(east, north);
    }
    error.is_sound().then_some(Spot { at, slant: Metres(slant), error })
}

/// How far one cause moves the place, from where it moves it either way. Nothing when both have little to do with each
/// other.
fn share(at: Local, one: Local, other: Local) -> Option<(f64, f64)> {
    let (near, far) = (at.distance(one).0, at.distance(other).0);
    let (near, far) = (near.min(far), near.max(far));
    (far <= SLIGHT.max(LOPSIDED * near)).then_some(((one.x - other.x) / 2.0, (one.y - other.y) / 2.0))
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
