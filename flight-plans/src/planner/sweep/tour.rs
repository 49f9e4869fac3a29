//! In what order the cells are flown, and each of them which way: a travelling salesman over groups of ways (the
//! generalised problem), by ruin and recreate with an exact choice of ways for every order tried.

use super::lanes::Mode;
use super::ways::Ways;
use crate::planner::pace::{Pace, Progress};
use geodata::Local;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Gaps of an order a cell is tried in.
const GAPS: usize = 6;

/// Cells turned round together, at most.
const FAR: usize = 12;

/// A cell and the way it is flown.
pub(super) type Stop = (usize, usize);

/// Cells with their modes, and what it takes from one to the next.
pub(super) struct Tour<'a> {
    cells: &'a [Vec<Mode>],
    ways: &'a Ways,
    /// Every distinct end of a mode.
    places: Vec<Local>,
    /// Places of entry and exit by cell and mode.
    ends: Vec<Vec<(usize, usize)>>,
    /// Seconds between places; not a number until asked for.
    cost: Vec<f64>,
    /// Seconds from a place to every turning point.
    spread: Vec<Option<Vec<f64>>>,
    /// About where each cell is.
    middles: Vec<Local>,
    /// Seconds from the start to a place and from a place to the end.
    out: Vec<f64>,
    home: Vec<f64>,
}

impl<'a> Tour<'a> {
    /// A tour from and to the places given; without one, its end of the tour is free.
    pub(super) fn new(
        cells: &'a [Vec<Mode>],
        ways: &'a Ways,
        outside: &Ways,
        [start, end]: [Option<Local>; 2],
    ) -> Self {
        let mut places: Vec<Local> = Vec::new();
        let mut place = |at: Local| {
            places.iter().position(|p| *p == at).unwrap_or_else(|| {
                places.push(at);
                places.len() - 1
            })
        };
        let mut ends: Vec<Vec<(usize, usize)>> = Vec::new();
        for modes in cells {
            ends.push(modes.iter().map(|mode| (place(mode.entry), place(mode.exit))).collect());
        }
        let way = |dock: Option<Local>, out: bool| {
            dock.map_or_else(|| vec![0.0; places.len()], |dock| outside.many(dock, &places, out))
        };
        let (out, home) = (way(start, true), way(end, false));
        let middle = |modes: &Vec<Mode>| {
            let ends = || modes.iter().flat_map(|mode| [mode.entry, mode.exit]);
            let share = 1.0 / ends().count().max(1) as f64;
            ends().fold(Local::default(), |sum, p| Local { x: sum.x + share * p.x, y: sum.y + share * p.y })
        };
        let middles = cells.iter().map(middle).collect();
        let count = places.len();
        Self {
            cells,
            ways,
            ends,
            cost: vec![f64::NAN; count * count],
            spread: vec![None; count],
            middles,
            places,
            out,
            home,
        }
    }

    fn between(&mut self, a: usize, b: usize) -> f64 {
        let index = a * self.places.len() + b;
        if self.cost[index].is_nan() {
            let (from, to) = (self.places[a], self.places[b]);
            self.cost[index] = if self.ways.clear(from, to) {
                self.ways.motion().seconds(from, to).unwrap_or(f64::INFINITY)
            } else {
                let ways = self.ways;
                let spread = self.spread[a].get_or_insert_with(|| ways.spread(&ways.seen_from(from, true)));
                ways.through(spread, to, true)
            };
        }
        self.cost[index]
    }

    /// Never more than [`Self::step`], and known at once.
    pub(super) fn least(&self, from: Stop, to: Stop) -> f64 {
        let (a, b) = (self.ends[from.0][from.1].1, self.ends[to.0][to.1].0);
        let known = self.cost[a * self.places.len() + b];
        if known.is_nan() { self.ways.motion().least(self.places[a], self.places[b]) } else { known }
    }

    /// Seconds of a stop itself.
    pub(super) fn own(&self, stop: Stop) -> f64 {
        self.cells[stop.0][stop.1].seconds
    }

