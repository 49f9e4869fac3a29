//! The aircraft's own signing: once it was given a key (SETUP_SIGNING), it signs what it says and is deaf to what nobody
//! signed, as autopilots are on a radio. The key is taken on the ground only.

use controller_link::codec::RawFrame;
use controller_link::signing::{self, Key};
use geodata::Timestamp;
use std::collections::BTreeMap;

/// The number of SETUP_SIGNING.
pub(super) const SETUP: u32 = 256;
/// The radio's own report, which no radio can sign.
const RADIO_STATUS: u32 = 109;
/// The link id it signs with.
const LINK: u8 = 1;
/// A minute of signing time: older or newer than that is refused.
const MINUTE: u64 = 6_000_000;
/// Streams it keeps the times of.
const STREAMS: usize = 16;

/// What it was given.
#[derive(Debug)]
pub(super) struct Signing {
    key: Key,
    /// The last time it signed with.
    last: u64,
    /// By link id, system and component: the last time heard.
    heard: BTreeMap<(u8, u32, u8), u64>,
}

impl Signing {
    pub(super) fn new(key: Key) -> Self {
        Self { key, last: 0, heard: BTreeMap::new() }
    }

    /// Signs a frame of its own.
    pub(super) fn seal(&mut self, at: Timestamp, frame: Vec<u8>) -> Vec<u8> {
        self.last = (self.last + 1).max(signing::stamp(at));
        signing::sign(&self.key, frame, LINK, self.last)
    }

    /// Whether it listens to a frame.
    pub(super) fn opens(&mut self, at: Timestamp, raw: &RawFrame<'_>) -> bool {
        if raw.signature.is_none() {
            return raw.id == RADIO_STATUS;
        }
        let Some((link, time)) = signing::signed_with(&self.key, raw) else { return false };
        let stream = (link, raw.header.system, raw.header.component);
        let now = signing::stamp(at);
        let is_new = match self.heard.get(&stream) {
            Some(last) => time > *last,
            None => self.heard.len() < STREAMS && time + MINUTE > now,
        };
        if is_new {
            self.heard.insert(stream, time);
        }
        is_new && time < now + MINUTE
    }
}

/// The key in a SETUP_SIGNING for this system; wire order: time, target system, target component, key.
pub(super) fn key_for(system: u8, raw: &RawFrame<'_>) -> Option<Key> {
    let mut fields = [0; 42];
    fields.get_mut(..raw.payload.len())?.copy_from_slice(raw.payload);
    let (target, key) = (fields[8], fields.last_chunk::<32>()?);
    (raw.id == SETUP && target == system).then(|| Key::new(*key))
}
