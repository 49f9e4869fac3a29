//! The fast scanner beside the slow one that follows the rules byte by byte, and beside the `mavlink` crate's own reader.

use super::super::{Fault, Header, Heartbeat, LONGEST, Message, checksum, encode, scan, seed, slow, whole};
use mavlink::{Message as _, dialects::common::MavMessage};
use proptest::prelude::*;

type Item = Result<(Header, u32, Vec<u8>), Fault>;

fn fast(datagram: &[u8]) -> Vec<Item> {
    scan(datagram).map(|item| item.map(|frame| (frame.header, frame.id, frame.payload.to_vec()))).collect()
}

fn good(items: &[Item]) -> Vec<&(Header, u32, Vec<u8>)> {
    items.iter().flatten().collect()
}

/// A frame of any form: 1 or 2, signed or not, wide or not, with a known number, an unknown one, or an unknown flag.
fn frame(form: u8, header: Header, id: u32, payload: &[u8]) -> Vec<u8> {
    let (length, [a, b, c, _]) = (payload.len() as u8, id.to_le_bytes());
    let system = header.system.to_le_bytes();
    let mut out = match form % 8 {
        0 => vec![0xFE, length, header.sequence, system[0], header.component, a],
        1 | 2 => vec![0xFD, length, form % 2, 0, header.sequence, system[0], header.component, a, b, c],
        3 => [&[0xFD, length, 3, 9, header.sequence][..], &system, &[header.component, a, b, c]].concat(),
        4 => [&[0xFD, length, 2, 9, header.sequence][..], &system, &[header.component, a, b, c]].concat(),
        5 => vec![0xFD, length, 4, 0, header.sequence, system[0], header.component, a, b, c],
        _ => vec![0xFD, length, 0, 0, header.sequence, system[0], header.component, a, b, c],
    };
    let id = if form.is_multiple_of(8) { u32::from(a) } else { id };
    out.extend(payload);
    let crc = checksum(&out[1..], seed(id).unwrap_or(0));
    out.extend(crc.to_le_bytes());
    if matches!(form % 8, 1 | 3) {
        out.extend([0xA5; 13]);
    }
    out
}

/// A datagram of several frames.
fn frames(ids: &'static [u32]) -> impl Strategy<Value = Vec<Vec<u8>>> {
    let payload = proptest::collection::vec(prop_oneof![3 => any::<u8>(), 1 => Just(0xFD), 1 => Just(0xFE)], 0..60);
    let one = (any::<u8>(), any::<u32>(), any::<u8>(), proptest::sample::select(ids), payload);
    let one = one.prop_map(|(form, system, sequence, id, payload)| {
        frame(form, Header { system, component: 1, sequence }, id, &payload)
    });
    proptest::collection::vec(one, 1..8)
}

/// Places to change, and how.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), 0..5u8, any::<u8>()), 0..4)
}

fn change(bytes: &mut Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) {
    for (place, how, byte) in changes.iter().filter(|_| !bytes.is_empty()).collect::<Vec<_>>() {
        let at = place.index(bytes.len().max(1));
        match how {
            0 => bytes[at] ^= 1 << (byte % 8),
            1 => bytes[at] = 0xFD,
            2 => bytes.insert(at, *byte),
            3 => drop(bytes.drain(at..(at + usize::from(*byte)).min(bytes.len()))),
            _ => bytes[at] = *byte,
        }
        if bytes.is_empty() {
            return;
        }
    }
}

