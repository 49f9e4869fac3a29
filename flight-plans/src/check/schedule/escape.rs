//! At every second of a flight: would the autopilot's own return reach a place to land, with the reserve, in the wind
//! expected then, over the ground, and without crossing a zone?
//!
//! The return is the autopilot's: up to its return height, a straight line to the nearest of home and rally points that
//! knows of no zone, and down. Between two seconds it sweeps a triangle, and the triangle is what zones are held against.

use super::case::{Case, Destination, destinations, ends_at_home, nearest, return_heights};
use super::track::Part;
use crate::check::HEIGHTS;
use crate::check::airspace::{TOLERANCE, far_off, keeps, meets};
use crate::check::energy::{Meter, goes_straight_home, per_second};
use crate::check::flown::Kind;
use crate::check::geometry::{clearance, turns_about};
use crate::schedule::LostLink;
use geodata::{Amsl, Finding, Local, Metres, Seconds, Zone, ZoneKind};
use std::collections::BTreeSet;

/// One second of a flight.
struct Moment {
    item: usize,
    second: f64,
    at: Local,
    height: f64,
    /// Percent left in the battery.
    left: f64,
    /// Index of the destination a return would have.
    to: usize,
    /// Whether it already flies its planned return.
    returning: bool,
}

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = destinations(case);
    let moments = moments(case, &all);
    let mut findings: Vec<Finding> = lands_elsewhere(case, &all).into_iter().collect();
    findings.extend(storm(case));
    findings.extend(energy(case, &all, &moments));
    findings.extend(closed(case, &all, &moments));
    findings.extend(zones(case, &all, &moments));
    findings.extend(ground(case, &all, &moments));
    findings
}

/// Every second of a flight, and the ends of its parts.
fn moments(case: &Case<'_>, all: &[Destination]) -> Vec<Moment> {
    let mut left = case.flight.battery_percent;
    let mut moments = Vec::new();
    for part in &case.track.parts {
        let [begin, end] = part.time;
        let returning = case.flown.stops.get(part.stop).is_some_and(|stop| stop.kind == Kind::Return);
        for second in seconds(part) {
            let (at, height) = part.at(second);
            let share = (second - begin) / (end - begin);
            if let Some(to) = nearest(all, at) {
                let left = left - part.used * share;
                moments.push(Moment { item: part.item, second, at, height, left, to, returning });
            }
        }
        left -= part.used;
    }
    moments
}

/// The whole seconds within a part and both its ends.
fn seconds(part: &Part) -> impl Iterator<Item = f64> {
    let [begin, end] = part.time;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // no flight lasts longer than a day
    let count = (end - begin).ceil().clamp(1.0, 1e5) as u32;
    (0..count).map(move |i| begin + f64::from(i)).chain(std::iter::once(end))
}

/// A planned return from where a rally point is nearer than home: that is where the autopilot goes.
fn lands_elsewhere(case: &Case<'_>, all: &[Destination]) -> Option<Finding> {
    let stop = case.flown.stops.last().filter(|stop| stop.kind == Kind::Return)?;
    let to = nearest(all, stop.from).filter(|&to| to > 0).and_then(|to| all.get(to))?;
    let second = case.track.span(case.flown.stops.len() - 1).map_or(0.0, |[begin, _]| begin);
    let say = format!("its return from there goes to {}, which is nearer than its dock {}", to.name, case.flight.dock);
    let remedy = "Bring it nearer to its dock by waypoints before it returns, or take the rally point out";
    (to.dock.as_ref() != Some(&case.flight.dock))
        .then(|| case.finding("return_lands_elsewhere", (stop.item, second, stop.from), &say, remedy))
}

fn storm(case: &Case<'_>) -> Option<Finding> {
    let (start, limit) = (case.flight.takeoff_at, case.flown.airframe.max_wind.0);
    let winds = case.winds(start, case.track.landed_at(start));
    let strongest = winds.iter().map(|w| w.east.hypot(w.north)).max_by(f64::total_cmp)?;
    let say =
        || format!("wind {strongest:.1} m/s is expected, the limit of {} is {limit:.1}", case.flown.airframe.name);
    (strongest.is_nan() || strongest > limit)
        .then(|| Finding::new("wind", format!("flight {}", case.flight.id), say(), "Fly it when there is less wind"))
}

