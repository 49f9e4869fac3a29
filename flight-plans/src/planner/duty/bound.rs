//! What no schedule can beat: visits take time, and batteries give only so much of it.
//!
//! For a promise p a place whose clock runs over n intervals with weight w needs at least n w / p - 1 visits. A visit takes
//! its service and the shortest way to it, or, staying on between two, the time its clock needs for the gap. Time in the air
//! is what batteries and chargers leave of the shift: with the longest sortie d and the turn-round t an aircraft available
//! for a span a flies at most (a + t) d / (d + t).

use super::able::able;
use super::model::{Duty, Kind};
use super::need::Need;

/// Seconds of service and travel the whole fleet can give, operators counted.
#[must_use]
pub fn air_time(duty: &Duty) -> f64 {
    let length = duty.length.0;
    let fleet: f64 = duty
        .fleet
        .iter()
        .map(|craft| {
            let span = (craft.until.0.min(length) - craft.ready.0.max(0.0)).max(0.0);
            useful(&duty.kinds[craft.kind], span, duty.docks[craft.dock].chargers > 0)
        })
        .sum();
    let watched: f64 =
        duty.watchers.iter().map(|w| f64::from(w.most) * (w.to.0.min(length) - w.from.0.max(0.0)).max(0.0)).sum();
    fleet.min(watched)
}

/// Seconds over places and between them that one aircraft gives in a span.
#[must_use]
pub fn useful(kind: &Kind, span: f64, charged: bool) -> f64 {
    let longest = kind.longest.0;
    if longest <= 0.0 {
        return 0.0;
    }
    let turn = kind.turn.0.min(kind.turn.0 + kind.turn_per_percent.0 * kind.budget);
    let turn = turn.max(kind.turn.0 + kind.turn_per_percent.0 * kind.budget);
    let air = if charged { ((span + turn) * longest / (longest + turn)).min(span) } else { span.min(longest) };
    let fixed = f64::from(kind.launch.time + kind.land.time);
    (air * (1.0 - fixed / longest)).max(0.0)
}

/// Seconds of service and travel that a promise takes at least.
#[must_use]
pub fn wanted(duty: &Duty, needs: &[Need], quickest: &[f64], promise: f64) -> f64 {
    let mut all = 0.0;
    for ((target, need), quickest) in duty.targets.iter().zip(needs).zip(quickest) {
        if quickest.is_finite() {
            let every = target.bands.iter().map(|b| b.every.0).fold(f64::INFINITY, f64::min);
            let visits = ((need.last() - need.first()) * target.weight / promise - 1.0).max(0.0);
            all += visits * quickest.min(promise * every / target.weight);
        }
    }
    all
}

/// The least time of one visit of each place: its service and the shortest way there; infinite where no
/// aircraft can be.
#[must_use]
pub fn quickest(duty: &Duty) -> Vec<f64> {
    let mut ports: Vec<u32> = duty.docks.iter().map(|d| d.port).collect();
    ports.extend(duty.targets.iter().flat_map(|t| t.ways.iter().map(|w| w.leave)));
    ports.sort_unstable();
    ports.dedup();
    // Port by port, so that each table of ways is read along its rows.
    let served = |target: usize| duty.targets[target].ways.iter().map(move |way| (target, way, f32::INFINITY));
    let mut ways: Vec<_> = (0..duty.targets.len()).flat_map(served).collect();
    for port in ports {
        for kind in &duty.kinds {
            for (target, way, least) in &mut ways {
                if duty.targets[*target].ways.iter().all(|own| own.leave != port) {
                    *least = least.min(kind.ways.between(port, way.enter).time);
                }
            }
        }
    }
    let able = able(duty);
    let mut quickest = vec![f64::INFINITY; duty.targets.len()];
    for (target, way, least) in ways.into_iter().filter(|(target, ..)| able[*target]) {
        quickest[target] = quickest[target].min(f64::from(least) + f64::from(way.time));
    }
    quickest
}

/// The least promise any schedule can keep; nothing where the argument gives nothing.
#[must_use]
pub fn bound(duty: &Duty, needs: &[Need]) -> Option<f64> {
    let (air, quickest) = (air_time(duty), quickest(duty));
    let fits = |promise: f64| wanted(duty, needs, &quickest, promise) <= air;
    let (mut low, mut high) = (1e-3, 1e4);
    if fits(low) || !fits(high) {
        return None;
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if fits(middle) { high = middle } else { low = middle }
    }
    Some(low)
}
