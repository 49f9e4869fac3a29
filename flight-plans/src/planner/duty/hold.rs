//! What a search holds: the schedule it is at, the best it came upon, and whether a change is taken.

use super::search::rebuilt;
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

    /// Prices all gaps with another sharpness.
    pub(super) fn sharpen(&mut self, field: &Field<'_>, sharp: u32) {
        if self.now.sharp == sharp {
            return;
        }
        self.now.sharp = sharp;
        self.now.priced(field, self.top.0);
        self.best = rebuilt(field, &self.best);
        self.best.sharp = sharp;
        self.best.priced(field, self.top.0);
        self.top = key(&self.best);
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

#[cfg(test)]
mod tests {
    use super::super::fiction::{Size, fiction};
    use super::super::first::fill;
    use super::super::resources::roster;
    use super::*;

    #[test]
    fn another_sharpness_prices_the_same_schedules_anew() {
        let (duty, _) = fiction(6, Size { aircraft: 4, hotspots: 25, lines: 6, docks: 2 });
        let field = Field::new(&duty, roster(&duty, &[], 0.0));
        let mut state = State::empty(&field);
        fill(&field, &mut state);
        let mut hold = Hold::new(&field, state);
        let before = hold.top;
        let sorties = hold.best.sorties.clone();
        for sharp in [2, 6, hold.now.sharp] {
            hold.sharpen(&field, sharp);
            assert!((hold.top.0 - before.0).abs() < 1e-12, "the promise knows no price");
            assert!((hold.top.1 - hold.now.cost).abs() < 1e-9 * before.1, "both are the same schedule");
            assert_eq!(hold.best.sorties, sorties);
        }
        assert!((hold.top.1 - before.1).abs() < 1e-9 * before.1, "there and back");
    }
}
