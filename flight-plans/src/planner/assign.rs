//! Who goes with whom at least cost: the linear assignment problem, exactly, with pairs that may not be.
//!
//! Shortest augmenting paths over reduced costs (Jonker and Volgenant, Computing 38, 1987), rows that find no partner are
//! left out: first as few as possible, then at least cost. What was learnt stays: after one row changed, one path mends it.

mod planner;
#[cfg(test)]
mod tests;

pub use planner::Pairs;

use super::sortie::Fault;

/// No partner.
const NONE: u32 = u32::MAX;
/// Rows or columns a problem may have.
const MOST: usize = 20_000;
/// Entries of the matrix.
const MOST_PAIRS: usize = 200_000_000;

/// A problem together with its best answer.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Rows asked for; beyond them rows that cost nothing, which hold the columns that are left over.
    asked: usize,
    rows: usize,
    columns: usize,
    /// Row by row; infinite where the pair may not be.
    cost: Vec<f64>,
    /// What leaving a row out costs: more than any assignment could.
    out: f64,
    /// Price of each column, never above 0; 0 for a column nobody holds.
    price: Vec<f64>,
    /// Whom each row and column is with.
    column_of: Vec<u32>,
    row_of: Vec<u32>,
    work: Work,
}

/// Scratch of a search for a path.
#[derive(Clone, Debug, Default)]
struct Work {
    distance: Vec<f64>,
    from: Vec<u32>,
    /// Columns: those settled first, then those at the least distance, then the rest.
    order: Vec<u32>,
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
        if let Some(at) = cost.iter().position(|c| c.is_nan() || *c == f64::NEG_INFINITY) {
            return Err(Fault(format!("the cost of row {} with column {} is no number", at / columns, at % columns)));
        }
        let mut it = Self {
            asked: rows,
            rows,
            columns,
            out: left_out_cost(rows.min(columns), &cost),
            cost,
            price: vec![0.0; columns],
            column_of: vec![NONE; rows],
            row_of: vec![NONE; columns],
            work: Work::default(),
        };
        let waiting = it.reduce();
        for row in waiting {
            it.augment(row);
        }
        Ok(it)
    }

    /// Column of a row, if it has one.
    #[must_use]
    pub fn column_of(&self, row: usize) -> Option<usize> {
        let asked = self.column_of.get(..self.asked)?;
        asked.get(row).filter(|c| **c != NONE).map(|c| *c as usize)
    }

    /// Cost of all pairs together.
    #[must_use]
    pub fn total(&self) -> f64 {
        (0..self.asked).filter_map(|r| self.column_of(r).map(|c| self.cost[r * self.columns + c])).sum()
    }

    /// A row costs otherwise now; the answer is mended, not made anew.
    ///
    /// # Errors
    /// No such row, a row of another length or an entry that is no number.
    pub fn change(&mut self, row: usize, cost: &[f64]) -> Result<(), Fault> {
        if row >= self.asked || cost.len() != self.columns {
            return Err(Fault(format!("row {row} of {} costs does not fit", cost.len())));
        }
        if let Some(at) = cost.iter().position(|c| c.is_nan() || *c == f64::NEG_INFINITY) {
            return Err(Fault(format!("the cost of row {row} with column {at} is no number")));
        }
        self.cost[row * self.columns..][..self.columns].copy_from_slice(cost);
        let out = left_out_cost(self.asked.min(self.columns), cost);
        if out > self.out || self.column_of.contains(&NONE) {
            return self.anew();
        }
        self.fill();
        let column = std::mem::replace(&mut self.column_of[row], NONE);
        if column != NONE {
            self.row_of[column as usize] = NONE;
        }
        self.augment(u32::try_from(row).unwrap_or(NONE));
        if self.column_of.contains(&NONE) {
            return self.anew();
        }
        Ok(())
    }

    fn anew(&mut self) -> Result<(), Fault> {
        let mut cost = std::mem::take(&mut self.cost);
        cost.truncate(self.asked * self.columns);
        *self = Self::solve(self.asked, self.columns, cost)?;
        Ok(())
    }

    /// Gives every column that is left over to a row that costs nothing. Such a column has the price 0, so the answer stays
    /// the best, and from here on a column set free is like any other: its price need not be right.
    fn fill(&mut self) {
        self.cost.resize(self.columns * self.columns.max(self.asked), 0.0);
        for column in 0..self.columns {
            if self.row_of[column] == NONE && self.rows < self.columns {
                self.row_of[column] = u32::try_from(self.rows).unwrap_or(NONE);
                self.column_of.push(u32::try_from(column).unwrap_or(NONE));
                self.rows += 1;
            }
        }
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.cost[row * self.columns..][..self.columns]
    }

    /// First prices, and the rows that still wait: each row takes its cheapest column twice round, paying its second best.
    fn reduce(&mut self) -> Vec<u32> {
        if self.rows == self.columns && self.cost.iter().all(|c| c.is_finite()) {
            self.column_minima();
        }
        let mut waiting: Vec<u32> =
            (0..u32::try_from(self.rows).unwrap_or(0)).filter(|r| self.column_of[*r as usize] == NONE).collect();
        for _ in 0..2 {
            waiting = self.bid(&waiting);
        }
        waiting
    }

    /// Where every column is held in the end, its price may start at its least cost.
    fn column_minima(&mut self) {
        let mut least = vec![(f64::INFINITY, NONE); self.columns];
        for row in 0..self.rows {
            for (best, cost) in least.iter_mut().zip(self.row(row)) {
                if *cost < best.0 {
                    *best = (*cost, u32::try_from(row).unwrap_or(NONE));
                }
            }
        }
        for (column, (cost, row)) in least.into_iter().enumerate().rev() {
            if row == NONE {
                continue;
            }
            self.price[column] = cost;
            if self.column_of[row as usize] == NONE {
                self.column_of[row as usize] = u32::try_from(column).unwrap_or(NONE);
                self.row_of[column] = row;
            }
        }
    }

    fn bid(&mut self, waiting: &[u32]) -> Vec<u32> {
        let mut left = Vec::new();
        let mut queue: std::collections::VecDeque<u32> = waiting.iter().copied().collect();
        let mut turns = 4 * self.rows + waiting.len();
        while let Some(row) = queue.pop_front() {
            turns = turns.saturating_sub(1);
            let (mut first, mut second, mut at) = (f64::INFINITY, f64::INFINITY, NONE);
            for (column, (cost, price)) in self.row(row as usize).iter().zip(&self.price).enumerate() {
                let reduced = cost - price;
                if reduced < second {
                    if reduced < first {
                        second = first;
                        first = reduced;
                        at = u32::try_from(column).unwrap_or(NONE);
                    } else {
                        second = reduced;
                    }
                }
            }
            second = second.min(self.out);
            if at == NONE || first >= second || turns == 0 {
                left.push(row);
                continue;
            }
            let column = at as usize;
            self.price[column] -= second - first;
            let before = std::mem::replace(&mut self.row_of[column], row);
            self.column_of[row as usize] = at;
            if before != NONE {
                self.column_of[before as usize] = NONE;
                queue.push_front(before);
            }
        }
        left
    }

    /// Finds a partner for a row along the cheapest path, or leaves out the row of that path that costs least.
    fn augment(&mut self, start: u32) {
        let mut work = std::mem::take(&mut self.work);
        work.distance.clear();
        work.distance.extend(self.row(start as usize).iter().zip(&self.price).map(|(c, p)| c - p));
        work.from.clear();
        work.from.resize(self.columns, start);
        work.order.clear();
        work.order.extend(0..u32::try_from(self.columns).unwrap_or(0));
        // The cheapest way to leave a row of the tree out, and that row.
        let mut give_up = (self.out, start);
        let (mut settled, mut reached) = (0, 0);
        let mut least = 0.0;
        let end = loop {
            if settled == reached {
                least = f64::INFINITY;
                for at in settled..work.order.len() {
                    let distance = work.distance[work.order[at] as usize];
                    if distance <= least {
                        if distance < least {
                            least = distance;
                            reached = settled;
                        }
                        work.order.swap(reached, at);
                        reached += 1;
                    }
                }
                if least >= give_up.0 {
                    least = give_up.0;
                    break None;
                }
                let free = work.order[settled..reached].iter().find(|c| self.row_of[**c as usize] == NONE);
                if let Some(column) = free {
                    break Some(*column);
                }
            }
            let column = work.order[settled];
            settled += 1;
            let row = self.row_of[column as usize];
            let costs = &self.cost[row as usize * self.columns..][..self.columns];
            let shift = costs[column as usize] - self.price[column as usize] - least;
            if self.out - shift < give_up.0 {
                give_up = (self.out - shift, row);
            }
            let mut found = None;
            let rest = reached;
            for at in rest..work.order.len() {
                let other = work.order[at] as usize;
                let distance = costs[other] - self.price[other] - shift;
                if distance < work.distance[other] {
                    work.distance[other] = distance;
                    work.from[other] = row;
                    if distance <= least {
                        if self.row_of[other] == NONE {
                            found = Some(work.order[at]);
                            break;
                        }
                        work.order.swap(reached, at);
                        reached += 1;
                    }
                }
            }
            if let Some(column) = found {
                if give_up.0 <= least {
                    break None;
                }
                break Some(column);
            }
        };
        for column in &work.order[..settled] {
            self.price[*column as usize] += work.distance[*column as usize] - least;
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
            self.row_of[column as usize] = row;
            let before = std::mem::replace(&mut self.column_of[row as usize], column);
            if row == start {
                return;
            }
            column = before;
        }
    }
}

/// More than every assignment of so many pairs costs, so that a row is left out only when it must be.
#[allow(clippy::cast_precision_loss)] // Pairs are few.
fn left_out_cost(pairs: usize, cost: &[f64]) -> f64 {
    let most = cost.iter().filter(|c| c.is_finite()).fold(0.0_f64, |most, c| most.max(c.abs()));
    (2.0 * most + 1.0) * (pairs as f64 + 1.0)
}
