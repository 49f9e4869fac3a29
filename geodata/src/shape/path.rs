//! A chain of straight pieces with a box round every sixteen of them, so that far pieces are skipped by the dozen.

use crate::frame::Local;
use geo::{Coord, GeoNum, Intersects, Kernel, Line, Orientation};

/// So many pieces share a box.
const BLOCK: usize = 16;
/// A box is skipped only when it is farther than what is found by more than rounding could make up.
pub(crate) const SLACK: f64 = 1.0 - 1e-9;

/// An upright box in local metres, edges included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// South-west corner.
    pub min: Local,
    /// North-east corner.
    pub max: Local,
}

impl Bounds {
    /// The box of one point.
    #[must_use]
    pub fn of(at: Local) -> Self {
        Self { min: at, max: at }
    }

    /// The box of this and one more point.
    #[must_use]
    pub fn with(self, at: Local) -> Self {
        let min = Local { x: self.min.x.min(at.x), y: self.min.y.min(at.y) };
        let max = Local { x: self.max.x.max(at.x), y: self.max.y.max(at.y) };
        Self { min, max }
    }

    /// Whether the two share at least a point.
    #[must_use]
    pub fn touches(&self, other: &Bounds) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// The square of the distance from a place to the box, in square metres; 0 inside.
    #[must_use]
    pub fn distance_2(&self, at: Local) -> f64 {
        let dx = (self.min.x - at.x).max(at.x - self.max.x).max(0.0);
        let dy = (self.min.y - at.y).max(at.y - self.max.y).max(0.0);
        dx * dx + dy * dy
    }

    fn around(points: &[Local]) -> Self {
        let first = points.first().copied().unwrap_or_default();
        points.iter().fold(Self::of(first), |bounds, &at| bounds.with(at))
    }
}

/// Two corners or more and the boxes of their pieces.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub points: Vec<Local>,
    blocks: Vec<Bounds>,
    bounds: Bounds,
}

impl Path {
    pub fn new(points: Vec<Local>) -> Self {
        let starts = (0..points.len().saturating_sub(1)).step_by(BLOCK);
        let blocks = starts.map(|start| Bounds::around(&points[start..points.len().min(start + BLOCK + 1)])).collect();
        Self { bounds: Bounds::around(&points), blocks, points }
    }

    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The corners of a ring without the repeated one.
    pub fn corners(&self) -> &[Local] {
        &self.points[..self.points.len().saturating_sub(1)]
    }

    /// The boxes with their pieces: `n + 1` corners are `n` pieces.
    fn blocks(&self) -> impl Iterator<Item = (&Bounds, &[Local])> {
        let piece = |index: usize| &self.points[index * BLOCK..self.points.len().min((index + 1) * BLOCK + 1)];
        self.blocks.iter().enumerate().map(move |(index, bounds)| (bounds, piece(index)))
    }

    /// The square of the distance from a place to the nearest piece, or `best` where that is less.
    pub fn distance_2(&self, at: Local, mut best: f64) -> f64 {
        for (bounds, corners) in self.blocks() {
            if bounds.distance_2(at) * SLACK <= best {
                best = corners.windows(2).fold(best, |best, piece| best.min(to_piece(at, piece[0], piece[1])));
            }
        }
        best
    }

    /// For a ring: whether a place lies inside by the even-odd rule, or exactly on it. Exact for all finite numbers.
    pub fn covers(&self, at: Local) -> bool {
        self.side(at) != Side::Outside
    }

    /// For a ring: on which side of it a place lies.
    pub fn side(&self, at: Local) -> Side {
        let mut inside = false;
        for (bounds, corners) in self.blocks() {
            // A ray to the east meets only what is at this height and not wholly west of it.
            if bounds.min.y > at.y || bounds.max.y < at.y || bounds.max.x < at.x {
                continue;
            }
            for piece in corners.windows(2) {
                let (a, b) = (piece[0], piece[1]);
                if Line::new(coord(a), coord(b)).intersects(&coord(at)) {
                    return Side::On;
                }
                if (a.y > at.y) != (b.y > at.y) {
                    let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
                    inside ^= turn(low, high, at) == Orientation::CounterClockwise;
                }
            }
        }
        if inside { Side::Inside } else { Side::Outside }
    }

    /// Whether a place lies exactly on one of the pieces.
    pub fn holds(&self, at: Local) -> bool {
        let spot = Bounds::of(at);
        let mut near = self.blocks().filter(|(bounds, _)| bounds.touches(&spot));
        near.any(|(_, corners)| {
            corners.windows(2).any(|piece| Line::new(coord(piece[0]), coord(piece[1])).intersects(&coord(at)))
        })
    }

    /// Whether the two chains share at least a point. Exact.
    pub fn meets(&self, other: &Path) -> bool {
        if !self.bounds.touches(&other.bounds) {
            return false;
        }
        let mut near = self.blocks().filter(|(bounds, _)| bounds.touches(&other.bounds));
        near.any(|(bounds, mine)| {
            let mut both = other.blocks().filter(|(theirs, _)| theirs.touches(bounds));
            both.any(|(_, theirs)| pieces_meet(mine, theirs))
        })
    }

    /// The place half-way along.
    pub fn half_way(&self) -> Local {
        let mut left: f64 = self.points.windows(2).map(|piece| piece[0].distance(piece[1]).0).sum::<f64>() / 2.0;
        for piece in self.points.windows(2) {
            let length = piece[0].distance(piece[1]).0;
            if length > 0.0 && left <= length {
                return piece[0].toward(piece[1], left / length);
            }
            left -= length;
        }
        self.points.last().copied().unwrap_or_default()
    }
}

/// Where a place lies about a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Inside,
    On,
    Outside,
}

fn pieces_meet(mine: &[Local], theirs: &[Local]) -> bool {
    let bounds = Bounds::around(theirs);
    mine.windows(2).any(|a| {
        let line = Line::new(coord(a[0]), coord(a[1]));
        let is_near = Bounds::of(a[0]).with(a[1]).touches(&bounds);
        is_near && theirs.windows(2).any(|b| line.intersects(&Line::new(coord(b[0]), coord(b[1]))))
    })
}

/// The square of the distance from a place to a straight piece.
pub(crate) fn to_piece(at: Local, a: Local, b: Local) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length_2 = dx * dx + dy * dy;
    let along = if length_2 > 0.0 { (((at.x - a.x) * dx + (at.y - a.y) * dy) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (a.x + dx * along - at.x, a.y + dy * along - at.y);
    x * x + y * y
}

/// Which way `c` lies of the straight line from `a` to `b`; exact, by Shewchuk's adaptive predicate.
fn turn(a: Local, b: Local, c: Local) -> Orientation {
    <f64 as GeoNum>::Ker::orient2d(coord(a), coord(b), coord(c))
}

pub(super) fn coord(at: Local) -> Coord<f64> {
    Coord { x: at.x, y: at.y }
}
