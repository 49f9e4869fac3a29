//! The whole world without a controller.

use super::*;
use crate::testing::district;
use sha2::{Digest, Sha256};

fn shipped(name: &str) -> Scenario {
    let text = crate::SHIPPED.iter().find(|(file, _)| *file == name).unwrap().1;
    Scenario::parse(name, text).unwrap()
}

/// SHA-256 over everything that leaves the world in its first `seconds`, and how many asks and datagrams that were.
fn listened(name: &str, seed: u64, seconds: f64) -> (String, usize, usize) {
    let (atlas, plan) = district();
    let scenario = shipped(name);
    let end = scenario.start.plus(Seconds(seconds));
    let mut world = World::new(&scenario, atlas, plan, seed).unwrap();
    let (mut digest, mut asks, mut datagrams) = (Sha256::new(), 0, 0);
    loop {
        let at = world.next_wake();
        if at > end {
            break;
        }
        world.step(at);
        let output = world.drain();
        asks += output.asks.len();
        datagrams += output.datagrams.len();
        digest.update(format!("{at} {:?} {:?}", output.asks, output.datagrams));
    }
    (digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), asks, datagrams)
}

#[test]
fn the_same_seed_says_the_same_for_two_minutes_and_another_seed_something_else() {
    let first = listened("market-alarm.toml", 7, 120.0);
    assert_eq!(first, listened("market-alarm.toml", 7, 120.0));
    assert_ne!(first.0, listened("market-alarm.toml", 8, 120.0).0);
    assert!(first.1 >= 121, "{} asks", first.1);
    assert!(first.2 > 500, "{} datagrams", first.2);
}

#[test]
fn aircraft_that_start_in_the_air_are_in_the_air_and_the_others_in_their_docks() {
    let (atlas, plan) = district();
    let scenario = shipped("demo.toml");
    let mut world = World::new(&scenario, atlas, plan, 7).unwrap();
    world.step(scenario.start.plus(Seconds(1.0)));
    let in_air: Vec<bool> = world.vehicles().iter().map(|vehicle| vehicle.truth().in_air).collect();
    assert_eq!(in_air, [true, true, true, true, false]);
}

#[test]
fn keys_are_told_once_each() {
    let (atlas, plan) = district();
    let scenario = shipped("demo.toml");
    let mut world = World::new(&scenario, atlas, plan, 7).unwrap();
    let mut keys = std::collections::BTreeSet::new();
    for second in 0..900 {
        world.step(scenario.start.plus(Seconds(f64::from(second))));
        for said in world.drain().asks {
            assert!(said.key.bytes().all(|b| b.is_ascii_graphic()), "{}", said.key);
            assert!(keys.insert(said.key.clone()), "{} twice", said.key);
        }
    }
}

#[test]
fn a_scenario_for_aircraft_or_lines_the_plan_does_not_have_is_refused() {
    let (atlas, plan) = district();
    let mut scenario = shipped("demo.toml");
    scenario.aircraft[0].vehicle = 77;
    let said = World::new(&scenario, atlas.clone(), plan.clone(), 7).unwrap_err().to_string();
    assert!(said.contains("no aircraft 77"), "{said}");
    let mut scenario = shipped("demo.toml");
    scenario.aircraft[0].line = Some(99);
    let said = World::new(&scenario, atlas, plan, 7).unwrap_err().to_string();
    assert!(said.contains("aircraft 1") && said.contains("patrol lines, not 99"), "{said}");
}
