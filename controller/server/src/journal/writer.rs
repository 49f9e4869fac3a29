//! The journal's one writer: a thread that takes whatever has gathered, writes it in one transaction and says how far
//! the journal is durable. When it cannot write it says so, keeps the records and tries again every second.

use super::ballast::Ballast;
use super::file::JournalFile;
use crate::limits::{GROUP_COMMIT, JOURNAL_RETRY};
use controller_engine::Record;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use tokio::sync::mpsc::UnboundedSender;

/// What the writer tells the loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// Every record up to this one is durable.
    Durable(u32),
    /// Nothing can be written for now, and why.
    Failing(String),
    /// Writing works again.
    Back,
}

/// The loop's end of the writer. Dropping it lets the thread finish what it has.
#[derive(Debug)]
pub struct Writer {
    records: Option<Sender<Vec<Record>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. Reports are as many as transactions, so their channel needs no bound of its own; the records
    /// in waiting are bounded by [`crate::limits::HELD_OUTPUTS`].
    pub fn start(file: JournalFile, folder: &Path, reports: UnboundedSender<Report>) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let ballast = Ballast::lay(folder);
        let thread = std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || Pen { file, ballast, receiver, reports, failing: false }.run())?;
        Ok(Self { records: Some(sender), thread: Some(thread) })
    }

    /// Hands records over, in order. False when the writer is gone.
    pub fn write(&self, records: Vec<Record>) -> bool {
        self.records.as_ref().is_some_and(|sender| sender.send(records).is_ok())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.records = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Pen {
    file: JournalFile,
    ballast: Ballast,
    receiver: Receiver<Vec<Record>>,
    reports: UnboundedSender<Report>,
    failing: bool,
}

impl Pen {
    fn run(mut self) {
        let mut group: Vec<Record> = Vec::new();
        while self.gather(&mut group) {
            self.write(&mut group);
        }
        self.write(&mut group);
    }

    /// Waits for records (or for the moment to try again), takes all that have come; false when the loop has ended.
    fn gather(&mut self, group: &mut Vec<Record>) -> bool {
        let first = if group.is_empty() {
            self.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            self.receiver.recv_timeout(JOURNAL_RETRY)
        };
        match first {
            Ok(records) => group.extend(records),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        while group.len() < GROUP_COMMIT {
            match self.receiver.try_recv() {
                Ok(records) => group.extend(records),
                Err(_) => break,
            }
        }
        true
    }

    fn write(&mut self, group: &mut Vec<Record>) {
        let Some(last) = group.last().map(|record| record.seq) else { return };
        match self.append(group) {
            Ok(()) => {
                group.clear();
                if std::mem::take(&mut self.failing) {
                    let _ = self.reports.send(Report::Back);
                }
                let _ = self.reports.send(Report::Durable(last));
            }
            Err(why) if !self.failing => {
                self.failing = true;
                let _ = self.reports.send(Report::Failing(why));
            }
            Err(_) => {}
        }
    }

    fn append(&mut self, group: &[Record]) -> Result<(), String> {
        let first = self.file.append(group);
        match first {
            Err(why) if is_full(&why) && self.ballast.give_up() => {
                tracing::warn!("the disk is full: the journal's reserve is given up");
                self.file.append(group).map_err(|why| why.to_string())
            }
            other => other.map_err(|why| why.to_string()),
        }
    }
}

fn is_full(why: &rusqlite::Error) -> bool {
    why.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

#[cfg(test)]
mod tests {
    use super::super::file::tests::some;
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn the_writer_reports_the_last_durable_record_and_finishes_what_it_has() {
        let folder = Scratch::new("writer");
        let path = folder.path().join(super::super::FILE);
        let (reports, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let writer = Writer::start(JournalFile::open(&path).unwrap(), folder.path(), reports).unwrap();
        for seq in 1..=100 {
            assert!(writer.write(vec![some(seq)]));
        }
        drop(writer);
        let mut last = Report::Back;
        let mut transactions = 0;
        while let Some(report) = heard.blocking_recv() {
            last = report;
            transactions += 1;
        }
        assert_eq!(last, Report::Durable(100));
        assert!(transactions <= 100);
        assert_eq!(JournalFile::read_only(&path).unwrap().records().unwrap().len(), 100);
    }

    #[test]
    fn a_journal_that_cannot_be_written_is_told_once_and_works_again_when_it_can() {
        let folder = Scratch::new("failing");
        let path = folder.path().join(super::super::FILE);
        let (reports, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let file = JournalFile::open(&path).unwrap();
        // Another hand holds the write lock: SQLite answers "locked" after its busy time.
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let writer = Writer::start(file, folder.path(), reports).unwrap();
        writer.write(vec![some(1)]);
        assert!(matches!(heard.blocking_recv(), Some(Report::Failing(_))));
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(heard.blocking_recv(), Some(Report::Back));
        assert_eq!(heard.blocking_recv(), Some(Report::Durable(1)));
    }
}
