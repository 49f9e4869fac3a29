//! One sortie as the search holds it: its tasks in order, and for each the least cost from the start to it and from it to
//! the end, for every way it may be flown. With these an insertion anywhere costs a handful of additions.

use super::model::{Crew, Model};

/// The model laid out for the search: `M` ways a task, both matrices.
pub(super) struct Flat<'a, const M: usize> {
    pub model: &'a Model,
    /// Travel by the port of arrival: `[to * ports + from]`.
    into: Vec<f64>,
    pub tasks: Vec<FlatTask<M>>,
}

#[derive(Clone, Copy)]
pub(super) struct FlatTask<const M: usize> {
    pub enter: [u32; M],
    pub leave: [u32; M],
    pub cost: [f64; M],
    pub load: f64,
    pub prize: f64,
}

impl<'a, const M: usize> Flat<'a, M> {
    pub(super) fn new(model: &'a Model) -> Self {
        let n = model.ports;
        let mut into = vec![0.0; n * n];
        for from in 0..n {
            for to in 0..n {
                into[to * n + from] = model.travel[from * n + to];
            }
        }
        let tasks = model
            .tasks
            .iter()
            .map(|task| {
                let mode = |m: usize| task.modes[m.min(task.modes.len() - 1)];
                FlatTask {
                    enter: std::array::from_fn(|m| mode(m).enter),
                    leave: std::array::from_fn(|m| mode(m).leave),
                    cost: std::array::from_fn(|m| mode(m).cost),
                    load: task.load,
                    prize: task.prize,
                }
            })
            .collect();
        Self { model, into, tasks }
    }

    /// Travel to a port, by the port it comes from.
    fn row_into(&self, to: u32) -> &[f64] {
        &self.into[to as usize * self.model.ports..][..self.model.ports]
    }

    fn row_from(&self, from: u32) -> &[f64] {
        &self.model.travel[from as usize * self.model.ports..][..self.model.ports]
    }
}

/// One end of a leg: ports with the least cost up to (or from) each.
#[derive(Clone, Copy)]
struct End<const M: usize> {
    port: [u32; M],
    cost: [f64; M],
}

/// A stop of a sortie.
#[derive(Clone, Copy)]
pub(super) struct Stop<const M: usize> {
    pub task: u32,
    /// Least cost from the start until it is served, by the way it is served.
    ahead: End<M>,
    /// Least cost from where it begins to the end of the sortie, itself included.
    behind: End<M>,
}

/// Where a task fits best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    /// What the sortie grows by.
    pub more: f64,
    pub gap: u32,
}

impl Fit {
    pub(super) const NONE: Self = Self { more: f64::INFINITY, gap: 0 };
}

#[derive(Clone, Default)]
pub(super) struct Route<const M: usize> {
    pub stops: Vec<Stop<M>>,
    pub load: f64,
    pub cost: f64,
    /// Changes with every change of the stops; equal stamps, equal stops.
    pub stamp: u64,
}

