//! Uploads whole, cut, repeated and refused, by both autopilots' rules.

use super::items::identity;
use super::*;

const ME: Client = (255, 190);
const OTHER: Client = (254, 190);

fn px4() -> MissionServer {
    MissionServer::new(Firmware::Px4, MissionItemInt::default())
}

fn home() -> MissionItemInt {
    MissionItemInt {
        command: 16,
        x: 470_000_000,
        y: 90_000_000,
        z: 455.0,
        autocontinue: 1,
        ..MissionItemInt::default()
    }
}

fn ardupilot() -> MissionServer {
    MissionServer::new(Firmware::ArduPilot, home())
}

fn item(seq: u16) -> MissionItemInt {
    MissionItemInt { seq, command: 16, frame: 5, x: 471_000_000, y: 95_000_000, z: 500.0, ..MissionItemInt::default() }
}

fn send(server: &mut MissionServer, at: i64, message: impl Into<Message>) -> Vec<Message> {
    server.receive(Timestamp(at), ME, &message.into(), false).messages.into_iter().map(|(_, message)| message).collect()
}

#[test]
fn half_an_upload_leaves_the_old_mission_aboard() {
    let mut server = px4();
    server.load(vec![item(0)]);
    let old = server.ids();
    send(&mut server, 0, MissionCount { count: 3, ..MissionCount::default() });
    send(&mut server, 1, item(0));
    send(&mut server, 2, item(1));
    let mut answer = Answer::default();
    server.tick(Timestamp(6_000_000), &mut answer);
    assert_eq!(answer.words.map(|(_, words)| words), Some("Mission sync timeout"));
    assert_eq!(server.ids(), old);
}

#[test]
fn a_repeat_is_passed_over_and_the_last_one_is_acknowledged_again() {
    let mut server = px4();
    send(&mut server, 0, MissionCount { count: 2, ..MissionCount::default() });
    send(&mut server, 1, item(0));
    let again = send(&mut server, 2, item(0));
    assert_eq!(again, []);
    let done = send(&mut server, 3, item(1));
    let repeated = send(&mut server, 4, item(1));
    assert!(matches!(done[..], [Message::MissionAck(ack)] if ack.kind == ACCEPTED && ack.opaque_id != 0));
    assert_eq!(done, repeated);
    assert_eq!(server.mission().len(), 2);
}

#[test]
fn an_item_in_a_frame_we_cannot_fly_is_refused_and_nothing_is_stored() {
    let mut server = px4();
    send(&mut server, 0, MissionCount { count: 1, ..MissionCount::default() });
    let no = send(&mut server, 1, MissionItemInt { frame: 10, ..item(0) });
    assert!(matches!(no[..], [Message::MissionAck(ack)] if ack.kind == UNSUPPORTED_FRAME));
    assert!(server.mission().is_empty());
}

#[test]
fn the_identity_is_the_zip_checksum() {
    // CRC-32 of 38 zero bytes, by Python's binascii.crc32.
    assert_eq!(identity(&[MissionItemInt::default()]), CRC_OF_38_ZEROS);
}

const CRC_OF_38_ZEROS: u32 = 0x98F9_9BB3;

fn acks(messages: &[Message]) -> Vec<u8> {
    let ack = |message: &Message| match message {
        Message::MissionAck(ack) => Some(ack.kind),
        _ => None,
    };
    messages.iter().filter_map(ack).collect()
}

fn asked(messages: &[Message]) -> Vec<u16> {
    let ask = |message: &Message| match message {
        Message::MissionRequest(ask) => Some(ask.seq),
        _ => None,
    };
    messages.iter().filter_map(ask).collect()
}

#[test]
fn ardupilot_asks_the_old_way_and_its_first_item_is_home_whatever_is_written() {
    let mut server = ardupilot();
    assert_eq!(server.mission().len(), 1);
    assert_eq!(asked(&send(&mut server, 0, MissionCount { count: 2, ..MissionCount::default() })), [0]);
    assert_eq!(asked(&send(&mut server, 1, item(0))), [1]);
    assert_eq!(acks(&send(&mut server, 2, MissionItemInt { frame: 6, ..item(1) })), [ACCEPTED]);
    assert_eq!(server.mission()[0], home());
    // Read back in the frame without INT.
    assert_eq!(server.mission()[1].frame, 3);
    assert_eq!(server.ids(), [0; 3]);
}

