//! The search itself: ruin, recreate, and an acceptance that cools down as the allowance is spent.

use super::model::{Crew, Fault, Goal, Model};
use super::polish::Knife;
use super::recreate::{Fits, Stamps, complete, recreate};
use super::route::{Flat, Route};
use super::ruin::{Near, ruin};
use super::state::{NOBODY, State, Weights, count};
use super::style::Style;
use crate::planner::pace::{Pace, Progress, over};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rounds between two looks at the allowance.
const LOOK: u64 = 16;

/// A task served by a crew, and in which of its ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Which task.
    pub task: u32,
    /// Which of its modes.
    pub way: u8,
}

/// What the search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// For each crew its tasks in order.
    pub sorties: Vec<Vec<Leg>>,
    /// What each sortie takes.
    pub costs: Vec<f64>,
    /// Tasks nobody serves.
    pub left_out: Vec<u32>,
    /// Prize, total cost or longest sortie, by the goal.
    pub value: f64,
    /// Rounds done.
    pub rounds: u64,
}

/// The best answer within the allowance, never worse than `warm` (the tasks of each crew in order; what does not fit its
/// crew is left out first).
///
/// # Errors
/// A model that cannot be trusted.
pub fn improve(model: &Model, warm: Option<&[Vec<u32>]>, seed: u64, pace: &mut dyn Pace) -> Result<Answer, Fault> {
    model.check()?;
    if model.tasks.iter().all(|t| t.modes.len() == 1) {
        Ok(run::<1>(&Flat::new(model), warm, seed, pace))
    } else {
        Ok(run::<2>(&Flat::new(model), warm, seed, pace))
    }
}

fn run<const M: usize>(flat: &Flat<'_, M>, warm: Option<&[Vec<u32>]>, seed: u64, pace: &mut dyn Pace) -> Answer {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let weights = Weights::of(flat);
    let near = Near::new(flat);
    let mut stamps = Stamps::default();
    let mut fits = Fits::new(
        flat.tasks.len(),
        if flat.model.goal == Goal::Prize { flat.model.crews.len() } else { 0 },
        near.grain(flat),
    );
    let mut held = State::<M>::empty(flat);
    for (crew, route) in held.routes.iter_mut().enumerate() {
        route.refresh(flat, &flat.model.crews[crew], stamps.next());
    }
    if let Some(tasks) = warm {
        begin(&mut held, flat, tasks, &mut stamps);
    }
    let empty = held.clone();
    complete(&mut held, &empty, flat, &mut fits, &mut stamps, &mut rng);
    held.weigh(flat, &weights);
    let mut best = held.clone();
    let mut trial = held.clone();
    let unit = temperature_unit(flat, &best);
    let mut rounds = 0;
    let Style { warm, cold, .. } = Style::of(flat.model.goal);
    let mut touched = Vec::new();
    let mut knife = Knife::default();
    loop {
        let spent = pace.spent(&Progress { rounds, value: value(flat, &best), bound: None });
        if over(spent) || flat.tasks.is_empty() || flat.model.crews.is_empty() {
            break;
        }
        let heat = unit * warm * (cold / warm).powf(spent);
        for _ in 0..LOOK {
            rounds += 1;
            ruin(&mut trial, flat, &near, &mut rng, &mut touched);
            for crew in &touched {
                trial.routes[*crew].refresh(flat, &flat.model.crews[*crew], stamps.next());
            }
            recreate(&mut trial, &held, flat, &mut fits, &mut stamps, &mut rng);
            if flat.model.goal == Goal::Prize && shorten(&mut trial, &held, flat, &mut knife, &mut stamps) {
                recreate(&mut trial, &held, flat, &mut fits, &mut stamps, &mut rng);
            }
            trial.weigh(flat, &weights);
            if trial.score < held.score - heat * chance(&mut rng).ln() {
                held.copy_from(&trial);
                if better(rank(flat, &held), rank(flat, &best)) {
                    best.copy_from(&held);
                }
            } else {
                trial.copy_from(&held);
            }
        }
    }
    answer(flat, &best, rounds)
}

/// Polishes the sorties that differ from those held; whether any got shorter.
fn shorten<const M: usize>(
    trial: &mut State<M>,
    held: &State<M>,
    flat: &Flat<'_, M>,
    knife: &mut Knife,
    stamps: &mut Stamps,
) -> bool {
    let mut shorter = false;
    for (crew, route) in trial.routes.iter_mut().enumerate() {
        let limits = &flat.model.crews[crew];
        if route.stamp != held.routes[crew].stamp && knife.polish(route, flat, limits) {
            route.refresh(flat, limits, stamps.next());
            shorter = true;
        }
    }
    shorter
}

