//! A journal of an earlier build is read by every later one: each record verifies, reads and is written again as it was, and
//! they fold to the same incidents, flights and tasks. The file is never made anew for a build that cannot read it; kinds
//! and fields are only ever added.

use controller_core::ledger::Ledger;
use controller_core::ledger::incident::Status;
use controller_core::ledger::sortie::SortieState;
use controller_core::{Cite, Entry};
use controller_engine::{Hash, Head, Record, verify};
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// The market alarm with seed 7, as the first build that cited its setup recorded it.
const JOURNAL: &str = include_str!("journal.jsonl");

/// One line of the file.
#[derive(Debug, Deserialize, Serialize)]
struct Line {
    seq: u32,
    at: i64,
    kind: String,
    body: String,
    hash: String,
}

fn hash(hex: &str) -> Hash {
    std::array::from_fn(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
}

fn records() -> Vec<Record> {
    let mut prev = Hash::default();
    let record = |text: &str| {
        let Line { seq, at, kind, body, hash: own } = serde_json::from_str(text).unwrap();
        let record = Record { seq, at: Timestamp(at), kind, body, prev, hash: hash(&own) };
        prev = record.hash;
        record
    };
    JOURNAL.lines().map(record).collect()
}

fn entries() -> Vec<Entry> {
    records().iter().map(|record| record.entry().unwrap()).collect()
}

fn fold(entries: &[Entry]) -> Ledger {
    let mut ledger = Ledger::default();
    entries.iter().for_each(|entry| ledger.apply(entry));
    ledger
}

#[test]
fn a_journal_of_an_earlier_build_verifies_reads_and_folds_to_the_same_story() {
    let records = records();
    assert_eq!(verify(&records).unwrap().seq as usize, records.len());
    let ledger = fold(&entries());
    let incidents: Vec<_> = ledger.incidents.values().collect();
    assert_eq!(incidents.len(), 1);
    assert_eq!(incidents[0].status, Status::Closed);
    assert_eq!(incidents[0].place_name, "Landstrasse, Mühleholzmarkt (40 m)");
    assert_eq!((ledger.sorties.len(), ledger.taskings.len(), ledger.approvals.len()), (6, 1, 4));
    assert_eq!(ledger.sorties.values().filter(|sortie| sortie.state == SortieState::Ended).count(), 2);
}

#[test]
fn what_an_earlier_build_wrote_is_written_again_as_it_was() {
    for record in records() {
        let body: serde_json::Value = serde_json::from_str(&record.body).unwrap();
        let again = serde_json::to_value(record.entry().unwrap().event).unwrap();
        for (field, value) in body.as_object().unwrap() {
            assert!(holds(&again[field], value), "record {}: {field} was {value} and is {}", record.seq, again[field]);
        }
    }
}

/// Whether everything of `before` is in `now`, which may have more fields.
fn holds(now: &serde_json::Value, before: &serde_json::Value) -> bool {
    match (now, before) {
        (serde_json::Value::Object(now), serde_json::Value::Object(before)) => {
            before.iter().all(|(field, value)| now.get(field).is_some_and(|now| holds(now, value)))
        }
        (serde_json::Value::Array(now), serde_json::Value::Array(before)) => {
            now.len() == before.len() && now.iter().zip(before).all(|(now, before)| holds(now, before))
        }
        _ => now == before,
    }
}

#[test]
fn a_journal_of_the_time_before_records_cited_anything_folds_to_the_same() {
    let (cited, mut head) = (entries(), Head::default());
    let mut plain = cited.clone();
    plain.iter_mut().for_each(|entry| entry.event.setup = Cite::default());
    let old: Vec<Record> = plain.iter().map(|entry| head.record(entry).unwrap()).collect();
    assert!(old.iter().all(|record| !record.body.contains("\"setup\"")));
    let read: Vec<Entry> = old.iter().map(|record| record.entry().unwrap()).collect();
    assert_eq!(format!("{:?}", fold(&read).sorties), format!("{:?}", fold(&cited).sorties));
    assert_eq!(fold(&read).taskings, fold(&cited).taskings);
}
