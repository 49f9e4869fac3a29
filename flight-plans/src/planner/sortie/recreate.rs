//! How an answer is built again: what is left out goes where it fits best.

use super::model::{Crew, Goal};
use super::overfull::overfill;
use super::route::{Fit, Flat, Route};
use super::state::{State, count};
use rand::{Rng, RngExt};

/// How often a gap is passed over, so that not every round ends in the same order.
const BLINK: u32 = (0.01 * u32::MAX as f64) as u32;
/// How often, when prizes are chosen, tasks go in by chance, and how often a gap is passed over then.
const MIXED: f64 = 0.04;
const MIXED_BLINK: u32 = (0.2 * u32::MAX as f64) as u32;
/// How often one sortie is first filled beyond its limit.
const OVERFULL: f64 = 0.04;
/// How much more a rich task counts than a poor one, as an exponent, and how much chance there is in it.
const MILD: f64 = 1.0;
const SHARP: f64 = 4.0;
const NOISE: f64 = 1.9;
/// A detour this long, in ways to the nearest neighbour, is added to every detour.
const FREE: f64 = 2.0;
/// A limit may be passed by this part of it, for rounding.
const ROUNDING: f64 = 1e-9;

/// Where each task fits in each sortie, remembered while the sortie stays as it is: once for the answer held, once for the
/// one on trial.
pub(super) struct Fits {
    crews: usize,
    /// Way from a task to its nearest neighbour, on average.
    grain: f64,
    known: Vec<[(u64, Fit); 2]>,
}

impl Fits {
    pub(super) fn new(tasks: usize, crews: usize, grain: f64) -> Self {
        Self { crews, grain, known: vec![[(u64::MAX, Fit::NONE); 2]; tasks * crews] }
    }

    fn of<const M: usize>(
        &mut self,
        flat: &Flat<'_, M>,
        held: &State<M>,
        route: &Route<M>,
        crew: usize,
        task: u32,
    ) -> Fit {
        let known = &mut self.known[task as usize * self.crews + crew];
        if let Some((_, fit)) = known.iter().find(|k| k.0 == route.stamp) {
            return *fit;
        }
        let fit = route.fit(flat, &flat.model.crews[crew], task, || false);
        let old = usize::from(known[0].0 == held.routes[crew].stamp);
        known[old] = (route.stamp, fit);
        fit
    }
}

fn allowed<const M: usize>(route: &Route<M>, crew: &Crew, load: f64, more: f64) -> bool {
    more.is_finite()
        && route.load + load <= crew.capacity * (1.0 + ROUNDING)
        && route.cost + more <= crew.limit * (1.0 + ROUNDING)
}

/// Stamps that never come twice.
#[derive(Default)]
pub(super) struct Stamps(u64);

