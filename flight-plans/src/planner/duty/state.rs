//! A whole schedule as the search holds it: every slot's sortie with its times, every place's visits with the cost of the
//! gaps between them. One operation changes it: another sortie is put into a slot.

use super::able::able;
use super::model::{Duty, Way};
use super::need::Need;
use super::patrol::Sortie as Cut;
use super::resources::Slot;

/// A gap is squared so often for its price, where a search says nothing else: to the 16th power.
pub(super) const SHARP: u32 = 4;
/// What is added to the price of a gap, as a part of its square, so that short gaps are worth something too.
const MILD: f64 = 0.01;

/// From here on the price grows with the fourth power only: a sum of prices must not lose the short gaps beside one that is
/// torn open for a moment.
const STEEP: f64 = 1.25;

/// The price of a gap in the smooth cost: it grows so fast that the longest gaps decide.
pub(super) fn price(gap: f64, sharp: u32) -> f64 {
    let over = (gap * (1.0 / STEEP)).max(1.0);
    let over = over * over;
    (0..sharp).fold(gap.min(STEEP), |power, _| power * power) * (over * over) + MILD * gap * gap
}

/// Who comes to a place again with nothing in between, in less than this part of its interval, sees nothing new.
const AGAIN: f64 = 0.1;

/// A visit of a sortie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stop {
    pub target: u32,
    pub way: u8,
    /// Arrival, seconds of the shift.
    pub at: f64,
    /// The reading of the place's clock then.
    pub need: f64,
}

/// What is flown in a slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sortie {
    pub stops: Vec<Stop>,
    /// On the ground again; the launch when nothing is flown.
    pub end: f64,
    /// Percent used, waiting to land included.
    pub energy: f64,
}

/// A visit as the place sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub need: f64,
    pub slot: u32,
}

/// One place's visits in order, and what its gaps cost.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub looks: Vec<Look>,
    pub cost: f64,
    /// The weighted longest gap.
    pub worst: f64,
}

/// What does not change during the search.
pub(super) struct Field<'a> {
    pub duty: &'a Duty,
    pub needs: Vec<Need>,
    pub slots: Vec<Slot>,
    /// For each slot the others of its dock that may move about when it lands.
    pub rivals: Vec<Vec<u32>>,
    /// Slots that must stay as they are.
    pub frozen: Vec<bool>,
    /// Sorties broken off in the past; their visits still count.
    pub cut: Vec<Cut>,
    /// Whether a place can be visited at all; one that cannot costs nothing until it is.
    pub able: Vec<bool>,
    /// Ways to serve each place and how many there are.
    ways: Vec<([Way; 2], usize)>,
}

#[derive(Clone)]
pub(super) struct State {
    pub sorties: Vec<Sortie>,
    pub seen: Vec<Seen>,
    pub cost: f64,
    /// What a gap is multiplied by before it has its price: one over the promise to be beaten, so that the power weighs
    /// the gaps that decide, whatever the promise is.
    pub unit: f64,
    /// How often a gap is squared for its price.
    pub sharp: u32,
}

impl<'a> Field<'a> {
    pub(super) fn new(duty: &'a Duty, slots: Vec<Slot>) -> Self {
        let needs = duty.targets.iter().map(|t| Need::of(t, duty.length)).collect();
        let gap = |s: &Slot| duty.docks[duty.fleet[s.craft].dock].slot.0;
        let near = |a: &Slot, b: &Slot| {
            duty.fleet[a.craft].dock == duty.fleet[b.craft].dock && b.launch - gap(a) < a.by && a.launch < b.by + gap(a)
        };
        let rivals = slots.iter().enumerate().map(|(i, a)| {
            let others = slots.iter().enumerate().filter(|(j, b)| i != *j && near(a, b));
            others.map(|(j, _)| u32::try_from(j).unwrap_or(0)).collect()
        });
        let rivals = rivals.collect();
        let frozen = vec![false; slots.len()];
        let ways = duty.targets.iter().map(|t| ([t.ways[0], t.ways[t.ways.len() - 1]], t.ways.len().min(2))).collect();
        Self { duty, needs, slots, rivals, frozen, cut: Vec::new(), able: able(duty), ways }
    }

