//! The records are a chain: numbered without a gap, in the order of time; and, as they are written, hashed and read back, they
//! are the same. And nothing is said again and again at one instant: that is a rule that does not see what it has done.

use crate::trace::Trace;
use controller_core::{Entry, Reason};
use controller_engine::{Record, verify};

/// So many times the same thing in a row is once too many.
const AGAIN: usize = 3;

pub fn faults(trace: &Trace) -> Vec<String> {
    let apart = trace.entries.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        (after.seq != before.seq + 1 || after.at < before.at).then(|| format!("record {} is out of order", after.seq))
    });
    let blank = trace.entries.iter().filter(|entry| entry.event.why == blank()).map(|entry| entry.seq);
    let again = trace.entries.windows(AGAIN).filter_map(|run| {
        let (first, rest) = run.split_first()?;
        let is_same = rest.iter().all(|one| one.at == first.at && one.event.fact == first.event.fact);
        is_same.then(|| format!("record {} says the same thing again and again", first.seq))
    });
    apart.chain(again).chain(blank.map(|seq| format!("record {seq} has no reason"))).collect()
}

/// A reason that says nothing; no rule gives it.
fn blank() -> Reason {
    Reason::Blocked { text: String::new() }
}

/// Whether these records are a sound chain of these entries.
pub fn written(trace: &Trace, records: &[Record]) -> Vec<String> {
    let mut faults: Vec<String> = verify(records).err().map(|broken| broken.to_string()).into_iter().collect();
    for (entry, record) in trace.entries.iter().zip(records) {
        let read: Option<Entry> = record.entry().ok();
        if read.as_ref() != Some(entry) {
            faults.push(format!("record {} reads back otherwise", entry.seq));
        }
    }
    faults
}
