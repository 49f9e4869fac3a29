//! The table `journal(seq, at, kind, body, prev, hash)`: rows are only ever added, but for a station's branch that was put away. `at` is microseconds of UTC since
//! 1970, `prev` and `hash` are SHA-256 of the chain.

use super::fault;
use controller_engine::{Broken, Head, Record};
use geodata::{Finding, Timestamp};
use rusqlite::{Connection, OpenFlags, Row, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS journal(
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    prev BLOB NOT NULL, hash BLOB NOT NULL) STRICT";

/// An open journal file.
#[derive(Debug)]
pub struct JournalFile {
    path: PathBuf,
    connection: Connection,
}

impl JournalFile {
    /// Opens the journal for writing, making it when absent.
    pub fn open(path: &Path) -> Result<Self, Finding> {
        let connection = Connection::open(path).map_err(|why| fault(path, "cannot open the journal", &why))?;
        let file = Self { path: path.to_path_buf(), connection };
        file.prepare().map_err(|why| fault(path, "cannot prepare the journal", &why))?;
        Ok(file)
    }

    /// Opens an existing journal to read, changing nothing.
    pub fn read_only(path: &Path) -> Result<Self, Finding> {
        if !path.is_file() {
            return Err(Finding::new(
                "no_journal",
                path.display().to_string(),
                "there is no journal here",
                "Name a data folder or the journal.db inside it",
            ));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|why| fault(path, "cannot open the journal", &why))?;
        Ok(Self { path: path.to_path_buf(), connection })
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(Duration::from_secs(2))?;
        self.connection.pragma_update(None, "journal_mode", "WAL")?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "journal_size_limit", 16 * 1024 * 1024)?;
        self.connection.execute_batch(SCHEMA)
    }

    /// Whether there is no record at all.
    pub fn is_empty(&self) -> Result<bool, Finding> {
        let first = self.connection.query_row("SELECT NOT EXISTS(SELECT 1 FROM journal)", [], |row| row.get(0));
        first.map_err(|why| fault(&self.path, "cannot read the journal", &why))
    }

    /// Every record in order. The chain is not judged here.
    pub fn records(&self) -> Result<Vec<Record>, Finding> {
        let mut records = Vec::new();
        self.each(|record| records.push(record))?;
        Ok(records)
    }

    /// Hands out every record in order. The chain is not judged here.
    pub fn each(&self, mut take: impl FnMut(Record)) -> Result<(), Finding> {
        self.each_after(0, |record| {
            take(record);
            true
        })
    }

    /// The same from the one after `seq` on, until somebody has enough.
    pub fn each_after(&self, seq: u32, mut take: impl FnMut(Record) -> bool) -> Result<(), Finding> {
        let mut read = || -> rusqlite::Result<()> {
            let rows = "SELECT seq, at, kind, body, prev, hash FROM journal WHERE seq > ?1 ORDER BY seq";
            let mut all = self.connection.prepare(rows)?;
            for record in all.query_map([seq], record)? {
                if !take(record?) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|why| {
            Finding::new(
                "journal_unreadable",
                self.path.display().to_string(),
                format!("cannot read the journal: {why}"),
                "Restore the file from its last copy, and keep this one for the inquiry",
            )
        })
    }

    /// The number of the last record.
    pub fn last(&self) -> Result<Option<u32>, Finding> {
        let last = self.connection.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0));
        last.map_err(|why| fault(&self.path, "cannot read the journal", &why))
    }

    /// One record.
    pub fn record(&self, seq: u32) -> Result<Option<Record>, Finding> {
        let mut found = None;
        self.each_after(seq.saturating_sub(1), |record| {
            found = Some(record).filter(|record| record.seq == seq);
            false
        })?;
        Ok(found)
    }

    /// Whether the chain holds from the first record to this one; what the records say is not asked.
    pub fn follows(&self, last: u32) -> Result<Result<(), Broken>, Finding> {
        let (mut head, mut found) = (Head::default(), Ok(()));
        self.each_after(0, |record| {
            found = head.follow(&record);
            found.is_ok() && head.seq < last
        })?;
        Ok(found)
    }

    /// Ends the file after this record: only where it is a copy, and what goes was put away.
    pub fn cut_after(&mut self, seq: u32) -> rusqlite::Result<()> {
        self.connection.execute("DELETE FROM journal WHERE seq > ?1", [seq]).map(|_| ())
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds records in one transaction: all of them are durable afterwards, or none.
    pub fn append(&mut self, records: &[Record]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        {
            let mut insert = transaction
                .prepare("INSERT INTO journal(seq, at, kind, body, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            for record in records {
                insert.execute(params![
                    record.seq,
                    record.at.0,
                    record.kind,
                    record.body,
                    record.prev.as_slice(),
                    record.hash.as_slice()
                ])?;
            }
        }
        transaction.commit()
    }
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        seq: row.get(0)?,
        at: Timestamp(row.get(1)?),
        kind: row.get(2)?,
        body: row.get(3)?,
        prev: row.get(4)?,
        hash: row.get(5)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::scratch::Scratch;

    pub(crate) fn some(seq: u32) -> Record {
        Record { seq, at: Timestamp(7), kind: "k".into(), body: "{}".into(), prev: [1; 32], hash: [2; 32] }
    }

    #[test]
    fn records_read_back_as_they_were_written_after_reopening() {
        let folder = Scratch::new("file");
        let path = folder.path().join(super::super::FILE);
        JournalFile::open(&path).unwrap().append(&[some(1), some(2)]).unwrap();
        let read = JournalFile::read_only(&path).unwrap().records().unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[1].seq, read[1].at, read[1].prev), (2, Timestamp(7), [1; 32]));
    }

    #[test]
    fn a_group_with_one_bad_record_leaves_nothing_of_itself() {
        let folder = Scratch::new("group");
        let mut file = JournalFile::open(&folder.path().join(super::super::FILE)).unwrap();
        file.append(&[some(1)]).unwrap();
        assert!(file.append(&[some(2), some(1)]).is_err());
        assert_eq!(file.records().unwrap().len(), 1);
    }

    #[test]
    fn a_file_that_is_no_journal_is_told_as_such() {
        let folder = Scratch::new("nojournal");
        let path = folder.path().join(super::super::FILE);
        std::fs::write(&path, vec![7u8; 9_000]).unwrap();
        assert!(JournalFile::open(&path).unwrap_err().say.contains("not a database"));
        assert_eq!(JournalFile::read_only(Path::new("/nowhere/at/all")).unwrap_err().code, "no_journal");
    }
}
