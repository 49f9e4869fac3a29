//! Round certain zones to one dock, again and again from elsewhere: what of the turning points sees what does not depend on
//! where an aircraft is nor on its wind, and is found out once, when it is first asked.
//!
//! The search is A* as in [`avoid`](crate::planner::avoid), and finds the same way. Whether the ends of an edge see each
//! other is only asked when it comes first, and what is left at least is how long the straight line takes. The way the last
//! aircraft flew, from here, is a way: nothing slower is looked at.

use crate::planner::obstacle::{Obstacle, all_clear};
use crate::wind::Wind;
use geodata::{Local, MetresPerSecond};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A wind this much under the airspeed, in m/s, keeps nobody from making way.
const EASY: f64 = 1.0;
/// Whether one node sees another.
const UNKNOWN: u8 = 0;
const SEEN: u8 = 1;
const BLIND: u8 = 2;
/// With more turning points than this what sees what is not kept.
const KEPT: usize = 2_000;
/// How much slower than a known way, as a share, a way must be to be passed over: more than rounding.
const SLOWER: f64 = 1.0 + 1e-9;
/// The dock's number; the turning points follow.
const GOAL: usize = 0;
/// Where the aircraft is, which has no number.
const START: usize = usize::MAX;

/// Certain zones and one dock.
#[derive(Debug)]
pub(super) struct Round<'a> {
    obstacles: Vec<Obstacle<'a>>,
    nodes: Vec<Node>,
    /// The turning points of the last way found, the dock last.
    last: Vec<usize>,
    /// By node, the one before on the fastest way to it, once that is known.
    settled: Vec<Option<usize>>,
    /// The least time from each node to the dock.
    left: Vec<f64>,
    open: BinaryHeap<Open>,
}

#[derive(Debug)]
struct Node {
    at: Local,
    /// By node, whether it sees it. Empty until asked.
    sees: Vec<u8>,
}

/// A node that may be reached next.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// The least time of a whole way through it.
    whole: f64,
    node: usize,
    /// When it is reached.
    time: f64,
    /// As the how many-th the node before was settled.
    turn: usize,
    before: usize,
}

impl Ord for Open {
    /// The greatest is looked at first: that of the least time, of the least number, reached first, found first.
    fn cmp(&self, other: &Self) -> Ordering {
        let times = other.whole.total_cmp(&self.whole).then(other.node.cmp(&self.node));
        times.then(other.time.total_cmp(&self.time)).then(other.turn.cmp(&self.turn))
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

impl<'a> Round<'a> {
    pub(super) fn of(obstacles: Vec<Obstacle<'a>>, dock: Local) -> Self {
        let turns =
            obstacles.iter().flat_map(|o| o.turns()).map(|turn| turn.at).filter(|&p| all_clear(&obstacles, p, p));
        let nodes: Vec<Node> = std::iter::once(dock).chain(turns).map(|at| Node { at, sees: Vec::new() }).collect();
        let (settled, left) = (vec![None; nodes.len()], vec![0.0; nodes.len()]);
        Self { obstacles, nodes, last: Vec::new(), settled, left, open: BinaryHeap::new() }
    }

    /// The fastest way from a place to the dock, both included; nothing when the zones close it.
    pub(super) fn way(&mut self, from: Local, pace: &Pace) -> Option<Vec<Local>> {
        let goal = self.nodes[GOAL].at;
        self.left.clear();
        self.left.extend(self.nodes.iter().map(|node| pace.seconds(node.at, goal)));
        self.settled.fill(None);
        self.open.clear();
        let most = self.by_last_way(from, pace).unwrap_or(f64::INFINITY) * SLOWER;
        self.reach(from, pace, most, START, 0.0, 0);
        let mut turn = 0;
        while let Some(next) = self.open.pop() {
            if self.settled[next.node].is_some() || !self.sees(from, next.before, next.node) {
                continue;
            }
            turn += 1;
            self.settled[next.node] = Some(next.before);
            if next.node == GOAL {
                return Some(self.path(from));
            }
            self.reach(from, pace, most, next.node, next.time, turn);
        }
        None
    }

    /// How long the way of the last aircraft takes from here, if it can be flown.
    fn by_last_way(&mut self, from: Local, pace: &Pace) -> Option<f64> {
        let first = *self.last.first()?;
        if !self.sees(from, START, first) {
            return None;
        }
        let onward = self.last.windows(2).map(|leg| pace.seconds(self.nodes[leg[0]].at, self.nodes[leg[1]].at));
        Some(pace.seconds(from, self.nodes[first].at) + onward.sum::<f64>())
    }

    fn place(&self, from: Local, node: usize) -> Local {
        self.nodes.get(node).map_or(from, |node| node.at)
    }

    /// From a node that is reached, all the others may be.
    fn reach(&mut self, from: Local, pace: &Pace, most: f64, before: usize, begun: f64, turn: usize) {
        let at = self.place(from, before);
        let sees = self.nodes.get(before).map(|node| node.sees.as_slice()).unwrap_or_default();
        for (node, next) in self.nodes.iter().enumerate() {
            let time = begun + pace.seconds(at, next.at);
            let whole = time + self.left[node];
            if whole <= most && self.settled[node].is_none() && sees.get(node) != Some(&BLIND) {
                self.open.push(Open { whole, node, time, turn, before });
            }
        }
    }

    /// Whether the straight leg between two nodes is clear of the zones.
    fn sees(&mut self, from: Local, before: usize, node: usize) -> bool {
        let at = self.nodes[node].at;
        let count = self.nodes.len();
        if before == START || count > KEPT {
            return all_clear(&self.obstacles, self.place(from, before), at);
        }
        let seer = &mut self.nodes[before];
        if seer.sees.is_empty() {
            seer.sees.resize(count, 0);
        }
        if seer.sees[node] == UNKNOWN {
            seer.sees[node] = if all_clear(&self.obstacles, seer.at, at) { SEEN } else { BLIND };
        }
        seer.sees[node] == SEEN
    }

    fn path(&mut self, from: Local) -> Vec<Local> {
        self.last.clear();
        let mut node = GOAL;
        while let Some(before) = self.settled.get(node).copied().flatten() {
            self.last.push(node);
            node = before;
        }
        self.last.reverse();
        std::iter::once(from).chain(self.last.iter().map(|&node| self.nodes[node].at)).collect()
    }
}

/// How soon an aircraft is elsewhere in a steady wind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    wind: Wind,
    /// The squares of airspeed and wind apart.
    apart: f64,
}

impl Pace {
    /// Nothing in a wind that might keep it from making way.
    pub(super) fn of(airspeed: MetresPerSecond, wind: Wind) -> Option<Self> {
        let apart = airspeed.0 * airspeed.0 - wind.east * wind.east - wind.north * wind.north;
        (airspeed.0.is_finite() && airspeed.0 - wind.speed().0 > EASY && apart > 0.0).then_some(Self { wind, apart })
    }

    /// How long a straight leg takes: the `t` for which the leg less the drift of that time is flown at the airspeed,
    /// `|d - w t| = v t`. The same as by [`Wind::ground_speed`], without angles.
    fn seconds(&self, a: Local, b: Local) -> f64 {
        let (east, north) = (b.x - a.x, b.y - a.y);
        let drift = east * self.wind.east + north * self.wind.north;
        let air = (drift * drift + self.apart * (east * east + north * north)).sqrt();
        (air - drift) / self.apart
    }
}
