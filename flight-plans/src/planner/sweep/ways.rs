//! Ways between the lanes: a visibility graph over the turning points of outline, holes and keep-outs. Who sees whom is
//! found once; times over the graph are worked out from a turning point when they are first asked for.

use super::borders::Borders;
use super::ground::{Ground, doubled_area};
use super::motion::Motion;
use geodata::Local;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// Turning points stand this much farther out than the distance kept.
const HAIR: f64 = 0.01;
/// The widest turn at one turning point, radians.
const WIDEST: f64 = 1.1;

/// The turning points of a ground, and who of them sees whom.
pub(super) struct Yard {
    borders: Borders,
    nodes: Vec<Local>,
    near: Vec<Vec<u32>>,
}

impl Yard {
    /// Within the area (the outline is a border), or to and from it.
    pub(super) fn new(ground: &Ground, within: bool) -> Self {
        let borders = Borders::of(ground, within);
        let solid = ground.holes.iter().chain(&ground.keep_outs).flat_map(|ring| corners(ring, 1.0, ground.keep.0));
        let mut nodes: Vec<Local> = solid.collect();
        if within {
            nodes.extend(corners(&ground.outer, -1.0, ground.keep.0));
        }
        nodes.retain(|&node| borders.clear(node, node));
        let mut near = vec![Vec::new(); nodes.len()];
        for i in 0..nodes.len() {
            for j in i + 1..nodes.len() {
                if borders.clear(nodes[i], nodes[j]) {
                    #[allow(clippy::cast_possible_truncation)] // a few thousand
                    near[i].push(j as u32);
                    #[allow(clippy::cast_possible_truncation)]
                    near[j].push(i as u32);
                }
            }
        }
        Self { borders, nodes, near }
    }
}

/// Seconds from one turning point to each.
type Row = Vec<f64>;

/// Turning points straight reached, with the seconds.
pub(super) type Seen = Vec<(usize, f64)>;

/// All ways of one ground for one aircraft.
#[derive(Clone)]
pub(super) struct Ways {
    yard: Rc<Yard>,
    motion: Motion,
    /// Seconds to the turning points each one sees, in the order of the yard.
    legs: Rc<Vec<Vec<f64>>>,
    rows: Vec<OnceCell<Rc<Row>>>,
}

impl Ways {
    /// Ways over a yard.
    pub(super) fn new(yard: &Rc<Yard>, motion: Motion) -> Self {
        let leg = |from: usize, to: u32| motion.seconds(yard.nodes[from], yard.nodes[to as usize]);
        let near = yard.near.iter().enumerate();
        let legs = near.map(|(i, near)| near.iter().map(|&j| leg(i, j).unwrap_or(f64::INFINITY)).collect()).collect();
        Ways { yard: Rc::clone(yard), motion, legs: Rc::new(legs), rows: vec![OnceCell::new(); yard.nodes.len()] }
    }

    /// The same ways for another way to move.
    pub(super) fn moving(&self, motion: Motion) -> Ways {
        if motion == self.motion { self.clone() } else { Ways::new(&self.yard, motion) }
    }

    pub(super) fn clear(&self, a: Local, b: Local) -> bool {
        self.yard.borders.clear(a, b)
    }

    /// How it moves.
    pub(super) fn motion(&self) -> Motion {
        self.motion
    }

    /// Seconds along a path whose legs are known to be clear.
    pub(super) fn along(&self, path: &[Local]) -> Option<f64> {
        self.motion.along(path)
    }

    fn row(&self, from: usize) -> &Row {
        self.rows[from].get_or_init(|| Rc::new(self.shortest(from)))
    }

