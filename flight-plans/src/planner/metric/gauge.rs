//! How long a straight piece takes in a steady wind, in one root and one division.
//!
//! The time of a displacement is the gauge of a disc that the wind has shifted. A gauge is convex, so that a straight
//! line is never beaten through free air, two sides of a triangle are never shorter than the third, and ways turn only
//! where a wall touches them: everything the search relies on. Only a wind within half a metre a second of the airspeed
//! refuses some directions and no others that make up for them; then ways may turn anywhere.

use crate::wind::Wind;
use geodata::{Local, MetresPerSecond};

/// Slower than this over ground is not making way, m/s; as [`Wind::ground_speed`] has it.
const LEAST_WAY: f64 = 0.5;

/// An airspeed in a wind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gauge {
    pub(super) airspeed: f64,
    pub(super) wind: Wind,
}

impl Gauge {
    pub(super) fn new(airspeed: MetresPerSecond, wind: Wind) -> Self {
        Self { airspeed: airspeed.0, wind }
    }

    /// Seconds from one place to another; infinite when no way is made.
    pub(super) fn seconds(&self, from: Local, to: Local) -> f64 {
        let (x, y) = (to.x - from.x, to.y - from.y);
        let squared = x * x + y * y;
        if squared < 1e-18 {
            return 0.0;
        }
        let along = self.wind.east * x + self.wind.north * y;
        let across = self.wind.east * y - self.wind.north * x;
        let rest = self.airspeed * self.airspeed * squared - across * across;
        let made = along + rest.max(0.0).sqrt();
        // `made` is length times ground speed. Written so that a NaN makes no way.
        let makes_way = rest > 0.0 && made > 0.0 && made * made >= LEAST_WAY * LEAST_WAY * squared;
        if makes_way { squared / made } else { f64::INFINITY }
    }

    /// Metres made in a second along a unit vector; nothing when no way is made.
    pub(super) fn speed(&self, unit: [f64; 2]) -> Option<f64> {
        let time = self.seconds(Local::default(), Local { x: unit[0], y: unit[1] });
        time.is_finite().then(|| 1.0 / time)
    }

    /// Whether a straight line can be flown in every direction.
    pub(super) fn is_whole(&self) -> bool {
        self.wind.speed().0 <= self.airspeed - LEAST_WAY
    }

    /// Whether two legs may lead where one cannot: the wind is so near to the airspeed that it refuses only some
    /// directions. Stronger wind leaves less than half a turn of directions, and no legs in these add up to another.
    pub(super) fn tacks(&self) -> bool {
        let spare = self.airspeed * self.airspeed + LEAST_WAY * LEAST_WAY;
        !self.is_whole() && self.wind.speed().0.powi(2) < spare
    }

    /// No way is faster than this over ground.
    pub(super) fn fastest(&self) -> f64 {
        self.airspeed + self.wind.speed().0
    }
}
