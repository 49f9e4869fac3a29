//! Makes a schedule better: the places idle longest choose which sorties are torn up and flown anew, and what comes out is
//! kept by an acceptance that cools down as the allowance is spent.

use super::fit::{Offer, best, gain, with};
use super::keep::Keep;
use super::state::{Field, Sortie, State, price};
use crate::planner::pace::{Pace, Progress};
use rand::{Rng, RngExt};

/// Rounds between two looks at the allowance.
const LOOK: u64 = 16;
/// Neighbours a place knows.
const NEAR: usize = 16;
/// Added to every detour, seconds.
const FREE: f64 = 10.0;

/// What a search may be told besides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Temperature at the start and at the end, in parts of what a place costs on average.
    pub warm: f64,
    pub cold: f64,
}

impl Default for Style {
    fn default() -> Self {
        Self { warm: 0.3, cold: 0.003 }
    }
}

/// How good a schedule is: the promise first, the smooth cost where promises are equal. Less is better.
fn key(state: &State) -> (f64, f64) {
    (state.promise(), state.cost)
}

pub(super) struct Search<'f, 'a> {
    field: &'f Field<'a>,
    near: Vec<Vec<u32>>,
    /// Slots of each dock in order of launch.
    slots: Vec<Vec<usize>>,
    /// Docks of each place, nearest first.
    docks: Vec<Vec<u32>>,
    keep: Option<Keep>,
    /// The promise of the best schedule so far.
    top: f64,
    undo: Vec<(usize, Sortie)>,
    order: Vec<(u32, u8)>,
    wanted: Vec<u32>,
}

impl<'f, 'a> Search<'f, 'a> {
    pub(super) fn new(field: &'f Field<'a>) -> Self {
        let duty = field.duty;
        let mut slots = vec![Vec::new(); duty.docks.len()];
        for (index, slot) in field.slots.iter().enumerate() {
            if !field.frozen[index] {
                slots[duty.fleet[slot.craft].dock].push(index);
            }
        }
        let docks = duty.targets.iter().map(|t| {
            let reach = |d: usize| {
                duty.kinds
                    .iter()
                    .map(|k| k.ways.between(duty.docks[d].port, t.ways[0].enter).time)
                    .fold(f32::INFINITY, f32::min)
            };
            let mut list: Vec<(f32, u32)> = (0..duty.docks.len())
                .filter(|d| !slots[*d].is_empty())
                .map(|d| (reach(d), u32::try_from(d).unwrap_or(0)))
                .filter(|d| d.0.is_finite())
                .collect();
            list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            list.into_iter().map(|d| d.1).collect()
        });
        let docks = docks.collect();
        Self {
            field,
            near: near(field),
            slots,
            docks,
            keep: None,
            top: 0.0,
            undo: Vec::new(),
            order: Vec::new(),
            wanted: Vec::new(),
        }
    }

    /// The same, but for changes that give up too much of an old schedule. What is lost at the start stays lost.
    pub(super) fn keeping(mut self, keep: Keep) -> Self {
        self.keep = Some(keep);
        self
    }

    /// Legs of the old schedule that the last round gave up; negative when it took some back.
    fn given_up(&self, keep: &Keep, state: &State) -> i64 {
        self.undo.iter().map(|(slot, old)| keep.count(*slot, old) - keep.count(*slot, &state.sorties[*slot])).sum()
    }

    /// Rounds until the allowance is spent; the best seen and how many.
    pub(super) fn run(&mut self, state: State, rng: &mut impl Rng, pace: &mut dyn Pace, style: Style) -> (State, u64) {
        let mut held = state;
        let mut best = held.clone();
        let mut best_key = key(&best);
        let mut dirty = vec![false; self.field.slots.len()];
        let mut rounds = 0;
        let idle = self.slots.iter().all(Vec::is_empty) || self.docks.iter().all(Vec::is_empty);
        loop {
            let spent = pace.spent(&Progress { rounds, value: best_key.0, bound: None });
            if spent.is_nan() || spent >= 1.0 || idle {
                break;
            }
            self.top = best_key.0;
            let heat = price(best_key.0, self.field.sharp) * style.warm * (style.cold / style.warm).powf(spent);
            for _ in 0..LOOK {
                rounds += 1;
                let before = held.cost;
                self.round(&mut held, rng);
                let given_up = self.keep.as_ref().map_or(0, |keep| self.given_up(keep, &held));
                let too_much = self.keep.as_ref().is_some_and(|keep| given_up > 0 && given_up > keep.spare);
                if too_much || held.cost - before > -heat * rng.random::<f64>().max(1e-300).ln() {
                    self.back(&mut held);
                    held.cost = before;
                    continue;
                }
                if let Some(keep) = &mut self.keep {
                    keep.spare -= given_up;
                }
                for (slot, _) in self.undo.drain(..) {
                    dirty[slot] = true;
                }
                let now = key(&held);
                if now < best_key {
                    best_key = now;
                    for (slot, dirty) in dirty.iter_mut().enumerate().filter(|d| *d.1) {
                        best.sorties[slot].clone_from(&held.sorties[slot]);
                        *dirty = false;
                    }
                }
            }
        }
        (rebuilt(self.field, &best), rounds)
    }

