//! Where to begin a covering of so many pairs that one site opened takes as long as a small problem solved: the best choice
//! among a sample of the sites, one of some neighbours each.
//!
//! All of the demand counts. Of a sample of it, too, the best choice would be the one that the sample flatters most.

use super::Cover;
use super::classes::Lists;
use crate::planner::pace::{Pace, Progress, over};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Pairs from which a sample is worth its while, and about how many it has.
const LARGE: usize = 400_000;
const SMALL: usize = 150_000;
/// Rounds of a sample. The first climb is done in any case: it takes less than a single site of the whole.
const ROUNDS: u64 = 6;
/// Sites a sample has for each that is to be chosen, at least.
const LEAST: usize = 8;

impl Cover {
    /// Sites the search begins with: those of `warm` that are there, or a rough choice where that is of use; none otherwise.
    pub(super) fn begin(&self, warm: Option<&[u32]>, seed: u64, pace: &mut dyn Pace) -> Vec<u32> {
        let mut sites: Vec<u32> = Vec::new();
        for site in warm.unwrap_or_default() {
            if sites.len() < self.choose && (*site as usize) < self.reach.len() && !sites.contains(site) {
                sites.push(*site);
            }
        }
        if sites.is_empty() && self.reach.items() > LARGE { self.rough(seed, pace) } else { sites }
    }

    fn rough(&self, seed: u64, pace: &mut dyn Pace) -> Vec<u32> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let part = self.reach.items().div_ceil(SMALL);
        if self.reach.len() / part < LEAST * self.choose {
            return Vec::new();
        }
        let (sample, sites) = self.sample(part, &mut rng);
        let bound = Some(self.weight.iter().sum());
        let mut climbed = false;
        let mut few = |told: &Progress| {
            let spent = pace.spent(&Progress { rounds: 0, value: 0.0, bound });
            climbed |= told.rounds > 0;
            if told.rounds >= ROUNDS || (climbed && over(spent)) { 1.0 } else { 0.0 }
        };
        let found = sample.improve(None, seed, &mut few);
        found.sites.iter().filter_map(|site| sites.get(*site as usize).copied()).collect()
    }

    /// The same with one of `part` sites, each drawn among its neighbours; the sites it has.
    fn sample(&self, part: usize, rng: &mut impl Rng) -> (Self, Vec<u32>) {
        let numbered: Vec<u32> = (0..).take(self.reach.len()).collect();
        let sites: Vec<u32> = numbered.chunks(part).map(|some| some[rng.random_range(0..some.len())]).collect();
        let mut reach = Lists::default();
        sites.iter().for_each(|site| reach.push(self.reach.of(*site).iter().copied()));
        let (weight, sites_of) = (self.weight.clone(), reach.turned(self.weight.len()));
        (Self { weight, class_of: Vec::new(), sites_of, reach, choose: self.choose }, sites)
    }

    /// Demand that some of these sites reach.
    pub(super) fn covered(&self, sites: &[u32]) -> f64 {
        let mut reached = vec![false; self.weight.len()];
        for class in sites.iter().flat_map(|site| self.reach.of(*site)) {
            reached[*class as usize] = true;
        }
        self.weight.iter().zip(reached).filter(|(_, reached)| *reached).map(|(weight, _)| weight).sum()
    }
}
