//! The ways home of many at once against the way home of each alone, over random zones and hills, in winds of their own; and
//! the quick look at a leg against the plain one.

use super::*;
use crate::planner::avoid::{around, seconds};
use crate::trial::{NOON, atlas, flying, hills, plan};
use crate::{MissionItem, Wind};
use geodata::{Draft, Heading, Hours, Limit, MetresPerSecond, Schedule, Zone};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn anywhere(rng: &mut ChaCha8Rng, within: f64) -> Local {
    Local { x: rng.random_range(-within..within), y: rng.random_range(-within..within) }
}

/// Any shape, hollow ones too; some hold in other hours, some are too high or too low to matter.
fn any_zone(rng: &mut ChaCha8Rng, id: usize) -> Option<Zone> {
    let (middle, size) = (anywhere(rng, 6_000.0), rng.random_range(30.0..900.0));
    let kind = if rng.random_bool(0.9) { ZoneKind::KeepOut } else { ZoneKind::NoRecord };
    let draft = if rng.random_bool(0.3) {
        Draft::cylinder(format!("Z{id}"), kind, middle, Metres(size))
    } else {
        let count = rng.random_range(3..14);
        let corner = |i: u32, rng: &mut ChaCha8Rng| {
            middle.moved(
                Heading::degrees(360.0 * f64::from(i) / f64::from(count)),
                Metres(size * rng.random_range(0.2..1.0)),
            )
        };
        Draft::prism(format!("Z{id}"), kind, (0..count).map(|i| corner(i, rng)).collect())
    };
    let limit = |rng: &mut ChaCha8Rng, low: f64| match rng.random_range(0..4) {
        0 => Limit::amsl(low + rng.random_range(0.0..300.0)),
        1 => Limit::agl(low - 460.0 + rng.random_range(0.0..160.0)),
        _ => Limit::Open,
    };
    let (floor, ceiling) = (limit(rng, 460.0), limit(rng, 700.0));
    let start = rng.random_range(0..23 * 60);
    let hours = Schedule::daily(Hours { from_minute: start, to_minute: start + 60 });
    let schedule = if rng.random_bool(0.2) { hours } else { Schedule::default() };
    Zone::checked(Draft { schedule, ..draft.between(floor, ceiling) }).ok()
}

fn any_world(rng: &mut ChaCha8Rng, ground: &Atlas, zones: usize) -> Atlas {
    let mut world = ground.clone();
    for zone in (0..zones).filter_map(|id| any_zone(rng, id)) {
        world.zones.insert(zone).unwrap();
    }
    world
}

fn any_wind(rng: &mut ChaCha8Rng) -> Wind {
    let speed = match rng.random_range(0..4) {
        0 => 0.0,
        1 => rng.random_range(10.0..18.0),
        _ => rng.random_range(0.0..10.0),
    };
    Wind::from(Heading::degrees(rng.random_range(0.0..360.0)), MetresPerSecond(speed))
}

/// How the ways of so many aircraft over one world were: straight, round, and with more than one turn.
fn compared(rng: &mut ChaCha8Rng, world: &Atlas, aircraft: u32) -> [u32; 3] {
    let mut ways = Homeward::new(world, plan(), NOON);
    let mut tally = [0; 3];
    for _ in 0..aircraft {
        let vehicle = rng.random_range(1..=6);
        let from = anywhere(rng, 7_000.0);
        let flying = if plan().aircraft(vehicle).is_some() { flying(vehicle, from) } else { flying(1, from) };
        let s = Situation {
            atlas: world,
            vehicle,
            wind: any_wind(rng),
            from_altitude: world.terrain.ground(from).raised(geodata::Agl(Metres(rng.random_range(40.0..120.0)))),
            battery_percent: rng.random_range(5.0..100.0),
            on_ground: rng.random_bool(0.02),
            ..flying
        };
        let alone = home(&s).ok().filter(|way| way.path.len() > STRAIGHT);
        let points = alone.as_ref().map_or(STRAIGHT, |way| way.path.len());
        assert_eq!(ways.round(&s), alone.map(|way| way.mission), "{:?} of {vehicle} in {:?}", s.from, s.wind);
        tally[(points - STRAIGHT).min(2)] += 1;
    }
    tally
}

