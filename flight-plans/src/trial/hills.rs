//! Missions over hills: the judge sees what stands between two good heights, and the planner flies over it.

use super::{atlas, docked, plan};
use crate::check::{blocks, check};
use crate::{Mission, MissionItem, Situation, home, patrol, to_scene};
use geodata::{Agl, Atlas, Draft, Finding, Heading, Limit, Local, Metres, Terrain, Zone, ZoneKind, terrain};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The district with ground of this height everywhere, in a grid of three seconds; nothing is a hole.
pub(crate) fn over(height: impl Fn(Local) -> Option<f64>) -> Atlas {
    let mut tile = Vec::with_capacity(1201 * 1201 * 2);
    for (row, column) in (0..1201).flat_map(|row| (0..1201).map(move |column| (row, column))) {
        let place = geodata::Wgs84 { lat: 48.0 - f64::from(row) / 1200.0, lon: 9.0 + f64::from(column) / 1200.0 };
        let metres = height(atlas().frame.to_local(place)).map_or(-32768, |h| h.round() as i16);
        tile.extend(metres.to_be_bytes());
    }
    let mut hilly = atlas().clone();
    hilly.terrain = terrain::import(&[("N47E009.hgt", &tile)], &hilly.frame, &hilly.bounds).unwrap().0;
    assert!(matches!(hilly.terrain, Terrain::Grid(_)));
    hilly
}

/// A good mission over flat ground to a place 2 km away with no zone between, and the place.
fn flat_mission() -> (Mission, Local) {
    let clear = (0..36).find_map(|h| {
        let place = docked(1).from.moved(Heading::degrees(10.0 * f64::from(h)), Metres(2000.0));
        let proposal = to_scene(&docked(1), atlas().frame.to_wgs84(place)).ok()?;
        (proposal.path.len() == 2 && check(&proposal.mission, &docked(1)).is_empty())
            .then_some((proposal.mission, place))
    });
    clear.unwrap()
}

/// A ridge across the middle of the way, so many metres over 460, some 700 m wide.
fn ridge(to: Local, high: f64) -> impl Fn(Local) -> f64 {
    let from = docked(1).from;
    let (length, middle) = (from.distance(to).0, from.toward(to, 0.5));
    move |at: Local| {
        let along = ((at.x - middle.x) * (to.x - from.x) + (at.y - middle.y) * (to.y - from.y)) / length;
        460.0 + high * (-(along / 200.0).powi(2)).exp()
    }
}

fn standing(hilly: &Atlas) -> Situation<'_> {
    let s = docked(1);
    Situation { atlas: hilly, from_altitude: hilly.terrain.ground(s.from), ..s }
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.code).collect()
}

#[test]
fn a_leg_through_a_hill_is_refused_with_the_leg_the_place_and_what_to_do() {
    let (mission, to) = flat_mission();
    let hilly = over(|at| Some(ridge(to, 150.0)(at)));
    let s = standing(&hilly);
    let findings = check(&mission, &s);
    assert_eq!(codes(&findings), ["hill_in_the_way", "note_return_low"], "{findings:?}");
    let layer = plan().aircraft(1).unwrap().layer.0.0;
    let middle = hilly.frame.to_wgs84(s.from.toward(to, 0.5));
    let text = findings[0].to_string();
    assert!(text.starts_with("item 2: the leg from item 0 to it goes "), "{text}");
    // Samples 70 to 90 m apart do not all lie on the crest.
    let number = |text: &str, before: &str| {
        text.split_once(before).and_then(|(_, rest)| rest.split(' ').next()?.parse::<f64>().ok()).unwrap()
    };
    let (under, over) = (number(&text, "it goes "), number(&text, "over the hill, at "));
    assert!((140.0 - layer..=150.0 - layer).contains(&under) && (630.0..=640.0).contains(&over), "{text}");
    let lat = text.split_once("ground at ").and_then(|(_, rest)| rest.split(',').next()?.parse::<f64>().ok()).unwrap();
    assert!((lat - middle.lat).abs() < 0.002, "{text}");
    assert!((number(&findings[1].remedy, "altitude is ") - over).abs() < 1.0, "{}", findings[1]);
}

