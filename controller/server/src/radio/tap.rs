//! Whoever listens along: the mirror, a recorder. A tap is called on the path of every datagram and must not wait.

use controller_link::Peer;
use geodata::Timestamp;
use std::fmt::Debug;

/// Hears everything received and sent, with its moment.
pub trait Tap: Send + Sync + Debug {
    /// Bytes came from a peer.
    fn heard(&self, at: Timestamp, from: Peer, bytes: &[u8]);

    /// Bytes left for a peer.
    fn sent(&self, at: Timestamp, to: Peer, bytes: &[u8]);
}

/// Nobody listens.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct NoTap;

#[cfg(test)]
impl Tap for NoTap {
    fn heard(&self, _: Timestamp, _: Peer, _: &[u8]) {}
    fn sent(&self, _: Timestamp, _: Peer, _: &[u8]) {}
}

/// Several in order.
impl Tap for Vec<std::sync::Arc<dyn Tap>> {
    fn heard(&self, at: Timestamp, from: Peer, bytes: &[u8]) {
        self.iter().for_each(|tap| tap.heard(at, from, bytes));
    }

    fn sent(&self, at: Timestamp, to: Peer, bytes: &[u8]) {
        self.iter().for_each(|tap| tap.sent(at, to, bytes));
    }
}
