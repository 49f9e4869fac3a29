//! What a sortie flown otherwise would cost, before anything is changed: only the stops from the first that differs on are
//! timed, and only the places they visit are priced anew. [`State::put`] is the slow way to the same figure.

use super::state::{Field, Look, State, price, twice};

/// A sortie tried: from which stop on it differs, and the readings of what comes there.
#[derive(Debug, Default)]
pub(super) struct Trial {
    /// The first stop that differs.
    pub from: usize,
    /// Places from there on and their clocks' readings, in order.
    pub stops: Vec<(u32, f64)>,
    /// Landed.
    pub end: f64,
    /// Percent used.
    pub energy: f64,
}

impl Trial {
    /// Times an order of visits in a slot; false where it cannot be flown. The same answers as [`Field::timed`].
    pub(super) fn fly(&mut self, field: &Field<'_>, state: &State, slot: usize, order: &[(u32, u8)]) -> bool {
        let (span, old) = (&field.slots[slot], &state.sorties[slot]);
        let craft = &field.duty.fleet[span.craft];
        let kind = &field.duty.kinds[craft.kind];
        let ways = kind.ways.during(span.launch);
        let dock = field.duty.docks[craft.dock].port;
        self.stops.clear();
        self.from = old.stops.iter().zip(order).take_while(|(s, o)| s.target == o.0 && s.way == o.1).count();
        if order.is_empty() {
            (self.end, self.energy) = (span.launch, 0.0);
            return true;
        }
        let mut at = span.launch + f64::from(kind.launch.time);
        let mut energy = f64::from(kind.launch.energy);
        let mut port = dock;
        for (index, &(target, way)) in order.iter().enumerate() {
            let served = field.way(target, way);
            let time = f64::from(served.time);
            let hop = ways.between(port, served.enter);
            energy += f64::from(hop.energy) + time * kind.serving;
            if index < self.from {
                at = old.stops[index].at;
            } else {
                at += f64::from(hop.time);
                let Some(need) = field.needs[target as usize].visit(at, time) else { return false };
                let kept = || index.checked_sub(1).map(|at| (old.stops[at].target, old.stops[at].need));
                if twice(self.stops.last().copied().or_else(kept), target, need) {
                    return false;
                }
                self.stops.push((target, need));
            }
            at += time;
            port = served.leave;
        }
        let home = ways.between(port, dock);
        at += f64::from(home.time) + f64::from(kind.land.time);
        energy += f64::from(home.energy) + f64::from(kind.land.energy);
        if at > span.by + 1e-6 || energy > kind.budget + 1e-6 {
            return false;
        }
        let Some(end) = field.landing(state, slot, at, span.by) else { return false };
        energy += (end - at) * kind.serving;
        (self.end, self.energy) = (end, energy);
        end <= span.by + 1e-6 && energy <= kind.budget + 1e-6
    }

    /// What the smooth cost of the whole schedule would change by.
    pub(super) fn change(&self, field: &Field<'_>, state: &State, slot: usize) -> f64 {
        let id = u32::try_from(slot).unwrap_or(u32::MAX);
        let gone = &state.sorties[slot].stops[self.from..];
        let mut change = 0.0;
        for (index, stop) in gone.iter().enumerate() {
            if gone[..index].iter().all(|s| s.target != stop.target) {
                change += self.change_of(field, state, stop.target, id, stop.need);
            }
        }
        for (index, (target, _)) in self.stops.iter().enumerate() {
            let before = self.stops[..index].iter().any(|s| s.0 == *target) || gone.iter().any(|s| s.target == *target);
            if !before {
                change += self.change_of(field, state, *target, id, f64::INFINITY);
            }
        }
        change
    }

    /// What one place's cost would change by, when its visits by a slot from a reading on give way to those tried.
    fn change_of(&self, field: &Field<'_>, state: &State, target: u32, slot: u32, from: f64) -> f64 {
        let (need, seen) = (&field.needs[target as usize], &state.seen[target as usize]);
        let weight = field.duty.targets[target as usize].weight * state.unit;
        let mut last = need.first();
        let mut cost = 0.0;
        let mut add = |next: f64| {
            cost += price(weight * (next - last), state.sharp);
            last = next;
        };
        let mut new = self.stops.iter().filter(|s| s.0 == target).map(|s| s.1).peekable();
        for look in seen.looks.iter().filter(|l: &&Look| l.slot != slot || l.need < from) {
            while let Some(next) = new.next_if(|n| *n <= look.need) {
                add(next);
            }
            add(look.need);
        }
        new.for_each(&mut add);
        add(need.last());
        cost - seen.cost
    }
}
