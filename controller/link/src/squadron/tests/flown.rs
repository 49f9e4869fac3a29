//! ArduCopter and PX4 through whole orders: the steps each needs, and what each is told on the way.

use super::rig::{Rig, Stub, patrol, place, waypoints};
use crate::codec::Message;
use controller_core::{FlightMode, OrderKind, OrderProgress, SkyReport};
use geodata::{Amsl, Metres};

fn copter() -> Stub {
    Stub::copter(3)
}

fn flying_copter() -> Stub {
    Stub { armed: true, in_air: true, mode: 4, ..Stub::copter(3) }
}

fn high() -> Amsl {
    Amsl(Metres(520.0))
}

/// Command numbers of what was ordered, in order, repeats left out.
fn ordered(rig: &Rig) -> Vec<u16> {
    let mut said: Vec<u16> = rig
        .orders_sent()
        .iter()
        .filter_map(|message| match message {
            Message::CommandLong(long) => Some(long.command),
            Message::CommandInt(int) => Some(int.command),
            _ => None,
        })
        .collect();
    said.dedup();
    said
}

#[test]
fn arducopter_is_launched_by_guided_arming_a_take_off_above_home_and_then_its_mission() {
    let mut rig = Rig::new(vec![copter()]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Launch { mission: patrol(4) });
    assert_eq!(rig.run_until_over(1, 60.0), Some(OrderProgress::Done));
    assert_eq!(ordered(&rig), [176, 400, 22, 176]);
    let stub = &rig.stubs[0];
    assert_eq!(stub.take_offs, [45.0], "500 m above the sea over a home at 455 m");
    assert_eq!((stub.mode(), stub.armings, stub.starts), (FlightMode::Mission, 1, 1));
    assert_eq!(stub.items.len(), 9, "home, and the patrol of eight");
    assert!(stub.items[1..].iter().all(|item| matches!(item.frame, 2 | 5)), "no height above home");
}

#[test]
fn px4_is_launched_by_arming_and_mission_mode_and_takes_off_by_the_missions_own_item() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Launch { mission: patrol(4) });
    assert_eq!(rig.run_until_over(1, 60.0), Some(OrderProgress::Done));
    assert_eq!(ordered(&rig), [400, 176]);
    assert!(rig.stubs[0].take_offs.is_empty());
}

#[test]
fn an_arducopter_without_a_position_is_not_launched_and_says_why() {
    let mut rig = Rig::new(vec![Stub { positioned: false, ..copter() }]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Launch { mission: patrol(4) });
    let Some(OrderProgress::Refused { why }) = rig.run_until_over(1, 90.0) else { panic!("it must not fly") };
    assert!(why.contains("does not know where it is"), "{why}");
    assert!(!rig.stubs[0].armed && !rig.stubs[0].in_air && rig.stubs[0].take_offs.is_empty());
}

#[test]
fn a_launch_that_is_late_by_the_time_it_flies_still_starts_its_mission() {
    let mut rig = Rig::new(vec![copter()]);
    rig.run(2.0);
    rig.order_for(geodata::Seconds(15.0), 1, 3, OrderKind::Launch { mission: patrol(4) });
    while rig.stubs[0].take_offs.is_empty() {
        rig.run(0.05);
    }
    rig.cut = true;
    rig.run(14.0);
    rig.cut = false;
    rig.run(10.0);
    assert_eq!(rig.stubs[0].mode(), FlightMode::Mission, "{:?}", rig.progress(1));
}

#[test]
fn hold_return_and_land_are_modes_of_arducopters_own_and_seen_by_their_numbers() {
    for (kind, mode) in [(OrderKind::Hold, 17), (OrderKind::Return, 6), (OrderKind::Land, 9)] {
        let mut rig = Rig::new(vec![flying_copter()]);
        rig.run(2.0);
        rig.order(1, 3, kind);
        assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done));
        assert_eq!((rig.stubs[0].mode, ordered(&rig)), (mode, vec![176]));
    }
}

#[test]
fn a_hold_during_a_go_to_is_not_believed_before_the_mode_changed() {
    let mut rig = Rig::new(vec![Stub { lies: true, ..flying_copter() }]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Hold);
    assert_eq!(rig.run_until_over(1, 15.0), None, "GUIDED may be on its way somewhere");
    assert!(matches!(rig.run_until_over(1, 15.0), Some(OrderProgress::Unknown { .. })));
}

