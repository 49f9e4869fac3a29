//! What makes a schedule as such unfit to be judged: numbers that are none, and names that are used twice.

use crate::schedule::{Schedule, ScheduledFlight};
use geodata::Finding;
use std::collections::BTreeSet;

/// Findings on what flights share, and on ids.
pub(super) fn check(schedule: &Schedule) -> Vec<Finding> {
    let bad = |at: String, what: &str| {
        Finding::new("not_a_number", at, format!("{what} is missing or out of range"), "Correct it in the schedule")
    };
    let span = |[from, until]: &[geodata::Timestamp; 2]| from <= until;
    let mut findings = Vec::new();
    let rules = &schedule.rules;
    let positive = [rules.horizontal.0, rules.vertical.0, rules.dock_slot.0, rules.reserve.0];
    if !positive.iter().all(|n| (0.0..=1e5).contains(n)) {
        findings.push(bad("rules".into(), "a distance or a time"));
    }
    let winds = schedule.weather.iter().enumerate();
    let unfit = winds.filter(|(_, w)| !(w.wind.east.abs() <= 100.0 && w.wind.north.abs() <= 100.0));
    findings.extend(unfit.map(|(index, _)| bad(format!("weather {index}"), "the wind")));
    if schedule.weather.windows(2).any(|pair| pair[0].from > pair[1].from) {
        findings.push(bad("weather".into(), "the order in time"));
    }
    for relay in &schedule.relays {
        let place = geodata::Wgs84::new(relay.at.lat, relay.at.lon).is_some();
        if !(place && relay.altitude.0.0.is_finite() && relay.range.0 > 0.0) {
            findings.push(bad(format!("relay {}", relay.id), "its place, height or range"));
        }
    }
    for rule in &schedule.docks {
        if !(rule.slot.is_none_or(|slot| (0.0..=1e5).contains(&slot.0)) && rule.closed.iter().all(span)) {
            findings.push(bad(format!("dock {}", rule.dock), "its slot or a time it is closed"));
        }
    }
    let unfit = schedule.operators.iter().filter(|o| !o.shift.iter().all(span));
    findings.extend(unfit.map(|o| bad(format!("operator {}", o.id), "the shift")));
    findings.extend(twice("flight", schedule.flights.iter().map(|f| f.id.as_str())));
    findings.extend(twice("operator", schedule.operators.iter().map(|o| o.id.as_str())));
    findings.extend(twice("dock", schedule.docks.iter().map(|d| d.dock.as_str())));
    findings
}

fn twice<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let again = ids.filter(|id| !seen.insert(*id));
    let say = "this id is used more than once";
    again.map(|id| Finding::new("used_twice", format!("{what} {id}"), say, "Give each its own id")).collect()
}

/// Findings on the numbers of one flight that its mission does not hold.
pub(super) fn of_flight(flight: &ScheduledFlight) -> Vec<Finding> {
    let place = |at: geodata::Wgs84| geodata::Wgs84::new(at.lat, at.lon).is_some();
    let airborne = flight.airborne.is_none_or(|a| place(a.at) && a.altitude.0.0.is_finite());
    let rally = flight.contingency.rally.points.iter().all(|p| place(p.at) && p.altitude.0.0.is_finite());
    let height = flight.contingency.return_height.is_none_or(|h| (0.0..=1e4).contains(&h.0));
    // Outside of these years moments could not be told apart from the ends of time.
    let year = 31_557_600_000_000i64;
    let when = (0..400 * year).contains(&flight.takeoff_at.0);
    let wrong = [
        (flight.layer.0.0.is_finite(), "its layer"),
        ((0.0..=7200.0).contains(&flight.stay.0), "how long it stays"),
        (airborne, "where it is"),
        (rally, "a rally point"),
        (height, "its return height"),
        (when, "when it starts"),
    ];
    let at = || format!("flight {}", flight.id);
    let fault = |what| {
        Finding::new("not_a_number", at(), format!("{what} is missing or out of range"), "Correct it in the schedule")
    };
    wrong.into_iter().filter(|(fine, _)| !fine).map(|(_, what)| fault(what)).collect()
}
