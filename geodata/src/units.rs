//! Quantities as types: a number never travels without its unit, an altitude never without its datum.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);

            /// The total order of IEEE 754, so that a sort never depends on NaN luck.
            #[must_use]
            pub fn total_cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.0.total_cmp(&other.0)
            }

            /// The smaller of the two.
            #[must_use]
            pub fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }

            /// The larger of the two.
            #[must_use]
            pub fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:.1} {}", self.0, $unit)
            }
        }
    };
}

quantity!(
    /// A length in metres, on the ground or through the air.
    Metres, "m"
);
quantity!(
    /// A span of time in seconds. For a moment see [`Timestamp`].
    Seconds, "s"
);
quantity!(
    /// A speed in metres per second.
    MetresPerSecond, "m/s"
);

impl Metres {
    /// How long this length takes at `speed`; infinite when `speed` is not positive.
    #[must_use]
    pub fn at(self, speed: MetresPerSecond) -> Seconds {
        if speed.0 > 0.0 { Seconds(self.0 / speed.0) } else { Seconds(f64::INFINITY) }
    }
}

/// Height above mean sea level in metres (EGM96, as autopilots report "AMSL").
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amsl(pub Metres);

/// Height above the ground straight below, in metres (真高).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Agl(pub Metres);

/// Height above an aircraft's home position, in metres: what ArduPilot's take-off command means, and nobody's map.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AboveHome(pub Metres);

impl Amsl {
    /// The height of this above a `home` position's height.
    #[must_use]
    pub fn above_home(self, home: Amsl) -> AboveHome {
        AboveHome(self.0 - home.0)
    }

    /// The sea-level height of something `above` this ground.
    #[must_use]
    pub fn raised(self, above: Agl) -> Amsl {
        Amsl(self.0 + above.0)
    }

    /// The height of this above `ground`.
    #[must_use]
    pub fn above(self, ground: Amsl) -> Agl {
        Agl(self.0 - ground.0)
    }
}

/// Degrees clockwise from true north, kept in `0.0..360.0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heading(f64);

impl Heading {
    /// Any angle in degrees, folded into one turn; a non-finite angle is north.
    #[must_use]
    pub fn degrees(angle: f64) -> Self {
        if angle.is_finite() { Self(angle.rem_euclid(360.0) % 360.0) } else { Self(0.0) }
    }

    /// The bearing of the vector `east`, `north`.
    #[must_use]
    pub fn of(east: f64, north: f64) -> Self {
        Self::degrees(east.atan2(north).to_degrees())
    }

    /// The angle in degrees, `0.0..360.0`.
    #[must_use]
    pub fn as_degrees(self) -> f64 {
        self.0
    }

    /// The angle in radians.
    #[must_use]
    pub fn as_radians(self) -> f64 {
        self.0.to_radians()
    }
}

/// A moment: microseconds of UTC since 1970. Wall time comes in as an argument, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// From whole milliseconds of UTC since 1970.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1000))
    }

    /// Whole milliseconds of UTC since 1970, rounded down.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment moved by `span`; saturates at the ends of time.
    #[must_use]
    #[inline]
    pub fn plus(self, span: Seconds) -> Self {
        // A float-to-integer `as` saturates, which is what the ends of time want.
        #[allow(clippy::cast_possible_truncation)]
        Self(self.0.saturating_add((span.0 * 1e6).round() as i64))
    }

    /// How long after `earlier` this is; negative when before.
    #[must_use]
    #[inline]
    pub fn since(self, earlier: Timestamp) -> Seconds {
        #[allow(clippy::cast_precision_loss)]
        Seconds(self.0.saturating_sub(earlier.0) as f64 / 1e6)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = crate::Finding;

    /// A moment as RFC 3339 writes it, with its offset from UTC: `2026-05-12T08:30:00+08:00`, `2026-05-12T00:30:00Z`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let moment = chrono::DateTime::parse_from_rfc3339(text.trim()).map_err(|why| {
            let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
            let remedy = "Write it with its offset from UTC, as 2026-05-12T08:30:00+08:00";
            crate::Finding::new("time-unclear", "time", format!("{shown:?} is no moment: {why}"), remedy)
        })?;
        Ok(Self(moment.timestamp_micros()))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match chrono::DateTime::from_timestamp_micros(self.0) {
            Some(moment) => write!(f, "{}", moment.format("%Y-%m-%dT%H:%M:%S%.3fZ")),
            None => write!(f, "{}us", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_always_within_one_turn() {
        for angle in [-720.0, -1e-18, 0.0, 359.9, 360.0, 725.0, f64::NAN, f64::INFINITY] {
            let folded = Heading::degrees(angle).as_degrees();
            assert!((0.0..360.0).contains(&folded), "{angle} became {folded}");
        }
    }

    #[test]
    fn a_moment_moved_there_and_back_is_the_same_moment() {
        let noon = Timestamp::from_millis(1_778_578_800_123);
        assert_eq!(noon.plus(Seconds(12.5)).plus(Seconds(-12.5)), noon);
        assert_eq!(noon.to_string(), "2026-05-12T09:40:00.123Z");
    }

    #[test]
    fn a_moment_is_read_with_its_offset_and_never_without() {
        let morning: Timestamp = "2026-05-12T17:40:00.123+08:00".parse().unwrap();
        assert_eq!(morning, Timestamp::from_millis(1_778_578_800_123));
        assert_eq!(morning.to_string().parse(), Ok(morning));
        for unclear in ["2026-05-12T17:40:00", "2026-05-12", "17:40", "", "\u{1b}[2J"] {
            assert_eq!(unclear.parse::<Timestamp>().unwrap_err().code, "time-unclear");
        }
    }

    #[test]
    fn no_speed_never_arrives() {
        assert!(Metres(10.0).at(MetresPerSecond(0.0)).0.is_infinite());
    }
}