    /// All ways to serve a place.
    pub(super) fn ways(&self, target: u32) -> &[Way] {
        let (ways, count) = &self.ways[target as usize];
        &ways[..*count]
    }

    /// One of them.
    pub(super) fn way(&self, target: u32, way: u8) -> &Way {
        &self.ways[target as usize].0[usize::from(way)]
    }

    /// Times and energy of an order of visits in a slot, beside what the others do now; `None` where it cannot be flown.
    pub(super) fn timed(&self, state: &State, slot: usize, order: &[(u32, u8)]) -> Option<Sortie> {
        self.timed_but(state, slot, order, |_| false)
    }

    /// The same, passing over visits that come outside of their hours or see one place twice running when `drop` says so.
    pub(super) fn timed_but(
        &self,
        state: &State,
        slot: usize,
        order: &[(u32, u8)],
        drop: impl Fn(u32) -> bool,
    ) -> Option<Sortie> {
        let span = &self.slots[slot];
        if order.is_empty() {
            return Some(Sortie { stops: Vec::new(), end: span.launch, energy: 0.0 });
        }
        let craft = &self.duty.fleet[span.craft];
        let kind = &self.duty.kinds[craft.kind];
        let ways = kind.ways.during(span.launch);
        let dock = &self.duty.docks[craft.dock];
        let mut at = span.launch + f64::from(kind.launch.time);
        let mut energy = f64::from(kind.launch.energy);
        let mut port = dock.port;
        let mut stops = Vec::with_capacity(order.len() + 1);
        for &(target, way) in order {
            let served = self.way(target, way);
            let hop = ways.between(port, served.enter);
            let then = at + f64::from(hop.time);
            let time = f64::from(served.time);
            let last = stops.last().map(|stop: &Stop| (stop.target, stop.need));
            let need = self.needs[target as usize].visit(then, time).filter(|need| !twice(last, target, *need));
            let Some(need) = need else {
                if drop(target) {
                    continue;
                }
                return None;
            };
            energy += f64::from(hop.energy) + time * kind.serving;
            at = then + time;
            port = served.leave;
            stops.push(Stop { target, way, at: then, need });
        }
        if stops.is_empty() {
            return Some(Sortie { stops, end: span.launch, energy: 0.0 });
        }
        let home = ways.between(port, dock.port);
        at += f64::from(home.time) + f64::from(kind.land.time);
        energy += f64::from(home.energy) + f64::from(kind.land.energy);
        let end = self.landing(state, slot, at, span.by)?;
        energy += (end - at) * kind.serving;
        (end <= span.by + 1e-6 && energy <= kind.budget + 1e-6).then_some(Sortie { stops, end, energy })
    }

    /// The first moment from `at` on at which nothing else moves at the dock.
    pub(super) fn landing(&self, state: &State, slot: usize, at: f64, by: f64) -> Option<f64> {
        let gap = self.duty.docks[self.duty.fleet[self.slots[slot].craft].dock].slot.0 - 1e-6;
        let mut free = at;
        loop {
            let mut moved = false;
            for rival in &self.rivals[slot] {
                let sortie = &state.sorties[*rival as usize];
                // The launch of an idle slot is kept free: it may be flown yet.
                for other in [self.slots[*rival as usize].launch, sortie.end] {
                    if (free - other).abs() < gap {
                        free = other + gap + 1e-6;
                        moved = true;
                    }
                }
            }
            if free.is_nan() || free > by + 1e-6 {
                return None;
            }
            if !moved {
                return Some(free);
            }
        }
    }
}

/// Whether a visit sees a place again that was seen just before: the place and reading of the visit before it are `last`.
pub(super) fn twice(last: Option<(u32, f64)>, target: u32, need: f64) -> bool {
    last.is_some_and(|(before, then)| before == target && need - then < AGAIN)
}

