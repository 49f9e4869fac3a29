//! Legs through zones against fine sampling: at many moments, is the aircraft in the zone? Sampling knows only the
//! distance by ray and angle, heights and the schedule's minute.

use super::*;
use crate::terrain::Terrain;
use crate::units::{Heading, Seconds};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const FLAT: Terrain = Terrain::Flat(Amsl(Metres(460.0)));
const SAMPLES: u32 = 300;

fn leg(from: (f64, f64), to: (f64, f64)) -> Leg {
    let height = Amsl(Metres(500.0));
    Leg {
        from: p(from.0, from.1),
        from_height: height,
        to: p(to.0, to.1),
        to_height: height,
        start: at(0, 9, 0),
        end: at(0, 9, 5),
    }
}

fn spans(zone: Draft, leg: &Leg) -> Vec<[f64; 2]> {
    let parts = Zone::checked(zone).unwrap().parts(leg, &FLAT);
    parts.iter().map(|part| [part.enter.fraction, part.leave.fraction]).collect()
}

#[test]
fn a_leg_enters_touches_runs_along_and_stays_inside() {
    let zone = || keep_out(ring(&[(100.0, 0.0), (200.0, 0.0), (200.0, 100.0), (100.0, 100.0)]));
    assert_eq!(spans(zone(), &leg((0.0, 50.0), (400.0, 50.0))), [[0.25, 0.5]]);
    assert_eq!(spans(zone(), &leg((0.0, 100.0), (400.0, 100.0))), [[0.25, 0.5]], "along the edge");
    assert_eq!(spans(zone(), &leg((0.0, 200.0), (200.0, 0.0))), [[0.5, 1.0]], "from corner to corner");
    assert_eq!(spans(zone(), &leg((50.0, 150.0), (150.0, 50.0))), [[0.5, 1.0]]);
    assert_eq!(spans(zone(), &leg((0.0, 0.0), (200.0, 200.0))), [[0.5, 0.5]], "a mere touch of a corner");
    assert_eq!(spans(zone(), &leg((150.0, 50.0), (160.0, 50.0))), [[0.0, 1.0]], "wholly inside");
    assert_eq!(spans(zone(), &leg((150.0, 50.0), (150.0, 50.0))), [[0.0, 1.0]], "a hover");
    assert!(spans(zone(), &leg((0.0, 100.001), (400.0, 100.001))).is_empty());
    let holed = || with_holes(ZoneKind::KeepOut, square(100.0), vec![square(50.0)]);
    assert_eq!(spans(holed(), &leg((-200.0, 0.0), (200.0, 0.0))), [[0.25, 0.375], [0.625, 0.75]]);
    let round = Draft::cylinder("C", ZoneKind::KeepOut, p(0.0, 0.0), Metres(100.0));
    assert_eq!(spans(round.clone(), &leg((-200.0, 0.0), (200.0, 0.0))), [[0.25, 0.75]]);
    assert_eq!(spans(round, &leg((-200.0, 100.0), (200.0, 100.0))), [[0.5, 0.5]]);
}

#[test]
fn a_climb_meets_floor_and_ceiling_and_a_schedule_starts_on_the_way() {
    let zone = |floor, ceiling| keep_out(square(100.0)).between(floor, ceiling);
    let up = Leg {
        from: p(0.0, 0.0),
        to: p(0.0, 0.0),
        from_height: Amsl(Metres(460.0)),
        to_height: Amsl(Metres(560.0)),
        ..leg((0.0, 0.0), (0.0, 0.0))
    };
    assert_eq!(spans(zone(Limit::amsl(485.0), Limit::Open), &up), [[0.25, 1.0]]);
    assert_eq!(spans(zone(Limit::agl(25.0), Limit::agl(50.0)), &up), [[0.25, 0.5]]);
    assert_eq!(spans(zone(Limit::amsl(560.0), Limit::Open), &up), [[1.0, 1.0]], "touching the floor");
    assert!(spans(zone(Limit::agl(100.1), Limit::Open), &up).is_empty());
    let down = Leg { from_height: up.to_height, to_height: up.from_height, ..up };
    assert_eq!(spans(zone(Limit::agl(25.0), Limit::agl(50.0)), &down), [[0.5, 0.75]]);
    let hours = Hours { from_minute: 9 * 60 + 2, to_minute: 9 * 60 + 3 };
    let timed = Draft { schedule: Schedule::daily(hours), ..zone(Limit::Open, Limit::Open) };
    assert_eq!(spans(timed, &up), [[0.4, 0.6]]);
    let over =
        Draft { schedule: Schedule::daily(Hours { from_minute: 0, to_minute: 540 }), ..zone(Limit::Open, Limit::Open) };
    assert!(spans(over, &up).is_empty(), "it ended as the leg began");
}

