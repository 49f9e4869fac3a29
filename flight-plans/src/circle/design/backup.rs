//! Backup cover by the double standard: everything within the far budget of somebody, a share within the near one, and as
//! much as possible within the near one of two (Gendreau, Laporte and Semet, Location Science 5, 1997).
//!
//! The three are kept in this order, so that there is an answer where the standard cannot be kept, and it says by how much.
//! One unit after another is moved to where it helps most; when none helps, some are moved by chance and it goes on.

use super::{Design, Sites, is_over};
use crate::planner::contract::Outcome;
use crate::planner::pace::{Pace, Progress};
use geodata::Seconds;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Passes over all units before a climb is over anyway.
const MOST_PASSES: usize = 100;

/// The standard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standard {
    /// Within this a share is to be reached, and as much as possible by two.
    pub near: Seconds,
    /// Within this all is to be reached.
    pub far: Seconds,
    /// The share of the weight, 0 to 1.
    pub share: f64,
    /// How many units there are.
    pub units: usize,
    /// How many may stand at one site.
    pub at_one: usize,
}

/// How far a choice keeps the standard; less is better, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Kept {
    /// Weight that some site reaches within the far budget and none of those chosen does.
    pub too_far: f64,
    /// Weight missing to the share within the near budget; the share is of all weight.
    pub missing: f64,
    /// Weight not reached by two within the near budget.
    pub alone: f64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct BackedUp {
    /// The choice; its value is the weight reached by two within the near budget.
    pub design: Design,
    /// How it keeps the standard.
    pub kept: Kept,
}

/// What the search knows of the question.
struct Question {
    weight: Vec<f64>,
    near: Vec<Vec<u32>>,
    far: Vec<Vec<u32>>,
    /// Weight to be reached within the near budget.
    wanted: f64,
    total: f64,
    /// Weight within the far budget of some site.
    reachable: f64,
    at_one: usize,
}

impl Sites {
    /// Where so many units stand to keep a standard best; from `warm` if there is one and never worse.
    pub fn backed_up(&self, standard: &Standard, warm: Option<&[u32]>, seed: u64, pace: &mut dyn Pace) -> BackedUp {
        let far = self.reach(standard.far);
        let mut reachable = vec![false; self.places()];
        far.iter().flatten().for_each(|place| reachable[*place as usize] = true);
        let total: f64 = self.weights().iter().sum();
        let question = Question {
            near: self.reach(standard.near),
            wanted: standard.share.clamp(0.0, 1.0) * total,
            total,
            reachable: (0..reachable.len()).filter(|p| reachable[*p]).map(|p| self.weights()[p]).sum(),
            weight: self.weights().to_vec(),
            far,
            at_one: standard.at_one,
        };
        let units = standard.units.min(self.sites().saturating_mul(standard.at_one));
        let (stand, rounds) = question.improve(units, warm.unwrap_or_default(), seed, pace);
        let kept = self.kept(standard, &stand);
        let value = question.total - kept.alone;
        // No choice passes what every site together reaches twice.
        let all: Vec<u32> =
            (0..).take(self.sites()).flat_map(|site| [site, site].into_iter().take(standard.at_one)).collect();
        let bound = question.total - self.kept(standard, &all).alone;
        let outcome = Outcome { value, bound: Some(bound), ..super::chosen(stand, seed, rounds) };
        let design = self.design(outcome, standard.near, 2);
        BackedUp { design, kept }
    }

