//! The recorder: every datagram received and sent, as it was on the air, with its moment, its link and which way it went.
//!
//! It stands beside the record and is never the truth: nothing waits for it. The radios lay what they hear into a queue in
//! memory ([`queue`]); a thread of its own packs it into segments ([`segment`]), a tenth of a second or 256 KiB each, and
//! appends them to files in `DATA/flights` ([`shelf`]), of which the oldest make room. When the queue is full or the disk
//! cannot be written, the recorder drops and counts. A file that ends in the middle of a segment, because the machine
//! stopped, is read up to there ([`reader`]). What was recorded is taken away as `.tlog` or MCAP ([`export`]).

pub mod export;
mod queue;
pub mod reader;
pub mod segment;
pub mod shelf;
mod whereabouts;
mod writer;

use crate::clock::Clock;
use crate::radio::Tap;
use controller_link::Peer;
use geodata::{Finding, Timestamp};
use queue::Queue;
use segment::Way;
use serde::Serialize;
use shelf::Shelf;
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use writer::{Tally, Writer};

/// How much is kept, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Megabytes of recordings; 0 records nothing.
    pub megabytes: u64,
    /// Days; 0 is for ever.
    pub days: u32,
}

impl Default for Keep {
    fn default() -> Self {
        Self { megabytes: 4_096, days: 30 }
    }
}

/// A running recorder.
#[derive(Debug)]
pub struct Recorder {
    queue: Arc<Queue>,
    tally: Arc<Tally>,
    thread: Mutex<Option<JoinHandle<()>>>,
    limit_bytes: u64,
}

/// How the recorder is, as `GET /api/v1/recorder` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecorderState {
    /// Whether it records.
    pub recording: bool,
    /// What is wrong; empty when nothing is.
    pub note: String,
    /// Datagrams on the disk since the start.
    pub datagrams: u64,
    /// Datagrams that wait for the disk.
    pub waiting: usize,
    /// Datagrams dropped because the disk was too slow.
    pub dropped: u64,
    /// Datagrams lost because the disk could not be written.
    pub unwritten: u64,
    /// Segments written since the start.
    pub segments: u64,
    /// Bytes of datagrams recorded since the start, and what they take on the disk.
    pub bytes: u64,
    /// See [`Self::bytes`].
    pub bytes_on_disk: u64,
    /// Files kept, those of earlier runs too.
    pub files: u64,
    /// Bytes of all of them.
    pub kept_bytes: u64,
    /// The most they may become.
    pub limit_bytes: u64,
    /// When the oldest begins, in milliseconds of UTC; 0 when there is none.
    pub oldest_ms: i64,
}

impl Recorder {
    /// Starts a recorder in a data folder; nothing when it is to keep nothing.
    ///
    /// # Errors
    /// A folder that cannot be made, or no thread.
    pub fn start(data: &Path, keep: Keep, clock: Clock) -> Result<Option<Self>, Finding> {
        if keep.megabytes == 0 {
            return Ok(None);
        }
        let shelf = Shelf::open(data, keep)?;
        let limit_bytes = shelf.limit();
        let (queue, tally) = (Arc::new(Queue::default()), Arc::new(Tally::default()));
        let writer = Writer::new(shelf, Arc::clone(&queue), Arc::clone(&tally), clock);
        let thread = std::thread::Builder::new().name("recorder".into()).spawn(move || writer.run());
        let thread = thread.map_err(|why| crate::journal::fault(data, "cannot start the recorder", &why))?;
        Ok(Some(Self { queue, tally, thread: Mutex::new(Some(thread)), limit_bytes }))
    }

    /// How it is.
    #[must_use]
    pub fn state(&self) -> RecorderState {
        let tally = &self.tally;
        RecorderState {
            recording: true,
            note: tally.note(),
            datagrams: tally.datagrams.load(Relaxed),
            waiting: self.queue.waiting(),
            dropped: self.queue.dropped(),
            unwritten: tally.unwritten.load(Relaxed),
            segments: tally.segments.load(Relaxed),
            bytes: tally.bytes.load(Relaxed),
            bytes_on_disk: tally.bytes_on_disk.load(Relaxed),
            files: tally.files.load(Relaxed),
            kept_bytes: tally.kept_bytes.load(Relaxed),
            limit_bytes: self.limit_bytes,
            oldest_ms: tally.oldest_ms.load(Relaxed),
        }
    }

    /// Writes what waits and ends. What is heard afterwards is dropped.
    pub fn finish(&self) {
        self.queue.close();
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the recorder's thread broke");
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Tap for Recorder {
    fn heard(&self, at: Timestamp, from: Peer, bytes: &[u8]) {
        self.queue.put(at, from, Way::Heard, bytes);
    }

    fn sent(&self, at: Timestamp, to: Peer, bytes: &[u8]) {
        self.queue.put(at, to, Way::Sent, bytes);
    }
}

#[cfg(test)]
mod tests;
