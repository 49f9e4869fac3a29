//! Degrees at the door, local metres inside: the tangent plane of one district.
//!
//! Radii of curvature of WGS-84 at the origin: north `M = a(1-e²)/(1-e² sin²φ)^1.5`, east `N cos φ` with
//! `N = a/√(1-e² sin²φ)` (any geodesy text). Meridians converge, which the plane does not know: the distance of a place
//! `r` from the origin at latitude `φ` errs by no more than `r²/R (0.2 tan|φ| + r/R)`, R = 6,371 km: at 36 degrees 0.6 m
//! at 5 km, 9 m at 20 km, 60 m at 50 km; at 60 degrees 1.4, 22 and 140 m. A leg of length `l` that lies within `r` of the
//! origin errs by no more than `l r/R (tan|φ| + r/R)`: 1.7 m of 3 km at 5 km. Both hold up to 80 degrees and 50 km. A rule
//! that hangs on the metre asks [`geodesic_distance`].

use crate::units::{Heading, Metres};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

const SEMI_MAJOR: f64 = 6_378_137.0;
const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_316e-3;

/// A place in degrees of WGS-84: latitude `-90..=90`, longitude `-180..=180`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wgs84 {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl Wgs84 {
    /// The place, or nothing when a coordinate is not finite or out of range.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some(Self { lat, lon })
    }

    /// Whether this is the (0,0) that receivers without a fix report.
    #[must_use]
    pub fn is_null_island(&self) -> bool {
        self.lat.abs() < 1e-6 && self.lon.abs() < 1e-6
    }
}

/// The shortest way over the ellipsoid of WGS-84 between two places, exact to nanometres whatever their distance (C. F. F.
/// Karney, Algorithms for geodesics, 2013). Some microseconds; not a number when a coordinate is not.
#[must_use]
pub fn geodesic_distance(a: Wgs84, b: Wgs84) -> Metres {
    static ELLIPSOID: OnceLock<Geodesic> = OnceLock::new();
    let whole = |p: Wgs84| Wgs84::new(p.lat, p.lon).is_some();
    if !(whole(a) && whole(b)) {
        return Metres(f64::NAN);
    }
    let distance: f64 = ELLIPSOID.get_or_init(Geodesic::wgs84).inverse(a.lat, a.lon, b.lat, b.lon);
    Metres(distance)
}

/// A place in metres east (`x`) and north (`y`) of a district's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// Metres east of the origin.
    pub x: f64,
    /// Metres north of the origin.
    pub y: f64,
}

impl Local {
    /// The straight distance to `other`.
    #[must_use]
    pub fn distance(self, other: Local) -> Metres {
        Metres((self.x - other.x).hypot(self.y - other.y))
    }

    /// The bearing from here to `other`; north when they are the same place.
    #[must_use]
    pub fn bearing(self, other: Local) -> Heading {
        Heading::of(other.x - self.x, other.y - self.y)
    }

    /// The place `fraction` of the way to `other`: 0 here, 1 there.
    #[must_use]
    pub fn toward(self, other: Local, fraction: f64) -> Local {
        Local { x: self.x + (other.x - self.x) * fraction, y: self.y + (other.y - self.y) * fraction }
    }

    /// The place `distance` away on `bearing`.
    #[must_use]
    pub fn moved(self, bearing: Heading, distance: Metres) -> Local {
        let (sin, cos) = bearing.as_radians().sin_cos();
        Local { x: self.x + distance.0 * sin, y: self.y + distance.0 * cos }
    }
}

/// The tangent plane of one district.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    origin: Wgs84,
    metres_per_degree_north: f64,
    metres_per_degree_east: f64,
}

impl Frame {
    /// The plane at an origin that came from outside; nothing when it is not finite, off the globe, within a degree of a
    /// pole, where no plane of latitude and longitude serves, or the (0,0) of receivers without a fix.
    #[must_use]
    pub fn checked(origin: Wgs84) -> Option<Self> {
        let origin = Wgs84::new(origin.lat, origin.lon)?;
        (origin.lat.abs() <= 89.0 && !origin.is_null_island()).then(|| Self::at(origin))
    }

    /// The plane that touches the ellipsoid at `origin`. Not for origins within a degree of a pole ([`Frame::checked`]).
    #[must_use]
    pub fn at(origin: Wgs84) -> Self {
        let phi = origin.lat.to_radians();
        let w = 1.0 - ECCENTRICITY_SQUARED * phi.sin().powi(2);
        let north = SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / w.powf(1.5);
        let east = SEMI_MAJOR / w.sqrt() * phi.cos();
        Self { origin, metres_per_degree_north: north.to_radians(), metres_per_degree_east: east.to_radians() }
    }

    /// Where the plane touches.
    #[must_use]
    pub fn origin(&self) -> Wgs84 {
        self.origin
    }

    /// Metres from the origin; longitude differences wrap at the antimeridian.
    #[must_use]
    pub fn to_local(&self, place: Wgs84) -> Local {
        let east = (place.lon - self.origin.lon + 540.0).rem_euclid(360.0) - 180.0;
        Local { x: east * self.metres_per_degree_east, y: (place.lat - self.origin.lat) * self.metres_per_degree_north }
    }

    /// Back to degrees; longitude stays in `-180..180`.
    #[must_use]
    pub fn to_wgs84(&self, place: Local) -> Wgs84 {
        let lon = self.origin.lon + place.x / self.metres_per_degree_east;
        Wgs84 {
            lat: self.origin.lat + place.y / self.metres_per_degree_north,
            lon: (lon + 540.0).rem_euclid(360.0) - 180.0,
        }
    }
}

#[cfg(test)]
mod tests;
