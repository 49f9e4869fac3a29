//! The `mavlink` crate is the oracle: what we encode it decodes, what it encodes we decode.

use super::*;
use mavlink::{MAVLinkV1MessageRaw, MAVLinkV2MessageRaw, MavHeader, MavlinkVersion, Message as _, dialects::common};
use proptest::prelude::*;

mod scanning;

const WHO: Header = Header { system: 7, component: 1, sequence: 42 };

fn only(datagram: &[u8]) -> Frame {
    let frames: Vec<_> = decode(datagram).collect();
    assert_eq!(frames.len(), 1, "{frames:?}");
    frames[0].unwrap()
}

fn any_message() -> impl Strategy<Value = Message> {
    (proptest::sample::select(Message::IDS), proptest::collection::vec(any::<u8>(), 0..255))
        .prop_map(|(id, payload)| Message::read(id, &payload).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_message_survives_the_wire(message in any_message(), system in 1..=255u32, sequence: u8) {
        let header = Header { system, component: 1, sequence };
        let frame = only(&encode(header, &message));
        prop_assert_eq!(frame.header, header);
        // Bytes, not values: a NaN is itself again, too.
        prop_assert_eq!(frame.message.unwrap().payload(), message.payload());
    }

    #[test]
    fn garbage_never_panics_and_every_byte_is_accounted_for(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for item in decode(&bytes) {
            if let Err(Fault::Garbage { bytes: count }) = item {
                prop_assert!(count <= bytes.len());
            }
        }
    }

    #[test]
    fn frames_full_of_noise_never_panic(
        start in prop_oneof![Just(0xFD_u8), Just(0xFE)], bytes in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut datagram = vec![start];
        datagram.extend(&bytes);
        decode(&datagram).for_each(drop);
    }

    #[test]
    fn a_frame_between_garbage_is_found(
        message in any_message(), before in proptest::collection::vec(0..0xFD_u8, 0..40),
        after in proptest::collection::vec(0..0xFD_u8, 0..40),
    ) {
        let mut datagram = before;
        datagram.extend(encode(WHO, &message));
        datagram.extend(after);
        prop_assert_eq!(decode(&datagram).flatten().count(), 1);
    }

    #[test]
    fn one_flipped_bit_is_noticed(message in any_message(), place: prop::sample::Index, bit in 0..8u8) {
        let mut bytes = encode(WHO, &message);
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        for frame in decode(&bytes).flatten() {
            // A flip in the flags we ignore still breaks the checksum.
            prop_assert!(false, "{:?} passed", frame);
        }
    }
}

#[test]
fn every_message_has_the_checksum_seed_the_length_and_the_name_of_the_standard() {
    // ArduPilot's own, which common.xml does not have; tests/golden compares it with pymavlink.
    let foreign = [EkfStatusReport::ID];
    for id in Message::IDS.iter().filter(|id| !foreign.contains(id)) {
        let ours = Message::read(*id, &[]).unwrap();
        let theirs = common::MavMessage::default_message_from_id(*id).unwrap();
        let mut space = [0; 300];
        let full = [0xFF_u8; 255];
        assert!(common::MavMessage::extra_crc(*id) != 0, "{}", ours.name());
        assert_eq!(ours.name().to_uppercase(), theirs.message_name().replace('_', ""), "message {id}");
        // Their length with nothing trimmed: write a default as version 1, which never trims; extensions come on top.
        assert!(ours.payload().len() >= theirs.ser(MavlinkVersion::V1, &mut space), "{}", ours.name());
        let widest = Message::read(*id, &full).unwrap().payload();
        assert!(widest.iter().all(|byte| *byte == 0xFF), "{} has a hole", ours.name());
    }
}

#[test]
fn what_the_crate_encodes_we_decode_field_by_field() {
    let position = common::GLOBAL_POSITION_INT_DATA {
        time_boot_ms: 123_456,
        lat: 471_410_000,
        lon: 95_215_000,
        alt: 512_345,
        relative_alt: 57_345,
        vx: -1234,
        vy: 567,
        vz: -89,
        hdg: 35_999,
    };
    let mut raw = MAVLinkV2MessageRaw::new();
    raw.serialize_message_data(MavHeader { system_id: 7, component_id: 1, sequence: 42 }, &position);
    let frame = only(raw.raw_bytes());
    assert_eq!(frame.header, WHO);
    let Some(Message::GlobalPositionInt(ours)) = frame.message else { panic!("{frame:?}") };
    assert_eq!((ours.lat, ours.lon, ours.alt, ours.relative_alt), (471_410_000, 95_215_000, 512_345, 57_345));
    assert_eq!((ours.vx, ours.vy, ours.vz, ours.hdg, ours.time_boot_ms), (-1234, 567, -89, 35_999, 123_456));
}

#[test]
fn what_we_encode_the_crate_decodes_field_by_field() {
    let item = MissionItemInt {
        param1: 3.5,
        param2: 2.0,
        param3: -1.0,
        param4: 90.0,
        x: 471_410_000,
        y: -95_215_000,
        z: 512.25,
        seq: 300,
        command: 16,
        target_system: 7,
        target_component: 1,
        frame: 5,
        current: 1,
        autocontinue: 1,
        mission_type: 0,
    };
    let payload = Message::from(item).payload();
    let theirs = common::MavMessage::parse(MavlinkVersion::V2, 73, &payload).unwrap();
    let common::MavMessage::MISSION_ITEM_INT(theirs) = theirs else { panic!("{theirs:?}") };
    assert_eq!((theirs.x, theirs.y, theirs.seq, theirs.target_system), (471_410_000, -95_215_000, 300, 7));
    assert_eq!((theirs.param1, theirs.param4, theirs.z), (3.5, 90.0, 512.25));
    assert_eq!((theirs.current, theirs.autocontinue), (1, 1));
}

#[test]
fn an_unknown_mode_type_or_result_is_a_number_not_a_lost_message() {
    let heartbeat = Heartbeat { kind: 250, autopilot: 251, system_status: 252, ..Heartbeat::default() };
    let ack = CommandAck { command: 65_000, result: 99, ..CommandAck::default() };
    for message in [Message::from(heartbeat), ack.into()] {
        assert_eq!(only(&encode(WHO, &message)).message, Some(message));
    }
}

#[test]
fn version_1_is_read() {
    let heartbeat =
        common::HEARTBEAT_DATA { custom_mode: 0x0304_0000, mavlink_version: 3, ..common::HEARTBEAT_DATA::default() };
    let mut raw = MAVLinkV1MessageRaw::new();
    raw.serialize_message_data(MavHeader { system_id: 9, component_id: 1, sequence: 0 }, &heartbeat);
    let frame = only(raw.raw_bytes());
    assert_eq!(frame.header.system, 9);
    assert!(matches!(frame.message, Some(Message::Heartbeat(ours)) if ours.custom_mode == 0x0304_0000));
}

#[test]
fn wide_system_ids_and_signed_frames_are_read() {
    let wide = Header { system: 70_000, ..WHO };
    assert_eq!(only(&encode(wide, &Heartbeat::default().into())).header, wide);
    let mut raw = MAVLinkV2MessageRaw::new();
    raw.serialize_message(
        MavHeader { system_id: 7, component_id: 1, sequence: 42 },
        &Message::from(Heartbeat::default()),
    );
    let plain = raw.raw_bytes().to_vec();
    let mut signed = plain.clone();
    signed[2] = 0x01;
    let end = signed.len() - 2;
    let crc = mavlink::calculate_crc(&signed[1..end], Message::extra_crc(0));
    signed[end..].copy_from_slice(&crc.to_le_bytes());
    signed.extend([0xAB; 13]);
    signed.extend(&plain);
    assert_eq!(decode(&signed).flatten().count(), 2, "the signature is skipped as part of its frame");
}

#[test]
fn a_truncated_frame_a_bad_one_and_an_unknown_one_are_told_apart() {
    let good = encode(WHO, &Heartbeat::default().into());
    let faults = |bytes: &[u8]| decode(bytes).filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(faults(&good[..good.len() - 1]), [Fault::Garbage { bytes: good.len() - 1 }]);
    let mut bad = good.clone();
    bad[11] ^= 0x55;
    bad.extend(&good);
    assert_eq!(faults(&bad), [Fault::BadCrc { id: 0 }]);
    assert_eq!(decode(&bad).flatten().count(), 1);
    let mut unknown = good.clone();
    unknown[7..10].copy_from_slice(&[0xFF, 0xFF, 0x7F]);
    unknown.extend(&good);
    assert_eq!(faults(&unknown), [Fault::UnknownId { id: 0x7F_FFFF, header: WHO }]);
}

#[test]
fn text_is_cut_between_characters() {
    let text: Text<50> = Text::from("电量低，正在返航，请注意避让并保持通信链路畅通");
    assert!(text.to_text().chars().all(|c| c != '\u{FFFD}'));
    assert_eq!(Text::<4>::from("ab").to_text(), "ab");
}

#[test]
fn long_messages_have_the_seed_the_length_and_the_name_of_the_standard_and_survive_the_wire() {
    for id in LongMessage::IDS {
        let ours = LongMessage::read(*id, &[0x15; 255]).unwrap();
        assert!(Message::read(*id, &[]).is_none(), "one of the two");
        assert_eq!(seed(*id), Some(common::MavMessage::extra_crc(*id)));
        let theirs = common::MavMessage::default_message_from_id(*id).unwrap();
        assert_eq!(ours.name().to_uppercase(), theirs.message_name().replace('_', ""));
        let bytes = encode_long(WHO, &ours);
        let raw = scan(&bytes).next().unwrap().unwrap();
        assert_eq!((raw.header, raw.message()), (WHO, None));
        assert_eq!(raw.long_message().unwrap().payload(), ours.payload());
    }
}

#[test]
fn no_message_that_comes_often_grows_to_the_size_of_the_long_ones() {
    assert!(std::mem::size_of::<Message>() <= 88, "{}", std::mem::size_of::<Message>());
}