/// Every number the standard has, a few of ArduPilot's, and some nobody knows.
const ANY: &[u32] = &[0, 1, 24, 30, 33, 42, 77, 253, 147, 193, 178, 245, 12_904, 410, 999, 70_000, 0xFF_FFFF];
const STANDARD: &[u32] = &[0, 1, 24, 30, 33, 42, 77, 253, 147, 245, 12_904];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn spoilt_datagrams_are_searched_as_the_rules_say(frames in frames(ANY), changes in changes()) {
        let mut bytes = frames.concat();
        change(&mut bytes, &changes);
        prop_assert_eq!(fast(&bytes), slow::scan(&bytes));
    }

    #[test]
    fn noise_is_searched_as_the_rules_say(
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(0xFD), Just(0xFE), Just(0)], 0..700),
    ) {
        prop_assert_eq!(fast(&bytes), slow::scan(&bytes));
    }

    #[test]
    fn the_crates_reader_finds_the_same_good_frames(frames in frames(STANDARD), changes in changes()) {
        let mut bytes = frames.concat();
        change(&mut bytes, &changes);
        // The reader is one of streams: it waits for the rest of what begins near the end.
        bytes.extend([0; 300]);
        let ours = fast(&bytes);
        // What is skipped whole as unknown, the crate searches; it does not know ArduPilot's numbers.
        let foreign = |item: &Item| match item {
            Ok((_, id, _)) => MavMessage::extra_crc(*id) == 0,
            Err(fault) => matches!(fault, Fault::UnknownId { .. }),
        };
        if ours.iter().any(foreign) {
            return Ok(());
        }
        let mut reader = mavlink::MavlinkReader::new(bytes.as_slice());
        let mut theirs = Vec::new();
        while let Ok(raw) = reader.read_any_raw_message::<MavMessage>() {
            // A number it does not know has seed 0 there and passes when the sender thought so, too.
            if MavMessage::extra_crc(raw.message_id()) == 0 {
                return Ok(());
            }
            let (system, component, payload) = (raw.system_id(), raw.component_id(), raw.payload().to_vec());
            theirs.push((Header { system, component, sequence: raw.sequence() }, raw.message_id(), payload));
        }
        prop_assert_eq!(good(&ours), theirs.iter().collect::<Vec<_>>());
    }

    #[test]
    fn garbage_between_frames_costs_no_frame(
        frames in frames(STANDARD), noise in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..30), 8),
    ) {
        let sent: Vec<_> = frames.iter().filter(|frame| scan(frame).flatten().count() == 1).collect();
        let bytes: Vec<u8> = sent.iter().zip(&noise).flat_map(|(frame, noise)| [noise, frame.as_slice()].concat()).collect();
        let ours = fast(&bytes);
        // Noise that looks like a frame nobody knows, and ends where one begins, may hide those in it.
        let hidden = ours.iter().any(|item| matches!(item, Err(Fault::UnknownId { .. })));
        prop_assert!(hidden || good(&ours).len() >= sent.len());
    }

    #[test]
    fn a_stream_in_pieces_gives_the_good_frames_of_the_whole(
        frames in frames(ANY), changes in changes(), cuts in proptest::collection::vec(1..50usize, 1..40),
    ) {
        let mut bytes = frames.concat();
        change(&mut bytes, &changes);
        bytes.extend([0; 3 * LONGEST]);
        let (mut buffer, mut found, mut rest) = (Vec::new(), Vec::new(), bytes.as_slice());
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            buffer.extend(piece);
            let ready = whole(&buffer);
            found.extend(fast(&buffer[..ready]).into_iter().flatten());
            buffer.drain(..ready);
            prop_assert!(buffer.len() < 3 * LONGEST, "{} bytes wait", buffer.len());
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        let whole = fast(&bytes);
        prop_assert_eq!(found.iter().collect::<Vec<_>>(), good(&whole));
    }
}

/// Every frame of this run has one to three spoilt bytes, and most are two to a datagram.
#[test]
fn a_million_spoilt_frames_are_each_judged_as_the_rules_say() {
    let mut random = 1_u64;
    let mut roll = |sides: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % sides
    };
    let (mut judged, mut read, mut faults) = (0, 0, 0);
    while judged < 1_000_000 {
        let mut bytes = Vec::new();
        for _ in 0..1 + roll(2) {
            let header = Header { system: roll(300) as u32, component: 1, sequence: roll(256) as u8 };
            let payload: Vec<u8> = (0..roll(40)).map(|_| roll(256) as u8).collect();
            bytes.extend(frame(roll(256) as u8, header, ANY[roll(ANY.len())], &payload));
            judged += 1;
        }
        for _ in 0..1 + roll(3) {
            let at = roll(bytes.len());
            bytes[at] = [0xFD, 0xFE, 0, 0xFF, bytes[at] ^ 1 << roll(8)][roll(5)];
        }
        let (ours, theirs) = (fast(&bytes), slow::scan(&bytes));
        assert_eq!(ours, theirs, "{bytes:02X?}");
        read += good(&ours).len();
        faults += ours.len() - good(&ours).len();
    }
    assert!(read > 100_000 && faults > 500_000, "{read} read, {faults} faults");
}

#[test]
fn each_of_several_bad_frames_is_told_and_the_good_ones_between_are_read() {
    let beat = |sequence| encode(Header { system: 7, component: 1, sequence }, &Message::from(Heartbeat::default()));
    let spoilt = |sequence| {
        let mut bytes = beat(sequence);
        bytes[11] ^= 0x10;
        bytes
    };
    let datagram = [spoilt(0), spoilt(1), beat(2), spoilt(3), b"noise".to_vec(), beat(4)].concat();
    let faults: Vec<_> = scan(&datagram).filter_map(Result::err).collect();
    assert_eq!(faults, [Fault::BadCrc { id: 0 }; 3]);
    assert_eq!(scan(&datagram).flatten().map(|frame| frame.header.sequence).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_frame_with_a_flag_nobody_knows_is_told_as_that_and_the_next_is_read() {
    let plain = encode(Header { system: 7, component: 1, sequence: 0 }, &Heartbeat::default().into());
    let mut strange = plain.clone();
    strange[2] = 0x04;
    let items: Vec<_> = scan(&[strange, plain.clone()].concat()).map(|item| item.map(|f| f.bytes.to_vec())).collect();
    assert_eq!(items, [Err(Fault::UnknownFlags { flags: 4 }), Ok(plain)]);
}

#[test]
fn a_signature_is_handed_on_with_its_frame() {
    let header = Header { system: 70_000, component: 3, sequence: 9 };
    let bytes = frame(3, header, 33, &[1, 2, 3]);
    let read = scan(&bytes).next().unwrap().unwrap();
    assert_eq!((read.header, read.id, read.payload, read.signature), (header, 33, &[1, 2, 3][..], Some(&[0xA5; 13])));
    assert_eq!((read.incompat, read.compat, read.bytes), (3, 9, bytes.as_slice()));
}
