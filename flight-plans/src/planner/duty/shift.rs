//! The same visits at other times: part of a sortie the other way round, a visit earlier or later in it, tours of two
//! sorties exchanged. Little is flown more for it, and a gap that is too long gives to the one beside it.

use super::hold::Hold;
use super::model::Target;
use super::search::Search;
use super::state::{State, Stop};
use rand::{Rng, RngExt};

/// Places that are asked first for a step.
const HOT: usize = 32;
/// What an hour in the air counts against the price of the longest gap: shorter ways leave room for more.
const AIR: f64 = 0.01;

impl Search<'_, '_> {
    /// Looks which places are idle longest.
    pub(super) fn warm_up(&mut self, state: &State) {
        let able = (0..state.seen.len()).filter(|t| !self.docks[*t].is_empty());
        self.hot.clear();
        self.hot.extend(able.map(|t| u32::try_from(t).unwrap_or(0)));
        let worst = |t: &u32| state.seen[*t as usize].worst;
        let order = |a: &u32, b: &u32| worst(b).total_cmp(&worst(a)).then(a.cmp(b));
        if self.hot.len() > HOT {
            self.hot.select_nth_unstable_by(HOT, order);
            self.hot.truncate(HOT);
        }
    }

    /// One small change, tried before it is made.
    pub(super) fn step(&mut self, hold: &mut Hold, rng: &mut impl Rng) {
        let Some(target) = self.pick_step(&hold.now, rng) else { return };
        let Some(slot) = self.beside_gap(&hold.now, target, rng) else { return };
        match rng.random_range(0..10) {
            0..9 => {
                let stops = &hold.now.sorties[slot].stops;
                let Some(at) = stops.iter().position(|s| s.target as usize == target) else { return };
                if rng.random_bool(0.67) {
                    self.reverse(&hold.now, slot, at, rng);
                } else {
                    self.relocate(&hold.now, slot, at, rng);
                }
                self.take(hold, slot, rng);
            }
            _ => {
                self.undo.clear();
                let before = hold.now.cost;
                let done = if rng.random_bool(0.5) {
                    self.exchange(&mut hold.now, slot, rng)
                } else {
                    self.cross(&mut hold.now, slot, target, rng)
                };
                if done {
                    self.judge(hold, before, rng);
                }
            }
        }
    }

    fn pick_step(&self, state: &State, rng: &mut impl Rng) -> Option<usize> {
        if self.hot.is_empty() {
            return None;
        }
        if rng.random_bool(0.4) {
            return Some(self.hot[rng.random_range(0..self.hot.len())] as usize);
        }
        let mut found: Option<usize> = None;
        for _ in 0..6 {
            let target = rng.random_range(0..state.seen.len());
            if !self.docks[target].is_empty() && found.is_none_or(|f| state.seen[target].worst > state.seen[f].worst) {
                found = Some(target);
            }
        }
        found
    }

    /// Flies a slot in the order that was made, when that is taken.
    fn take(&mut self, hold: &mut Hold, slot: usize, rng: &mut impl Rng) {
        let field = self.field;
        if self.order.is_empty() || !self.trial.fly(field, &hold.now, slot, &self.order) {
            return;
        }
        let change =
            self.trial.change(field, &hold.now, slot) + AIR * (self.trial.end - hold.now.sorties[slot].end) / 3_600.0;
        if !hold.takes(change, rng) {
            return;
        }
        let Some(sortie) = field.timed(&hold.now, slot, &self.order) else { return };
        if let Some(keep) = &mut self.keep {
            let given_up = keep.count(slot, &hold.now.sorties[slot]) - keep.count(slot, &sortie);
            if given_up > 0 && given_up > keep.spare {
                return;
            }
            keep.spare -= given_up;
        }
        hold.now.put(field, slot, sortie);
        hold.touched(slot);
        hold.settle(field);
    }

