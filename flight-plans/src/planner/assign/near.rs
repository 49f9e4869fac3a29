//! Each row's best columns, so that a search looks at some dozens of them and not at all.
//!
//! A list holds the least reduced costs (cost less price) at the prices of its day, and what no other column was below.
//! Prices only ever fall, so that stays true: as long as a search needs nothing beyond it, the list is as good as the row.

/// Columns a list holds at least, where there are that many, and at most.
const WANTED: usize = 32;
const MOST: usize = 64;
/// Columns whose least is looked at together.
const BLOCK: usize = 16;

/// The lists of all rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    columns: Vec<u32>,
    costs: Vec<f64>,
    long: Vec<usize>,
    /// No column outside a row's list had less at the prices of its day.
    rest: Vec<f64>,
    reduced: Vec<f64>,
    least: Vec<f64>,
    sorted: Vec<f64>,
    picked: Vec<(f64, u32)>,
}

impl Near {
    /// Room for another row; its list is to be made.
    pub(super) fn room(&mut self, rows: usize) {
        self.columns.resize(rows * MOST, 0);
        self.costs.resize(rows * MOST, 0.0);
        self.long.resize(rows, 0);
        self.rest.resize(rows, f64::NEG_INFINITY);
    }

    /// Columns and costs of a row's list.
    pub(super) fn list(&self, row: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let held = row * MOST..row * MOST + self.long[row];
        self.columns[held.clone()].iter().copied().zip(self.costs[held].iter().copied())
    }

    /// What no column outside the list is below.
    pub(super) fn rest(&self, row: usize) -> f64 {
        self.rest[row]
    }

    /// Makes a row's list anew at the prices of today.
    pub(super) fn make(&mut self, row: usize, costs: &[f64], price: &[f64]) {
        self.reduced.clear();
        self.reduced.extend(costs.iter().zip(price).map(|(c, p)| c - p));
        let mut most = f64::INFINITY;
        if costs.len() > MOST {
            // As many blocks as are wanted have a column that low.
            self.least.clear();
            self.least.extend(self.reduced.chunks(BLOCK).map(least));
            let at = WANTED.min(self.least.len()) - 1;
            self.sorted.clone_from(&self.least);
            most = *self.sorted.select_nth_unstable_by(at, f64::total_cmp).1;
        }
        self.picked.clear();
        for (block, columns) in self.reduced.chunks(BLOCK).enumerate() {
            if costs.len() > MOST && self.least[block] > most {
                continue;
            }
            for (at, reduced) in columns.iter().enumerate() {
                if *reduced <= most && *reduced < f64::INFINITY {
                    self.picked.push((*reduced, u32::try_from(block * BLOCK + at).unwrap_or(u32::MAX)));
                }
            }
        }
        self.rest[row] = most;
        if self.picked.len() > MOST {
            self.rest[row] = self.picked.select_nth_unstable_by(MOST, |a, b| a.0.total_cmp(&b.0)).1.0;
            self.picked.truncate(MOST);
        }
        self.long[row] = self.picked.len();
        for (at, (_, column)) in self.picked.iter().enumerate() {
            self.columns[row * MOST + at] = *column;
            self.costs[row * MOST + at] = costs[*column as usize];
        }
    }

    /// Another cost and price of a column, as far as a row's list must know.
    pub(super) fn amend(&mut self, row: usize, column: u32, cost: f64, price: f64) {
        let held = row * MOST..row * MOST + self.long[row];
        let last = held.end;
        if let Some(at) = self.columns[held.clone()].iter().position(|c| *c == column) {
            if cost < f64::INFINITY {
                self.costs[held.start + at] = cost;
            } else {
                self.columns.swap(held.start + at, last - 1);
                self.costs.swap(held.start + at, last - 1);
                self.long[row] -= 1;
            }
        } else if cost < f64::INFINITY && self.long[row] < MOST {
            self.columns[last] = column;
            self.costs[last] = cost;
            self.long[row] += 1;
        } else {
            self.rest[row] = self.rest[row].min(cost - price);
        }
    }
}

fn least(block: &[f64]) -> f64 {
    block.iter().fold(f64::INFINITY, |least, r| if *r < least { *r } else { least })
}
