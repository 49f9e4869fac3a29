//! Who speaks with the aircraft, from where, and the frames to them.

use super::mission_server::Client;
use controller_link::codec::{self, Header, Message};
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// A peer that was silent for this long is no longer spoken to.
const FORGET: Seconds = Seconds(10.0);
/// More ground stations than this are not answered.
const MOST: usize = 8;

/// The ground stations heard.
#[derive(Debug)]
pub(super) struct Peers {
    system_id: u8,
    sequence: u8,
    heard: BTreeMap<Client, (SocketAddr, Timestamp)>,
}

impl Peers {
    pub(super) fn new(system_id: u8) -> Self {
        Self { system_id, sequence: 0, heard: BTreeMap::new() }
    }

    pub(super) fn hear(&mut self, at: Timestamp, client: Client, from: SocketAddr) {
        if self.heard.len() < MOST || self.heard.contains_key(&client) {
            self.heard.insert(client, (from, at));
        }
    }

    /// Where one ground station is.
    pub(super) fn address(&self, client: Client) -> Option<SocketAddr> {
        self.heard.get(&client).map(|(address, _)| *address)
    }

    /// Everybody heard lately, each address once; the configured ground station when there is nobody.
    pub(super) fn everybody(&mut self, at: Timestamp) -> Vec<Option<SocketAddr>> {
        self.heard.retain(|_, (_, heard)| at.since(*heard).0 < FORGET.0);
        let mut addresses: Vec<_> = self.heard.values().map(|(address, _)| Some(*address)).collect();
        addresses.sort_unstable();
        addresses.dedup();
        if addresses.is_empty() { vec![None] } else { addresses }
    }

    /// The message as our next frame.
    pub(super) fn seal(&mut self, message: &Message) -> Vec<u8> {
        let header = Header { system: u32::from(self.system_id), component: 1, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        codec::encode(header, message)
    }
}
