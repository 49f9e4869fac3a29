//! Everything that is judged of one flight without looking at the others.

use super::case::{Case, named};
use super::track::Track;
use super::{World, camera, escape, leave, link, numbers};
use crate::check::{airspace, heights, terrain};
use crate::schedule::{Schedule, ScheduledFlight};
use geodata::{Finding, Seconds, Zone};

/// The findings on one flight, and its way in time where it could be laid out.
pub(super) fn check(flight: &ScheduledFlight, schedule: &Schedule, world: &World<'_>) -> (Vec<Finding>, Option<Track>) {
    let broken = numbers::of_flight(flight);
    if !broken.is_empty() {
        return (broken, None);
    }
    match Case::open(flight, schedule, world) {
        Ok(case) => (judge(&case), Some(case.track)),
        Err(findings) => (findings, None),
    }
}

fn judge(case: &Case<'_>) -> Vec<Finding> {
    let (flown, s) = (&case.flown, &case.s);
    let knows_return = case.flight.contingency.return_height.is_some();
    let mut mission = heights::check(flown, s);
    mission.extend(terrain::check(flown, s).into_iter().filter(|f| !knows_return || f.code != "note_return_low"));
    mission.extend(airspace::check_hours(flown, s, &|zone, stop| holds(case, zone, stop)));
    let mut findings: Vec<Finding> = mission.into_iter().map(|finding| named(case.flight, finding)).collect();
    findings.extend(escape::check(case));
    findings.extend(link::check(case));
    findings.extend(camera::check(case));
    findings.extend(leave::check(case));
    findings
}

/// Whether a zone holds at any moment at which a leg, or the stay at its end, is flown.
fn holds(case: &Case<'_>, zone: &Zone, stop: usize) -> bool {
    // A stop without a part takes no time; the whole flight is what it belongs to.
    let [begin, end] = case.track.span(stop).unwrap_or([0.0, case.track.length()]);
    let [begin, end] = [begin, end].map(|second| case.flight.takeoff_at.plus(Seconds(second)));
    zone.schedule.active_within(begin, end)
}
