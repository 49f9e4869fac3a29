//! Who speaks with the aircraft, from where, and the frames to them.

use super::mission_server::Client;
use super::signing::Signing;
use controller_link::codec::{self, Header, Message, RawFrame};
use controller_link::signing::Key;
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
    /// By component: the autopilot's own, and the receivers'.
    sequences: BTreeMap<u8, u8>,
    signing: Option<Signing>,
    heard: BTreeMap<Client, (SocketAddr, Timestamp)>,
}

impl Peers {
    pub(super) fn new(system_id: u8) -> Self {
        Self { system_id, sequences: BTreeMap::new(), signing: None, heard: BTreeMap::new() }
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

    /// From now on what is said is signed, and what is not is not heard.
    pub(super) fn sign_with(&mut self, key: Key) {
        self.signing = Some(Signing::new(key));
    }

    /// Whether a frame is listened to.
    pub(super) fn opens(&mut self, at: Timestamp, raw: &RawFrame<'_>) -> bool {
        self.signing.as_mut().is_none_or(|signing| signing.opens(at, raw))
    }

    /// The message as a component's next frame.
    pub(super) fn seal(&mut self, at: Timestamp, component: u8, message: &Message) -> Vec<u8> {
        self.seal_with(at, component, |header| codec::encode(header, message))
    }

    /// The same for bytes that are made with the header.
    pub(super) fn seal_with(&mut self, at: Timestamp, component: u8, make: impl FnOnce(Header) -> Vec<u8>) -> Vec<u8> {
        let next = self.sequences.entry(component).or_default();
        let header = Header { system: u32::from(self.system_id), component, sequence: *next };
        *next = next.wrapping_add(1);
        let bytes = make(header);
        match &mut self.signing {
            Some(signing) => signing.seal(at, bytes),
            None => bytes,
        }
    }
}
