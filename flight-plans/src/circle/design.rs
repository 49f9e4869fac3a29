//! Where to stand: sites chosen so that most is covered in time, all is covered by the fewest, the way is shortest, or one
//! stands in for the other.
//!
//! Four questions to one table of times. Maximal covering (Church and ReVelle 1974) and the p-median (Hakimi 1964) are
//! answered by [`crate::planner::siting`]; set covering (Toregas and others 1971) and the double standard (Gendreau, Laporte
//! and Semet 1997) here. [`bound`] proves the covering answers; [`mip`] writes each question down for any solver.

pub mod backup;
pub mod bound;
mod fewest;
pub mod mip;
#[cfg(feature = "prove")]
pub mod prove;
mod rows;
mod set;
#[cfg(test)]
mod tests;

pub use bound::{Proven, most};
pub use rows::Rows;
pub use set::{Set, Sufficient};

use super::NEVER;
use super::arrivals::Arrivals;
use super::times::millis;
use crate::planner::contract::{Outcome, Why};
use crate::planner::pace::{Pace, Progress};
use crate::planner::siting::{Cover, Median};
use geodata::{Finding, Seconds};

/// Pairs of site and place that can be held.
const MOST_PAIRS: usize = 100_000_000;

/// Sites, places with their weights, and the times between them.
#[derive(Clone, Debug)]
pub struct Sites {
    sites: usize,
    weight: Vec<f64>,
    /// Site by site, milliseconds.
    ms: Vec<u32>,
}

/// Sites chosen. A site may come more than once where several units stand there; what is left out is told by place.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// By the contract of all planners. Its value is in the measure of the question: weight covered, number of sites,
    /// weight x seconds, weight covered twice.
    pub outcome: Outcome<Vec<u32>>,
    /// Times of the first arrival over all places by weight.
    pub arrivals: Arrivals,
}

impl Sites {
    /// A table of `sites` x `weight.len()` times; `time(site, place)` is nothing where there is no way.
    ///
    /// # Errors
    /// A weight that is no finite amount; more pairs than can be held.
    pub fn new(
        sites: usize,
        weight: Vec<f64>,
        time: impl Fn(usize, usize) -> Option<Seconds>,
    ) -> Result<Self, Finding> {
        if let Some(at) = weight.iter().position(|w| !(*w >= 0.0 && w.is_finite())) {
            let say = format!("the weight {} is no finite amount", weight[at]);
            return Err(Finding::new("design-weight", format!("place {at}"), say, "Use a weight from 0 on"));
        }
        if sites.saturating_mul(weight.len()) > MOST_PAIRS {
            let say = format!("{sites} sites and {} places", weight.len());
            return Err(Finding::new(
                "design-large",
                "the table of times",
                say,
                "Ask for a part of the district at a time",
            ));
        }
        let pair = |at: usize| time(at / weight.len(), at % weight.len()).map_or(NEVER, millis);
        let ms = (0..sites * weight.len()).map(pair).collect();
        Ok(Self { sites, weight, ms })
    }

    /// How many sites there are.
    #[must_use]
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// How many places there are.
    #[must_use]
    pub fn places(&self) -> usize {
        self.weight.len()
    }

