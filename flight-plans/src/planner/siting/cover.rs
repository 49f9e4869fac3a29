//! Maximal covering: `p` sites so that the demand within reach of at least one is the most.
//!
//! For each customer the sites that reach it; for each closed site what opening it would add; for each open one what
//! closing it would lose; for each pair what both share alone. With these the best exchange is read off, not computed.

use super::classes::{Classes, Lists};
use super::dual::Dual;
use crate::planner::pace::{Pace, Progress, over};
use crate::planner::sortie::Fault;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Sites or customers a problem may have, and pairs of them within reach.
const MOST: usize = 100_000;
const MOST_PAIRS: usize = 50_000_000;
/// Rounds without a better answer after which a good part of the choice is made anew.
const PATIENCE: u64 = 40;
/// The same at first: the greedy choice may be caught far below the best.
const HASTE: u64 = 5;
/// Sites of which the richest closed one is opened in a shake, at most.
const TRIES: usize = 32;
/// Numbers touched between two looks at the clock, about a tenth of a millisecond.
const LOOK: usize = 100_000;
/// Rounds before a proof is sought.
const FIRST: u64 = 64;
/// Rounds between two steps towards a proof.
const STEP: u64 = 8;

/// A problem: demands, and who reaches them.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Demand of each class of customers that the same sites reach.
    pub(super) weight: Vec<f64>,
    /// Class of each customer that wants something and that a site reaches; `None` for one that no site reaches.
    pub(super) class_of: Vec<Option<u32>>,
    /// Sites that reach a class, and classes a site reaches.
    pub(super) sites_of: Lists,
    pub(super) reach: Lists,
    pub(super) choose: usize,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// Sites chosen, ascending.
    pub sites: Vec<u32>,
    /// Demand covered.
    pub value: f64,
    /// No choice covers more than this.
    pub bound: f64,
    /// Rounds done.
    pub rounds: u64,
}

impl Cover {
    /// `reach[s]` are the customers site `s` reaches; customers that the same sites reach are one from here on.
    ///
    /// # Errors
    /// A demand that is no finite amount, a customer that is not there, or too much of anything.
    pub fn new(demand: &[f64], reach: &[Vec<u32>], choose: usize) -> Result<Self, Fault> {
        if demand.len() > MOST || reach.len() > MOST || reach.iter().map(Vec::len).sum::<usize>() > MOST_PAIRS {
            return Err(Fault(format!("more than {MOST} customers or sites, or {MOST_PAIRS} pairs of them")));
        }
        if let Some(at) = demand.iter().position(|d| !(*d >= 0.0 && d.is_finite())) {
            return Err(Fault(format!("the demand of customer {at} is no finite amount")));
        }
        if choose.min(reach.len()).saturating_mul(reach.len()) > MOST_PAIRS {
            return Err(Fault(format!("{choose} of {} sites are more than can be compared", reach.len())));
        }
        let Classes { weight, class_of, sites_of, reach } = Classes::new(demand, reach)?;
        let choose = choose.min(reach.len());
        Ok(Self { weight, class_of, sites_of, reach, choose })
    }

    /// What each site covers alone.
    fn alone(&self) -> Vec<f64> {
        self.reach.iter().map(|r| r.iter().map(|c| self.weight[*c as usize]).sum()).collect()
    }

    /// All that any site reaches, and no more than the richest sites reach each for itself.
    fn bound(&self, mut alone: Vec<f64>) -> f64 {
        alone.sort_unstable_by(|a, b| b.total_cmp(a));
        self.weight.iter().sum::<f64>().min(alone.iter().take(self.choose).sum())
    }

