//! The wind of one moment and layer, and the wind triangle: airspeed and track in, ground speed out.

use geodata::{Heading, MetresPerSecond};
use serde::{Deserialize, Serialize};

/// Slower than this over ground is not making way.
pub(crate) const LEAST_WAY: f64 = 0.5;

/// A wind in m/s, as the vector it blows **toward**.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wind {
    /// Toward the east.
    pub east: f64,
    /// Toward the north.
    pub north: f64,
}

impl Wind {
    /// No wind.
    pub const CALM: Wind = Wind { east: 0.0, north: 0.0 };

    /// The wind as a weather report gives it: where it comes **from**, and how fast.
    #[must_use]
    pub fn from(bearing_from: Heading, speed: MetresPerSecond) -> Wind {
        let (sin, cos) = bearing_from.as_radians().sin_cos();
        Wind { east: -speed.0 * sin, north: -speed.0 * cos }
    }

    /// How fast the air moves.
    #[must_use]
    pub fn speed(&self) -> MetresPerSecond {
        MetresPerSecond(self.east.hypot(self.north))
    }

    /// Where it comes from; north when calm.
    #[must_use]
    pub fn from_heading(&self) -> Heading {
        if self.speed().0 < 1e-9 { Heading::default() } else { Heading::of(-self.east, -self.north) }
    }

    /// The speed over ground along `track` at this airspeed; nothing when it cannot hold the track or makes no way.
    #[must_use]
    pub fn ground_speed(&self, airspeed: MetresPerSecond, track: Heading) -> Option<MetresPerSecond> {
        let (sin, cos) = track.as_radians().sin_cos();
        let along = self.east * sin + self.north * cos;
        let across = self.east * cos - self.north * sin;
        let left = airspeed.0 * airspeed.0 - across * across;
        let speed = along + left.max(0.0).sqrt();
        // Written so that a NaN anywhere makes no way.
        (left > 0.0 && speed >= LEAST_WAY).then_some(MetresPerSecond(speed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CRUISE: MetresPerSecond = MetresPerSecond(15.0);

    /// Tries 3,600 headings, keeps the one that stays best on the track, flies it for a minute in 10 ms steps.
    fn by_trial(wind: Wind, airspeed: f64, track: Heading) -> f64 {
        let (ux, uy) = (track.as_radians().sin(), track.as_radians().cos());
        let over_ground = |h: f64| (airspeed * h.sin() + wind.east, airspeed * h.cos() + wind.north);
        let off_track = |h: f64| {
            let (vx, vy) = over_ground(h);
            if vx * ux + vy * uy <= 0.0 { f64::MAX } else { (vx * uy - vy * ux).abs() }
        };
        let headings = (0..3600).map(|tenth| (f64::from(tenth) / 10.0).to_radians());
        let (vx, vy) = over_ground(headings.min_by(|a, b| off_track(*a).total_cmp(&off_track(*b))).unwrap());
        let (mut x, mut y) = (0.0f64, 0.0f64);
        for _ in 0..6000 {
            x += vx * 0.01;
            y += vy * 0.01;
        }
        x.hypot(y) / 60.0
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_triangle_agrees_with_steering_by_trial(from in 0.0..360.0f64, speed in 0.0..12.0f64, track in 0.0..360.0f64) {
            let wind = Wind::from(Heading::degrees(from), MetresPerSecond(speed));
            let track = Heading::degrees(track);
            let fast = wind.ground_speed(CRUISE, track).unwrap().0;
            prop_assert!((fast - by_trial(wind, CRUISE.0, track)).abs() < 0.05);
        }

        #[test]
        fn a_wind_told_by_its_origin_is_read_back(from in 0.0..360.0f64, speed in 0.1..30.0f64) {
            let wind = Wind::from(Heading::degrees(from), MetresPerSecond(speed));
            prop_assert!((wind.speed().0 - speed).abs() < 1e-9);
            let off = (wind.from_heading().as_degrees() - from).abs();
            prop_assert!(!(1e-6..=360.0 - 1e-6).contains(&off));
        }
    }

    #[test]
    fn a_head_wind_slows_and_a_storm_stops() {
        let north_wind = Wind::from(Heading::degrees(0.0), MetresPerSecond(8.0));
        let speed = |track| north_wind.ground_speed(CRUISE, Heading::degrees(track)).map(|s| s.0.round());
        assert_eq!((speed(0.0), speed(180.0), speed(90.0)), (Some(7.0), Some(23.0), Some(13.0)));
        let storm = Wind::from(Heading::degrees(0.0), MetresPerSecond(20.0));
        assert_eq!(storm.ground_speed(CRUISE, Heading::degrees(0.0)), None);
        assert_eq!(storm.ground_speed(CRUISE, Heading::degrees(90.0)), None);
        assert!(Wind { east: f64::NAN, north: 0.0 }.ground_speed(CRUISE, Heading::degrees(0.0)).is_none());
    }
}