#[test]
fn a_leg_that_is_no_number_is_never_clear() {
    let set = Zones::new(vec![Zone::checked(keep_out(square(10.0))).unwrap()]).unwrap();
    let lost = Leg { to: p(f64::NAN, 0.0), ..leg((500.0, 500.0), (600.0, 600.0)) };
    assert_eq!(set.crossings(&lost, &FLAT).len(), 1);
    assert!(set.crossings(&leg((500.0, 500.0), (600.0, 600.0)), &FLAT).is_empty());
}

fn random_shape(rng: &mut ChaCha8Rng) -> Shape {
    let middle = p(rng.random_range(-3000.0..3000.0), rng.random_range(-3000.0..3000.0));
    let size = rng.random_range(20.0..1500.0);
    if rng.random_bool(0.3) {
        return Shape::Cylinder { centre: middle, radius: Metres(size) };
    }
    let count: u32 = rng.random_range(3..12);
    let star = |rng: &mut ChaCha8Rng, size: f64| -> Vec<Local> {
        let corner = |i| {
            middle.moved(
                Heading::degrees(360.0 * f64::from(i) / f64::from(count)),
                Metres(size * rng.random_range(0.3..1.0)),
            )
        };
        (0..count).map(corner).collect()
    };
    let outer = star(rng, size);
    let holes = if count > 5 && rng.random_bool(0.5) { vec![star(rng, size * 0.2)] } else { Vec::new() };
    Shape::Prism { outer, holes }
}

fn random_zone(rng: &mut ChaCha8Rng, id: usize) -> Option<Zone> {
    let kind = if rng.random_bool(0.2) { ZoneKind::KeepIn } else { ZoneKind::KeepOut };
    let limit = |rng: &mut ChaCha8Rng, low: f64, high: f64| match rng.random_range(0..3) {
        0 => Limit::Open,
        1 => Limit::amsl(460.0 + rng.random_range(low..high)),
        _ => Limit::agl(rng.random_range(low..high)),
    };
    let (floor, ceiling) = (limit(rng, 0.0, 80.0), limit(rng, 80.0, 200.0));
    let start = rng.random_range(8 * 60..10 * 60);
    let hours = Hours { from_minute: start, to_minute: start + rng.random_range(1..30) };
    let schedule = if rng.random_bool(0.4) { Schedule::daily(hours) } else { Schedule::default() };
    let draft = Draft::new(format!("Z{id}"), kind, random_shape(rng)).between(floor, ceiling);
    Zone::checked(Draft { schedule, ..draft }).ok()
}

fn random_leg(rng: &mut ChaCha8Rng) -> Leg {
    let mut place = || p(rng.random_range(-3000.0..3000.0), rng.random_range(-3000.0..3000.0));
    let (from, to) = (place(), place());
    let to = if rng.random_bool(0.1) { from } else { to };
    let mut height = || Amsl(Metres(rng.random_range(440.0..700.0)));
    let (from_height, to_height) = (height(), height());
    let to_height = if rng.random_bool(0.5) { from_height } else { to_height };
    let start = at(0, 9, 0).plus(Seconds(rng.random_range(-1800.0..1800.0)));
    Leg { from, to, from_height, to_height, start, end: start.plus(Seconds(rng.random_range(0.0..1200.0))) }
}

