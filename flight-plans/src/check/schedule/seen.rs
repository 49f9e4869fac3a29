//! Whether a patrol area is seen as often as it asks: every place of a raster over it, through a whole schedule as it would
//! be flown. A place is seen while an aircraft is within the area's reach of it, high enough and slow enough; it waits by
//! the clock of the area's time bands, which stands still outside of them.

use super::World;
use super::case::Case;
use super::track::Part;
use crate::patrol::PatrolArea;
use crate::patrol::revisit::{Stretch, stretches};
use crate::schedule::{Schedule, ScheduledFlight};
use geodata::{Local, Seconds, Shape, Timestamp, Wgs84};

/// Places of the raster to the reach, and most of them in one area.
const PLACES: f64 = 3.0;
const MOST: f64 = 6_000.0;
/// A ground speed this much over the area's still counts, m/s: missions hold whole centimetres a second.
const ROUNDING: f64 = 0.02;
/// And a place this much farther, metres: missions hold degrees to seven digits.
const NEAR: f64 = 0.05;

/// The time that is asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// From when; every place counts as seen then.
    pub from: Timestamp,
    /// How long.
    pub length: Seconds,
    /// The interval of areas without time bands.
    pub every: Seconds,
}

/// How an area is seen.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaSeen {
    /// The area.
    pub id: String,
    /// The longest wait of any place that is seen, in its intervals: 1 keeps every one of them.
    pub longest: f64,
    /// Where that is.
    pub at: Option<Wgs84>,
    /// The part of the area that never waits longer than asked.
    pub in_time: f64,
    /// The part that nobody sees although it is asked for.
    pub never: f64,
}

/// How the areas of the plan are seen by the flights of a schedule.
#[must_use]
pub fn areas(schedule: &Schedule, world: &World<'_>, span: &Span) -> Vec<AreaSeen> {
    let tracks: Vec<(&ScheduledFlight, Vec<Part>)> = schedule
        .flights
        .iter()
        .filter_map(|flight| Some((flight, Case::open(flight, schedule, world).ok()?.track.parts)))
        .collect();
    world.plan.areas.iter().map(|area| seen(area, &tracks, world, span)).collect()
}

fn seen(area: &PatrolArea, tracks: &[(&ScheduledFlight, Vec<Part>)], world: &World<'_>, span: &Span) -> AreaSeen {
    let places = raster(area, world);
    let stretches = if area.revisit.is_empty() {
        vec![Stretch { from: Seconds::ZERO, to: span.length, every: span.every }]
    } else {
        stretches(&area.revisit, span.from, span.length)
    };
    let mut looks: Vec<Vec<[f64; 2]>> = vec![Vec::new(); places.len()];
    for (flight, parts) in tracks {
        let begin = flight.takeoff_at.since(span.from).0;
        for part in parts.iter().filter(|part| fit(area, part, world)) {
            for (place, looks) in places.iter().zip(&mut looks) {
                if let Some([a, b]) = near(*place, part, area.seen.0 + NEAR) {
                    looks.push([begin + a, begin + b]);
                }
            }
        }
    }
    let mut told = AreaSeen { id: area.id.clone(), longest: 0.0, at: None, in_time: 1.0, never: 0.0 };
    #[allow(clippy::cast_precision_loss)] // Thousands.
    let one = 1.0 / places.len().max(1) as f64;
    for (place, looks) in places.iter().zip(&mut looks) {
        let wait = longest(looks, &stretches, span.length.0);
        if looks.is_empty() && wait > 0.0 {
            told.never += one;
        } else if wait > told.longest {
            (told.longest, told.at) = (wait, Some(world.atlas.frame.to_wgs84(*place)));
        }
        if wait > 1.0 {
            told.in_time -= one;
        }
    }
    told.in_time = told.in_time.max(0.0);
    told
}

/// Middles of the squares of a raster that lie in the area.
fn raster(area: &PatrolArea, world: &World<'_>) -> Vec<Local> {
    let (outer, holes) = area.local(&world.atlas.frame);
    let Ok(shape) = Shape::area(outer.clone(), holes) else { return Vec::new() };
    let far = f64::INFINITY;
    let [west, east] = outer.iter().fold([far, -far], |[a, b], p| [a.min(p.x), b.max(p.x)]);
    let [south, north] = outer.iter().fold([far, -far], |[a, b], p| [a.min(p.y), b.max(p.y)]);
    let step = (area.seen.0 / PLACES).max(((east - west) * (north - south) / MOST).sqrt()).max(0.5);
    let mut places = Vec::new();
    let mut y = south + step / 2.0;
    while y < north {
        let mut x = west + step / 2.0;
        while x < east {
            let at = Local { x, y };
            if shape.covers(at) {
                places.push(at);
            }
            x += step;
        }
        y += step;
    }
    places
}

/// Whether what is seen from a part of a flight counts: slow enough over ground, and at the area's height all along.
fn fit(area: &PatrolArea, part: &Part, world: &World<'_>) -> bool {
    let seconds = part.time[1] - part.time[0];
    let slow = part.place[0].distance(part.place[1]).0 <= (area.speed.0 + ROUNDING) * seconds;
    let high = |i: usize| part.height[i] - world.atlas.terrain.ground(part.place[i]).0.0 >= area.altitude.0.0 - 0.5;
    slow && high(0) && high(1)
}

