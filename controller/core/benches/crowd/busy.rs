//! Everybody of a crowd reports, and people call.

use controller_core::input::Fix;
use controller_core::{
    Alarm, AlarmKind, Controller, Input, Settings, Setup, SkyReport, UnitId, UnitReport, VehicleId, VehicleStatus,
};
use geodata::{Heading, Local, Metres, MetresPerSecond, Profile, Seconds, Timestamp};

/// Every place one can drive to.
pub fn places(setup: &Setup) -> Vec<Local> {
    let start = setup.atlas.roads.snap(setup.atlas.posts[0].at).unwrap();
    setup.atlas.roads.undisturbed().reachable_within(&start, Profile::Emergency, Seconds(1e6))
}

/// A number below `sides`, and the next state.
pub fn roll(state: &mut u64, sides: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from((*state >> 11) % u64::try_from(sides).unwrap()).unwrap()
}

/// A call somewhere.
pub fn alarm(setup: &Setup, places: &[Local], number: u32, state: &mut u64) -> Input {
    Input::Alarm(Alarm {
        key: format!("call-{number}"),
        kind: AlarmKind::Theft,
        priority: u8::try_from(1 + roll(state, 4)).unwrap(),
        place: setup.atlas.frame.to_wgs84(places[roll(state, places.len())]),
        source: "110".to_owned(),
    })
}

/// A controller to which every aircraft and every unit has reported, the units from anywhere.
pub fn reported(setup: &Setup, places: &[Local], start: Timestamp, state: &mut u64) -> (Controller, Timestamp) {
    let (mut controller, _) = Controller::start(setup.clone(), start);
    let at = start.plus(Seconds(5.0));
    tell_of_all(&mut controller, places, at, state);
    (controller, at)
}

/// Every aircraft and every unit reports.
pub fn tell_of_all(controller: &mut Controller, places: &[Local], at: Timestamp, state: &mut u64) {
    let setup = controller.setup.clone();
    let frame = &setup.atlas.frame;
    for aircraft in &setup.plan.squadron {
        let dock = setup.atlas.posts.iter().find(|post| post.id == aircraft.dock).unwrap().at;
        for report in docked(&setup, dock, at) {
            controller.handle(at, &Input::Sky(VehicleId(aircraft.vehicle), report));
        }
    }
    for unit in &setup.plan.ground {
        let report = UnitReport {
            unit: UnitId(unit.unit),
            at,
            place: frame.to_wgs84(places[roll(state, places.len())]),
            speed: MetresPerSecond(0.0),
            heading: Heading::default(),
            available: true,
            duty: None,
            crew: None,
            seq: None,
        };
        controller.handle(at, &Input::Ground(report));
    }
}

fn docked(setup: &Setup, dock: Local, at: Timestamp) -> [SkyReport; 4] {
    let status = VehicleStatus {
        ready: true,
        position_ok: true,
        battery_percent: Some(95),
        in_air: Some(false),
        ..VehicleStatus::default()
    };
    let fix = Fix {
        at,
        place: setup.atlas.frame.to_wgs84(dock),
        altitude: setup.atlas.terrain.ground(dock),
        above_home: Metres(0.0),
        speed: MetresPerSecond(0.0),
        climb: MetresPerSecond(0.0),
        heading: Heading::default(),
    };
    let settings = Settings { ours: 255, ..Settings::default() };
    [SkyReport::LinkUp, SkyReport::Status(status), SkyReport::Fix(fix), SkyReport::Settings(settings)]
}