#[test]
fn a_hill_that_leaves_the_least_height_is_no_hill_in_the_way() {
    let (mission, to) = flat_mission();
    let layer = plan().aircraft(1).unwrap().layer.0.0;
    let found = |high: f64| {
        let hilly = over(|at| Some(ridge(to, high)(at)));
        codes(&check(&mission, &standing(&hilly))).contains(&"hill_in_the_way")
    };
    assert!(!found(layer - 33.0) && found(layer - 27.0));
}

#[test]
fn the_planner_flies_over_the_hill_and_the_judge_agrees() {
    let (flat, to) = flat_mission();
    let hilly = over(|at| Some(ridge(to, 150.0)(at)));
    let s = standing(&hilly);
    let proposal = to_scene(&s, hilly.frame.to_wgs84(to)).unwrap();
    let findings = check(&proposal.mission, &s);
    assert_eq!(codes(&findings), ["note_return_low"], "{findings:?}");
    assert!(proposal.mission.items.len() > flat.items.len());
    let level = to_scene(&docked(1), hilly.frame.to_wgs84(to)).unwrap();
    assert!(proposal.flight.battery_percent > level.flight.battery_percent, "a hill costs energy");
    let mut cut = proposal.mission.clone();
    cut.items.retain(|item| !matches!(item, MissionItem::Waypoint { .. }));
    assert_eq!(codes(&check(&cut, &s)), ["hill_in_the_way", "note_return_low"]);
}

/// The same hills with a round zone over a place.
fn with_zone(hilly: &Atlas, at: Local, wide: f64, floor: Limit, ceiling: Limit) -> Atlas {
    let ring = (0..12).map(|h| at.moved(Heading::degrees(30.0 * f64::from(h)), Metres(wide))).collect();
    let zone = Draft::prism("round", ZoneKind::KeepOut, ring).between(floor, ceiling);
    let mut with = hilly.clone();
    with.zones.insert(Zone::checked(zone).unwrap()).unwrap();
    with
}

#[test]
fn a_zone_over_the_valley_between_two_hilltops_counts_from_the_valleys_ground() {
    let (mission, to) = flat_mission();
    let middle = docked(1).from.toward(to, 0.5);
    let valley = over(|at| Some(ridge(to, -300.0)(at)));
    let found = |floor, ceiling| {
        let with = with_zone(&valley, middle, 60.0, floor, ceiling);
        let findings = check(&mission, &standing(&with));
        findings.iter().map(|f| f.code).filter(|code| code.contains("zone")).collect::<Vec<_>>()
    };
    let both = ["zone_blocks", "return_crosses_zone"];
    // The leg is some 350 m over the valley: both floors are over what is flown above the hilltops.
    assert_eq!(found(Limit::agl(200.0), Limit::Open), both);
    assert_eq!(found(Limit::agl(300.0), Limit::agl(500.0)), both);
    assert!(found(Limit::agl(500.0), Limit::Open).is_empty(), "over the leg and over all that is flown in the valley");
    // The valley's ground is at 160 m, the hilltops' at 460 m: the ceiling is under every stop.
    assert_eq!(found(Limit::Open, Limit::amsl(250.0)), both);
    assert!(found(Limit::Open, Limit::amsl(100.0)).is_empty(), "under the ground");
}

#[test]
fn a_zone_over_a_hill_between_two_stops_counts_from_the_hills_ground() {
    let (_, to) = flat_mission();
    let hilly = over(|at| Some(ridge(to, 150.0)(at)));
    let s = standing(&hilly);
    let mission = to_scene(&s, hilly.frame.to_wgs84(to)).unwrap().mission;
    // Stops only where the leg begins and ends: the floor is over what is flown there, and under what clears the hill.
    let mut cut = mission.clone();
    cut.items.retain(|item| !matches!(item, MissionItem::Waypoint { .. }));
    let with = with_zone(&hilly, s.from.toward(to, 0.5), 60.0, Limit::amsl(640.0), Limit::Open);
    for mission in [mission, cut] {
        let found = check(&mission, &standing(&with));
        assert!(codes(&found).contains(&"zone_blocks") && codes(&found).contains(&"return_crosses_zone"), "{found:?}");
    }
}