/// From when until when of the flight a place is within reach.
fn near(place: Local, part: &Part, reach: f64) -> Option<[f64; 2]> {
    let ([a, b], [from, to]) = (part.place, part.time);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (px, py) = (a.x - place.x, a.y - place.y);
    let (squared, along, off) = (dx * dx + dy * dy, px * dx + py * dy, px * px + py * py - reach * reach);
    if squared < 1e-12 {
        return (off <= 0.0).then_some([from, to]);
    }
    let root = along * along - squared * off;
    if root < 0.0 {
        return None;
    }
    let [low, high] = [-1.0, 1.0].map(|sign| ((-along + sign * root.sqrt()) / squared).clamp(0.0, 1.0));
    let touches = low < high || off <= 0.0 || (px + dx) * (px + dx) + (py + dy) * (py + dy) <= reach * reach;
    touches.then_some([from + (to - from) * low, from + (to - from) * high])
}

/// The longest wait between looks, in intervals.
fn longest(looks: &mut [[f64; 2]], stretches: &[Stretch], length: f64) -> f64 {
    looks.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let waits = |from: f64, to: f64| -> f64 {
        stretches.iter().map(|s| ((s.to.0.min(to) - s.from.0.max(from)) / s.every.0).max(0.0)).sum()
    };
    let (mut last, mut most) = (0.0f64, 0.0f64);
    for look in looks.iter() {
        most = most.max(waits(last, look[0]));
        last = last.max(look[1]);
    }
    most.max(waits(last, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patrol::area::tests::rectangle;
    use crate::trial::{NOON, atlas, docked, plan};
    use crate::{Mission, MissionItem, Plan, Revisit};
    use geodata::{Heading, Hours, Metres, MetresPerSecond};

    /// One flight along the middle of a strip, there and back, at 10 m/s.
    fn strip(seen: f64, speed: f64) -> (Plan, Schedule) {
        let s = docked(1);
        let begin = s.from.moved(Heading::degrees(90.0), Metres(300.0));
        let end = begin.moved(Heading::degrees(90.0), Metres(600.0));
        let mut area = rectangle("A1", &atlas().frame, begin.toward(end, 0.5), [600.0, 80.0]);
        area.seen = Metres(seen);
        let aircraft = plan().aircraft(1).unwrap();
        let up = |at: Local| atlas().terrain.ground(at).raised(aircraft.layer);
        let to =
            |at: Local| MissionItem::Waypoint { at: atlas().frame.to_wgs84(at), altitude: up(at), hold: Seconds::ZERO };
        let items = vec![
            MissionItem::Takeoff { at: atlas().frame.to_wgs84(s.from), altitude: up(s.from) },
            MissionItem::Speed { speed: MetresPerSecond(speed) },
            to(begin),
            to(end),
            to(begin),
            MissionItem::Return,
        ];
        let flight = ScheduledFlight {
            layer: aircraft.layer,
            ..ScheduledFlight::new("F", 1, aircraft.dock.clone(), NOON, Mission { items })
        };
        (Plan { areas: vec![area], ..plan().clone() }, Schedule { flights: vec![flight], ..Schedule::default() })
    }

    fn ask(plan: &Plan, flights: &Schedule, length: f64) -> AreaSeen {
        let world = World { atlas: atlas(), plan };
        areas(flights, &world, &Span { from: NOON, length: Seconds(length), every: Seconds(600.0) }).remove(0)
    }

    #[test]
    fn a_strip_flown_there_and_back_waits_as_long_as_one_can_reckon() {
        let (mut plan, flights) = strip(45.0, 10.0);
        let all = ask(&plan, &flights, 600.0);
        assert!(all.never.abs() < 1e-9);
        let track =
            Case::open(&flights.flights[0], &flights, &World { atlas: atlas(), plan: &plan }).ok().unwrap().track;
        // From the climb 30 s to the strip and 60 s along it: the far end waits longest before it is seen, the near end
        // from 90 s after until the end.
        let begins = track.parts.iter().find(|p| p.stop == 1).unwrap().time[0];
        let left = begins + 30.0 + 120.0;
        let (first, last) = ((begins + 90.0) / 600.0, (600.0 - left) / 600.0);
        assert!(all.longest > 0.9 * first.max(last) && all.longest < 1.0, "{} for {first} or {last}", all.longest);
        // Nobody asks at night; then nobody waits.
        let hours = geodata::Schedule::daily(Hours { from_minute: 22 * 60, to_minute: 23 * 60 });
        plan.areas[0].revisit = vec![Revisit { every: Seconds(600.0), hours }];
        assert_eq!((ask(&plan, &flights, 600.0).longest, ask(&plan, &flights, 600.0).in_time), (0.0, 1.0));
    }

    #[test]
    fn what_is_out_of_reach_or_passed_too_fast_is_not_seen() {
        let (plan, flights) = strip(20.0, 10.0);
        let half = ask(&plan, &flights, 600.0);
        assert!((half.never - 0.5).abs() < 0.1, "{half:?}");
        let (plan, flights) = strip(45.0, 14.0);
        assert!(ask(&plan, &flights, 600.0).never > 0.99);
        let (plan, flights) = strip(45.0, 10.0);
        let late = ask(&plan, &flights, 1_800.0);
        assert!(late.in_time < 0.01 && late.longest > 2.0 && late.at.is_some());
    }
}