    /// The best choice within the allowance, from `warm` if there is one and never worse.
    pub fn improve(&self, warm: Option<&[u32]>, seed: u64, pace: &mut dyn Pace) -> Covered {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let alone = self.alone();
        let bound = self.bound(alone.clone());
        let told = |rounds, value, bound| Progress { rounds, value, bound: Some(bound) };
        let begin = self.begin(warm, seed, pace);
        let mut now = Choice::new(self, alone);
        for site in &begin {
            if begin.len() == self.choose && over(pace.spent(&told(0, 0.0, bound))) {
                let mut sites = begin;
                sites.sort_unstable();
                return Covered { value: self.covered(&sites), sites, bound, rounds: 0 };
            }
            now.open(*site);
        }
        now.fill(&mut rng);
        let mut dual = Dual::of_cover(self, bound);
        now.climb(&mut |value| over(pace.spent(&told(0, value, dual.bound))));
        let mut best = (now.value, now.open.clone());
        let mut held = best.clone();
        let mut rounds = 0;
        let mut idle = 0_u64;
        let mut patience = HASTE;
        'all: loop {
            if rounds >= FIRST {
                dual.step_cover(self, self.choose, best.0);
            }
            if best.0 >= dual.bound || now.open.is_empty() || self.choose >= self.reach.len() {
                break;
            }
            for _ in 0..STEP {
                if over(pace.spent(&told(rounds, best.0, dual.bound))) {
                    break 'all;
                }
                rounds += 1;
                let (done, known, bound) = (rounds - 1, best.0, dual.bound);
                let mut stop = |value: f64| over(pace.spent(&told(done, value.max(known), bound)));
                now.climb(&mut stop);
                if now.value > held.0 + 1e-9 {
                    held = (now.value, now.open.clone());
                    idle = 0;
                } else {
                    idle += 1;
                }
                if held.0 > best.0 + 1e-9 {
                    best = held.clone();
                }
                if now.value < held.0 * (1.0 - 2e-3) || idle > patience {
                    let back = if idle > patience && rng.random_bool(0.5) { &best } else { &held };
                    now.become_choice(&back.1.clone(), &mut stop);
                }
                if idle > patience {
                    patience = PATIENCE.min(patience + PATIENCE / 4);
                    idle = 0;
                    now.shake(self.choose.div_ceil(2), &mut rng, &mut stop);
                    now.climb(&mut stop);
                    held = (now.value, now.open.clone());
                }
                let most = (self.choose / 3).clamp(1, 6);
                now.shake(rng.random_range(1..=most), &mut rng, &mut stop);
            }
        }
        best.1.sort_unstable();
        Covered { sites: best.1, value: best.0, bound: dual.bound, rounds }
    }
}

const CLOSED: u32 = u32::MAX;

/// A choice of sites with what every exchange would bring.
struct Choice<'a> {
    of: &'a Cover,
    open: Vec<u32>,
    /// Place of a site among the open ones.
    slot: Vec<u32>,
    /// Open sites that reach each class.
    times: Vec<u16>,
    /// Sum of the slots of those sites: where there is one, its slot. Kept as sites.
    only: Vec<u32>,
    /// What opening a site adds, what closing one loses.
    gain: Vec<f64>,
    loss: Vec<f64>,
    /// For each open slot, what each site would take over of what that slot alone covers.
    shared: Vec<Vec<f64>>,
    value: f64,
    /// Numbers touched since somebody was asked whether to stop.
    work: usize,
}

impl<'a> Choice<'a> {
    fn new(of: &'a Cover, alone: Vec<f64>) -> Self {
        let sites = of.reach.len();
        Self {
            of,
            open: Vec::new(),
            slot: vec![CLOSED; sites],
            times: vec![0; of.weight.len()],
            only: vec![0; of.weight.len()],
            gain: alone,
            loss: vec![0.0; sites],
            shared: vec![vec![0.0; sites]; of.choose],
            value: 0.0,
            work: 0,
        }
    }

    /// Whether enough was done to be worth a look at the clock, and whoever has it says stop.
    fn told(&mut self, stop: &mut dyn FnMut(f64) -> bool) -> bool {
        let due = self.work > LOOK;
        self.work = if due { 0 } else { self.work };
        due && stop(self.value)
    }

    fn open(&mut self, site: u32) {
        let slot = self.open.len();
        self.slot[site as usize] = u32::try_from(slot).unwrap_or(CLOSED);
        self.open.push(site);
        self.shared[slot].fill(0.0);
        self.loss[site as usize] = 0.0;
        let of = self.of;
        for class in of.reach.of(site) {
            let sites = of.sites_of.of(*class);
            self.work += sites.len();
            let class = *class as usize;
            let weight = of.weight[class];
            self.times[class] += 1;
            self.only[class] = self.only[class].wrapping_add(site);
            match self.times[class] {
                1 => {
                    self.value += weight;
                    self.loss[site as usize] += weight;
                    let (gain, row) = (&mut self.gain[..], &mut self.shared[slot][..]);
                    for other in sites {
                        gain[*other as usize] -= weight;
                        row[*other as usize] += weight;
                    }
                }
                2 => {
                    let first = self.only[class].wrapping_sub(site);
                    self.loss[first as usize] -= weight;
                    let row = &mut self.shared[self.slot[first as usize] as usize][..];
                    for other in sites {
                        row[*other as usize] -= weight;
                    }
                }
                _ => {}
            }
        }
    }