#[test]
fn a_cut_upload_leaves_ardupilot_a_mix_of_new_and_old() {
    let mut server = ardupilot();
    server.load((0..3).map(item).collect());
    let old = server.mission().to_vec();
    send(&mut server, 0, MissionCount { count: 4, ..MissionCount::default() });
    send(&mut server, 1, item(0));
    send(&mut server, 2, MissionItemInt { z: 600.0, ..item(1) });
    let mut answer = Answer::default();
    server.tick(Timestamp(1_000_003), &mut answer);
    let given: Vec<Message> = answer.messages.into_iter().map(|(_, message)| message).collect();
    assert_eq!(asked(&given), [2], "again after a second");
    let mut answer = Answer::default();
    server.tick(Timestamp(8_000_003), &mut answer);
    let given: Vec<Message> = answer.messages.into_iter().map(|(_, message)| message).collect();
    assert_eq!((acks(&given), answer.words.is_some()), (vec![CANCELLED], true));
    assert!((server.mission()[1].z - 600.0).abs() < 1e-3);
    assert_eq!(server.mission()[2..], old[2..]);
}

#[test]
fn ardupilot_refuses_a_second_uploader_an_item_out_of_turn_and_one_while_idle() {
    let mut server = ardupilot();
    send(&mut server, 0, MissionCount { count: 3, ..MissionCount::default() });
    let count = MissionCount { count: 1, ..MissionCount::default() };
    let other: Vec<Message> =
        server.receive(Timestamp(1), OTHER, &count.into(), false).messages.into_iter().map(|m| m.1).collect();
    assert_eq!(acks(&other), [DENIED]);
    assert_eq!(acks(&send(&mut server, 2, item(2))), [INVALID_SEQUENCE]);
    for seq in 0..3 {
        send(&mut server, 3, item(seq));
    }
    assert_eq!(acks(&send(&mut server, 4, item(2))), [ERROR], "a repeat of the last one is no news, and an error");
    assert_eq!(server.mission().len(), 3);
}

#[test]
fn ardupilot_names_the_parameter_that_is_no_number_and_keeps_only_what_it_has_room_for() {
    let mut server = ardupilot();
    let nan = f32::NAN;
    for (item, answer) in [
        (MissionItemInt { command: 20, param1: nan, ..item(0) }, vec![6]),
        (MissionItemInt { command: 178, param3: nan, ..item(0) }, vec![8]),
        (MissionItemInt { param4: nan, ..item(0) }, vec![ACCEPTED]),
        (MissionItemInt { frame: 1, ..item(0) }, vec![UNSUPPORTED_FRAME]),
        (MissionItemInt { command: 34, ..item(0) }, vec![UNSUPPORTED]),
    ] {
        send(&mut server, 0, MissionCount { count: 1, ..MissionCount::default() });
        assert_eq!(acks(&send(&mut server, 1, item)), answer, "{item:?}");
    }
    let sent = MissionItemInt { param1: 2.9, param2: 3.0, param4: nan, z: 25.019, frame: 6, ..item(1) };
    let stored = super::items::as_stored(&sent);
    let kept = [stored.param1, stored.param2, stored.param4, stored.z].map(|value| (value * 100.0).round() as i32);
    assert_eq!((kept, stored.frame), ([200, 0, 0, 2501], 3));
}

#[test]
fn ardupilot_does_not_forget_the_mission_it_flies() {
    let mut server = ardupilot();
    server.load(vec![item(0)]);
    let clear = Message::from(controller_link::codec::MissionClearAll::default());
    let flying: Vec<Message> =
        server.receive(Timestamp(0), ME, &clear, true).messages.into_iter().map(|m| m.1).collect();
    assert_eq!((acks(&flying), server.mission().len()), (vec![ERROR], 2));
    assert_eq!((acks(&send(&mut server, 1, clear)), server.mission().len()), (vec![ACCEPTED], 1));
}

#[test]
fn a_fence_is_held_until_it_is_whole_and_then_counted() {
    let mut server = ardupilot();
    let corner = |seq| MissionItemInt { command: 5001, mission_type: 1, param1: 3.0, frame: 0, ..item(seq) };
    send(&mut server, 0, MissionCount { count: 3, mission_type: 1, ..MissionCount::default() });
    send(&mut server, 1, corner(0));
    send(&mut server, 2, corner(1));
    assert!(server.plans[1].items.is_empty());
    let answer = server.receive(Timestamp(3), ME, &corner(2).into(), false);
    assert_eq!((answer.total, server.plans[1].items.len()), (Some(("FENCE_TOTAL", 3.0)), 3));
}
