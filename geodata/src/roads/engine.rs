//! Two engines with the same answers: plain search, and a hierarchy where the net has one.

use super::costs::{Costs, Entry};
use super::graph::{Graph, NEVER};
use super::hierarchy::Hierarchy;
use super::metric::{Metric, sum};
use super::search::{Pool, Search, Workspace};
use super::snap::Snap;

/// Times of one profile between points of the net, in milliseconds, [`NEVER`] where there is no way; and ways.
pub(super) trait TravelTimes {
    /// From each of many points to one.
    fn to_one(&self, from: &[Snap], to: &Snap) -> Vec<u32>;
    /// From one point to each of many; [`NEVER`] also for what takes longer than `limit`.
    fn to_many(&self, from: &Snap, to: &[Snap], limit: u32) -> Vec<u32>;
    /// From each to each, one row for each start.
    fn matrix(&self, from: &[Snap], to: &[Snap]) -> Vec<u32>;
    /// The fastest way from one point to another; among equal ways the one whose first difference is the arc that comes
    /// first in the graph.
    fn way(&self, from: &Snap, to: &Snap) -> Option<Way>;
}

/// A way along the roads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub ms: u32,
    /// In which direction the first edge is left and the last one entered; nothing when the way stays on one edge.
    pub ends: Option<(bool, bool)>,
    /// What is driven as a whole in between.
    pub slots: Vec<u32>,
}

/// The least of the direct way and the ways over the exits.
pub(super) fn least(costs: Costs, from: &Snap, to: &Snap, mut time: impl FnMut(u32) -> u32) -> u32 {
    let over = costs.exits(from).into_iter().filter(|(_, ms)| *ms < NEVER).map(|(state, ms)| sum(ms, time(state)));
    over.fold(costs.direct(from, to).0, u32::min).min(NEVER)
}

/// The time, or [`NEVER`] when it is over the limit.
fn within(ms: u32, limit: u32) -> u32 {
    if ms <= limit { ms.min(NEVER) } else { NEVER }
}

/// Walks from a start to a goal whose times are known: at each state the first arc on which the time falls as it should.
pub(super) fn walk(costs: Costs, from: &Snap, to: &Snap, mut time: impl FnMut(u32) -> u32) -> Option<Way> {
    let (ms, _) = costs.direct(from, to);
    let mut best = (ms, None);
    for (forward, (state, ms)) in [true, false].into_iter().zip(costs.exits(from)) {
        let total = if ms < NEVER { sum(ms, time(state)) } else { NEVER };
        if total < best.0 {
            best = (total, Some((forward, state)));
        }
    }
    if best.0 >= NEVER {
        return None;
    }
    let Some((begun, mut state)) = best.1 else { return Some(Way { ms: best.0, ends: None, slots: Vec::new() }) };
    let goals: Vec<Entry> = costs.entries(to).collect();
    let mut slots = Vec::new();
    loop {
        let left = time(state);
        if let Some(goal) = goals.iter().find(|goal| goal.state == state && goal.ms == left) {
            return Some(Way { ms: best.0, ends: Some((begun, goal.forward)), slots });
        }
        // Every arc takes a millisecond at least, so the time left falls and the walk ends.
        let arcs = costs.graph.out.of(state).iter();
        let arc =
            arcs.filter(|arc| costs.of(**arc) < NEVER).find(|arc| sum(costs.of(**arc), time(arc.state)) == left)?;
        slots.push(costs.graph.slot_of(*arc));
        state = arc.state;
    }
}

/// Dijkstra's search, each time anew.
pub(super) struct Plain<'a> {
    pub costs: Costs<'a>,
    pub pool: &'a Pool,
}

impl Plain<'_> {
    /// Searches backward from a goal until all the starts' exits are reached.
    fn backward(&self, from: &[Snap], to: &Snap, space: &mut Workspace) {
        let starts = from.iter().flat_map(|from| self.costs.exits(from)).filter(|(_, ms)| *ms < NEVER);
        let goals = self.costs.entries(to).map(|entry| (entry.state, entry.ms));
        settle(Search::new(self.costs, false, goals, space), starts.map(|(state, _)| state), NEVER - 1);
    }
}

impl Plain<'_> {
    /// Searches backward from a goal until no exit of the one start can be better.
    fn backward_to_one(&self, from: &Snap, to: &Snap, space: &mut Workspace) {
        let exits = self.costs.exits(from);
        let mut best = self.costs.direct(from, to).0;
        let goals = self.costs.entries(to).map(|entry| (entry.state, entry.ms));
        let mut search = Search::new(self.costs, false, goals, space);
        while let Some((state, time)) = search.next(best.min(NEVER - 1)) {
            let over = exits.iter().filter(|exit| exit.0 == state && exit.1 < NEVER).map(|exit| sum(time, exit.1));
            best = over.fold(best, u32::min);
        }
    }
}

