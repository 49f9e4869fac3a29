//! Heights at the samples of a lattice, two bytes each, and the look-ups of one place.

use super::Height;
use super::along::Along;
use super::lattice::{Lattice, Placed, Spot};
use super::packed::Packed;
use super::peaks::Peaks;
use crate::datum::VerticalDatum;
use crate::frame::{Frame, Local};
use crate::units::{Amsl, Metres};

/// Heights at the samples of elevation tiles, cut to a district.
#[derive(Debug)]
pub struct Grid {
    pub(super) lattice: Lattice,
    pub(super) placed: Placed,
    pub(super) packed: Packed,
    pub(super) peaks: Peaks,
    pub(super) about: About,
    note: String,
}

/// What is known about where the heights come from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct About {
    /// Names of the files.
    pub source: String,
    pub vertical: VerticalDatum,
}

impl Grid {
    pub(super) fn new(lattice: Lattice, packed: Packed, about: About, frame: &Frame) -> Self {
        let placed = Placed::new(&lattice, frame);
        let peaks = Peaks::over(&packed, placed.rows, placed.columns);
        let note = note(&placed, &packed, &about);
        Self { lattice, placed, packed, peaks, about, note }
    }

    /// Metres between samples, eastward and northward.
    #[must_use]
    pub fn spacing(&self) -> (Metres, Metres) {
        (Metres(self.placed.dx), Metres(self.placed.dy))
    }

    /// The share of samples whose height is unknown, `0.0..=1.0`.
    #[must_use]
    pub fn unknown_share(&self) -> f64 {
        self.packed.share(self.packed.unknown())
    }

    /// The share of samples that were interpolated over small holes, `0.0..=1.0`.
    #[must_use]
    pub fn filled_share(&self) -> f64 {
        self.packed.share(self.packed.filled())
    }

    pub(super) fn note(&self) -> &str {
        &self.note
    }

    pub(super) fn vertical_datum(&self) -> VerticalDatum {
        self.about.vertical
    }

    pub(super) fn height(&self, at: Local) -> Option<Height> {
        let spot = self.placed.spot(at);
        let (row, column) = self.placed.square(spot)?;
        #[allow(clippy::cast_precision_loss)] // a grid has some thousand rows
        let (down, right) = (spot.row - row as f64, spot.column - column as f64);
        let (mut sum, mut filled) = (0.0, false);
        for (r, c, weight) in weights(row, column, down, right) {
            // A sample that does not count may be unknown.
            if weight > 0.0 {
                sum += weight * self.sample(r, c)?;
                filled |= self.packed.is_filled(r * self.placed.columns + c);
            }
        }
        Some(Height { amsl: Amsl(Metres(sum)), filled })
    }

    /// The height of a sample; nothing where it is unknown.
    pub(super) fn sample(&self, row: usize, column: usize) -> Option<f64> {
        self.packed.height(row * self.placed.columns + column)
    }

    /// The bilinear height of a spot within a square; nothing when a corner of the square is unknown.
    pub(super) fn within(&self, row: usize, column: usize, spot: Spot) -> Option<f64> {
        #[allow(clippy::cast_precision_loss)]
        let (down, right) = ((spot.row - row as f64).clamp(0.0, 1.0), (spot.column - column as f64).clamp(0.0, 1.0));
        weights(row, column, down, right).into_iter().try_fold(0.0, |sum, (r, c, weight)| {
            let height = self.sample(r, c)?;
            Some(sum + weight * height)
        })
    }

    /// The highest known ground about a place whose own height is unknown.
    pub(super) fn highest_near(&self, at: Local) -> Amsl {
        let Spot { row, column } = self.placed.spot(at);
        Amsl(Metres(self.packed.metres(self.peaks.highest_near(row, column))))
    }

    /// The highest known square that a circle touches, and whether it touches anything unknown.
    pub(super) fn highest_within(&self, at: Local, radius: f64) -> Along<Amsl> {
        let reach = radius.max(0.0);
        let spot = self.placed.spot(at);
        if !(spot.row.is_finite() && spot.column.is_finite() && reach.is_finite()) {
            return Along { value: None, at, unknown: true };
        }
        let reach = (reach / self.placed.dy, reach / self.placed.dx);
        let found = self.peaks.within_ellipse(&self.packed, self.placed.columns, (spot.row, spot.column), reach);
        let highest = found.highest.map(|(raw, row, column)| {
            #[allow(clippy::cast_precision_loss)]
            let middle = Spot { row: row as f64 + 0.5, column: column as f64 + 0.5 };
            (Amsl(Metres(self.packed.metres(raw))), self.placed.local(middle))
        });
        let unknown = found.unknown || self.placed.reaches_out(spot, reach);
        Along { value: highest.map(|h| h.0), at: highest.map_or(at, |h| h.1), unknown }
    }
}

/// The four corners of a square and how much each counts.
fn weights(row: usize, column: usize, down: f64, right: f64) -> [(usize, usize, f64); 4] {
    [
        (row, column, (1.0 - down) * (1.0 - right)),
        (row, column + 1, (1.0 - down) * right),
        (row + 1, column, down * (1.0 - right)),
        (row + 1, column + 1, down * right),
    ]
}

fn note(placed: &Placed, packed: &Packed, about: &About) -> String {
    let percent = |count: usize| packed.share(count) * 100.0;
    let unknown = match packed.unknown() {
        0 => "no holes".to_owned(),
        holes => format!("{:.1} % unknown", percent(holes).max(0.1)),
    };
    let filled = match packed.filled() {
        0 => String::new(),
        filled => format!(", {:.1} % interpolated over small holes", percent(filled).max(0.1)),
    };
    let (dx, dy) = (placed.dx, placed.dy);
    format!(
        "elevation from {}: a height every {dx:.0} x {dy:.0} m above {}, {unknown}{filled}",
        about.source,
        about.vertical.name()
    )
}
