//! Of a large squadron only those are planned for that could be the first: the answer is that of planning for all.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod county;

use controller_core::decide::air;
use controller_core::{
    Alarm, AlarmKind, Controller, Fix, FlightMode, IncidentId, Input, Settings, Setup, SkyReport, VehicleId,
    VehicleStatus,
};
use flight_plans::planner::missions::to_scene;
use geodata::{Agl, Heading, Local, Metres, MetresPerSecond, Profile, Seconds, Timestamp, Wgs84};
use std::sync::Arc;

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const AIRCRAFT: u32 = 60;
const PLACES: u32 = 40;
/// As many as a recommendation names beside the first.
const NAMED: usize = 12;

fn roll(state: &mut u64, sides: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from((*state >> 11) % u64::try_from(sides).unwrap()).unwrap()
}

/// The shipped county with sixty aircraft, each like one of the shipped ones.
fn squadron() -> Setup {
    let setup = county::setup();
    let mut plan = (*setup.plan).clone();
    let shipped = plan.squadron.clone();
    plan.squadron = (1..=AIRCRAFT)
        .zip(shipped.iter().cycle())
        .map(|(number, like)| flight_plans::Aircraft { vehicle: number, system_id: number, uid: None, ..like.clone() })
        .collect();
    Setup { plan: Arc::new(plan), ..setup }
}

/// They fly about, with more or less in their batteries; one in ten is not heard any more.
fn fly(controller: &mut Controller, places: &[Local], at: Timestamp, state: &mut u64) {
    let setup = controller.setup.clone();
    for vehicle in (1..=AIRCRAFT).map(VehicleId) {
        let place = places[roll(state, places.len())];
        let fix = Fix {
            at,
            place: setup.atlas.frame.to_wgs84(place),
            altitude: setup.atlas.terrain.ground(place).raised(Agl(Metres(80.0))),
            above_home: Metres(80.0),
            speed: MetresPerSecond(5.0),
            climb: MetresPerSecond(0.0),
            heading: Heading::default(),
        };
        let status = VehicleStatus {
            ready: true,
            position_ok: true,
            battery_percent: u8::try_from(35 + roll(state, 60)).ok(),
            armed: true,
            in_air: Some(true),
            mode: FlightMode::Mission,
            ..VehicleStatus::default()
        };
        let settings = SkyReport::Settings(Settings { ours: 255, ..Settings::default() });
        let mut reports = vec![SkyReport::LinkUp, SkyReport::Status(status), settings];
        if roll(state, 10) > 0 {
            reports.push(SkyReport::Fix(fix));
        }
        for report in reports {
            controller.handle(at, &Input::Sky(vehicle, report));
        }
    }
}

/// Everybody's flight there, planned one by one: when each would be there.
fn everybody(controller: &Controller, at: Timestamp, place: Wgs84) -> Vec<(f64, VehicleId)> {
    let flight = |vehicle: VehicleId| {
        let situation = air::situation(controller, at, vehicle).ok()?;
        let proposal = to_scene(&situation, place).ok()?;
        air::judged(&proposal.mission, &air::when_answered(controller, vehicle, situation)).ok()?;
        Some((air::tenth(proposal.flight.time.0), vehicle))
    };
    (1..=AIRCRAFT).map(VehicleId).filter_map(flight).collect()
}

#[test]
fn whoever_is_the_first_of_all_is_found_without_planning_for_all() {
    let setup = squadron();
    let start = setup.atlas.roads.snap(setup.atlas.posts[0].at).unwrap();
    let places = setup.atlas.roads.undisturbed().reachable_within(&start, Profile::Emergency, Seconds(1e6));
    let (mut controller, _) = Controller::start(setup.clone(), START);
    let (state, at) = (&mut 11, START.plus(Seconds(0.5)));
    fly(&mut controller, &places, at, state);
    let (mut found, mut nobody) = (0, 0);
    for number in 1..=PLACES {
        let place = setup.atlas.frame.to_wgs84(places[roll(state, places.len())]);
        let call = Alarm {
            key: number.to_string(),
            kind: AlarmKind::Disturbance,
            priority: 4,
            place,
            source: "110".to_owned(),
        };
        controller.handle(at, &Input::Alarm(call));
        let incident = *controller.ledger.incidents.keys().next_back().unwrap();
        let place = controller.ledger.incidents[&incident].place;
        let all = everybody(&controller, at, place);
        let first = all.iter().min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let told = air::best(&controller, at, incident);
        let offer = told.offer.as_ref().map(|offer| (offer.eta.0, offer.vehicle));
        assert_eq!(offer, first.copied(), "{incident}");
        assert_eq!(air::any(&controller, at, incident), first.is_some());
        assert_eq!(told.passed_over.len(), NAMED);
        let known = told.passed_over.len() + usize::from(offer.is_some());
        assert_eq!(known + told.beyond as usize, AIRCRAFT as usize, "everybody is named or counted");
        found += u32::from(first.is_some());
        nobody += u32::from(first.is_none());
    }
    assert!(found > 20, "{found} of {PLACES} could be flown to, {nobody} not");
    let nowhere = air::best(&controller, at, IncidentId(0));
    assert_eq!(nowhere, air::Found::default());
}
