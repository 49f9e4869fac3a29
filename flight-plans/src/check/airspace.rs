//! Zones against everything that may be flown: the climb, every leg, and the straight return from every stop, because
//! an autopilot that loses its link flies straight home whatever lies between.

use super::HEIGHTS;
use super::flown::{Flown, Kind, Stop};
use super::geometry::{clearance, turns_about, within};
use super::heights::IN_PLACE;
use crate::situation::Situation;
use geodata::{Amsl, Finding, Limit, Local, Seconds, Zone, ZoneKind};
use std::collections::BTreeSet;

/// Rounding on the wire, in metres.
pub(super) const TOLERANCE: f64 = 0.5;
/// A zone counts when it holds at any moment of this time ahead: when a launch is approved and how long a hover lasts
/// is not known, and no battery lasts longer.
const HOUR: Seconds = Seconds(3600.0);
/// Ways are sampled this finely against the heights of zones, in metres.
const SAMPLE: f64 = 20.0;
/// A leg with a zone between the returns from its ends is looked at in this many parts.
const LOOKS: u32 = 256;

pub(super) fn check(flown: &Flown<'_>, s: &Situation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for zone in s.atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepOut && soon(z, s)) {
        findings.extend(legs(zone, flown, s, &|_| true));
        findings.extend(returns(zone, flown, s));
    }
    findings.extend(keep_in(flown, s, &|zone, _| zone.active(s.at)));
    findings
}

/// The legs of a flight of which it is known when they are flown: a zone counts for a leg when it `holds` then.
pub(super) fn check_hours(flown: &Flown<'_>, s: &Situation<'_>, holds: &dyn Fn(&Zone, usize) -> bool) -> Vec<Finding> {
    let keep_out = s.atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepOut);
    let mut findings: Vec<Finding> = keep_out.flat_map(|z| legs(z, flown, s, &|index| holds(z, index))).collect();
    findings.extend(keep_in(flown, s, holds));
    findings
}

/// Whether a zone holds at any moment of the hour ahead.
fn soon(zone: &Zone, s: &Situation<'_>) -> bool {
    zone.schedule.active_within(s.at, s.at.plus(HOUR))
}

/// Whether a way in a straight line, at heights that go evenly from one to the other, in metres above sea level, is near
/// a zone where the zone reaches into the heights that count. More room is kept than the samples are apart.
pub(super) fn meets(zone: &Zone, ends: [Local; 2], heights: [f64; 2], s: &Situation<'_>) -> bool {
    let ([a, b], [first, last]) = (ends, heights);
    let length = a.distance(b).0;
    if !(length.is_finite() && first.is_finite() && last.is_finite()) {
        return true;
    }
    let room = s.plan.zone_margin.0 + SAMPLE;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a district is not 80,000 km wide
    let parts = (length / SAMPLE).ceil().clamp(1.0, 4e6) as u32;
    (0..=parts).any(|part| {
        let share = f64::from(part) / f64::from(parts);
        let at = a.toward(b, share);
        !keeps(clearance(&zone.shape, at, at), room) && reaches(zone, at, first + (last - first) * share, s)
    })
}

/// Whether a zone reaches into the heights that count at a place: from the ground to the highest height flown, and
/// wherever the aircraft is besides. Over unknown ground a limit above ground may be at any height.
fn reaches(zone: &Zone, at: Local, height: f64, s: &Situation<'_>) -> bool {
    let known = s.atlas.terrain.height(at);
    let over = |limit: Limit| match limit {
        Limit::Amsl(height) => Some(height.0.0),
        limit => limit.over(known?).map(|height| height.0.0),
    };
    let low = known.map_or(f64::NEG_INFINITY, |ground| height.min(ground.0.0));
    let high = height.max(s.atlas.terrain.ground(at).raised(HEIGHTS.1).0.0);
    over(zone.floor).is_none_or(|floor| floor <= high) && over(zone.ceiling).is_none_or(|ceiling| ceiling >= low)
}