/// Who is in the air and only comes home has nothing better to do: what is short then is a fact and no reason to stay.
fn on_its_way_home(case: &Case<'_>) -> bool {
    case.flight.airborne.is_some() && goes_straight_home(&case.flown)
}

/// What a return costs and how long it takes: the climb, the straight line, the descent. Nothing when the wind stops it.
fn costs(case: &Case<'_>, to: &Destination, moment: &Moment) -> Option<(f64, f64)> {
    let airframe = case.flown.airframe;
    let hover = per_second(airframe).1;
    let top = return_heights(case, moment.height, to).1;
    let up = (top - moment.height).max(0.0) / airframe.climb.0;
    let down = (top - to.ground).max(0.0) / airframe.descend.0;
    let now = case.moment(moment.second);
    let mut way = (0.0f64, 0.0f64);
    // In the worst of the winds within the time that even the slowest return takes.
    for wind in case.winds(now, now.plus(Seconds(SLOWEST))) {
        let meter = Meter { flown: &case.flown, wind: [wind.east, wind.north] };
        way.0 = way.0.max(meter.leg(moment.at, to.at, None)?);
        way.1 = way.1.max(meter.seconds(moment.at, to.at, None)?);
    }
    Some((hover * (airframe.climb_over_hover() * up + down) + way.0, up + way.1 + down))
}

/// A wind that comes within this time of a return is reckoned with, in seconds.
const SLOWEST: f64 = 600.0;

/// Battery left after a return at the worst second against both reserves.
fn energy(case: &Case<'_>, all: &[Destination], moments: &[Moment]) -> Vec<Finding> {
    let mut worst: Option<(f64, &Moment)> = None;
    for moment in moments.iter().filter(|m| !m.returning) {
        let Some(to) = all.get(moment.to) else { continue };
        let Some((cost, _)) = costs(case, to, moment) else {
            let say = format!("a return to {} makes no way against the wind expected then", to.name);
            let key = (moment.item, moment.second, moment.at);
            return vec![case.finding("wind", key, &say, "Fly it when there is less wind")];
        };
        let landed = moment.left - cost;
        if worst.is_none_or(|(least, _)| landed < least) {
            worst = Some((landed, moment));
        }
    }
    // The planned way to the end counts like a return.
    if let Some(last) = moments.last().filter(|last| worst.is_none_or(|(least, _)| last.left < least)) {
        worst = Some((last.left, last));
    }
    let Some((landed, moment)) = worst else { return Vec::new() };
    let airframe = case.flown.airframe;
    let (percent, own) = (airframe.reserve_percent, 60.0 * airframe.min_reserve_minutes.unwrap_or(0.0));
    let kept = case.schedule.rules.reserve.0.max(own);
    let minutes = landed.max(0.0) / per_second(airframe).1;
    let key = (moment.item, moment.second, moment.at);
    let remedy = "Shorten it, start with more in the battery, or add a rally point nearer to it";
    let home = on_its_way_home(case);
    let mut findings = Vec::new();
    if !keeps(landed, percent) {
        let say = format!("a return from there would land with {landed:.1} %, the reserve is {percent:.0} %");
        findings.push(case.finding(if home { "note_reserve_short" } else { "reserve_short" }, key, &say, remedy));
    }
    if !keeps(minutes, kept) {
        let say =
            format!("a return from there would land with {minutes:.0} s of hovering left, the reserve is {kept:.0} s");
        findings.push(case.finding(if home { "note_reserve_minutes" } else { "reserve_minutes" }, key, &say, remedy));
    }
    if !keeps(landed, 0.0) {
        let say = "the battery would be empty before a return from there has landed";
        findings.push(case.finding("dock_unreachable", key, say, remedy));
    }
    findings
}

/// The first second from which a return would come to a dock that is closed by then.
fn closed(case: &Case<'_>, all: &[Destination], moments: &[Moment]) -> Option<Finding> {
    let shut = |dock: &str| case.schedule.docks.iter().find(|rule| rule.dock == dock).map(|rule| &rule.closed);
    moments.iter().filter(|m| !m.returning).find_map(|moment| {
        let to = all.get(moment.to)?;
        let spans = shut(to.dock.as_ref()?).filter(|spans| !spans.is_empty())?;
        let arrives = case.moment(moment.second + costs(case, to, moment)?.1);
        let say = || format!("a return from there ends at {}, which is closed by then", to.name);
        let remedy = "Add a rally point that is open and nearer, take the closed one out, or fly it at another time";
        spans.iter().any(|[from, until]| (*from..*until).contains(&arrives)).then(|| {
            let key = (moment.item, moment.second, moment.at);
            case.finding("dock_unreachable", key, &say(), remedy)
        })
    })
}