    /// Dijkstra from one turning point.
    fn shortest(&self, from: usize) -> Row {
        let count = self.yard.nodes.len();
        let mut time = vec![f64::INFINITY; count];
        let mut open = BinaryHeap::from([Open { time: 0.0, node: from }]);
        time[from] = 0.0;
        while let Some(Open { time: now, node }) = open.pop() {
            if now > time[node] {
                continue;
            }
            // In the wind the way there is not the way back.
            for (&next, &leg) in self.yard.near[node].iter().zip(&self.legs[node]) {
                let next = next as usize;
                if now + leg < time[next] {
                    time[next] = now + leg;
                    open.push(Open { time: time[next], node: next });
                }
            }
        }
        time
    }

    /// The turning points straight reached from a place, with the seconds there (`out`) or from there.
    pub(super) fn seen_from(&self, at: Local, out: bool) -> Seen {
        let time = |node: Local| if out { self.motion.seconds(at, node) } else { self.motion.seconds(node, at) };
        let all = self.yard.nodes.iter().enumerate().filter(|(_, node)| self.clear(at, **node));
        all.filter_map(|(i, &node)| Some((i, time(node)?))).collect()
    }

    /// Seconds from what a place sees to every turning point.
    pub(super) fn spread(&self, seen: &Seen) -> Vec<f64> {
        let mut best = vec![f64::INFINITY; self.yard.nodes.len()];
        for &(node, start) in seen {
            for (best, time) in best.iter_mut().zip(self.row(node)) {
                *best = best.min(start + time);
            }
        }
        best
    }

    /// Seconds between a dock and each of many places, out to them or home from them; infinite where there is no way. What
    /// the dock sees is looked up once.
    pub(super) fn many(&self, dock: Local, places: &[Local], out: bool) -> Vec<f64> {
        let count = self.yard.nodes.len();
        let mut nodes: Option<Vec<f64>> = None;
        let around = || {
            let seen = self.seen_from(dock, out);
            if out {
                return self.spread(&seen);
            }
            let home = |node: usize| {
                let row = self.row(node);
                seen.iter().map(|&(i, time)| row[i] + time).fold(f64::INFINITY, f64::min)
            };
            (0..count).map(home).collect()
        };
        let mut one = |&place: &Local| {
            if self.clear(dock, place) {
                let (from, to) = if out { (dock, place) } else { (place, dock) };
                return self.motion.seconds(from, to).unwrap_or(f64::INFINITY);
            }
            let nodes = nodes.get_or_insert_with(around);
            self.through(nodes, place, out)
        };
        places.iter().map(&mut one).collect()
    }

    /// The least of what a turning point costs and the straight way on from it (`on`), or to it: the turning points are
    /// looked at in the order of that sum, so that the first one seen is the answer.
    pub(super) fn through(&self, nodes: &[f64], place: Local, on: bool) -> f64 {
        let leg = |node: Local| if on { self.motion.seconds(node, place) } else { self.motion.seconds(place, node) };
        let mut sums: Vec<(f64, Local)> = self
            .yard
            .nodes
            .iter()
            .zip(nodes)
            .filter_map(|(&node, time)| Some((time + leg(node)?, node)).filter(|sum| sum.0.is_finite()))
            .collect();
        let mut left = sums.len();
        while left > 0 {
            let best = (0..left).min_by(|&a, &b| sums[a].0.total_cmp(&sums[b].0)).unwrap_or(0);
            let (time, node) = sums[best];
            if self.clear(node, place) {
                return time;
            }
            left -= 1;
            sums.swap(best, left);
        }
        f64::INFINITY
    }

    /// Seconds of the straight way between two places; nothing when it is closed.
    pub(super) fn straight(&self, a: Local, b: Local) -> Option<f64> {
        if self.clear(a, b) { self.motion.seconds(a, b) } else { None }
    }

    /// Seconds of the fastest way between two places; nothing when there is none.
    pub(super) fn seconds(&self, a: Local, b: Local) -> Option<f64> {
        if self.clear(a, b) {
            return self.motion.seconds(a, b);
        }
        self.around(a, b).map(|way| way.1)
    }

