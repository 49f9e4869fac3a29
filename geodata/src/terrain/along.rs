//! The greatest value of "ground plus a curve" along a straight line: highest ground, least clearance of a leg and what
//! stands in a view are all this one question.
//!
//! Within one square a bilinear surface along a straight line is a parabola, so with a curve of second degree the greatest
//! value there is exact from three points. Stretches whose blocks are too low to matter are passed over.

use super::grid::Grid;
use super::lattice::Spot;
use crate::frame::Local;
use crate::units::{Agl, Amsl, Metres};

/// What was found along a line or within a circle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Along<T> {
    /// The extreme value; nothing when no ground is known there.
    pub value: Option<T>,
    /// Where it is.
    pub at: Local,
    /// Whether the ground is unknown somewhere: then the truth may be worse than the value.
    pub unknown: bool,
}

impl<T> Along<T> {
    pub(super) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Along<U> {
        Along { value: self.value.map(convert), at: self.at, unknown: self.unknown }
    }
}

impl Along<f64> {
    pub(super) fn amsl(self) -> Along<Amsl> {
        self.map(|height| Amsl(Metres(height)))
    }

    /// Ground over a leg, as the leg over ground.
    pub(super) fn clearance(self) -> Along<Agl> {
        self.map(|excess| Agl(Metres(-excess)))
    }
}

/// `constant + slope t + bend t²` in metres, with `t` from 0 to 1 along the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Curve {
    pub constant: f64,
    pub slope: f64,
    pub bend: f64,
}

impl Curve {
    pub const ZERO: Self = Self { constant: 0.0, slope: 0.0, bend: 0.0 };

    /// Straight from one value to another.
    pub fn line(from: f64, to: f64) -> Self {
        Self { constant: from, slope: to - from, bend: 0.0 }
    }

    pub fn at(&self, t: f64) -> f64 {
        self.constant + t * (self.slope + t * self.bend)
    }

    /// Its greatest value and where, between two `t`.
    pub fn greatest(&self, from: f64, to: f64) -> (f64, f64) {
        parabola([self.at(from), self.at(f64::midpoint(from, to)), self.at(to)], from, to)
    }

    fn is_finite(&self) -> bool {
        self.constant.is_finite() && self.slope.is_finite() && self.bend.is_finite()
    }
}

/// The greatest value, and its `t`, of the parabola through three values at the begin, the middle and the end.
fn parabola([begin, middle, end]: [f64; 3], from: f64, to: f64) -> (f64, f64) {
    let (bend, slope) = (2.0 * (begin - 2.0 * middle + end), 4.0 * middle - 3.0 * begin - end);
    let ends = if begin >= end { (begin, from) } else { (end, to) };
    let top = -slope / (2.0 * bend);
    if bend < 0.0 && top > 0.0 && top < 1.0 {
        let value = begin + slope * top / 2.0;
        if value > ends.0 {
            return (value, from + (to - from) * top);
        }
    }
    ends
}

/// Over one height.
pub(super) fn over_flat(height: f64, a: Local, b: Local, curve: Curve) -> Along<f64> {
    if !whole(a, b, curve) {
        return Along { value: None, at: a, unknown: true };
    }
    let (value, t) = curve.greatest(0.0, 1.0);
    Along { value: Some(height + value), at: a.toward(b, t), unknown: false }
}

/// Over a grid.
pub(super) fn over_grid(grid: &Grid, a: Local, b: Local, curve: Curve) -> Along<f64> {
    if !whole(a, b, curve) {
        return Along { value: None, at: a, unknown: true };
    }
    let (from, to) = (grid.placed.spot(a), grid.placed.spot(b));
    let run = Spot { row: to.row - from.row, column: to.column - from.column };
    let mut search = Search { grid, from, run, curve, best: None, unknown: false, cuts: Vec::new() };
    search.all();
    let at = search.best.map_or(a, |(_, t)| a.toward(b, t));
    Along { value: search.best.map(|(value, _)| value), at, unknown: search.unknown }
}

fn whole(a: Local, b: Local, curve: Curve) -> bool {
    [a.x, a.y, b.x, b.y].iter().all(|n| n.is_finite()) && curve.is_finite()
}

/// Squares of a stretch that is walked square by square.
const SHORT: f64 = 8.0;

struct Search<'a> {
    grid: &'a Grid,
    from: Spot,
    run: Spot,
    curve: Curve,
    /// The greatest value and its `t`.
    best: Option<(f64, f64)>,
    unknown: bool,
    /// Where the stretch at hand goes from square to square; kept for its memory.
    cuts: Vec<f64>,
}

