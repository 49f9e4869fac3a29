//! Dijkstra's algorithm (1959) over milliseconds, outward or backward, with a caller that says when to stop.

use super::graph::{Edge, Graph, NEVER, Rows};
use super::profile::Profile;
use super::snap::Snap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A search in progress. Junctions come out of [`Search::next`] in the order of their time.
pub(super) struct Search<'a> {
    rows: &'a Rows,
    profile: usize,
    time: Vec<u32>,
    /// The junction before, and the edge and direction taken from there; only kept when asked for.
    parent: Option<Vec<Step>>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

/// How a junction was reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub from: u32,
    pub edge: u32,
    pub forward: bool,
}

const NO_STEP: Step = Step { from: NEVER, edge: NEVER, forward: true };

impl<'a> Search<'a> {
    /// From a point outward, the way traffic flows.
    pub fn outward(graph: &'a Graph, from: &Snap, profile: Profile) -> Self {
        let mut search = Self::new(&graph.out, graph, profile);
        if let Some(edge) = graph.edges.get(from.edge as usize) {
            search.improve(edge.to, leave(edge, profile, true, from), NO_STEP);
            search.improve(edge.from, leave(edge, profile, false, from), NO_STEP);
        }
        search
    }

    /// From a point backward, against the flow: the times are those of coming here.
    pub fn backward(graph: &'a Graph, to: &Snap, profile: Profile) -> Self {
        let mut search = Self::new(&graph.into, graph, profile);
        if let Some(edge) = graph.edges.get(to.edge as usize) {
            search.improve(edge.from, reach(edge, profile, true, to), NO_STEP);
            search.improve(edge.to, reach(edge, profile, false, to), NO_STEP);
        }
        search
    }

    /// Remember how each junction was reached.
    pub fn with_parents(mut self) -> Self {
        self.parent = Some(vec![NO_STEP; self.time.len()]);
        self
    }

    fn new(rows: &'a Rows, graph: &Graph, profile: Profile) -> Self {
        let time = vec![NEVER; graph.nodes.len()];
        Self { rows, profile: profile.index(), time, parent: None, queue: BinaryHeap::new() }
    }

    fn improve(&mut self, node: u32, time: u32, step: Step) {
        let Some(best) = self.time.get_mut(node as usize) else { return };
        if time < *best {
            *best = time;
            self.queue.push(Reverse((time, node)));
            if let Some(slot) = self.parent.as_mut().and_then(|p| p.get_mut(node as usize)) {
                *slot = step;
            }
        }
    }

    /// The next junction and its time in milliseconds, if any is left at or under `limit`.
    pub fn next(&mut self, limit: u32) -> Option<(u32, u32)> {
        loop {
            let Reverse((time, node)) = *self.queue.peek()?;
            if time > limit {
                return None;
            }
            self.queue.pop();
            if self.time.get(node as usize) != Some(&time) {
                continue;
            }
            let rows = self.rows;
            for arc in rows.of(node) {
                let step = Step { from: node, edge: arc.edge, forward: arc.forward };
                self.improve(arc.node, time.saturating_add(arc.ms[self.profile]), step);
            }
            return Some((node, time));
        }
    }

    /// How a junction was reached; nothing for those next to the start.
    pub fn step(&self, node: u32) -> Option<Step> {
        let step = *self.parent.as_ref()?.get(node as usize)?;
        (step.from != NEVER).then_some(step)
    }
}

/// Milliseconds from a point to the end (`forward`) or the start of its edge.
pub(super) fn leave(edge: &Edge, profile: Profile, forward: bool, at: &Snap) -> u32 {
    edge.part(profile, forward, if forward { 1.0 - at.fraction } else { at.fraction })
}

/// Milliseconds from the start (`forward`) or the end of its edge to a point.
pub(super) fn reach(edge: &Edge, profile: Profile, forward: bool, at: &Snap) -> u32 {
    edge.part(profile, forward, if forward { at.fraction } else { 1.0 - at.fraction })
}

/// Milliseconds from one point to another along the edge both are on, and the direction; [`NEVER`] when they are on
/// different edges or the flow forbids it.
pub(super) fn direct(graph: &Graph, from: &Snap, to: &Snap, profile: Profile) -> (u32, bool) {
    let forward = from.fraction <= to.fraction;
    match graph.edges.get(from.edge as usize).filter(|_| from.edge == to.edge) {
        Some(edge) => {
            let share = (to.fraction - from.fraction).abs();
            // On the same spot nobody needs to move, whatever the flow.
            if share <= 0.0 { (0, true) } else { (edge.part(profile, forward, share), forward) }
        }
        None => (NEVER, forward),
    }
}
