//! Ways between the lanes: a visibility graph over the turning points of outline, holes and keep-outs, all pairs by air
//! time, so that asking for one of a hundred thousand ways costs little.

use super::ground::{Ground, doubled_area};
use super::motion::Motion;
use geodata::Local;

/// Turning points stand this much farther out than the distance kept.
const HAIR: f64 = 0.01;
/// The widest turn at one turning point, radians.
const WIDEST: f64 = 1.1;

/// All ways of one ground for one aircraft.
#[derive(Clone)]
pub(super) struct Ways<'a> {
    ground: &'a Ground,
    motion: Motion,
    /// Whether the outline is a border.
    within: bool,
    nodes: Vec<Local>,
    /// Seconds from node to node, and the node before the last on that way.
    time: Vec<f64>,
    before: Vec<usize>,
}

impl<'a> Ways<'a> {
    /// Ways within the area, or to and from it.
    pub(super) fn new(ground: &'a Ground, motion: Motion, within: bool) -> Self {
        let mut ways = Ways { ground, motion, within, nodes: Vec::new(), time: Vec::new(), before: Vec::new() };
        let solid = ground.holes.iter().chain(&ground.keep_outs).flat_map(|ring| corners(ring, 1.0, ground.keep.0));
        let mut nodes: Vec<Local> = solid.collect();
        if within {
            nodes.extend(corners(&ground.outer, -1.0, ground.keep.0));
        }
        nodes.retain(|&node| ways.clear(node, node));
        ways.nodes = nodes;
        ways.all_pairs();
        ways
    }

    pub(super) fn clear(&self, a: Local, b: Local) -> bool {
        if self.within { self.ground.clear(a, b) } else { self.ground.clear_outside(a, b) }
    }

    /// Seconds along a path whose legs are known to be clear.
    pub(super) fn along(&self, path: &[Local]) -> Option<f64> {
        self.motion.along(path)
    }

    fn all_pairs(&mut self) {
        let count = self.nodes.len();
        let mut edge = vec![f64::INFINITY; count * count];
        for i in 0..count {
            for j in i + 1..count {
                let (a, b) = (self.nodes[i], self.nodes[j]);
                if self.clear(a, b) {
                    edge[i * count + j] = self.motion.seconds(a, b).unwrap_or(f64::INFINITY);
                    edge[j * count + i] = self.motion.seconds(b, a).unwrap_or(f64::INFINITY);
                }
            }
        }
        self.time = vec![f64::INFINITY; count * count];
        self.before = vec![usize::MAX; count * count];
        for from in 0..count {
            let (time, before) = dijkstra(from, count, &edge);
            self.time[from * count..(from + 1) * count].copy_from_slice(&time);
            self.before[from * count..(from + 1) * count].copy_from_slice(&before);
        }
    }

    /// The nodes straight reached from a place, with the seconds there (`out`) or from there.
    pub(super) fn seen_from(&self, at: Local, out: bool) -> Vec<(usize, f64)> {
        let time = |node: Local| if out { self.motion.seconds(at, node) } else { self.motion.seconds(node, at) };
        let all = self.nodes.iter().enumerate().filter(|(_, node)| self.clear(at, **node));
        all.filter_map(|(i, &node)| Some((i, time(node)?))).collect()
    }

    /// Seconds between two places whose nodes are known.
    pub(super) fn seconds(&self, a: Local, b: Local, from: &[(usize, f64)], to: &[(usize, f64)]) -> f64 {
        if self.clear(a, b) {
            return self.motion.seconds(a, b).unwrap_or(f64::INFINITY);
        }
        self.best(from, to).0
    }

    fn best(&self, from: &[(usize, f64)], to: &[(usize, f64)]) -> (f64, usize, usize) {
        let count = self.nodes.len();
        let mut best = (f64::INFINITY, usize::MAX, usize::MAX);
        for &(i, start) in from {
            for &(j, end) in to {
                let time = start + self.time[i * count + j] + end;
                if time < best.0 {
                    best = (time, i, j);
                }
            }
        }
        best
    }

    /// Seconds between a dock and each of many places, out to them or home from them; infinite where there is no way. What
    /// the dock sees is looked up once.
    pub(super) fn many(&self, dock: Local, places: &[Local], out: bool) -> Vec<f64> {
        let count = self.nodes.len();
        let seen = self.seen_from(dock, out);
        let through = |node: usize| {
            let way = |i: usize| if out { self.time[i * count + node] } else { self.time[node * count + i] };
            seen.iter().map(|&(i, time)| time + way(i)).fold(f64::INFINITY, f64::min)
        };
        let nodes: Vec<f64> = (0..count).map(through).collect();
        let one = |&place: &Local| {
            if self.clear(dock, place) {
                let (from, to) = if out { (dock, place) } else { (place, dock) };
                return self.motion.seconds(from, to).unwrap_or(f64::INFINITY);
            }
            let last = self.seen_from(place, !out).into_iter();
            last.map(|(node, time)| nodes[node] + time).fold(f64::INFINITY, f64::min)
        };
        places.iter().map(one).collect()
    }

    /// The fastest way between two places and its seconds; nothing when there is none.
    pub(super) fn between(&self, a: Local, b: Local) -> Option<(Vec<Local>, f64)> {
        if self.clear(a, b) {
            return Some((vec![a, b], self.motion.seconds(a, b)?));
        }
        let (time, first, last) = self.best(&self.seen_from(a, true), &self.seen_from(b, false));
        if !time.is_finite() {
            return None;
        }
        let mut path = vec![b];
        let mut node = last;
        loop {
            path.push(self.nodes[node]);
            if node == first {
                break;
            }
            node = self.before[first * self.nodes.len() + node];
        }
        path.push(a);
        path.reverse();
        Some((path, time))
    }
}

fn dijkstra(from: usize, count: usize, edge: &[f64]) -> (Vec<f64>, Vec<usize>) {
    let (mut time, mut before) = (vec![f64::INFINITY; count], vec![usize::MAX; count]);
    let mut done = vec![false; count];
    time[from] = 0.0;
    loop {
        let open = (0..count).filter(|&i| !done[i] && time[i].is_finite());
        let Some(node) = open.min_by(|&a, &b| time[a].total_cmp(&time[b])) else { return (time, before) };
        done[node] = true;
        for next in 0..count {
            let there = time[node] + edge[node * count + next];
            if there < time[next] {
                time[next] = there;
                before[next] = node;
            }
        }
    }
}

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
