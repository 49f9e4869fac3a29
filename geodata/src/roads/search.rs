//! Dijkstra's algorithm (1959) over milliseconds, outward or backward, with a caller that says when to stop.
//!
//! The labels of a search live in a workspace that is lent from a pool and used again: a label counts only when it bears
//! the number of the present search, so nothing needs to be wiped and a short search on a large net is short.

use super::costs::Costs;
use super::graph::{NEVER, Rows};
use super::queue::Queue;
use std::sync::{Mutex, PoisonError};

/// The best time known for a state, in the search with this number.
#[derive(Clone, Copy, Debug, Default)]
struct Label {
    search: u32,
    time: u32,
}

/// What a search needs beyond the net.
#[derive(Clone, Debug, Default)]
pub(super) struct Workspace {
    labels: Vec<Label>,
    search: u32,
    queue: Queue,
    /// One bit a state, for callers that wait for some; they wipe what they set.
    pub flags: Vec<u64>,
    /// For hierarchies.
    pub climb: super::climb::Climb,
    /// For isochrones.
    pub raster: super::raster::Raster,
}

impl Workspace {
    fn begin(&mut self, states: usize) {
        self.queue.clear();
        self.labels.resize(states, Label::default());
        self.flags.resize(states.div_ceil(64), 0);
        self.search = self.search.wrapping_add(1);
        if self.search == 0 {
            self.labels.fill(Label::default());
            self.search = 1;
        }
    }

    #[inline]
    fn improve(&mut self, state: u32, time: u32) {
        let Some(label) = self.labels.get_mut(state as usize) else { return };
        if time < NEVER && (label.search != self.search || time < label.time) {
            *label = Label { search: self.search, time };
            self.queue.push(time, state);
        }
    }

    /// The best time known for a state; final once it has come out of the search.
    #[inline]
    pub fn time(&self, state: u32) -> u32 {
        self.labels.get(state as usize).filter(|label| label.search == self.search).map_or(NEVER, |label| label.time)
    }
}

/// A search in progress. States come out of [`Search::next`] in the order of their time.
pub(super) struct Search<'a, 'w> {
    costs: Costs<'a>,
    rows: &'a Rows,
    pub space: &'w mut Workspace,
}

impl<'a, 'w> Search<'a, 'w> {
    /// From some states outward, the way traffic flows, or backward to them, so that times are those of coming there.
    pub fn new(
        costs: Costs<'a>,
        outward: bool,
        starts: impl IntoIterator<Item = (u32, u32)>,
        space: &'w mut Workspace,
    ) -> Self {
        space.begin(costs.graph.states());
        for (state, time) in starts {
            space.improve(state, time);
        }
        Self { costs, rows: if outward { &costs.graph.out } else { &costs.graph.into }, space }
    }

    /// The next state and its time in milliseconds, if any is left at or under `limit`.
    #[inline]
    pub fn next(&mut self, limit: u32) -> Option<(u32, u32)> {
        loop {
            let (time, state) = self.space.queue.first()?;
            if time > limit {
                return None;
            }
            self.space.queue.pop();
            if self.space.time(state) != time {
                continue;
            }
            let rows = self.rows;
            for &arc in rows.of(state) {
                // Both are below 2^31.
                self.space.improve(arc.state, time.wrapping_add(self.costs.of(arc)));
            }
            return Some((state, time));
        }
    }
}

/// Workspaces to be used again, a few at most.
#[derive(Debug, Default)]
pub(super) struct Pool {
    spare: Mutex<Vec<Workspace>>,
}

/// More workspaces than this are not kept.
const SPARE: usize = 4;

impl Pool {
    /// Calls with a workspace nobody else uses.
    pub fn with<T>(&self, call: impl FnOnce(&mut Workspace) -> T) -> T {
        let lent = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut space = lent.unwrap_or_default();
        let answer = call(&mut space);
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < SPARE {
            spare.push(space);
        }
        answer
    }
}

impl Clone for Pool {
    /// Workspaces are not worth copying.
    fn clone(&self) -> Self {
        Self::default()
    }
}