    fn back(&mut self, state: &mut State) {
        while let Some((slot, sortie)) = self.undo.pop() {
            state.put(self.field, slot, sortie);
        }
    }

    fn put(&mut self, state: &mut State, slot: usize, sortie: Sortie) {
        let old = state.put(self.field, slot, sortie);
        if !self.undo.iter().any(|u| u.0 == slot) {
            self.undo.push((slot, old));
        }
    }

    fn round(&mut self, state: &mut State, rng: &mut impl Rng) {
        self.undo.clear();
        let Some(target) = self.pick(state, rng) else { return };
        let at = self.longed_for(state, target, rng);
        let mut torn = Vec::with_capacity(3);
        let count = if rng.random_bool(0.5) { 1 } else { 2 };
        for _ in 0..count {
            if let Some(slot) = self.slot_near(target, at, rng)
                && !torn.contains(&slot)
            {
                torn.push(slot);
            }
        }
        self.wanted.clear();
        self.wanted.push(u32::try_from(target).unwrap_or(0));
        for slot in &torn {
            self.tear(state, *slot, target, rng);
        }
        self.widen(state, &torn, target, rng);
        self.mend(state, &torn, rng);
    }

    /// A place: the worst of some by chance.
    fn pick(&self, state: &State, rng: &mut impl Rng) -> Option<usize> {
        let n = state.seen.len();
        let tries = [1, 8, 40, 150][rng.random_range(0..4)];
        let mut found: Option<usize> = None;
        for _ in 0..tries {
            let target = rng.random_range(0..n);
            if !self.docks[target].is_empty() && found.is_none_or(|f| state.seen[target].worst > state.seen[f].worst) {
                found = Some(target);
            }
        }
        found
    }

    /// When it would like to be seen: somewhere in its longest gap.
    fn longed_for(&self, state: &State, target: usize, rng: &mut impl Rng) -> f64 {
        let (need, seen) = (&self.field.needs[target], &state.seen[target]);
        let mut last = need.first();
        let mut gap = (-1.0, 0.0);
        for next in seen.looks.iter().map(|l| l.need).chain([need.last()]) {
            if next - last > gap.0 {
                gap = (next - last, last);
            }
            last = next;
        }
        need.when(gap.1 + gap.0 * rng.random_range(0.2..0.8))
    }

    /// A slot of a dock not far from the place, out at about that time.
    fn slot_near(&self, target: usize, at: f64, rng: &mut impl Rng) -> Option<usize> {
        let docks = &self.docks[target];
        let mut choice = 0;
        while choice + 1 < docks.len() && choice < 4 && rng.random_bool(0.35) {
            choice += 1;
        }
        let slots = &self.slots[docks[choice] as usize];
        let after = slots.partition_point(|s| self.field.slots[*s].launch <= at);
        let low = slots[..after].iter().rposition(|s| self.field.slots[*s].by < at - 1_800.0).map_or(0, |p| p + 1);
        let out = |s: &&usize| self.field.slots[**s].by >= at;
        let list = &slots[low..after];
        let count = list.iter().filter(out).count();
        if count > 0 && rng.random_bool(0.8) {
            return list.iter().filter(out).nth(rng.random_range(0..count)).copied();
        }
        let from = after.saturating_sub(3);
        let to = (after + 3).min(slots.len());
        (from < to).then(|| slots[rng.random_range(from..to)])
    }

    /// Takes a string of visits out of a sortie, about where the place would be.
    fn tear(&mut self, state: &mut State, slot: usize, target: usize, rng: &mut impl Rng) {
        let stops = &state.sorties[slot].stops;
        if stops.is_empty() {
            return;
        }
        let (from, length) = if rng.random_bool(0.12) {
            (0, stops.len())
        } else {
            let length = rng.random_range(1..=4).min(stops.len());
            let centre = if rng.random_bool(0.5) {
                let kind = &self.field.duty.kinds[self.field.duty.fleet[self.field.slots[slot].craft].kind];
                let port = self.field.duty.targets[target].ways[0].enter;
                let far = |i: usize| {
                    let stop = &stops[i];
                    kind.ways
                        .between(self.field.duty.targets[stop.target as usize].ways[stop.way as usize].leave, port)
                        .time
                };
                (0..stops.len()).min_by(|a, b| far(*a).total_cmp(&far(*b))).unwrap_or(0)
            } else {
                rng.random_range(0..stops.len())
            };
            let first = centre.saturating_sub(rng.random_range(0..length));
            (first.min(stops.len() - length), length)
        };
        self.order.clear();
        for (i, stop) in stops.iter().enumerate() {
            if i < from || i >= from + length {
                self.order.push((stop.target, stop.way));
            } else {
                self.wanted.push(stop.target);
            }
        }
        if let Some(sortie) = self.field.timed_but(state, slot, &self.order, |_| true) {
            self.put(state, slot, sortie);
        }
    }