impl State {
    pub(super) fn empty(field: &Field<'_>) -> Self {
        let sorties = field.slots.iter().map(|s| Sortie { stops: Vec::new(), end: s.launch, energy: 0.0 }).collect();
        let mut state =
            Self { sorties, seen: vec![Seen::default(); field.needs.len()], cost: 0.0, unit: 1.0, sharp: SHARP };
        for visit in field.cut.iter().flat_map(|s| &s.visits) {
            let Some(need) = field.needs.get(visit.target).map(|n| n.at(visit.at.0)) else { continue };
            let looks = &mut state.seen[visit.target].looks;
            looks.insert(looks.partition_point(|l| l.need < need), Look { need, slot: u32::MAX });
        }
        for target in 0..field.needs.len() {
            state.weigh(field, target);
            state.cost += state.seen[target].cost;
        }
        state
    }

    /// Puts a sortie into a slot and gives back what was there.
    pub(super) fn put(&mut self, field: &Field<'_>, slot: usize, sortie: Sortie) -> Sortie {
        let id = u32::try_from(slot).unwrap_or(u32::MAX);
        let old = std::mem::replace(&mut self.sorties[slot], sortie);
        let new = std::mem::take(&mut self.sorties[slot]);
        // What comes before the first change is seen as before.
        let same = |(a, b): &(&Stop, &Stop)| a.target == b.target && a.need.to_bits() == b.need.to_bits();
        let from = old.stops.iter().zip(&new.stops).take_while(same).count();
        for stop in &old.stops[from..] {
            let seen = &mut self.seen[stop.target as usize];
            self.cost -= std::mem::take(&mut seen.cost);
            if let Some(at) = seen.looks.iter().position(|l| l.slot == id && l.need.to_bits() == stop.need.to_bits()) {
                seen.looks.remove(at);
            }
        }
        for stop in &new.stops[from..] {
            let seen = &mut self.seen[stop.target as usize];
            self.cost -= std::mem::take(&mut seen.cost);
            let at = seen.looks.partition_point(|l| l.need < stop.need);
            seen.looks.insert(at, Look { need: stop.need, slot: id });
        }
        for target in old.stops[from..].iter().chain(&new.stops[from..]).map(|s| s.target as usize) {
            // A place that is in both lists is weighed once: its cost is nothing until then.
            if self.seen[target].cost <= 0.0 {
                self.weigh(field, target);
                self.cost += self.seen[target].cost;
            }
        }
        self.sorties[slot] = new;
        old
    }

    fn weigh(&mut self, field: &Field<'_>, target: usize) {
        let (need, weight) = (&field.needs[target], field.duty.targets[target].weight);
        let seen = &mut self.seen[target];
        if seen.looks.is_empty() && !field.able[target] {
            (seen.cost, seen.worst) = (0.0, 0.0);
            return;
        }
        let (mut last, mut worst) = (need.first(), 0.0_f64);
        seen.cost = 0.0;
        for next in seen.looks.iter().map(|l| l.need).chain([need.last()]) {
            let gap = weight * (next - last);
            seen.cost += price(gap * self.unit, self.sharp);
            worst = worst.max(gap);
            last = next;
        }
        seen.worst = worst;
    }

    /// Prices all gaps anew, those as long as `promise` at 1.
    pub(super) fn priced(&mut self, field: &Field<'_>, promise: f64) {
        self.unit = if promise > 0.0 { 1.0 / promise } else { 1.0 };
        self.cost = 0.0;
        for target in 0..self.seen.len() {
            self.weigh(field, target);
            self.cost += self.seen[target].cost;
        }
    }

    /// The weighted longest idleness of all places that can be visited, in revisit intervals.
    pub(super) fn promise(&self) -> f64 {
        self.seen.iter().map(|s| s.worst).fold(0.0, f64::max)
    }
}
