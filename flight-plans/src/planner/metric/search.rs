//! Shortest ways from one place over the turns: Dijkstra with a bound, and the memory it works in.

use super::cost::Cost;
use super::graph::Graph;
use super::{Metric, sight::Sight};
use geodata::Local;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Where nobody came from but the start.
pub(super) const START: u32 = u32::MAX;

/// The memory of a search, kept from one start to the next.
#[derive(Debug, Default)]
pub(super) struct Search {
    pub(super) sight: Sight,
    /// The cost of the best way to each turn so far.
    pub(super) best: Vec<Cost>,
    /// The turn before, or [`START`].
    pub(super) before: Vec<u32>,
    settled: Vec<bool>,
    open: BinaryHeap<Open>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    bound: f64,
    node: u32,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    /// The soonest is the greatest; ties by index.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then_with(|| other.node.cmp(&self.node))
    }
}

impl Search {
    /// Looks about from a clear place, and begins at the turns seen from there.
    pub(super) fn begin(&mut self, metric: &Metric, from: Local, bound: impl Fn(Local) -> f64) {
        let graph = &metric.graph;
        self.sight.look(&metric.walls, from);
        self.best.clear();
        self.best.resize(graph.len(), Cost::NONE);
        self.before.clear();
        self.before.resize(graph.len(), START);
        self.settled.clear();
        self.settled.resize(graph.len(), false);
        self.open.clear();
        for node in 0..graph.len() {
            let at = graph.at(node);
            if graph.leans(node, from) && self.sight.clear(&metric.walls, at) {
                self.reach(node, START, metric.costs.leg(from, at), &bound, graph);
            }
        }
    }

    fn reach(&mut self, node: usize, before: u32, cost: Cost, bound: impl Fn(Local) -> f64, graph: &Graph) {
        if cost.seconds < self.best[node].seconds {
            self.best[node] = cost;
            self.before[node] = before;
            #[allow(clippy::cast_possible_truncation)] // limits::ALL_CORNERS
            self.open.push(Open { bound: cost.seconds + bound(graph.at(node)), node: node as u32 });
        }
    }

    /// Settles the next turn and looks on from there; nothing when none is left that could lead anywhere within `most`
    /// seconds.
    pub(super) fn step(&mut self, metric: &Metric, most: f64, bound: impl Fn(Local) -> f64) -> Option<usize> {
        loop {
            let open = self.open.pop()?;
            if open.bound >= most {
                return None;
            }
            let node = open.node as usize;
            if std::mem::replace(&mut self.settled[node], true) {
                continue;
            }
            let here = self.best[node];
            for edge in metric.graph.edges(node, &metric.walls, &metric.costs) {
                let next = edge.to as usize;
                if !self.settled[next] {
                    self.reach(next, open.node, here.then(edge.cost), &bound, &metric.graph);
                }
            }
            return Some(node);
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