    /// Exchanges what is left of two sorties from about a place on.
    fn cross(&mut self, state: &mut State, slot: usize, target: usize, rng: &mut impl Rng) -> bool {
        let at = self.longed_for(state, target, rng);
        let Some(other) = self.slot_near(target, at, rng).filter(|o| *o != slot) else { return false };
        let (a, b) = (&state.sorties[slot].stops, &state.sorties[other].stops);
        let (i, j) = (rng.random_range(0..=a.len()), rng.random_range(0..=b.len()));
        let one_way: Vec<(u32, u8)> = a[..i].iter().chain(&b[j..]).map(one).collect();
        let other_way: Vec<(u32, u8)> = b[..j].iter().chain(&a[i..]).map(one).collect();
        self.both(state, (slot, &one_way), (other, &other_way))
    }

    /// Flies two slots anew, visits out of their hours passed over; all or nothing.
    fn both(&mut self, state: &mut State, one: (usize, &[(u32, u8)]), two: (usize, &[(u32, u8)])) -> bool {
        let Some(sortie) = self.field.timed_but(state, one.0, one.1, |_| true) else { return false };
        self.put(state, one.0, sortie);
        let Some(sortie) = self.field.timed_but(state, two.0, two.1, |_| true) else {
            self.back(state);
            return false;
        };
        self.put(state, two.0, sortie);
        true
    }

    /// A slot that may be changed and makes one end of the longest gap of a place.
    fn beside_gap(&self, state: &State, target: usize, rng: &mut impl Rng) -> Option<usize> {
        let (need, looks) = (&self.field.needs[target], &state.seen[target].looks);
        if looks.is_empty() {
            return None;
        }
        let mut last = need.first();
        let mut gap = (-1.0, 0);
        for (index, next) in looks.iter().map(|l| l.need).chain([need.last()]).enumerate() {
            if next - last > gap.0 {
                gap = (next - last, index);
            }
            last = next;
        }
        let after = gap.1 < looks.len() && (gap.1 == 0 || rng.random_bool(0.5));
        let slot = looks[if after { gap.1 } else { gap.1 - 1 }].slot as usize;
        (slot < self.field.slots.len() && !self.field.frozen[slot]).then_some(slot)
    }

    fn reverse(&mut self, state: &State, slot: usize, at: usize, rng: &mut impl Rng) {
        let stops = &state.sorties[slot].stops;
        let (from, to) = if rng.random_bool(0.3) {
            (0, stops.len() - 1)
        } else {
            (rng.random_range(0..=at), rng.random_range(at..stops.len()))
        };
        self.order.clear();
        if from == to {
            return;
        }
        self.order.extend(stops[..from].iter().map(one));
        let targets = &self.field.duty.targets;
        self.order
            .extend(stops[from..=to].iter().rev().map(|s| (s.target, turned(&targets[s.target as usize], s.way))));
        self.order.extend(stops[to + 1..].iter().map(one));
        self.once();
    }

    /// Keeps the first of visits of one place that came to follow each other.
    fn once(&mut self) {
        self.order.dedup_by_key(|visit| visit.0);
    }

    fn relocate(&mut self, state: &State, slot: usize, at: usize, rng: &mut impl Rng) {
        let stops = &state.sorties[slot].stops;
        self.order.clear();
        if stops.len() < 2 {
            return;
        }
        self.order.extend(stops.iter().map(one));
        let moved = self.order.remove(at);
        let to = (at + rng.random_range(1..stops.len())) % stops.len();
        self.order.insert(to, moved);
        self.once();
    }

    /// With a sortie of the same dock that leaves not long before or after.
    fn exchange(&mut self, state: &mut State, slot: usize, rng: &mut impl Rng) -> bool {
        let own = &self.slots[self.field.duty.fleet[self.field.slots[slot].craft].dock];
        let Some(at) = own.iter().position(|s| *s == slot) else { return false };
        let other = (at + rng.random_range(0..9)).checked_sub(4).and_then(|i| own.get(i)).copied();
        let Some(other) = other.filter(|o| *o != slot) else { return false };
        let a: Vec<_> = state.sorties[slot].stops.iter().map(one).collect();
        let b: Vec<_> = state.sorties[other].stops.iter().map(one).collect();
        self.both(state, (slot, &b), (other, &a))
    }
}

fn one(stop: &Stop) -> (u32, u8) {
    (stop.target, stop.way)
}

/// From the other end, where there is one.
fn turned(target: &Target, way: u8) -> u8 {
    if target.ways.len() == 2 { 1 - way } else { way }
}
