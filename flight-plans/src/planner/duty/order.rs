//! A schedule that cannot be read like a timetable: the same sorties in another order and at other times, drawn by a seed,
//! at a cost that is stated and bounded.
//!
//! Sorties are gone through one after another. For each the admissible variants are listed (tours exchanged with the next
//! sortie of the dock, other orders of its visits, a later launch), those that keep the promise within the bound, given what
//! was drawn before; one is drawn evenly. No two sequences of draws give the same schedule, so with `n` variants at each
//! step this very schedule had the chance of one in the product of all `n`: the entropy shown is the sum of their log2, in
//! bits. It is what remains unknown to one who knows wish, fleet and method, but not the seed; a seed of 64 bits caps it.

use super::model::Duty;
use super::patrol::{Outcome, Patrol};
use super::replan::{Change, held};
use super::search::rebuilt;
use super::state::{Field, Sortie, State};
use geodata::Seconds;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

/// Most variants of one sortie.
const VARIANTS: usize = 64;
/// A launch is put off in steps of this, at most so many.
const STEP: f64 = 15.0;
const STEPS: u32 = 20;
/// A seed has so many bits, and no schedule drawn by it more.
const SEED_BITS: f64 = 64.0;

/// A schedule drawn by a seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Varied {
    /// The schedule, its value and all that is told with it.
    pub outcome: Outcome,
    /// How much worse its promise is than that of the schedule given, as a part of it; 0 is not worse.
    pub cost: f64,
    /// How much worse the mean idleness is.
    pub mean_cost: f64,
    /// Bits of all draws together: the sum of log2 of the number of admissible variants.
    pub drawn_bits: f64,
    /// Bits an adversary lacks: those drawn, and never more than the seed has.
    pub bits: f64,
    /// How many draws there were among more than one variant.
    pub draws: usize,
}

/// Draws a schedule around another: from `now` on, its promise at most `at_most` worse (0.05 for 5 %).
#[must_use]
pub fn vary(duty: &Duty, patrol: &Patrol, change: Change, at_most: f64, seed: u64) -> Varied {
    let (mut field, mut state, before) = match held(duty, patrol, change) {
        Ok(held) => held,
        Err(outcome) => {
            return Varied { outcome: *outcome, cost: 0.0, mean_cost: 0.0, drawn_bits: 0.0, bits: 0.0, draws: 0 };
        }
    };
    let mut draw = Draw {
        rng: ChaCha8Rng::seed_from_u64(seed),
        most: state.promise() * (1.0 + at_most.clamp(0.0, 10.0)),
        bits: 0.0,
        draws: 0,
    };
    draw.exchange(&field, &mut state);
    for slot in 0..field.slots.len() {
        if !field.frozen[slot] && !state.sorties[slot].stops.is_empty() {
            draw.order(&field, &mut state, slot);
            draw.launch(&mut field, &mut state, slot);
        }
    }
    let state = rebuilt(&field, &state);
    let outcome = super::roll::tell(&field, &state, seed, 0);
    let worse = |now: f64, then: f64| if then > 0.0 { (now / then - 1.0).max(0.0) } else { 0.0 };
    Varied {
        cost: worse(outcome.value, before.value),
        mean_cost: worse(outcome.mean, before.mean),
        outcome,
        drawn_bits: draw.bits,
        bits: draw.bits.min(SEED_BITS),
        draws: draw.draws,
    }
}

struct Draw {
    rng: ChaCha8Rng,
    /// The worst promise allowed.
    most: f64,
    bits: f64,
    draws: usize,
}

impl Draw {
    fn one_of(&mut self, count: usize) -> usize {
        if count < 2 {
            return 0;
        }
        #[allow(clippy::cast_precision_loss)] // Dozens.
        let bits = (count as f64).log2();
        self.bits += bits;
        self.draws += 1;
        self.rng.random_range(0..count)
    }

    /// Tours of sorties of one dock that follow each other are exchanged, or not.
    fn exchange(&mut self, field: &Field<'_>, state: &mut State) {
        let free = |s: &usize| !field.frozen[*s] && !state.sorties[*s].stops.is_empty();
        let all: Vec<usize> = (0..field.slots.len()).filter(free).collect();
        for dock in 0..field.duty.docks.len() {
            let own: Vec<usize> =
                all.iter().copied().filter(|s| field.duty.fleet[field.slots[*s].craft].dock == dock).collect();
            for pair in own.chunks_exact(2) {
                let (a, b) = (order_of(&state.sorties[pair[0]]), order_of(&state.sorties[pair[1]]));
                if a == b {
                    continue;
                }
                let old = [state.sorties[pair[0]].clone(), state.sorties[pair[1]].clone()];
                let empty = |s: usize| Sortie { stops: Vec::new(), end: field.slots[s].launch, energy: 0.0 };
                state.put(field, pair[0], empty(pair[0]));
                state.put(field, pair[1], empty(pair[1]));
                let mut works = false;
                if let Some(first) = field.timed(state, pair[0], &b) {
                    state.put(field, pair[0], first);
                    if let Some(second) = field.timed(state, pair[1], &a) {
                        state.put(field, pair[1], second);
                        works = state.promise() <= self.most;
                    }
                }
                if !works || self.one_of(2) == 0 {
                    let [first, second] = old;
                    state.put(field, pair[0], first);
                    state.put(field, pair[1], second);
                }
            }
        }
    }

