//! The p-median: `p` sites so that the ways of all customers to their nearest one are shortest together.
//!
//! For each customer the nearest and the second nearest open site; from them what opening a site saves, what closing one
//! costs, and what of that an exchange gives back.

use super::dual::Dual;
use crate::planner::pace::{Pace, Progress, over};
use crate::planner::sortie::Fault;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Entries of the matrix.
const MOST_WAYS: usize = 100_000_000;
/// Rounds between two looks at the allowance.
const LOOK: u64 = 4;
/// Rounds before a proof is sought, and looks between two steps towards it.
const FIRST: u64 = 64;
const PROOF: u64 = 4;
/// Rounds without a better answer before it begins elsewhere.
const PATIENCE: u64 = 400;
const CLOSED: u32 = u32::MAX;

/// A problem: the ways from customers to sites.
#[derive(Clone, Debug)]
pub struct Median {
    pub(super) sites: usize,
    /// Customer by customer, weighted.
    pub(super) way: Vec<f64>,
    choose: usize,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Sited {
    /// Sites chosen, ascending.
    pub sites: Vec<u32>,
    /// Ways of all customers to their nearest site.
    pub value: f64,
    /// No choice has less.
    pub bound: f64,
    /// Rounds done.
    pub rounds: u64,
}

impl Median {
    /// `way[c * sites + s]` is the (weighted) way of customer `c` to site `s`.
    ///
    /// # Errors
    /// A matrix of another size or too large, a way that is no finite length, or no site to choose.
    pub fn new(sites: usize, way: Vec<f64>, choose: usize) -> Result<Self, Fault> {
        if way.len() > MOST_WAYS || sites == 0 || !way.len().is_multiple_of(sites) {
            return Err(Fault(format!("{} ways to {sites} sites are no matrix that can be held", way.len())));
        }
        if choose == 0 {
            return Err(Fault("no site is to be chosen".into()));
        }
        if let Some(at) = way.iter().position(|w| !(*w >= 0.0 && w.is_finite())) {
            return Err(Fault(format!("the way of customer {} to site {} is no length", at / sites, at % sites)));
        }
        Ok(Self { sites, way, choose: choose.min(sites) })
    }

    fn row(&self, customer: usize) -> &[f64] {
        &self.way[customer * self.sites..][..self.sites]
    }

    /// The best choice within the allowance, from `warm` if there is one and never worse.
    pub fn improve(&self, warm: Option<&[u32]>, seed: u64, pace: &mut dyn Pace) -> Sited {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut open: Vec<u32> = Vec::new();
        for site in warm.unwrap_or_default() {
            if open.len() < self.choose && (*site as usize) < self.sites && !open.contains(site) {
                open.push(*site);
            }
        }
        self.fill(&mut open, &mut rng);
        let mut now = Choice::new(self, open);
        let mut best = (now.value(), now.open.clone());
        let mut held = best.clone();
        let (mut rounds, mut idle) = (0, 0);
        let pays = |c: usize| now.open.iter().map(|s| self.row(c)[*s as usize]).fold(f64::INFINITY, f64::min);
        let mut dual = Dual::of_median((0..self.way.len() / self.sites).map(pays).collect(), self.sites, &self.way);
        loop {
            if rounds >= FIRST && rounds % (LOOK * PROOF) == 0 {
                dual.step_median(self, self.choose, best.0);
            }
            let told = Progress { rounds, value: best.0, bound: Some(dual.bound) };
            if best.0 <= dual.bound || over(pace.spent(&told)) {
                break;
            }
            for _ in 0..LOOK {
                rounds += 1;
                now.climb();
                let value = now.value();
                if value < held.0 - 1e-9 {
                    held = (value, now.open.clone());
                    idle = 0;
                } else {
                    idle += 1;
                    now.become_choice(&held.1);
                }
                if held.0 < best.0 - 1e-9 {
                    best = held.clone();
                }
                let mut strength = rng.random_range(1..=(self.choose / 8).clamp(2, 8));
                if idle > PATIENCE {
                    strength = self.choose.div_ceil(3);
                    idle = 0;
                    held.0 = f64::INFINITY;
                }
                now.shake(strength, &mut rng);
            }
            if self.choose >= self.sites {
                break;
            }
        }
        best.1.sort_unstable();
        Sited { sites: best.1, value: best.0, bound: dual.bound.min(best.0), rounds }
    }

    /// Sites far from those there are, so that the first exchange has less to do.
    fn fill(&self, open: &mut Vec<u32>, rng: &mut impl Rng) {
        let customers = self.way.len() / self.sites;
        let mut nearest: Vec<f64> = (0..customers)
            .map(|c| open.iter().map(|s| self.row(c)[*s as usize]).fold(f64::INFINITY, f64::min))
            .collect();
        while open.len() < self.choose {
            let mut best = (f64::INFINITY, None);
            for _ in 0..12 {
                let site = u32::try_from(rng.random_range(0..self.sites)).unwrap_or(0);
                if open.contains(&site) {
                    continue;
                }
                let total: f64 = nearest.iter().enumerate().map(|(c, d)| d.min(self.row(c)[site as usize])).sum();
                if total < best.0 {
                    best = (total, Some(site));
                }
            }
            if let Some(site) = best.1 {
                for (customer, distance) in nearest.iter_mut().enumerate() {
                    *distance = distance.min(self.row(customer)[site as usize]);
                }
                open.push(site);
            }
        }
    }
}

struct Choice<'a> {
    of: &'a Median,
    open: Vec<u32>,
    slot: Vec<u32>,
    /// Nearest and second nearest open site of each customer.
    first: Vec<u32>,
    second: Vec<u32>,
    gain: Vec<f64>,
    /// By slot.
    loss: Vec<f64>,
    back: Vec<Vec<f64>>,
}