    /// More places that may come in: neighbours of what is there.
    fn widen(&mut self, state: &State, torn: &[usize], target: usize, rng: &mut impl Rng) {
        let mut add = |list: &mut Vec<u32>, from: usize, count: usize| {
            let near = &self.near[from];
            for _ in 0..count.min(near.len()) {
                // What was seen not long ago seldom helps the promise.
                let other = near[rng.random_range(0..near.len())];
                if state.seen[other as usize].worst >= self.top * rng.random_range(0.0..0.9) {
                    list.push(other);
                }
            }
        };
        add(&mut self.wanted, target, 6);
        for slot in torn {
            for stop in &state.sorties[*slot].stops {
                add(&mut self.wanted, stop.target as usize, 2);
            }
        }
        self.wanted.sort_unstable();
        self.wanted.dedup();
    }

    /// Puts in what gains most for its time until nothing fits.
    fn mend(&mut self, state: &mut State, torn: &[usize], rng: &mut impl Rng) {
        let power = rng.random_range(0.5..1.2);
        // Milder than the cost: what is near is worth more than what is longest idle but far.
        let sharp = rng.random_range(1..=self.field.sharp);
        let noise: f64 = rng.random_range(0.0..0.6);
        let luck: Vec<f64> = self.wanted.iter().map(|_| 1.0 + noise * (rng.random::<f64>() - 0.5)).collect();
        let mut wanted = std::mem::take(&mut self.wanted);
        let mut offers: Vec<Vec<Option<Offer>>> = torn.iter().map(|_| vec![None; wanted.len()]).collect();
        let ask = |state: &State, slot: usize, w: usize, target: u32| {
            let mut rate = |t: usize, need: f64, more: f64| {
                luck[w] * gain(self.field, &state.seen[t], t, need, sharp) / (more + FREE).powf(power)
            };
            best(self.field, state, slot, target, &mut rate)
        };
        for (t, slot) in torn.iter().enumerate() {
            for (w, target) in wanted.iter().enumerate() {
                offers[t][w] = ask(state, *slot, w, *target);
            }
        }
        loop {
            let mut found: Option<(usize, usize, Offer)> = None;
            for (t, row) in offers.iter().enumerate() {
                for (w, offer) in row.iter().enumerate() {
                    if let Some(offer) = offer
                        && found.is_none_or(|f| offer.score > f.2.score)
                    {
                        found = Some((t, w, *offer));
                    }
                }
            }
            let Some((t, w, offer)) = found else { break };
            let slot = torn[t];
            with(&state.sorties[slot], &offer, &mut self.order);
            let Some(sortie) = self.field.timed(state, slot, &self.order) else {
                offers[t][w] = None;
                continue;
            };
            let before = state.cost;
            let old = state.put(self.field, slot, sortie);
            if state.cost >= before {
                state.put(self.field, slot, old);
                offers[t][w] = None;
                continue;
            }
            if !self.undo.iter().any(|u| u.0 == slot) {
                self.undo.push((slot, old));
            }
            for (w, target) in wanted.iter().enumerate() {
                offers[t][w] = ask(state, slot, w, *target);
            }
            for (t, slot) in torn.iter().enumerate() {
                offers[t][w] = ask(state, *slot, w, wanted[w]);
            }
        }
        wanted.clear();
        self.wanted = wanted;
    }
}

/// The same sorties with all sums made anew, free of what rounding gathered.
pub(super) fn rebuilt(field: &Field<'_>, state: &State) -> State {
    let mut fresh = State::empty(field);
    for (slot, sortie) in state.sorties.iter().enumerate() {
        fresh.put(field, slot, sortie.clone());
    }
    fresh
}

/// The nearest other places of each place, by the quicker of both ways.
fn near(field: &Field<'_>) -> Vec<Vec<u32>> {
    let duty = field.duty;
    let Some(kind) = duty.kinds.first() else { return vec![Vec::new(); duty.targets.len()] };
    let far = |a: usize, b: usize| {
        let (a, b) = (duty.targets[a].ways[0], duty.targets[b].ways[0]);
        kind.ways.between(a.leave, b.enter).time.min(kind.ways.between(b.leave, a.enter).time)
    };
    (0..duty.targets.len())
        .map(|a| {
            let others = (0..duty.targets.len()).filter(|b| *b != a);
            let mut list: Vec<(f32, u32)> = others.map(|b| (far(a, b), u32::try_from(b).unwrap_or(0))).collect();
            let order = |x: &(f32, u32), y: &(f32, u32)| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1));
            if list.len() > NEAR {
                list.select_nth_unstable_by(NEAR, order);
                list.truncate(NEAR);
            }
            list.sort_by(order);
            list.into_iter().map(|n| n.1).collect()
        })
        .collect()
}
