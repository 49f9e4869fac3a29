//! The shortest round through all places: the closed tour behind patrols and area sweeps.
//!
//! Chains of two-exchanges to some depth (Lin and Kernighan, Operations Research 1973) and strings moved elsewhere (Or,
//! 1976), along lists of neighbours; then small double bridges (Martin, Otto and Felten 1991), each mended round its ends and
//! taken back when it did not help. Ways must be the same there and back; where wind makes them differ, use `sortie`.

mod begin;
mod chain;
mod few;
mod order;
#[cfg(test)]
mod tests;

use super::contract::{Fault, Outcome, Planner, Sense};
use super::pace::{Pace, Progress, over};
use chain::Climb;
use few::FEW;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Neighbours looked at.
const NEAR: usize = 10;
/// Places a tour may have.
const MOST: usize = 100_000;
/// Kicks between two looks at the allowance.
const LOOK: u64 = 16;
/// Longest string a double bridge swaps.
const BRIDGE: usize = 50;

/// A problem: places and the ways between them.
pub struct Tour<F> {
    n: usize,
    between: F,
    near: Vec<Vec<u32>>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Toured {
    /// Every place once; from the last back to the first.
    pub order: Vec<u32>,
    /// Length of the round.
    pub value: f64,
    /// Rounds done.
    pub rounds: u64,
}

impl<F: Fn(u32, u32) -> f64> Tour<F> {
    /// `n` places, `between` any two of them the same way there and back; `near` are good neighbours of each place, nearest
    /// first, found by looking at all pairs when they are not given.
    ///
    /// # Errors
    /// More places than can be held, or neighbours that are not there.
    pub fn new(n: usize, between: F, near: Option<Vec<Vec<u32>>>) -> Result<Self, Fault> {
        if n > MOST {
            return Err(Fault(format!("{n} places are more than {MOST}")));
        }
        let near = near.unwrap_or_else(|| begin::nearest(n, &between, NEAR));
        if near.len() != n || near.iter().flatten().any(|c| *c as usize >= n) {
            return Err(Fault(format!("the neighbours of {n} places are not among them")));
        }
        Ok(Self { n, between, near })
    }

    /// Length of a round.
    pub fn length(&self, order: &[u32]) -> f64 {
        let last = order.last().copied().into_iter();
        last.chain(order.iter().copied()).zip(order).map(|(a, b)| (self.between)(a, *b)).sum()
    }

    /// The shortest round within the allowance, from `warm` if that is one, and never longer.
    pub fn improve(&self, warm: Option<&[u32]>, seed: u64, pace: &mut dyn Pace) -> Toured {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let start = warm.filter(|order| self.is_round(order)).map(<[u32]>::to_vec);
        let order = start.unwrap_or_else(|| begin::greedy(self.n, &self.between, &self.near));
        if self.n <= FEW {
            return self.few(order, pace);
        }
        let mut length = self.length(&order);
        let mut climb = Climb::new(&order, &self.between, &self.near);
        let mut rounds = 0;
        let mut told = Progress { rounds, value: length, bound: None };
        let mut ended = false;
        length -= climb.run(0..u32::try_from(self.n).unwrap_or(0), &mut || {
            ended = over(pace.spent(&told));
            ended
        });
        climb.forget();
        while !ended {
            told = Progress { rounds, value: length, bound: None };
            ended = over(pace.spent(&told));
            if ended {
                break;
            }
            for _ in 0..LOOK {
                rounds += 1;
                let most = BRIDGE.min((self.n - 2) / 3).max(1);
                let at = rng.random_range(0..self.n);
                let (one, two) = (rng.random_range(1..=most), rng.random_range(1..=most));
                let (ends, cost) = climb.bridge(at, one, two);
                let gained = climb.run(ends, &mut || false) - cost;
                if gained >= 0.0 {
                    length -= gained;
                    climb.forget();
                } else {
                    climb.undo();
                }
            }
        }
        let order = climb.order();
        Toured { value: self.length(&order), order, rounds }
    }

    fn is_round(&self, order: &[u32]) -> bool {
        let mut seen = vec![false; self.n];
        order.len() == self.n
            && order.iter().all(|c| seen.get_mut(*c as usize).is_some_and(|s| !std::mem::replace(s, true)))
    }

    /// The shortest round through few places; the one there was when it is as short.
    fn few(&self, order: Vec<u32>, pace: &mut dyn Pace) -> Toured {
        let shortest = few::shortest(self.n, &self.between);
        let best = if self.length(&shortest) < self.length(&order) { shortest } else { order };
        let value = self.length(&best);
        pace.spent(&Progress { rounds: 0, value, bound: Some(value) });
        Toured { order: best, value, rounds: 0 }
    }
}

impl<F: Fn(u32, u32) -> f64> Planner for Tour<F> {
    /// Every place once.
    type Plan = Vec<u32>;

    fn sense(&self) -> Sense {
        Sense::Least
    }

    fn plan(&self, warm: Option<&Self::Plan>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Self::Plan>, Fault> {
        let answer = self.improve(warm.map(Vec::as_slice), seed, pace);
        let bound = (self.n <= FEW).then_some(answer.value);
        Ok(Outcome {
            best: answer.order,
            value: answer.value,
            bound,
            seed,
            rounds: answer.rounds,
            left_out: Vec::new(),
        })
    }
}
