//! Who goes with whom at least cost: the linear assignment problem, exactly, with pairs that may not be.
//!
//! Shortest augmenting paths over reduced costs (Jonker and Volgenant, Computing 38, 1987), each row seen through a list of
//! its best columns and wholly only where that could be too short. Rows that find no partner are left out: first as few as
//! possible, then at least cost. What was learnt stays: after one row changed, one path mends it.

mod begin;
mod near;
mod path;
mod planner;
mod scale;
#[cfg(test)]
mod tests;

pub use planner::Pairs;

use super::sortie::Fault;
use near::Near;
use path::Work;

/// No partner.
const NONE: u32 = u32::MAX;
/// Rows or columns a problem may have.
const MOST: usize = 20_000;
/// Entries of the matrix.
const MOST_PAIRS: usize = 200_000_000;
/// Rows and columns of a tile that is turned in one go.
const TILE: usize = 32;

/// A problem together with its best answer.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Whether rows and columns have changed places: there are never more rows than columns here.
    turned: bool,
    /// Rows asked for; beyond them rows that cost nothing, which hold the columns that are left over.
    asked: usize,
    rows: usize,
    columns: usize,
    /// Row by row, as far as they were asked for; infinite where the pair may not be.
    cost: Vec<f64>,
    /// What a row that was not asked for costs.
    nothing: Vec<f64>,
    /// What leaving a row out costs: more than any assignment could.
    out: f64,
    /// Price of each column: never above 0, and 0 for a column nobody holds, until all are held.
    price: Vec<f64>,
    /// Whom each row and column is with, and what the row pays for it.
    column_of: Vec<u32>,
    held: Vec<f64>,
    row_of: Vec<u32>,
    near: Near,
    work: Work,
}

impl Assignment {
    /// The best assignment of `rows` to `columns`; `cost` row by row, `f64::INFINITY` forbids a pair. There may be more
    /// columns than rows, or fewer: then rows are left out.
    ///
    /// # Errors
    /// A matrix of another size, or an entry that is neither a finite number nor infinity.
    pub fn solve(rows: usize, columns: usize, cost: Vec<f64>) -> Result<Self, Fault> {
        if rows > MOST || columns > MOST || rows.saturating_mul(columns) > MOST_PAIRS {
            return Err(Fault(format!("{rows} times {columns} pairs are more than can be held")));
        }
        if cost.len() != rows * columns {
            return Err(Fault(format!("{} costs, not {rows} times {columns}", cost.len())));
        }
        if let Some(at) = no_cost(&cost) {
            return Err(Fault(format!("the cost of row {} with column {} is no number", at / columns, at % columns)));
        }
        if rows > columns {
            Ok(Self::least(columns, rows, turn(rows, columns, &cost), true))
        } else {
            Ok(Self::least(rows, columns, cost, false))
        }
    }

    fn least(rows: usize, columns: usize, cost: Vec<f64>, turned: bool) -> Self {
        let mut it = Self {
            turned,
            asked: rows,
            rows,
            columns,
            out: 2.0 * left_out_cost(rows, &cost),
            cost,
            nothing: Vec::new(),
            price: vec![0.0; columns],
            column_of: vec![NONE; rows],
            held: vec![0.0; rows],
            row_of: vec![NONE; columns],
            near: Near::default(),
            work: Work::default(),
        };
        it.near.room(rows);
        let waiting = it.begin();
        it.augment_all(&waiting);
        it
    }

    /// Column of a row, if it has one.
    #[must_use]
    pub fn column_of(&self, row: usize) -> Option<usize> {
        if self.turned {
            return self.row_of.get(row).map(|r| *r as usize).filter(|r| *r < self.asked);
        }
        let asked = self.column_of.get(..self.asked)?;
        asked.get(row).filter(|c| **c != NONE).map(|c| *c as usize)
    }

    /// Cost of all pairs together.
    #[must_use]
    pub fn total(&self) -> f64 {
        let pairs = (0..self.asked).filter(|row| self.column_of[*row] != NONE);
        pairs.map(|row| self.cost[row * self.columns + self.column_of[row] as usize]).sum()
    }

    /// A row costs otherwise now; the answer is mended, not made anew.
    ///
    /// # Errors
    /// No such row, a row of another length or an entry that is no number.
    pub fn change(&mut self, row: usize, cost: &[f64]) -> Result<(), Fault> {
        let (rows, columns) = if self.turned { (self.columns, self.asked) } else { (self.asked, self.columns) };
        if row >= rows || cost.len() != columns {
            return Err(Fault(format!("row {row} of {} costs does not fit", cost.len())));
        }
        if let Some(at) = no_cost(cost) {
            return Err(Fault(format!("the cost of row {row} with column {at} is no number")));
        }
        let hopeless = left_out_cost(self.asked, cost) > self.out || self.column_of.contains(&NONE);
        if !hopeless {
            self.fill();
        }
        let alone = if self.turned { self.change_column(row, cost) } else { self.change_row(row, cost) };
        if hopeless {
            self.anew();
            return Ok(());
        }
        if alone != NONE {
            self.augment(alone);
        }
        if self.column_of.contains(&NONE) {
            self.anew();
        }
        Ok(())
    }

