//! How far a place on the ground may be off: a covariance inside, circles and ellipses only where somebody is told.
//!
//! One meaning everywhere: a [`Cov2`] holds the mean squares of the error east and north. The radius people are told is
//! that of the circle which holds so large a share (68 %), the ellipse the one which holds 90 %; neither is ever fed back
//! as a deviation. For equal axes 68 % lie within `sqrt(-2 ln 0.32)` = 1.51 deviations.

use geodata::{Heading, Local, Metres};
use nalgebra::Matrix2;
use serde::{Deserialize, Serialize};
use std::f64::consts::FRAC_PI_2;

/// The share of a radius that is told.
pub const TOLD: f64 = 0.68;
/// The share of an ellipse.
pub const MOST: f64 = 0.90;
/// Points of a quarter turn over which the share of a circle is summed: the summand is smooth and even, so few do.
const POINTS: u32 = 16;
/// Halvings of the bracket of a circle's radius: to a millionth of its size.
const HALVINGS: u32 = 20;
/// No place is known better than this, in metres: a detector that says otherwise is not believed.
const LEAST: f64 = 0.5;

/// The error of a place: mean squares in square metres, x east and y north.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cov2 {
    /// East with itself.
    pub xx: f64,
    /// East with north.
    pub xy: f64,
    /// North with itself.
    pub yy: f64,
}

/// The ellipse that holds a share of the places something may be at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipse {
    /// Half of the longer axis.
    pub major: Metres,
    /// Half of the shorter axis.
    pub minor: Metres,
    /// Where the longer axis points, 0 to 180 degrees from north.
    pub bearing: Heading,
}

impl Cov2 {
    /// The same deviation in every direction, in metres.
    #[must_use]
    pub fn circle(deviation: Metres) -> Self {
        let square = deviation.0.max(LEAST).powi(2);
        Self { xx: square, xy: 0.0, yy: square }
    }

    /// Of a circle that holds 68 %, as detectors and cameras tell their error.
    #[must_use]
    pub fn of_radius(radius: Metres) -> Self {
        Self::circle(Metres(radius.0 / deviations(TOLD)))
    }

    /// Of an ellipse that holds a share.
    #[must_use]
    pub fn of_ellipse(ellipse: Ellipse, share: f64) -> Self {
        let scale = deviations(share);
        let (along, across) = (ellipse.major.0 / scale, ellipse.minor.0 / scale);
        let (east, north) = ellipse.bearing.as_degrees().to_radians().sin_cos();
        let least = LEAST;
        Self::default()
            .and(along.max(least) * east, along.max(least) * north)
            .and(-across.max(least) * north, across.max(least) * east)
    }

    /// With one more cause, which moves the place by so much east and north when it errs by one deviation.
    #[must_use]
    pub fn and(self, east: f64, north: f64) -> Self {
        Self { xx: self.xx + east * east, xy: self.xy + east * north, yy: self.yy + north * north }
    }

    /// With another error that has nothing to do with this one.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { xx: self.xx + other.xx, xy: self.xy + other.xy, yy: self.yy + other.yy }
    }

    /// Whether it is the error of anything: finite, and larger than nothing in every direction.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.xx.is_finite() && self.yy.is_finite() && self.xx > 0.0 && self.yy > 0.0 && self.determinant() > 0.0
    }

    /// The squared distance from one place to the other in deviations of this error (Mahalanobis). Infinite when this is
    /// no error.
    #[must_use]
    pub fn squared_distance(self, from: Local, to: Local) -> f64 {
        let (x, y) = (to.x - from.x, to.y - from.y);
        if !self.is_sound() {
            return f64::INFINITY;
        }
        (self.yy * x * x - 2.0 * self.xy * x * y + self.xx * y * y) / self.determinant()
    }

    /// The determinant.
    #[must_use]
    pub fn determinant(self) -> f64 {
        self.xx * self.yy - self.xy * self.xy
    }

    /// The ellipse that holds a share (0 to 1, without either).
    #[must_use]
    pub fn ellipse(self, share: f64) -> Ellipse {
        let (long, short) = self.axes();
        let bearing = 0.5 * (2.0 * self.xy).atan2(self.yy - self.xx);
        let scale = deviations(share);
        Ellipse {
            major: Metres(long * scale),
            minor: Metres(short * scale),
            bearing: Heading::degrees(bearing.to_degrees().rem_euclid(180.0)),
        }
    }

    /// The radius of the circle that holds a share (0 to 1, without either).
    #[must_use]
    pub fn radius(self, share: f64) -> Metres {
        let (long, short) = self.axes();
        if !(long.is_finite() && long > 0.0) {
            return Metres(long.max(0.0));
        }
        // Of a line's error: the normal distribution's; of a circle's: Rayleigh's. It lies between both, and both above 0.
        let (mut low, mut high) = (0.0, long * deviations(share));
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if within(middle, long, short) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        Metres(high)
    }

    /// To a tenth of a square metre, as it is written down.
    #[must_use]
    pub fn rounded(self) -> Self {
        let tenth = |part: f64| (part * 10.0).round() / 10.0;
        Self { xx: tenth(self.xx), xy: tenth(self.xy), yy: tenth(self.yy) }
    }

    /// As a matrix.
    #[must_use]
    pub(crate) fn matrix(self) -> Matrix2<f64> {
        Matrix2::new(self.xx, self.xy, self.xy, self.yy)
    }

    /// The deviations along the longer and the shorter axis.
    fn axes(self) -> (f64, f64) {
        let (mean, half) = (f64::midpoint(self.xx, self.yy), (self.xx - self.yy) / 2.0);
        let apart = half.hypot(self.xy);
        ((mean + apart).max(0.0).sqrt(), (mean - apart).max(0.0).sqrt())
    }
}