impl<'a> Choice<'a> {
    fn new(of: &'a Median, open: Vec<u32>) -> Self {
        let customers = of.way.len() / of.sites;
        let mut slot = vec![CLOSED; of.sites];
        for (at, site) in open.iter().enumerate() {
            slot[*site as usize] = u32::try_from(at).unwrap_or(CLOSED);
        }
        let mut it = Self {
            of,
            slot,
            first: vec![CLOSED; customers],
            second: vec![CLOSED; customers],
            gain: vec![0.0; of.sites],
            loss: vec![0.0; open.len()],
            back: vec![vec![0.0; of.sites]; open.len()],
            open,
        };
        for customer in 0..customers {
            it.look(customer);
            it.count(customer, 1.0);
        }
        it
    }

    fn value(&self) -> f64 {
        self.first.iter().enumerate().map(|(c, s)| self.of.row(c)[*s as usize]).sum()
    }

    fn look(&mut self, customer: usize) {
        let row = self.of.row(customer);
        let (mut first, mut second) = ((f64::INFINITY, CLOSED), (f64::INFINITY, CLOSED));
        for site in &self.open {
            let way = row[*site as usize];
            if way < first.0 {
                second = first;
                first = (way, *site);
            } else if way < second.0 {
                second = (way, *site);
            }
        }
        self.first[customer] = first.1;
        self.second[customer] = second.1;
    }

    /// Adds (or with -1 takes away) what a customer says to every exchange.
    fn count(&mut self, customer: usize, sign: f64) {
        let row = self.of.row(customer);
        let first = self.first[customer];
        let near = row[first as usize];
        let slot = self.slot[first as usize] as usize;
        let back = &mut self.back[slot];
        if self.second[customer] == CLOSED {
            // One site alone: it never closes without another that opens, so what closing it costs cancels out.
            for ((way, gain), back) in row.iter().zip(&mut self.gain).zip(back) {
                *gain += sign * (near - way).max(0.0);
                *back -= sign * (way - near).max(0.0);
            }
            return;
        }
        let far = row[self.second[customer] as usize];
        self.loss[slot] += sign * (far - near);
        for ((way, gain), back) in row.iter().zip(&mut self.gain).zip(back) {
            *gain += sign * (near - way).max(0.0);
            *back += sign * (far - way.max(near)).max(0.0);
        }
    }

    fn exchange(&mut self, out: u32, into: u32) {
        let slot = self.slot[out as usize];
        let mut moved = Vec::new();
        for customer in 0..self.first.len() {
            let row = self.of.row(customer);
            let way = row[into as usize];
            let (first, second) = (self.first[customer], self.second[customer]);
            let far = if second == CLOSED { f64::INFINITY } else { row[second as usize] };
            if first == out || second == out || way < far {
                self.count(customer, -1.0);
                moved.push(customer);
            }
        }
        self.slot[out as usize] = CLOSED;
        self.slot[into as usize] = slot;
        self.open[slot as usize] = into;
        for customer in moved {
            self.look(customer);
            self.count(customer, 1.0);
        }
    }

    fn climb(&mut self) {
        loop {
            let mut best = (1e-7, None);
            for (slot, site) in self.open.iter().enumerate() {
                let loss = self.loss[slot];
                for (other, (gain, back)) in self.gain.iter().zip(&self.back[slot]).enumerate() {
                    let more = gain + back - loss;
                    if more > best.0 && self.slot[other] == CLOSED {
                        best = (more, Some((*site, other)));
                    }
                }
            }
            let Some((out, into)) = best.1 else { return };
            self.exchange(out, u32::try_from(into).unwrap_or(CLOSED));
        }
    }

    fn shake(&mut self, count: usize, rng: &mut impl Rng) {
        if self.open.len() >= self.of.sites {
            return;
        }
        for _ in 0..count {
            let out = self.open[rng.random_range(0..self.open.len())];
            let into = loop {
                let site = rng.random_range(0..self.of.sites);
                if self.slot[site] == CLOSED {
                    break u32::try_from(site).unwrap_or(CLOSED);
                }
            };
            self.exchange(out, into);
        }
    }

    fn become_choice(&mut self, sites: &[u32]) {
        let go: Vec<u32> = self.open.iter().copied().filter(|s| !sites.contains(s)).collect();
        let come: Vec<u32> = sites.iter().copied().filter(|s| self.slot[*s as usize] == CLOSED).collect();
        for (out, into) in go.into_iter().zip(come) {
            self.exchange(out, into);
        }
    }
}
