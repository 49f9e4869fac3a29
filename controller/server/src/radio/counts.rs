//! What one link brought and lost, counted where it happens and read from anywhere.

use serde::Serialize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// The counters of one link.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub datagrams: AtomicU64,
    pub bytes: AtomicU64,
    /// The kernel's buffer was full.
    pub kernel_drops: AtomicU32,
    /// Longer than a datagram may be; the rest of it is gone.
    pub cut_short: AtomicU32,
    /// The loop did not come to take it.
    pub overrun: AtomicU64,
    pub sent: AtomicU64,
    /// The kernel did not take it, or nobody is connected.
    pub unsent: AtomicU32,
    /// Far ends connected now.
    pub connected: AtomicU32,
    /// Connections made since the start.
    pub connections: AtomicU32,
    /// What is wrong with it now; empty when nothing is.
    note: Mutex<String>,
}

/// One link as `GET /api/v1/links` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkState {
    /// Its number.
    pub link: u16,
    /// As it was asked for.
    pub spec: String,
    /// Where it listens; empty when it does not.
    pub listens: String,
    /// Whether it works; for connections, whether somebody is connected.
    pub up: bool,
    /// What is wrong or less than wished; empty when nothing is.
    pub note: String,
    /// Datagrams (of a stream: pieces of whole frames) received.
    pub datagrams: u64,
    /// Bytes received.
    pub bytes: u64,
    /// Datagrams the kernel threw away because nobody took them in time.
    pub kernel_drops: u32,
    /// Datagrams longer than 2,048 bytes, cut.
    pub cut_short: u32,
    /// Datagrams thrown away because the controller did not take them in time.
    pub overrun: u64,
    /// Datagrams sent.
    pub sent: u64,
    /// Datagrams that could not be sent.
    pub unsent: u32,
    /// Far ends connected now (streams).
    pub connected: u32,
    /// Connections made since the start (streams).
    pub connections: u32,
}

impl Counts {
    /// Says what is wrong, or that nothing is.
    pub(crate) fn note(&self, text: impl Into<String>) {
        if let Ok(mut note) = self.note.lock() {
            *note = text.into();
        }
    }

    /// Everything counted, for a link with these names.
    pub(crate) fn state(&self, link: u16, spec: String, listens: String, is_stream: bool) -> LinkState {
        let connected = self.connected.load(Relaxed);
        LinkState {
            link,
            spec,
            listens,
            up: !is_stream || connected > 0,
            note: self.note.lock().map(|note| note.clone()).unwrap_or_default(),
            datagrams: self.datagrams.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            kernel_drops: self.kernel_drops.load(Relaxed),
            cut_short: self.cut_short.load(Relaxed),
            overrun: self.overrun.load(Relaxed),
            sent: self.sent.load(Relaxed),
            unsent: self.unsent.load(Relaxed),
            connected,
            connections: self.connections.load(Relaxed),
        }
    }
}
