//! Bodies of the journal's records, one a line, folded as after a crash.

use super::world::{START, setup};
use controller_core::{Alarm, AlarmKind, Controller, Entry, Input};
use controller_engine::Record;
use geodata::Seconds;

/// Lines that are no event are refused; the others are folded, and the controller goes on from there: time
/// passes, and somebody calls.
///
/// # Panics
/// When an event that was read is another one after being written and read.
pub fn journal(bytes: &[u8]) -> bool {
    let entries: Vec<Entry> =
        bytes.split(|byte| *byte == b'\n').zip(1..).filter_map(|(line, seq)| entry(line, seq)).collect();
    let later = START.plus(Seconds(600.0));
    let (mut controller, _) = Controller::resume(setup(), &entries, later);
    let place = controller.setup.atlas.frame.origin();
    let (key, source) = ("after".to_owned(), "110".to_owned());
    let alarm = Input::Alarm(Alarm { key, kind: AlarmKind::Fire, priority: 1, place, source });
    for (seconds, input) in [(1.0, &Input::Clock), (2.0, &alarm), (5.0, &Input::Clock), (60.0, &Input::Clock)] {
        controller.handle(later.plus(Seconds(seconds)), input);
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
