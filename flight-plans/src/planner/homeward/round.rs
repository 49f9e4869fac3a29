//! Round certain zones to one dock, again and again from elsewhere: what of the turning points sees what does not depend on
//! where an aircraft is nor on its wind, and is found out once, when it is first asked.
//!
//! The search is A* as in [`avoid`](crate::planner::avoid), and finds the same way. It is lazy twice: how long an edge takes
//! is worked out when the least that it can take comes first, and whether its ends see each other when it comes first
//! again. The way the last aircraft flew, from here, is a way: nothing slower is looked at.

use crate::planner::avoid::seconds;
use crate::planner::obstacle::{Obstacle, all_clear};
use crate::wind::Wind;
use geodata::{Local, MetresPerSecond};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

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
    settled: Vec<Option<Settled>>,
    open: BinaryHeap<Open>,
}

#[derive(Debug)]
struct Node {
    at: Local,
    /// Metres to the dock.
    far: f64,
    /// By node, what it sees: 0 unknown, 1 yes, 2 no. Empty until asked.
    sees: Vec<u8>,
}

/// How a node is best reached.
#[derive(Clone, Copy, Debug)]
struct Settled {
    time: f64,
    before: usize,
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
    /// Whether the time is exact and not only the least possible.
    exact: bool,
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
        let turns = obstacles.iter().flat_map(|o| o.turning_points()).filter(|&p| all_clear(&obstacles, p, p));
        let node = |at: Local| Node { at, far: at.distance(dock).0, sees: Vec::new() };
        let nodes: Vec<Node> = std::iter::once(dock).chain(turns).map(node).collect();
        Self { obstacles, settled: vec![None; nodes.len()], nodes, last: Vec::new(), open: BinaryHeap::new() }
    }

    /// The fastest way from a place to the dock, both included; nothing when the zones close it, or the wind does.
    pub(super) fn way(&mut self, from: Local, airspeed: MetresPerSecond, wind: Wind) -> Option<Vec<Local>> {
        let mut search = Search { from, airspeed, wind, fastest: airspeed.0 + wind.speed().0, most: f64::INFINITY };
        search.most = self.by_last_way(&search).unwrap_or(f64::INFINITY) * SLOWER;
        self.settled.fill(None);
        self.open.clear();
        self.reach(&search, START, 0.0, 0);
        let mut turn = 0;
        while let Some(next) = self.open.pop() {
            if self.settled[next.node].is_some() {
                continue;
            }
            if !next.exact {
                self.exactly(&search, next);
                continue;
            }
            if !self.sees(from, next.before, next.node) {
                continue;
            }
            turn += 1;
            self.settled[next.node] = Some(Settled { time: next.time, before: next.before });
            if next.node == GOAL {
                return Some(self.path(from));
            }
            self.reach(&search, next.node, next.time, turn);
        }
        None
    }

    /// How long the way of the last aircraft takes from here, if it can be flown.
    fn by_last_way(&mut self, search: &Search) -> Option<f64> {
        let mut before = START;
        let mut time = 0.0;
        let last = std::mem::take(&mut self.last);
        let mut flown = !last.is_empty();
        for &node in &last {
            match search.seconds(self.place(search.from, before), self.nodes[node].at) {
                Some(edge) if self.sees(search.from, before, node) => time += edge,
                _ => {
                    flown = false;
                    break;
                }
            }
            before = node;
        }
        self.last = last;
        flown.then_some(time)
    }

    fn place(&self, from: Local, node: usize) -> Local {
        self.nodes.get(node).map_or(from, |node| node.at)
    }

    /// From a node that is reached, all the others may be.
    fn reach(&mut self, search: &Search, before: usize, time: f64, turn: usize) {
        let at = self.place(search.from, before);
        let blind = |node: usize| self.nodes.get(before).is_some_and(|b| b.sees.get(node) == Some(&2));
        for (node, next) in self.nodes.iter().enumerate() {
            if self.settled[node].is_some() || blind(node) {
                continue;
            }
            let (east, north) = (next.at.x - at.x, next.at.y - at.y);
            let time = time + (east * east + north * north).sqrt() / search.fastest;
            let whole = time + next.far / search.fastest;
            if whole <= search.most {
                self.open.push(Open { whole, node, time, turn, before, exact: false });
            }
        }
    }

    fn exactly(&mut self, search: &Search, next: Open) {
        let begun = self.settled.get(next.before).copied().flatten().map_or(0.0, |settled| settled.time);
        let node = &self.nodes[next.node];
        let Some(edge) = search.seconds(self.place(search.from, next.before), node.at) else { return };
        let time = begun + edge;
        let whole = time + node.far / search.fastest;
        if whole <= search.most {
            self.open.push(Open { whole, time, exact: true, ..next });
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
        if seer.sees[node] == 0 {
            seer.sees[node] = if all_clear(&self.obstacles, seer.at, at) { 1 } else { 2 };
        }
        seer.sees[node] == 1
    }

    fn path(&mut self, from: Local) -> Vec<Local> {
        self.last.clear();
        let mut node = GOAL;
        while let Some(settled) = self.settled.get(node).copied().flatten() {
            self.last.push(node);
            node = settled.before;
        }
        self.last.reverse();
        std::iter::once(from).chain(self.last.iter().map(|&node| self.nodes[node].at)).collect()
    }
}

struct Search {
    from: Local,
    airspeed: MetresPerSecond,
    wind: Wind,
    /// No way over ground is faster than with the whole wind behind.
    fastest: f64,
    /// No way that takes longer is looked at.
    most: f64,
}

impl Search {
    fn seconds(&self, a: Local, b: Local) -> Option<f64> {
        seconds(self.airspeed, self.wind, a, b)
    }
}
