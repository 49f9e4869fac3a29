//! Times from many states to one, or from one to many, over a hierarchy, each looked up when it is asked for.
//!
//! Strasser and Zeitz, "A Fast and Tight Heuristic for A* in Road Networks" (SEA 2021): the goal's times climb to all its
//! ancestors; then the time of any state is the least over its up-arcs, whose heads are ancestors and are looked up
//! first and kept. What two states share on their way up is computed once.

use super::graph::NEVER;
use super::hierarchy::{Hierarchy, NONE};
use super::metric::sum;

/// What is known of a rank in the query with these numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    climbed: u32,
    /// The best time over ways that only climb from the goal.
    climb: u32,
    known: u32,
    /// The best time at all.
    time: u32,
}

/// The labels of a query, used again and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Climb {
    places: Vec<Place>,
    query: u32,
    chain: Vec<u32>,
}

impl Climb {
    /// Lets the goal's times climb. `climbing` are the metric's times in the direction from the goal: down times when
    /// asking for times to the goal, up times when asking for times from it.
    pub fn aim(&mut self, hierarchy: &Hierarchy, climbing: &[u32], goal: impl Iterator<Item = (u32, u32)>) {
        self.places.resize(hierarchy.order.len(), Place::default());
        self.query = self.query.wrapping_add(1);
        if self.query == 0 {
            self.places.fill(Place::default());
            self.query = 1;
        }
        self.chain.clear();
        for (state, time) in goal {
            let Some(&rank) = hierarchy.rank.get(state as usize) else { continue };
            self.mark(hierarchy, rank);
            let place = &mut self.places[rank as usize];
            place.climb = place.climb.min(time);
        }
        self.chain.sort_unstable();
        for i in 0..self.chain.len() {
            let rank = self.chain[i];
            let here = self.places[rank as usize].climb;
            if here >= NEVER {
                continue;
            }
            for arc in hierarchy.row(rank) {
                let place = &mut self.places[hierarchy.up_head[arc] as usize];
                place.climb = place.climb.min(sum(here, climbing[arc]));
            }
        }
    }

    /// Every ancestor belongs to the query from now on.
    fn mark(&mut self, hierarchy: &Hierarchy, mut rank: u32) {
        while rank != NONE && self.places[rank as usize].climbed != self.query {
            let place = &mut self.places[rank as usize];
            (place.climbed, place.climb) = (self.query, NEVER);
            self.chain.push(rank);
            rank = hierarchy.parent(rank);
        }
    }

    /// The ranks that the goal's times climbed to, ascending, with those times.
    pub fn climbed(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.chain.iter().map(|rank| (*rank, self.places[*rank as usize].climb))
    }

    /// The time of a state; `descending` are the metric's times of the other direction than in [`Climb::aim`].
    pub fn time(&mut self, hierarchy: &Hierarchy, descending: &[u32], state: u32) -> u32 {
        let Some(&rank) = hierarchy.rank.get(state as usize) else { return NEVER };
        // The chain of the aim is not needed any more below its length.
        let start = self.chain.len();
        let mut above = rank;
        while above != NONE && self.places[above as usize].known != self.query {
            self.chain.push(above);
            above = hierarchy.parent(above);
        }
        while self.chain.len() > start {
            let Some(rank) = self.chain.pop() else { break };
            let place = self.places[rank as usize];
            let mut best = if place.climbed == self.query { place.climb } else { NEVER };
            let row = hierarchy.row(rank);
            for (head, ms) in hierarchy.up_head[row.clone()].iter().zip(&descending[row]) {
                best = best.min(sum(*ms, self.places[*head as usize].time));
            }
            let place = &mut self.places[rank as usize];
            (place.known, place.time) = (self.query, best);
        }
        self.places[rank as usize].time
    }
}
