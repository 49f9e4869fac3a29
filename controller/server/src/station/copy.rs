//! A station's copy of the bureau's journal, and the branch behind it while the station is alone. What came from the bureau is
//! checked link by link; the branch is put away in a file of its own before the copy goes on.

use super::branch::Branches;
use crate::journal::{JournalFile, fault, fold, kept, path_of};
use controller_api::ask::{BranchRecord, JournalPage, JournalRow};
use controller_core::Ledger;
use controller_engine::{Head, Record, unhex};
use geodata::{Finding, Timestamp};
use std::path::Path;

/// The copy.
#[derive(Debug)]
pub struct Copy {
    file: JournalFile,
    head: Head,
    /// Up to which record it was folded before it was opened.
    kept: u32,
}

impl Copy {
    /// Opens the copy in a data folder, making it when absent; and what it tells.
    ///
    /// # Errors
    /// It cannot be read, or its chain breaks.
    pub fn open(data: &Path) -> Result<(Self, Ledger), Finding> {
        let file = JournalFile::open(&path_of(data))?;
        let before = kept(&file)?;
        let kept = before.head.seq;
        let told = fold(&file, before)?.map_err(|broken| {
            Finding::new(
                "journal_broken",
                path_of(data).display().to_string(),
                format!("the chain of records breaks at {}: {}", broken.seq, broken.why),
                "Keep this file for the inquiry and start on a fresh data folder",
            )
        })?;
        Ok((Self { file, head: told.head, kept }, told.ledger))
    }

    /// Its end.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// Up to which record it was folded before it was opened.
    #[must_use]
    pub fn kept(&self) -> u32 {
        self.kept
    }

    /// Takes in what the bureau sent.
    ///
    /// # Errors
    /// It does not follow what is here, or cannot be written.
    pub fn add(&mut self, page: &JournalPage) -> Result<(), Finding> {
        let mut head = self.head;
        let records = page.records.iter().map(|row| {
            let record = record(row).ok_or_else(|| garbled(row.seq, "its hashes are no hashes"))?;
            head.follow(&record).map_err(|broken| garbled(broken.seq, &broken.why))?;
            Ok(record)
        });
        let records = records.collect::<Result<Vec<Record>, Finding>>()?;
        self.file.append(&records).map_err(|why| fault(self.file.path(), "cannot write the copy", &why))?;
        self.head = head;
        Ok(())
    }

    /// Ends a branch: its records are put away to be handed over, and the copy ends where it stood before.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put_away(&mut self, ledger: &Ledger, branches: &Branches) -> Result<(), Finding> {
        let Some((_, apart)) = &ledger.partition.alone else { return Ok(()) };
        if !branches.has(apart.since) {
            let mut records = Vec::new();
            self.file.each_after(apart.on, |record| {
                records.push(BranchRecord { seq: record.seq, at_us: record.at.0, body: record.body });
                true
            })?;
            branches.keep(apart.since, apart.on, &records, &ledger.counters)?;
        }
        self.file.cut_after(apart.on).map_err(|why| fault(self.file.path(), "cannot end the branch", &why))?;
        let last = self.file.record(apart.on)?;
        self.head = last.map_or(Head::default(), |record| Head { seq: record.seq, hash: record.hash });
        Ok(())
    }
}

fn garbled(seq: u32, why: &str) -> Finding {
    let say = format!("record {seq} of the bureau does not fit the copy: {why}");
    Finding::new(
        "copy_broken",
        "bureau",
        say,
        "Start the station on a fresh data folder, and keep this one for the inquiry",
    )
}

fn record(row: &JournalRow) -> Option<Record> {
    let (prev, hash) = (unhex(&row.prev)?, unhex(&row.hash)?);
    Some(Record { seq: row.seq, at: Timestamp(row.at_us), kind: row.kind.clone(), body: row.body.clone(), prev, hash })
}