#[test]
fn many_at_once_fly_home_as_each_would_alone() {
    let mut rng = ChaCha8Rng::seed_from_u64(21);
    let mut tally = [0; 3];
    for world in 0..24 {
        let world = any_world(&mut rng, atlas(), [3, 12, 40, 120][world % 4]);
        let more = compared(&mut rng, &world, 120);
        tally.iter_mut().zip(more).for_each(|(all, more)| *all += more);
    }
    println!("{tally:?} straight, with one turn, with more");
    assert!(tally.iter().all(|count| *count > 100), "{tally:?}");
}

#[test]
fn over_hills_too() {
    let mut rng = ChaCha8Rng::seed_from_u64(22);
    let hilly = hills::over(|at| Some(600.0 + 150.0 * (at.x / 900.0).sin() * (at.y / 700.0).cos()));
    let mut tally = [0; 3];
    for _ in 0..4 {
        let world = any_world(&mut rng, &hilly, 30);
        let more = compared(&mut rng, &world, 50);
        tally.iter_mut().zip(more).for_each(|(all, more)| *all += more);
    }
    println!("{tally:?} straight, with one turn, with more");
    assert!(tally.iter().all(|count| *count > 10), "{tally:?}");
}

#[test]
fn who_stands_is_unknown_or_is_nowhere_has_no_way_to_be_planned() {
    let mut ways = Homeward::new(atlas(), plan(), NOON);
    let s = flying(1, Local { x: 3_000.0, y: 3_000.0 });
    assert_eq!(ways.round(&Situation { on_ground: true, ..s }), None);
    assert_eq!(ways.round(&Situation { vehicle: 4_711, ..s }), None);
    assert_eq!(ways.round(&Situation { from: Local { x: f64::NAN, y: 0.0 }, ..s }), None);
    assert_eq!(ways.round(&Situation { wind: Wind { east: f64::INFINITY, north: 0.0 }, ..s }), None);
    for x in -20..20 {
        let mission = ways.round(&Situation { from: Local { x: f64::from(x) * 300.0, y: 2_000.0 }, ..s });
        assert!(mission.is_none_or(|mission| mission.items.last() == Some(&MissionItem::Return)));
    }
}

#[test]
fn a_search_that_remembers_finds_what_one_that_does_not_finds() {
    let mut rng = ChaCha8Rng::seed_from_u64(23);
    let (mut found, mut none) = (0, 0);
    for _ in 0..60 {
        let zones: Vec<Zone> = (0..5).filter_map(|id| any_zone(&mut rng, id)).collect();
        let obstacles = || zones.iter().map(|zone| Obstacle::new(zone, Metres(50.0))).collect::<Vec<_>>();
        let to = anywhere(&mut rng, 6_000.0);
        if !obstacles().iter().all(|obstacle| obstacle.clear_at(to)) {
            continue;
        }
        let mut round = Round::of(obstacles(), to);
        let all = obstacles();
        for _ in 0..60 {
            let (from, wind) = (anywhere(&mut rng, 6_000.0), any_wind(&mut rng));
            let airspeed = MetresPerSecond(rng.random_range(8.0..20.0));
            // From within a margin nothing is seen, and the other says so first.
            let plain = around(from, to, &all, airspeed, wind);
            let Some(pace) = Pace::of(airspeed, wind) else { continue };
            let time =
                |way: &[Local]| way.windows(2).map(|leg| seconds(airspeed, wind, leg[0], leg[1]).unwrap()).sum::<f64>();
            match (round.way(from, &pace), plain) {
                // The plain one looks at no more zones than it has to, and may know fewer places to turn at.
                (Some(way), Some(plain)) => {
                    assert!(time(&way) <= time(&plain) * (1.0 + 1e-9), "{way:?} {plain:?}");
                    assert!(way.windows(2).all(|leg| all.iter().all(|obstacle| obstacle.clear_leg(leg[0], leg[1]))));
                    found += 1;
                }
                (None, None) => none += 1,
                (way, plain) => panic!("{way:?} {plain:?}"),
            }
        }
    }
    assert!(found > 1_000 && none > 50, "{found} found, {none} none");
}
