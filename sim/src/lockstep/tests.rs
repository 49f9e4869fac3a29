//! The mission from alarm to feedback, without a socket.

use super::*;
use crate::testing::district;
use controller_core::Policy;

fn setup() -> Setup {
    let (atlas, plan) = district();
    Setup { atlas, plan, policy: Arc::new(Policy::parse(controller_core::policy::DEFAULT).unwrap()) }
}

fn flown(seed: u64) -> (Run, Vec<String>) {
    let (name, text) = crate::SHIPPED[0];
    let scenario = Scenario::parse(name, text).unwrap();
    let mut kinds = Vec::new();
    let run = run(setup(), &scenario, seed, &mut |record| kinds.push(record.kind.clone())).unwrap();
    (run, kinds)
}

fn assert_in_order(strand: &[&str], kinds: &[String]) {
    let mut from = 0;
    for hop in strand {
        let found = kinds[from..].iter().position(|kind| kind == hop);
        from += found.unwrap_or_else(|| panic!("no {hop} after record {from} of {kinds:?}"));
    }
}

#[test]
fn the_market_alarm_goes_from_report_to_closing_with_a_flight_a_sighting_and_a_unit() {
    let (run, kinds) = flown(7);
    assert!(run.closed, "{kinds:?} {:?}", run.refused);
    // Two strands that touch: what the desk does, and what air and ground do. A camera may see before it is overhead.
    let desk = ["incident_reported", "incident_assessed", "approval_requested", "approval_granted", "sortie_ordered"];
    let air = ["sortie_ordered", "sortie_on_scene", "sortie_returning", "sortie_ended"];
    let ground = [
        "sortie_ordered",
        "track_confirmed",
        "tasking_sent",
        "tasking_replied",
        "incident_resolved",
        "incident_closed",
    ];
    for strand in [&desk[..], &air, &ground] {
        assert_in_order(strand, &kinds);
    }
    assert!((240.0..=1500.0).contains(&run.sim_seconds), "{}", run.sim_seconds);
    assert!(run.refused.is_empty(), "{:?}", run.refused);
}

#[test]
fn the_same_seed_is_the_same_run_and_another_seed_another() {
    let (first, _) = flown(7);
    assert_eq!(first, flown(7).0);
    let (other, _) = flown(8);
    assert!(other.closed, "{other:?}");
    assert_ne!(first.hash, other.hash);
}

/// A crash in the middle: the engine is thrown away and folded anew from the records that had been told.
#[test]
fn with_a_crash_every_ten_seconds_no_alarm_is_forgotten_and_nobody_is_tasked_twice() {
    let (name, text) = crate::SHIPPED[0];
    let scenario = Scenario::parse(name, text).unwrap();
    let mut records: Vec<Record> = Vec::new();
    let mut lockstep = Lockstep::new(setup(), &scenario, 7, &mut |record| records.push(record.clone())).unwrap();
    let mut crash = scenario.start.plus(Seconds(10.3));
    let mut crashes = 0;
    while lockstep.step(&mut |record| records.push(record.clone())) {
        if lockstep.now() >= crash {
            crash = lockstep.now().plus(Seconds(10.3));
            crashes += 1;
            let (engine, output) = Engine::resume(setup(), &records, lockstep.now()).unwrap();
            lockstep.replace_engine(engine, output, &mut |record| records.push(record.clone()));
        }
    }
    let jobs = lockstep.world().officers().jobs().clone();
    let run = lockstep.finish();
    assert!(crashes > 20 && run.closed, "{crashes} crashes, {run:?}");
    assert_eq!(run.incidents, 1);
    let count = |kind: &str| records.iter().filter(|record| record.kind == kind).count();
    assert_eq!((count("incident_reported"), count("incident_closed")), (1, 1));
    assert_eq!(count("tasking_sent"), jobs.len());
    let units: std::collections::BTreeSet<u32> = jobs.values().map(|job| job.unit).collect();
    assert_eq!(units.len(), jobs.len(), "{jobs:?}");
    controller_engine::verify(&records).unwrap();
}

/// The quick alarm with the world changed.
fn quick(change: impl FnOnce(&mut Scenario)) -> (Run, Vec<String>) {
    let (name, text) = crate::SHIPPED[1];
    let mut scenario = Scenario::parse(name, text).unwrap();
    change(&mut scenario);
    let mut kinds = Vec::new();
    let run = run(setup(), &scenario, 7, &mut |record| kinds.push(record.kind.clone())).unwrap();
    (run, kinds)
}

#[test]
fn over_a_bad_radio_the_mission_is_flown_too_and_the_same_seed_is_the_same_run() {
    let radio = crate::lossy::LossyConfig {
        duplicate: 0.05,
        reorder: 0.05,
        corrupt: 0.02,
        jitter_ms: 40.0,
        ..crate::lossy::LossyConfig::of(0.2, 300.0)
    };
    let bad = || {
        quick(|scenario| {
            scenario.radio = Some(radio.clone());
            scenario.max_seconds = 600.0;
        })
    };
    let (run, kinds) = bad();
    assert!(run.closed, "{kinds:?} {run:?}");
    assert_in_order(&["sortie_ordered", "sortie_on_scene", "sortie_returning", "sortie_ended"], &kinds);
    assert_eq!(bad().0, run);
    assert_ne!(quick(|scenario| scenario.max_seconds = 600.0).0.hash, run.hash);
}

#[test]
fn a_squadron_of_ardupilots_flies_the_same_mission() {
    let (run, kinds) = quick(|scenario| {
        scenario.aircraft.iter_mut().for_each(|start| start.autopilot = crate::vehicle::Firmware::ArduPilot);
        scenario.max_seconds = 600.0;
    });
    assert!(run.closed, "{kinds:?} {run:?}");
    assert_in_order(&["sortie_ordered", "sortie_on_scene", "sortie_returning", "sortie_ended"], &kinds);
}
