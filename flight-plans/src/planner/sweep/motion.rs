//! How long a leg takes an aircraft that stops at every corner: speed-up, cruise in the wind, slow-down.

use crate::wind::Wind;
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
        let length = from.distance(to).0;
        if length < 1e-9 {
            return Some(0.0);
        }
        let speed = self.wind.ground_speed(self.airspeed, from.bearing(to))?.0;
        let a = self.acceleration.max(0.1);
        let time = if length * a >= speed * speed { length / speed + speed / a } else { 2.0 * (length / a).sqrt() };
        time.is_finite().then_some(time)
    }

    /// Seconds along a path.
    #[must_use]
    pub fn along(&self, path: &[Local]) -> Option<f64> {
        path.windows(2).map(|leg| self.seconds(leg[0], leg[1])).sum()
    }
}