    /// Another order of the visits.
    fn order(&mut self, field: &Field<'_>, state: &mut State, slot: usize) {
        let mut fit: Vec<Sortie> = vec![state.sorties[slot].clone()];
        for order in variants(field, &order_of(&state.sorties[slot])) {
            let Some(sortie) = field.timed(state, slot, &order) else { continue };
            let old = state.put(field, slot, sortie);
            let works = state.promise() <= self.most;
            let sortie = state.put(field, slot, old);
            if works {
                fit.push(sortie);
            }
        }
        let chosen = self.one_of(fit.len());
        let sortie = fit.swap_remove(chosen);
        state.put(field, slot, sortie);
    }

    /// A later launch, as far as the slot and the dock's other movements let it.
    fn launch(&mut self, field: &mut Field<'_>, state: &mut State, slot: usize) {
        let planned = field.slots[slot].launch;
        let order = order_of(&state.sorties[slot]);
        let mut fit = vec![(planned, state.sorties[slot].clone())];
        for step in 1..=STEPS {
            let later = planned + STEP * f64::from(step);
            if later >= field.slots[slot].by || !clear(field, state, slot, later) {
                continue;
            }
            field.slots[slot].launch = later;
            if let Some(sortie) = field.timed(state, slot, &order) {
                let old = state.put(field, slot, sortie);
                let works = state.promise() <= self.most;
                let sortie = state.put(field, slot, old);
                if works {
                    fit.push((later, sortie));
                }
            }
        }
        let chosen = self.one_of(fit.len());
        let (launch, sortie) = fit.swap_remove(chosen);
        field.slots[slot].launch = launch;
        state.put(field, slot, sortie);
    }
}

fn order_of(sortie: &Sortie) -> Vec<(u32, u8)> {
    sortie.stops.iter().map(|s| (s.target, s.way)).collect()
}

/// Whether nothing else moves at the dock about a launch.
fn clear(field: &Field<'_>, state: &State, slot: usize, launch: f64) -> bool {
    let gap = field.duty.docks[field.duty.fleet[field.slots[slot].craft].dock].slot.0;
    field.rivals[slot].iter().all(|rival| {
        let (other, sortie) = (&field.slots[*rival as usize], &state.sorties[*rival as usize]);
        let apart = |moved: f64| (moved - launch).abs() >= gap;
        apart(other.launch) && (sortie.stops.is_empty() || apart(sortie.end))
    })
}

/// Other orders of a tour, each once and never the tour itself: backwards, begun elsewhere, two visits exchanged, one moved.
fn variants(field: &Field<'_>, order: &[(u32, u8)]) -> Vec<Vec<(u32, u8)>> {
    let n = order.len();
    let mut seen: BTreeSet<Vec<(u32, u8)>> = BTreeSet::from([order.to_vec()]);
    let mut list = Vec::new();
    let mut add = |mut other: Vec<(u32, u8)>, turned: bool| {
        if turned {
            other.reverse();
            for visit in &mut other {
                if field.duty.targets[visit.0 as usize].ways.len() == 2 {
                    visit.1 = 1 - visit.1;
                }
            }
        }
        if list.len() < VARIANTS && seen.insert(other.clone()) {
            list.push(other);
        }
    };
    add(order.to_vec(), true);
    for turned in [false, true] {
        for by in 1..n {
            let mut other = order.to_vec();
            other.rotate_left(by);
            add(other, turned);
        }
        for apart in 1..n {
            for i in 0..n - apart {
                let mut other = order.to_vec();
                other.swap(i, i + apart);
                add(other, turned);
            }
        }
    }
    list
}

/// How uncertain visits are for one who watches many days: for each place and each span of `bin`, the entropy in bits of
/// whether a visit begins in it, over schedules drawn by different seeds; its sum over a place, for every hour of the shift,
/// averaged over all places that are visited. 0 is a timetable.
#[must_use]
pub fn watched_bits(duty: &Duty, drawn: &[Patrol], bin: Seconds) -> f64 {
    if drawn.is_empty() || bin.0.is_nan() || bin.0 < 1.0 || duty.length.0.is_nan() || duty.length.0 <= 0.0 {
        return 0.0;
    }
    let (mut bits, mut places) = (0.0, 0.0);
    for target in 0..duty.targets.len() {
        let mut counts: std::collections::BTreeMap<u64, u32> = std::collections::BTreeMap::new();
        for patrol in drawn {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Bins of one shift.
            let bins: BTreeSet<u64> = patrol.arrivals(target).iter().map(|at| (at.0 / bin.0).max(0.0) as u64).collect();
            for bin in bins {
                *counts.entry(bin).or_default() += 1;
            }
        }
        if counts.is_empty() {
            continue;
        }
        #[allow(clippy::cast_precision_loss)] // Dozens.
        let all = drawn.len() as f64;
        places += 1.0;
        bits += counts.values().map(|c| coin(f64::from(*c) / all)).sum::<f64>();
    }
    if places > 0.0 { bits / places / (duty.length.0 / 3_600.0) } else { 0.0 }
}

/// Entropy of a coin in bits.
fn coin(p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 { 0.0 } else { -p * p.log2() - (1.0 - p) * (1.0 - p).log2() }
}