impl<const M: usize> Route<M> {
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.stops.clone_from(&other.stops);
        self.load = other.load;
        self.cost = other.cost;
        self.stamp = other.stamp;
    }

    /// What an empty sortie costs: the way from its start to its end, nothing when it stays at home.
    fn idle(flat: &Flat<'_, M>, crew: &Crew) -> f64 {
        flat.model.between(crew.start, crew.end)
    }

    /// Everything again after its stops changed.
    #[allow(clippy::needless_range_loop)] // The same place of several arrays.
    pub(super) fn refresh(&mut self, flat: &Flat<'_, M>, crew: &Crew, stamp: u64) {
        self.stamp = stamp;
        self.load = 0.0;
        let mut last = End { port: [crew.start; M], cost: [0.0; M] };
        for stop in &mut self.stops {
            let task = &flat.tasks[stop.task as usize];
            let mut cost = [f64::INFINITY; M];
            for m in 0..M {
                let row = flat.row_into(task.enter[m]);
                for p in 0..M {
                    cost[m] = cost[m].min(last.cost[p] + row[last.port[p] as usize]);
                }
                cost[m] += task.cost[m];
            }
            self.load += task.load;
            stop.ahead = End { port: task.leave, cost };
            last = stop.ahead;
        }
        let row = flat.row_into(crew.end);
        self.cost = (0..M).map(|p| last.cost[p] + row[last.port[p] as usize]).fold(f64::INFINITY, f64::min);
        if self.stops.is_empty() {
            self.cost = Self::idle(flat, crew);
        }
        let mut next = End { port: [crew.end; M], cost: [0.0; M] };
        for stop in self.stops.iter_mut().rev() {
            let task = &flat.tasks[stop.task as usize];
            let mut cost = [f64::INFINITY; M];
            for m in 0..M {
                let row = flat.row_from(task.leave[m]);
                for p in 0..M {
                    cost[m] = cost[m].min(next.cost[p] + row[next.port[p] as usize]);
                }
                cost[m] += task.cost[m];
            }
            stop.behind = End { port: task.enter, cost };
            next = stop.behind;
        }
    }

    /// Where a task fits best, limits aside; `skip` passes over a gap now and then.
    pub(super) fn fit(&self, flat: &Flat<'_, M>, crew: &Crew, task: u32, mut skip: impl FnMut() -> bool) -> Fit {
        let t = &flat.tasks[task as usize];
        let into: [&[f64]; M] = std::array::from_fn(|m| flat.row_into(t.enter[m]));
        let from: [&[f64]; M] = std::array::from_fn(|m| flat.row_from(t.leave[m]));
        let mut best = Fit::NONE;
        let mut last = End { port: [crew.start; M], cost: [0.0; M] };
        let home = End { port: [crew.end; M], cost: [0.0; M] };
        for gap in 0..=self.stops.len() {
            let next = self.stops.get(gap).map_or(&home, |s| &s.behind);
            if !skip() {
                let mut cost = f64::INFINITY;
                for m in 0..M {
                    let mut before = f64::INFINITY;
                    let mut after = f64::INFINITY;
                    for p in 0..M {
                        before = before.min(last.cost[p] + into[m][last.port[p] as usize]);
                        after = after.min(next.cost[p] + from[m][next.port[p] as usize]);
                    }
                    cost = cost.min(before + t.cost[m] + after);
                }
                if cost < best.more {
                    best = Fit { more: cost, gap: u32::try_from(gap).unwrap_or(u32::MAX) };
                }
            }
            if let Some(stop) = self.stops.get(gap) {
                last = stop.ahead;
            }
        }
        best.more -= self.cost;
        best
    }

    pub(super) fn insert(&mut self, gap: u32, task: u32) {
        let nothing = End { port: [0; M], cost: [0.0; M] };
        self.stops.insert(gap as usize, Stop { task, ahead: nothing, behind: nothing });
    }

    /// What it would cost without one of its stops.
    pub(super) fn without(&self, flat: &Flat<'_, M>, crew: &Crew, at: usize) -> f64 {
        if self.stops.len() == 1 {
            return Self::idle(flat, crew);
        }
        let last = at.checked_sub(1).map_or(End { port: [crew.start; M], cost: [0.0; M] }, |i| self.stops[i].ahead);
        let next = self.stops.get(at + 1).map_or(End { port: [crew.end; M], cost: [0.0; M] }, |s| s.behind);
        let mut least = f64::INFINITY;
        for m in 0..M {
            for p in 0..M {
                least = least.min(last.cost[m] + flat.model.between(last.port[m], next.port[p]) + next.cost[p]);
            }
        }
        least
    }

    /// The ways its tasks are served at least cost, in order.
    pub(super) fn ways(&self, flat: &Flat<'_, M>, crew: &Crew) -> Vec<usize> {
        let mut last = (crew.start, 0.0);
        let mut ways = Vec::with_capacity(self.stops.len());
        for stop in &self.stops {
            let task = &flat.tasks[stop.task as usize];
            let total = |m: usize| last.1 + flat.model.between(last.0, task.enter[m]) + stop.behind.cost[m];
            let way = (0..M).min_by(|a, b| total(*a).total_cmp(&total(*b))).unwrap_or(0);
            last = (task.leave[way], last.1 + flat.model.between(last.0, task.enter[way]) + task.cost[way]);
            ways.push(way);
        }
        ways
    }
}