    /// Writes a row's costs down; the row, which is to find a partner again.
    fn change_row(&mut self, row: usize, cost: &[f64]) -> u32 {
        self.cost[row * self.columns..][..self.columns].copy_from_slice(cost);
        let column = std::mem::replace(&mut self.column_of[row], NONE);
        if column != NONE {
            self.row_of[column as usize] = NONE;
        }
        self.list(row);
        u32::try_from(row).unwrap_or(NONE)
    }

    /// Writes a column's costs down and gives it the highest price that all rows stay content with; the row that held it.
    fn change_column(&mut self, column: usize, cost: &[f64]) -> u32 {
        for (row, cost) in cost.iter().enumerate() {
            self.cost[row * self.columns + column] = *cost;
        }
        let row = std::mem::replace(&mut self.row_of[column], NONE);
        if row != NONE {
            self.column_of[row as usize] = NONE;
        }
        let of = |row: usize| cost.get(row).copied().unwrap_or(0.0);
        let pays = |row: usize| self.held[row] - self.price[self.column_of[row] as usize];
        let content = (0..self.rows).filter(|row| self.column_of[*row] != NONE).map(|row| of(row) - pays(row));
        let price = content.fold(f64::INFINITY, f64::min);
        let price = if price.is_finite() { price } else { 0.0 };
        self.price[column] = price;
        for row in 0..self.rows {
            self.near.amend(row, u32::try_from(column).unwrap_or(NONE), of(row), price);
        }
        row
    }

    fn anew(&mut self) {
        let cost = std::mem::take(&mut self.cost);
        *self = Self::least(self.asked, self.columns, cost, self.turned);
    }

    /// Gives every column that is left over to a row that costs nothing. Such a column has the price 0, so the answer stays
    /// the best, and from here on a column set free is like any other: its price need not be right.
    fn fill(&mut self) {
        if self.rows == self.columns {
            return;
        }
        let mut row = self.rows;
        self.widen();
        for column in 0..self.columns {
            if self.row_of[column] == NONE && row < self.rows {
                self.pair(u32::try_from(row).unwrap_or(NONE), u32::try_from(column).unwrap_or(NONE));
                self.list(row);
                row += 1;
            }
        }
    }

    /// As many rows as columns: those beyond what was asked for cost nothing, and wait.
    fn widen(&mut self) {
        self.nothing = vec![0.0; self.columns];
        self.near.room(self.columns);
        self.column_of.resize(self.columns, NONE);
        self.held.resize(self.columns, 0.0);
        self.rows = self.columns;
    }

    /// Only the rows that were asked for, again; none of the others has a partner.
    fn narrow(&mut self) {
        self.rows = self.asked;
        self.column_of.truncate(self.rows);
        self.held.truncate(self.rows);
    }

    fn costs(&self, row: usize) -> &[f64] {
        if row < self.asked { &self.cost[row * self.columns..][..self.columns] } else { &self.nothing }
    }

    /// What leaving a row out costs; one that was not asked for never is.
    fn out_of(&self, row: u32) -> f64 {
        if (row as usize) < self.asked { self.out } else { f64::INFINITY }
    }

    fn pair(&mut self, row: u32, column: u32) {
        self.row_of[column as usize] = row;
        self.column_of[row as usize] = column;
        self.held[row as usize] = self.costs(row as usize)[column as usize];
    }

    /// Makes a row's list of its best columns.
    fn list(&mut self, row: usize) {
        let costs = if row < self.asked { &self.cost[row * self.columns..][..self.columns] } else { &self.nothing };
        self.near.make(row, costs, &self.price);
    }
}

/// Place of a cost that is none.
fn no_cost(cost: &[f64]) -> Option<usize> {
    let bad = |c: &f64| c.is_nan() || *c == f64::NEG_INFINITY;
    // Block by block without a way out in between is quicker.
    let block = cost.chunks(1024).position(|block| block.iter().fold(false, |any, c| any | bad(c)))?;
    cost[block * 1024..].iter().position(bad).map(|at| block * 1024 + at)
}

/// Rows and columns change places.
fn turn(rows: usize, columns: usize, cost: &[f64]) -> Vec<f64> {
    let mut turned = vec![0.0; cost.len()];
    for row in (0..rows).step_by(TILE) {
        for column in (0..columns).step_by(TILE) {
            for r in row..rows.min(row + TILE) {
                for c in column..columns.min(column + TILE) {
                    turned[c * rows + r] = cost[r * columns + c];
                }
            }
        }
    }
    turned
}

/// More than every assignment of so many pairs costs, so that a row is left out only when it must be.
#[allow(clippy::cast_precision_loss)] // Pairs are few.
fn left_out_cost(pairs: usize, cost: &[f64]) -> f64 {
    let size = |c: &f64| if c.abs() < f64::INFINITY { c.abs() } else { 0.0 };
    let mut most = [0.0_f64; 8];
    let lanes = cost.chunks_exact(8);
    let rest = lanes.remainder().iter().map(size).fold(0.0, f64::max);
    for lane in lanes {
        for (most, c) in most.iter_mut().zip(lane) {
            let size = size(c);
            *most = if size > *most { size } else { *most };
        }
    }
    let most = most.into_iter().fold(rest, f64::max);
    (2.0 * most + 1.0) * (pairs as f64 + 1.0)
}
