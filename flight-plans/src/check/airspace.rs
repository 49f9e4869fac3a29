//! Zones against everything that may be flown: the climb, every leg, and the straight return from every stop, because
//! an autopilot that loses its link flies straight home whatever lies between.

use super::HEIGHTS;
use super::flown::{Flown, Kind, Stop};
use super::geometry::{clearance, within};
use crate::situation::Situation;
use geodata::{Amsl, Finding, Metres, Seconds, Zone, ZoneKind};
use std::collections::BTreeSet;

/// Rounding on the wire, in metres.
const TOLERANCE: f64 = 0.5;
/// A zone counts when it holds at any of this many minutes ahead.
const MINUTES: i64 = 60;

pub(super) fn check(flown: &Flown<'_>, s: &Situation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for zone in s.atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepOut && matters(z, flown, s)) {
        findings.extend(legs(zone, flown, s));
        findings.extend(returns(zone, flown, s));
    }
    findings.extend(keep_in(flown, s));
    findings
}

/// Holding within the hour, and anywhere between the ground and the highest height flown.
fn matters(zone: &Zone, flown: &Flown<'_>, s: &Situation<'_>) -> bool {
    let grounds = || flown.stops.iter().map(|stop| s.atlas.terrain.ground(stop.to).0.0);
    let low = grounds().fold(f64::INFINITY, f64::min);
    let high = grounds().fold(f64::NEG_INFINITY, f64::max) + HEIGHTS.1.0.0;
    #[allow(clippy::cast_precision_loss)] // 0 to 60
    let holds = (0..=MINUTES).any(|minute| zone.active(s.at.plus(Seconds((minute * 60) as f64))));
    holds && reaches(zone, low, high)
}

/// Whether a zone reaches into a band above sea level, over ground somewhere in that band's lower part.
fn reaches(zone: &Zone, low: f64, high: f64) -> bool {
    let floor = zone.floor.over(Amsl(Metres(low))).map_or(f64::NEG_INFINITY, |height| height.0.0);
    let ceiling = zone.ceiling.over(Amsl(Metres(high))).map_or(f64::INFINITY, |height| height.0.0);
    floor <= high && ceiling >= low
}

fn legs(zone: &Zone, flown: &Flown<'_>, s: &Situation<'_>) -> Vec<Finding> {
    let margin = s.plan.zone_margin.0 - TOLERANCE;
    let too_near = |(index, stop): (usize, &Stop)| {
        let near = clearance(&zone.shape, stop.from, stop.to);
        // Who has drifted near a zone may fly away from it, never nearer.
        let start = clearance(&zone.shape, stop.from, stop.from);
        let leaves = index == 0 && !s.on_ground && start > 0.0 && near >= start - TOLERANCE;
        if keeps(near, margin) || leaves {
            return None;
        }
        let leg = if stop.kind == Kind::Takeoff { "the climb" } else { "the leg" };
        let say = format!(
            "{leg} to it comes within {near:.0} m of {}, the margin is {:.0} m",
            zone.name, s.plan.zone_margin.0
        );
        Some(Finding::new("zone_blocks", format!("item {}", stop.item), say, "Plan a way round the zone"))
    };
    // The last straight return is a leg like any other.
    flown.stops.iter().enumerate().filter_map(too_near).collect()
}

/// The straight return from every stop. When the mission itself comes home the finding is a note: a lost link would
/// still fly straight, and the approver should know.
fn returns(zone: &Zone, flown: &Flown<'_>, s: &Situation<'_>) -> Option<Finding> {
    let margin = s.plan.zone_margin.0 - TOLERANCE;
    let crosses =
        |stop: &&Stop| stop.kind != Kind::Return && !keeps(clearance(&zone.shape, stop.to, flown.dock), margin);
    let stop = flown.stops.iter().find(crosses)?;
    let code = if flown.comes_home { "note_return_crosses_zone" } else { "return_crosses_zone" };
    let say = format!("a straight return from there would cross {} or pass too near to it", zone.name);
    let remedy = "Bring it home by waypoints, and know that a lost link returns straight";
    Some(Finding::new(code, format!("item {}", stop.item), say, remedy))
}

/// Where keep-in zones hold, every leg lies wholly in one of them.
fn keep_in(flown: &Flown<'_>, s: &Situation<'_>) -> Vec<Finding> {
    let holds = |z: &&Zone| z.kind == ZoneKind::KeepIn && z.active(s.at);
    let working: Vec<&Zone> = s.atlas.zones.iter().filter(holds).collect();
    if working.is_empty() {
        return Vec::new();
    }
    let out = flown.stops.iter().filter(|stop| !working.iter().any(|z| within(&z.shape, stop.from, stop.to)));
    let items: BTreeSet<usize> = out.map(|stop| stop.item).collect();
    let finding = |item| {
        let say = "the leg to it leaves the keep-in zones";
        Finding::new("keep_in", format!("item {item}"), say, "Plan it inside of one keep-in zone")
    };
    items.into_iter().map(finding).collect()
}

/// Whether a distance is enough; a distance that is not a number never is.
fn keeps(distance: f64, least: f64) -> bool {
    distance >= least
}
