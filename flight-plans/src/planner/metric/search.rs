//! Shortest ways from one place over the turns: Dijkstra with a bound, and the memory it works in.

use super::Metric;
use super::cost::Cost;
use super::graph::{Bend, Edge};
use super::queue::Queue;
use super::sight::Sight;
use geodata::Local;

/// Where nobody came from but the start.
pub(super) const START: u32 = u32::MAX;

/// The memory of a search, kept from one start to the next.
#[derive(Debug, Default)]
pub(super) struct Search {
    reached: Vec<Reached>,
    queue: Queue,
}

/// The best way to a turn so far.
#[derive(Clone, Copy, Debug)]
struct Reached {
    cost: Cost,
    /// How it goes on.
    bend: Bend,
    /// The turn before, or [`START`].
    before: u32,
    /// Whether nobody has looked on from there since.
    open: bool,
}

impl Reached {
    const NOT: Self = Self { cost: Cost::NONE, bend: Bend::ANY, before: START, open: false };
}

/// A turn that sees a place, and the legs to and from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub(super) node: u32,
    pub(super) out: Cost,
    pub(super) back: Cost,
}

impl Metric {
    /// The turns that see a place, as far as a fastest way may turn there; `sight` has looked about from the place.
    pub(super) fn near(&self, from: Local, sight: &Sight) -> Vec<Near> {
        let graph = &self.graph;
        let seen = (0..graph.len()).filter(|&n| graph.leans(n, from) && self.sees((from, sight), graph.at(n)));
        seen.map(|node| {
            let at = graph.at(node);
            #[allow(clippy::cast_possible_truncation)] // limits::ALL_CORNERS
            let node = node as u32;
            let [out, back] = self.costs.both(from, at);
            Near { node, out, back }
        })
        .collect()
    }
}

impl Search {
    /// Begins at the turns near a place.
    pub(super) fn begin(&mut self, metric: &Metric, from: Local, near: &[Near], bound: impl Fn(Local) -> f64) {
        let graph = &metric.graph;
        self.reached.clear();
        self.reached.resize(graph.len(), Reached::NOT);
        self.queue.clear(graph.size() / metric.costs.gauge.airspeed);
        for near in near.iter().filter(|near| near.out.seconds.is_finite()) {
            let node = near.node as usize;
            let edge = Edge { to: near.node, bend: graph.bend(from, node), cost: near.out };
            self.reach(START, Cost::default(), &edge, || bound(graph.at(node)));
        }
    }

    fn reach(&mut self, before: u32, gone: Cost, edge: &Edge, bound: impl Fn() -> f64) {
        let seconds = gone.seconds + edge.cost.seconds;
        let reached = &mut self.reached[edge.to as usize];
        if seconds < reached.cost.seconds {
            let cost = Cost { seconds, percent: gone.percent + edge.cost.percent };
            *reached = Reached { cost, bend: edge.bend, before, open: true };
            self.queue.push(seconds + bound(), edge.to);
        }
    }

    /// What the best way to a turn costs so far.
    pub(super) fn cost(&self, node: usize) -> Cost {
        self.reached[node].cost
    }

    /// The turn before on that way, or [`START`].
    pub(super) fn before(&self, node: usize) -> u32 {
        self.reached[node].before
    }

    /// Looks on from the next turn, rarely twice from the same; nothing when none is left that could lead anywhere within
    /// `most` seconds.
    pub(super) fn step(&mut self, metric: &Metric, most: f64, bound: impl Fn(Local) -> f64) -> Option<usize> {
        loop {
            let (soonest, node) = self.queue.pop()?;
            if soonest >= most {
                return None;
            }
            let at = node as usize;
            let here = self.reached[at];
            if !here.open {
                continue;
            }
            self.reached[at].open = false;
            for edge in metric.legs(at).on(here.bend) {
                self.reach(node, here.cost, edge, || bound(metric.graph.at(edge.to as usize)));
            }
            return Some(at);
        }
    }

    /// Which turns are reached in free air, however the wind blows.
    pub(super) fn flood(metric: &Metric, near: &[Near]) -> Vec<bool> {
        let mut reached = vec![false; metric.graph.len()];
        let mut open: Vec<u32> = near.iter().map(|near| near.node).collect();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node as usize], true) {
                open.extend(metric.legs(node as usize).all().iter().map(|edge| edge.to));
            }
        }
        reached
    }

    /// The turns of the way to a turn, itself the last.
    pub(super) fn turns_to(&self, node: usize) -> Vec<usize> {
        let mut turns = vec![node];
        let mut at = self.before(node);
        while at != START {
            turns.push(at as usize);
            at = self.before(at as usize);
        }
        turns.reverse();
        turns
    }
}
