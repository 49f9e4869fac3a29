//! What must hold of every world, each thing judged by a file of its own, by a book of its own: of the ledger's fold they
//! know nothing.

mod airspace;
mod answered;
mod chain;
mod double;
mod forgotten;
mod launches;
mod quiet;
mod recorded;

use crate::trace::Trace;
use controller_engine::{Head, Record};

type Check = fn(&Trace) -> Vec<String>;

const CHECKS: [(&str, Check); 8] = [
    ("forgotten", forgotten::faults),
    ("double", double::faults),
    ("answered", answered::faults),
    ("launches", launches::faults),
    ("airspace", airspace::faults),
    ("recorded", recorded::faults),
    ("chain", chain::faults),
    ("quiet", quiet::faults),
];

/// Everything that is wrong with a world, each by the name of the checker that found it.
pub fn faults(trace: &Trace) -> Vec<String> {
    let each = CHECKS.iter().flat_map(|(name, check)| {
        check(trace).into_iter().map(move |fault| format!("{name}: {fault}")).collect::<Vec<_>>()
    });
    each.chain(trace.faults.iter().map(|fault| format!("world: {fault}"))).collect()
}

/// The records hashed, written and read back, which costs as much as all the rest: of one world in so many.
pub fn thoroughly(trace: &Trace) -> Vec<String> {
    let mut head = Head::default();
    let records: Result<Vec<Record>, _> = trace.entries.iter().map(|entry| head.record(entry)).collect();
    match records {
        Ok(records) => written(trace, &records),
        Err(broken) => vec![broken.to_string()],
    }
}

/// Whether these records are a sound chain of a world's entries.
pub fn written(trace: &Trace, records: &[Record]) -> Vec<String> {
    chain::written(trace, records).into_iter().map(|fault| format!("chain: {fault}")).collect()
}
