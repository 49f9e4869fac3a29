//! Area search (区域搜索): an area with holes seen by several cameras as soon as possible.
//!
//! The area is cut into cells (`cells`), every cell has several ways to be flown to and fro (`lanes`), their order and
//! ways are a travelling salesman over groups (`tour`), what slanting ends and corners leave unseen is looked at from
//! viewpoints (`seen`), and the one path is cut into sorties by time in the wind (`split`). Several directions of the
//! cells are tried; the one whose last aircraft is home first wins.

mod camera;
mod cells;
mod ground;
mod lanes;
mod layout;
mod motion;
mod seen;
mod split;
#[cfg(test)]
mod tests;
mod tour;
mod ways;

pub use camera::{Camera, Footprint};
pub use ground::Ground;
pub use motion::Motion;
pub use split::{Part, Searcher, SweepSortie};

use super::pace::{Pace, Progress};
use geodata::{Finding, Heading, Seconds};
use layout::{Layout, Sub};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use split::{Line, Parts, split};
use ways::Ways;

/// Directions tried to the end.
const FINALISTS: usize = 3;
/// Up to this many aircraft every order of them along the path is tried.
const ALL_ORDERS: usize = 4;

/// A search to be planned.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepModel {
    /// What is to be seen, and where it may be flown.
    pub ground: Ground,
    /// What the worst of the cameras sees.
    pub seen: Footprint,
    /// Who may fly.
    pub searchers: Vec<Searcher>,
    /// Everybody must be home by then, from now.
    pub within: Seconds,
}

/// What was left out of a search, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    /// Square metres.
    pub area_m2: f64,
    /// Why, and what would help.
    pub why: Finding,
}

/// A search as planned.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPlan {
    /// Along the lanes of the cells, 0 to 180 degrees.
    pub lanes: Heading,
    /// What each aircraft flies, in the order of the searchers.
    pub parts: Vec<Part>,
    /// From now until the last is home.
    pub home: Seconds,
    /// Square metres to be seen.
    pub area_m2: f64,
}

/// What the planner of searches gives.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepOutcome {
    /// The best plan; nothing of it flies when nothing can be flown.
    pub best: SweepPlan,
    /// Proven: nobody sees that area sooner. A path of length `l` sees at most `2 r l + π r²`.
    pub bound: Seconds,
    /// The seed.
    pub seed: u64,
    /// Rounds done.
    pub iterations: u64,
    /// What is not seen.
    pub left_out: Vec<Unseen>,
}