/// Goes on until all these states are settled, or all that are within the limit.
fn settle(mut search: Search, wanted: impl Iterator<Item = u32>, limit: u32) {
    let mut missing = 0;
    for state in wanted {
        if let Some(word) = search.space.flags.get_mut(state as usize / 64) {
            missing += usize::from(*word >> (state % 64) & 1 == 0);
            *word |= 1 << (state % 64);
        }
    }
    while missing > 0 {
        let Some((state, _)) = search.next(limit) else { break };
        missing -= (search.space.flags[state as usize / 64] >> (state % 64) & 1) as usize;
    }
    search.space.flags.fill(0);
}

impl TravelTimes for Plain<'_> {
    fn to_one(&self, from: &[Snap], to: &Snap) -> Vec<u32> {
        self.pool.with(|space| {
            match from {
                [from] => self.backward_to_one(from, to, space),
                _ => self.backward(from, to, space),
            }
            from.iter().map(|from| least(self.costs, from, to, |state| space.time(state))).collect()
        })
    }

    fn to_many(&self, from: &Snap, to: &[Snap], limit: u32) -> Vec<u32> {
        self.pool.with(|space| {
            let exits = self.costs.exits(from);
            let goals = to.iter().flat_map(|to| self.costs.entries(to)).map(|entry| entry.state);
            settle(Search::new(self.costs, true, exits, space), goals, limit);
            // Times over the limit may be no final ones yet; those under it are.
            let time = |to: &Snap| {
                let over = self.costs.entries(to).map(|entry| sum(entry.ms, space.time(entry.state)));
                within(over.fold(self.costs.direct(from, to).0, u32::min), limit)
            };
            to.iter().map(time).collect()
        })
    }

    fn matrix(&self, from: &[Snap], to: &[Snap]) -> Vec<u32> {
        from.iter().flat_map(|from| self.to_many(from, to, NEVER - 1)).collect()
    }

    fn way(&self, from: &Snap, to: &Snap) -> Option<Way> {
        self.pool.with(|space| {
            self.backward_to_one(from, to, space);
            // Every state on a fastest way is settled before its start; a label that fits is final.
            walk(self.costs, from, to, |state| space.time(state))
        })
    }
}

/// A hierarchy with the times of the profile.
pub(super) struct Layered<'a> {
    pub costs: Costs<'a>,
    pub hierarchy: &'a Hierarchy,
    pub metric: &'a Metric,
    pub pool: &'a Pool,
}

impl Layered<'_> {
    fn with_goal<T>(&self, to: &Snap, call: impl FnOnce(&mut dyn FnMut(u32) -> u32) -> T) -> T {
        self.pool.with(|space| {
            let climb = &mut space.climb;
            let goals = self.costs.entries(to).map(|entry| (entry.state, entry.ms));
            climb.aim(self.hierarchy, &self.metric.down, goals);
            call(&mut |state| climb.time(self.hierarchy, &self.metric.up, state))
        })
    }
}

impl TravelTimes for Layered<'_> {
    fn to_one(&self, from: &[Snap], to: &Snap) -> Vec<u32> {
        self.pool.with(|space| {
            let (climb, hierarchy, up) = (&mut space.climb, self.hierarchy, &self.metric.up);
            let goals = self.costs.entries(to).map(|entry| (entry.state, entry.ms));
            climb.aim(hierarchy, &self.metric.down, goals);
            let starts = from.iter().flat_map(|from| self.costs.exits(from)).filter(|(_, ms)| *ms < NEVER);
            climb.prepare(hierarchy, up, starts.map(|(state, _)| state));
            let time = |from| least(self.costs, from, to, |state| climb.time(hierarchy, up, state));
            from.iter().map(time).collect()
        })
    }

    fn to_many(&self, from: &Snap, to: &[Snap], limit: u32) -> Vec<u32> {
        self.pool.with(|space| {
            let climb = &mut space.climb;
            climb.aim(self.hierarchy, &self.metric.up, self.costs.exits(from).into_iter());
            let goals = to.iter().flat_map(|to| self.costs.entries(to)).map(|entry| entry.state);
            climb.prepare(self.hierarchy, &self.metric.down, goals);
            let mut time = |to: &Snap| {
                let over = self.costs.entries(to);
                let over = over.map(|e| sum(e.ms, climb.time(self.hierarchy, &self.metric.down, e.state)));
                within(over.fold(self.costs.direct(from, to).0, u32::min), limit)
            };
            to.iter().map(&mut time).collect()
        })
    }

    fn matrix(&self, from: &[Snap], to: &[Snap]) -> Vec<u32> {
        super::matrix::layered(self, from, to)
    }

    fn way(&self, from: &Snap, to: &Snap) -> Option<Way> {
        self.with_goal(to, |time| walk(self.costs, from, to, &mut *time))
    }
}

/// How many states a search for `k` of `units` is expected to settle, when they stand evenly.
pub(super) fn expected(graph: &Graph, k: usize, units: usize) -> usize {
    graph.states().saturating_mul(k.saturating_add(1)) / units.max(1)
}
