//! Who speaks at which far end, so that what is sent there is filed under those it is for.

use crate::limits::{SYSTEMS_AT_A_PEER, WHEREABOUTS};
use controller_link::Peer;
use controller_link::codec::{RawFrame, addressee};
use std::collections::HashMap;

/// The systems heard at each peer. Bounded: with a peer too many all is forgotten and learnt anew from the next second.
#[derive(Debug, Default)]
pub(super) struct Whereabouts {
    at: HashMap<Peer, Vec<u32>>,
}

impl Whereabouts {
    /// A system was heard at a peer.
    pub(super) fn heard(&mut self, peer: Peer, system: u32) {
        if self.at.len() >= WHEREABOUTS && !self.at.contains_key(&peer) {
            self.at.clear();
        }
        let here = self.at.entry(peer).or_default();
        if !here.contains(&system) && here.len() < SYSTEMS_AT_A_PEER {
            here.push(system);
        }
    }

    /// For whom a frame sent to `peer` is: the one it names, or everybody there.
    pub(super) fn meant(&self, peer: Peer, frame: &RawFrame<'_>) -> Vec<u32> {
        match addressee(frame) {
            Some(system) if system != 0 => vec![u32::from(system)],
            _ => self.at.get(&peer).cloned().unwrap_or_default(),
        }
    }
}
