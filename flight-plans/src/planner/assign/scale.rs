//! Better first prices where rows crowd at the same columns: bids with a step that falls (the auction of Bertsekas, Annals of
//! Operations Research 14, 1988).
//!
//! Where one town has more rows than columns and another fewer, each row's search alone would go through whole towns. A bid
//! that goes a step further than it must moves many rows on at once; the next, smaller steps put right what that spoilt.
//! Only prices are kept from it: who is not exactly content in the end is set free and finds a partner along a shortest
//! path as ever, so the answer is as exact as without.

use super::{Assignment, NONE};

/// The first step and the last, as parts of the range of all costs; each is a power of two, so that whole numbers stay whole.
const FIRST: f64 = 0.1;
const LAST: f64 = 1e-5;
/// How much smaller the next step is.
const NEXT: f64 = 0.25;
/// Turns a row has on average in a step.
const TURNS: usize = 64;
/// The same when no step is left.
const LAST_TURNS: usize = 12;
/// Searches turn out long when so many columns were settled for each row before one in so many of them is done: each is
/// longer than the one before.
const ENOUGH: usize = 16;
const EARLY: usize = 3;
/// Whole numbers are exact up to this.
const EXACT: f64 = 4_503_599_627_370_496.0;

impl Assignment {
    /// Finds partners for all rows that wait. Where their searches turn out long and every column will be held, prices are
    /// made anew in between, once.
    pub(super) fn augment_all(&mut self, waiting: &[u32], all_may: bool) {
        let (mut reached, mut untried) = (0, all_may);
        for (done, row) in (1..).zip(waiting) {
            self.augment(*row);
            reached += self.reached();
            if untried && reached > ENOUGH * self.rows && done < waiting.len() / EARLY {
                untried = false;
                if let Some(free) = self.scale() {
                    return free.into_iter().for_each(|row| self.augment(row));
                }
            }
        }
    }

    /// Prices under which nearly all rows are content; the rows that are not, which wait now. All pairs may be, and there
    /// are as many rows as columns. Nothing, where costs are so great that sums of them would not be exact.
    pub(super) fn scale(&mut self) -> Option<Vec<u32>> {
        let lesser = |least: f64, c: &f64| if *c < least { *c } else { least };
        let greater = |most: f64, c: &f64| if *c > most { *c } else { most };
        let low = self.cost.iter().fold(f64::INFINITY, lesser);
        let high = self.cost.iter().fold(f64::NEG_INFINITY, greater);
        let range = high - low;
        let rows = u32::try_from(self.rows).unwrap_or(NONE);
        if !(range > 0.0 && low.abs().max(high.abs()) * f64::from(rows) < EXACT) {
            return None;
        }
        let mut step = (range * FIRST).log2().floor().exp2();
        while step >= range * LAST && step > 0.0 {
            self.column_of.fill(NONE);
            self.row_of.fill(NONE);
            self.bid((0..rows).collect(), step, TURNS);
            step *= NEXT;
        }
        let free = self.set_free();
        let free = self.bid(free, 0.0, LAST_TURNS);
        Some(self.bid(free, 0.0, LAST_TURNS))
    }

    /// Parts every row from a column that is not the very best for it.
    fn set_free(&mut self) -> Vec<u32> {
        let mut free = Vec::new();
        for row in 0..self.rows {
            let column = self.column_of[row];
            if column != NONE && self.held[row] - self.price[column as usize] <= self.two_best(row).0 {
                continue;
            }
            if column != NONE {
                self.row_of[column as usize] = NONE;
                self.column_of[row] = NONE;
            }
            free.push(u32::try_from(row).unwrap_or(NONE));
        }
        free
    }
}
