//! Hold, mission, return and land are one command with different numbers, so an answer does not tell which it answers.

use super::rig::{Rig, Stub, address, waypoints};
use crate::codec::{self, CommandAck, Header, Message};
use controller_core::{FlightMode, OrderKind, OrderProgress};

fn no(rig: &mut Rig, result: u8) {
    let ack = CommandAck { command: 176, result, target_system: 255, target_component: 190, ..CommandAck::default() };
    let bytes = codec::encode(Header { system: 3, component: 1, sequence: 9 }, &ack.into());
    rig.squadron.receive(rig.at, address(3), &bytes);
}

/// Asks for hold, and then for a return that nothing answers.
fn returning_after_a_hold() -> Rig {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::Hold);
    assert_eq!(rig.run_until_over(1, 5.0), Some(OrderProgress::Done));
    rig.run(0.5); // until the answer to it is in
    rig.cut = true;
    rig.order(2, 3, OrderKind::Return);
    rig
}

fn asked(rig: &Rig) -> usize {
    rig.sent.iter().filter(|(_, _, message)| matches!(message, Message::CommandLong(ask) if ask.command == 176)).count()
}

#[test]
fn a_late_no_to_an_earlier_mode_refuses_nothing_and_only_asks_again() {
    for result in [1, 2, 4] {
        let mut rig = returning_after_a_hold();
        let before = asked(&rig);
        // The same late answer twice: both came before we asked again.
        no(&mut rig, result);
        no(&mut rig, result);
        assert_eq!(rig.end_of(2), None);
        rig.run(0.4);
        assert_eq!(asked(&rig), before + 1);
        rig.cut = false;
        assert_eq!(rig.run_until_over(2, 5.0), Some(OrderProgress::Done));
        assert_eq!(rig.stubs[0].mode(), FlightMode::Return);
    }
}

#[test]
fn a_no_to_the_repeated_question_refuses() {
    let mut rig = returning_after_a_hold();
    no(&mut rig, 2);
    rig.run(0.8);
    no(&mut rig, 2);
    rig.run(0.1);
    let end = rig.end_of(2);
    assert!(matches!(&end, Some(OrderProgress::Refused { why }) if why.starts_with("return mode denied")), "{end:?}");
}

#[test]
fn a_late_no_to_the_hold_of_a_new_mission_does_not_stop_its_start() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order(1, 3, OrderKind::FlyMission { mission: waypoints(3) });
    while !rig.sent.iter().any(|(_, _, message)| asks_for_mission_mode(message)) {
        assert_eq!(rig.end_of(1), None);
        rig.run(0.05);
    }
    no(&mut rig, 4);
    assert_eq!(rig.run_until_over(1, 10.0), Some(OrderProgress::Done));
}

fn asks_for_mission_mode(message: &Message) -> bool {
    matches!(message, Message::CommandLong(ask) if ask.command == 176 && ask.param3.to_bits() == 4.0f32.to_bits())
}