/// Whether a point of the flight is in the zone, asked plainly; nothing when it is too near a border to tell.
fn sampled(zone: &Zone, leg: &Leg, u: f64, ground: impl Fn(Local) -> f64, doubt: f64) -> Option<bool> {
    let now = leg.moment(u);
    let near = zone.border_distance(now.place).0 < 1e-3;
    let (height, ground) = (now.height.0.0, Amsl(Metres(ground(now.place))));
    let edge = |limit: Limit| {
        limit
            .over(ground)
            .is_some_and(|h| (h.0.0 - height).abs() < if matches!(limit, Limit::Agl(_)) { doubt } else { 1e-6 })
    };
    let minute = now.at.0.rem_euclid(60_000_000);
    let turning = !zone.schedule.always() && !(1000..59_999_000).contains(&minute);
    if near || edge(zone.floor) || edge(zone.ceiling) || turning {
        return None;
    }
    let above = zone.floor.over(ground).is_none_or(|h| height >= h.0.0);
    let below = zone.ceiling.over(ground).is_none_or(|h| height <= h.0.0);
    let across = match &zone.shape {
        Shape::Cylinder { centre, radius } => now.place.distance(*centre) <= *radius,
        Shape::Prism { outer, holes } => {
            by_angle(outer, now.place) && !holes.iter().any(|hole| by_angle(hole, now.place))
        }
    };
    Some(above && below && across && zone.schedule.active(now.at))
}

/// Whether a ring turns about a place, by summing angles.
fn by_angle(ring: &[Local], at: Local) -> bool {
    let angle = |q: Local| (q.y - at.y).atan2(q.x - at.x);
    let turn = |a: f64, b: f64| (b - a + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI;
    (0..ring.len()).map(|i| turn(angle(ring[i]), angle(ring[(i + 1) % ring.len()]))).sum::<f64>().abs() > 1.0
}

/// 10,000 legs, each through 8 zones, each looked at in 301 moments.
#[test]
fn crossings_agree_with_fine_sampling() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let (mut inside, mut outside) = (0u64, 0u64);
    for _ in 0..100 {
        let zones: Vec<Zone> = (0..8).filter_map(|id| random_zone(&mut rng, id)).collect();
        let set = Zones::new(zones).unwrap();
        for _ in 0..100 {
            let leg = random_leg(&mut rng);
            let crossings = set.crossings(&leg, &FLAT);
            for zone in set.iter() {
                let parts: Vec<&Part> = crossings.iter().filter(|c| c.zone.id == zone.id).map(|c| &c.part).collect();
                for i in 0..=SAMPLES {
                    let u = f64::from(i) / f64::from(SAMPLES);
                    let Some(truth) = sampled(zone, &leg, u, |_| 460.0, 1e-6) else { continue };
                    let ours =
                        parts.iter().any(|part| (part.enter.fraction - 1e-9..=part.leave.fraction + 1e-9).contains(&u));
                    assert_eq!(ours, truth, "zone {:?}\nleg {leg:?}\nat {u}: {parts:?}", zone);
                    if truth { inside += 1 } else { outside += 1 }
                }
            }
        }
    }
    assert!(inside > 300_000 && outside > 5_000_000, "{inside} inside, {outside} outside");
}

#[test]
fn what_is_outside_of_keep_in_zones_agrees_with_fine_sampling() {
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let mut outside = 0;
    for _ in 0..300 {
        let zones: Vec<Zone> = (0..12).filter_map(|id| random_zone(&mut rng, id)).collect();
        let set = Zones::new(zones).unwrap();
        for _ in 0..10 {
            let leg = random_leg(&mut rng);
            let parts = set.outside_keep_in(&leg, &FLAT);
            for i in 0..=SAMPLES {
                let u = f64::from(i) / f64::from(SAMPLES);
                let keep_in = || set.iter().filter(|z| z.kind == ZoneKind::KeepIn);
                let Some(inside) = keep_in().map(|z| sampled(z, &leg, u, |_| 460.0, 1e-6)).collect::<Option<Vec<_>>>()
                else {
                    continue;
                };
                let truth = keep_in().any(|z| z.active(leg.moment(u).at)) && !inside.contains(&true);
                let ours = parts.iter().any(|part| (part.enter.fraction..=part.leave.fraction).contains(&u));
                assert_eq!(ours, truth, "at {u} of {leg:?}: {parts:?}");
                outside += u32::from(truth);
            }
        }
    }
    assert!(outside > 10_000, "{outside}");
}