    /// The fastest way between two places and its seconds; nothing when there is none.
    pub(super) fn between(&self, a: Local, b: Local) -> Option<(Vec<Local>, f64)> {
        if self.clear(a, b) {
            return Some((vec![a, b], self.motion.seconds(a, b)?));
        }
        self.around(a, b)
    }

    /// The fastest way over turning points: A*, where the straight way on is the least there can be, and whether a turning
    /// point is seen from `a` or sees `b` is only looked up when its turn has come.
    fn around(&self, a: Local, b: Local) -> Option<(Vec<Local>, f64)> {
        const START: usize = usize::MAX;
        let nodes = &self.yard.nodes;
        let count = nodes.len();
        let on = |node: usize| self.motion.seconds(nodes[node], b).unwrap_or(f64::INFINITY);
        let (mut time, mut before) = (vec![f64::INFINITY; count], vec![START; count]);
        let mut done = vec![false; count];
        // What stands in `open` a second time, at `count + node`, is a way straight from `a` not looked at yet; at
        // `2 count + node`, a whole way whose last leg is known to be clear.
        let mut open = BinaryHeap::new();
        for (node, &place) in nodes.iter().enumerate() {
            if let Some(first) = self.motion.seconds(a, place) {
                open.push(Open { time: first + on(node), node: count + node });
            }
        }
        while let Some(Open { time: sum, node }) = open.pop() {
            if !sum.is_finite() {
                return None;
            }
            if node >= 2 * count {
                let mut path = vec![b];
                let mut at = node - 2 * count;
                while at != START {
                    path.push(nodes[at]);
                    at = before[at];
                }
                path.push(a);
                path.reverse();
                return Some((path, sum));
            }
            let straight = node >= count;
            let node = node % count;
            if done[node] {
                continue;
            }
            if straight {
                let first = self.motion.seconds(a, nodes[node]).unwrap_or(f64::INFINITY);
                if first >= time[node] || !self.clear(a, nodes[node]) {
                    continue;
                }
                time[node] = first;
                before[node] = START;
            }
            done[node] = true;
            if self.clear(nodes[node], b) {
                open.push(Open { time: time[node] + on(node), node: 2 * count + node });
            }
            for (&next, &leg) in self.yard.near[node].iter().zip(&self.legs[node]) {
                let next = next as usize;
                if !done[next] && time[node] + leg < time[next] {
                    time[next] = time[node] + leg;
                    before[next] = node;
                    open.push(Open { time: time[next] + on(next), node: next });
                }
            }
        }
        None
    }
}

/// A turning point to be looked at, the soonest first.
struct Open {
    time: f64,
    node: usize,
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        other.time.total_cmp(&self.time).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

/// Where a shortest way may turn about a ring; `solid` is 1 when its inside is closed, -1 when its outside is.
fn corners(ring: &[Local], solid: f64, keep: f64) -> Vec<Local> {
    let sign = if doubled_area(ring) >= 0.0 { solid } else { -solid };
    let count = ring.len();
    let mut points = Vec::new();
    for i in 0..count {
        let (before, at, after) = (ring[(i + count - 1) % count], ring[i], ring[(i + 1) % count]);
        let first = (at.y - before.y).atan2(at.x - before.x);
        let second = (after.y - at.y).atan2(after.x - at.x);
        let whole = std::f64::consts::TAU;
        let turn = ((second - first + std::f64::consts::PI).rem_euclid(whole) - std::f64::consts::PI) * sign;
        if turn <= 1e-9 {
            continue;
        }
        let steps = (turn / WIDEST).ceil().max(1.0);
        let step = turn / steps;
        let radius = (keep + HAIR) / (step / 2.0).cos();
        let normal = first - sign * std::f64::consts::FRAC_PI_2;
        let mut k = 0.5;
        while k < steps {
            let angle = normal + sign * k * step;
            points.push(Local { x: at.x + radius * angle.cos(), y: at.y + radius * angle.sin() });
            k += 1.0;
        }
    }
    points
}
