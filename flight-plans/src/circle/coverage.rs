//! Gap and overlap of air and ground together, for the district and for each area of both boundary systems.
//!
//! Each unit brings the ground it reaches in a time as polygons: an aircraft its disc in the wind, or what is left of it
//! round the zones; a ground unit the strips along its roads. From these come four layers: reached at all, reached by two or
//! more, reached by air, reached by road. The district is cut into parcels, each with one police owner, one civil owner, or
//! without; where the two do not belong together the parcel is a mismatch strip. Every parcel is told with its shares of the
//! layers, and every gap with who answers for it.

mod clip;
mod parcel;
mod plane;
#[cfg(test)]
mod tests;
mod watch;

pub use parcel::{AreaRow, Gap, Parcel};
pub use watch::{Domain, Watch};

use geo::{BooleanOps, MultiPolygon};
use geodata::{Area, Areas, Finding, Local};
use plane::{Layers, inside, outlines, polygons, square_metres};

/// Square metres of something, and of it how much is reached by whom.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    /// All of it.
    pub area: f64,
    /// Reached by one unit at least.
    pub covered: f64,
    /// Reached by none.
    pub gap: f64,
    /// Reached by two units or more, of whatever kind.
    pub overlap: f64,
    /// Reached by air alone.
    pub air_only: f64,
    /// Reached by road alone.
    pub ground_only: f64,
    /// Reached by air and by road.
    pub both: f64,
}

/// What is reached of a district, and what is not.
#[derive(Clone, Debug)]
pub struct Coverage {
    district: MultiPolygon,
    layers: Layers,
}

/// Everything about a district's coverage.
#[derive(Clone, Debug)]
pub struct Report {
    /// The whole district.
    pub district: Shares,
    /// Every area of both systems as it is on file, cut off at the district's outline: areas of several levels count in each
    /// of them.
    pub areas: Vec<AreaRow>,
    /// The district cut up by owners; together they are the district.
    pub parcels: Vec<Parcel>,
    /// What nobody reaches, with who answers for it; the largest first.
    pub gaps: Vec<Gap>,
}

impl Report {
    /// The parcels where most of the civil area belongs to another station.
    pub fn mismatch_strips(&self) -> impl Iterator<Item = &Parcel> {
        self.parcels.iter().filter(|parcel| parcel.is_mismatch())
    }
}

impl Coverage {
    /// Lays what units reach over a district, whose outer rings `district` are.
    ///
    /// # Errors
    /// Every ring that has fewer than three corners or a corner that is no place, with whose it is.
    pub fn of(district: &[Vec<Local>], watches: &[Watch]) -> Result<Self, Vec<Finding>> {
        let mut faults: Vec<Finding> = district.iter().filter_map(|ring| plane::fault("the district", ring)).collect();
        faults.extend(watches.iter().flat_map(Watch::faults));
        if !faults.is_empty() {
            return Err(faults);
        }
        let district = outlines(district);
        let layers = Layers::of(watches).cut(&district);
        Ok(Self { district, layers })
    }

    /// The whole district.
    #[must_use]
    pub fn shares(&self) -> Shares {
        self.layers.shares(square_metres(&self.district))
    }

    /// What nobody reaches.
    #[must_use]
    pub fn gap(&self) -> Vec<Area> {
        polygons(&self.district.difference(&self.layers.once))
    }

    /// What two or more reach.
    #[must_use]
    pub fn overlap(&self) -> Vec<Area> {
        polygons(&self.layers.twice)
    }

    /// Whether a place is in the district and reached.
    #[must_use]
    pub fn is_covered(&self, at: Local) -> bool {
        inside(&self.layers.once, at)
    }

    /// By the areas of both systems.
    #[must_use]
    pub fn report(&self, areas: &Areas) -> Report {
        let (rows, parcels) = parcel::cut(&self.district, &self.layers, areas);
        let mut gaps: Vec<Gap> = parcels.iter().flat_map(|parcel| parcel.gaps(&self.layers.once, areas)).collect();
        gaps.sort_by(|a, b| b.square_metres.total_cmp(&a.square_metres));
        Report { district: self.shares(), areas: rows, parcels, gaps }
    }
}