    /// How far a choice keeps a standard.
    #[must_use]
    pub fn kept(&self, standard: &Standard, chosen: &[u32]) -> Kept {
        let mut times = vec![(0_usize, false, false); self.places()];
        let within = |ms: u32, budget: Seconds| ms != super::NEVER && f64::from(ms) <= budget.0 * 1000.0;
        for site in 0..self.sites() {
            let count = chosen.iter().filter(|one| **one as usize == site).count();
            for (times, ms) in times.iter_mut().zip(self.row(site)) {
                times.0 += if within(*ms, standard.near) { count } else { 0 };
                times.1 |= count > 0 && within(*ms, standard.far);
                times.2 |= within(*ms, standard.far);
            }
        }
        let sum = |wanted: &dyn Fn(&(usize, bool, bool)) -> bool| -> f64 {
            times.iter().zip(self.weights()).filter(|(times, _)| wanted(times)).map(|(_, weight)| weight).sum()
        };
        let total: f64 = self.weights().iter().sum();
        Kept {
            too_far: sum(&|t| t.2 && !t.1),
            missing: (standard.share.clamp(0.0, 1.0) * total - sum(&|t| t.0 >= 1)).max(0.0),
            alone: total - sum(&|t| t.0 >= 2),
        }
    }
}

impl Question {
    fn improve(&self, units: usize, warm: &[u32], seed: u64, pace: &mut dyn Pace) -> (Vec<u32>, u64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut now = Standing::new(self);
        for site in warm {
            if now.stand.len() < units && now.count.get(*site as usize).is_some_and(|c| *c < self.at_one) {
                now.add(*site);
            }
        }
        now.fill(units);
        let mut best = (now.kept(), now.stand.clone());
        let mut held = best.clone();
        let (mut rounds, mut idle) = (0, 0_u32);
        loop {
            let progress = Progress { rounds, value: self.total - best.0.alone, bound: None };
            if is_over(pace, &progress) || now.stand.is_empty() {
                break;
            }
            rounds += 1;
            now.climb();
            let kept = now.kept();
            (held, idle) = if kept < held.0 || idle > 60 { ((kept, now.stand.clone()), 0) } else { (held, idle + 1) };
            if held.0 < best.0 {
                best.clone_from(&held);
            }
            now.become_stand(&held.1);
            let most = if idle == 60 { now.stand.len().div_ceil(2) } else { (now.stand.len() / 3).clamp(1, 5) };
            for _ in 0..rng.random_range(1..=most) {
                now.take(rng.random_range(0..now.stand.len()));
                now.by_chance(&mut rng);
            }
        }
        best.1.sort_unstable();
        (best.1, rounds)
    }
}

/// Units standing, and what another one would bring.
struct Standing<'a> {
    of: &'a Question,
    stand: Vec<u32>,
    /// By site.
    count: Vec<usize>,
    /// By place, how many are near and far.
    near: Vec<u32>,
    far: Vec<u32>,
    /// Weight reached far by one, near by one, near by two.
    sums: [f64; 3],
    /// By site, what one more there would add to each.
    gain: Vec<[f64; 3]>,
    near_sites: Vec<Vec<u32>>,
    far_sites: Vec<Vec<u32>>,
}

impl<'a> Standing<'a> {
    fn new(of: &'a Question) -> Self {
        let turned = |reach: &[Vec<u32>]| {
            let mut sites = vec![Vec::new(); of.weight.len()];
            for (site, places) in (0_u32..).zip(reach) {
                places.iter().for_each(|place| sites[*place as usize].push(site));
            }
            sites
        };
        let sum = |places: &Vec<u32>| places.iter().map(|place| of.weight[*place as usize]).sum::<f64>();
        Self {
            stand: Vec::new(),
            count: vec![0; of.near.len()],
            near: vec![0; of.weight.len()],
            far: vec![0; of.weight.len()],
            sums: [0.0; 3],
            gain: of.near.iter().zip(&of.far).map(|(near, far)| [sum(far), sum(near), 0.0]).collect(),
            near_sites: turned(&of.near),
            far_sites: turned(&of.far),
            of,
        }
    }

    fn kept(&self) -> Kept {
        self.kept_with([0.0; 3])
    }

