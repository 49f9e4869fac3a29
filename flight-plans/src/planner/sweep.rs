//! Area search (区域搜索): an area with holes seen by several cameras as soon as possible.
//!
//! The area is cut into cells (`cells`), every cell has several ways to be flown to and fro (`lanes`), their order and
//! ways are a travelling salesman over groups (`tour`), what slanting ends and corners leave unseen is looked at from
//! viewpoints (`seen`), and the one path is cut into sorties by time in the wind (`split`). Several directions of the
//! cells are tried; the one whose last aircraft is home first wins.

mod borders;
mod camera;
mod cells;
mod fleet;
mod ground;
mod lanes;
mod layout;
mod model;
mod motion;
mod polish;
mod seen;
mod share;
mod split;
#[cfg(test)]
mod tests;
mod tour;
mod ways;

pub use camera::{Camera, Footprint};
pub use ground::Ground;
pub use motion::Motion;
pub use split::{Part, Searcher, SweepSortie};

use super::pace::{Pace, Progress, over};
use fleet::share_out;
use geodata::{Finding, Heading, Seconds};
use lanes::Piece;
use layout::{Cut, Layout};
use polish::polish;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use share::Sub;
use split::{Line, split};
use std::rc::Rc;
use ways::{Ways, Yard};

/// Ways to cut the area that are worked out, as far as the allowance goes.
const LAID: usize = 10;
/// Ways to cut the area whose order is bettered.
const FINALISTS: usize = 3;
/// What part of the allowance may go into working out ways to cut the area.
const LAYING: f64 = 0.4;
/// What part of the time of a finalist goes into the order of its cells; the rest into the order of its lanes.
const ORDER: f64 = 0.5;
/// What part of it is thought in; the rest is left for the last cut into sorties.
const LAST: f64 = 0.92;

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
    let within = Ways::new(&Rc::new(Yard::new(&model.ground.near_only(), true)), first.motion);
    let yard = Rc::new(Yard::new(&model.ground, false));
    let mut outside: Vec<Ways> = Vec::new();
    for one in &model.searchers {
        let same = outside.iter().find(|ways| ways.motion() == one.motion).cloned();
        outside.push(same.unwrap_or_else(|| Ways::new(&yard, one.motion)));
    }
    // Whoever moves alike knows the same ways.
    let inside: Vec<Ways> = model.searchers.iter().map(|one| within.moving(one.motion)).collect();
    // The path of several aircraft is cut anyway: its ends are nobody's dock.
    let alone = model.searchers.len() == 1;
    let ends = if alone { [Some(first.start), Some(first.end)] } else { [None, None] };
    let mut cuts: Vec<Cut> = layout::directions(model)
        .into_iter()
        .flat_map(|angle| [None, Some(2.0 * model.seen.spacing.0)].map(|jump| (angle, jump)))
        .map(|(angle, jump)| Cut::new(model, first.motion, angle, jump))
        .collect();
    cuts.sort_by(|a, b| a.promise.total_cmp(&b.promise));
    cuts.dedup_by(|a, b| a.same(b));
    let mut layouts: Vec<Layout> = Vec::new();
    let (mut best, mut iterations) = (None::<SweepOutcome>, 0);
    for cut in cuts.iter().take(LAID) {
        let told = best.as_ref().map_or(f64::INFINITY, |b| b.best.home.0);
        let spent = pace.spent(&Progress { rounds: 0, value: told, bound: Some(nothing.bound.0) });
        if best.is_some() && (over(spent) || spent > LAYING) {
            break;
        }
        layouts.push(Layout::lay(model, &within, &outside[0], cut, ends));
        if best.is_none() {
            let (pieces, left_out) = layouts[0].path(model, &within);
            best = Some(finish(model, layouts[0].heading(), (&pieces, left_out), &within, &outside, &nothing));
        }
    }
    layouts.sort_by(|a, b| a.rank().total_cmp(&b.rank()));
    layouts.truncate(FINALISTS);
    let told = |best: &Option<SweepOutcome>| best.as_ref().map_or(f64::INFINITY, |b| b.best.home.0);
    let begun = pace.spent(&Progress { rounds: 0, value: told(&best), bound: Some(nothing.bound.0) }).max(0.0);
    let share = (LAST - begun) / layouts.len().max(1) as f64;
    for (index, layout) in layouts.iter_mut().enumerate() {
        let so_far = Progress { rounds: iterations, value: told(&best), bound: Some(nothing.bound.0) };
        if over(pace.spent(&so_far)) {
            break;
        }
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let from = begun + index as f64 * share;
        let (cells, lanes) = if alone { (ORDER, 1.0 - ORDER) } else { (0.5 * ORDER, 0.5 * ORDER) };
        let mut sub = Sub::new(pace, from, cells * share, iterations, told(&best));
        iterations += layout.better(&within, &outside[0], ends, &mut sub, &mut rng);
        let mut sub = Sub::new(pace, from + cells * share, lanes * share, iterations, told(&best));
        let (pieces, left_out) = layout.path(model, &within);
        let (pieces, _, rounds) = polish(&pieces, &within, &outside[0], ends, &mut sub, &mut rng);
        iterations += rounds;
        let mut tried = finish(model, layout.heading(), (&pieces, left_out), &within, &outside, &nothing);
        if !alone {
            let rest = cells + lanes;
            let mut sub = Sub::new(pace, from + rest * share, (1.0 - rest) * share, iterations, told(&best));
            let shared = share_out(&tried.best.parts, &model.searchers, (&inside, &outside), &mut sub, &mut rng);
            if let Some((parts, rounds)) = shared {
                iterations += rounds;
                tried = model.instead(tried, parts);
            }
        }
        if best.as_ref().is_none_or(|b| better(&tried, b)) {
            best = Some(tried);
        }
        pace.spent(&Progress { rounds: iterations, value: told(&best), bound: Some(nothing.bound.0) });
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

/// A path becomes a plan: cut for the aircraft, and what is seen counted anew.
fn finish(
    model: &SweepModel,
    lanes: Heading,
    (pieces, mut left_out): (&[Piece], Vec<Unseen>),
    within: &Ways,
    outside: &[Ways],
    nothing: &SweepOutcome,
) -> SweepOutcome {
    let line = Line::of(pieces, within).unwrap_or_default();
    let parts = Some(&line)
        .filter(|line| !line.looking.is_empty())
        .and_then(|line| split(line, &model.searchers, outside, model.within.0));
    let mut plan = SweepPlan { lanes, ..nothing.best.clone() };
    if let Some(cut) = parts {
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
