//! Flights recorded from ArduCopter and PX4, kept beside the repository: every frame is read, and as often as pymavlink
//! reads it. Without the recordings the tests say so and pass.

use crate::frames::{NEWER, both, standard_name, told};
use controller_link::codec::{Fault, LongMessage, Message, RawFrame, decode, encode, scan};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// Frames by message number.
type Counts = BTreeMap<u32, u64>;

pub fn recordings() -> Vec<PathBuf> {
    let folder = harness::root().join("../shared/tlogs");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "tlog")).collect();
    found.sort();
    if found.is_empty() {
        println!("skipped: no recorded flights (*.tlog) beside the repository");
    }
    found
}

/// The frames of a recording with their moments: eight bytes of time before each, lengths told by the frames themselves.
pub fn records(bytes: &[u8]) -> Vec<(i64, &[u8])> {
    let (mut frames, mut rest) = (Vec::new(), bytes);
    while let Some(record) = rest.get(8..).filter(|record| record.len() > 10) {
        assert_eq!(record[0], 0xFD, "a MAVLink 2 frame begins here");
        let signature = if record[2] & 1 == 1 { 13 } else { 0 };
        let length = 10 + usize::from(record[1]) + 2 + signature;
        let Some((frame, after)) = record.split_at_checked(length) else { break };
        let at = i64::from_be_bytes(*rest.first_chunk().unwrap());
        frames.push((at, frame));
        rest = after;
    }
    frames
}

fn frames(bytes: &[u8]) -> Vec<&[u8]> {
    records(bytes).into_iter().map(|(_, frame)| frame).collect()
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

/// A value as the script tells it, in the words of our `Debug`.
fn worded(value: &str, ours: &str) -> String {
    if let Some(inside) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let ours = ours.trim_matches(['[', ']']).split(", ");
        let each: Vec<String> = inside.split(", ").zip(ours).map(|(value, ours)| worded(value, ours)).collect();
        return format!("[{}]", each.join(", "));
    }
    if value.starts_with('"') {
        return format!("{:?}", serde_json::from_str::<String>(value).unwrap());
    }
    // Ours tells floats with a point or an exponent, theirs are told by their bits.
    let is_float = ours.contains(['.', 'e']) || ours.contains("inf");
    match u32::from_str_radix(value, 16) {
        Ok(bits) if is_float && value.len() == 8 => format!("{:?}", f32::from_bits(bits)),
        _ => value.to_owned(),
    }
}

/// Every field of one message beside what pymavlink says it is; how many there were.
fn same_fields(frame: &RawFrame<'_>, line: &str, at: &str) -> usize {
    let mut words = line.splitn(3, ' ');
    let (id, who, fields) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
    let header = frame.header;
    let shown = both(frame).0;
    let at = format!("{at}: {shown}");
    assert_eq!(id, frame.id.to_string(), "{at}");
    assert_eq!(who, format!("{}/{}/{}", header.system, header.component, header.sequence), "{at}");
    let ours = told(&shown);
    let theirs: Vec<(&str, &str)> = fields.split(';').map(|field| field.split_once('=').unwrap()).collect();
    for ((name, value), (theirs, told)) in ours.iter().zip(&theirs) {
        assert_eq!(
            (name.as_str(), value.as_str()),
            (theirs.to_lowercase().as_str(), worded(told, value).as_str()),
            "{at}"
        );
    }
    // Extensions newer than that pymavlink.
    let is_newer = NEWER.contains(&standard_name(frame.id));
    assert!(ours.len() == theirs.len() || (is_newer && ours.len() > theirs.len()), "{at}");
    theirs.len()
}

#[test]
fn pymavlink_reads_every_field_of_every_message_of_the_flight_alike() {
    let Some(python) = harness::python() else {
        return println!("skipped: no Python environment; run `make setup`");
    };
    for path in recordings() {
        let bytes = std::fs::read(&path).unwrap();
        let used = |id: &u32| Message::IDS.contains(id) || LongMessage::IDS.contains(id);
        let all: Vec<RawFrame<'_>> = frames(&bytes).into_iter().flat_map(scan).flatten().collect();
        let ids: Vec<String> = Message::IDS.iter().chain(LongMessage::IDS).map(u32::to_string).collect();
        let script = harness::root().join("tests/golden/read_tlog.py");
        let output = Command::new(&python).arg(script).arg(&path).arg(ids.join(",")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let ours: Vec<&RawFrame<'_>> = all.iter().filter(|frame| used(&frame.id)).collect();
        assert_eq!(ours.len(), text.lines().count(), "{}", path.display());
        let at = path.file_name().unwrap().to_string_lossy();
        let fields: usize = ours.iter().zip(text.lines()).map(|(frame, line)| same_fields(frame, line, &at)).sum();
        let mut unused = Counts::new();
        all.iter().filter(|frame| !used(&frame.id)).for_each(|frame| *unused.entry(frame.id).or_default() += 1);
        println!("{at}: {} messages, {fields} fields alike; known to the standard, not used: {unused:?}", ours.len());
        assert!(fields > 3_000);
    }
}
