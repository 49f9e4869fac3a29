//! Makes a schedule better: the places idle longest choose which sorties are torn up and flown anew, and what comes out is
//! kept by an acceptance that cools down as the allowance is spent.

use super::fit::{Offer, best, gain, with};
use super::hold::Hold;
use super::keep::Keep;
use super::state::{Field, Sortie, State, price};
use super::trial::Trial;
use crate::planner::pace::{Pace, Progress};
use rand::{Rng, RngExt};

/// Rounds between two looks at the allowance.
const LOOK: u64 = 16;
/// The part of the rounds that force a visit in.
const FORCED: f64 = 0.2;
/// A visit is put in by prices squared at most so often.
const MILDER: u32 = 4;
/// Neighbours a place knows.
const NEAR: usize = 16;
/// Small steps after each round.
const STEPS: usize = 4;
/// How often the places that another round visits together with the one that is wanted may come in with it.
/// At first; it helps to short rounds early and is in the way of fine work later.
const COMPANY: f64 = 0.4;
/// It has faded away after so many rounds a slot.
const FADED: f64 = 300.0;
/// How many places are looked at for the one idle longest.
const LOTS: [usize; 3] = [40, 150, 500];
/// Added to every detour, seconds.
const FREE: f64 = 10.0;

/// What a search may be told besides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Temperature at the start and at the end, in prices of the longest gap.
    pub warm: f64,
    pub cold: f64,
    /// How often a gap is squared for its price at the start and at the end: mild prices make short ways everywhere, sharp
    /// ones then see to the longest gaps.
    pub sharp: [u32; 2],
}

impl Default for Style {
    fn default() -> Self {
        Self { warm: 3.0, cold: 0.1, sharp: [2, 6] }
    }
}

impl Style {
    /// Temperature when a part of the allowance is spent.
    fn heat(&self, spent: f64) -> f64 {
        self.warm * (self.cold / self.warm).powf(spent)
    }

    /// How often a gap is squared then: each stage has the same part of the allowance.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Below 10.
    fn sharp(&self, spent: f64) -> u32 {
        let [from, to] = self.sharp;
        let stages = f64::from(to.saturating_sub(from) + 1);
        (from + (stages * spent.clamp(0.0, 1.0)) as u32).min(to)
    }
}