#[test]
fn where_a_level_return_comes_into_a_zone_over_a_valley_the_planner_brings_the_aircraft_home_by_waypoints() {
    let (_, to) = flat_mission();
    let middle = docked(1).from.toward(to, 0.5);
    let valley = over(|at| Some(ridge(to, -300.0)(at)));
    let with = with_zone(&valley, middle, 60.0, Limit::agl(150.0), Limit::Open);
    let s = standing(&with);
    let proposal = to_scene(&s, with.frame.to_wgs84(to)).unwrap();
    let findings = check(&proposal.mission, &s);
    assert!(!findings.iter().any(blocks), "{findings:?}");
    assert!(codes(&findings).contains(&"note_return_crosses_zone"), "{findings:?}");
    assert!(matches!(proposal.mission.items.last(), Some(MissionItem::Return)));
}

#[test]
fn unknown_ground_under_a_leg_is_noted_and_taken_as_the_highest_near_by() {
    let (mission, to) = flat_mission();
    let middle = docked(1).from.toward(to, 0.5);
    let with_hole = over(|at| (at.distance(middle).0 > 400.0).then_some(460.0));
    let findings = check(&mission, &standing(&with_hole));
    assert_eq!(codes(&findings), ["note_ground_unknown"], "{findings:?}");
    assert!(!findings.iter().any(blocks));
    // High rims make the hole as high as they are.
    let rim = over(|at| match at.distance(middle).0 {
        far if far < 400.0 => None,
        far if far < 500.0 => Some(560.0),
        _ => Some(460.0),
    });
    assert!(check(&mission, &standing(&rim)).iter().any(blocks));
}

#[test]
fn what_the_planner_lays_over_any_hills_the_judge_lets_fly() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let (mut flown, mut refused) = (0, 0);
    for _ in 0..3 {
        let (wide, high) = (rng.random_range(300.0..1500.0), rng.random_range(20.0..200.0));
        let hilly = over(|at| Some(600.0 + high * (at.x / wide).sin() * (at.y / wide * 0.8).cos()));
        for vehicle in [1, 3] {
            let dock = docked(vehicle);
            let s = Situation { atlas: &hilly, from_altitude: hilly.terrain.ground(dock.from), ..dock };
            let places = (0..12).map(|_| {
                s.from.moved(Heading::degrees(rng.random_range(0.0..360.0)), Metres(rng.random_range(300.0..4000.0)))
            });
            let scenes: Vec<_> = places.map(|at| to_scene(&s, hilly.frame.to_wgs84(at))).collect();
            let lines = plan().lines.iter().take(2).map(|line| patrol(&s, line));
            for proposal in scenes.into_iter().chain(lines) {
                let Ok(proposal) = proposal else {
                    refused += 1;
                    continue;
                };
                let found: Vec<Finding> = check(&proposal.mission, &s).into_iter().filter(blocks).collect();
                assert!(found.is_empty(), "{found:?}");
                flown += 1;
                let above = s.from.moved(Heading::degrees(90.0), Metres(500.0));
                let aloft = Situation {
                    from: above,
                    from_altitude: hilly.terrain.ground(above).raised(Agl(plan().aircraft(vehicle).unwrap().layer.0)),
                    on_ground: false,
                    ..s
                };
                if let Ok(way_home) = home(&aloft) {
                    let found: Vec<Finding> = check(&way_home.mission, &aloft).into_iter().filter(blocks).collect();
                    assert!(found.is_empty(), "{found:?}");
                }
            }
        }
    }
    println!("{flown} flown, {refused} refused");
    assert!(flown > 30);
}
