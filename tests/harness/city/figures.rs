//! What days come to: shares, tables, and the two rules side by side.

use super::calls::Load;
use super::day::{Arrival, Day, run};
use controller_core::policy::pairing::PairingRule;
use std::fmt::Write as _;

/// The days of one rule under one load.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Calls.
    pub calls: usize,
    /// Nobody came to so many.
    pub unserved: usize,
    /// Seconds to the first arrival: the mean over the seeds of each seed's half, ninth tenth and mean.
    pub p50: f64,
    /// See above.
    pub p90: f64,
    /// See above.
    pub mean: f64,
    /// The ninth tenth of the most urgent alone.
    pub p90_first: f64,
    /// Tasks taken away by the rule, of all sent.
    pub taken_away: f64,
    /// Of the crews' time.
    pub busy: f64,
}

/// Both rules on the same days.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Under which load.
    pub load: Load,
    /// First come, first served: the nearest idle crew by road.
    pub nearest: Row,
    /// The product's.
    pub ours: Row,
    /// Seeds on which the product's p90 is lower.
    pub better: usize,
    /// All of them.
    pub seeds: usize,
    /// By what share of the other's p90 the product's is lower: the median over the seeds, so that a day on which one of them
    /// drowns counts as one day.
    pub gain: f64,
}

/// The value below which a share of all lies: the nearest rank. Nobody is infinitely late; nothing is zero.
#[must_use]
pub fn percentile(mut all: Vec<f64>, share: f64) -> f64 {
    all.sort_by(f64::total_cmp);
    let rank = (share * all.len() as f64).ceil() as usize;
    all.get(rank.max(1) - 1).copied().unwrap_or_default()
}

/// Lives the same days under both rules.
#[must_use]
pub fn compare(load: Load, hours: f64, seeds: &[u64]) -> Compared {
    let days = |rule: PairingRule| -> Vec<Day> { seeds.iter().map(|seed| run(*seed, load, hours, rule)).collect() };
    let (nearest, ours) = std::thread::scope(|scope| {
        let nearest = scope.spawn(|| days(PairingRule::NearestIdle));
        let ours = days(PairingRule::Batch);
        (nearest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), ours)
    });
    let gain = |(nearest, ours): (&Day, &Day)| 1.0 - p90(ours, |_| true) / p90(nearest, |_| true);
    let gains: Vec<f64> = nearest.iter().zip(&ours).map(gain).collect();
    Compared {
        load,
        better: gains.iter().filter(|gain| **gain > 0.0).count(),
        seeds: seeds.len(),
        gain: percentile(gains, 0.5),
        nearest: row(&nearest),
        ours: row(&ours),
    }
}

fn seconds(day: &Day, of: impl Fn(&Arrival) -> bool) -> Vec<f64> {
    let late = |arrival: &Arrival| arrival.after.map_or(f64::INFINITY, |after| after.0);
    day.arrivals.iter().filter(|arrival| of(arrival)).map(late).collect()
}

fn p90(day: &Day, of: impl Fn(&Arrival) -> bool) -> f64 {
    percentile(seconds(day, of), 0.9)
}

fn row(days: &[Day]) -> Row {
    let mean = |of: &dyn Fn(&Day) -> f64| days.iter().map(of).sum::<f64>() / days.len().max(1) as f64;
    let sum = |of: &dyn Fn(&Day) -> usize| days.iter().map(of).sum::<usize>();
    let average = |all: Vec<f64>| all.iter().sum::<f64>() / all.len().max(1) as f64;
    Row {
        calls: sum(&|day| day.arrivals.len()),
        unserved: sum(&|day| day.arrivals.iter().filter(|arrival| arrival.after.is_none()).count()),
        p50: mean(&|day| percentile(seconds(day, |_| true), 0.5)),
        p90: mean(&|day| p90(day, |_| true)),
        mean: mean(&|day| average(seconds(day, |arrival| arrival.after.is_some()))),
        p90_first: mean(&|day| p90(day, |arrival| arrival.priority == 1)),
        taken_away: sum(&|day| day.taken_away) as f64 / sum(&|day| day.sent).max(1) as f64,
        busy: mean(&|day| day.busy),
    }
}

/// The rows as they stand in the README.
#[must_use]
pub fn table(all: &[Compared]) -> String {
    let mut text = String::from(
        "| load | rule | crews busy | p50 | p90 | P1 p90 | mean | taken away | nobody came |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for one in all {
        let load = format!("{:.0} %", one.load.0 * 100.0);
        for (rule, row) in [("nearest idle", &one.nearest), ("Skyground", &one.ours)] {
            let Row { busy, p50, p90, p90_first, mean, taken_away, unserved, calls } = row;
            let _ = writeln!(
                text,
                "| {load} | {rule} | {:.0} % | {p50:.0} s | {p90:.0} s | {p90_first:.0} s | {mean:.0} s | {:.1} % | {unserved} of {calls} |",
                busy * 100.0,
                taken_away * 100.0,
            );
        }
        let by = |ours: f64, nearest: f64| (1.0 - ours / nearest) * 100.0;
        let _ = writeln!(
            text,
            "| | better by | | {:.0} % | **{:.0} %** | {:.0} % | {:.0} % | | p90 on {} of {} days, half of them by {:.0} % |",
            by(one.ours.p50, one.nearest.p50),
            by(one.ours.p90, one.nearest.p90),
            by(one.ours.p90_first, one.nearest.p90_first),
            by(one.ours.mean, one.nearest.mean),
            one.better,
            one.seeds,
            one.gain * 100.0,
        );
    }
    text
}