#[test]
#[allow(clippy::float_cmp)] // exact on purpose
fn what_a_set_answers_is_what_its_zones_answer_one_by_one_after_any_edits() {
    let mut rng = ChaCha8Rng::seed_from_u64(13);
    let mut set = Zones::default();
    let mut plain: Vec<Zone> = Vec::new();
    for step in 0..600 {
        let id = rng.random_range(0..80usize);
        let Some(zone) = random_zone(&mut rng, id) else { continue };
        let held = plain.iter().position(|z| z.id == zone.id);
        match (held, step % 3) {
            (Some(i), 0) => assert_eq!(set.remove(&zone.id), Some(plain.remove(i))),
            (Some(i), 1) => {
                assert!(set.insert(zone.clone()).is_err());
                let old = std::mem::replace(&mut plain[i], zone.clone());
                assert_eq!(set.replace(zone).unwrap(), Some(old));
            }
            (Some(_), _) => {}
            (None, _) => {
                set.insert(zone.clone()).unwrap();
                plain.push(zone);
            }
        }
        let ids = |zones: Vec<&Zone>| zones.iter().map(|z| z.id.clone()).collect::<std::collections::BTreeSet<_>>();
        let spot = p(rng.random_range(-4000.0..4000.0), rng.random_range(-4000.0..4000.0));
        let height = Amsl(Metres(rng.random_range(440.0..700.0)));
        let now = Timestamp(at(0, 9, 0).0 + 30_000_000);
        assert_eq!((set.len(), set.iter().count()), (plain.len(), plain.len()));
        assert_eq!(ids(set.over(spot)), ids(plain.iter().filter(|z| z.contains(spot)).collect()));
        let here = |z: &&Zone| {
            sampled(
                z,
                &Leg { from: spot, to: spot, from_height: height, to_height: height, start: now, end: now },
                0.0,
                |_| 460.0,
                1e-6,
            ) == Some(true)
        };
        assert_eq!(ids(set.at(spot, height, now, &FLAT)), ids(plain.iter().filter(here).collect()));
        let least = plain.iter().map(|z| z.border_distance(spot).0).fold(f64::INFINITY, f64::min);
        assert_eq!(set.nearest_border(spot, |_| true).map_or(f64::INFINITY, |(_, far)| far.0), least);
        let area = [spot, p(spot.x + rng.random_range(1.0..3000.0), spot.y - rng.random_range(1.0..3000.0))];
        let [a, b] = area;
        let grid = |z: &&Zone| {
            (0..=40).any(|i| {
                (0..=40).any(|j| {
                    z.contains(p(a.x + (b.x - a.x) * f64::from(i) / 40.0, a.y + (b.y - a.y) * f64::from(j) / 40.0))
                })
            })
        };
        let (ours, seen) = (ids(set.touching(area)), ids(plain.iter().filter(grid).collect()));
        assert!(seen.is_subset(&ours), "{:?}", seen.difference(&ours));
        let near = |z: &&Zone| {
            !z.rings()[0].iter().all(|c| c.x > b.x)
                && z.distance(p((a.x + b.x) / 2.0, (a.y + b.y) / 2.0)).0 <= a.distance(b).0 / 2.0 + 1e-6
        };
        assert!(ours.is_subset(&ids(plain.iter().filter(near).collect())), "a zone too far away");
    }
}

#[test]
fn who_is_not_about_a_line_is_farther_from_it_than_asked() {
    let mut rng = ChaCha8Rng::seed_from_u64(13);
    let (mut about, mut away) = (0, 0);
    for _ in 0..50 {
        let set = Zones::new((0..12).filter_map(|id| random_zone(&mut rng, id)).collect()).unwrap();
        for _ in 0..50 {
            let leg = random_leg(&mut rng);
            let margin = Metres(rng.random_range(0.0..400.0));
            let found: Vec<usize> = set.about(leg.from, leg.to, margin).map(|(order, _)| order).collect();
            for (order, zone) in set.iter().enumerate() {
                if found.contains(&order) {
                    about += 1;
                } else {
                    assert!(zone.clearance(leg.from, leg.to) > margin);
                    away += 1;
                }
            }
        }
        let count = |a: Local, margin: f64| set.about(a, p(1.0, 2.0), Metres(margin)).count();
        assert_eq!([count(p(f64::NAN, 0.0), 1.0), count(p(0.0, 0.0), f64::NAN)], [set.len(); 2]);
    }
    assert!(about > 1000 && away > 1000, "{about} about, {away} away");
}
