//! A thread beside the writer that keeps the folded journal near its end, and that reads again, when the start is over, the part
//! of the chain that the start took from there.

use super::folded::{self, Folded, beside};
use super::{JournalFile, fold};
use crate::clock::Clock;
use crate::limits::{CHAIN_READ_AFTER, FOLDED_EVERY};
use geodata::{Finding, Seconds};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::mpsc::Sender;

/// What is wrong with the part of the chain that the start did not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn(pub String);

/// The loop's end of the thread. Dropping it ends it.
#[derive(Debug)]
pub struct Bookkeeper {
    durable: Option<SyncSender<u32>>,
    thread: Option<JoinHandle<()>>,
}

impl Bookkeeper {
    /// Starts the thread for a journal that was folded from `from` on, the end of what was kept.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(journal: &Path, from: u32, clock: Clock, torn: Sender<Torn>) -> std::io::Result<Self> {
        let (durable, told) = sync_channel(1);
        let clerk = Clerk { clock, journal: journal.to_path_buf(), build: folded::build(), kept: from, torn };
        let thread = std::thread::Builder::new().name("bookkeeper".into()).spawn(move || clerk.run(&told))?;
        Ok(Self { durable: Some(durable), thread: Some(thread) })
    }

    /// Every record up to this one is durable. Said to somebody who is at work it is lost; the next one tells of it, too.
    pub fn durable(&self, seq: u32) {
        if let Some(durable) = &self.durable {
            let _ = durable.try_send(seq);
        }
    }
}

impl Drop for Bookkeeper {
    fn drop(&mut self) {
        self.durable = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Clerk {
    clock: Clock,
    journal: PathBuf,
    build: String,
    /// The last record of what is kept.
    kept: u32,
    torn: Sender<Torn>,
}

impl Clerk {
    fn run(mut self, told: &Receiver<u32>) {
        let mut unread = Some(self.kept).filter(|seq| *seq > 0);
        let until = self.clock.now().plus(Seconds(CHAIN_READ_AFTER.as_secs_f64()));
        loop {
            let seq = match unread {
                Some(_) => told.recv_timeout(self.clock.until(until)),
                None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match seq {
                Ok(seq) => self.follow(seq),
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(why) = unread.take().and_then(|seq| self.unsound(seq)) {
                        let _ = self.torn.try_send(Torn(why));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The longer a journal is, the longer it takes to keep it folded, and the less often that is done.
    fn follow(&mut self, durable: u32) {
        if durable.saturating_sub(self.kept) < FOLDED_EVERY.max(self.kept / 32) {
            return;
        }
        match self.keep() {
            Ok(seq) => self.kept = seq,
            Err(why) => {
                tracing::warn!("{why}");
                // Not at once again.
                self.kept = durable;
            }
        }
    }

    fn keep(&self) -> Result<u32, Finding> {
        let journal = JournalFile::read_only(&self.journal)?;
        let from = folded::kept(&journal, &self.build)?.unwrap_or_default();
        let broken = |why: controller_engine::Broken| super::fault(&self.journal, "cannot fold the journal", &why);
        let folded: Folded = fold(&journal, from)?.map_err(broken)?;
        folded::keep(&folded, &beside(&self.journal), &self.build)?;
        Ok(folded.head.seq)
    }

    /// What is wrong with the chain up to a record.
    fn unsound(&self, seq: u32) -> Option<String> {
        let journal = JournalFile::read_only(&self.journal).map_err(|why| why.to_string());
        match journal.and_then(|journal| journal.follows(seq).map_err(|why| why.to_string())) {
            Ok(Ok(())) => None,
            Ok(Err(broken)) => Some(format!("the chain of records breaks at {}: {}", broken.seq, broken.why)),
            Err(why) => Some(why),
        }
    }
}
