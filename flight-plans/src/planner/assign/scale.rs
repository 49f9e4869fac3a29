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
/// Searches turn out long when so many columns were settled for each row and still one in so many of the rows waits.
const ENOUGH: usize = 6;
const MANY: usize = 8;
/// Whole numbers are exact up to this.
const EXACT: f64 = 4_503_599_627_370_496.0;

impl Assignment {
    /// Finds partners for all rows that wait. Where their searches turn out long, prices are made anew in between, once.
    pub(super) fn augment_all(&mut self, waiting: &[u32]) {
        let (mut reached, mut untried) = (0, true);
        for (done, row) in (1..).zip(waiting) {
            self.augment(*row);
            reached += self.reached();
            if untried && reached > ENOUGH * self.rows && waiting.len() - done > self.rows / MANY {
                untried = false;
                if self.augment_by_scale() {
                    return;
                }
            }
        }
    }

    /// The same by new prices for all; whether that was done, or nothing was changed.
    pub(super) fn augment_by_scale(&mut self) -> bool {
        self.widen();
        let Some(free) = self.scale() else {
            self.narrow();
            return false;
        };
        // Everybody has a partner in some assignment, so that nobody is left out of the best.
        let out = std::mem::replace(&mut self.out, f64::INFINITY);
        free.into_iter().for_each(|row| self.augment(row));
        self.out = out;
        true
    }

    /// Prices under which nearly all rows are content; the rows that are not, which wait now. There are as many rows as
    /// columns. Nothing, and nothing changed, where costs are so great that sums of them would not be exact, or where
    /// pairs may not be and no assignment of all rows was come upon.
    pub(super) fn scale(&mut self) -> Option<Vec<u32>> {
        let finite = |c: &f64| if *c < f64::INFINITY { *c } else { f64::NEG_INFINITY };
        let lesser = |least: f64, c: &f64| if *c < least { *c } else { least };
        let greater = |most: f64, c: &f64| if finite(c) > most { *c } else { most };
        let low = self.cost.iter().fold(f64::INFINITY, lesser);
        let high = self.cost.iter().fold(f64::NEG_INFINITY, greater);
        let range = high - low;
        let all_may = self.cost.iter().fold(true, |all, c| all & (*c < f64::INFINITY));
        let rows = u32::try_from(self.rows).unwrap_or(NONE);
        if !(range > 0.0 && low.abs().max(high.abs()) * f64::from(rows) < EXACT) {
            return None;
        }
        let before = (self.price.clone(), self.column_of.clone(), self.row_of.clone(), self.held.clone());
        let mut step = (range * FIRST).log2().floor().exp2();
        while step >= range * LAST && step > 0.0 {
            self.column_of.fill(NONE);
            self.row_of.fill(NONE);
            if !self.bid((0..rows).collect(), step, TURNS).is_empty() && !all_may {
                (self.price, self.column_of, self.row_of, self.held) = before;
                (0..self.rows).for_each(|row| self.list(row));
                return None;
            }
            step *= NEXT;
        }
        // All are held: only what prices differ by counts.
        let most = self.price.iter().fold(f64::NEG_INFINITY, |most, p| if *p > most { *p } else { most });
        self.price.iter_mut().for_each(|price| *price -= most);
        (0..self.rows).for_each(|row| self.list(row));
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
