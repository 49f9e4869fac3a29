//! Proof of a maximal covering: prices on the demand (Lagrangian relaxation, Galvao and ReVelle 1996) bound what any choice
//! covers; choices they do not rule out are searched, site by site, in or out.

use super::is_over;
use super::rows::Rows;
use crate::planner::pace::{Pace, Progress};

/// Steps of the prices at the root and at each further node.
const STEPS: usize = 400;
const FEWER_STEPS: usize = 25;

/// A choice with what is proven of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proven {
    /// Ascending.
    pub sites: Vec<u32>,
    /// Weight covered.
    pub value: f64,
    /// No choice covers more.
    pub bound: f64,
    /// Parts of all choices looked at.
    pub rounds: u64,
}

impl Proven {
    /// Whether nothing better is left.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.bound <= self.value * (1.0 + 1e-9)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Free,
    In,
    Out,
}

/// A part of all choices.
#[derive(Clone, Debug)]
struct Part {
    fate: Vec<Fate>,
    price: Vec<f64>,
    bound: f64,
}

/// Searches from a choice until no better one is left or `pace` ends it; never worse than `known`.
#[must_use]
pub fn most(rows: &Rows, choose: usize, known: &[u32], pace: &mut dyn Pace) -> Proven {
    let choose = choose.min(rows.reach.len());
    let mut first: Vec<u32> = known.iter().copied().filter(|site| (*site as usize) < rows.reach.len()).collect();
    first.sort_unstable();
    first.dedup();
    first.truncate(choose);
    let mut search = Search {
        rows,
        choose,
        value: rows.covered(&first),
        best: first,
        whole: rows.weight.iter().all(|w| w.fract() == 0.0),
    };
    let all = rows.weight.iter().sum();
    let price = rows.weight.iter().map(|w| w / 2.0).collect();
    let mut open = vec![Part { fate: vec![Fate::Free; rows.reach.len()], price, bound: all }];
    let mut rounds = 0;
    while let Some(part) = open.pop() {
        let bound = open.iter().map(|part| part.bound).fold(part.bound, f64::max);
        if !search.may_win(part.bound) {
            continue;
        }
        let progress = Progress { rounds, value: search.value, bound: Some(bound) };
        if is_over(pace, &progress) {
            return search.proven(bound, rounds);
        }
        let steps = if rounds == 0 { STEPS } else { FEWER_STEPS };
        rounds += 1;
        if let Some((part, site)) = search.narrow(part, steps) {
            for fate in [Fate::Out, Fate::In] {
                let mut next = part.clone();
                next.fate[site] = fate;
                open.push(next);
            }
        }
    }
    search.proven(0.0, rounds)
}

struct Search<'a> {
    rows: &'a Rows,
    choose: usize,
    best: Vec<u32>,
    value: f64,
    /// All weights are whole numbers, so values are.
    whole: bool,
}

impl Search<'_> {
    /// Whether a part with this bound may hold something better.
    fn may_win(&self, bound: f64) -> bool {
        if self.whole { bound >= self.value + 1.0 - 1e-6 } else { bound > self.value * (1.0 + 1e-10) + 1e-9 }
    }

    fn proven(mut self, bound: f64, rounds: u64) -> Proven {
        self.best.sort_unstable();
        let bound = if self.whole { (bound + 1e-6).floor() } else { bound };
        Proven { sites: self.best, value: self.value, bound: bound.max(self.value), rounds }
    }

    fn offer(&mut self, sites: Vec<u32>) {
        let value = self.rows.covered(&sites);
        if value > self.value {
            (self.value, self.best) = (value, sites);
        }
    }

    /// Bounds a part, decides the sites that decide themselves, and names the one to go on with; nothing when nothing
    /// better is in it.
    fn narrow(&mut self, mut part: Part, steps: usize) -> Option<(Part, usize)> {
        let rows = self.rows;
        let taken: Vec<u32> =
            (0..).zip(&part.fate).filter(|(_, fate)| **fate == Fate::In).map(|(site, _)| site).collect();
        let left = self.choose.saturating_sub(taken.len());
        let mut done = vec![false; rows.weight.len()];
        taken.iter().flat_map(|site| &rows.reach[*site as usize]).for_each(|class| done[*class as usize] = true);
        let have: f64 = (0..done.len()).filter(|class| done[*class]).map(|class| rows.weight[class]).sum();
        let free: Vec<u32> =
            (0..).zip(&part.fate).filter(|(_, fate)| **fate == Fate::Free).map(|(site, _)| site).collect();
        if left == 0 || free.len() <= left {
            let all = if left == 0 { taken } else { taken.into_iter().chain(free).collect() };
            self.offer(all);
            return None;
        }
        let (mut price, mut pull, mut idle) = (part.price.clone(), 1.5, 0);
        let mut worths: Vec<(f64, u32)> = Vec::new();
        for _ in 0..steps {
            let worth = |site: &u32| {
                let reach = rows.reach[*site as usize].iter().map(|class| *class as usize);
                (reach.filter(|class| !done[*class]).map(|class| price[class]).sum::<f64>(), *site)
            };
            let mut ranked: Vec<(f64, u32)> = free.iter().map(worth).collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let unpaid =
                (0..done.len()).filter(|class| !done[*class]).map(|class| (rows.weight[class] - price[class]).max(0.0));
            let value = have + unpaid.sum::<f64>() + ranked[..left].iter().map(|(worth, _)| worth).sum::<f64>();
            self.offer(taken.iter().copied().chain(ranked[..left].iter().map(|(_, site)| *site)).collect());
            idle = if value < part.bound * (1.0 - 1e-5) { 0 } else { idle + 1 };
            if value < part.bound || worths.is_empty() {
                part.bound = part.bound.min(value);
                part.price.clone_from(&price);
                worths.clone_from(&ranked);
                worths.push((value, u32::MAX));
            }
            if !self.may_win(part.bound) {
                return None;
            }
            if idle >= 12 {
                (pull, idle) = (pull / 2.0, 0);
            }
            let mut over: Vec<f64> = (0..done.len())
                .map(|class| if done[class] || rows.weight[class] <= price[class] { 0.0 } else { -1.0 })
                .collect();
            for class in ranked[..left].iter().flat_map(|(_, site)| &rows.reach[*site as usize]) {
                over[*class as usize] += if done[*class as usize] { 0.0 } else { 1.0 };
            }
            let norm: f64 = over.iter().map(|g| g * g).sum();
            if norm < 1e-12 || pull < 1e-4 {
                break;
            }
            let step = pull * (value - self.value).max(1e-3 * value.abs()).max(1e-9) / norm;
            for ((price, over), weight) in price.iter_mut().zip(&over).zip(&rows.weight) {
                *price = (*price - step * over).clamp(0.0, *weight);
            }
        }
        let value = worths.pop()?.0;
        self.decide(&mut part, &worths, left, value);
        let next = worths.iter().find(|(_, site)| part.fate[*site as usize] == Fate::Free)?.1;
        Some((part, next as usize))
    }

    /// Sites whose other fate the prices rule out.
    fn decide(&self, part: &mut Part, worths: &[(f64, u32)], left: usize, value: f64) {
        let (Some((last, _)), Some((next, _))) = (worths.get(left - 1), worths.get(left)) else { return };
        for (rank, (worth, site)) in worths.iter().enumerate() {
            let fate = &mut part.fate[*site as usize];
            if rank < left && !self.may_win(value - worth + next) {
                *fate = Fate::In;
            } else if rank >= left && !self.may_win(value - last + worth) {
                *fate = Fate::Out;
            }
        }
    }
}