impl Search<'_> {
    fn all(&mut self) {
        let Some((enters, leaves)) = self.inside() else {
            self.unknown = true;
            return;
        };
        self.unknown = enters > 0.0 || leaves < 1.0;
        // A first value near the truth lets most of the rest be passed over.
        for t in [enters, f64::midpoint(enters, leaves), leaves] {
            self.walk(t, t);
        }
        self.stretch(enters, leaves);
    }

    /// The part of the line that lies over the grid.
    #[allow(clippy::cast_precision_loss)]
    fn inside(&self) -> Option<(f64, f64)> {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        let placed = &self.grid.placed;
        for (from, run, last) in
            [(self.from.row, self.run.row, placed.rows - 1), (self.from.column, self.run.column, placed.columns - 1)]
        {
            if run.abs() < 1e-12 {
                if !(0.0..=last as f64).contains(&from) {
                    return None;
                }
                continue;
            }
            let (one, other) = (-from / run, (last as f64 - from) / run);
            enters = enters.max(one.min(other));
            leaves = leaves.min(one.max(other));
        }
        (enters <= leaves).then_some((enters, leaves))
    }

    fn spot(&self, t: f64) -> Spot {
        Spot { row: self.from.row + self.run.row * t, column: self.from.column + self.run.column * t }
    }

    fn stretch(&mut self, from: f64, to: f64) {
        if !self.matters(from, to) {
            return;
        }
        let squares = self.run.row.abs().max(self.run.column.abs()) * (to - from);
        let middle = f64::midpoint(from, to);
        if squares <= SHORT || middle <= from || middle >= to {
            self.walk(from, to);
        } else {
            self.stretch(from, middle);
            self.stretch(middle, to);
        }
    }

    /// Whether anything on this stretch may be greater than the best, or is the first unknown.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to the grid
    fn matters(&self, from: f64, to: f64) -> bool {
        let (a, b) = (self.spot(from), self.spot(to));
        let placed = &self.grid.placed;
        let range = |a: f64, b: f64, samples: usize| {
            let square = |at: f64| (at.max(0.0) as usize).min(samples - 2);
            (square(a.min(b)), square(a.max(b)))
        };
        let block = self.grid.peaks.about(range(a.row, b.row, placed.rows), range(a.column, b.column, placed.columns));
        let most = self.grid.packed.metres(block.top) + self.curve.greatest(from, to).0;
        let greater = block.known && self.best.is_none_or(|(best, _)| most > best);
        greater || (block.unknown && !self.unknown)
    }

    /// Square by square.
    fn walk(&mut self, from: f64, to: f64) {
        let mut cuts = std::mem::take(&mut self.cuts);
        cuts.clear();
        cuts.extend([from, to]);
        for (start, run) in [(self.from.row, self.run.row), (self.from.column, self.run.column)] {
            crossings(start, run, from, to, &mut cuts);
        }
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.windows(2) {
            self.square(pair[0], pair[1]);
        }
        self.cuts = cuts;
    }

    /// The part of the line within one square.
    fn square(&mut self, from: f64, to: f64) {
        let middle = f64::midpoint(from, to);
        let Some((row, column)) = self.grid.placed.square(self.nudged(self.spot(middle))) else {
            self.unknown = true;
            return;
        };
        let value = |t: f64| Some(self.grid.within(row, column, self.spot(t))? + self.curve.at(t));
        match (value(from), value(middle), value(to)) {
            (Some(begin), Some(mid), Some(end)) => {
                let (value, t) = parabola([begin, mid, end], from, to);
                if self.best.is_none_or(|(best, _)| value > best) {
                    self.best = Some((value, t));
                }
            }
            _ => self.unknown = true,
        }
    }

    /// A spot that rounding has put a hair outside of the grid, back on its edge.
    #[allow(clippy::cast_precision_loss)]
    fn nudged(&self, spot: Spot) -> Spot {
        let near = |at: f64, samples: usize| {
            let held = at.clamp(0.0, (samples - 1) as f64);
            if (held - at).abs() < 1e-6 { held } else { at }
        };
        Spot { row: near(spot.row, self.grid.placed.rows), column: near(spot.column, self.grid.placed.columns) }
    }
}

/// Where a line crosses whole numbers between two `t`; stretches are short, so there are few.
fn crossings(start: f64, run: f64, from: f64, to: f64, cuts: &mut Vec<f64>) {
    let (a, b) = (start + run * from, start + run * to);
    let (mut whole, last) = (a.min(b).ceil(), a.max(b).floor());
    while whole <= last && cuts.len() < 64 {
        let t = (whole - start) / run;
        if t > from && t < to {
            cuts.push(t);
        }
        whole += 1.0;
    }
}