    fn close(&mut self, site: u32) {
        let of = self.of;
        let slot = self.slot[site as usize] as usize;
        for class in of.reach.of(site) {
            let sites = of.sites_of.of(*class);
            self.work += sites.len();
            let class = *class as usize;
            let weight = of.weight[class];
            self.times[class] -= 1;
            self.only[class] = self.only[class].wrapping_sub(site);
            match self.times[class] {
                0 => {
                    self.value -= weight;
                    let gain = &mut self.gain[..];
                    for other in sites {
                        gain[*other as usize] += weight;
                    }
                }
                1 => {
                    let last = self.only[class];
                    self.loss[last as usize] += weight;
                    let row = &mut self.shared[self.slot[last as usize] as usize][..];
                    for other in sites {
                        row[*other as usize] += weight;
                    }
                }
                _ => {}
            }
        }
        self.slot[site as usize] = CLOSED;
        self.open.swap_remove(slot);
        let last = self.open.len();
        self.shared.swap(slot, last);
        if let Some(moved) = self.open.get(slot) {
            self.slot[*moved as usize] = u32::try_from(slot).unwrap_or(CLOSED);
        }
    }

    /// Opens sites until there are enough: the richest, now and then the second.
    fn fill(&mut self, rng: &mut impl Rng) {
        while self.open.len() < self.of.choose {
            let mut best = (f64::NEG_INFINITY, None);
            let mut second = None;
            for (site, gain) in self.gain.iter().enumerate() {
                if self.slot[site] == CLOSED && *gain > best.0 {
                    second = best.1;
                    best = (*gain, Some(site));
                }
            }
            let chosen = if rng.random_bool(0.1) { second.or(best.1) } else { best.1 };
            let Some(site) = chosen else { return };
            self.open(u32::try_from(site).unwrap_or(CLOSED));
        }
    }

    /// The best exchange, again and again while it helps and nobody says stop.
    fn climb(&mut self, stop: &mut dyn FnMut(f64) -> bool) {
        let least = 1e-9 * (1.0 + self.value);
        loop {
            let mut best = (least, None);
            for (slot, site) in self.open.iter().enumerate() {
                // Open sites gain nothing and share nothing, so they need not be passed over.
                let loss = self.loss[*site as usize];
                let most = peak(&self.gain, &self.shared[slot]) - loss;
                if most > best.0 {
                    best = (most, Some(slot));
                }
            }
            let Some(slot) = best.1 else { return };
            let out = self.open[slot];
            let wanted = best.0 + self.loss[out as usize];
            let sums = self.gain.iter().zip(&self.shared[slot]).map(|(gain, shared)| gain + shared);
            let into = sums.enumerate().find(|(site, sum)| *sum >= wanted - least && self.slot[*site] == CLOSED);
            let Some((into, _)) = into else { return };
            self.close(out);
            self.open(u32::try_from(into).unwrap_or(CLOSED));
            if self.told(stop) {
                return;
            }
        }
    }

    /// Closes some sites, neighbours or not, and opens others by chance among the good ones.
    fn shake(&mut self, count: usize, rng: &mut impl Rng, stop: &mut dyn FnMut(f64) -> bool) {
        for _ in 0..count.min(self.open.len()) {
            if self.told(stop) {
                return;
            }
            let out = self.open[rng.random_range(0..self.open.len())];
            self.close(out);
        }
        // Of few sites the richest would always be the same.
        let tries = TRIES.min(self.gain.len().div_ceil(4));
        while self.open.len() < self.of.choose && !self.told(stop) {
            let mut best = (f64::NEG_INFINITY, None);
            for _ in 0..tries {
                let site = rng.random_range(0..self.gain.len());
                if self.slot[site] == CLOSED && self.gain[site] > best.0 {
                    best = (self.gain[site], Some(site));
                }
            }
            if let Some(site) = best.1 {
                self.open(u32::try_from(site).unwrap_or(CLOSED));
            }
        }
    }

    fn become_choice(&mut self, sites: &[u32], stop: &mut dyn FnMut(f64) -> bool) {
        let go: Vec<u32> = self.open.iter().copied().filter(|s| !sites.contains(s)).collect();
        for site in go {
            if self.told(stop) {
                return;
            }
            self.close(site);
        }
        for site in sites {
            if self.slot[*site as usize] == CLOSED && !self.told(stop) {
                self.open(*site);
            }
        }
    }
}

/// The most that two lists add up to anywhere, in lanes so that it is quick.
fn peak(one: &[f64], two: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut most = [f64::NEG_INFINITY; LANES];
    let (a, b) = (one.chunks_exact(LANES), two.chunks_exact(LANES));
    let rest = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x + y).fold(f64::NEG_INFINITY, f64::max);
    for (x, y) in a.zip(b) {
        for lane in 0..LANES {
            let sum = x[lane] + y[lane];
            most[lane] = if sum > most[lane] { sum } else { most[lane] };
        }
    }
    most.into_iter().fold(rest, f64::max)
}
