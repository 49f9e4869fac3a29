//! Several tiles become one grid: the windows that the district needs, on the lattice of the finest of them.
//!
//! A sample of the grid that lies on a tile's own sample takes it unchanged, so neighbouring tiles agree along their seam;
//! a coarser tile is interpolated between its samples. Where tiles overlap, the finer one counts, then the first named.

use super::lattice::{Lattice, MOST_SAMPLES};
use super::packed::HEIGHTS;
use super::{geotiff, hgt};
use crate::datum::VerticalDatum;
use crate::finding::Finding;
use crate::frame::{Frame, Wgs84};
use std::borrow::Cow;
use std::ops::Range;

/// One file whose place is known, its heights not yet read.
pub(super) struct Source<'a> {
    pub name: String,
    pub lattice: Lattice,
    pub vertical: VerticalDatum,
    pub samples: Samples<'a>,
}

/// Where the heights of a file are.
pub(super) enum Samples<'a> {
    Hgt(Cow<'a, [u8]>),
    Tiff { bytes: Cow<'a, [u8]>, nodata: Option<f64> },
}

/// Rows and columns of a file.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub rows: Range<usize>,
    pub columns: Range<usize>,
}

impl Window {
    pub fn samples(&self) -> usize {
        self.rows.len() * self.columns.len()
    }
}

/// A box in degrees of latitude, and of longitude east of the district's origin, so that no antimeridian is in the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub south: f64,
    pub north: f64,
    pub west: f64,
    pub east: f64,
}

impl Cut {
    /// The box of a district with a margin in metres.
    pub fn new(bounds: &[Wgs84; 2], margin: f64, frame: &Frame) -> Self {
        let [a, b] = bounds.map(|corner| frame.to_local(corner));
        let degree = frame.to_local(Wgs84 { lat: frame.origin().lat + 1.0, lon: frame.origin().lon + 1.0 });
        let lat = |y: f64| frame.origin().lat + y / degree.y;
        Self {
            south: lat(a.y.min(b.y) - margin),
            north: lat(a.y.max(b.y) + margin),
            west: (a.x.min(b.x) - margin) / degree.x,
            east: (a.x.max(b.x) + margin) / degree.x,
        }
    }

    fn is_finite(&self) -> bool {
        [self.south, self.north, self.west, self.east].iter().all(|n| n.is_finite())
    }
}

/// Degrees east of an origin, `-180..180`.
pub(super) fn east_of(origin: f64, lon: f64) -> f64 {
    (lon - origin + 540.0).rem_euclid(360.0) - 180.0
}

/// The heights of one file within the cut. Its lattice has longitudes east of the district's origin.
pub(super) struct Piece {
    pub name: String,
    pub lattice: Lattice,
    pub vertical: VerticalDatum,
    heights: Vec<f32>,
}

impl Source<'_> {
    /// What of the file lies in the cut; nothing when none of it does.
    pub fn piece(&self, cut: &Cut, frame: &Frame) -> Result<Option<Piece>, Finding> {
        let whole = Lattice { west: east_of(frame.origin().lon, self.lattice.west), ..self.lattice };
        // A tile that begins just west of the opposite meridian lies all the same to the east of it.
        let whole = if whole.west > cut.east { Lattice { west: whole.west - 360.0, ..whole } } else { whole };
        let rows = share(whole.north - cut.north, whole.north - cut.south, whole.step_lat, whole.rows);
        let columns = share(cut.west - whole.west, cut.east - whole.west, whole.step_lon, whole.columns);
        let (Some(rows), Some(columns)) = (rows, columns) else { return Ok(None) };
        let window = Window { rows, columns };
        if !cut.is_finite() || window.samples() as u64 > MOST_SAMPLES {
            return Err(too_large(&self.name, window.samples()));
        }
        let mut heights = self.read(&window)?;
        for height in heights.iter_mut().filter(|height| !HEIGHTS.contains(&f64::from(**height))) {
            *height = f32::NAN;
        }
        let lattice = part(&whole, &window);
        Ok(Some(Piece { name: self.name.clone(), lattice, vertical: self.vertical, heights }))
    }

    fn read(&self, window: &Window) -> Result<Vec<f32>, Finding> {
        match &self.samples {
            Samples::Hgt(bytes) => {
                let side = self.lattice.columns as usize;
                let row = |row: usize| window.columns.clone().map(move |column| hgt::height(bytes, side, row, column));
                Ok(window.rows.clone().flat_map(row).collect())
            }
            Samples::Tiff { bytes, nodata } => geotiff::read(&self.name, bytes, *nodata, window),
        }
    }
}

pub(super) fn too_large(name: &str, samples: usize) -> Finding {
    let say = format!("{samples} heights for this district are more than {MOST_SAMPLES}");
    Finding::new("terrain-large", name, say, "Bring coarser tiles, or make the district smaller")
}