/// How many deviations of a round error hold a share.
fn deviations(share: f64) -> f64 {
    (-2.0 * (1.0 - share).ln()).sqrt()
}

/// The share of an error with these deviations that lies within a circle: over the directions of the round error it is
/// stretched from, the mean of Rayleigh's share.
fn within(radius: f64, long: f64, short: f64) -> f64 {
    let point = |number: u32| {
        let (sin, cos) = ((f64::from(number) + 0.5) / f64::from(POINTS) * FRAC_PI_2).sin_cos();
        let spread = (long * cos).powi(2) + (short * sin).powi(2);
        1.0 - (-radius * radius / (2.0 * spread)).exp()
    };
    (0..POINTS).map(point).sum::<f64>() / f64::from(POINTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The share of a circle, slowly: a sum over a fine grid of the plane.
    fn slowly(radius: f64, long: f64, short: f64) -> f64 {
        let cells = 400;
        let mut sum = 0.0;
        for (i, j) in (0..cells).flat_map(|i| (0..cells).map(move |j| (i, j))) {
            let at = |cell: i32| (f64::from(cell) + 0.5) / f64::from(cells) * 12.0 - 6.0;
            let (x, y) = (at(i), at(j));
            if (x * long).hypot(y * short) <= radius {
                sum += (-(x * x + y * y) / 2.0).exp();
            }
        }
        sum * (12.0 / f64::from(cells)).powi(2) / std::f64::consts::TAU
    }

    #[test]
    fn the_circle_that_is_told_holds_its_share() {
        for (long, short) in [(1.0, 1.0), (4.0, 1.0), (30.0, 5.0), (10.0, 0.5), (7.0, 6.0)] {
            let error = Cov2 { xx: long * long, xy: 0.0, yy: short * short };
            for share in [TOLD, MOST] {
                let held = slowly(error.radius(share).0, long, short);
                assert!((held - share).abs() < 0.006, "{long} x {short}: {held} for {share}");
            }
        }
        assert!((Cov2::of_radius(Metres(5.0)).radius(TOLD).0 - 5.0).abs() < 1e-4);
        assert!((deviations(TOLD) - 1.51).abs() < 0.001 && (deviations(MOST).powi(2) - 4.605).abs() < 0.001);
    }

    proptest! {
        #[test]
        fn an_ellipse_goes_to_a_covariance_and_back(
            major in 2.0..300.0f64, ratio in 0.05..0.95f64, degrees in 1.0..179.0f64,
        ) {
            let minor = (major * ratio).max(1.2);
            let ellipse = Ellipse { major: Metres(major), minor: Metres(minor), bearing: Heading::degrees(degrees) };
            let error = Cov2::of_ellipse(ellipse, MOST);
            prop_assert!(error.is_sound());
            let back = error.ellipse(MOST);
            prop_assert!((back.major.0 - major.max(minor)).abs() < 1e-6 && (back.minor.0 - minor.min(major)).abs() < 1e-6);
            if major > minor * 1.01 {
                prop_assert!((back.bearing.as_degrees() - degrees).abs() < 1e-6, "{back:?}");
            }
            // The end of its longer axis lies on its border.
            let (east, north) = degrees.to_radians().sin_cos();
            let end = Local { x: major * east, y: major * north };
            let limit = -2.0 * (1.0 - MOST).ln();
            prop_assert!((error.squared_distance(Local::default(), end) - limit).abs() < 1e-6);
        }
    }

    #[test]
    fn what_is_no_error_is_far_from_everything() {
        for bad in [Cov2::default(), Cov2 { xx: f64::NAN, xy: 0.0, yy: 1.0 }, Cov2 { xx: 1.0, xy: 2.0, yy: 1.0 }] {
            assert!(!bad.is_sound());
            assert!(bad.squared_distance(Local::default(), Local { x: 1.0, y: 0.0 }).is_infinite());
        }
        assert!(Cov2::of_radius(Metres(0.0)).is_sound(), "nobody knows a place to nothing");
    }
}
