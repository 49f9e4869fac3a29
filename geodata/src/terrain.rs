//! How high the ground is: heights, what stands in the way of a flight or a view, and how sure that is.
//!
//! A district is flat at one stated height until elevation tiles are brought ([`import`](fn@import)), and says so. With
//! tiles it is a grid of heights, bilinear between its samples; every answer about a line or a circle is exact for that
//! surface. What no tile knows is unknown: [`Terrain::height`] says nothing there, and everything that must have a number
//! ([`Terrain::ground`]) takes the highest ground known near by, so that a flight laid over it is too high rather than
//! too low.
//!
//! Heights are metres above mean sea level ([`VerticalDatum`] says whose). Elevation models err: SRTM by less than 16 m
//! for nine places of ten (its specification), Copernicus GLO-30 by less than 4 m; the latter shows roofs and tree tops
//! as ground, SRTM something in between. A minimum height above ground must leave room for that.

mod along;
pub mod file;
mod fill;
mod geotiff;
mod grid;
mod hgt;
mod import;
mod keys;
mod lattice;
mod mosaic;
mod packed;
mod peaks;
mod request;
mod sight;
#[cfg(test)]
pub(crate) mod tests;

pub use along::Along;
pub use grid::Grid;
pub use import::import;
pub use request::block_heights;
pub use sight::{Bending, Sight};

use crate::datum::VerticalDatum;
use crate::frame::Local;
use crate::units::{Agl, Amsl, Metres};
use along::Curve;
use std::sync::Arc;

/// The ground of one district.
#[derive(Clone, Debug)]
pub enum Terrain {
    /// One height everywhere: what a district has until elevation tiles are brought.
    Flat(Amsl),
    /// Heights at the samples of elevation tiles.
    Grid(Arc<Grid>),
}

/// The height of the ground at a place, and whether it was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Height {
    /// Above mean sea level.
    pub amsl: Amsl,
    /// Whether it was interpolated over a small hole in the data.
    pub filled: bool,
}

/// No profile has more points than this; a finer step is made coarser.
const MOST_POINTS: f64 = 10_000.0;

impl Terrain {
    /// The height of the ground at a place; nothing outside of the data, in its holes, and for what is no place.
    #[must_use]
    pub fn height(&self, at: Local) -> Option<Amsl> {
        self.known(at).map(|height| height.amsl)
    }

    /// The same, with whether it was measured.
    #[must_use]
    pub fn known(&self, at: Local) -> Option<Height> {
        match self {
            Self::Flat(height) => {
                (at.x.is_finite() && at.y.is_finite()).then_some(Height { amsl: *height, filled: false })
            }
            Self::Grid(grid) => grid.height(at),
        }
    }

    /// A height of the ground for those who must have one: where it is unknown, the highest ground that is known near
    /// by, so that what is flown above it is too high rather than too low.
    #[must_use]
    pub fn ground(&self, at: Local) -> Amsl {
        match self {
            Self::Flat(height) => *height,
            Self::Grid(grid) => grid.height(at).map_or_else(|| grid.highest_near(at), |height| height.amsl),
        }
    }

    /// The height above the sea of something `above` the ground here.
    #[must_use]
    pub fn amsl(&self, at: Local, above: Agl) -> Option<Amsl> {
        self.height(at).map(|ground| ground.raised(above))
    }

    /// The height above the ground of something at a height above the sea; negative when it is below ground.
    #[must_use]
    pub fn agl(&self, at: Local, height: Amsl) -> Option<Agl> {
        self.height(at).map(|ground| height.above(ground))
    }

    /// The highest ground under the straight line from `a` to `b`, exactly.
    #[must_use]
    pub fn max_along(&self, a: Local, b: Local) -> Along<Amsl> {
        self.worst(a, b, Curve::ZERO).amsl()
    }

    /// Where a straight leg between two heights comes nearest to the ground: [`Along::value`] is the least height above
    /// ground, negative when it goes through the ground. The leg is straight in local metres, over no more than some
    /// tens of kilometres.
    #[must_use]
    pub fn least_clearance(&self, a: (Local, Amsl), b: (Local, Amsl)) -> Along<Agl> {
        self.worst(a.0, b.0, Curve::line(-a.1.0.0, -b.1.0.0)).clearance()
    }

    /// The highest ground within `radius` of a place, for a minimum safe height. Every square of the grid that the circle
    /// touches counts whole, so it may be that of a place one sample farther away; never lower than the truth.
    #[must_use]
    pub fn highest_within(&self, at: Local, radius: Metres) -> Along<Amsl> {
        match self {
            Self::Flat(height) => Along { value: Some(*height), at, unknown: false },
            Self::Grid(grid) => grid.highest_within(at, radius.0),
        }
    }

    /// Heights every `step` from `a` to `b`, both ends included: distance from `a`, and the height where it is known. No
    /// more than 10,000 points: a finer step, or one that is not positive, is made coarser.
    #[must_use]
    pub fn profile(&self, a: Local, b: Local, step: Metres) -> Vec<(Metres, Option<Amsl>)> {
        let length = a.distance(b);
        if !length.0.is_finite() {
            return Vec::new();
        }
        let wanted = if step.0 > 0.0 { (length.0 / step.0).ceil() } else { MOST_POINTS };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 10,000
        let parts = wanted.clamp(1.0, MOST_POINTS) as u32;
        let point = |part: u32| {
            let share = f64::from(part) / f64::from(parts);
            (length * share, self.height(a.toward(b, share)))
        };
        (0..=parts).map(point).collect()
    }

    /// Whether one place in the air sees another over the ground.
    #[must_use]
    pub fn line_of_sight(&self, a: (Local, Amsl), b: (Local, Amsl), bending: Bending) -> Sight {
        sight::between(self, a, b, bending)
    }

    /// What a screen must say about this terrain: that it is flat, or where it comes from and what is missing.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Flat(_) => Some("no elevation data: the ground is taken as flat, heights over hills are wrong"),
            Self::Grid(grid) => Some(grid.note()),
        }
    }

    /// What heights count from; for flat ground what the person who stated it meant.
    #[must_use]
    pub fn vertical_datum(&self) -> VerticalDatum {
        match self {
            Self::Flat(_) => VerticalDatum::SeaLevel,
            Self::Grid(grid) => grid.vertical_datum(),
        }
    }

    /// Whether this is one stated height and no data.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        matches!(self, Self::Flat(_))
    }

    /// The greatest value of ground plus `curve` along a line.
    fn worst(&self, a: Local, b: Local, curve: Curve) -> Along<f64> {
        match self {
            Self::Flat(height) => along::over_flat(height.0.0, a, b, curve),
            Self::Grid(grid) => along::over_grid(grid, a, b, curve),
        }
    }
}
