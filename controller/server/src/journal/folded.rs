//! The ledger as it was after some record, kept beside the journal so that a start folds only what came later. It is the
//! journal's and never the truth: left out, of another build, torn, or not of this journal, it is made anew from the whole.
//!
//! The file is a line of JSON ([`Line`]), then the ledger as MessagePack with named fields.

use super::fault;
use controller_core::Ledger;
use controller_engine::{Head, Record};
use geodata::{Finding, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The file's name inside a data folder.
pub const FILE: &str = "ledger.folded";

/// A journal folded up to a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folded {
    /// The end of the chain so far.
    pub head: Head,
    /// When the last of it was recorded; nothing for an empty journal.
    pub last: Option<Timestamp>,
    /// What it comes to.
    pub ledger: Ledger,
}

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    /// Which program wrote it: another may fold otherwise.
    build: String,
    seq: u32,
    hash: [u8; 32],
    /// Microseconds of UTC since 1970.
    at: i64,
    /// SHA-256 of all that follows the line.
    sum: [u8; 32],
}

/// Which program this is: its version, and its file's size and moment.
pub(super) fn build() -> String {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let made = file.as_ref().and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let (bytes, nanos) = (file.map_or(0, |file| file.len()), made.map_or(0, |made| made.as_nanos()));
    format!("{} {bytes} {nanos}", env!("CARGO_PKG_VERSION"))
}

