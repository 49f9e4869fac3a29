//! The first prices: rows take their cheapest column in turn and pay what their second best would have cost them.

use super::{Assignment, NONE};
use std::collections::VecDeque;

/// Turns a row has on average.
const TURNS: usize = 12;

impl Assignment {
    /// First prices and pairs; the rows that still wait, and whether every pair may be and every column will be held.
    pub(super) fn begin(&mut self) -> (Vec<u32>, bool) {
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
        (waiting, all_may)
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
            let (first, second, column) = self.two_best(row as usize);
            let second = second.min(self.out);
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
}
