//! How soon, not only how often: the median and the ninetieth percentile of the first arrival.
//!
//! A unit may be on another task when the alarm comes. With a busy fraction `q`, the same for all and independent, the
//! first comes with probability `1 - q`, the second instead with `(1 - q) q`, and so on (Daskin, Transportation Science
//! 17, 1983); with probability `q^n` none does.

use super::NEVER;
use super::live::Live;
use super::model::{Classes, Need};
use geodata::Seconds;

/// A distribution of first arrivals over places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrivals {
    /// Milliseconds and the weight of each, ascending.
    times: Vec<(u32, f64)>,
    /// All weight, with what never comes.
    total: f64,
}

impl Arrivals {
    /// Takes times with weights in any order; [`NEVER`] weighs but never comes.
    #[must_use]
    pub fn of(times: impl IntoIterator<Item = (u32, f64)>) -> Self {
        let mut all: Vec<(u32, f64)> = times.into_iter().filter(|(_, weight)| *weight > 0.0).collect();
        let total = all.iter().map(|(_, weight)| weight).sum();
        all.retain(|(time, _)| *time != NEVER);
        all.sort_by_key(|(time, _)| *time);
        Self { times: all, total }
    }

    /// The time within which this part (0 to 1) of the weight is reached; nothing when so much never is.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<Seconds> {
        let wanted = part * self.total * (1.0 - 1e-12);
        let mut reached = 0.0;
        for (time, weight) in &self.times {
            reached += weight;
            if reached >= wanted {
                return Some(Seconds(f64::from(*time) / 1000.0));
            }
        }
        None
    }

    /// Half of the weight is reached within this.
    #[must_use]
    pub fn p50(&self) -> Option<Seconds> {
        self.quantile(0.5)
    }

    /// Nine tenths of the weight are reached within this.
    #[must_use]
    pub fn p90(&self) -> Option<Seconds> {
        self.quantile(0.9)
    }

    /// The part of the weight reached within a time, 0 to 1.
    #[must_use]
    pub fn within(&self, budget: Seconds) -> f64 {
        let reached = self.times.iter().filter(|(time, _)| f64::from(*time) <= budget.0 * 1000.0);
        let part: f64 = reached.map(|(_, weight)| weight).sum();
        if self.total > 0.0 { part / self.total } else { 0.0 }
    }
}

/// One place's times, ascending, spread over who is free: the first, else the second, and so on.
pub fn spread(times: &[u32], weight: f64, busy: f64) -> Vec<(u32, f64)> {
    let busy = if busy.is_finite() { busy.clamp(0.0, 1.0) } else { 0.0 };
    let (mut left, mut spread) = (weight, Vec::with_capacity(times.len() + 1));
    for time in times {
        spread.push((*time, left * (1.0 - busy)));
        left *= busy;
    }
    spread.push((NEVER, left));
    spread
}

impl Live {
    /// First arrivals of these classes over all places by their weight, when each unit is busy with probability `busy`.
    /// Rows hold times only as far as they count for some tier: later ones are told as never.
    #[must_use]
    pub fn arrivals(&self, classes: Classes, busy: f64) -> Arrivals {
        self.arrivals_at(classes, busy, &|_| true)
    }

    /// The same over some places.
    #[must_use]
    pub fn arrivals_at(&self, classes: Classes, busy: f64, wanted: &impl Fn(usize) -> bool) -> Arrivals {
        let need = Need { classes, count: 1 };
        let ours: Vec<&[u32]> = self
            .units
            .iter()
            .filter(|held| held.here && need.classes.has(held.class))
            .map(|held| held.times.as_slice())
            .collect();
        let place = |(place, circle): (usize, &super::model::Circle)| {
            let mut times: Vec<u32> = ours.iter().filter_map(|row| row.get(place).copied()).collect();
            times.sort_unstable();
            times.retain(|time| *time != NEVER);
            spread(&times, circle.weight, busy)
        };
        Arrivals::of(self.of.circles.iter().enumerate().filter(|(number, _)| wanted(*number)).flat_map(place))
    }
}