    fn kept_with(&self, more: [f64; 3]) -> Kept {
        let [far, near, twice] = [0, 1, 2].map(|at| self.sums[at] + more[at]);
        // In parts of a thousand million, so that what adding up loses is no gain.
        let part = 1e-9 * self.of.total;
        let rounded = |weight: f64| if part > 0.0 { ((weight / part).round() * part).max(0.0) } else { 0.0 };
        Kept {
            too_far: rounded(self.of.reachable - far),
            missing: rounded(self.of.wanted - near),
            alone: rounded(self.of.total - twice),
        }
    }

    fn add(&mut self, site: u32) {
        self.stand.push(site);
        self.put(site, 1);
    }

    fn take(&mut self, slot: usize) {
        let site = self.stand.swap_remove(slot);
        self.put(site, -1);
    }

    /// One more (`by` 1) or one fewer (-1) at a site.
    fn put(&mut self, site: u32, by: i32) {
        let of = self.of;
        let at = site as usize;
        self.count[at] = self.count[at].saturating_add_signed(by as isize);
        let sign = f64::from(by);
        for place in of.far[at].iter().map(|place| *place as usize) {
            let before = self.far[place];
            self.far[place] = before.saturating_add_signed(by);
            if before.min(self.far[place]) == 0 {
                let weight = sign * of.weight[place];
                self.sums[0] += weight;
                self.far_sites[place].iter().for_each(|other| self.gain[*other as usize][0] -= weight);
            }
        }
        for place in of.near[at].iter().map(|place| *place as usize) {
            let before = self.near[place];
            self.near[place] = before.saturating_add_signed(by);
            let weight = sign * of.weight[place];
            match before.min(self.near[place]) {
                0 => {
                    self.sums[1] += weight;
                    for other in &self.near_sites[place] {
                        self.gain[*other as usize][1] -= weight;
                        self.gain[*other as usize][2] += weight;
                    }
                }
                1 => {
                    self.sums[2] += weight;
                    self.near_sites[place].iter().for_each(|other| self.gain[*other as usize][2] -= weight);
                }
                _ => {}
            }
        }
    }

    /// The site where one more helps most, with what is kept then.
    fn best_site(&self) -> Option<(Kept, u32)> {
        let mut best: Option<(Kept, u32)> = None;
        for (site, gain) in (0..).zip(&self.gain) {
            if self.count[site as usize] < self.of.at_one {
                let kept = self.kept_with(*gain);
                if best.is_none_or(|(known, _)| kept < known) {
                    best = Some((kept, site));
                }
            }
        }
        best
    }

    fn fill(&mut self, units: usize) {
        while let Some((_, site)) = self.best_site().filter(|_| self.stand.len() < units) {
            self.add(site);
        }
    }

    /// Moves one unit after another to its best site until none gets better.
    fn climb(&mut self) {
        for _ in 0..MOST_PASSES {
            let mut better = false;
            for slot in 0..self.stand.len() {
                let (before, from) = (self.kept(), self.stand[slot]);
                self.take(slot);
                match self.best_site() {
                    Some((kept, to)) if kept < before && to != from => {
                        self.add(to);
                        better = true;
                    }
                    _ => self.add(from),
                }
                let last = self.stand.len() - 1;
                self.stand.swap(slot, last);
            }
            if !better {
                break;
            }
        }
    }

    fn by_chance(&mut self, rng: &mut impl Rng) {
        let free: Vec<u32> =
            (0..).zip(&self.count).filter(|(_, c)| **c < self.of.at_one).map(|(site, _)| site).collect();
        if !free.is_empty() {
            self.add(free[rng.random_range(0..free.len())]);
        }
    }

    fn become_stand(&mut self, sites: &[u32]) {
        let mut wanted = vec![0_usize; self.count.len()];
        sites.iter().for_each(|site| wanted[*site as usize] += 1);
        for slot in (0..self.stand.len()).rev() {
            let site = self.stand[slot] as usize;
            if self.count[site] > wanted[site] {
                self.take(slot);
            }
        }
        for (site, wanted) in (0_u32..).zip(wanted) {
            while self.count[site as usize] < wanted {
                self.add(site);
            }
        }
    }
}
