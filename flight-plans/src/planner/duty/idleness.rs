//! The idleness of a schedule as it stands, without a search.

use super::able::able;
use super::model::Duty;
use super::need::Need;
use super::patrol::Patrol;

/// The promise (longest weighted idleness of any place that can be visited) and the mean idleness, both in revisit intervals times weight.
#[must_use]
pub fn idleness(duty: &Duty, patrol: &Patrol) -> (f64, f64) {
    let mut arrivals: Vec<Vec<f64>> = vec![Vec::new(); duty.targets.len()];
    for visit in patrol.cut.iter().chain(&patrol.sorties).flat_map(|s| &s.visits) {
        if let Some(list) = arrivals.get_mut(visit.target) {
            list.push(visit.at.0);
        }
    }
    let (mut worst, mut area, mut all) = (0.0_f64, 0.0, 0.0);
    for ((target, arrivals), able) in duty.targets.iter().zip(&mut arrivals).zip(able(duty)) {
        let counts = able || !arrivals.is_empty();
        let need = Need::of(target, duty.length);
        arrivals.sort_by(f64::total_cmp);
        let mut last = need.first();
        for next in arrivals.iter().map(|at| need.at(*at)).chain([need.last()]) {
            let gap = next - last;
            if counts {
                worst = worst.max(target.weight * gap);
            }
            area += target.weight * gap * gap / 2.0;
            last = next;
        }
        all += need.last() - need.first();
    }
    (worst, if all > 0.0 { area / all } else { 0.0 })
}
