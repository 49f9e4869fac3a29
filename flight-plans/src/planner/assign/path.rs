//! The cheapest path that finds a partner for a row: each row on it takes the column of the next.
//!
//! Every row that is reached is looked at wholly, block by block and without a branch, so that several columns are done at
//! once.

use super::{Assignment, NONE};

/// Columns whose least is kept together.
const BLOCK: usize = 16;

/// Scratch of a search.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    /// Least distance to each column as far as known; not a number once it is settled, which is less than nothing.
    distance: Vec<f64>,
    /// The row before it.
    from: Vec<u32>,
    /// Least distance of each block.
    least: Vec<f64>,
    /// Columns settled, and at what distance.
    settled: Vec<(u32, f64)>,
}

impl Work {
    fn begin(&mut self, columns: usize) {
        self.distance.clear();
        self.distance.resize(columns, f64::INFINITY);
        self.from.resize(columns, NONE);
        self.least.resize(columns.div_ceil(BLOCK), f64::INFINITY);
        self.settled.clear();
    }

    /// Distances by way of a row; `shift` is taken from each.
    fn reach(&mut self, row: u32, costs: &[f64], price: &[f64], shift: f64) {
        let known = self.distance.chunks_mut(BLOCK).zip(self.from.chunks_mut(BLOCK));
        let by = costs.chunks(BLOCK).zip(price.chunks(BLOCK));
        for ((known, by), least) in known.zip(by).zip(&mut self.least) {
            let ((distance, from), (costs, price)) = (known, by);
            let whole = (distance.try_into(), from.try_into(), costs.try_into(), price.try_into());
            *least = match whole {
                (Ok(distance), Ok(from), Ok(costs), Ok(price)) => block(distance, from, costs, price, shift, row),
                _ => f64::NEG_INFINITY,
            };
        }
        let rest = costs.len() / BLOCK * BLOCK;
        if rest < costs.len() {
            let mut least = f64::INFINITY;
            for at in rest..costs.len() {
                let distance = costs[at] - price[at] - shift;
                if distance < self.distance[at] {
                    self.distance[at] = distance;
                    self.from[at] = row;
                }
                least = lesser(self.distance[at], least);
            }
            if let Some(last) = self.least.last_mut() {
                *last = least;
            }
        }
    }

    /// The nearest column that is not settled, one that nobody holds before others.
    fn nearest(&self, row_of: &[u32]) -> (f64, u32) {
        let least = self.least.iter().fold(f64::INFINITY, |least, l| lesser(*l, least));
        let mut held = NONE;
        for (block, _) in self.least.iter().enumerate().filter(|(_, l)| **l <= least) {
            let start = block * BLOCK;
            for (at, distance) in self.distance[start..].iter().take(BLOCK).enumerate() {
                if *distance <= least {
                    let column = u32::try_from(start + at).unwrap_or(NONE);
                    if row_of[start + at] == NONE {
                        return (least, column);
                    }
                    held = held.min(column);
                }
            }
        }
        (least, held)
    }
}

/// The lesser of two; the second where the first is no number.
fn lesser(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// One block of distances; the least of it.
fn block(
    distance: &mut [f64; BLOCK],
    from: &mut [u32; BLOCK],
    costs: &[f64; BLOCK],
    price: &[f64; BLOCK],
    shift: f64,
    row: u32,
) -> f64 {
    let new: [f64; BLOCK] = std::array::from_fn(|at| costs[at] - price[at] - shift);
    for at in 0..BLOCK {
        from[at] = if new[at] < distance[at] { row } else { from[at] };
    }
    for at in 0..BLOCK {
        distance[at] = lesser(new[at], distance[at]);
    }
    let two: [f64; BLOCK / 2] =
        std::array::from_fn(|at| lesser(distance[at], lesser(distance[at + BLOCK / 2], f64::INFINITY)));
    let four: [f64; BLOCK / 4] = std::array::from_fn(|at| lesser(two[at], two[at + BLOCK / 4]));
    four.into_iter().fold(f64::INFINITY, |least, d| lesser(d, least))
}

impl Assignment {
    /// Columns the last search settled.
    pub(super) fn reached(&self) -> usize {
        self.work.settled.len()
    }

    /// Finds a partner for a row along the cheapest path, or leaves out the row of that path that costs least.
    pub(super) fn augment(&mut self, start: u32) {
        let mut work = std::mem::take(&mut self.work);
        work.begin(self.columns);
        work.reach(start, self.costs(start as usize), &self.price, 0.0);
        // The cheapest way to leave a row of the tree out, and that row.
        let mut give_up = (self.out_of(start), start);
        let (end, least) = loop {
            let (distance, column) = work.nearest(&self.row_of);
            if distance >= give_up.0 || column == NONE {
                break (None, give_up.0);
            }
            let row = self.row_of[column as usize];
            if row == NONE {
                break (Some(column), distance);
            }
            work.settled.push((column, distance));
            work.distance[column as usize] = f64::NAN;
            let shift = self.held[row as usize] - self.price[column as usize] - distance;
            if self.out_of(row) - shift < give_up.0 {
                give_up = (self.out_of(row) - shift, row);
            }
            work.reach(row, self.costs(row as usize), &self.price, shift);
        };
        for (column, distance) in &work.settled {
            self.price[*column as usize] += distance - least;
        }
        match end {
            Some(column) => self.turn(&work.from, start, column),
            None if give_up.1 != start => {
                let column = std::mem::replace(&mut self.column_of[give_up.1 as usize], NONE);
                self.turn(&work.from, start, column);
            }
            None => {}
        }
        self.work = work;
    }

    /// Turns the pairs along a path round, from its last column back to the row it began with.
    fn turn(&mut self, from: &[u32], start: u32, mut column: u32) {
        loop {
            let row = from[column as usize];
            let before = self.column_of[row as usize];
            self.pair(row, column);
            if row == start {
                return;
            }
            column = before;
        }
    }
}
