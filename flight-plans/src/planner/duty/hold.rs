//! What a search holds: the schedule it is at, the best it came upon, and whether a change is taken.

use super::state::{Field, State};
use rand::{Rng, RngExt};

/// How good a schedule is: the promise first, the smooth cost where promises are equal. Less is better.
pub(super) fn key(state: &State) -> (f64, f64) {
    (state.promise(), state.cost)
}

/// Prices are made anew when the best promise has fallen to this part of what they were made for.
const ANEW: f64 = 0.98;

pub(super) struct Hold {
    pub now: State,
    pub best: State,
    /// The best promise and its cost, in prices of now.
    pub top: (f64, f64),
    /// The most a change may usually cost.
    pub heat: f64,
    /// Slots in which now and best differ.
    dirty: Vec<bool>,
    /// A place that made now worse than the best not long ago.
    offender: usize,
}

impl Hold {
    pub(super) fn new(field: &Field<'_>, mut now: State) -> Self {
        let promise = now.promise();
        now.priced(field, promise);
        let (best, top) = (now.clone(), key(&now));
        Self { now, best, top, heat: 0.0, dirty: vec![false; field.slots.len()], offender: 0 }
    }

    /// Whether a change of the cost is taken at this heat: always when it falls.
    pub(super) fn takes(&self, change: f64, rng: &mut impl Rng) -> bool {
        change <= 0.0 || change <= -self.heat * rng.random::<f64>().max(1e-300).ln()
    }

    pub(super) fn touched(&mut self, slot: usize) {
        self.dirty[slot] = true;
    }

    /// Keeps what it is at as the best, when it is.
    pub(super) fn settle(&mut self, field: &Field<'_>) {
        let worse = |s: &super::state::Seen| s.worst > self.top.0;
        if self.now.seen.get(self.offender).is_some_and(worse) {
            return;
        }
        if let Some(offender) = self.now.seen.iter().position(worse) {
            self.offender = offender;
            return;
        }
        let now = key(&self.now);
        if now >= self.top {
            return;
        }
        self.top = now;
        if now.0 * self.now.unit < ANEW {
            self.now.priced(field, now.0);
            self.top = key(&self.now);
        }
        for (slot, dirty) in self.dirty.iter_mut().enumerate().filter(|d| *d.1) {
            self.best.sorties[slot].clone_from(&self.now.sorties[slot]);
            *dirty = false;
        }
    }
}