pub(super) struct Search<'f, 'a> {
    pub(super) field: &'f Field<'a>,
    near: Vec<Vec<u32>>,
    /// Slots of each dock in order of launch.
    pub(super) slots: Vec<Vec<usize>>,
    /// Docks of each place, nearest first.
    pub(super) docks: Vec<Vec<u32>>,
    pub(super) keep: Option<Keep>,
    /// The promise of the best schedule so far.
    top: f64,
    /// How often company is asked for now.
    company: f64,
    pub(super) trial: Trial,
    /// Places idle longest.
    pub(super) hot: Vec<u32>,
    pub(super) undo: Vec<(usize, Sortie)>,
    pub(super) order: Vec<(u32, u8)>,
    pub(super) wanted: Vec<u32>,
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
        let docks = duty.targets.iter().zip(&field.able).map(|(t, able)| {
            let reach = |d: usize| {
                duty.kinds
                    .iter()
                    .map(|k| k.ways.between(duty.docks[d].port, t.ways[0].enter).time)
                    .fold(f32::INFINITY, f32::min)
            };
            let mut list: Vec<(f32, u32)> = (0..duty.docks.len())
                .filter(|d| *able && !slots[*d].is_empty())
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
            company: 0.0,
            trial: Trial::default(),
            hot: Vec::new(),
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
        let mut hold = Hold::new(self.field, state);
        let mut rounds = 0;
        let idle = self.slots.iter().all(Vec::is_empty) || self.docks.iter().all(Vec::is_empty);
        loop {
            let spent = pace.spent(&Progress { rounds, value: hold.top.0, bound: None });
            if spent.is_nan() || spent >= 1.0 || idle {
                break;
            }
            hold.sharpen(self.field, style.sharp(spent));
            self.top = hold.top.0;
            #[allow(clippy::cast_precision_loss)] // Rounds are far below 2^52.
            let part = rounds as f64 / (FADED * self.field.slots.len().max(1) as f64);
            self.company = COMPANY * (1.0 - part).clamp(0.0, 1.0);
            hold.heat = price(hold.top.0 * hold.now.unit, hold.now.sharp) * style.heat(spent);
            self.warm_up(&hold.now);
            for _ in 0..LOOK {
                rounds += 1;
                let before = hold.now.cost;
                self.round(&mut hold.now, rng);
                self.judge(&mut hold, before, rng);
                for _ in 0..STEPS {
                    self.step(&mut hold, rng);
                }
            }
        }
        (rebuilt(self.field, &hold.best), rounds)
    }

    /// Takes what a round changed, or takes it back.
    pub(super) fn judge(&mut self, hold: &mut Hold, before: f64, rng: &mut impl Rng) {
        let given_up = self.keep.as_ref().map_or(0, |keep| self.given_up(keep, &hold.now));
        let too_much = self.keep.as_ref().is_some_and(|keep| given_up > 0 && given_up > keep.spare);
        if too_much || !hold.takes(hold.now.cost - before, rng) {
            self.back(&mut hold.now);
            hold.now.cost = before;
            return;
        }
        if let Some(keep) = &mut self.keep {
            keep.spare -= given_up;
        }
        for (slot, _) in self.undo.drain(..) {
            hold.touched(slot);
        }
        hold.settle(self.field);
    }

    pub(super) fn back(&mut self, state: &mut State) {
        while let Some((slot, sortie)) = self.undo.pop() {
            state.put(self.field, slot, sortie);
        }
    }

    pub(super) fn put(&mut self, state: &mut State, slot: usize, sortie: Sortie) {
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
        if rng.random_bool(FORCED) {
            self.wanted.clear();
            if let Some(slot) = self.force(state, target, rng) {
                torn.push(slot);
                self.widen(state, &torn, target, rng);
                self.mend(state, &torn, rng);
            }
            return;
        }
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
        if rng.random_bool(self.company) {
            self.company(state, target, rng);
        }
        self.widen(state, &torn, target, rng);
        self.mend(state, &torn, rng);
    }

    /// Wants what one of the sorties that see a place sees besides: a round that is short at one time of the shift is short
    /// at others, and places seen together stay due together.
    fn company(&mut self, state: &State, target: usize, rng: &mut impl Rng) {
        let looks = &state.seen[target].looks;
        if looks.is_empty() {
            return;
        }
        let slot = looks[rng.random_range(0..looks.len())].slot as usize;
        if let Some(sortie) = state.sorties.get(slot) {
            self.wanted.extend(sortie.stops.iter().map(|s| s.target));
        }
    }

    /// A place: the worst of some by chance.
    fn pick(&self, state: &State, rng: &mut impl Rng) -> Option<usize> {
        let n = state.seen.len();
        let tries = LOTS[rng.random_range(0..LOTS.len())];
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
    pub(super) fn longed_for(&self, state: &State, target: usize, rng: &mut impl Rng) -> f64 {
        let (length, from) = self.longest_gap(state, target);
        self.field.needs[target].when(from + length * rng.random_range(0.2..0.8))
    }

    /// How long its longest gap is and where it begins, in what its need counts.
    pub(super) fn longest_gap(&self, state: &State, target: usize) -> (f64, f64) {
        let (need, seen) = (&self.field.needs[target], &state.seen[target]);
        let mut last = need.first();
        let mut gap = (-1.0, 0.0);
        for next in seen.looks.iter().map(|l| l.need).chain([need.last()]) {
            if next - last > gap.0 {
                gap = (next - last, last);
            }
            last = next;
        }
        gap
    }

    /// A slot of a dock not far from the place, out at about that time.
    pub(super) fn slot_near(&self, target: usize, at: f64, rng: &mut impl Rng) -> Option<usize> {
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
                let ways = kind.ways.during(self.field.slots[slot].launch);
                let port = self.field.duty.targets[target].ways[0].enter;
                let far = |i: usize| {
                    let stop = &stops[i];
                    ways.between(self.field.way(stop.target, stop.way).leave, port).time
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
                add(&mut self.wanted, stop.target as usize, 1);
            }
        }
        self.wanted.sort_unstable();
        self.wanted.dedup();
    }

    /// Puts in what gains most for its time until nothing fits. A score found before the sortie changed is looked at again
    /// only when it is the best of all: it seldom grows.
    fn mend(&mut self, state: &mut State, torn: &[usize], rng: &mut impl Rng) {
        let root = rng.random_range(2..=4_u32);
        // Milder than the cost: what is near is worth more than what is longest idle but far.
        let sharp = rng.random_range(1..=MILDER);
        let noise: f64 = rng.random_range(0.0..0.6);
        let luck: Vec<f64> = self.wanted.iter().map(|_| 1.0 + noise * (rng.random::<f64>() - 0.5)).collect();
        let wanted = std::mem::take(&mut self.wanted);
        let ask = |state: &State, slot: usize, w: usize| {
            let mut rate = |t: usize, need: f64, more: f64| {
                luck[w] * gain(self.field, &state.seen[t], t, need, state.unit, sharp) / damped(more + FREE, root)
            };
            best(self.field, state, slot, wanted[w], &mut rate)
        };
        let mut offers: Vec<Bid> = Vec::with_capacity(torn.len() * wanted.len());
        for (t, slot) in torn.iter().enumerate() {
            offers.extend((0..wanted.len()).filter_map(|w| Some(Bid { t, w, round: 0, offer: ask(state, *slot, w)? })));
        }
        let mut round = 0;
        // When a slot and a place last changed.
        let mut changed = vec![0; torn.len()];
        let mut seen = vec![0; wanted.len()];
        while let Some(at) =
            (0..offers.len()).reduce(|a, b| if offers[b].offer.score > offers[a].offer.score { b } else { a })
        {
            let Bid { t, w, round: asked, offer } = offers[at];
            let slot = torn[t];
            if asked < changed[t].max(seen[w]) {
                match ask(state, slot, w) {
                    Some(offer) => offers[at] = Bid { t, w, round, offer },
                    None => drop(offers.swap_remove(at)),
                }
                continue;
            }
            with(&state.sorties[slot], &offer, &mut self.order);
            let Some(sortie) = self.field.timed(state, slot, &self.order) else {
                offers.swap_remove(at);
                continue;
            };
            let before = state.cost;
            let old = state.put(self.field, slot, sortie);
            if state.cost >= before {
                state.put(self.field, slot, old);
                offers.swap_remove(at);
                continue;
            }
            if !self.undo.iter().any(|u| u.0 == slot) {
                self.undo.push((slot, old));
            }
            round += 1;
            (changed[t], seen[w]) = (round, round);
        }
        self.wanted = wanted;
        self.wanted.clear();
    }
}

/// An offer for a slot, and in which round it was asked for.
#[derive(Clone, Copy)]
struct Bid {
    t: usize,
    w: usize,
    round: u32,
    offer: Offer,
}

/// Seconds to the power of 1/2, 3/4 or 1.
fn damped(seconds: f64, root: u32) -> f64 {
    match root {
        2 => seconds.sqrt(),
        3 => seconds.sqrt() * seconds.sqrt().sqrt(),
        _ => seconds,
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

/// The nearest other places of each place that can be visited, by the quicker of both ways.
fn near(field: &Field<'_>) -> Vec<Vec<u32>> {
    let duty = field.duty;
    let Some(kind) = duty.kinds.first() else { return vec![Vec::new(); duty.targets.len()] };
    let far = |a: usize, b: usize| {
        let (a, b) = (duty.targets[a].ways[0], duty.targets[b].ways[0]);
        kind.ways.between(a.leave, b.enter).time.min(kind.ways.between(b.leave, a.enter).time)
    };
    (0..duty.targets.len())
        .map(|a| {
            let others = (0..duty.targets.len()).filter(|b| *b != a && field.able[*b]);
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
