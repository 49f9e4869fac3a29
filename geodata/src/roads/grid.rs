//! Every straight piece of every road in a grid of squares: the nearest piece to a place in a fraction of a microsecond.
//!
//! A grid beats a tree here: road pieces are short, lie evenly and never move. Rings of squares round the place are
//! looked through until no square left can hold anything nearer, so the answer is that of looking at every piece; equal
//! distances go to the lower piece.

use super::data::{Cm, local};
use super::graph::{Graph, index_u32};
use super::profile::Profile;
use super::turns::bit;
use crate::frame::Local;

/// No more squares than this, however wide the net.
const MOST_SQUARES: f64 = 4.0e6;

/// One direction-less piece: from a point to the next one of the same edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// The piece, by its first point.
    pub point: u32,
    /// How far along the piece, 0..=1.
    pub t: f64,
    /// Square of the distance in metres.
    pub distance_2: f64,
}

impl Near {
    fn beats(&self, other: &Near) -> bool {
        (self.distance_2, self.point) < (other.distance_2, other.point)
    }
}

/// The squares, row by row from the south-west, each with the pieces that touch it.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    corner: Local,
    side: f64,
    columns: usize,
    rows: usize,
    first: Vec<u32>,
    /// Pieces, shifted by four, with the bits of the profiles that may use them.
    pieces: Vec<u32>,
}

impl Grid {
    pub fn build(graph: &Graph) -> Self {
        let Some((low, high)) = corners(&graph.points) else { return Self::default() };
        let (width, height) = (high.x - low.x, high.y - low.y);
        let wanted = (graph.points.len() as f64 / 3.0).clamp(1.0, MOST_SQUARES);
        let mut side = (width * height / wanted).sqrt().max(width.max(height) / 1e4).clamp(20.0, 1e6);
        loop {
            // Non-negative and at most some ten thousand.
            let (columns, rows) = ((width / side) as usize + 1, (height / side) as usize + 1);
            let mut grid = Self { corner: low, side, columns, rows, ..Self::default() };
            let allowed = graph.points.len() * 12 + 1000;
            if (columns * rows) as f64 <= MOST_SQUARES * 1.1 && grid.fill(graph, allowed) {
                return grid;
            }
            side *= 2.0;
        }
    }

