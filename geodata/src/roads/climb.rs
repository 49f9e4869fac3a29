//! Times from many states to one, or from one to many, over a hierarchy, each looked up when it is asked for.
//!
//! Strasser and Zeitz, "A Fast and Tight Heuristic for A* in Road Networks" (SEA 2021): the goal's times climb to all its
//! ancestors; then the time of any state is the least over its up-arcs, whose heads are ancestors and are looked up
//! first and kept. What two states share on their way up is computed once. Most of the time goes into waiting for
//! memory, so a label is 8 bytes and many states are looked up in the order of their ranks, neighbours together.

use super::graph::NEVER;
use super::hierarchy::{Hierarchy, NONE};
use super::metric::sum;

/// What is known of a rank. The stamp is twice the query's number while `time` is the best over ways that only climb
/// from the goal, one more once it is the best at all, and less when it is of another query.
#[derive(Clone, Copy, Debug, Default)]
struct Label {
    stamp: u32,
    time: u32,
}

/// The labels of a query, used again and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Climb {
    labels: Vec<Label>,
    query: u32,
    chain: Vec<u32>,
}

impl Climb {
    /// Lets the goal's times climb. `climbing` are the metric's times in the direction from the goal: down times when
    /// asking for times to the goal, up times when asking for times from it.
    pub fn aim(&mut self, hierarchy: &Hierarchy, climbing: &[u32], goal: impl Iterator<Item = (u32, u32)>) {
        self.labels.resize(hierarchy.order.len(), Label::default());
        self.query += 1;
        if self.query > u32::MAX / 4 {
            self.labels.fill(Label::default());
            self.query = 1;
        }
        self.chain.clear();
        for (state, time) in goal {
            let Some(&rank) = hierarchy.rank.get(state as usize) else { continue };
            self.mark(hierarchy, rank);
            let label = &mut self.labels[rank as usize];
            label.time = label.time.min(time);
        }
        self.chain.sort_unstable();
        for i in 0..self.chain.len() {
            let rank = self.chain[i];
            let here = self.labels[rank as usize].time;
            if here >= NEVER {
                continue;
            }
            let row = hierarchy.row(rank);
            for (head, ms) in hierarchy.up_head[row.clone()].iter().zip(&climbing[row]) {
                let label = &mut self.labels[*head as usize];
                label.time = label.time.min(sum(here, *ms));
            }
        }
    }

    /// Every ancestor belongs to the query from now on.
    fn mark(&mut self, hierarchy: &Hierarchy, mut rank: u32) {
        let stamp = self.query * 2;
        while rank != NONE && self.labels[rank as usize].stamp != stamp {
            self.labels[rank as usize] = Label { stamp, time: NEVER };
            self.chain.push(rank);
            rank = hierarchy.parent(rank);
        }
    }

    /// The ranks that the goal's times climbed to, ascending, with those times; to be asked before any other time.
    pub fn climbed(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.chain.iter().map(|rank| (*rank, self.labels[*rank as usize].time))
    }

    /// Looks up the times of many states at once, for [`Climb::time`] to find them ready.
    pub fn prepare(&mut self, hierarchy: &Hierarchy, descending: &[u32], states: impl Iterator<Item = u32>) {
        let mut ranks: Vec<u32> = states.filter_map(|state| hierarchy.rank.get(state as usize).copied()).collect();
        ranks.sort_unstable();
        ranks.dedup();
        for rank in ranks {
            self.at(hierarchy, descending, rank);
        }
    }

    /// The time of a state; `descending` are the metric's times of the other direction than in [`Climb::aim`].
    pub fn time(&mut self, hierarchy: &Hierarchy, descending: &[u32], state: u32) -> u32 {
        hierarchy.rank.get(state as usize).map_or(NEVER, |&rank| self.at(hierarchy, descending, rank))
    }

    fn at(&mut self, hierarchy: &Hierarchy, descending: &[u32], rank: u32) -> u32 {
        let (climbed, known) = (self.query * 2, self.query * 2 + 1);
        self.chain.clear();
        let mut above = rank;
        while above != NONE && self.labels[above as usize].stamp != known {
            self.chain.push(above);
            above = hierarchy.parent(above);
        }
        while let Some(rank) = self.chain.pop() {
            let label = self.labels[rank as usize];
            let mut best = if label.stamp == climbed { label.time } else { NEVER };
            let row = hierarchy.row(rank);
            for (head, ms) in hierarchy.up_head[row.clone()].iter().zip(&descending[row]) {
                best = best.min(sum(*ms, self.labels[*head as usize].time));
            }
            self.labels[rank as usize] = Label { stamp: known, time: best };
        }
        self.labels[rank as usize].time
    }
}
