//! A sortie's order made shorter: reversed stretches and moved strings, until neither helps.
//!
//! Only for tasks with one way; lines choose their ends in the recursion of the route.

use super::model::Crew;
use super::route::{Flat, Route};

/// Improvements below this are rounding.
const LEAST: f64 = 1e-7;
/// Longest string moved.
const STRING: usize = 3;

/// The order under the knife: ports from start to end with the tasks between, travel forth and back summed up.
#[derive(Default)]
pub(super) struct Knife {
    ports: Vec<(u32, u32)>,
    tasks: Vec<u32>,
    forth: Vec<f64>,
    back: Vec<f64>,
}

impl Knife {
    /// Makes the order shorter where it can; the caller refreshes the route when this says so.
    pub(super) fn polish<const M: usize>(&mut self, route: &mut Route<M>, flat: &Flat<'_, M>, crew: &Crew) -> bool {
        if M != 1 || route.stops.len() < 2 {
            return false;
        }
        self.tasks.clear();
        self.tasks.extend(route.stops.iter().map(|s| s.task));
        let mut changed = false;
        for _ in 0..50 {
            self.lay(flat, crew);
            if !(self.reverse(flat) || self.shift(flat)) {
                break;
            }
            changed = true;
        }
        if changed {
            for (stop, task) in route.stops.iter_mut().zip(&self.tasks) {
                stop.task = *task;
            }
        }
        changed
    }

    fn lay<const M: usize>(&mut self, flat: &Flat<'_, M>, crew: &Crew) {
        self.ports.clear();
        self.ports.push((crew.start, crew.start));
        self.ports.extend(self.tasks.iter().map(|t| {
            let t = &flat.tasks[*t as usize];
            (t.enter[0], t.leave[0])
        }));
        self.ports.push((crew.end, crew.end));
        self.forth.clear();
        self.back.clear();
        let (mut forth, mut back) = (0.0, 0.0);
        self.forth.push(0.0);
        self.back.push(0.0);
        for pair in self.ports.windows(2) {
            forth += flat.model.between(pair[0].1, pair[1].0);
            back += flat.model.between(pair[1].1, pair[0].0);
            self.forth.push(forth);
            self.back.push(back);
        }
    }

    /// Reverses the first stretch that is shorter the other way round.
    fn reverse<const M: usize>(&mut self, flat: &Flat<'_, M>) -> bool {
        let n = self.tasks.len();
        let d = |a: usize, b: usize| flat.model.between(self.ports[a].1, self.ports[b].0);
        let mut best = (-LEAST, 0, 0);
        for i in 1..n {
            for j in i + 1..=n {
                let now = d(i - 1, i) + (self.forth[j] - self.forth[i]) + d(j, j + 1);
                let then = d(i - 1, j) + (self.back[j] - self.back[i]) + d(i, j + 1);
                if then - now < best.0 {
                    best = (then - now, i, j);
                }
            }
        }
        if best.1 == 0 {
            return false;
        }
        self.tasks[best.1 - 1..best.2].reverse();
        true
    }

    /// Moves a string of up to three tasks to where it costs less, either way round.
    fn shift<const M: usize>(&mut self, flat: &Flat<'_, M>) -> bool {
        let n = self.tasks.len();
        let d = |a: usize, b: usize| flat.model.between(self.ports[a].1, self.ports[b].0);
        let mut best = (-LEAST, 0, 0, 0, false);
        for length in 1..=STRING.min(n - 1) {
            for i in 1..=n + 1 - length {
                let j = i + length - 1;
                let freed = d(i - 1, i) + d(j, j + 1) - d(i - 1, j + 1);
                let turned = (self.back[j] - self.back[i]) - (self.forth[j] - self.forth[i]);
                if freed <= LEAST {
                    continue;
                }
                for gap in (0..i - 1).chain(j + 1..=n) {
                    let open = d(gap, gap + 1);
                    let straight = d(gap, i) + d(j, gap + 1) - open - freed;
                    let turned = d(gap, j) + d(i, gap + 1) + turned - open - freed;
                    if straight < best.0 {
                        best = (straight, i, length, gap, false);
                    }
                    if turned < best.0 {
                        best = (turned, i, length, gap, true);
                    }
                }
            }
        }
        let (_, i, length, gap, turn) = best;
        if length == 0 {
            return false;
        }
        let from = i - 1;
        if turn {
            self.tasks[from..from + length].reverse();
        }
        if gap < i {
            self.tasks[gap..from + length].rotate_right(length);
        } else {
            self.tasks[from..gap].rotate_left(length);
        }
        true
    }
}
