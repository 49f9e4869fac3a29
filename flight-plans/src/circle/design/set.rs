//! Set covering: the fewest sites that reach everything reachable.
//!
//! First what cannot matter goes ([`Rows`]). A choice is then begun greedily and mended: some sites are closed, those near
//! each other more often, what is no longer reached is covered again greedily, and whoever is not needed any more closes.

use super::fewest::{self, Prices};
use super::is_over;
use super::rows::Rows;
use crate::planner::contract::{Fault, Outcome, Planner, Sense};
use crate::planner::pace::{Pace, Progress};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rounds between two looks at the allowance.
const LOOK: u64 = 8;

/// The question.
#[derive(Clone, Debug)]
pub struct Set {
    pub(super) whole: Rows,
    pub(super) rows: Rows,
}

/// An answer: these sites are sufficient.
#[derive(Clone, Debug, PartialEq)]
pub struct Sufficient {
    /// Ascending.
    pub sites: Vec<u32>,
    /// So many sites at least are necessary.
    pub bound: f64,
    /// Rounds done.
    pub rounds: u64,
}

impl Set {
    /// Asks for all of these rows.
    #[must_use]
    pub fn new(rows: Rows) -> Self {
        Self { rows: rows.reduced(), whole: rows }
    }

    /// The fewest sites found within the allowance; `warm` where that has fewer. Stops early when proven.
    pub fn improve(&self, warm: Option<&[u32]>, seed: u64, pace: &mut dyn Pace) -> Sufficient {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut best = Choice::new(&self.rows);
        best.complete(|| 0.0);
        let prices = Prices::root(&self.rows, best.open.len());
        let bound = prices.bound;
        let mut held = best.open.clone();
        let mut best = best.open;
        let mut now = Choice::new(&self.rows);
        let mut rounds = 0;
        while (best.len() as f64) > bound {
            let progress = Progress { rounds, value: best.len() as f64, bound: Some(bound) };
            if is_over(pace, &progress) {
                break;
            }
            for _ in 0..LOOK {
                rounds += 1;
                now.become_choice(&held);
                now.ruin(&mut rng);
                now.complete(|| 0.1 * rng.random::<f64>());
                if now.open.len() <= held.len() || now.open.len() == held.len() + 1 && rng.random_bool(0.02) {
                    held.clone_from(&now.open);
                }
                if held.len() < best.len() {
                    best.clone_from(&held);
                }
            }
        }
        let warm = warm.filter(|warm| warm.len() < best.len() && self.is_sufficient(warm));
        let mut sites = warm.map_or(best, <[u32]>::to_vec);
        sites.sort_unstable();
        sites.dedup();
        Sufficient { sites, bound, rounds }
    }

    /// Whether sites reach all that any site reaches.
    #[must_use]
    pub fn is_sufficient(&self, sites: &[u32]) -> bool {
        self.whole.sites_of.iter().all(|list| list.iter().any(|site| sites.contains(site)))
    }

    /// The same with a proof, as far as `pace` lets it: proven when the bound is the number of sites. Never more sites.
    pub fn prove(&self, found: &Sufficient, pace: &mut dyn Pace) -> Sufficient {
        fewest::prove(&self.rows, found, pace)
    }
}

impl Planner for Set {
    type Plan = Vec<u32>;

    fn sense(&self) -> Sense {
        Sense::Least
    }

    fn plan(&self, warm: Option<&Vec<u32>>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Vec<u32>>, Fault> {
        let found = self.improve(warm.map(Vec::as_slice), seed, pace);
        let (value, bound) = (found.sites.len() as f64, Some(found.bound));
        Ok(Outcome { best: found.sites, value, bound, seed, rounds: found.rounds, left_out: Vec::new() })
    }
}

/// Some sites open.
pub(super) struct Choice<'a> {
    rows: &'a Rows,
    pub open: Vec<u32>,
    times: Vec<u32>,
    /// How many classes a site would reach that nobody else does.
    gain: Vec<u32>,
}

impl<'a> Choice<'a> {
    pub fn new(rows: &'a Rows) -> Self {
        let gain = rows.reach.iter().map(|reach| u32::try_from(reach.len()).unwrap_or(u32::MAX)).collect();
        Self { rows, open: Vec::new(), times: vec![0; rows.weight.len()], gain }
    }

    pub fn open(&mut self, site: u32) {
        self.open.push(site);
        for class in &self.rows.reach[site as usize] {
            let times = &mut self.times[*class as usize];
            *times += 1;
            if *times == 1 {
                self.rows.sites_of[*class as usize].iter().for_each(|other| self.gain[*other as usize] -= 1);
            }
        }
    }

    fn close(&mut self, slot: usize) {
        let site = self.open.swap_remove(slot);
        for class in &self.rows.reach[site as usize] {
            let times = &mut self.times[*class as usize];
            *times -= 1;
            if *times == 0 {
                self.rows.sites_of[*class as usize].iter().for_each(|other| self.gain[*other as usize] += 1);
            }
        }
    }

    fn become_choice(&mut self, sites: &[u32]) {
        for slot in (0..self.open.len()).rev() {
            if !sites.contains(&self.open[slot]) {
                self.close(slot);
            }
        }
        for site in sites {
            if !self.open.contains(site) {
                self.open(*site);
            }
        }
    }

    /// Closes some: by chance, or those that reach what one of them reaches.
    fn ruin(&mut self, rng: &mut impl Rng) {
        let most = (self.open.len() / 4).clamp(1, 12);
        let count = rng.random_range(1..=most);
        let near = rng.random_bool(0.6);
        for turn in 0..count.min(self.open.len()) {
            let slot = rng.random_range(0..self.open.len());
            if turn == 0 || !near {
                self.close(slot);
                continue;
            }
            let open: Vec<u32> =
                (0..self.times.len()).filter(|class| self.times[*class] == 0).map(|c| c as u32).collect();
            let class = open.get(rng.random_range(0..open.len().max(1)));
            let around = class.and_then(|class| {
                let touching = |site: &u32| {
                    let reach = &self.rows.reach[*site as usize];
                    self.rows.sites_of[*class as usize].iter().any(|other| {
                        self.rows.reach[*other as usize].iter().any(|one| reach.binary_search(one).is_ok())
                    })
                };
                self.open.iter().position(touching)
            });
            self.close(around.unwrap_or(slot));
        }
    }

    /// Opens whoever adds most until all is reached, then closes whoever is not needed.
    pub fn complete(&mut self, mut noise: impl FnMut() -> f64) {
        loop {
            let mut best = (0.0, None);
            for (site, gain) in self.gain.iter().enumerate() {
                if *gain > 0 {
                    let worth = f64::from(*gain) * (1.0 + noise());
                    if worth > best.0 {
                        best = (worth, u32::try_from(site).ok());
                    }
                }
            }
            let Some(site) = best.1 else { break };
            self.open(site);
        }
        for slot in (0..self.open.len()).rev() {
            let needed = self.rows.reach[self.open[slot] as usize].iter().any(|class| self.times[*class as usize] == 1);
            if !needed {
                self.close(slot);
            }
        }
    }
}