/// For every zone the first second from which a return would cross it.
fn zones(case: &Case<'_>, all: &[Destination], moments: &[Moment]) -> Vec<Finding> {
    let (start, s) = (case.flight.takeoff_at, &case.s);
    let end = case.track.landed_at(start).plus(Seconds(SLOWEST));
    let may = |z: &&Zone| z.kind == ZoneKind::KeepOut && z.schedule.active_within(start, end);
    let by_itself = case.flight.contingency.lost_link == LostLink::Continue && ends_at_home(case.flight);
    let code = if by_itself { "note_return_crosses_zone" } else { "return_crosses_zone" };
    let first = |zone: &Zone| {
        let pairs = moments.iter().zip(moments.iter().skip(1)).filter(|(a, _)| !a.returning);
        for (a, b) in pairs {
            let Some(to) = all.get(a.to) else { continue };
            if far_off(zone, [a.at, to.at], s) && far_off(zone, [b.at, to.at], s) {
                continue;
            }
            if crosses(case, zone, to, [a, b]) {
                let say = format!("a straight return from there to {} would cross {}", to.name, zone.name);
                let remedy = "Add a rally point on this side of the zone, or plan another way";
                return Some(case.finding(code, (a.item, a.second, a.at), &say, remedy));
            }
        }
        None
    };
    s.atlas.zones.iter().filter(may).filter_map(first).collect()
}

fn crosses(case: &Case<'_>, zone: &Zone, to: &Destination, [a, b]: [&Moment; 2]) -> bool {
    let margin = case.s.plan.zone_margin.0 - TOLERANCE;
    let near = |m: &Moment| !keeps(clearance(&zone.shape, m.at, to.at), margin);
    if !near(a) && !near(b) && !turns_about(&zone.shape, [a.at, b.at, to.at]) {
        return false;
    }
    // Who begins in the air too near to a zone may leave it.
    let first = case.track.parts.first().is_some_and(|part| a.second < part.time[1]);
    if first && case.flight.airborne.is_some() && !keeps(clearance(&zone.shape, a.at, a.at), margin) {
        return false;
    }
    let now = case.moment(a.second);
    let lasts = costs(case, to, a).map_or(SLOWEST, |(_, lasts)| lasts);
    let top = return_heights(case, a.height, to).1;
    zone.schedule.active_within(now, now.plus(Seconds(lasts)))
        && (meets(zone, [a.at, to.at], [top; 2], &case.s) || meets(zone, [b.at, to.at], [top; 2], &case.s))
}

/// The first second from which a return at the autopilot's height would come too near to the ground. Only where that
/// height is known; otherwise a note of the judge of missions says what it should be.
fn ground(case: &Case<'_>, all: &[Destination], moments: &[Moment]) -> Option<Finding> {
    let terrain = &case.s.atlas.terrain;
    if terrain.is_flat() || case.flight.contingency.return_height.is_none() {
        return None;
    }
    let low = HEIGHTS.0.0.0;
    let mut seen: BTreeSet<[i64; 3]> = BTreeSet::new();
    moments.iter().find_map(|moment| {
        let to = all.get(moment.to)?;
        #[allow(clippy::cast_possible_truncation)] // metres of a district
        let key = [moment.at.x as i64, moment.at.y as i64, moment.to as i64];
        let height = return_heights(case, moment.height, to).0;
        if moment.returning || !seen.insert(key) {
            return None;
        }
        let level = Amsl(Metres(height));
        let least = terrain.least_clearance((moment.at, level), (to.at, level));
        let above = least.value?.0.0;
        let top = terrain.max_along(moment.at, to.at).value.map_or(height, |top| top.0.0) + low;
        let say = format!("a straight return from there to {} would pass {above:.0} m above the ground", to.name);
        let remedy = format!("Set the return height so that it flies {:.0} m above sea level there", top.ceil());
        (above < low - 1.0).then(|| case.finding("return_low", (moment.item, moment.second, moment.at), &say, &remedy))
    })
}