    /// Seconds from the start to a stop, and from a stop to the end.
    pub(super) fn out(&self, stop: Stop) -> f64 {
        self.out[self.ends[stop.0][stop.1].0]
    }

    pub(super) fn home(&self, stop: Stop) -> f64 {
        self.home[self.ends[stop.0][stop.1].1]
    }

    pub(super) fn step(&mut self, from: Stop, to: Stop) -> f64 {
        self.between(self.ends[from.0][from.1].1, self.ends[to.0][to.1].0)
    }

    /// Seconds of a whole tour: the slow way, for tests.
    #[cfg(test)]
    pub(super) fn seconds(&mut self, order: &[Stop]) -> f64 {
        let (Some(&first), Some(&last)) = (order.first(), order.last()) else { return 0.0 };
        let own: f64 = order.iter().map(|&(cell, mode)| self.cells[cell][mode].seconds).sum();
        let between: f64 = order.windows(2).map(|pair| self.step(pair[0], pair[1])).sum();
        self.out[self.ends[first.0][first.1].0] + own + between + self.home[self.ends[last.0][last.1].1]
    }

    /// The best modes for an order of cells, exactly: dynamic programming over the layers.
    pub(super) fn best_modes(&mut self, cells: &[usize]) -> (Vec<Stop>, f64) {
        let Some((&first, rest)) = cells.split_first() else { return (Vec::new(), 0.0) };
        let mut best: Vec<f64> = (0..self.cells[first].len())
            .map(|m| self.out[self.ends[first][m].0] + self.cells[first][m].seconds)
            .collect();
        let mut from: Vec<Vec<usize>> = Vec::with_capacity(cells.len());
        let mut last = first;
        for &cell in rest {
            let mut next = vec![f64::INFINITY; self.cells[cell].len()];
            let mut back = vec![0; next.len()];
            for m in 0..next.len() {
                for (p, before) in best.iter().enumerate() {
                    let time = before + self.step((last, p), (cell, m));
                    if time < next[m] {
                        next[m] = time;
                        back[m] = p;
                    }
                }
                next[m] += self.cells[cell][m].seconds;
            }
            from.push(back);
            best = next;
            last = cell;
        }
        let home = |m: usize| best[m] + self.home[self.ends[last][m].1];
        let Some(mut mode) = (0..best.len()).min_by(|&a, &b| home(a).total_cmp(&home(b))) else {
            return (Vec::new(), f64::INFINITY);
        };
        let value = home(mode);
        let mut order = vec![(last, mode)];
        for (i, back) in from.iter().enumerate().rev() {
            mode = back[mode];
            order.push((cells[i], mode));
        }
        order.reverse();
        (order, value)
    }