/// Plans a search: never worse than `warm` where that sees as much, the same for the same seed and number of rounds.
///
/// # Errors
/// Everything wrong with the model at once.
pub fn search_area(
    model: &SweepModel,
    warm: Option<&SweepOutcome>,
    seed: u64,
    pace: &mut dyn Pace,
) -> Result<SweepOutcome, Vec<Finding>> {
    let faults = model.faults();
    if !faults.is_empty() {
        return Err(faults);
    }
    let area_m2 = model.ground.area_m2();
    let nothing = SweepOutcome {
        best: SweepPlan { lanes: Heading::default(), parts: Vec::new(), home: Seconds::ZERO, area_m2 },
        bound: model.bound(area_m2),
        seed,
        iterations: 0,
        left_out: Vec::new(),
    };
    let Some(first) = model.searchers.first() else {
        let why = Finding::new("search_nobody", "the search", "there is nobody to fly it", "Add an aircraft");
        return Ok(SweepOutcome { left_out: vec![Unseen { area_m2, why }], ..nothing });
    };
    // Keep-outs far from the area are on nobody's way inside of it.
    let inner = model.ground.near_only();
    let within = Ways::new(&inner, first.motion, true);
    let mut outside: Vec<Ways<'_>> = Vec::new();
    for one in &model.searchers {
        let same = model.searchers.iter().zip(&outside).find(|(other, _)| other.motion == one.motion);
        let ways = same.map_or_else(|| Ways::new(&model.ground, one.motion, false), |(_, ways)| ways.clone());
        outside.push(ways);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut layouts: Vec<Layout> = layout::directions(model)
        .into_iter()
        .flat_map(|angle| [None, Some(2.0 * model.seen.spacing.0)].map(|jump| (angle, jump)))
        .map(|(angle, jump)| Layout::lay(model, &within, &outside[0], angle, jump))
        .collect();
    layouts.sort_by(|a, b| a.rank().total_cmp(&b.rank()));
    layouts.dedup_by(|a, b| a.same(b));
    layouts.truncate(FINALISTS);
    let (mut best, mut iterations) = (None::<SweepOutcome>, 0);
    let share = 1.0 / layouts.len().max(1) as f64;
    for (index, layout) in layouts.iter_mut().enumerate() {
        let value = best.as_ref().map_or(f64::INFINITY, |b| b.best.home.0);
        let ends = [Some(first.start), Some(first.end)];
        let mut sub = Sub::new(pace, index as f64 * share, share, iterations, value).between(ends);
        iterations += layout.better(&within, &outside[0], &mut sub, &mut rng);
        let tried = finish(model, layout, &within, &outside, &nothing);
        if best.as_ref().is_none_or(|b| better(&tried, b)) {
            best = Some(tried);
        }
        let told = best.as_ref().map_or(0.0, |b| b.best.home.0);
        pace.spent(&Progress { rounds: iterations, value: told, bound: Some(nothing.bound.0) });
    }
    let mut best = best.unwrap_or(nothing);
    if let Some(warm) = warm.filter(|warm| model.flies(&warm.best, &outside) && !better(&best, &model.again(warm))) {
        best = model.again(warm);
    }
    Ok(SweepOutcome { seed, iterations, ..best })
}

fn unseen(outcome: &SweepOutcome) -> f64 {
    outcome.left_out.iter().map(|u| u.area_m2).sum()
}

/// More is seen, or as much (to one part in a thousand) sooner.
fn better(a: &SweepOutcome, b: &SweepOutcome) -> bool {
    let (left, right, whole) = (unseen(a), unseen(b), a.best.area_m2);
    if (left - right).abs() > 1e-3 * whole { left < right } else { a.best.home.0 < b.best.home.0 }
}

/// A layout becomes a plan: its path with viewpoints, cut for the aircraft.
fn finish(
    model: &SweepModel,
    layout: &Layout,
    within: &Ways<'_>,
    outside: &[Ways<'_>],
    nothing: &SweepOutcome,
) -> SweepOutcome {
    let (pieces, mut left_out) = layout.path(model, within);
    let mut parts: Option<Parts> = None;
    let line = Line::of(&pieces, within).unwrap_or_default();
    if !line.looking.is_empty() {
        for order in orders(model.searchers.len()) {
            let who: Vec<Searcher> = order.iter().map(|&i| model.searchers[i]).collect();
            let ways: Vec<Ways<'_>> = order.iter().map(|&i| outside[i].clone()).collect();
            let Some(tried) = split(&line, &who, &ways, model.within.0, 24) else { continue };
            let more = |b: &Parts| tried.flown > b.flown || (tried.flown == b.flown && tried.home < b.home);
            if parts.as_ref().is_none_or(more) {
                parts = Some(tried);
            }
        }
    }
    let mut plan = SweepPlan { lanes: layout.heading(), ..nothing.best.clone() };
    if let Some(mut cut) = parts {
        let rank = |id: u32| model.searchers.iter().position(|one| one.id == id);
        cut.parts.sort_by_key(|part| rank(part.searcher));
        plan.home = Seconds(cut.home);
        plan.parts = cut.parts;
    }
    let mut sight = seen::Sight::new(&model.ground, model.seen.radius.0);
    for sortie in plan.parts.iter().flat_map(|part| &part.sorties) {
        let legs = sortie.path.windows(2).zip(&sortie.looking).filter(|(_, look)| **look);
        legs.for_each(|(leg, _)| sight.see(leg[0], leg[1]));
    }
    let told: f64 = left_out.iter().map(|u: &Unseen| u.area_m2).sum();
    let short = sight.unseen_m2() - told;
    if short > 1e-3 * plan.area_m2.max(1.0) {
        left_out.push(Unseen { area_m2: short, why: model.too_little() });
    }
    SweepOutcome { best: plan, left_out, ..nothing.clone() }
}

/// The orders of aircraft along the path that are tried: all of them for few, the given and the reverse for many.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count > ALL_ORDERS {
        return vec![(0..count).collect(), (0..count).rev().collect()];
    }
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..count {
        let longer = |order: &Vec<usize>| {
            let free: Vec<usize> = (0..count).filter(|i| !order.contains(i)).collect();
            free.into_iter().map(|i| order.iter().copied().chain([i]).collect()).collect::<Vec<Vec<usize>>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}
