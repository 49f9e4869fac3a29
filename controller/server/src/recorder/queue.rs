//! Between the radios and the recorder's thread: one piece of memory that all fill and the thread takes whole. To lay
//! something in costs a copy; there is no allocation, no system call, and nothing to wait for but another's copy.

use super::segment::Way;
use crate::limits::{RECORDER_BYTES, RECORDER_DATAGRAMS, RECORDER_EVERY};
use controller_link::Peer;
use geodata::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// Datagrams in the order they were laid in.
#[derive(Debug)]
pub(super) struct Load {
    bytes: Vec<u8>,
    marks: Vec<Mark>,
    closed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: Timestamp,
    peer: Peer,
    way: Way,
    start: usize,
    end: usize,
}

impl Default for Load {
    /// All the memory it may ever take; the system gives it when it is touched.
    fn default() -> Self {
        let (bytes, marks) = (Vec::with_capacity(RECORDER_BYTES), Vec::with_capacity(RECORDER_DATAGRAMS));
        Self { bytes, marks, closed: false }
    }
}

impl Load {
    /// Puts datagrams in the order of their moments: those of several radios come mixed.
    pub(super) fn sort(&mut self) {
        if !self.marks.is_sorted_by_key(|mark| mark.at) {
            self.marks.sort_by_key(|mark| mark.at);
        }
    }

    /// When, with whom, which way, what.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Timestamp, Peer, Way, &[u8])> {
        self.marks.iter().map(|mark| {
            let bytes = self.bytes.get(mark.start..mark.end).unwrap_or_default();
            (mark.at, mark.peer, mark.way, bytes)
        })
    }

    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.marks.clear();
    }
}

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    load: Mutex<Load>,
    hurry: Condvar,
    dropped: AtomicU64,
}

impl Queue {
    /// Lays one datagram in; drops and counts it when there is no room.
    pub(super) fn put(&self, at: Timestamp, peer: Peer, way: Way, bytes: &[u8]) {
        let Ok(mut load) = self.load.lock() else { return };
        let start = load.bytes.len();
        let end = start + bytes.len();
        if end > RECORDER_BYTES || load.marks.len() >= RECORDER_DATAGRAMS || load.closed {
            drop(load);
            self.dropped.fetch_add(1, Relaxed);
            return;
        }
        load.bytes.extend_from_slice(bytes);
        load.marks.push(Mark { at, peer, way, start, end });
        let is_half_full = start < RECORDER_BYTES / 2 && end >= RECORDER_BYTES / 2;
        drop(load);
        if is_half_full {
            self.hurry.notify_one();
        }
    }

    /// Waits its time, then takes everything and leaves the memory of `into`; false when this was the last.
    pub(super) fn take(&self, into: &mut Load) -> bool {
        into.clear();
        let Ok(load) = self.load.lock() else { return false };
        let early = |load: &mut Load| !load.closed && load.bytes.len() < RECORDER_BYTES / 2;
        let Ok((mut load, _)) = self.hurry.wait_timeout_while(load, RECORDER_EVERY, early) else { return false };
        std::mem::swap(&mut *load, into);
        load.closed = into.closed;
        !load.closed
    }

    /// The next load is the last.
    pub(super) fn close(&self) {
        if let Ok(mut load) = self.load.lock() {
            load.closed = true;
        }
        self.hurry.notify_one();
    }

    pub(super) fn waiting(&self) -> usize {
        self.load.lock().map_or(0, |load| load.marks.len())
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;

    fn peer() -> Peer {
        SocketAddr::from(([10, 0, 0, 1], 14_550)).into()
    }

    #[test]
    fn what_is_laid_in_is_taken_out_in_the_order_of_its_moments() {
        let (queue, mut load) = (Queue::default(), Load::default());
        for (at, bytes) in [(2, &b"two"[..]), (1, b"one"), (3, b"")] {
            queue.put(Timestamp(at), peer(), Way::Heard, bytes);
        }
        queue.close();
        assert!(!queue.take(&mut load));
        load.sort();
        let got: Vec<_> = load.iter().map(|(at, .., bytes)| (at.0, bytes)).collect();
        assert_eq!(got, [(1, &b"one"[..]), (2, b"two"), (3, b"")]);
        queue.put(Timestamp(4), peer(), Way::Sent, b"late");
        assert_eq!((queue.waiting(), queue.dropped()), (0, 1), "nobody takes it any more");
    }

    #[test]
    fn a_full_queue_drops_and_counts_and_never_grows() {
        let (queue, mut load) = (Queue::default(), Load::default());
        let datagram = [7; 1_000];
        let fit = (RECORDER_BYTES / datagram.len()).min(RECORDER_DATAGRAMS);
        for _ in 0..fit + 10 {
            queue.put(Timestamp(1), peer(), Way::Heard, &datagram);
        }
        assert_eq!((queue.waiting(), queue.dropped()), (fit, 10));
        assert!(queue.take(&mut load));
        assert_eq!((load.len(), load.bytes.capacity(), queue.waiting()), (fit, RECORDER_BYTES, 0));
    }
}
