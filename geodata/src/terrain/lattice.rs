//! Where the samples of a raster lie: rows from north to south, columns from west to east, evenly in degrees.
//!
//! A district's plane is a linear map of degrees, so a lattice even in degrees is even in its metres too: [`Placed`] needs
//! no projection for a look-up.

use crate::frame::{Frame, Local, Wgs84};

/// The most samples of one grid: 120 km square at 30 m.
pub(super) const MOST_SAMPLES: u64 = 16_000_000;
/// Degrees between samples: finer than a metre or coarser than 10 km is no elevation model of a district.
const STEPS: std::ops::RangeInclusive<f64> = 5e-6..=0.1;

/// A lattice in degrees of WGS-84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lattice {
    /// Latitude of the first row.
    pub north: f64,
    /// Longitude of the first column.
    pub west: f64,
    /// Degrees from row to row, southward, positive.
    pub step_lat: f64,
    /// Degrees from column to column, eastward, positive.
    pub step_lon: f64,
    pub rows: u32,
    pub columns: u32,
}

impl Lattice {
    /// Whether it lies on the globe, is fine and small enough, and has at least one square between samples.
    pub fn is_sound(&self) -> bool {
        let samples = u64::from(self.rows) * u64::from(self.columns);
        self.is_placed() && self.rows >= 2 && self.columns >= 2 && samples <= MOST_SAMPLES
    }

    /// Whether it lies on the globe with sensible steps, whatever its size.
    pub fn is_placed(&self) -> bool {
        let steps = STEPS.contains(&self.step_lat) && STEPS.contains(&self.step_lon);
        let corner = self.north.abs() <= 90.1 && self.west.abs() <= 540.0;
        steps && corner && self.south() >= -90.1 && self.width() <= 360.1
    }

    pub fn south(&self) -> f64 {
        self.north - self.step_lat * f64::from(self.rows.saturating_sub(1))
    }

    /// Degrees from the first to the last column.
    pub fn width(&self) -> f64 {
        self.step_lon * f64::from(self.columns.saturating_sub(1))
    }

    /// How many samples.
    pub fn samples(&self) -> usize {
        self.rows as usize * self.columns as usize
    }
}

/// A lattice in the metres of a district.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    /// Where the first sample of the first row lies.
    first: Local,
    /// Metres from column to column.
    pub dx: f64,
    /// Metres from row to row.
    pub dy: f64,
    pub rows: usize,
    pub columns: usize,
}

/// A place in units of rows and columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub row: f64,
    pub column: f64,
}

impl Placed {
    pub fn new(lattice: &Lattice, frame: &Frame) -> Self {
        let origin = frame.origin();
        let degree = frame.to_local(Wgs84 { lat: origin.lat + 1.0, lon: origin.lon + 1.0 });
        Self {
            first: frame.to_local(Wgs84 { lat: lattice.north, lon: lattice.west }),
            dx: degree.x * lattice.step_lon,
            dy: degree.y * lattice.step_lat,
            rows: lattice.rows as usize,
            columns: lattice.columns as usize,
        }
    }

    /// Where a place lies among the samples; may be outside.
    pub fn spot(&self, at: Local) -> Spot {
        Spot { row: (self.first.y - at.y) / self.dy, column: (at.x - self.first.x) / self.dx }
    }

    /// The place of a spot.
    pub fn local(&self, spot: Spot) -> Local {
        Local { x: self.first.x + spot.column * self.dx, y: self.first.y - spot.row * self.dy }
    }

    /// The square that holds a spot, by its north-west sample; nothing outside.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked first
    pub fn square(&self, spot: Spot) -> Option<(usize, usize)> {
        let last = ((self.rows - 1) as f64, (self.columns - 1) as f64);
        let inside = (0.0..=last.0).contains(&spot.row) && (0.0..=last.1).contains(&spot.column);
        inside.then(|| ((spot.row as usize).min(self.rows - 2), (spot.column as usize).min(self.columns - 2)))
    }

    /// Whether an ellipse about a spot, with these half axes in rows and columns, leaves the grid.
    #[allow(clippy::cast_precision_loss)]
    pub fn reaches_out(&self, spot: Spot, reach: (f64, f64)) -> bool {
        let leaves = |at: f64, reach: f64, samples: usize| at - reach < 0.0 || at + reach > (samples - 1) as f64;
        leaves(spot.row, reach.0, self.rows) || leaves(spot.column, reach.1, self.columns)
    }
}
