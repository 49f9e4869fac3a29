//! Every message with fields no one chose, there and back through pymavlink: ours is decoded there, made anew from its
//! fields and packed, and must be the same bytes. Signed frames both ways.

use crate::frames::golden;
use controller_core::VehicleId;
use controller_link::codec::{CommandAck, Header, Heartbeat, LongMessage, Message, decode, encode, encode_long};
use controller_link::signing::{Key, stamp};
use controller_link::{Enrolled, LinkConfig, Peer, Squadron};
use geodata::{Seconds, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Stdio};

/// Messages of each kind.
const EACH: u32 = 200;
const KEY: [u8; 32] = [0x2A; 32];

/// What the script answers, line by line; nothing without Python.
fn pymavlink(words: &[&str], lines: &[String]) -> Option<Vec<String>> {
    let Some(python) = harness::python() else {
        println!("skipped: no Python environment; run `make setup`");
        return None;
    };
    let mut child = Command::new(python)
        .arg(harness::root().join("tests/golden/reencode.py"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut to, text) = (child.stdin.take().unwrap(), lines.join("\n"));
    let asked = std::thread::spawn(move || to.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    asked.join().unwrap().unwrap();
    let answers: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), lines.len());
    Some(answers)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// How long pymavlink takes each message to be: what is newer there is not.
fn lengths() -> BTreeMap<u32, usize> {
    let most = golden().into_iter().filter(|golden| golden.variant == "most");
    most.map(|golden| (crate::frames::only(&golden).id, usize::from(golden.bytes[1]))).collect()
}

/// Any bytes, but none that make a float no number: Python's floats are longer and forget which NaN it was. Some end in
/// zeros, which MAVLink cuts, some are nothing but zeros.
fn payload(rng: &mut ChaCha8Rng, length: usize) -> Vec<u8> {
    let zeros = match rng.random_range(0..4) {
        0 => rng.random_range(0..=length),
        1 => 1.min(length),
        _ => 0,
    };
    let byte = |rng: &mut ChaCha8Rng| match rng.random::<u8>() {
        0x7F | 0xFF => 0x3F,
        byte => byte,
    };
    (0..length).map(|at| if at + zeros < length { byte(rng) } else { 0 }).collect()
}

#[test]
fn every_message_with_any_fields_is_packed_as_pymavlink_packs_it() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let lengths = lengths();
    let mut frames = Vec::new();
    for id in Message::IDS.iter().chain(LongMessage::IDS) {
        for _ in 0..EACH {
            let payload = payload(&mut rng, lengths[id]);
            let header = Header { system: rng.random_range(1..=255), component: rng.random(), sequence: rng.random() };
            frames.push(match (Message::read(*id, &payload), LongMessage::read(*id, &payload)) {
                (Some(message), _) => (format!("{message:?}"), message.payload().len(), encode(header, &message)),
                (_, Some(long)) => (format!("{long:?}"), long.payload().len(), encode_long(header, &long)),
                _ => panic!("message {id}"),
            });
        }
    }
    let lines: Vec<String> = frames.iter().map(|(.., bytes)| hex(bytes)).collect();
    let Some(answers) = pymavlink(&[], &lines) else { return };
    let cut = frames.iter().filter(|(_, whole, bytes)| usize::from(bytes[1]) < *whole).count();
    println!("{} messages of {} kinds, {cut} with zeros cut", frames.len(), lengths.len());
    assert!(cut > frames.len() / 10 && cut < frames.len());
    for ((shown, _, bytes), answer) in frames.iter().zip(&answers) {
        assert_eq!(hex(bytes), *answer, "{shown}");
    }
}

#[test]
fn signed_frames_are_checked_and_signed_alike_both_ways() {
    let at = Timestamp::from_millis(1_790_000_000_000);
    let roster = vec![Enrolled { vehicle: VehicleId(1), system_id: 1 }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    squadron.secure([(VehicleId(1), Key::new(KEY))].into(), &BTreeMap::new());
    squadron.keep(None);
    // What pymavlink signs, the squadron accepts.
    let header = |sequence| Header { system: 1, component: 1, sequence };
    let beat = Heartbeat { kind: 2, autopilot: 12, system_status: 3, ..Heartbeat::default() };
    let said = [Message::from(beat), CommandAck { command: 400, ..CommandAck::default() }.into()];
    let ask = |(sequence, message): (u8, &Message)| {
        let time = stamp(at) + 1_000 * u64::from(sequence);
        format!("sign {time} {} {}", sequence % 2, hex(&encode(header(sequence), message)))
    };
    let lines: Vec<String> = (1..=200).zip(said.iter().cycle()).map(ask).collect();
    let key = hex(&KEY);
    let Some(theirs) = pymavlink(&[&key], &lines) else { return };
    let peer = Peer::from(SocketAddr::from(([10, 0, 0, 1], 14_550)));
    let mut ours = Vec::new();
    for (place, frame) in theirs.iter().enumerate() {
        let now = at.plus(Seconds(0.5 * place as f64));
        squadron.receive(now, peer, &unhex(frame));
        squadron.tick(now);
        ours.extend(squadron.drain().datagrams.into_iter().map(|datagram| datagram.bytes));
    }
    let counters = squadron.counters();
    assert_eq!((counters.bad_signatures, counters.unsigned, counters.replayed, counters.ahead), (0, 0, 0, 0));
    // What the squadron signs, pymavlink accepts and would sign the same way. A question without a signature, whether the
    // aircraft refuses it, is no answer to anybody.
    let signed: Vec<String> = ours.iter().filter(|bytes| bytes[2] & 1 == 1).map(|bytes| hex(bytes)).collect();
    assert!(signed.len() > 100, "{} of {}", signed.len(), ours.len());
    let Some(answers) = pymavlink(&[&key], &signed) else { return };
    let kinds: std::collections::BTreeSet<u32> =
        ours.iter().flat_map(|bytes| decode(bytes).flatten().map(|frame| frame.id).collect::<Vec<_>>()).collect();
    println!("{} signed frames of {} kinds", signed.len(), kinds.len());
    assert_eq!(signed, answers);
}