fn legs(zone: &Zone, flown: &Flown<'_>, s: &Situation<'_>, counts: &dyn Fn(usize) -> bool) -> Vec<Finding> {
    let margin = s.plan.zone_margin.0 - TOLERANCE;
    let too_near = |(index, stop): (usize, &Stop)| {
        if far_off(zone, [stop.from, stop.to], s) || !counts(index) {
            return None;
        }
        let near = clearance(&zone.shape, stop.from, stop.to);
        // Who has drifted near a zone may fly away from it, never nearer.
        let start = clearance(&zone.shape, stop.from, stop.from);
        let leaves = index == 0 && !s.on_ground && start > 0.0 && near >= start - TOLERANCE;
        if keeps(near, margin) || leaves {
            return None;
        }
        // Who is too high or too low already may change height in place: its end is what counts.
        let in_place = index == 0 && !s.on_ground && stop.from.distance(stop.to).0 < IN_PLACE;
        let first = if in_place { stop.to_height } else { stop.from_height };
        if !meets(zone, [stop.from, stop.to], [first, stop.to_height], s) {
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

/// Whether the box round a zone is farther from the box round two places than any margin.
pub(super) fn far_off(zone: &Zone, places: [Local; 2], s: &Situation<'_>) -> bool {
    let ([low, high], [a, b]) = (zone.bounds(), places);
    let room = s.plan.zone_margin.0 + SAMPLE;
    a.x.max(b.x) + room < low.x
        || a.x.min(b.x) - room > high.x
        || a.y.max(b.y) + room < low.y
        || a.y.min(b.y) - room > high.y
}

/// The straight return from every stop and from the legs between. When the mission itself comes home the finding is a note: a lost link would
/// still fly straight, and the approver should know.
fn returns(zone: &Zone, flown: &Flown<'_>, s: &Situation<'_>) -> Option<Finding> {
    let margin = s.plan.zone_margin.0 - TOLERANCE;
    let from = |place: Local, stop: &Stop| {
        !keeps(clearance(&zone.shape, place, flown.dock), margin)
            && meets(zone, [place, flown.dock], [returns_at(stop, flown, s); 2], s)
    };
    // A zone that neither end of a leg returns over may lie between the two returns.
    let between = |stop: &Stop| {
        let places = || (1..LOOKS).map(|look| stop.from.toward(stop.to, f64::from(look) / f64::from(LOOKS)));
        turns_about(&zone.shape, [stop.from, stop.to, flown.dock]) && places().any(|place| from(place, stop))
    };
    let crosses = |stop: &&Stop| stop.kind != Kind::Return && (from(stop.to, stop) || between(stop));
    let stop = flown.stops.iter().find(crosses)?;
    let code = if flown.comes_home { "note_return_crosses_zone" } else { "return_crosses_zone" };
    let say = format!("a straight return from there would cross {} or pass too near to it", zone.name);
    let remedy = "Bring it home by waypoints, and know that a lost link returns straight";
    Some(Finding::new(code, format!("item {}", stop.item), say, remedy))
}

/// How high the autopilot's own return is, in metres above sea level: as high as it is, or what clears the hills between.
fn returns_at(stop: &Stop, flown: &Flown<'_>, s: &Situation<'_>) -> f64 {
    let crest = s.atlas.terrain.max_along(stop.to, flown.dock).value;
    crest.map_or(stop.to_height, |crest: Amsl| stop.to_height.max(crest.raised(HEIGHTS.0).0.0))
}

/// Where keep-in zones hold, every leg lies wholly in one of them.
fn keep_in(flown: &Flown<'_>, s: &Situation<'_>, holds: &dyn Fn(&Zone, usize) -> bool) -> Vec<Finding> {
    let keep_in: Vec<&Zone> = s.atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepIn).collect();
    let leaves = |(index, stop): (usize, &Stop)| {
        let mut working = keep_in.iter().filter(|z| holds(z, index)).peekable();
        (working.peek().is_some() && !working.any(|z| within(&z.shape, stop.from, stop.to))).then_some(stop.item)
    };
    let items: BTreeSet<usize> = flown.stops.iter().enumerate().filter_map(leaves).collect();
    let finding = |item| {
        let say = "the leg to it leaves the keep-in zones";
        Finding::new("keep_in", format!("item {item}"), say, "Plan it inside of one keep-in zone")
    };
    items.into_iter().map(finding).collect()
}

/// Whether a distance is enough; a distance that is not a number never is.
pub(super) fn keeps(distance: f64, least: f64) -> bool {
    distance >= least
}
