//! Every field of every message, as pymavlink puts it on the wire (`make_frames.py` wrote `frames.txt`).

use controller_link::codec::{Frame, LongMessage, Message, RawFrame, decode, encode, encode_long, scan};
use std::collections::BTreeSet;

/// Messages with extensions newer than that pymavlink (2.4.50).
pub const NEWER: [&str; 4] = ["MISSION_ACK", "MISSION_COUNT", "MISSION_CURRENT", "TIMESYNC"];

/// One line of the file.
pub struct Golden {
    /// The message's name in common.xml.
    pub name: &'static str,
    /// `plain`, `least` or `most`.
    pub variant: &'static str,
    /// MAVLink's version.
    pub version: &'static str,
    /// Who speaks: system, component, sequence.
    who: [u32; 3],
    /// The frame.
    pub bytes: Vec<u8>,
    /// Names and values, in wire order.
    fields: Vec<(String, String)>,
}

/// All lines of the file.
pub fn golden() -> Vec<Golden> {
    include_str!("frames.txt").lines().map(line).collect()
}

fn line(line: &'static str) -> Golden {
    let parts: Vec<&str> = line.splitn(6, ' ').collect();
    let &[name, variant, version, who, hex, fields] = parts.as_slice() else { panic!("{line}") };
    let who: Vec<u32> = who.split('/').map(|number| number.parse().unwrap()).collect();
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    let pair =
        |field: &str| field.split_once('=').map(|(name, value)| (name.to_lowercase(), value.to_owned())).unwrap();
    Golden {
        name,
        variant,
        version,
        who: who.try_into().unwrap(),
        bytes: (0..hex.len()).step_by(2).map(byte).collect(),
        fields: fields.split(';').map(pair).collect(),
    }
}

/// The only frame of a line.
pub fn only(golden: &Golden) -> Frame {
    let frames: Vec<_> = decode(&golden.bytes).collect();
    let &[Ok(frame)] = frames.as_slice() else { panic!("{} {}: {frames:?}", golden.name, golden.variant) };
    frame
}

/// The only frame of a line, as it is.
fn raw(golden: &Golden) -> RawFrame<'_> {
    let frames: Vec<_> = scan(&golden.bytes).collect();
    let &[Ok(frame)] = frames.as_slice() else { panic!("{} {}: {frames:?}", golden.name, golden.variant) };
    frame
}

/// A message as its `Debug` shows it, and as our codec writes it.
pub fn both(raw: &RawFrame<'_>) -> (String, Vec<u8>) {
    let long = || raw.long_message().map(|long| (format!("{long:?}"), encode_long(raw.header, &long)));
    raw.message().map(|message| (format!("{message:?}"), encode(raw.header, &message))).or_else(long).unwrap()
}

/// The fields of a message as its `Debug` shows them: `Name(Name { field: value, field: [value, value] })`.
/// See [`both`].
pub fn told(shown: &str) -> Vec<(String, String)> {
    let (_, inside) = shown.split_once("{ ").unwrap();
    let inside = inside.strip_suffix(" })").unwrap();
    let (mut fields, mut depth, mut quoted) = (vec![String::new()], 0, false);
    for letter in inside.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        match (letter, fields.last_mut()) {
            (',', _) if depth == 0 && !quoted => fields.push(String::new()),
            (_, Some(field)) => field.push(letter),
            (_, None) => {}
        }
    }
    let pair = |field: String| {
        let (name, value) = field.trim().split_once(": ").unwrap();
        // `type` is a word of Rust.
        (name.replace("kind", "type"), value.to_owned())
    };
    fields.into_iter().map(pair).collect()
}

/// The name of a message in common.xml, as far as the file knows it.
pub fn standard_name(id: u32) -> &'static str {
    static NAMES: std::sync::OnceLock<Vec<(u32, &'static str)>> = std::sync::OnceLock::new();
    let names = NAMES.get_or_init(|| golden().iter().map(|one| (only(one).id, one.name)).collect());
    names.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name)
}

#[test]
fn every_field_of_every_message_reads_as_pymavlink_wrote_it() {
    let mut compared = 0;
    for golden in golden() {
        let frame = raw(&golden);
        let at = format!("{} {} {}", golden.name, golden.variant, golden.version);
        let (shown, _) = both(&frame);
        let ours = told(&shown);
        let (known, rest) = ours.split_at(golden.fields.len());
        assert_eq!(known, golden.fields, "{at}");
        // Version 1 carries no extensions.
        assert!(rest.is_empty() || golden.version == "v1" || NEWER.contains(&golden.name), "{at}: {rest:?}");
        assert!(rest.iter().all(|(_, value)| value == "0"), "{at}: {rest:?}");
        assert_eq!([frame.header.system, frame.header.component.into(), frame.header.sequence.into()], golden.who);
        let name = shown.split('(').next().unwrap();
        assert_eq!(name.to_uppercase(), golden.name.replace('_', ""));
        compared += known.len();
    }
    assert!(compared > 800, "{compared} fields compared");
}

#[test]
fn what_was_read_is_written_again_byte_for_byte() {
    for golden in golden().iter().filter(|golden| golden.version == "v2") {
        assert_eq!(both(&raw(golden)).1, golden.bytes, "{} {}", golden.name, golden.variant);
    }
}

#[test]
fn no_message_of_the_codec_is_missing_from_the_file() {
    let golden = golden();
    for variant in ["plain", "least", "most"] {
        let told = golden.iter().filter(|golden| golden.variant == variant && golden.version == "v2");
        let ids: BTreeSet<u32> = told.map(|golden| only(golden).id).collect();
        assert_eq!(ids, Message::IDS.iter().chain(LongMessage::IDS).copied().collect(), "{variant}");
    }
}

#[test]
fn all_frames_in_one_datagram_are_all_found() {
    let golden = golden();
    let together: Vec<u8> = golden.iter().flat_map(|golden| golden.bytes.clone()).collect();
    let ids: Vec<u32> = decode(&together).map(|item| item.unwrap().id).collect();
    assert_eq!(ids, golden.iter().map(|golden| only(golden).id).collect::<Vec<_>>());
}
