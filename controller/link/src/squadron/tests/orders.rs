//! Orders from the first message to what telemetry shows.

use super::rig::{Rig, Stub, patrol, place, waypoints};
use crate::codec::{CommandAck, Message};
use crate::{Traffic, codec};
use controller_core::{FlightMode, Order, OrderId, OrderKind, OrderProgress, VehicleId, safety};
use geodata::{Amsl, Metres, Seconds};

fn launch() -> OrderKind {
    OrderKind::Launch { mission: patrol(4) }
}

fn refusal(rig: &Rig, order: u32) -> String {
    match rig.end_of(order) {
        Some(OrderProgress::Refused { why }) => why,
        other => panic!("not refused but {other:?}"),
    }
}

#[test]
fn without_a_permit_no_arming_no_mode_change_and_no_mission_leaves() {
    let mut rig = Rig::new(vec![Stub::new(3), Stub::flying(4)]);
    rig.run(60.0);
    assert!(rig.orders_sent().is_empty());
    let asked = rig.stubs.iter().flat_map(|stub| &stub.commands);
    assert!(asked.clone().count() > 0 && asked.clone().all(|command| matches!(command, 511 | 512)));
}

#[test]
fn a_permit_for_hold_goes_out_as_safety_traffic() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    let expires = rig.at.plus(Seconds(5.0));
    let order = Order { id: OrderId(1), vehicle: VehicleId(3), kind: OrderKind::Return, expires };
    let permit = safety::without_approval(order, rig.at, false).unwrap();
    rig.squadron.order(rig.at, permit);
    assert_eq!(rig.run_until_over(1, 5.0), Some(OrderProgress::Done));
    assert_eq!(rig.stubs[0].mode(), FlightMode::Return);
    assert!(rig.sent.iter().any(|(_, traffic, _)| *traffic == Traffic::Safety));
    assert!(rig.sent.iter().all(|(_, traffic, _)| *traffic != Traffic::Order));
}

#[test]
fn a_launch_is_uploaded_read_back_armed_started_and_done_when_in_the_air() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(1.0);
    rig.order(1, 3, launch());
    assert_eq!(rig.run_until_over(1, 20.0), Some(OrderProgress::Done));
    assert_eq!(rig.progress(1), [OrderProgress::Verified, OrderProgress::Accepted, OrderProgress::Done]);
    let stub = &rig.stubs[0];
    assert!(stub.armed && stub.in_air && stub.mode() == FlightMode::Mission);
    assert_eq!((stub.armings, stub.items.len()), (1, 8));
}

#[test]
fn the_same_order_again_is_the_same_order() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(1.0);
    rig.order(1, 3, launch());
    rig.order(1, 3, launch());
    rig.run_until_over(1, 20.0);
    let sent = rig.orders_sent().len();
    rig.order(1, 3, launch());
    rig.run(5.0);
    assert_eq!(rig.orders_sent().len(), sent);
    assert_eq!(rig.progress(1).last(), Some(&OrderProgress::Done));
    assert_eq!(rig.stubs[0].armings, 1);
}

#[test]
fn a_launch_repeated_by_a_new_controller_only_looks_when_the_vehicle_already_flies_it() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(1.0);
    rig.order(1, 3, launch());
    rig.run_until_over(1, 20.0);
    let mut after = Rig::new(rig.stubs);
    after.run(1.0);
    after.order(1, 3, launch());
    assert_eq!(after.run_until_over(1, 10.0), Some(OrderProgress::Done));
    assert!(after.orders_sent().is_empty(), "reading changes nothing");
    after.order(2, 3, OrderKind::Launch { mission: patrol(5) });
    after.run(10.0);
    assert!(refusal(&after, 2).contains("8 items aboard instead of 9"), "{}", refusal(&after, 2));
}

#[test]
fn a_mission_that_reads_back_different_never_starts() {
    let mut rig = Rig::new(vec![Stub { garbles: true, ..Stub::new(3) }]);
    rig.run(1.0);
    rig.order(1, 3, launch());
    rig.run(60.0);
    assert!(refusal(&rig, 1).contains("item 0 aboard is not the one sent"));
    assert!(!rig.stubs[0].armed && !rig.stubs[0].commands.contains(&400) && !rig.stubs[0].commands.contains(&176));
}

#[test]
fn a_mode_that_is_acknowledged_and_not_taken_is_unknown_never_done() {
    let mut rig = Rig::new(vec![Stub { lies: true, ..Stub::flying(3) }]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::Return);
    rig.run(30.0);
    assert_eq!(rig.progress(1), [OrderProgress::Accepted, OrderProgress::Unknown { step: "return mode".to_owned() }]);
}

#[test]
fn a_no_is_told_with_its_code() {
    let mut rig = Rig::new(vec![Stub { verdict: Some(2), ..Stub::flying(3) }]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::Land);
    rig.run(2.0);
    assert!(refusal(&rig, 1).starts_with("land mode denied (result 2)"));
    rig.stubs[0].verdict = Some(1);
    rig.order(2, 3, OrderKind::GoTo { at: place(1), altitude: Amsl(Metres(520.0)) });
    rig.run(20.0);
    assert!(refusal(&rig, 2).starts_with("go-to temporarily rejected"));
}