fn sum(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl Folded {
    /// With the records that follow.
    pub(super) fn and(self, told: &super::Told) -> Self {
        let last = told.entries.last().map_or(self.last, |entry| Some(entry.at));
        Self { head: told.head, last, ledger: self.ledger.and(&told.entries) }
    }

    /// As a file.
    ///
    /// # Errors
    /// When the ledger cannot be written as MessagePack, which no ledger is known for.
    pub fn to_bytes(&self, build: &str) -> Result<Vec<u8>, String> {
        let body = rmp_serde::to_vec_named(&self.ledger).map_err(|why| why.to_string())?;
        let at = self.last.unwrap_or_default().0;
        let line = Line { build: build.to_owned(), seq: self.head.seq, hash: self.head.hash, at, sum: sum(&body) };
        let mut bytes = serde_json::to_vec(&line).map_err(|why| why.to_string())?;
        bytes.push(b'\n');
        bytes.extend(body);
        Ok(bytes)
    }

    /// From a file of the same build.
    ///
    /// # Errors
    /// Why it is of no use.
    pub fn parse(bytes: &[u8], build: &str) -> Result<Self, String> {
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("it has no first line")?;
        let (line, body) = (&bytes[..end], &bytes[end + 1..]);
        let line: Line = serde_json::from_slice(line).map_err(|why| format!("its first line cannot be read: {why}"))?;
        if line.build != build {
            return Err("it is of another build".to_owned());
        }
        if line.sum != sum(body) {
            return Err("it was torn or changed".to_owned());
        }
        let ledger: Ledger = rmp_serde::from_slice(body).map_err(|why| format!("it cannot be read: {why}"))?;
        if ledger.seq != line.seq {
            return Err("it does not hold what it says".to_owned());
        }
        let head = Head { seq: line.seq, hash: line.hash };
        Ok(Self { head, last: Some(Timestamp(line.at)), ledger })
    }

    /// Whether it ends with this record of the journal.
    fn ends_with(&self, record: Option<&Record>) -> bool {
        let end = (Some(self.head.seq), Some(self.head.hash), self.last);
        end == (record.map(|record| record.seq), record.map(|record| record.hash), record.map(|record| record.at))
    }
}

/// The file's path for a journal.
#[must_use]
pub fn beside(journal: &Path) -> PathBuf {
    journal.with_file_name(FILE)
}

/// What is kept beside a journal, or nothing where that is of no use. Why not is told in the log.
pub(super) fn kept(journal: &super::JournalFile, build: &str) -> Result<Option<Folded>, Finding> {
    let path = beside(journal.path());
    let Ok(bytes) = fs::read(&path) else { return Ok(None) };
    let folded = match Folded::parse(&bytes, build) {
        Ok(folded) => folded,
        Err(why) => {
            tracing::info!("{} is made anew: {why}", path.display());
            return Ok(None);
        }
    };
    if folded.ends_with(journal.record(folded.head.seq)?.as_ref()) {
        return Ok(Some(folded));
    }
    tracing::warn!("{} is not of this journal, which was put in its place or cut: all of it is folded", path.display());
    Ok(None)
}

/// Whether what is kept beside a journal is what its records come to; nothing where nothing of use is kept.
///
/// # Errors
/// When the journal cannot be read.
pub fn agrees(journal: &super::JournalFile, records: &[Record]) -> Result<Option<bool>, Finding> {
    let Some(kept) = kept(journal, &build())? else { return Ok(None) };
    let before = records.iter().take_while(|record| record.seq <= kept.head.seq);
    let entries: Result<Vec<_>, _> = before.map(Record::entry).collect();
    Ok(Some(entries.is_ok_and(|entries| Ledger::default().and(&entries) == kept.ledger)))
}

/// Puts it in the place of the one before, which is never half of each.
pub(super) fn keep(folded: &Folded, path: &Path, build: &str) -> Result<(), Finding> {
    let bytes = folded.to_bytes(build).map_err(|why| fault(path, "cannot keep the folded journal", &why))?;
    crate::folder::write(path, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{JournalFile, fold, path_of};
    use crate::scratch::Scratch;
    use controller_core::{Actor, Cite, Entry, Event, Fact, Reason, Role};

    fn entry(seq: u32) -> Entry {
        let by = Actor { role: Role::Viewer, post: format!("post {seq}") };
        let fact = Fact::RadioOpened { radio: "udp:1".to_owned(), by };
        Entry {
            seq,
            at: Timestamp(i64::from(seq)),
            event: Event { fact, why: Reason::Superseded {}, setup: Cite::default(), from: None },
        }
    }

    /// A journal of so many records, and it folded.
    fn laid(folder: &Scratch, length: u32) -> (JournalFile, Folded) {
        let mut journal = JournalFile::open(&path_of(folder.path())).unwrap();
        let mut head = Head::default();
        let records: Vec<_> = (1..=length).map(|seq| head.record(&entry(seq)).unwrap()).collect();
        journal.append(&records).unwrap();
        let folded = fold(&journal, Folded::default()).unwrap().unwrap();
        (journal, folded)
    }

    #[test]
    fn what_is_kept_is_found_again_and_the_rest_of_the_journal_is_folded_onto_it() {
        let folder = Scratch::new("folded");
        let (mut journal, folded) = laid(&folder, 700);
        keep(&folded, &beside(journal.path()), "b").unwrap();
        assert_eq!(kept(&journal, "b").unwrap(), Some(folded.clone()));
        let mut head = folded.head;
        journal.append(&[head.record(&entry(701)).unwrap()]).unwrap();
        let whole = fold(&journal, Folded::default()).unwrap().unwrap();
        assert_eq!(fold(&journal, folded).unwrap().unwrap(), whole);
        assert_eq!((whole.head.seq, whole.last), (701, Some(Timestamp(701))));
    }

    #[test]
    fn what_is_torn_of_another_build_or_of_another_journal_is_of_no_use() {
        let folder = Scratch::new("folded-torn");
        let (journal, folded) = laid(&folder, 20);
        let (path, bytes) = (beside(journal.path()), folded.to_bytes("b").unwrap());
        assert!(Folded::parse(&bytes, "c").unwrap_err().contains("another build"));
        for bad in 0..bytes.len() {
            let mut torn = bytes.clone();
            torn[bad] ^= 0x10;
            std::fs::write(&path, &torn).unwrap();
            let found = kept(&journal, "b").unwrap();
            assert!(found.is_none_or(|found| found == folded), "byte {bad}");
            assert!(Folded::parse(&bytes[..bad], "b").is_err(), "cut at {bad}");
        }
        let longer = Scratch::new("folded-longer");
        let (_, longer_by_one) = laid(&longer, 21);
        keep(&longer_by_one, &path, "b").unwrap();
        assert_eq!(kept(&journal, "b").unwrap(), None, "the journal was cut");
    }
}