/// Which of `count` samples, `step` degrees apart, lie between two distances from the first; one more on either side.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 0..=count
fn share(from: f64, to: f64, step: f64, count: u32) -> Option<Range<usize>> {
    let clamp = |at: f64| at.clamp(0.0, f64::from(count)) as usize;
    let range = clamp((from / step).floor() - 1.0)..clamp((to / step).ceil() + 2.0);
    let overlaps = to >= 0.0 && from <= step * f64::from(count - 1);
    (overlaps && range.len() >= 2).then_some(range)
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // within a lattice of u32
fn part(whole: &Lattice, window: &Window) -> Lattice {
    Lattice {
        north: whole.north - whole.step_lat * window.rows.start as f64,
        west: whole.west + whole.step_lon * window.columns.start as f64,
        rows: window.rows.len() as u32,
        columns: window.columns.len() as u32,
        ..*whole
    }
}

impl Piece {
    /// The height at a row and column, interpolated; not a number outside and beside holes.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // checked first
    fn height(&self, row: f64, column: f64) -> f32 {
        let (row, column) = (near_whole(row), near_whole(column));
        let last = (f64::from(self.lattice.rows - 1), f64::from(self.lattice.columns - 1));
        if !(0.0..=last.0).contains(&row) || !(0.0..=last.1).contains(&column) {
            return f32::NAN;
        }
        let (r, c) = (row as usize, column as usize);
        let (down, right) = ((row - r as f64) as f32, (column - c as f64) as f32);
        let corners = [
            (r, c, (1.0 - down) * (1.0 - right)),
            (r, c + 1, (1.0 - down) * right),
            (r + 1, c, down * (1.0 - right)),
            (r + 1, c + 1, down * right),
        ];
        let wide = self.lattice.columns as usize;
        let weighed = |(r, c, weight): (usize, usize, f32)| {
            if weight > 0.0 { self.heights.get(r * wide + c).map_or(f32::NAN, |height| height * weight) } else { 0.0 }
        };
        corners.into_iter().map(weighed).sum()
    }

    fn east(&self) -> f64 {
        self.lattice.west + self.lattice.width()
    }

    /// A measure of how fine it is: square degrees between samples.
    fn coarseness(&self) -> f64 {
        self.lattice.step_lat * self.lattice.step_lon
    }
}

/// A ten-thousandth of a sample is the rounding of the file's degrees.
fn near_whole(at: f64) -> f64 {
    let whole = at.round();
    if (at - whole).abs() < 1e-4 { whole } else { at }
}

/// All pieces on one lattice; pieces is not empty. Longitudes stay east of the district's origin.
pub(super) fn join(mut pieces: Vec<Piece>, cut: &Cut) -> Result<(Lattice, Vec<f32>), Finding> {
    pieces.sort_by(|a, b| a.coarseness().total_cmp(&b.coarseness()));
    let lattice = over_all(&pieces, cut);
    let lattice = lattice.filter(Lattice::is_sound).ok_or_else(|| too_large("the tiles together", usize::MAX))?;
    let mut heights = vec![f32::NAN; lattice.samples()];
    let mut empty = heights.len();
    for piece in &pieces {
        if empty > 0 {
            empty -= lay(piece, &lattice, &mut heights);
        }
    }
    Ok((lattice, heights))
}

/// The finest piece's lattice, as far as the cut and any piece reach.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a cast to an integer saturates
fn over_all(pieces: &[Piece], cut: &Cut) -> Option<Lattice> {
    let finest = pieces.first()?.lattice;
    let most = |of: fn(&Piece) -> f64| pieces.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let north = most(|p| p.lattice.north).min(cut.north + finest.step_lat);
    let south = (-most(|p| -p.lattice.south())).max(cut.south - finest.step_lat);
    let west = (-most(|p| -p.lattice.west)).max(cut.west - finest.step_lon);
    let east = most(Piece::east).min(cut.east + finest.step_lon);
    let (up, left) = (
        near_whole((north - finest.north) / finest.step_lat).floor(),
        near_whole((west - finest.west) / finest.step_lon).ceil(),
    );
    let first = (finest.north + up * finest.step_lat, finest.west + left * finest.step_lon);
    let count = |length: f64, step: f64| near_whole(length / step).floor().max(0.0) as u32;
    Some(Lattice {
        north: first.0,
        west: first.1,
        rows: count(first.0 - south, finest.step_lat).saturating_add(1),
        columns: count(east - first.1, finest.step_lon).saturating_add(1),
        ..finest
    })
}

/// Puts a piece's heights where none are yet; how many it put.
#[allow(clippy::cast_precision_loss)]
fn lay(piece: &Piece, lattice: &Lattice, heights: &mut [f32]) -> usize {
    let ratio = (lattice.step_lat / piece.lattice.step_lat, lattice.step_lon / piece.lattice.step_lon);
    let down = (piece.lattice.north - lattice.north) / piece.lattice.step_lat;
    let right = (lattice.west - piece.lattice.west) / piece.lattice.step_lon;
    let south_of = (lattice.north - piece.lattice.north, lattice.north - piece.lattice.south());
    let east_of = (piece.lattice.west - lattice.west, piece.east() - lattice.west);
    let rows = share(south_of.0, south_of.1, lattice.step_lat, lattice.rows).unwrap_or_default();
    let columns = share(east_of.0, east_of.1, lattice.step_lon, lattice.columns).unwrap_or_default();
    let mut laid = 0;
    for row in rows {
        for column in columns.clone() {
            let slot = &mut heights[row * lattice.columns as usize + column];
            if slot.is_nan() {
                *slot = piece.height(down + row as f64 * ratio.0, right + column as f64 * ratio.1);
                laid += usize::from(!slot.is_nan());
            }
        }
    }
    laid
}
