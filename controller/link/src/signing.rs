//! MAVLink 2 signing (mavlink.io, "Message Signing"): a key for each vehicle, refused frames counted, and no window for
//! replays, not even across a crash.
//!
//! A signature is the first 48 bits of SHA-256 over key, frame, link id and a time of 10 microseconds since 2015, which
//! must rise for each (link id, system, component). What is accepted is never newer than the horizon the shell has made
//! durable ([`Horizons`]); after a restart nothing up to that horizon is accepted any more, from any stream. So a frame that
//! was accepted once is not accepted again by whoever recorded it, whenever we stop. A sender whose clock runs ahead moves its own
//! stream only, and not farther than a minute.
//!
//! Every vehicle has its own key and its own times. Nothing is ever signed here that was not built here.

mod probe;
mod setup;
mod streams;

use crate::codec::{self, RawFrame};
use controller_core::VehicleId;
use geodata::Timestamp;
pub(crate) use probe::Probe;
pub use setup::{Ended, Setup};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use streams::Streams;

/// Microseconds from 1970 to 2015-01-01 00:00 UTC, where signing times begin.
const EPOCH_MICROS: i64 = 1_420_070_400_000_000;
/// Link id, time and tag at the end of a signed frame.
const SIGNATURE: usize = 13;
const TAG: usize = 6;
/// MAVLink 2's flag for a signature, and where it lies.
const SIGNED: u8 = 0x01;
const FLAGS_AT: usize = 2;
/// The radio's own report, which no radio can sign.
const RADIO_STATUS: u32 = 109;
/// The link id of all we sign: our times rise over all our links together.
const OUR_LINK: u8 = 0;

/// A vehicle's secret of 32 bytes. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// A key of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The first four bytes of the key's SHA-256 in hex: tells keys apart without telling them.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        Sha256::digest(self.0).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(secret)")
    }
}

/// How far times may rise before more is made durable, of one vehicle: 10 microseconds since 2015.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Horizon {
    /// Of what the vehicle signs.
    pub theirs: u64,
    /// Of what we sign for it.
    pub ours: u64,
}

/// The horizons of all vehicles with a key: what the shell keeps, so that a restart opens no window.
pub type Horizons = BTreeMap<VehicleId, Horizon>;

/// Why a frame of a vehicle with a key was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not signed.
    Unsigned,
    /// Signed with another key, or changed on its way.
    BadTag,
    /// Not newer than what was accepted, or before our start.
    Old,
    /// Ahead of our clock.
    Future,
    /// Newer than what is durable: accepted as soon as more is.
    Unreserved,
    /// More streams than a vehicle has.
    TooMany,
}

/// The signing of one vehicle.
#[derive(Debug)]
pub(crate) struct Signed {
    key: Key,
    streams: Streams,
    /// The last time we signed with.
    ours: u64,
    pub(crate) probe: Probe,
}

/// The signing time of a moment.
#[must_use]
pub fn stamp(at: Timestamp) -> u64 {
    u64::try_from((at.0 - EPOCH_MICROS) / 10).unwrap_or(0)
}

impl Signed {
    /// `kept` is the horizon kept from before; nothing of up to it is accepted.
    pub(crate) fn new(key: Key, kept: Horizon) -> Self {
        Self { key, streams: Streams::after(kept.theirs), ours: kept.ours, probe: Probe::default() }
    }

    /// Takes a frame of this vehicle in, or says why not.
    pub(crate) fn open(&mut self, at: Timestamp, frame: &RawFrame<'_>) -> Result<(), Refused> {
        let Some(signature) = frame.signature else {
            return if frame.id == RADIO_STATUS { Ok(()) } else { Err(Refused::Unsigned) };
        };
        let &[link, a, b, c, d, e, f, ref tag @ ..] = signature;
        let time = u64::from_le_bytes([a, b, c, d, e, f, 0, 0]);
        let stream = (link, frame.header.system, frame.header.component);
        let place = self.streams.find(stamp(at), stream, time)?;
        let body = frame.bytes.get(..frame.bytes.len() - TAG).ok_or(Refused::BadTag)?;
        if self.tag(body) != *tag {
            return Err(Refused::BadTag);
        }
        self.streams.accept(place, stream, time)
    }

    /// Signs a frame of ours.
    pub(crate) fn seal(&mut self, at: Timestamp, frame: Vec<u8>) -> Vec<u8> {
        // A vehicle refuses what is a minute behind it: we follow its clock, which is within a minute of ours.
        self.ours = (self.ours + 1).max(stamp(at)).max(self.streams.newest());
        sign(&self.key, frame, OUR_LINK, self.ours)
    }

    fn tag(&self, body: &[u8]) -> [u8; TAG] {
        tag(&self.key, body)
    }

    /// The horizon that should be made durable now; nothing while the present one lasts.
    pub(crate) fn wants(&mut self, at: Timestamp, kept: Horizon) -> Option<Horizon> {
        let theirs = self.streams.wants(kept.theirs);
        let ours = self.ours.max(stamp(at));
        let far = ours + streams::RESERVE / 2 > kept.ours;
        (theirs.is_some() || far).then(|| Horizon {
            theirs: theirs.unwrap_or(kept.theirs),
            ours: if far { ours + streams::RESERVE } else { kept.ours },
        })
    }

    /// The horizon is durable. Nothing means that it cannot be: then aircraft are heard on, and replays are possible
    /// after a crash.
    pub(crate) fn kept(&mut self, horizon: Option<Horizon>) {
        self.streams.reserve(horizon.map_or(u64::MAX, |horizon| horizon.theirs));
    }
}

fn tag(key: &Key, body: &[u8]) -> [u8; TAG] {
    let hash = Sha256::new_with_prefix(key.0).chain_update(body).finalize();
    let mut tag = [0; TAG];
    tag.copy_from_slice(&hash[..TAG]);
    tag
}

/// The link id and the time a frame is signed with, when it is signed with this key. Whether the time is good is another
/// question.
#[must_use]
pub fn signed_with(key: &Key, frame: &RawFrame<'_>) -> Option<(u8, u64)> {
    let &[link, a, b, c, d, e, f, ref said @ ..] = frame.signature?;
    let body = frame.bytes.get(..frame.bytes.len().checked_sub(TAG)?)?;
    (tag(key, body) == *said).then(|| (link, u64::from_le_bytes([a, b, c, d, e, f, 0, 0])))
}

/// A frame of MAVLink 2 with its signature. One that is none is left as it is.
#[must_use]
pub fn sign(key: &Key, mut frame: Vec<u8>, link: u8, time: u64) -> Vec<u8> {
    let Some(raw) = codec::scan(&frame).next().and_then(Result::ok).filter(|raw| raw.signature.is_none()) else {
        return frame;
    };
    let seed = codec::seed(raw.id).unwrap_or_default();
    let end = raw.bytes.len() - 2;
    frame.reserve(SIGNATURE);
    frame[FLAGS_AT] |= SIGNED;
    let checksum = codec::checksum(&frame[1..end], seed);
    frame.truncate(end);
    frame.extend_from_slice(&checksum.to_le_bytes());
    frame.push(link);
    frame.extend_from_slice(&time.to_le_bytes()[..6]);
    let tag = tag(key, &frame);
    frame.extend_from_slice(&tag);
    frame
}

#[cfg(test)]
mod tests;
