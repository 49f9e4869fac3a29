//! How few sites could do: prices on what is to be reached (Lagrangian relaxation, Beasley 1987), and a search of all
//! choices that the prices do not rule out.

use super::is_over;
use super::rows::Rows;
use super::set::{Choice, Sufficient};
use crate::planner::pace::{Pace, Progress};

/// Steps of the prices at the root and at each further node.
const STEPS: usize = 300;
const FEWER_STEPS: usize = 30;
const ROUNDING: f64 = 1e-6;

/// A price for each class: what one site reaches is worth the sum, and no answer has fewer sites than the bound.
#[derive(Clone, Debug)]
pub(super) struct Prices {
    price: Vec<f64>,
    /// Whole.
    pub bound: f64,
    /// Of each site, one less what it reaches is worth.
    rest: Vec<f64>,
}

/// A part of all choices: sites taken, sites not taken.
#[derive(Clone, Debug)]
struct Part {
    taken: Vec<u32>,
    barred: Vec<u32>,
    price: Vec<f64>,
}

impl Prices {
    pub fn root(rows: &Rows, known: usize) -> Self {
        let start = rows.sites_of.iter().map(|sites| {
            let most = sites.iter().map(|site| rows.reach[*site as usize].len()).max().unwrap_or(1);
            1.0 / most as f64
        });
        let part = Part { taken: Vec::new(), barred: Vec::new(), price: start.collect() };
        Self::of(rows, &part, known, STEPS)
    }

    fn of(rows: &Rows, part: &Part, known: usize, steps: usize) -> Self {
        let mut done = vec![false; rows.weight.len()];
        for class in part.taken.iter().flat_map(|site| &rows.reach[*site as usize]) {
            done[*class as usize] = true;
        }
        let mut out = vec![false; rows.reach.len()];
        part.taken.iter().chain(&part.barred).for_each(|site| out[*site as usize] = true);
        let mut price = part.price.clone();
        let mut best = Self { price: price.clone(), bound: f64::NEG_INFINITY, rest: Vec::new() };
        let (mut pull, mut idle) = (1.0, 0);
        for _ in 0..steps {
            let rest: Vec<f64> = (rows.reach.iter())
                .map(|reach| {
                    1.0 - reach.iter().filter(|c| !done[**c as usize]).map(|c| price[*c as usize]).sum::<f64>()
                })
                .collect();
            let open = |site: usize| !out[site] && rest[site] < 0.0;
            let paid: f64 = (0..price.len()).filter(|class| !done[*class]).map(|class| price[class]).sum();
            let saved: f64 = (0..rest.len()).filter(|site| open(*site)).map(|site| rest[site]).sum();
            let value = part.taken.len() as f64 + paid + saved;
            if value > best.bound + 1e-4 {
                idle = 0;
            } else {
                idle += 1;
            }
            if value > best.bound {
                best = Self { price: price.clone(), bound: value, rest: rest.clone() };
            }
            if (best.bound - ROUNDING).ceil() >= known as f64 {
                break;
            }
            if idle >= 10 {
                (pull, idle) = (pull / 2.0, 0);
            }
            // Each class wants to be reached once.
            let lack =
                |class: usize| 1.0 - rows.sites_of[class].iter().filter(|site| open(**site as usize)).count() as f64;
            let lacks: Vec<f64> = (0..price.len()).map(|class| if done[class] { 0.0 } else { lack(class) }).collect();
            let norm: f64 = lacks.iter().map(|lack| lack * lack).sum();
            if norm < 1e-12 || pull < 1e-4 {
                break;
            }
            let step = pull * (known as f64 - value).max(0.05) / norm;
            for (price, lack) in price.iter_mut().zip(&lacks) {
                *price = (*price + step * lack).max(0.0);
            }
        }
        best.bound = (best.bound - ROUNDING).ceil();
        best
    }
}

/// Searches all choices that prices do not rule out; the bound is proven even when `pace` ends it early.
pub(super) fn prove(rows: &Rows, found: &Sufficient, pace: &mut dyn Pace) -> Sufficient {
    let root = Prices::root(rows, found.sites.len());
    let mut best = found.sites.clone();
    let mut open = vec![(root.bound, Part { taken: Vec::new(), barred: Vec::new(), price: root.price })];
    let mut rounds = 0;
    while let Some((bound, part)) = open.pop() {
        let least = open.iter().map(|(bound, _)| *bound).fold(bound, f64::min);
        let progress = Progress { rounds, value: best.len() as f64, bound: Some(least) };
        if bound >= best.len() as f64 {
            continue;
        }
        if is_over(pace, &progress) {
            return Sufficient { sites: best, bound: least.max(found.bound), rounds: found.rounds + rounds };
        }
        rounds += 1;
        let Some(class) = hardest(rows, &part) else {
            // All is reached by what is taken.
            if part.taken.len() < best.len() {
                best.clone_from(&part.taken);
            }
            continue;
        };
        let prices = Prices::of(rows, &part, best.len(), FEWER_STEPS);
        if prices.bound >= best.len() as f64 {
            continue;
        }
        completed(rows, &part, &mut best);
        let free = |site: &&u32| !part.barred.contains(site);
        let sites = || rows.sites_of[class].iter().filter(free);
        let Some(site) = sites().min_by(|a, b| prices.rest[**a as usize].total_cmp(&prices.rest[**b as usize])) else {
            continue;
        };
        let with = |taken: bool| {
            let mut next = Part { price: prices.price.clone(), ..part.clone() };
            if taken {
                next.taken.push(*site)
            } else {
                next.barred.push(*site)
            }
            (prices.bound.max(bound), next)
        };
        open.push(with(false));
        open.push(with(true));
    }
    best.sort_unstable();
    Sufficient { bound: best.len() as f64, sites: best, rounds: found.rounds + rounds }
}

/// The class not yet reached that the fewest sites can.
fn hardest(rows: &Rows, part: &Part) -> Option<usize> {
    let mut done = vec![false; rows.weight.len()];
    part.taken.iter().flat_map(|site| &rows.reach[*site as usize]).for_each(|class| done[*class as usize] = true);
    let mut barred = vec![false; rows.reach.len()];
    part.barred.iter().for_each(|site| barred[*site as usize] = true);
    let left = |class: &usize| rows.sites_of[*class].iter().filter(|site| !barred[**site as usize]).count();
    (0..rows.weight.len()).filter(|class| !done[*class]).min_by_key(left)
}

/// What is taken, completed greedily without what is barred.
fn completed(rows: &Rows, part: &Part, best: &mut Vec<u32>) {
    let mut choice = Choice::new(rows);
    part.taken.iter().for_each(|site| choice.open(*site));
    // Barring is for the search only: any cover counts.
    choice.complete(|| 0.0);
    if choice.open.len() < best.len() {
        best.clone_from(&choice.open);
    }
}