    /// Lists the pieces of every square; gives up when there are more than `allowed` entries.
    fn fill(&mut self, graph: &Graph, allowed: usize) -> bool {
        let mut first = vec![0u32; self.columns * self.rows + 1];
        let mut entries = 0usize;
        for (point, _) in pieces(graph) {
            self.touched(graph, point, |square| {
                first[square + 1] += 1;
                entries += 1;
            });
            if entries > allowed {
                return false;
            }
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let (mut next, mut list) = (first.clone(), vec![0u32; entries]);
        for (point, bits) in pieces(graph) {
            self.touched(graph, point, |square| {
                list[next[square] as usize] = point << 4 | u32::from(bits);
                next[square] += 1;
            });
        }
        (self.first, self.pieces) = (first, list);
        true
    }

    /// Calls with every square a piece touches, row by row.
    fn touched(&self, graph: &Graph, point: u32, mut call: impl FnMut(usize)) {
        let (a, b) = ends(graph, point);
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        for row in self.row(low.y)..=self.row(high.y) {
            let bottom = self.corner.y + row as f64 * self.side;
            let (from, to) = (at_height(low, high, bottom), at_height(low, high, bottom + self.side));
            // A hair wider than the line, so that rounding loses no square.
            let (west, east) = (from.min(to) - 0.01, from.max(to) + 0.01);
            for column in self.column(west)..=self.column(east) {
                call(row * self.columns + column);
            }
        }
    }

    fn column(&self, x: f64) -> usize {
        // A float-to-integer cast saturates at zero; the far side is held by `min`.
        (((x - self.corner.x) / self.side) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.corner.y) / self.side) as usize).min(self.rows - 1)
    }

    /// The nearest piece that one of these profiles may use; any piece when no bit is set.
    pub fn nearest(&self, graph: &Graph, at: Local, profiles: u8) -> Option<Near> {
        if self.first.is_empty() {
            return None;
        }
        let (column, row) = (self.column(at.x), self.row(at.y));
        let mut best: Option<Near> = None;
        for ring in 0..self.columns.max(self.rows) {
            let mut looked = false;
            self.ring(column, row, ring, |column, row| {
                let gap_2 = self.gap_2(at, column, row);
                if best.is_some_and(|best| gap_2 > best.distance_2) {
                    return;
                }
                looked = true;
                for near in self.pieces(graph, at, row * self.columns + column, profiles) {
                    if best.is_none_or(|best| near.beats(&best)) {
                        best = Some(near);
                    }
                }
            });
            if !looked && best.is_some() {
                break;
            }
        }
        best
    }

    /// Every piece within a distance, in the order of the squares; a piece may come more than once.
    pub fn within(&self, graph: &Graph, at: Local, metres: f64, profiles: u8, mut call: impl FnMut(Near)) {
        if self.first.is_empty() {
            return;
        }
        let (columns, rows) = (
            self.column(at.x - metres)..=self.column(at.x + metres),
            self.row(at.y - metres)..=self.row(at.y + metres),
        );
        for row in rows {
            for column in columns.clone() {
                let near = self.pieces(graph, at, row * self.columns + column, profiles);
                near.filter(|near| near.distance_2 <= metres * metres).for_each(&mut call);
            }
        }
    }

    fn pieces<'a>(&'a self, graph: &'a Graph, at: Local, square: usize, bits: u8) -> impl Iterator<Item = Near> + 'a {
        let range = self.first[square] as usize..self.first[square + 1] as usize;
        let open = move |piece: &&u32| bits == 0 || **piece & u32::from(bits) != 0;
        self.pieces[range].iter().filter(open).map(move |piece| near(graph, piece >> 4, at))
    }

    /// Calls with the squares exactly `ring` away from a square.
    fn ring(&self, column: usize, row: usize, ring: usize, mut call: impl FnMut(usize, usize)) {
        let (west, east) = (column.saturating_sub(ring), (column + ring).min(self.columns - 1));
        let (south, north) = (row.saturating_sub(ring), (row + ring).min(self.rows - 1));
        for y in south..=north {
            if y + ring == row || y == row + ring {
                (west..=east).for_each(|x| call(x, y));
            } else {
                if column >= ring {
                    call(column - ring, y);
                }
                if column + ring < self.columns {
                    call(column + ring, y);
                }
            }
        }
    }

    /// The square of the distance to a square.
    fn gap_2(&self, at: Local, column: usize, row: usize) -> f64 {
        let gap = |at: f64, low: f64| (low - at).max(at - low - self.side).max(0.0);
        let dx = gap(at.x, self.corner.x + column as f64 * self.side);
        let dy = gap(at.y, self.corner.y + row as f64 * self.side);
        // A hair less than true, so that rounding hides nothing.
        (dx * dx + dy * dy) * (1.0 - 1e-9) - 1e-6
    }
}

/// The point on a piece that is nearest to a place.
pub(super) fn near(graph: &Graph, point: u32, at: Local) -> Near {
    let (a, b) = ends(graph, point);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length_2 = dx * dx + dy * dy;
    let t = if length_2 > 0.0 { (((at.x - a.x) * dx + (at.y - a.y) * dy) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    let (ex, ey) = (a.x + dx * t - at.x, a.y + dy * t - at.y);
    Near { point, t, distance_2: ex * ex + ey * ey }
}

/// The two ends of a piece.
pub(super) fn ends(graph: &Graph, point: u32) -> (Local, Local) {
    let end = |point: usize| graph.points.get(point).map_or_else(Local::default, |cm| local(*cm));
    (end(point as usize), end(point as usize + 1))
}

/// The first point of every piece, with the bits of the profiles that may use it.
pub(super) fn pieces(graph: &Graph) -> impl Iterator<Item = (u32, u8)> + '_ {
    graph.edges.iter().enumerate().flat_map(|(number, edge)| {
        let open = Profile::ALL.into_iter().filter(|p| edge.access.allows_any(*p));
        let bits = open.fold(0, |bits, profile| bits | bit(profile));
        let span = graph.span(index_u32(number));
        (index_u32(span.start)..index_u32(span.end).saturating_sub(1)).map(move |point| (point, bits))
    })
}

/// Where a rising line is at a height, held to its ends.
fn at_height(low: Local, high: Local, y: f64) -> f64 {
    let rise = high.y - low.y;
    let t =
        if rise > 0.0 { ((y - low.y) / rise).clamp(0.0, 1.0) } else { return if y <= low.y { low.x } else { high.x } };
    low.x + (high.x - low.x) * t
}

fn corners(points: &[Cm]) -> Option<(Local, Local)> {
    let first = *points.first()?;
    let join = |(low, high): (Cm, Cm), p: &Cm| ((low.0.min(p.0), low.1.min(p.1)), (high.0.max(p.0), high.1.max(p.1)));
    let (low, high) = points.iter().fold((first, first), join);
    Some((local(low), local(high)))
}
