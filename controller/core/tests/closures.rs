//! A closed road is in the next answer: who is sent, when they arrive and which way they go all follow it at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;

use controller_core::{Actor, Command, Controller, Input, Role, UnitId, UnitReport, pairing};
use county::setup;
use geodata::roads::{Closure, Conditions, Direction, Span};
use geodata::{Heading, Local, MetresPerSecond, Profile, Seconds, Timestamp, Wgs84};

const START: Timestamp = Timestamp(1_778_572_800_000_000);

fn dispatcher(command: Command) -> Input {
    Input::Command(Actor { role: Role::Dispatcher, post: "dispatcher-1".to_owned() }, command)
}

fn stands(controller: &mut Controller, unit: UnitId, place: Wgs84) {
    let (speed, heading) = (MetresPerSecond(0.0), Heading::default());
    controller.handle(
        START,
        &Input::Ground(UnitReport {
            unit,
            at: START,
            place,
            speed,
            heading,
            available: true,
            duty: None,
            crew: None,
            seq: None,
        }),
    );
}

/// Units that drive, round the middle of the district, and the place they are wanted at.
fn cast(controller: &mut Controller) -> Local {
    let atlas = controller.setup.atlas.clone();
    let drivers: Vec<UnitId> = {
        let driving = controller.setup.plan.ground.iter().filter(|unit| unit.profile == Profile::Car);
        driving.map(|unit| UnitId(unit.unit)).take(4).collect()
    };
    let middle = atlas.roads.snap(Local { x: 0.0, y: 0.0 }).unwrap().point;
    for (unit, east) in drivers.iter().zip([600.0, 1_500.0, 2_500.0, 4_000.0]) {
        let place = atlas.roads.snap(Local { x: middle.x + east, y: middle.y + 300.0 }).unwrap().point;
        stands(controller, *unit, atlas.frame.to_wgs84(place));
    }
    middle
}

/// The fastest by a net that was told the same closures from scratch.
fn afresh(controller: &Controller, to: Local) -> Vec<(UnitId, f64)> {
    let roads = &controller.setup.atlas.roads;
    let frame = &controller.setup.atlas.frame;
    let shut = controller.ledger.closures.values().map(|closure| Closure {
        edge: roads.snap(frame.to_local(closure.place)).unwrap().edge(),
        direction: Direction::Both,
        span: Span::default(),
        profiles: vec![Profile::Car, Profile::Motorbike, Profile::Emergency],
    });
    let mut live = roads.live();
    let conditions = Conditions { closures: shut.collect(), ..Conditions::default() };
    roads.set(&mut live, &conditions, START).unwrap();
    let goal = roads.snap(to).unwrap();
    let free = pairing::free_units(controller, START);
    let time = |(unit, at): &(UnitId, geodata::UnitAt)| {
        let time = roads.under(&live).travel_time(&at.snap, &goal, at.profile)?;
        Some((*unit, (time.0 * 10.0).round() / 10.0))
    };
    let mut times: Vec<(UnitId, f64)> = free.iter().filter_map(time).collect();
    times.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    times
}

fn answer(controller: &Controller, to: Local) -> Vec<(UnitId, f64)> {
    pairing::nearest(controller, START, to).units.iter().map(|offer| (offer.unit, offer.eta.0)).collect()
}

/// The middle of the way of the first unit to the place.
fn middle_of_the_way(controller: &Controller, unit: UnitId, to: Local) -> Wgs84 {
    let atlas = &controller.setup.atlas;
    let (_, at) = pairing::free_units(controller, START).into_iter().find(|free| free.0 == unit).unwrap();
    let route = controller.travel().route(&at.snap, &atlas.roads.snap(to).unwrap(), at.profile).unwrap();
    atlas.frame.to_wgs84(route.points[route.points.len() / 2])
}

#[test]
fn a_road_closed_on_the_way_of_the_nearest_unit_is_in_the_very_next_answer() {
    let (mut controller, _) = Controller::start(setup(), START);
    let to = cast(&mut controller);
    let undisturbed = answer(&controller, to);
    assert!(undisturbed.len() >= 3);
    let mut firsts = vec![undisturbed[0]];
    for _ in 0..12 {
        let place = middle_of_the_way(&controller, firsts[firsts.len() - 1].0, to);
        controller.handle(START, &dispatcher(Command::CloseRoad(place, None)));
        let now = answer(&controller, to);
        let options = controller.setup.policy.tasking.options;
        let slow: Vec<_> = afresh(&controller, to).into_iter().take(options).collect();
        assert_eq!(now, slow, "as if the net had been told all closures at once");
        let Some(first) = now.first() else { break };
        firsts.push(*first);
    }
    assert!(firsts.windows(2).all(|pair| pair[1].1 >= pair[0].1), "a closure makes nobody faster: {firsts:?}");
    assert!(firsts[firsts.len() - 1].1 > firsts[0].1, "the closures changed the answer: {firsts:?}");

    let kept: Vec<_> = controller.ledger.closures.keys().copied().collect();
    for closure in kept {
        controller.handle(START, &dispatcher(Command::OpenRoad(closure)));
    }
    assert_eq!(answer(&controller, to), undisturbed, "all open again");
}

#[test]
fn after_a_crash_the_closures_of_the_journal_hold_at_once() {
    let (mut controller, decision) = Controller::start(setup(), START);
    let mut journal = decision.entries;
    let to = cast(&mut controller);
    for _ in 0..6 {
        let first = answer(&controller, to)[0].0;
        let place = middle_of_the_way(&controller, first, to);
        let closed = controller.handle(START, &dispatcher(Command::CloseRoad(place, Some(Seconds(600.0)))));
        journal.extend(closed.entries);
    }
    let before = answer(&controller, to);
    let (mut after, _) = Controller::resume(controller.setup.clone(), &journal, START);
    cast(&mut after);
    assert_eq!(answer(&after, to), before);
}