    /// The gaps of an order where a cell is about nearest to its neighbours, so many of them.
    fn gaps(&self, order: &[Stop], cell: usize, count: usize) -> Vec<usize> {
        let here = self.middles[cell];
        let far = |at: Option<usize>| at.and_then(|i| order.get(i)).map(|stop| self.middles[stop.0]);
        let detour = |at: usize| match (far(at.checked_sub(1)), far(Some(at))) {
            (Some(a), Some(b)) => a.distance(here).0 + here.distance(b).0 - a.distance(b).0,
            (Some(a), None) | (None, Some(a)) => a.distance(here).0,
            (None, None) => 0.0,
        };
        let mut all: Vec<(f64, usize)> = (0..=order.len()).map(|at| (detour(at), at)).collect();
        if all.len() > count {
            all.select_nth_unstable_by(count, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            all.truncate(count);
        }
        all.into_iter().map(|gap| gap.1).collect()
    }

    /// Puts a cell where it costs least, of the gaps near it.
    fn insert(&mut self, order: &mut Vec<Stop>, cell: usize) {
        let mut best = (f64::INFINITY, 0, 0);
        let gaps = self.gaps(order, cell, GAPS);
        for mode in 0..self.cells[cell].len() {
            let (entry, exit) = self.ends[cell][mode];
            for &at in &gaps {
                let before = at.checked_sub(1).map(|i| order[i]);
                let after = order.get(at).copied();
                let there = match before {
                    Some(stop) => self.step(stop, (cell, mode)),
                    None => self.out[entry],
                };
                let on = match after {
                    Some(stop) => self.step((cell, mode), stop),
                    None => self.home[exit],
                };
                let saved = match (before, after) {
                    (Some(a), Some(b)) => self.step(a, b),
                    (None, Some(b)) => self.out[self.ends[b.0][b.1].0],
                    (Some(a), None) => self.home[self.ends[a.0][a.1].1],
                    (None, None) => 0.0,
                };
                let more = there + on - saved + self.cells[cell][mode].seconds;
                if more < best.0 {
                    best = (more, at, mode);
                }
            }
        }
        order.insert(best.1, (cell, best.2));
    }

    /// A first tour: each cell in turn where it is about nearest, the largest first.
    pub(super) fn first(&mut self) -> (Vec<Stop>, f64) {
        let mut cells: Vec<usize> = (0..self.cells.len()).filter(|&c| !self.cells[c].is_empty()).collect();
        let size = |c: usize| self.cells[c][0].seconds;
        cells.sort_by(|&a, &b| size(b).total_cmp(&size(a)).then(a.cmp(&b)));
        let mut order: Vec<Stop> = Vec::with_capacity(cells.len());
        for cell in cells {
            let at = self.gaps(&order, cell, 1).first().copied().unwrap_or(0);
            order.insert(at, (cell, 0));
        }
        let cells: Vec<usize> = order.iter().map(|stop| stop.0).collect();
        self.best_modes(&cells)
    }

    /// Betters a tour until the pace is spent; never worse than `start`.
    pub(super) fn better(
        &mut self,
        start: (Vec<Stop>, f64),
        pace: &mut dyn Pace,
        rng: &mut ChaCha8Rng,
    ) -> (Vec<Stop>, f64, u64) {
        let mut best = start.clone();
        let mut now = start;
        let mut rounds = 0;
        loop {
            let spent = pace.spent(&Progress { rounds, value: best.1, bound: None });
            if spent >= 1.0 || now.0.len() < 2 {
                return (best.0, best.1, rounds);
            }
            rounds += 1;
            let tried = self.neighbour(&now.0, rng);
            // Record-to-record travel: as long as it is not much worse than the best, go on from it.
            if tried.1 < now.1 || tried.1 < best.1 * (1.0 + 0.02 * (1.0 - spent)) {
                now = tried;
            }
            if now.1 < best.1 - 1e-9 {
                best = now.clone();
            } else if now.1 > best.1 * 1.03 {
                now = best.clone();
            }
        }
    }

    fn neighbour(&mut self, order: &[Stop], rng: &mut ChaCha8Rng) -> (Vec<Stop>, f64) {
        let count = order.len();
        let mut order = order.to_vec();
        let from = rng.random_range(0..count);
        match rng.random_range(0..3) {
            0 => {
                let to = (from + rng.random_range(1..=FAR)).min(count - 1);
                order[from..=to].reverse();
            }
            1 => {
                let length = rng.random_range(1..=3.min(count - from));
                let part: Vec<Stop> = order.drain(from..from + length).collect();
                let gaps = self.gaps(&order, part[0].0, GAPS);
                let at = gaps[rng.random_range(0..gaps.len())];
                order.splice(at..at, part);
            }
            _ => {
                let length = rng.random_range(1..=(count / 4).clamp(1, 6));
                let mut out: Vec<usize> = Vec::new();
                for _ in 0..length.min(order.len()) {
                    // Neighbours in the order, or any.
                    let at = if rng.random_range(0..2) == 0 {
                        from.min(order.len() - 1)
                    } else {
                        rng.random_range(0..order.len())
                    };
                    out.push(order.remove(at).0);
                }
                for cell in out {
                    self.insert(&mut order, cell);
                }
            }
        }
        let cells: Vec<usize> = order.iter().map(|stop| stop.0).collect();
        self.best_modes(&cells)
    }
}
