//! Which of many ways come too near to which, fast: boxes in space and time first, and only where they touch the exact
//! test of two straight parts.

use std::cmp::Ordering;

/// A place and height at a moment: seconds, metres east, north and up.
pub type Knot = [f64; 4];

/// Parts under one box.
const CHUNK: usize = 16;

/// How far two aircraft must keep apart, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spacing {
    /// On the ground plane, unless the height differs by [`Spacing::up`].
    pub level: f64,
    /// In height.
    pub up: f64,
}

/// Two ways that come too near to each other, and when first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conflict {
    /// Their indices, the smaller first.
    pub ways: [usize; 2],
    /// A moment within the first stretch of a part in which they are too near, seconds.
    pub time: f64,
}

/// A way with its boxes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    knots: Vec<Knot>,
    boxes: Vec<Bounds>,
    whole: Bounds,
}

/// A box in time and space: the least and the most of every axis.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bounds {
    low: Knot,
    high: Knot,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { low: [f64::INFINITY; 4], high: [f64::NEG_INFINITY; 4] }
    }
}

impl Bounds {
    fn of(knots: &[Knot]) -> Self {
        knots.iter().fold(Self::default(), |mut all, knot| {
            for ((low, high), value) in all.low.iter_mut().zip(&mut all.high).zip(knot) {
                *low = low.min(*value);
                *high = high.max(*value);
            }
            all
        })
    }

    fn meets(&self, other: &Self, room: Spacing) -> bool {
        let room = [0.0, room.level, room.level, room.up];
        (0..4).all(|axis| {
            self.low[axis] - room[axis] <= other.high[axis] && other.low[axis] - room[axis] <= self.high[axis]
        })
    }
}

impl Way {
    /// A way along knots in order of time. A knot with a number that is missing ends it.
    #[must_use]
    pub fn new(mut knots: Vec<Knot>) -> Self {
        let sound = knots.iter().position(|knot| !knot.iter().all(|n| n.is_finite())).unwrap_or(knots.len());
        knots.truncate(sound);
        let starts = (0..knots.len().saturating_sub(1)).step_by(CHUNK);
        let chunk = |start: usize| Bounds::of(knots.get(start..(start + CHUNK + 1).min(knots.len())).unwrap_or(&[]));
        let boxes = starts.map(chunk).collect();
        let whole = Bounds::of(&knots);
        Self { knots, boxes, whole }
    }

    /// The knots.
    #[must_use]
    pub fn knots(&self) -> &[Knot] {
        &self.knots
    }

    /// A moment at which two ways are too near to each other, in the first part of each where they are.
    #[must_use]
    pub fn conflict(&self, other: &Self, room: Spacing) -> Option<f64> {
        if !self.whole.meets(&other.whole, room) {
            return None;
        }
        let (mut i, mut j) = (0, 0);
        while let (Some(a), Some(b)) = (self.boxes.get(i), other.boxes.get(j)) {
            if a.meets(b, room) {
                let found = parts(self.chunk(i), other.chunk(j), room);
                if found.is_some() {
                    return found;
                }
            }
            if a.high[0] <= b.high[0] { i += 1 } else { j += 1 }
        }
        None
    }

    fn chunk(&self, index: usize) -> &[Knot] {
        let start = index * CHUNK;
        self.knots.get(start..(start + CHUNK + 1).min(self.knots.len())).unwrap_or(&[])
    }
}

/// Two short ways part by part.
fn parts(a: &[Knot], b: &[Knot], room: Spacing) -> Option<f64> {
    let (mut i, mut j) = (0, 0);
    while let (Some([p, q]), Some([r, s])) = (pair(a, i), pair(b, j)) {
        let (begin, end) = (p[0].max(r[0]), q[0].min(s[0]));
        if begin <= end {
            let found = near([p, q], [r, s], [begin, end], room);
            if found.is_some() {
                return found;
            }
        }
        if q[0] <= s[0] { i += 1 } else { j += 1 }
    }
    None
}

fn pair(way: &[Knot], index: usize) -> Option<[&Knot; 2]> {
    Some([way.get(index)?, way.get(index + 1)?])
}

/// What one part is off the other at a moment: east, north, up.
fn off([p, q]: [&Knot; 2], [r, s]: [&Knot; 2], time: f64) -> [f64; 3] {
    let share = |from: &Knot, to: &Knot| if to[0] > from[0] { (time - from[0]) / (to[0] - from[0]) } else { 0.0 };
    let (one, other) = (share(p, q), share(r, s));
    let axis = |n: usize| (p[n] + (q[n] - p[n]) * one) - (r[n] + (s[n] - r[n]) * other);
    [axis(1), axis(2), axis(3)]
}

/// A moment of two parts at which they are too near: first the time in which their heights are, then the moment in it at
/// which they are nearest on the ground plane.
fn near(a: [&Knot; 2], b: [&Knot; 2], [begin, end]: [f64; 2], room: Spacing) -> Option<f64> {
    let ([x0, y0, z0], [x1, y1, z1]) = (off(a, b, begin), off(a, b, end));
    if (x0.min(x1) >= room.level || x0.max(x1) <= -room.level)
        || (y0.min(y1) >= room.level || y0.max(y1) <= -room.level)
    {
        return None;
    }
    let [from, until] = upright(z0, z1, room.up)?;
    let (vx, vy) = (x1 - x0, y1 - y0);
    let moves = vx * vx + vy * vy;
    let nearest = if moves > 0.0 { (-(x0 * vx + y0 * vy) / moves).clamp(from, until) } else { from };
    let (x, y) = (x0 + vx * nearest, y0 + vy * nearest);
    (x * x + y * y < room.level * room.level).then_some(begin + (end - begin) * nearest)
}

/// The share of a stretch in which a height that goes evenly from one to another is within `room` of zero.
fn upright(z0: f64, z1: f64, room: f64) -> Option<[f64; 2]> {
    let within = |z: f64| z.abs() < room;
    if within(z0) && within(z1) {
        return Some([0.0, 1.0]);
    }
    let rate = z1 - z0;
    if rate.abs() <= f64::EPSILON || z0.min(z1) >= room || z0.max(z1) <= -room {
        return None;
    }
    let (one, other) = ((-room - z0) / rate, (room - z0) / rate);
    let (from, until) = (one.min(other).max(0.0), one.max(other).min(1.0));
    (from < until).then_some([from, until])
}

/// All pairs of ways that come too near to each other.
#[must_use]
pub fn all_pairs(ways: &[Way], room: Spacing) -> Vec<Conflict> {
    let mut order: Vec<usize> = (0..ways.len()).filter(|&i| ways[i].knots.len() > 1).collect();
    let start = |i: usize| ways[i].whole.low[0];
    order.sort_by(|&a, &b| start(a).total_cmp(&start(b)).then(a.cmp(&b)));
    let mut found = Vec::new();
    for (rank, &a) in order.iter().enumerate() {
        // Later ones begin later still: once one begins after this has ended, so do all.
        let ends = ways[a].whole.high[0];
        for &b in order.iter().skip(rank + 1).take_while(|&&b| start(b) <= ends) {
            if let Some(time) = ways[a].conflict(&ways[b], room) {
                found.push(Conflict { ways: [a.min(b), a.max(b)], time });
            }
        }
    }
    found.sort_by(|x, y| x.ways.cmp(&y.ways).then(x.time.partial_cmp(&y.time).unwrap_or(Ordering::Equal)));
    found
}
