//! What no choice of sites can be better than, by prices of the customers (Lagrange; subgradient steps after Held, Wolfe and
//! Crowder, Mathematical Programming 1974). Any prices give a bound; the steps only make it a better one.

use super::{Cover, Median};

/// Length of the first step, and after how many steps without a better bound it is halved.
const STRIDE: f64 = 1.0;
const STALE: u32 = 12;
/// Sums of whole numbers are whole up to this.
const ROUNDING: f64 = 1e-6;

/// Prices of all customers and the best bound they gave.
pub(super) struct Dual {
    price: Vec<f64>,
    /// What each site is worth at these prices, and which sites those are, the best first.
    worth: Vec<f64>,
    order: Vec<u32>,
    slope: Vec<f64>,
    stride: f64,
    stale: u32,
    /// Whether every answer is a whole number.
    whole: bool,
    pub bound: f64,
}

impl Dual {
    fn new(price: Vec<f64>, sites: usize, whole: bool, bound: f64) -> Self {
        let order = (0..u32::try_from(sites).unwrap_or(0)).collect();
        let slope = vec![0.0; price.len()];
        Self { price, worth: vec![0.0; sites], order, slope, stride: STRIDE, stale: 0, whole, bound }
    }

    /// Puts the `count` sites first that have least.
    fn least(&mut self, count: usize) -> &[u32] {
        let worth = &self.worth;
        if count < self.order.len() {
            self.order.select_nth_unstable_by(count, |a, b| worth[*a as usize].total_cmp(&worth[*b as usize]));
        }
        &self.order[..count.min(self.order.len())]
    }

    /// Notes a bound; how far to go along the slope.
    fn learn(&mut self, better: bool, gap: f64) -> f64 {
        self.stale = if better { 0 } else { self.stale + 1 };
        if self.stale > STALE {
            self.stale = 0;
            self.stride *= 0.5;
        }
        let square: f64 = self.slope.iter().map(|s| s * s).sum();
        if square > 0.0 { self.stride * gap.max(0.0) / square } else { 0.0 }
    }

    /// For covering: `most` is what no choice covers more than, by simpler means.
    pub(super) fn of_cover(of: &Cover, most: f64) -> Self {
        let price = of.weight.iter().map(|w| 0.5 * w).collect();
        Self::new(price, of.reach.len(), of.weight.iter().all(|w| w.fract() == 0.0), most)
    }

    /// A step towards the least bound of a covering; `known` is what some choice covers.
    pub(super) fn step_cover(&mut self, of: &Cover, choose: usize, known: f64) {
        for (worth, reach) in self.worth.iter_mut().zip(of.reach.iter()) {
            *worth = -reach.iter().map(|class| self.price[*class as usize]).sum::<f64>();
        }
        self.least(choose);
        let chosen = &self.order[..choose.min(self.order.len())];
        let sold: f64 = chosen.iter().map(|site| -self.worth[*site as usize]).sum();
        let kept: f64 = of.weight.iter().zip(&self.price).map(|(w, p)| w - p).sum();
        let bound = sold + kept;
        for (slope, (weight, price)) in self.slope.iter_mut().zip(of.weight.iter().zip(&self.price)) {
            *slope = if weight > price { -1.0 } else { 0.0 };
        }
        for class in chosen.iter().flat_map(|site| of.reach.of(*site)) {
            self.slope[*class as usize] += 1.0;
        }
        for (slope, (weight, price)) in self.slope.iter_mut().zip(of.weight.iter().zip(&self.price)) {
            // Prices stay between nothing and the demand; one that would leave has no slope.
            if (*slope > 0.0 && *price <= 0.0) || (*slope < 0.0 && price >= weight) {
                *slope = 0.0;
            }
        }
        let whole = if self.whole { (bound + ROUNDING).floor() } else { bound };
        let better = whole < self.bound;
        self.bound = self.bound.min(whole);
        let step = self.learn(better, bound - known);
        for ((price, slope), weight) in self.price.iter_mut().zip(&self.slope).zip(&of.weight) {
            *price = (*price - step * slope).clamp(0.0, *weight);
        }
    }

    /// For the p-median: prices begin at what customers pay now.
    pub(super) fn of_median(pays: Vec<f64>, sites: usize, way: &[f64]) -> Self {
        Self::new(pays, sites, way.iter().all(|w| w.fract() == 0.0), 0.0)
    }

    /// A step towards the greatest bound of a p-median; `known` is what some choice costs.
    pub(super) fn step_median(&mut self, of: &Median, choose: usize, known: f64) {
        self.worth.fill(0.0);
        for (row, price) in of.way.chunks(of.sites).zip(&self.price) {
            for (worth, way) in self.worth.iter_mut().zip(row) {
                let saved = way - price;
                *worth += if saved < 0.0 { saved } else { 0.0 };
            }
        }
        self.least(choose);
        let chosen = &self.order[..choose.min(self.order.len())];
        let saved: f64 = chosen.iter().map(|site| self.worth[*site as usize]).sum();
        let bound = saved + self.price.iter().sum::<f64>();
        for ((slope, row), price) in self.slope.iter_mut().zip(of.way.chunks(of.sites)).zip(&self.price) {
            *slope = chosen.iter().fold(1.0, |slope, site| slope - f64::from(row[*site as usize] < *price));
        }
        let whole = if self.whole { (bound - ROUNDING).ceil() } else { bound };
        let better = whole > self.bound;
        self.bound = self.bound.max(whole);
        let step = self.learn(better, known - bound);
        for (price, slope) in self.price.iter_mut().zip(&self.slope) {
            *price += step * slope;
        }
    }
}
