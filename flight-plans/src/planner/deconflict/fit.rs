//! Whether a flight may be flown in another layer or at another time than it was planned for.

use super::lay::{Course, Field, RETURN};
use crate::mission::{Mission, MissionItem};
use crate::planner::obstacle::Obstacle;
use crate::schedule::{LostLink, ScheduledFlight};
use geodata::{Agl, Amsl, Local, Metres, Seconds, Timestamp, Zone, ZoneKind};

/// Kept from zones besides the margin of the plan, as where missions are planned.
const SLACK: Metres = Metres(10.0);
/// Kept over the reserve, percentage points.
const SPARE: f64 = 0.5;
/// The lowest and the highest true height flown.
const FLOWN: (f64, f64) = (30.0, 120.0);

/// The flight in another layer: every height of its mission moved by the difference. Nothing where a leg would come out
/// of the heights flown, or under the lowest height of what it serves.
pub(super) fn in_layer(flight: &ScheduledFlight, layer: Agl, field: Field<'_>) -> Option<ScheduledFlight> {
    let up = layer.0 - flight.layer.0;
    let lines = flight.serves.iter().filter_map(|id| field.plan.line(id));
    let least = lines.map(|line| line.altitude.0.0).fold(FLOWN.0, f64::max);
    if layer.0.0 < least || layer.0.0 > FLOWN.1 {
        return None;
    }
    let moved = |altitude: Amsl| Amsl(altitude.0 + up);
    let items: Vec<MissionItem> = flight
        .mission
        .items
        .iter()
        .map(|item| match *item {
            MissionItem::Takeoff { at, altitude } => MissionItem::Takeoff { at, altitude: moved(altitude) },
            MissionItem::Waypoint { at, altitude, hold } => {
                MissionItem::Waypoint { at, altitude: moved(altitude), hold }
            }
            MissionItem::LoiterUnlimited { at, altitude } => {
                MissionItem::LoiterUnlimited { at, altitude: moved(altitude) }
            }
            other => other,
        })
        .collect();
    let high_enough = stays_high(&items, field);
    // A leave is for one mission, and this is another.
    high_enough.then(|| ScheduledFlight { mission: Mission { items }, layer, authorisation: None, ..flight.clone() })
}

/// Whether all legs between places stay within the heights flown.
fn stays_high(items: &[MissionItem], field: Field<'_>) -> bool {
    let terrain = &field.atlas.terrain;
    let places: Vec<(Local, Amsl)> =
        items.iter().filter_map(MissionItem::place).map(|(at, h)| (field.atlas.frame.to_local(at), h)).collect();
    places.windows(2).all(|leg| {
        let low = terrain.least_clearance(leg[0], leg[1]).value.is_some_and(|above| above.0.0 >= FLOWN.0);
        let over = |share: f64| {
            let height = leg[0].1.0.0 + (leg[1].1.0.0 - leg[0].1.0.0) * share;
            height - terrain.ground(leg[0].0.toward(leg[1].0, share)).0.0 <= FLOWN.1
        };
        let looks = (leg[0].0.distance(leg[1].0).0 / 15.0).ceil().clamp(1.0, 1e4);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 10,000
        let looks = looks as u32;
        low && (0..=looks).all(|look| over(f64::from(look) / f64::from(looks)))
    })
}

/// What keeps a flight that was changed from being flown so; nothing when it may.
pub(super) fn refuses(
    flight: &ScheduledFlight,
    course: &Course,
    planned: [Timestamp; 2],
    field: Field<'_>,
) -> Option<String> {
    let Some(airframe) = field.plan.airframe_of(flight.vehicle) else {
        return Some("nobody knows its aircraft".into());
    };
    let hovering = Seconds(field.schedule.rules.reserve.0);
    let needed = airframe.reserve().percent.max(airframe.hover_draw(hovering)) + SPARE;
    if course.least_left < needed {
        let left = course.least_left;
        return Some(format!("it would come back with {left:.1} %, it needs {needed:.1} %"));
    }
    zone(flight, course, planned, field)
}

/// A zone with hours that holds at the new time and did not hold about the time the flight was planned for.
fn zone(flight: &ScheduledFlight, course: &Course, planned: [Timestamp; 2], field: Field<'_>) -> Option<String> {
    let [start, end] = course.span(field.zero);
    let until = end.plus(Seconds(RETURN));
    let now = |zone: &Zone| zone.schedule.active_within(start, until);
    let timed = || field.atlas.zones.iter().filter(|zone| !zone.schedule.always() && now(zone));
    let was = |zone: &&Zone| zone.schedule.active_within(planned[0], planned[1].plus(Seconds(RETURN)));
    let keep_in = timed().find(|zone| zone.kind == ZoneKind::KeepIn && !was(zone));
    let no_record = timed().find(|zone| {
        let meets = || course.places.windows(2).any(|leg| zone.crossed_by(leg[0], leg[1]) || zone.contains(leg[0]));
        zone.kind == ZoneKind::NoRecord && flight.recording != crate::schedule::Recording::Off && meets()
    });
    let keep_out = timed().filter(|zone| zone.kind == ZoneKind::KeepOut).find(|zone| {
        let obstacle = Obstacle::new(zone, field.plan.zone_margin + SLACK);
        let straight = flight.contingency.lost_link == LostLink::Return;
        let clear = |leg: &[Local]| {
            obstacle.clear_leg(leg[0], leg[1]) && (!straight || obstacle.clear_fan(leg[0], leg[1], course.home))
        };
        !course.places.windows(2).all(clear)
    });
    let zone = keep_in.or(no_record).or(keep_out)?;
    Some(format!("{} holds then and is in the way", zone.name))
}