fn chance(rng: &mut impl Rng) -> f64 {
    rng.random::<f64>().max(1e-300)
}

/// What a change of one task is worth, roughly.
fn temperature_unit<const M: usize>(flat: &Flat<'_, M>, state: &State<M>) -> f64 {
    let tasks = count(flat.tasks.len().max(1));
    match flat.model.goal {
        Goal::Prize => flat.tasks.iter().map(|t| t.prize).sum::<f64>() / tasks,
        Goal::Cost => state.routes.iter().map(|r| r.cost).sum::<f64>() / tasks,
        Goal::Longest => state.routes.iter().map(|r| r.cost).fold(0.0, f64::max) / tasks,
    }
}

/// What the goal itself says, less being better: first what is left out or lost, then the length. The score the search
/// follows also counts what only helps to get there.
fn rank<const M: usize>(flat: &Flat<'_, M>, state: &State<M>) -> (f64, f64) {
    match flat.model.goal {
        Goal::Prize => (-value(flat, state), state.routes.iter().map(|r| r.cost).sum()),
        Goal::Cost | Goal::Longest => (count(state.absent.len()), value(flat, state)),
    }
}

fn better(one: (f64, f64), other: (f64, f64)) -> bool {
    one.0 < other.0 - 1e-9 || (one.0 < other.0 + 1e-9 && one.1 < other.1 - 1e-9)
}

fn value<const M: usize>(flat: &Flat<'_, M>, state: &State<M>) -> f64 {
    match flat.model.goal {
        Goal::Prize => state.routes.iter().flat_map(|r| &r.stops).map(|s| flat.tasks[s.task as usize].prize).sum(),
        Goal::Cost => state.routes.iter().map(|r| r.cost).sum(),
        Goal::Longest => state.routes.iter().map(|r| r.cost).fold(0.0, f64::max),
    }
}

/// The warm start: each crew's tasks, as far as its limits go when they are not kept by all together.
fn begin<const M: usize>(state: &mut State<M>, flat: &Flat<'_, M>, warm: &[Vec<u32>], stamps: &mut Stamps) {
    for (crew, tasks) in warm.iter().enumerate().take(flat.model.crews.len()) {
        if at_once(state, flat, crew, tasks, stamps) {
            continue;
        }
        for task in tasks {
            if (*task as usize) < flat.tasks.len() && state.absent.contains(task) {
                let end = u32::try_from(state.routes[crew].stops.len()).unwrap_or(0);
                state.routes[crew].insert(end, *task);
                state.routes[crew].refresh(flat, &flat.model.crews[crew], stamps.next());
                if !within(&state.routes[crew], &flat.model.crews[crew]) {
                    state.routes[crew].stops.pop();
                    state.routes[crew].refresh(flat, &flat.model.crews[crew], stamps.next());
                } else {
                    state.take(*task, u32::try_from(crew).unwrap_or(0));
                }
            }
        }
    }
}

fn within<const M: usize>(route: &Route<M>, crew: &Crew) -> bool {
    route.cost <= crew.limit * (1.0 + 1e-9) && route.load <= crew.capacity * (1.0 + 1e-9)
}

/// All tasks of a crew, when they are there, nobody else's and fit together.
fn at_once<const M: usize>(
    state: &mut State<M>,
    flat: &Flat<'_, M>,
    crew: usize,
    tasks: &[u32],
    stamps: &mut Stamps,
) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    if !tasks.iter().all(|t| state.whose.get(*t as usize) == Some(&NOBODY) && seen.insert(*t)) {
        return false;
    }
    let mut route = Route::default();
    for (at, task) in tasks.iter().enumerate() {
        route.insert(u32::try_from(at).unwrap_or(0), *task);
    }
    route.refresh(flat, &flat.model.crews[crew], stamps.next());
    let fits = within(&route, &flat.model.crews[crew]);
    if fits {
        for task in tasks {
            state.take(*task, u32::try_from(crew).unwrap_or(0));
        }
        state.routes[crew] = route;
    }
    fits
}

fn answer<const M: usize>(flat: &Flat<'_, M>, state: &State<M>, rounds: u64) -> Answer {
    let sorties = state.routes.iter().zip(&flat.model.crews).map(|(route, crew)| {
        let ways = route.ways(flat, crew);
        route.stops.iter().zip(ways).map(|(s, way)| Leg { task: s.task, way: u8::try_from(way).unwrap_or(0) }).collect()
    });
    let mut left_out = state.absent.clone();
    left_out.sort_unstable();
    Answer {
        sorties: sorties.collect(),
        costs: state.routes.iter().map(|r| r.cost).collect(),
        left_out,
        value: value(flat, state),
        rounds,
    }
}
