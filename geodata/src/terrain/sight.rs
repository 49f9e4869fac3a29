//! Whether one place sees another over the ground, with the Earth's curvature and the bending of the ray.

use super::Terrain;
use super::along::Curve;
use crate::frame::Local;
use crate::units::{Amsl, Metres};

/// The Earth's mean radius in metres (IUGG).
const EARTH: f64 = 6_371_008.8;
/// A ray this much below the ground is rounding, in metres.
const ROUNDING: f64 = 1e-6;

/// How the air bends the ray: the Earth under it is taken as larger by a factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bending {
    /// A straight ray: factor 1.
    None,
    /// Light: refraction coefficient 0.13 (C. F. Gauss), factor 1 / (1 - 0.13).
    Light,
    /// Radio in a standard atmosphere: factor 4/3 (Recommendation ITU-R P.310).
    #[default]
    Radio,
}

impl Bending {
    fn factor(self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Light => 1.0 / (1.0 - 0.13),
            Self::Radio => 4.0 / 3.0,
        }
    }
}

/// What stands between two places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// Nothing: the ray passes over all ground, by at least this much.
    Clear {
        /// The least height of the ray above the ground.
        by: Metres,
        /// Where that is.
        at: Local,
    },
    /// Ground.
    Blocked {
        /// Where the ground stands highest above the ray.
        at: Local,
        /// How far it does: either end must be raised by more than this to look over it.
        by: Metres,
    },
    /// No known ground, but some of it is unknown.
    Unknown,
}

/// The sight line between two places in the air; who stands on the ground adds the height of the eye or the mast.
pub(super) fn between(terrain: &Terrain, a: (Local, Amsl), b: (Local, Amsl), bending: Bending) -> Sight {
    // Over the chord the ground bulges by d1 d2 / (2 k R) at distances d1, d2 from the ends.
    let length = a.0.distance(b.0).0;
    let bulge = length * length / (2.0 * bending.factor() * EARTH);
    let ray = Curve::line(-a.1.0.0, -b.1.0.0);
    let curve = Curve { slope: ray.slope + bulge, bend: -bulge, ..ray };
    let worst = terrain.worst(a.0, b.0, curve);
    match worst.value {
        Some(above) if above > ROUNDING => Sight::Blocked { at: worst.at, by: Metres(above) },
        Some(above) if !worst.unknown => Sight::Clear { by: Metres((-above).max(0.0)), at: worst.at },
        _ => Sight::Unknown,
    }
}
