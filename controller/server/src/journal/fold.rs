//! A journal read and checked at a start. To understand a record takes several times as long as to fetch it from the disk, so
//! one thread fetches and others understand, a run of records each. A run is checked from its own first record on; that the
//! runs follow each other is checked when all are there.

use super::JournalFile;
use super::folded::{self, Folded};
use controller_core::Entry;
use controller_engine::{Broken, Head, Record};
use geodata::Finding;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::ScopedJoinHandle;

/// Records of one run.
const RUN: usize = 512;
/// Runs that may wait to be understood.
const WAITING: usize = 8;
/// More threads than this wait for the disk.
const THREADS: usize = 4;

/// What records say.
#[derive(Debug, Default, PartialEq)]
pub struct Told {
    /// The end of the chain.
    pub head: Head,
    /// Every entry in order.
    pub entries: Vec<Entry>,
}

/// A run of records: the number of its first, where the chain must stand before it, and what it says.
struct Run {
    first: u32,
    before: Head,
    told: Result<Told, Broken>,
}

/// What is kept beside a journal, or nothing yet.
///
/// # Errors
/// When the journal cannot be read.
pub fn kept(journal: &JournalFile) -> Result<Folded, Finding> {
    Ok(folded::kept(journal, &folded::build())?.unwrap_or_default())
}

/// Folds the records of a journal that come after what is folded already.
///
/// # Errors
/// When it cannot be read; inside, the first record that does not fit the chain or that this build cannot read.
pub fn fold(journal: &JournalFile, from: Folded) -> Result<Result<Folded, Broken>, Finding> {
    Ok(told(journal, from.head)?.map(|told| from.and(&told)))
}

/// Reads and checks the records of a journal after the end of a part of it.
///
/// # Errors
/// When it cannot be read; inside, the first record that does not fit the chain or that this build cannot read.
pub fn told(journal: &JournalFile, from: Head) -> Result<Result<Told, Broken>, Finding> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, THREADS);
    let (runs, waiting) = sync_channel::<(usize, Vec<Record>)>(WAITING);
    let waiting = Arc::new(Mutex::new(waiting));
    let mut understood = std::thread::scope(|scope| {
        let reader = |waiting: Arc<_>| scope.spawn(move || understand(&waiting));
        let readers: Vec<_> = (0..threads).map(|_| reader(Arc::clone(&waiting))).collect();
        // Only readers keep the line open, so that nobody waits for one that is gone.
        drop(waiting);
        let fetched = fetch(journal, from.seq, |number, records| drop(runs.send((number, records))));
        drop(runs);
        // A run that is missing would be a past that never was.
        let joined = |reader: ScopedJoinHandle<_>| reader.join().unwrap_or_else(|panic| resume_unwind(panic));
        let all = readers.into_iter().flat_map(joined).collect::<Vec<_>>();
        fetched.map(|()| all)
    })?;
    understood.sort_by_key(|(number, _)| *number);
    Ok(joined(from, understood.into_iter().map(|(_, run)| run)))
}

/// Hands out runs of records with their numbers.
fn fetch(journal: &JournalFile, from: u32, mut take: impl FnMut(usize, Vec<Record>)) -> Result<(), Finding> {
    let (mut number, mut run) = (0, Vec::with_capacity(RUN));
    journal.each_after(from, |record| {
        run.push(record);
        if run.len() == RUN {
            take(number, std::mem::replace(&mut run, Vec::with_capacity(RUN)));
            number += 1;
        }
        true
    })?;
    take(number, run);
    Ok(())
}

/// One thread's work: the runs it got hold of.
fn understand(waiting: &Mutex<Receiver<(usize, Vec<Record>)>>) -> Vec<(usize, Run)> {
    let mut understood = Vec::new();
    loop {
        let next = waiting.lock().map(|waiting| waiting.recv());
        let Ok(Ok((number, records))) = next else { return understood };
        understood.extend(read(&records).map(|run| (number, run)));
    }
}

fn read(records: &[Record]) -> Option<Run> {
    let first = records.first()?;
    let before = Head::before(first);
    let mut head = before;
    let entries = records.iter().map(|record| head.read(record)).collect::<Result<Vec<Entry>, Broken>>();
    Some(Run { first: first.seq, before, told: entries.map(|entries| Told { head, entries }) })
}

/// The runs as one journal.
fn joined(from: Head, runs: impl Iterator<Item = Run>) -> Result<Told, Broken> {
    let mut all = Told { head: from, entries: Vec::new() };
    for run in runs {
        if run.before != all.head {
            return Err(Broken { seq: run.first, why: "does not follow the record before it".to_owned() });
        }
        let told = run.told?;
        all.head = told.head;
        all.entries.extend(told.entries);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::path_of;
    use crate::scratch::Scratch;
    use controller_core::{Cite, Event, Fact, Reason};
    use controller_engine::verify;
    use geodata::Timestamp;

    fn chain(length: u32) -> Vec<Record> {
        let mut head = Head::default();
        let entry = |seq: u32| {
            let why = Reason::ReportedBy { source: seq.to_string() };
            let event = Event { fact: Fact::ControllerRestarted {}, why, setup: Cite::default(), from: None };
            Entry { seq, at: Timestamp(i64::from(seq)), event }
        };
        (1..=length).map(|seq| head.record(&entry(seq)).unwrap()).collect()
    }

    fn read_back(name: &str, records: &[Record]) -> Result<Told, Broken> {
        let folder = Scratch::new(name);
        let mut journal = JournalFile::open(&path_of(folder.path())).unwrap();
        journal.append(records).unwrap();
        told(&journal, Head::default()).unwrap()
    }

    #[test]
    fn a_journal_of_any_length_is_folded_as_it_was_written() {
        for length in [0, 1, RUN as u32 - 1, RUN as u32, RUN as u32 + 1, 5 * RUN as u32 + 7] {
            let records = chain(length);
            let folded = read_back("fold-whole", &records).unwrap();
            assert_eq!(folded.head, verify(&records).unwrap());
            assert_eq!(folded.entries, records.iter().map(|record| record.entry().unwrap()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_record_that_does_not_fit_is_found_wherever_the_runs_are_cut() {
        for bad in [0, 1, RUN - 1, RUN, RUN + 1, 2 * RUN + 50] {
            let whole = chain(3 * RUN as u32);
            let mut edited = whole.clone();
            edited[bad].body = edited[bad].body.replace("restarted", "Restarted");
            edited[3 * RUN - 1].body.clear();
            assert_eq!(read_back("fold-edited", &edited).unwrap_err(), verify(&edited).unwrap_err());
            let mut missing = whole.clone();
            missing.remove(bad);
            assert_eq!(read_back("fold-missing", &missing).unwrap_err().seq, verify(&missing).unwrap_err().seq);
            // A whole other story from here on, sound in itself.
            let mut grafted = whole;
            let other = chain(5);
            if bad > 0 {
                grafted[bad].prev = other[4].hash;
                assert_eq!(read_back("fold-grafted", &grafted).unwrap_err().seq, verify(&grafted).unwrap_err().seq);
            }
        }
    }
}
