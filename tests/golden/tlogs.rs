//! Flights recorded from ArduCopter and PX4, kept beside the repository: every frame is read, and as often as pymavlink
//! reads it. Without the recordings the tests say so and pass.

use controller_link::codec::{Fault, Message, decode, encode};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// Frames by message number.
type Counts = BTreeMap<u32, u64>;

fn recordings() -> Vec<PathBuf> {
    let folder = harness::root().join("../shared/tlogs");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "tlog")).collect();
    found.sort();
    if found.is_empty() {
        println!("skipped: no recorded flights (*.tlog) beside the repository");
    }
    found
}

/// The frames of a recording: eight bytes of time before each, lengths told by the frames themselves.
fn frames(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut frames, mut rest) = (Vec::new(), bytes);
    while let Some(record) = rest.get(8..).filter(|record| record.len() > 10) {
        assert_eq!(record[0], 0xFD, "a MAVLink 2 frame begins here");
        let signature = if record[2] & 1 == 1 { 13 } else { 0 };
        let length = 10 + usize::from(record[1]) + 2 + signature;
        let Some((frame, after)) = record.split_at_checked(length) else { break };
        frames.push(frame);
        rest = after;
    }
    frames
}

#[test]
fn every_frame_of_a_recorded_flight_is_read_or_known_as_foreign() {
    for path in recordings() {
        let bytes = std::fs::read(&path).unwrap();
        let (mut read, mut foreign, mut other) = (0, 0, 0);
        let all = frames(&bytes);
        for frame in &all {
            match decode(frame).collect::<Vec<_>>().as_slice() {
                [Ok(one)] if one.message.is_some() => read += 1,
                [Ok(_)] => other += 1,
                [Err(Fault::UnknownId { .. })] => foreign += 1,
                items => panic!("{}: {items:?}", path.display()),
            }
        }
        println!("{}: {read} used, {other} of the standard, {foreign} of other dialects", path.display());
        assert_eq!(read + other + foreign, all.len());
        assert!(read > 500 && read > foreign, "{}", path.display());
    }
}

#[test]
fn what_the_autopilots_sent_is_written_again_byte_for_byte() {
    for path in recordings() {
        let bytes = std::fs::read(&path).unwrap();
        for sent in frames(&bytes) {
            for frame in decode(sent).flatten() {
                let Some(message) = frame.message else { continue };
                let ours = encode(frame.header, &message);
                if sent[2] == 0 {
                    assert_eq!(ours, sent, "{}: {message:?}", path.display());
                } else {
                    // A signed frame: the flag, the checksum over it and the signature differ, the message does not.
                    let end = ours.len() - 2;
                    assert_eq!(ours[10..end], sent[10..end], "{}: {message:?}", path.display());
                }
            }
        }
    }
}

#[test]
fn pymavlink_counts_the_same_messages_in_the_same_flight() {
    let Some(python) = harness::python() else {
        return println!("skipped: no Python environment; run `make setup`");
    };
    for path in recordings() {
        let bytes = std::fs::read(&path).unwrap();
        let mut ours = Counts::new();
        for frame in frames(&bytes).into_iter().flat_map(decode).flatten().filter(|frame| frame.message.is_some()) {
            *ours.entry(frame.id).or_default() += 1;
        }
        let script = harness::root().join("tests/golden/count_tlog.py");
        let output = Command::new(&python).arg(script).arg(&path).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let counted =
            text.lines().filter_map(|line| line.split_once(' ')).map(|(id, count)| (id.parse(), count.parse()));
        let mut theirs: Counts = counted.map(|(id, count)| (id.unwrap(), count.unwrap())).collect();
        theirs.retain(|id, _| Message::IDS.contains(id));
        assert_eq!(ours, theirs, "{}", path.display());
    }
}
