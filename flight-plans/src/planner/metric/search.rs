//! Shortest ways from one place over the turns: Dijkstra with a bound, and the memory it works in.

use super::Metric;
use super::cost::Cost;
use super::graph::Graph;
use super::sight::Sight;
use geodata::Local;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where nobody came from but the start.
pub(super) const START: u32 = u32::MAX;

/// The memory of a search, kept from one start to the next.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Seconds of the best way to each turn so far.
    pub(super) seconds: Vec<f64>,
    /// Percent of the battery of the same way.
    percent: Vec<f64>,
    /// The turn before, or [`START`].
    pub(super) before: Vec<u32>,
    /// The time with which each turn was last looked on from; infinite before.
    settled: Vec<f64>,
    open: BinaryHeap<Reverse<Open>>,
}

/// A time, rounded down, and a turn in one number: the bits of times rise as they do. Rounding may bring a turn up a
/// little too early; it is then brought up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Open(u64);

/// Takes more off than rounding to 24 bits adds.
const DOWN: f64 = 1.0 - 1e-7;

impl Open {
    #[allow(clippy::cast_possible_truncation)] // rounding is meant
    fn new(time: f64, node: u32) -> Self {
        Self(u64::from(((time * DOWN) as f32).to_bits()) << 32 | u64::from(node))
    }

    #[allow(clippy::cast_possible_truncation)] // the parts it was made of
    fn parts(self) -> (f64, u32) {
        (f64::from(f32::from_bits((self.0 >> 32) as u32)), self.0 as u32)
    }
}

/// A turn that sees a place, and the legs to and from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub(super) node: u32,
    pub(super) out: f64,
    pub(super) back: f64,
}

/// Which turns are looked at from a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Those that the place's leg would lean on: all that a way needs, but where the place lies between the rounded
    /// border of a zone and the turns about it, a hand's breadth.
    Leaning,
    /// All that are seen.
    Everywhere,
}

impl Metric {
    /// The turns that see a place; `sight` has looked about from there.
    pub(super) fn near(&self, from: Local, sight: &Sight, look: Look) -> Vec<Near> {
        let graph = &self.graph;
        let wanted = |n: usize| look == Look::Everywhere || graph.leans(n, from);
        let seen = (0..graph.len()).filter(|&n| wanted(n) && self.sees((from, sight), graph.at(n)));
        seen.map(|node| {
            let at = graph.at(node);
            #[allow(clippy::cast_possible_truncation)] // limits::ALL_CORNERS
            let node = node as u32;
            Near { node, out: self.costs.leg(from, at).seconds, back: self.costs.leg(at, from).seconds }
        })
        .collect()
    }
}

impl Search {
    /// Begins at the turns near a place.
    pub(super) fn begin(&mut self, metric: &Metric, from: Local, near: &[Near], bound: impl Fn(Local) -> f64) {
        let graph = &metric.graph;
        self.seconds.clear();
        self.seconds.resize(graph.len(), f64::INFINITY);
        self.percent.clear();
        self.percent.resize(graph.len(), f64::INFINITY);
        self.before.clear();
        self.before.resize(graph.len(), START);
        self.settled.clear();
        self.settled.resize(graph.len(), f64::INFINITY);
        self.open.clear();
        for near in near.iter().filter(|near| near.out.is_finite()) {
            let cost = metric.costs.leg(from, graph.at(near.node as usize));
            self.reach(near.node, START, cost, &bound, graph);
        }
    }

    fn reach(&mut self, node: u32, before: u32, cost: Cost, bound: impl Fn(Local) -> f64, graph: &Graph) {
        let at = node as usize;
        if cost.seconds < self.seconds[at] {
            (self.seconds[at], self.percent[at], self.before[at]) = (cost.seconds, cost.percent, before);
            self.open.push(Reverse(Open::new(cost.seconds + bound(graph.at(at)), node)));
        }
    }

    /// What the best way to a turn costs so far.
    pub(super) fn cost(&self, node: usize) -> Cost {
        Cost { seconds: self.seconds[node], percent: self.percent[node] }
    }

    /// Looks on from the next turn, rarely twice from the same; nothing when none is left that could lead anywhere within
    /// `most` seconds.
    pub(super) fn step(&mut self, metric: &Metric, most: f64, bound: impl Fn(Local) -> f64) -> Option<usize> {
        loop {
            let (soonest, node) = self.open.pop()?.0.parts();
            if soonest >= most {
                return None;
            }
            let at = node as usize;
            let here = self.cost(at);
            if self.settled[at] <= here.seconds {
                continue;
            }
            self.settled[at] = here.seconds;
            for edge in metric.edges(at) {
                self.reach(edge.to, node, here.then(edge.cost), &bound, &metric.graph);
            }
            return Some(at);
        }
    }

    /// The turns of the way to a turn, itself the last.
    pub(super) fn turns_to(&self, node: usize) -> Vec<usize> {
        let mut turns = vec![node];
        let mut at = self.before[node];
        while at != START {
            turns.push(at as usize);
            at = self.before[at as usize];
        }
        turns.reverse();
        turns
    }
}
