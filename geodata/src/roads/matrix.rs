//! Tables of travel times: all starts by all goals.
//!
//! With a hierarchy the ancestors of all starts are numbered anew and their arcs laid side by side (Delling, Goldberg,
//! Nowatzyk and Werneck, "PHAST", IPDPS 2011, restricted to the starts); eight goals go through them at once.

use super::engine::Layered;
use super::graph::{NEVER, index_u32};
use super::hierarchy::NONE;
use super::metric::sum;
use super::nearest::reached;
use super::snap::Snap;
use crate::units::Seconds;

/// Goals that go through together.
const LANES: usize = 8;

/// Travel times from some starts to some goals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    pub(super) goals: usize,
    pub(super) ms: Vec<u32>,
}

impl Matrix {
    /// The time from a start to a goal, by their places in the lists asked for; nothing when there is no way.
    #[must_use]
    pub fn time(&self, start: usize, goal: usize) -> Option<Seconds> {
        let row = self.ms.get(start.checked_mul(self.goals)?..)?;
        row.get(..self.goals)?.get(goal).and_then(|ms| reached(*ms))
    }

    /// The times from one start to all goals.
    #[must_use]
    pub fn row(&self, start: usize) -> Vec<Option<Seconds>> {
        (0..self.goals).map(|goal| self.time(start, goal)).collect()
    }
}

/// The ancestors of all starts: descending, so that every arc leads to a line above.
struct Sweep {
    /// For each rank its line; [`NONE`] for others.
    line: Vec<u32>,
    first: Vec<u32>,
    /// Line of the head and milliseconds.
    arcs: Vec<(u32, u32)>,
}

impl Sweep {
    fn over(engine: &Layered, states: impl Iterator<Item = u32>) -> Self {
        let (hierarchy, metric) = (engine.hierarchy, engine.metric);
        let mut line = vec![NONE; hierarchy.order.len()];
        let mut ranks = Vec::new();
        for state in states {
            let mut rank = hierarchy.rank.get(state as usize).copied().unwrap_or(NONE);
            while rank != NONE && line[rank as usize] == NONE {
                line[rank as usize] = 0;
                ranks.push(rank);
                rank = hierarchy.parent(rank);
            }
        }
        ranks.sort_unstable_by(|a, b| b.cmp(a));
        let (mut first, mut arcs) = (vec![0], Vec::new());
        for (number, rank) in (0..).zip(&ranks) {
            line[*rank as usize] = number;
            let open = hierarchy.row(*rank).filter(|arc| metric.up[*arc] < NEVER);
            arcs.extend(open.map(|arc| (line[hierarchy.up_head[arc] as usize], metric.up[arc])));
            first.push(index_u32(arcs.len()));
        }
        Self { line, first, arcs }
    }

    /// Fills in all lines from the top; each holds the times that climbed to it before.
    fn run(&self, times: &mut [[u32; LANES]]) {
        for (number, row) in self.first.windows(2).enumerate() {
            let mut best = times[number];
            for (head, ms) in &self.arcs[row[0] as usize..row[1] as usize] {
                let above = &times[*head as usize];
                for lane in 0..LANES {
                    best[lane] = best[lane].min(sum(above[lane], *ms));
                }
            }
            times[number] = best;
        }
    }
}

/// All starts by all goals over a hierarchy.
pub(super) fn layered(engine: &Layered, from: &[Snap], to: &[Snap]) -> Vec<u32> {
    let exits: Vec<[(u32, u32); 2]> = from.iter().map(|from| engine.costs.exits(from)).collect();
    let sweep = Sweep::over(engine, exits.iter().flatten().map(|(state, _)| *state));
    let line = |state: u32| engine.hierarchy.rank.get(state as usize).map_or(NONE, |rank| sweep.line[*rank as usize]);
    let exits: Vec<[(u32, u32); 2]> = exits.into_iter().map(|two| two.map(|(state, ms)| (line(state), ms))).collect();
    let mut table = vec![NEVER; from.len() * to.len()];
    let mut times = vec![[NEVER; LANES]; sweep.first.len() - 1];
    for (batch, goals) in to.chunks(LANES).enumerate() {
        times.fill([NEVER; LANES]);
        for (lane, goal) in goals.iter().enumerate() {
            climb(engine, goal, |rank, ms| {
                if let Some(place) = times.get_mut(sweep.line[rank as usize] as usize) {
                    place[lane] = ms;
                }
            });
        }
        sweep.run(&mut times);
        for (start, two) in exits.iter().enumerate() {
            let cells = &mut table[start * to.len() + batch * LANES..][..goals.len()];
            for (lane, cell) in cells.iter_mut().enumerate() {
                let over = |(line, ms): (u32, u32)| match times.get(line as usize) {
                    Some(times) if ms < NEVER => sum(ms, times[lane]),
                    _ => NEVER,
                };
                *cell = over(two[0]).min(over(two[1])).min(NEVER);
                if from[start].edge == goals[lane].edge {
                    *cell = (*cell).min(engine.costs.direct(&from[start], &goals[lane]).0);
                }
            }
        }
    }
    table
}

fn climb(engine: &Layered, goal: &Snap, mut call: impl FnMut(u32, u32)) {
    engine.pool.with(|space| {
        let goals = engine.costs.entries(goal).map(|entry| (entry.state, entry.ms));
        space.climb.aim(engine.hierarchy, &engine.metric.down, goals);
        space.climb.climbed().for_each(|(rank, ms)| call(rank, ms));
    });
}
