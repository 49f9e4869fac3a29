//! The mission from alarm to feedback, without a socket.

use super::*;
use crate::testing::district;
use controller_core::{Policy, VehicleId};
use controller_link::codec::{self, CommandLong, Header};
use controller_link::signing::{Ended, Horizons, Key, Setup as KeySetup};
use std::collections::BTreeMap;

pub(super) fn setup() -> Setup {
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
    // Strands that touch: what the desk does, and what air and ground do. To an urgent call the unit is sent at once.
    let desk = ["incident_reported", "incident_assessed", "approval_requested", "approval_granted", "sortie_ordered"];
    let air = ["sortie_ordered", "sortie_on_scene", "sortie_returning", "sortie_ended"];
    let sight = ["sortie_ordered", "track_confirmed"];
    let ground = ["incident_assessed", "tasking_sent", "tasking_replied", "incident_resolved", "incident_closed"];
    for strand in [&desk[..], &air, &sight, &ground] {
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

fn bad_radio() -> crate::lossy::LossyConfig {
    crate::lossy::LossyConfig {
        duplicate: 0.05,
        reorder: 0.05,
        corrupt: 0.02,
        jitter_ms: 40.0,
        ..crate::lossy::LossyConfig::of(0.2, 300.0)
    }
}

#[test]
fn over_a_bad_radio_no_moment_comes_for_ever() {
    let (name, text) = crate::SHIPPED[1];
    let mut scenario = Scenario::parse(name, text).unwrap();
    scenario.radio = Some(bad_radio());
    scenario.max_seconds = 600.0;
    let mut lockstep = Lockstep::new(setup(), &scenario, 7, &mut |_| ()).unwrap();
    let (mut before, mut still) = (lockstep.now(), 0);
    while lockstep.step(&mut |_| ()) {
        still = if lockstep.now() == before { still + 1 } else { 0 };
        before = lockstep.now();
        assert!(still < 2_000, "time stands still at {before}: {:?}", lockstep.engine.wake_at());
    }
}

#[test]
fn over_a_bad_radio_the_mission_is_flown_too_and_the_same_seed_is_the_same_run() {
    let bad = || {
        quick(|scenario| {
            scenario.radio = Some(bad_radio());
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

/// Carries every aircraft its key over the wire in its dock; gives the moment it was done.
fn carry_keys(lockstep: &mut Lockstep, keys: &BTreeMap<VehicleId, Key>) -> Timestamp {
    let us = Header { system: 255, component: 190, sequence: 0 };
    let plan = Arc::clone(&lockstep.plan);
    let setup = |aircraft: &flight_plans::Aircraft| {
        let system = u8::try_from(aircraft.system_id).unwrap();
        KeySetup::new(lockstep.start, system, keys[&VehicleId(aircraft.vehicle)].clone(), us)
    };
    let mut setups: Vec<KeySetup> = plan.squadron.iter().map(setup).collect();
    for tick in 0..400 {
        let at = lockstep.start.plus(Seconds(0.05) * f64::from(tick));
        lockstep.world.step(at);
        for (vehicle, _, bytes) in lockstep.world.drain().datagrams {
            setups[vehicle].receive(at, &bytes);
        }
        for (vehicle, setup) in setups.iter_mut().enumerate() {
            setup.tick(at).iter().for_each(|bytes| lockstep.world.receive(at, vehicle, STATION, bytes));
        }
        if setups.iter().all(|setup| setup.ended().is_some()) {
            let signs = Some(Ended::Signs { obeys_unsigned: false });
            assert!(setups.iter().all(|setup| setup.ended() == signs), "{setups:?}");
            return at;
        }
    }
    panic!("no end: {setups:?}");
}

#[test]
fn a_squadron_that_was_given_its_keys_flies_the_mission_signed_and_is_deaf_to_what_nobody_signed() {
    let (name, text) = crate::SHIPPED[1];
    let mut scenario = Scenario::parse(name, text).unwrap();
    for (number, start) in scenario.aircraft.iter_mut().enumerate() {
        start.start = crate::scenario::Where::Docked;
        start.autopilot = [crate::vehicle::Firmware::Px4, crate::vehicle::Firmware::ArduPilot][number % 2];
    }
    // After the keys are carried.
    scenario.call.iter_mut().for_each(|call| call.at += 30.0);
    scenario.max_seconds = 900.0;
    let mut kinds = Vec::new();
    let mut lockstep = Lockstep::new(setup(), &scenario, 7, &mut |_| {}).unwrap();
    let key = |aircraft: &flight_plans::Aircraft| {
        (VehicleId(aircraft.vehicle), Key::new([u8::try_from(aircraft.vehicle).unwrap(); 32]))
    };
    let keys: BTreeMap<VehicleId, Key> = lockstep.plan.squadron.iter().map(key).collect();
    lockstep.now = carry_keys(&mut lockstep, &keys);
    // Somebody without a key arms them all.
    let arm = CommandLong { command: 400, param1: 1.0, ..CommandLong::default() };
    let forged = codec::encode(Header { system: 255, component: 190, sequence: 9 }, &arm.into());
    (0..keys.len()).for_each(|vehicle| lockstep.world.receive(lockstep.now, vehicle, STATION, &forged));
    lockstep.now = lockstep.now.plus(Seconds(1.0));
    lockstep.world.step(lockstep.now);
    assert!(lockstep.world.vehicles().iter().all(|vehicle| !vehicle.truth().armed));
    lockstep.engine.secure(keys.clone(), &Horizons::new());
    // No disk to wait for.
    lockstep.engine.keep(None);
    while lockstep.step(&mut |record| kinds.push(record.kind.clone())) {}
    let counters = lockstep.engine.counters();
    assert!(counters.handled > 1_000 && counters.unsigned + counters.bad_signatures == 0, "{counters:?}");
    for vehicle in keys.keys() {
        let face = lockstep.engine.controller().picture.fleet.get(*vehicle).unwrap();
        assert_eq!(face.obeys_unsigned, Some(false), "{vehicle}");
    }
    let run = lockstep.finish();
    assert!(run.closed, "{kinds:?} {run:?}");
    assert_in_order(&["sortie_ordered", "sortie_on_scene", "sortie_returning", "sortie_ended"], &kinds);
}

/// A helicopter that creeps over every dock.
fn over_the_docks() -> Vec<crate::scenario::PassingSettings> {
    let (atlas, plan) = district();
    let over = |aircraft: &flight_plans::Aircraft| {
        let dock = atlas.posts.iter().find(|post| post.id == aircraft.dock).unwrap().at;
        let spot = |at: geodata::Local| {
            let place = atlas.frame.to_wgs84(at);
            crate::scenario::Spot { lat: place.lat, lon: place.lon }
        };
        crate::scenario::PassingSettings {
            at: 0.0,
            every: Some(100.0),
            kind: crate::scenario::PassingKind::Helicopter,
            address: 0x4b_0000 + aircraft.vehicle,
            from: spot(dock),
            to: spot(geodata::Local { x: dock.x + 99.0, ..dock }),
            altitude: 540.0,
            speed: 1.0,
        }
    };
    plan.squadron.iter().map(over).collect()
}

#[test]
fn a_helicopter_over_the_docks_is_told_of_and_stops_nobody() {
    let (run, kinds) = quick(|scenario| {
        scenario.traffic = over_the_docks();
        scenario.max_seconds = 600.0;
    });
    assert!(run.closed, "{kinds:?} {run:?}");
    assert_in_order(&["traffic_near", "traffic_passed"], &kinds);
}

#[test]
fn a_screen_is_shown_who_else_is_in_the_air_with_height_and_age_and_whom_they_come_too_near() {
    let (name, text) = crate::SHIPPED[1];
    let mut scenario = Scenario::parse(name, text).unwrap();
    scenario.traffic = over_the_docks();
    let mut near = 0;
    let mut lockstep = Lockstep::new(setup(), &scenario, 7, &mut |_| {}).unwrap();
    while near == 0 && lockstep.step(&mut |record| near += usize::from(record.kind == "traffic_near")) {}
    let shown = outward::snapshot(&lockstep.engine, lockstep.now, 0, true);
    assert_eq!(shown.traffic.len(), scenario.traffic.len());
    for one in &shown.traffic {
        let told = (one.kind.as_str(), one.height_m, one.height_above.as_deref(), one.speed_mps);
        assert_eq!(told, ("helicopter", Some(540.0), Some("sea"), Some(1.0)));
        assert!(one.id.starts_with("icao-4b000") && (0..3_000).contains(&(shown.server_time_ms - one.at_ms)));
    }
    let warned: Vec<u32> = shown.vehicles.iter().filter(|one| !one.near.is_empty()).map(|one| one.id).collect();
    let met: Vec<u32> = shown.traffic.iter().flat_map(|one| one.near.clone()).collect();
    assert!(!warned.is_empty() && met.iter().all(|vehicle| warned.contains(vehicle)), "{warned:?} {met:?}");
}

/// The district with hills: a tile whose height rises a metre with every sample east.
fn hilly() -> Setup {
    let side = 1201;
    let bytes: Vec<u8> = (0..side * side).flat_map(|index| ((index % side) as i16).to_be_bytes()).collect();
    let plain = setup();
    let (terrain, _) =
        geodata::terrain::import(&[("N47E009.hgt", bytes.as_slice())], &plain.atlas.frame, &plain.atlas.bounds)
            .unwrap();
    let atlas = geodata::Atlas { terrain, ..geodata::Atlas::clone(&plain.atlas) };
    Setup { atlas: Arc::new(atlas), ..plain }
}

#[test]
fn ardupilots_are_told_the_ground_below_where_the_district_knows_it_and_not_where_it_is_flat() {
    let (name, text) = crate::SHIPPED[1];
    let mut scenario = Scenario::parse(name, text).unwrap();
    for start in &mut scenario.aircraft {
        start.start = crate::scenario::Where::Docked;
        start.autopilot = crate::vehicle::Firmware::ArduPilot;
    }
    scenario.max_seconds = 60.0;
    let given = |setup: Setup| {
        let atlas = Arc::clone(&setup.atlas);
        let mut lockstep = Lockstep::new(setup, &scenario, 7, &mut |_| {}).unwrap();
        while lockstep.step(&mut |_| {}) {}
        let vehicles = lockstep.world().vehicles().iter();
        let pair = |vehicle: &crate::vehicle::Vehicle| {
            let ground = atlas.terrain.ground(atlas.frame.to_local(vehicle.truth().place)).0.0;
            (vehicle.terrain_given(), ground)
        };
        vehicles.map(pair).collect::<Vec<_>>()
    };
    // The corner of its block lies up to 2.8 km west: some 40 samples, 40 m lower.
    for (given, ground) in given(hilly()) {
        let (height, missing) = given.unwrap();
        assert!(missing <= 16 && (ground - 60.0..=ground + 1.0).contains(&f64::from(height)), "{height} {ground}");
    }
    assert!(given(setup()).iter().all(|(given, _)| given.is_none()));
}

/// What the operator at the desk asks of an aircraft.
fn operator(lockstep: &mut Lockstep, command: controller_core::Command) -> Option<Answer> {
    let actor = Actor { role: Role::Operator, post: "operator-1".to_owned() };
    let output = lockstep.engine.receive(lockstep.now, Stimulus::Input(Input::Command(actor, command)));
    let answer = output.answer.clone();
    lockstep.carry(output, &mut |_| {});
    answer
}

#[test]
fn an_aircraft_that_listens_to_nobody_flies_once_a_post_has_taken_control_and_listens_to_nobody_after_its_release() {
    use controller_core::Command::{ReleaseControl, TakeControl};
    let (name, text) = crate::SHIPPED[1];
    let mut scenario = Scenario::parse(name, text).unwrap();
    scenario.aircraft.iter_mut().for_each(|start| start.operator_control = true);
    scenario.call.iter_mut().for_each(|call| call.at += 20.0);
    scenario.max_seconds = 900.0;
    let mut kinds = Vec::new();
    let mut lockstep = Lockstep::new(setup(), &scenario, 7, &mut |_| {}).unwrap();
    let vehicles: Vec<VehicleId> = lockstep.plan.squadron.iter().map(|one| VehicleId(one.vehicle)).collect();
    let control = |lockstep: &Lockstep, vehicle: &VehicleId| {
        lockstep.engine.controller().picture.fleet.get(*vehicle).and_then(|face| face.operator).unwrap()
    };
    let ready = scenario.start.plus(Seconds(10.0));
    while lockstep.now() < ready && lockstep.step(&mut |_| {}) {}
    for vehicle in &vehicles {
        assert_eq!(control(&lockstep, vehicle).by, None);
        assert!(matches!(operator(&mut lockstep, TakeControl(*vehicle)), Some(Answer::Accepted { .. })));
    }
    let taken = ready.plus(Seconds(5.0));
    while lockstep.now() < taken && lockstep.step(&mut |_| {}) {}
    assert!(vehicles.iter().all(|vehicle| control(&lockstep, vehicle).ours));
    while lockstep.step(&mut |record| kinds.push(record.kind.clone())) {}
    operator(&mut lockstep, ReleaseControl(vehicles[0]));
    lockstep.end = lockstep.now.plus(Seconds(5.0));
    lockstep.end_after_closed = Seconds(1e6);
    while lockstep.step(&mut |_| {}) {}
    assert_eq!(control(&lockstep, &vehicles[0]).by, None);
    assert!(control(&lockstep, &vehicles[1]).ours);
    let run = lockstep.finish();
    assert!(run.closed, "{kinds:?} {run:?}");
    assert_in_order(&["sortie_ordered", "sortie_on_scene", "sortie_returning", "sortie_ended"], &kinds);
}
