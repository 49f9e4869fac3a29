//! How long a leg takes an aircraft that stops at every corner: speed-up, cruise in the wind, slow-down.

use crate::wind::{LEAST_WAY, Wind};
use geodata::{Local, MetresPerSecond};

/// How one aircraft moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// Through the air.
    pub airspeed: MetresPerSecond,
    /// How it speeds up and slows down, m/s², at least 0.1.
    pub acceleration: f64,
    /// The wind in its layer.
    pub wind: Wind,
}

impl Motion {
    /// Seconds from standstill to standstill: `d/v + v/a`, or `2 √(d/a)` where the leg is too short for full speed (`v`
    /// the ground speed along the leg). Nothing when the wind lets it make no way.
    #[must_use]
    pub fn seconds(&self, from: Local, to: Local) -> Option<f64> {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        if length < 1e-9 {
            return Some(0.0);
        }
        // `Wind::ground_speed` without the angles: this is asked some million times in a plan.
        let (wind, v) = (self.wind, self.airspeed.0);
        let along = (wind.east * dx + wind.north * dy) / length;
        let across = (wind.east * dy - wind.north * dx) / length;
        let left = v * v - across * across;
        let speed = along + left.max(0.0).sqrt();
        if !(left > 0.0 && speed >= LEAST_WAY) {
            return None;
        }
        let a = self.acceleration.max(0.1);
        let time = if length * a >= speed * speed { length / speed + speed / a } else { 2.0 * (length / a).sqrt() };
        time.is_finite().then_some(time)
    }

    /// No way takes fewer seconds than this.
    #[must_use]
    pub(super) fn least(&self, from: Local, to: Local) -> f64 {
        from.distance(to).0 / (self.airspeed.0 + self.wind.speed().0).max(1e-3)
    }

    /// Seconds along a path.
    #[must_use]
    pub fn along(&self, path: &[Local]) -> Option<f64> {
        path.windows(2).map(|leg| self.seconds(leg[0], leg[1])).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_leg_is_as_fast_as_the_wind_triangle_says(e in -16.0..16.0, n in -16.0..16.0, x in -900.0..900.0, y in -900.0..900.0) {
            let motion = Motion { airspeed: MetresPerSecond(15.0), acceleration: 2.0, wind: Wind { east: e, north: n } };
            let (from, to) = (Local::default(), Local { x, y });
            let speed = motion.wind.ground_speed(motion.airspeed, from.bearing(to)).map(|s| s.0);
            let length = from.distance(to).0;
            let plainly = speed.map(|v| if length * 2.0 >= v * v { length / v + v / 2.0 } else { 2.0 * (length / 2.0).sqrt() });
            match (motion.seconds(from, to), plainly) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-6 * b.max(1.0) && motion.least(from, to) <= a + 1e-9),
                (a, b) => prop_assert!(speed.is_none_or(|v| (v - LEAST_WAY).abs() < 1e-6) && a.is_none() && b.is_none() || length < 1e-9),
            }
        }
    }
}
