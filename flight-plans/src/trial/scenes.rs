//! A thousand scenes: each proposal passes the judge, each refusal says why.

use super::{atlas, docked, flying, plan};
use crate::check::{blocks, check};
use crate::planner::missions::soonest;
use crate::{MissionItem, Situation, Wind, home, to_scene};
use geodata::{Heading, Local, Metres, MetresPerSecond, ZoneKind};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::BTreeMap;

fn anywhere(rng: &mut ChaCha8Rng) -> Local {
    let road = atlas().roads.random_snap(rng).point;
    road.moved(Heading::degrees(rng.random_range(0.0..360.0)), Metres(rng.random_range(0.0..400.0)))
}

fn situation(rng: &mut ChaCha8Rng) -> Situation<'static> {
    let vehicle = rng.random_range(1..=5);
    let from = anywhere(rng);
    let base = if rng.random_range(0..2) == 0 { docked(vehicle) } else { flying(vehicle, from) };
    let wind = Wind::from(Heading::degrees(rng.random_range(0.0..360.0)), MetresPerSecond(rng.random_range(0.0..13.0)));
    Situation { wind, battery_percent: rng.random_range(30.0..=100.0), ..base }
}

#[test]
fn a_thousand_scenes_are_each_flown_within_the_rules_or_refused_with_the_reason() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut tally: BTreeMap<&str, u32> = BTreeMap::new();
    for number in 0..1000 {
        let s = situation(&mut rng);
        let scene = s.from.moved(Heading::degrees(rng.random_range(0.0..360.0)), Metres(rng.random_range(0.0..5000.0)));
        let word = match to_scene(&s, atlas().frame.to_wgs84(scene)) {
            Ok(proposal) => {
                let blocking: Vec<_> = check(&proposal.mission, &s).into_iter().filter(blocks).collect();
                assert!(blocking.is_empty(), "scene {number}: {blocking:?} {:?}", proposal.mission);
                let least = soonest(&s, atlas().frame.to_wgs84(scene));
                assert!(least <= proposal.flight.time, "scene {number}: {least:?} > {:?}", proposal.flight.time);
                assert!(proposal.battery_back_home >= 25.0 && proposal.flight.time.0 > 0.0);
                let over = proposal.mission.items[usize::from(proposal.arrival_item)];
                assert!(matches!(over, MissionItem::LoiterUnlimited { .. }));
                let hover = atlas().frame.to_local(over.place().unwrap().0);
                assert!(hover.distance(scene).0 <= 150.1, "hovers {} from the scene", hover.distance(scene));
                if proposal.mission.items.last() == Some(&MissionItem::Return) {
                    "flown, home by waypoints"
                } else {
                    "flown"
                }
            }
            Err(refusal) => {
                assert!(["zone_blocks", "reserve_short", "wind", "no_way"].contains(&refusal.code), "{refusal}");
                refusal.code
            }
        };
        *tally.entry(word).or_default() += 1;
    }
    println!("{tally:?}");
    assert!(
        tally["flown"] > 300 && tally["zone_blocks"] > 0 && tally["reserve_short"] > 0 && tally["wind"] > 0,
        "{tally:?}"
    );
    assert!(tally["flown, home by waypoints"] > 0, "{tally:?}");
}

#[test]
fn a_scene_in_the_middle_of_a_no_fly_zone_is_refused_by_the_name_of_the_zone() {
    for zone in atlas().zones.iter().filter(|z| z.kind == ZoneKind::KeepOut && z.schedule.always()) {
        let ring = zone.rings().remove(0);
        let n = ring.len() as f64;
        let middle = ring.iter().fold(Local::default(), |m, p| Local { x: m.x + p.x / n, y: m.y + p.y / n });
        let blocked = ring.iter().all(|p| p.distance(middle).0 > 250.0);
        if let Err(refusal) = to_scene(&docked(1), atlas().frame.to_wgs84(middle)) {
            assert!(refusal.code != "zone_blocks" || refusal.say.contains(&zone.name), "{refusal}");
        } else {
            assert!(!blocked, "{}", zone.name);
        }
    }
}

#[test]
fn from_anywhere_in_the_air_there_is_a_way_home_the_judge_lets_pass_even_on_a_low_battery() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut homes = 0;
    for _ in 0..300 {
        let s = Situation { battery_percent: 12.0, ..flying(rng.random_range(1..=5), anywhere(&mut rng)) };
        match home(&s) {
            Ok(proposal) => {
                let findings = check(&proposal.mission, &s);
                assert!(!findings.iter().any(blocks), "{findings:?}");
                homes += 1;
            }
            Err(refusal) => assert_eq!(refusal.code, "zone_blocks", "{refusal}"),
        }
    }
    assert!(homes > 250, "{homes}");
}

#[test]
fn a_storm_a_flat_battery_and_an_unknown_aircraft_are_refused_by_name() {
    let scene = atlas().frame.to_wgs84(docked(1).from.moved(Heading::degrees(45.0), Metres(900.0)));
    let code = |s: Situation<'_>| to_scene(&s, scene).unwrap_err().code;
    let storm = Wind { east: 13.0, north: 0.0 };
    assert_eq!(code(Situation { wind: storm, ..docked(1) }), "wind");
    assert_eq!(code(Situation { battery_percent: 29.0, ..docked(1) }), "reserve_short");
    assert_eq!(code(Situation { vehicle: 77, ..docked(1) }), "not_enrolled");
    assert_eq!(code(Situation { battery_percent: f64::NAN, ..docked(1) }), "no_position");
    assert_eq!(home(&docked(1)).unwrap_err().code, "on_ground");
    assert!(plan().misfits(atlas()).is_empty());
}
