//! The recorder's thread: takes what waits, packs it, appends it. It alone touches the disk.

use super::queue::{Load, Queue};
use super::segment::{Filling, Record, Way};
use super::shelf::Shelf;
use super::whereabouts::Whereabouts;
use crate::clock::Clock;
use controller_link::Peer;
use controller_link::codec::scan;
use geodata::Timestamp;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

/// SETUP_SIGNING carries an aircraft's key: a frame of that kind is never written anywhere.
const SETUP_SIGNING: u32 = 256;

/// What the thread did, for whoever asks.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub datagrams: AtomicU64,
    pub unwritten: AtomicU64,
    pub segments: AtomicU64,
    pub bytes: AtomicU64,
    pub bytes_on_disk: AtomicU64,
    pub files: AtomicU64,
    pub kept_bytes: AtomicU64,
    pub oldest_ms: AtomicI64,
    note: Mutex<String>,
}

impl Tally {
    pub(super) fn note(&self) -> String {
        self.note.lock().map(|note| note.clone()).unwrap_or_default()
    }

    /// Says what is wrong, or that nothing is; true when that is news.
    fn say(&self, text: &str) -> bool {
        let Ok(mut note) = self.note.lock() else { return false };
        let is_news = *note != text;
        if is_news {
            text.clone_into(&mut note);
        }
        is_news
    }
}

/// The thread's own things.
#[derive(Debug)]
pub(super) struct Writer {
    shelf: Shelf,
    queue: Arc<Queue>,
    tally: Arc<Tally>,
    clock: Clock,
    filling: Filling,
    whereabouts: Whereabouts,
    /// Sealed segments of this turn, their number and what is in them.
    sealed: Vec<u8>,
    segments: u64,
    datagrams: u64,
    bytes: u64,
}

impl Writer {
    pub(super) fn new(shelf: Shelf, queue: Arc<Queue>, tally: Arc<Tally>, clock: Clock) -> Self {
        let (filling, whereabouts, sealed) = (Filling::default(), Whereabouts::default(), Vec::new());
        let writer =
            Self { shelf, queue, tally, clock, filling, whereabouts, sealed, segments: 0, datagrams: 0, bytes: 0 };
        writer.tell();
        writer
    }

    /// Until the queue is closed, and then once more.
    pub(super) fn run(mut self) {
        let mut load = Load::default();
        loop {
            let goes_on = self.queue.take(&mut load);
            self.write(&mut load);
            if !goes_on {
                return;
            }
        }
    }

    fn write(&mut self, load: &mut Load) {
        if load.len() == 0 {
            return;
        }
        load.sort();
        for (at, peer, way, bytes) in load.iter() {
            self.pack(at, peer, way, bytes);
        }
        self.seal();
        let (tally, datagrams) = (&self.tally, std::mem::take(&mut self.datagrams));
        match self.shelf.append(self.clock.now(), &self.sealed) {
            Ok(()) => {
                tally.datagrams.fetch_add(datagrams, Relaxed);
                tally.bytes.fetch_add(self.bytes, Relaxed);
                tally.bytes_on_disk.fetch_add(self.sealed.len() as u64, Relaxed);
                tally.segments.fetch_add(self.segments, Relaxed);
                if tally.say("") {
                    tracing::warn!("the recorder writes again");
                }
            }
            Err(why) => {
                tally.unwritten.fetch_add(datagrams, Relaxed);
                let note = format!("cannot write: {why}");
                if tally.say(&note) {
                    tracing::error!("the recorder {note}; nothing else is affected");
                }
            }
        }
        self.sealed.clear();
        (self.segments, self.bytes) = (0, 0);
        self.tell();
    }

    fn pack(&mut self, at: Timestamp, peer: Peer, way: Way, bytes: &[u8]) {
        let (mut heard, mut systems, mut frames) = (Vec::new(), Vec::new(), 0);
        for frame in scan(bytes).flatten() {
            if frame.id == SETUP_SIGNING {
                return;
            }
            frames += 1;
            match way {
                Way::Heard => {
                    let system = frame.header.system;
                    self.whereabouts.heard(peer, system);
                    heard.push(system);
                }
                Way::Sent => systems.extend(self.whereabouts.meant(peer, &frame)),
            }
        }
        if systems.len() > 1 {
            systems.sort_unstable();
            systems.dedup();
            systems.truncate(crate::limits::SYSTEMS_AT_A_PEER);
        }
        self.datagrams += 1;
        self.bytes += bytes.len() as u64;
        self.filling.push(&Record { at, peer, way, systems, bytes }, heard, frames);
        if self.filling.is_full() {
            self.seal();
        }
    }

    fn seal(&mut self) {
        self.segments += u64::from(self.filling.datagrams() > 0);
        self.filling.seal(&mut self.sealed);
    }

    fn tell(&self) {
        let (files, bytes, oldest) = self.shelf.holds();
        self.tally.files.store(files, Relaxed);
        self.tally.kept_bytes.store(bytes, Relaxed);
        self.tally.oldest_ms.store(oldest.map_or(0, Timestamp::as_millis), Relaxed);
    }
}
