//! The first prices: rows take their cheapest column in turn and pay what their second best would have cost them.

use super::{Assignment, NONE};
use std::collections::VecDeque;

/// Turns a row has on average.
const TURNS: usize = 12;

impl Assignment {
    /// First prices and pairs; the rows that still wait.
    pub(super) fn begin(&mut self) -> Vec<u32> {
        let all_may = self.rows > 0
            && self.rows == self.columns
            && self.cost.iter().fold(true, |all, c| all & (*c < f64::INFINITY));
        if all_may {
            self.column_minima();
        }
        for row in 0..self.rows {
            self.list(row);
        }
        let rows = 0..u32::try_from(self.rows).unwrap_or(0);
        let mut waiting: Vec<u32> = rows.filter(|row| self.column_of[*row as usize] == NONE).collect();
        for _ in 0..2 {
            waiting = self.bid(waiting, 0.0, TURNS);
        }
        waiting
    }

    /// Where every column is held in the end, its price may start at its least cost.
    fn column_minima(&mut self) {
        let mut least = vec![f64::INFINITY; self.columns];
        let mut at = vec![NONE; self.columns];
        for (row, costs) in (0..).zip(self.cost.chunks(self.columns)) {
            for ((least, at), cost) in least.iter_mut().zip(&mut at).zip(costs) {
                *at = if *cost < *least { row } else { *at };
                *least = if *cost < *least { *cost } else { *least };
            }
        }
        for (column, row) in at.into_iter().enumerate().rev() {
            self.price[column] = least[column];
            if self.column_of[row as usize] == NONE {
                self.pair(row, u32::try_from(column).unwrap_or(NONE));
            }
        }
    }

    /// Rows take their best column in turn and pay a step more than the second best would have cost them; without a step,
    /// rows to which two columns are equal wait. The rows that are left.
    pub(super) fn bid(&mut self, waiting: Vec<u32>, step: f64, turns: usize) -> Vec<u32> {
        let mut left = Vec::new();
        let mut turns = turns * self.rows + waiting.len();
        let mut queue = VecDeque::from(waiting);
        while let Some(row) = queue.pop_front() {
            turns = turns.saturating_sub(1);
            let (first, second, column) =
                if step > 0.0 { self.two_of_all(row as usize) } else { self.two_best(row as usize) };
            // Who has no second goes as far as must be where leaving a row out has a price, and by the step alone where not.
            let second = if step > 0.0 && second.is_infinite() { first } else { second.min(self.out) };
            if column == NONE || second - first + step <= 0.0 || turns == 0 {
                left.push(row);
                continue;
            }
            self.price[column as usize] -= second - first + step;
            let before = self.row_of[column as usize];
            self.pair(row, column);
            if before != NONE {
                self.column_of[before as usize] = NONE;
                queue.push_front(before);
            }
        }
        left
    }

    /// The least reduced cost of a row, the second least and the column of the least.
    pub(super) fn two_best(&mut self, row: usize) -> (f64, f64, u32) {
        let found = self.two_listed(row);
        if found.1 <= self.near.rest(row) {
            return found;
        }
        self.list(row);
        self.two_listed(row)
    }

    fn two_listed(&self, row: usize) -> (f64, f64, u32) {
        let (mut first, mut second, mut at) = (f64::INFINITY, f64::INFINITY, NONE);
        for (column, cost) in self.near.list(row) {
            let reduced = cost - self.price[column as usize];
            if reduced < first {
                second = first;
                first = reduced;
                at = column;
            } else if reduced < second {
                second = reduced;
            }
        }
        (first, second, at)
    }

    /// The same from the whole row: where prices fall by steps, a list is outdated before it is looked at again.
    fn two_of_all(&self, row: usize) -> (f64, f64, u32) {
        let costs = self.costs(row);
        let (first, second) = two_least(costs, &self.price);
        let at = costs.iter().zip(&self.price).position(|(cost, price)| cost - price <= first);
        (first, second, at.filter(|_| first < f64::INFINITY).and_then(|at| u32::try_from(at).ok()).unwrap_or(NONE))
    }
}

/// The least of cost less price and the second least, in lanes so that it is quick.
fn two_least(costs: &[f64], price: &[f64]) -> (f64, f64) {
    const LANES: usize = 8;
    let lesser = |a: f64, b: f64| if a < b { a } else { b };
    let greater = |a: f64, b: f64| if a > b { a } else { b };
    let (mut firsts, mut seconds) = ([f64::INFINITY; LANES], [f64::INFINITY; LANES]);
    let (of_costs, of_price) = (costs.chunks_exact(LANES), price.chunks_exact(LANES));
    let rest = of_costs.remainder().iter().zip(of_price.remainder()).map(|(cost, price)| cost - price);
    for (costs, price) in of_costs.zip(of_price) {
        for lane in 0..LANES {
            let reduced = costs[lane] - price[lane];
            seconds[lane] = lesser(greater(firsts[lane], reduced), seconds[lane]);
            firsts[lane] = lesser(reduced, firsts[lane]);
        }
    }
    let all = rest.chain(firsts).chain(seconds);
    all.fold((f64::INFINITY, f64::INFINITY), |(first, second), r| (lesser(r, first), lesser(greater(first, r), second)))
}