impl Stamps {
    pub(super) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

/// Puts tasks in, by goal; now and then through a sortie that is too long.
pub(super) fn recreate<const M: usize>(
    state: &mut State<M>,
    held: &State<M>,
    flat: &Flat<'_, M>,
    fits: &mut Fits,
    stamps: &mut Stamps,
    rng: &mut impl Rng,
) {
    if rng.random_bool(OVERFULL) {
        overfill(state, flat, stamps, rng);
    }
    complete(state, held, flat, fits, stamps, rng);
}

/// Puts tasks in, by goal, and takes none out.
pub(super) fn complete<const M: usize>(
    state: &mut State<M>,
    held: &State<M>,
    flat: &Flat<'_, M>,
    fits: &mut Fits,
    stamps: &mut Stamps,
    rng: &mut impl Rng,
) {
    match flat.model.goal {
        // Now and then by chance: who takes what is else decided by the least detour alone.
        Goal::Prize if rng.random_bool(MIXED) => in_order(state, flat, stamps, rng, MIXED_BLINK),
        Goal::Prize => richest(state, held, flat, fits, stamps, rng),
        Goal::Cost | Goal::Longest => in_order(state, flat, stamps, rng, BLINK),
    }
}

/// The task worth most for its detour first, with some chance in it.
fn richest<const M: usize>(
    state: &mut State<M>,
    held: &State<M>,
    flat: &Flat<'_, M>,
    fits: &mut Fits,
    stamps: &mut Stamps,
    rng: &mut impl Rng,
) {
    let power = rng.random_range(MILD..SHARP);
    let noise = rng.random_range(0.0..NOISE);
    let mut worth: Vec<f64> = state
        .absent
        .iter()
        .map(|t| flat.tasks[*t as usize].prize.powf(power) * (1.0 + noise * (rng.random::<f64>() - 0.5)))
        .collect();
    // Parallel to `absent` as it stands now; keyed by task so that removals do not disturb it.
    let mut by_task = vec![0.0; flat.tasks.len()];
    for (task, worth) in state.absent.iter().zip(worth.drain(..)) {
        by_task[*task as usize] = worth;
    }
    // So that a task on the way is not worth everything.
    let eps = FREE * fits.grain;
    loop {
        let mut best: Option<(f64, u32, usize, Fit)> = None;
        for task in &state.absent {
            let load = flat.tasks[*task as usize].load;
            for (crew, route) in state.routes.iter().enumerate() {
                let fit = fits.of(flat, held, route, crew, *task);
                if !allowed(route, &flat.model.crews[crew], load, fit.more) {
                    continue;
                }
                let score = by_task[*task as usize] / (fit.more.max(0.0) + eps);
                if best.is_none_or(|b| score > b.0) {
                    best = Some((score, *task, crew, fit));
                }
            }
        }
        let Some((_, task, crew, fit)) = best else { return };
        state.take(task, u32::try_from(crew).unwrap_or(0));
        state.routes[crew].insert(fit.gap, task);
        state.routes[crew].refresh(flat, &flat.model.crews[crew], stamps.next());
    }
}

/// One after another where each costs least.
fn in_order<const M: usize>(
    state: &mut State<M>,
    flat: &Flat<'_, M>,
    stamps: &mut Stamps,
    rng: &mut impl Rng,
    blink: u32,
) {
    let mut order = state.absent.clone();
    sort(&mut order, flat, rng);
    for task in order {
        let load = flat.tasks[task as usize].load;
        let mut best = (f64::INFINITY, Fit::NONE, 0);
        let longest = state.routes.iter().map(|r| r.cost).fold(0.0, f64::max);
        for (crew, route) in state.routes.iter().enumerate() {
            if route.load + load > flat.model.crews[crew].capacity * (1.0 + ROUNDING) {
                continue;
            }
            if route.stops.is_empty() && crew > 0 && same_idle(state, flat, crew) {
                continue;
            }
            let fit = route.fit(flat, &flat.model.crews[crew], task, || rng.next_u32() < blink);
            if !allowed(route, &flat.model.crews[crew], load, fit.more) {
                continue;
            }
            let key = match flat.model.goal {
                Goal::Longest => (route.cost + fit.more - longest).max(0.0) + 0.3 * fit.more,
                _ => fit.more,
            };
            if key < best.0 {
                best = (key, fit, crew);
            }
        }
        if best.0.is_finite() {
            let crew = best.2;
            state.take(task, u32::try_from(crew).unwrap_or(0));
            state.routes[crew].insert(best.1.gap, task);
            state.routes[crew].refresh(flat, &flat.model.crews[crew], stamps.next());
        }
    }
}

/// The crew before it is idle and just like it: one empty sortie of a kind is tried, not all.
fn same_idle<const M: usize>(state: &State<M>, flat: &Flat<'_, M>, crew: usize) -> bool {
    state.routes[crew - 1].stops.is_empty() && flat.model.crews[crew - 1] == flat.model.crews[crew]
}

/// By chance, heaviest first, farthest first or nearest first.
fn sort<const M: usize>(order: &mut [u32], flat: &Flat<'_, M>, rng: &mut impl Rng) {
    let chance = rng.random_range(0..11);
    for at in (1..order.len()).rev() {
        order.swap(at, rng.random_range(0..=at));
    }
    let key = |t: &u32| {
        let task = &flat.tasks[*t as usize];
        let home = flat.model.crews.first().map_or(0, |c| c.start);
        match chance {
            0..4 => 0.0,
            4..8 => -task.load - task.cost[0] / count(1 << 20),
            8..10 => -flat.model.between(home, task.enter[0]),
            _ => flat.model.between(home, task.enter[0]),
        }
    };
    order.sort_by(|a, b| key(a).total_cmp(&key(b)));
}
