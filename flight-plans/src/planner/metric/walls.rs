//! The zones that hold, flattened for speed: circles about them and about each few of their edges stand before the exact
//! test, which is the same as the obstacle's own.

use crate::planner::obstacle::Obstacle;
use geodata::Local;
use geodata::zone::Shape;

/// Edges under one circle.
const FEW: usize = 6;

/// All zones in the way, each with the distance to keep from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Walls {
    all: Vec<Wall>,
    pieces: Vec<Piece>,
    edges: Vec<[Local; 2]>,
    margin: f64,
}

#[derive(Clone, Debug)]
struct Wall {
    /// What messages call it.
    name: String,
    /// Nothing farther from the middle than this is too near.
    middle: Local,
    radius: f64,
    /// The square of the distance under which a leg from outside is surely too near; 0 where none is sure.
    core_2: f64,
    /// Where its pieces are; none for a round zone, whose circle is exact.
    pieces: [usize; 2],
}

/// A few edges and the circle about them, the margin included.
#[derive(Clone, Copy, Debug)]
struct Piece {
    middle: Local,
    radius: f64,
    edges: [usize; 2],
}

impl Walls {
    pub(super) fn of(obstacles: &[Obstacle<'_>]) -> Self {
        let mut walls = Self { margin: obstacles.first().map_or(0.0, |o| o.margin), ..Self::default() };
        for obstacle in obstacles {
            walls.add(obstacle);
        }
        walls
    }

    fn add(&mut self, obstacle: &Obstacle<'_>) {
        let first = self.pieces.len();
        let zone = obstacle.zone;
        let name = zone.name.clone();
        if let Shape::Cylinder { centre, radius } = zone.shape {
            let radius = radius.0 + obstacle.margin;
            self.all.push(Wall { name, middle: centre, radius, core_2: radius * radius, pieces: [first, first] });
            return;
        }
        let edges: Vec<[Local; 2]> = obstacle.edges().map(|(p, q)| [p, q]).collect();
        for few in edges.chunks(FEW) {
            let begin = self.edges.len();
            self.edges.extend_from_slice(few);
            let (middle, radius) = circle(few.iter().flatten().copied());
            self.pieces.push(Piece { middle, radius: radius + obstacle.margin, edges: [begin, self.edges.len()] });
        }
        let (middle, radius) = circle(edges.iter().flatten().copied());
        let pieces = [first, self.pieces.len()];
        let core_2 = if obstacle.holds(middle) {
            edges.iter().map(|[p, q]| apart_2(middle, *p, *q)).fold(f64::INFINITY, f64::min)
        } else {
            0.0
        };
        self.all.push(Wall { name, middle, radius: radius + obstacle.margin, core_2, pieces });
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn name(&self, wall: usize) -> &str {
        self.all.get(wall).map_or("", |w| w.name.as_str())
    }

    /// The circle that holds all that is too near to a wall.
    pub(super) fn circle(&self, wall: usize) -> (Local, f64) {
        (self.all[wall].middle, self.all[wall].radius)
    }

    /// The first wall a place is too near to.
    pub(super) fn blocks(&self, at: Local) -> Option<usize> {
        (0..self.all.len()).find(|&w| !self.clear(w, at, at) || self.holds(w, at))
    }

    /// Whether a leg from a place that is clear keeps its distance from a wall.
    pub(super) fn clear(&self, wall: usize, a: Local, b: Local) -> bool {
        let w = &self.all[wall];
        let apart = apart_2(w.middle, a, b);
        if apart >= w.radius * w.radius {
            return true;
        }
        let [first, end] = w.pieces;
        // What is wholly in the outline and touches no edge cannot come from outside.
        apart >= w.core_2 && first < end && self.pieces[first..end].iter().all(|piece| self.clear_of(piece, a, b))
    }

    fn clear_of(&self, piece: &Piece, a: Local, b: Local) -> bool {
        apart_2(piece.middle, a, b) >= piece.radius * piece.radius
            || self.edges_of(piece).iter().all(|[p, q]| segments_apart_2(a, b, *p, *q) >= self.margin * self.margin)
    }

    fn edges_of(&self, piece: &Piece) -> &[[Local; 2]] {
        &self.edges[piece.edges[0]..piece.edges[1]]
    }

    /// Whether a place is inside of a wall's outline: a ray to the east crosses it an odd number of times.
    fn holds(&self, wall: usize, at: Local) -> bool {
        let w = &self.all[wall];
        let near = (at.x - w.middle.x).powi(2) + (at.y - w.middle.y).powi(2) < w.radius * w.radius;
        let crossed = |[p, q]: &&[Local; 2]| {
            (p.y > at.y) != (q.y > at.y) && at.x < p.x + (q.x - p.x) * (at.y - p.y) / (q.y - p.y)
        };
        let edges = self.pieces[w.pieces[0]..w.pieces[1]].iter().flat_map(|piece| self.edges_of(piece));
        near && edges.filter(crossed).count() % 2 == 1
    }

    /// How far along a ray from a clear place the first wall begins, at most `farthest`; only the walls of `some` count.
    pub(super) fn first_hit(
        &self,
        from: Local,
        unit: [f64; 2],
        farthest: f64,
        some: impl Iterator<Item = usize>,
    ) -> f64 {
        some.fold(farthest, |far, wall| self.hit(wall, from, unit, far))
    }

    fn hit(&self, wall: usize, from: Local, unit: [f64; 2], far: f64) -> f64 {
        let w = &self.all[wall];
        let entry = into_disc(from, unit, w.middle, w.radius);
        if w.pieces[0] == w.pieces[1] || entry >= far {
            return far.min(entry);
        }
        self.pieces[w.pieces[0]..w.pieces[1]].iter().fold(far, |far, piece| {
            if into_disc(from, unit, piece.middle, piece.radius) >= far {
                return far;
            }
            self.edges_of(piece).iter().fold(far, |far, edge| far.min(into_capsule(from, unit, edge, self.margin)))
        })
    }
}

/// The circle about the box about some places.
fn circle(places: impl Iterator<Item = Local> + Clone) -> (Local, f64) {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for p in places.clone() {
        (low, high) = ([low[0].min(p.x), low[1].min(p.y)], [high[0].max(p.x), high[1].max(p.y)]);
    }
    let middle = Local { x: f64::midpoint(low[0], high[0]), y: f64::midpoint(low[1], high[1]) };
    (middle, places.map(|p| p.distance(middle).0).fold(0.0, f64::max) + 1e-6)
}

/// The square of the distance from a place to a segment.
fn apart_2(at: Local, a: Local, b: Local) -> f64 {
    let (dx, dy, px, py) = (b.x - a.x, b.y - a.y, at.x - a.x, at.y - a.y);
    let (squared, along) = (dx * dx + dy * dy, px * dx + py * dy);
    let t = if squared > 0.0 { (along / squared).clamp(0.0, 1.0) } else { 0.0 };
    let (ox, oy) = (px - t * dx, py - t * dy);
    ox * ox + oy * oy
}

/// The square of how far two segments are apart; zero when they cross. Where an end touches, its own distance is zero.
fn segments_apart_2(a: Local, b: Local, p: Local, q: Local) -> f64 {
    let side = |a: Local, b: Local, at: Local| (b.x - a.x) * (at.y - a.y) - (b.y - a.y) * (at.x - a.x);
    if side(a, b, p) * side(a, b, q) < 0.0 && side(p, q, a) * side(p, q, b) < 0.0 {
        return 0.0;
    }
    let ends = apart_2(a, p, q).min(apart_2(b, p, q));
    ends.min(apart_2(p, a, b)).min(apart_2(q, a, b))
}

/// How far along a ray a disc begins; 0 inside of it, infinite when it is missed.
fn into_disc(from: Local, unit: [f64; 2], middle: Local, radius: f64) -> f64 {
    let (x, y) = (middle.x - from.x, middle.y - from.y);
    let rest = radius * radius - (x * x + y * y);
    if rest > 0.0 {
        return 0.0;
    }
    let along = x * unit[0] + y * unit[1];
    let root = along * along + rest;
    if along > 0.0 && root > 0.0 { along - root.sqrt() } else { f64::INFINITY }
}

/// How far along a ray the places within `radius` of an edge begin.
fn into_capsule(from: Local, unit: [f64; 2], [p, q]: &[Local; 2], radius: f64) -> f64 {
    let ends = into_disc(from, unit, *p, radius).min(into_disc(from, unit, *q, radius));
    let (x, y) = (q.x - p.x, q.y - p.y);
    let length = x.hypot(y);
    let (along, out) = ([x / length, y / length], [-y / length, x / length]);
    let (fx, fy) = (from.x - p.x, from.y - p.y);
    let (off, closing) = (fx * out[0] + fy * out[1], unit[0] * out[0] + unit[1] * out[1]);
    // The side of the strip that the ray comes from.
    let far = (off.abs() - radius) / (-closing * off.signum());
    let along_at = (fx + far * unit[0]) * along[0] + (fy + far * unit[1]) * along[1];
    let side = far >= 0.0 && far.is_finite() && (0.0..=length).contains(&along_at);
    if side { ends.min(far) } else { ends }
}
