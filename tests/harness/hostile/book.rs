//! Bodies of the journal's records, one a line, folded as after a crash.

use super::world::{START, setup};
use controller_core::{Controller, Entry, Input};
use controller_engine::Record;
use geodata::Seconds;

/// Lines that are no event are refused; the others are folded, and the controller goes on from there.
///
/// # Panics
/// When an event that was read is another one after being written and read.
pub fn journal(bytes: &[u8]) -> bool {
    let entries: Vec<Entry> =
        bytes.split(|byte| *byte == b'\n').zip(1..).filter_map(|(line, seq)| entry(line, seq)).collect();
    let later = START.plus(Seconds(600.0));
    let (mut controller, _) = Controller::resume(setup(), &entries, later);
    for seconds in [1.0, 60.0] {
        controller.handle(later.plus(Seconds(seconds)), &Input::Clock);
    }
    entries.len() == bytes.split(|byte| *byte == b'\n').count()
}

fn entry(line: &[u8], seq: u32) -> Option<Entry> {
    let body = std::str::from_utf8(line).ok()?.to_owned();
    let at = START.plus(Seconds(f64::from(seq)));
    let entry = Record { seq, at, kind: String::new(), body, prev: [0; 32], hash: [0; 32] }.entry().ok()?;
    let written = serde_json::to_string(&entry.event).ok()?;
    let read = serde_json::from_str(&written).ok();
    assert_eq!(read.as_ref(), Some(&entry.event), "{written}");
    Some(entry)
}