#[test]
fn a_hold_stops_a_px4_that_flies_to_a_place_in_its_hold_mode() {
    let mut rig = Rig::new(vec![Stub { speed: 500, ..Stub::flying(3) }]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Hold);
    assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done));
    assert_eq!((ordered(&rig), rig.stubs[0].speed), (vec![192], 0), "the mode alone would change nothing");
    assert!(
        rig.sent
            .iter()
            .filter(|(.., message)| matches!(message, Message::CommandLong(long) if long.command == 192))
            .all(|(_, traffic, _)| *traffic == crate::Traffic::Safety)
    );
}

#[test]
fn a_px4_that_does_not_know_how_to_stay_is_asked_for_the_mode() {
    let mut rig = Rig::new(vec![Stub { speed: 500, refuses: Some(192), ..Stub::flying(3) }]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Hold);
    assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done));
    assert_eq!(ordered(&rig), [192, 176]);
}

#[test]
fn a_go_to_reaches_arducopter_in_any_mode_and_above_sea_level() {
    for mode in [3, 4, 5, 17] {
        let mut rig = Rig::new(vec![Stub { mode, ..flying_copter() }]);
        rig.run(2.0);
        rig.order(1, 3, OrderKind::GoTo { at: place(2), altitude: high() });
        assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done), "from mode {mode}");
        let sent = rig.stubs[0].sent_to.unwrap();
        assert_eq!((sent.frame, sent.z, rig.stubs[0].mode), (5, 520.0, 4));
    }
}

#[test]
fn a_mission_in_the_air_begins_at_arducopters_item_1() {
    let mut rig = Rig::new(vec![flying_copter()]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::FlyMission { mission: waypoints(5) });
    assert_eq!(rig.run_until_over(1, 60.0), Some(OrderProgress::Done));
    assert_eq!((rig.stubs[0].current, rig.stubs[0].items.len()), (1, 6));
    assert_eq!(ordered(&rig), [176], "hold, then the mission");
    rig.stubs[0].current = 3;
    let reached = crate::codec::MissionItemReached { seq: 3 };
    let bytes = rig.stubs[0].seal(&reached.into());
    rig.squadron.receive(rig.at, super::rig::address(3), &bytes);
    let told = rig.squadron.drain().reports;
    assert!(told.iter().any(|(_, report)| *report == SkyReport::MissionReached { seq: 2 }), "{told:?}");
}

#[test]
fn px4_circles_by_a_command_above_sea_level() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Orbit { at: place(1), altitude: high(), radius: Metres(40.0) });
    assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done));
    let circle = rig.stubs[0].sent_to.unwrap();
    assert_eq!((circle.command, circle.frame, circle.z, circle.param1), (34, 5, 520.0, 40.0));
    assert!(rig.stubs[0].items.is_empty(), "the mission aboard is not touched");
}

#[test]
fn arducopter_circles_by_a_mission_that_was_read_back() {
    let mut rig = Rig::new(vec![flying_copter()]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Orbit { at: place(1), altitude: high(), radius: Metres(40.0) });
    assert_eq!(rig.run_until_over(1, 60.0), Some(OrderProgress::Done));
    assert!(rig.progress(1).contains(&OrderProgress::Verified));
    let circle = rig.stubs[0].items[1];
    assert_eq!((circle.command, circle.param3, circle.z, circle.frame), (18, 40.0, 520.0, 5));
    assert_eq!((rig.stubs[0].mode, rig.stubs[0].current), (3, 1));
}

#[test]
fn a_circle_that_reads_back_different_is_never_begun() {
    let mut rig = Rig::new(vec![Stub { mode: 17, ..flying_copter() }]);
    rig.stubs[0].garbles_last = true;
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Orbit { at: place(1), altitude: high(), radius: Metres(40.0) });
    let Some(OrderProgress::Refused { why }) = rig.run_until_over(1, 90.0) else { panic!("it must not circle") };
    assert!(why.contains("item 1"), "{why}");
    assert_eq!(rig.stubs[0].starts, 0);
}

#[test]
fn orbits_are_for_aircraft_in_the_air() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(2.0);
    rig.order(1, 3, OrderKind::Orbit { at: place(1), altitude: high(), radius: Metres(40.0) });
    let Some(OrderProgress::Refused { why }) = rig.run_until_over(1, 10.0) else { panic!("it stands") };
    assert!(why.contains("stands on the ground"), "{why}");
}
