//! A visit forced in: for a place too long idle, the string of visits somewhere that is missed least for it, found over
//! all sorties that are out in its longest gap with a handful of additions a string.

use super::fit::gain;
use super::search::Search;
use super::state::{State, price};
use rand::{Rng, RngExt};

/// Sorties looked at for one place.
const SLOTS: usize = 60;
/// Docks asked, the nearest first.
const DOCKS: usize = 3;
/// Best exchanges that are tried in full.
const TRIES: usize = 3;

/// An exchange: a visit of the place for the stops from `from` until before `to` of a slot.
#[derive(Clone, Copy, Debug)]
struct Swap {
    score: f64,
    slot: usize,
    way: u8,
    from: usize,
    to: usize,
}

impl Search<'_, '_> {
    /// Forces a visit of `target` into its longest gap; the slot, and those who lost their visit are wanted.
    pub(super) fn force(&mut self, state: &mut State, target: usize, rng: &mut impl Rng) -> Option<usize> {
        let slots = self.candidates(state, target, rng);
        let noise: f64 = rng.random_range(0.0..0.5);
        let mut found: Vec<Swap> = Vec::with_capacity(TRIES + 1);
        for slot in slots {
            let luck = 1.0 + noise * (rng.random::<f64>() - 0.5);
            self.swaps(state, slot, target, luck, &mut found);
        }
        for swap in found {
            let stops = &state.sorties[swap.slot].stops;
            self.order.clear();
            self.order.extend(stops[..swap.from].iter().map(|s| (s.target, s.way)));
            self.order.push((u32::try_from(target).unwrap_or(0), swap.way));
            self.order.extend(stops[swap.to..].iter().map(|s| (s.target, s.way)));
            if let Some(sortie) = self.field.timed(state, swap.slot, &self.order) {
                self.wanted.extend(stops[swap.from..swap.to].iter().map(|s| s.target));
                self.put(state, swap.slot, sortie);
                return Some(swap.slot);
            }
        }
        None
    }

    /// Slots of docks near the place that are out in its longest gap.
    fn candidates(&self, state: &State, target: usize, rng: &mut impl Rng) -> Vec<usize> {
        let (need, (length, start)) = (&self.field.needs[target], self.longest_gap(state, target));
        let (from, to) = (need.when(start + 0.1 * length), need.when(start + 0.9 * length));
        let docks = &self.docks[target];
        let mut all: Vec<usize> = Vec::with_capacity(64);
        for dock in docks.iter().take(DOCKS) {
            let slots = &self.slots[*dock as usize];
            let after = slots.partition_point(|s| self.field.slots[*s].launch <= to);
            all.extend(slots[..after].iter().filter(|s| self.field.slots[**s].by >= from));
        }
        while all.len() > SLOTS {
            all.swap_remove(rng.random_range(0..all.len()));
        }
        all
    }

    fn swaps(&self, state: &State, slot: usize, target: usize, luck: f64, found: &mut Vec<Swap>) {
        let field = self.field;
        let span = &field.slots[slot];
        let craft = &field.duty.fleet[span.craft];
        let kind = &field.duty.kinds[craft.kind];
        let dock = field.duty.docks[craft.dock].port;
        let sortie = &state.sorties[slot];
        let stops = &sortie.stops;
        let n = stops.len();
        let begin = span.launch + f64::from(kind.launch.time);
        let spare = if n == 0 { span.by - begin - f64::from(kind.land.time) } else { span.by - sortie.end };
        let home = span.by - f64::from(kind.land.time) - spare;
        let ways = kind.ways.during(span.launch);
        let way_of = |i: usize| field.way(stops[i].target, stops[i].way);
        // What each stop would be missed.
        let mut lost = [0.0_f64; 64];
        for (i, stop) in stops.iter().enumerate().take(64) {
            lost[i] = self.loss(state, stop.target as usize, stop.need);
        }
        let id = u32::try_from(target).unwrap_or(0);
        for (way, served) in field.ways(id).iter().enumerate() {
            let service = f64::from(served.time);
            let mut on = [f64::INFINITY; 65];
            for (to, on) in on.iter_mut().enumerate().take(n.min(64) + 1) {
                let next = if to == n { dock } else { way_of(to).enter };
                *on = f64::from(ways.between(served.leave, next).time);
            }
            for from in 0..=n.min(64) {
                let (port, left) = match from {
                    0 => (dock, begin),
                    _ => (way_of(from - 1).leave, stops[from - 1].at + f64::from(way_of(from - 1).time)),
                };
                let at = left + f64::from(ways.between(port, served.enter).time);
                if !(at.is_finite() && at + service <= span.by) {
                    continue;
                }
                let Some(need) = field.needs[target].visit(at, service) else { continue };
                let gain = luck * gain(field, &state.seen[target], target, need, state.unit, state.sharp);
                let mut missed = 0.0;
                for to in from..=n.min(64) {
                    if to > from {
                        if stops[to - 1].target == id {
                            break;
                        }
                        missed += lost[to - 1];
                    }
                    let score = gain - missed;
                    if score <= 0.0 && missed > 0.0 && found.len() == TRIES {
                        break;
                    }
                    let then = if to == n { home } else { stops[to].at };
                    let more = at + service + on[to] - if n == 0 { begin } else { then };
                    if more <= spare {
                        keep(found, Swap { score, slot, way: u8::try_from(way).unwrap_or(0), from, to });
                        break;
                    }
                }
            }
        }
    }

    /// What the smooth cost rises by without one visit of a place.
    pub(super) fn loss(&self, state: &State, target: usize, need: f64) -> f64 {
        let weight = self.field.duty.targets[target].weight * state.unit;
        let looks = &state.seen[target].looks;
        let at = looks.partition_point(|l| l.need < need);
        let low = if at == 0 { self.field.needs[target].first() } else { looks[at - 1].need };
        let high = looks.get(at + 1).map_or(self.field.needs[target].last(), |l| l.need);
        let price = |gap: f64| price(weight * gap, state.sharp);
        price(high - low) - price(need - low) - price(high - need)
    }
}

fn keep(found: &mut Vec<Swap>, swap: Swap) {
    let at = found.partition_point(|f| f.score >= swap.score);
    found.insert(at, swap);
    found.truncate(TRIES);
}
