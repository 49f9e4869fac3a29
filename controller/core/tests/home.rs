//! Who is called home where no zone is near is told to return, and that is what the planner says, too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;

use controller_core::{
    Actor, Command, Controller, Effect, Fix, Input, OrderKind, Role, SkyReport, VehicleId, VehicleStatus,
};
use county::setup;
use flight_plans::{Situation, Wind};
use geodata::{Amsl, Heading, Local, Metres, MetresPerSecond, Seconds, Timestamp};

const START: Timestamp = Timestamp(1_778_572_800_000_000);

fn hears(controller: &mut Controller, vehicle: VehicleId, place: Local) {
    let still = MetresPerSecond::ZERO;
    let fix = Fix {
        at: START,
        place: controller.setup.atlas.frame.to_wgs84(place),
        altitude: Amsl(Metres(560.0)),
        above_home: Metres(80.0),
        speed: still,
        climb: still,
        heading: Heading::default(),
    };
    let status = VehicleStatus {
        battery_percent: Some(90),
        armed: true,
        in_air: Some(true),
        position_ok: true,
        wind: Some((0.0, 0.0)),
        ..VehicleStatus::default()
    };
    for report in [SkyReport::LinkUp, SkyReport::Fix(fix), SkyReport::Status(status)] {
        controller.handle(START, &Input::Sky(vehicle, report));
    }
}

#[test]
fn the_order_to_come_home_is_the_one_the_planner_would_give_wherever_the_aircraft_is() {
    let setup = setup();
    let vehicle = VehicleId(setup.plan.squadron[0].vehicle);
    let (mut straight, mut round) = (0, 0);
    for step in 0..400_i32 {
        // A grid of 20 by 20 places over the district, 600 m apart.
        let place = Local { x: f64::from(step % 20 - 10) * 600.0, y: f64::from(step / 20 - 10) * 600.0 };
        let (mut controller, _) = Controller::start(setup.clone(), START);
        hears(&mut controller, vehicle, place);
        let actor = Actor { role: Role::Operator, post: "operator-1".to_owned() };
        let decision = controller.handle(START, &Input::Command(actor, Command::Return(vehicle)));
        let kind = decision.effects.iter().find_map(|effect| match effect {
            Effect::Fly(permit) => Some(permit.order().kind.clone()),
            _ => None,
        });
        let fix = controller.picture.fleet.get(vehicle).and_then(|face| face.fresh_fix(START, Seconds(1.0))).unwrap();
        let planned = flight_plans::home(&Situation {
            atlas: &setup.atlas,
            plan: &setup.plan,
            vehicle: vehicle.0,
            wind: Wind { east: 0.0, north: 0.0 },
            battery_percent: 90.0,
            from: setup.atlas.frame.to_local(fix.place),
            from_altitude: fix.altitude,
            on_ground: false,
            at: START,
        });
        let expected = match planned {
            Ok(way) if way.path.len() > 2 => OrderKind::FlyHome { mission: way.mission },
            _ => OrderKind::Return,
        };
        assert_eq!(kind.as_ref(), Some(&expected), "{place:?}");
        if expected == OrderKind::Return {
            straight += 1;
        } else {
            round += 1;
        }
    }
    assert!(straight > 20 && round > 20, "{straight} straight, {round} round");
}