#[test]
fn silence_is_unknown_and_nothing_sent_is_refused() {
    let mut rig = Rig::new(vec![Stub::flying(3), Stub::flying(4)]);
    rig.order(1, 4, OrderKind::Hold);
    rig.run(1.0);
    rig.cut = true;
    rig.order(2, 3, OrderKind::Hold);
    rig.run(30.0);
    assert_eq!(rig.end_of(2), Some(OrderProgress::Unknown { step: "hold mode".to_owned() }));
    let mut never = Rig::new(vec![Stub::new(3)]);
    never.cut = true;
    never.order(1, 3, OrderKind::Hold);
    never.run(30.0);
    assert!(refusal(&never, 1).contains("no link"));
}

#[test]
fn an_expired_order_is_not_sent() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    let order = Order {
        id: OrderId(1),
        vehicle: VehicleId(3),
        kind: OrderKind::GoTo { at: place(1), altitude: Amsl(Metres(520.0)) },
        expires: rig.at.plus(Seconds(-0.1)),
    };
    rig.squadron.begin(rig.at, order);
    rig.run(20.0);
    assert!(refusal(&rig, 1).contains("expired"));
    assert!(rig.orders_sent().is_empty());
}

#[test]
fn hold_takes_the_place_of_a_running_upload_and_blocks_its_start() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::FlyMission { mission: waypoints(200) });
    rig.run(1.5);
    rig.order(2, 3, OrderKind::Return);
    assert_eq!(rig.run_until_over(2, 5.0), Some(OrderProgress::Done));
    assert!(matches!(rig.end_of(1), Some(OrderProgress::Unknown { step }) if step.contains("o2 took its place")));
    rig.run(20.0);
    assert_eq!(rig.stubs[0].mode(), FlightMode::Return);
}

#[test]
fn an_order_waits_while_a_safety_order_runs() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::Return);
    rig.order(2, 3, OrderKind::GoTo { at: place(1), altitude: Amsl(Metres(520.0)) });
    rig.run(5.0);
    assert_eq!((rig.end_of(1), rig.end_of(2)), (Some(OrderProgress::Done), Some(OrderProgress::Done)));
    assert_eq!(rig.stubs[0].mode(), FlightMode::Hold);
}

#[test]
fn a_vehicle_in_the_air_takes_a_new_mission_from_its_first_item() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::FlyMission { mission: waypoints(5) });
    assert_eq!(rig.run_until_over(1, 20.0), Some(OrderProgress::Done));
    let rewinds = rig
        .orders_sent()
        .into_iter()
        .filter(|message| matches!(message, Message::MissionSetCurrent(set) if set.seq == 0));
    assert!(rewinds.count() >= 1);
    assert_eq!(rig.stubs[0].mode(), FlightMode::Mission);
}

#[test]
fn orders_for_the_air_are_refused_on_the_ground_and_an_unknown_autopilot_is_only_read() {
    let mut rig = Rig::new(vec![Stub::new(3), Stub { autopilot: 4, ..Stub::flying(4) }]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::GoTo { at: place(1), altitude: Amsl(Metres(520.0)) });
    rig.order(2, 4, OrderKind::Return);
    rig.order(3, 9, OrderKind::Return);
    rig.run(2.0);
    assert!(refusal(&rig, 1).contains("stands on the ground"));
    assert!(refusal(&rig, 2).contains("MAV_AUTOPILOT 4"));
    assert!(refusal(&rig, 3).contains("not enrolled"));
    assert!(rig.orders_sent().is_empty());
}

#[test]
fn an_answer_of_another_vehicle_component_or_to_another_station_is_not_ours() {
    let mut rig = Rig::new(vec![Stub { lies: true, ..Stub::flying(3) }, Stub::flying(4)]);
    rig.run(1.0);
    rig.cut = true;
    rig.order(1, 3, OrderKind::Return);
    let no = |target_system| CommandAck { command: 176, result: 4, target_system, ..CommandAck::default() };
    let seal = |system, component, ack: CommandAck| {
        codec::encode(codec::Header { system, component, sequence: 9 }, &ack.into())
    };
    rig.squadron.receive(rig.at, super::rig::address(4), &seal(4, 1, no(255)));
    rig.squadron.receive(rig.at, super::rig::address(3), &seal(3, 154, no(255)));
    rig.squadron.receive(rig.at, super::rig::address(3), &seal(3, 1, no(245)));
    rig.squadron.receive(rig.at, super::rig::address(3), &seal(3, 1, CommandAck { command: 400, ..no(255) }));
    rig.run(1.0);
    assert_eq!(rig.end_of(1), None);
    rig.squadron.receive(rig.at, super::rig::address(3), &seal(3, 1, no(255)));
    rig.run(0.1);
    assert!(refusal(&rig, 1).contains("failed"));
}

#[test]
fn arming_is_not_repeated_until_telemetry_shows_it_did_not_happen() {
    let mut rig = Rig::new(vec![Stub { verdict: Some(1), ..Stub::new(3) }]);
    rig.run(1.0);
    rig.order(1, 3, launch());
    rig.run(20.0);
    assert!(refusal(&rig, 1).contains("arming temporarily rejected"));
    let armings = rig.stubs[0].commands.iter().filter(|command| **command == 400).count();
    assert!((2..=10).contains(&armings), "{armings} tries, one for each heartbeat that shows it disarmed");
}