    /// How much each place counts.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weight
    }

    /// Milliseconds from a site to each place.
    fn row(&self, site: usize) -> &[u32] {
        self.ms.get(site * self.weight.len()..(site + 1) * self.weight.len()).unwrap_or_default()
    }

    /// The places each site reaches within a budget.
    #[must_use]
    pub fn reach(&self, budget: Seconds) -> Vec<Vec<u32>> {
        let within = |ms: &u32| *ms != NEVER && f64::from(*ms) <= budget.0 * 1000.0;
        let row = |site| (0..).zip(self.row(site)).filter(|(_, ms)| within(ms)).map(|(place, _)| place).collect();
        (0..self.sites).map(row).collect()
    }

    /// `choose` sites so that the most weight is reached within `budget`; from `warm` if there is one and never worse.
    ///
    /// # Errors
    /// More sites or pairs than covering can hold.
    pub fn most_covered(
        &self,
        budget: Seconds,
        choose: usize,
        warm: Option<&[u32]>,
        seed: u64,
        pace: &mut dyn Pace,
    ) -> Result<Design, Finding> {
        let cover = Cover::new(&self.weight, &self.reach(budget), choose).map_err(fault)?;
        let found = cover.improve(warm, seed, pace);
        let (value, bound) = (found.value, Some(found.bound));
        Ok(self.design(Outcome { value, bound, ..chosen(found.sites, seed, found.rounds) }, budget, 1))
    }

    /// The fewest sites that reach within `budget` all that any site reaches.
    #[must_use]
    pub fn all_covered(&self, budget: Seconds, warm: Option<&[u32]>, seed: u64, pace: &mut dyn Pace) -> Design {
        let set = Set::new(Rows::of(self, budget));
        let found = set.improve(warm, seed, pace);
        let (value, bound) = (found.sites.len() as f64, Some(found.bound));
        self.design(Outcome { value, bound, ..chosen(found.sites, seed, found.rounds) }, budget, 1)
    }

    /// `choose` sites so that the ways to the nearest one, weighted, are shortest together, in weight x seconds. Where there
    /// is no way it is taken for as long as `instead`; what is not reached within `budget` is told.
    ///
    /// # Errors
    /// No site to choose from or to choose, or a length `instead` that is none.
    pub fn shortest(
        &self,
        (choose, instead, budget): (usize, Seconds, Seconds),
        warm: Option<&[u32]>,
        seed: u64,
        pace: &mut dyn Pace,
    ) -> Result<Design, Finding> {
        let seconds = |ms: u32| if ms == NEVER { instead.0 } else { (f64::from(ms) / 1000.0).min(instead.0) };
        let mut way = Vec::with_capacity(self.ms.len());
        for (place, weight) in self.weight.iter().enumerate() {
            way.extend((0..self.sites).map(|site| weight * seconds(self.row(site)[place])));
        }
        let found = Median::new(self.sites, way, choose).map_err(fault)?.improve(warm, seed, pace);
        Ok(self.design(Outcome { value: found.value, ..chosen(found.sites, seed, found.rounds) }, budget, 1))
    }

    /// The choice with what it leaves out: places reached within `budget` by fewer than `times` of those chosen.
    fn design(&self, mut outcome: Outcome<Vec<u32>>, budget: Seconds, times: usize) -> Design {
        let within = |ms: u32| ms != NEVER && f64::from(ms) <= budget.0 * 1000.0;
        let mut first = vec![NEVER; self.weight.len()];
        let mut count = vec![0_usize; self.weight.len()];
        for site in &outcome.best {
            for ((first, count), ms) in first.iter_mut().zip(&mut count).zip(self.row(*site as usize)) {
                *first = (*first).min(*ms);
                *count += usize::from(within(*ms));
            }
        }
        let why = |place: usize| match count.get(place) {
            Some(0) if (0..self.sites).any(|site| within(self.row(site)[place])) => Some(Why::NotReached),
            Some(0) => Some(Why::BeyondAll),
            Some(count) if *count < times => Some(Why::Other("only one of those chosen reaches it".into())),
            _ => None,
        };
        outcome.left_out =
            (0..).zip(0..self.weight.len()).filter_map(|(number, place)| Some((number, why(place)?))).collect();
        Design { outcome, arrivals: Arrivals::of(first.into_iter().zip(self.weight.iter().copied())) }
    }
}

/// Whether an allowance is used up; one that is no number is.
fn is_over(pace: &mut dyn Pace, progress: &Progress) -> bool {
    let spent = pace.spent(progress);
    spent >= 1.0 || spent.is_nan()
}

/// A choice of which nothing is known yet.
fn chosen(best: Vec<u32>, seed: u64, rounds: u64) -> Outcome<Vec<u32>> {
    Outcome { best, value: 0.0, bound: None, seed, rounds, left_out: Vec::new() }
}

fn fault(fault: crate::planner::sortie::Fault) -> Finding {
    Finding::new("design-sites", "the sites", fault.0, "Ask for what there is, or for a part of it")
}
