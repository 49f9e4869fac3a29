//! The gate of a vehicle, in one line of the cache: what its quiet frames (see [`super::quiet`]) are held against while all is as
//! it was. A frame that fits is noted here and is done with; the vehicle itself, a dozen lines and more, is told of all of them
//! together before anybody looks at it.
//!
//! A gate stands open only for a vehicle of one address and one sender, without a key, whose telemetry is not limited: of
//! any other each frame goes to the vehicle. Whoever asks the roster for a vehicle closes its gate by that.

use super::Session;
use super::quiet::{boot_millis, is_quiet};
use crate::Peer;
use crate::codec::RawFrame;
use crate::identity::Going;
use crate::limits::{BOOT_CLOCK_MILLIS, QUIETLY_HELD, STREAM_SILENT, TURNS_WITHIN};
use geodata::{Seconds, Timestamp};
use std::net::IpAddr;

/// A sender silent for longer, or a clock older than this, is looked at by the vehicle itself.
const SILENT: i64 = micros(Seconds(STREAM_SILENT.0.min(TURNS_WITHIN.0)));
const CLOCK_LASTS: i64 = micros(TURNS_WITHIN);

#[allow(clippy::cast_possible_truncation)] // seconds
const fn micros(span: Seconds) -> i64 {
    (span.0 * 1e6) as i64
}

/// Frames that were let by and of which the vehicle does not know yet.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Gate {
    /// Whose frames are let by; see [`key`].
    from: u64,
    heard_at: Timestamp,
    /// When it booted, in milliseconds of our clock, and when a frame last said so.
    booted: i64,
    booted_at: Timestamp,
    /// The number that comes next.
    next: u8,
    /// How many frames are held, and for how many there is room; none while it is closed.
    held: u8,
    room: u8,
    /// Whether one of those held told its clock.
    ticked: bool,
    checksums: [u16; QUIETLY_HELD],
}

const _: () = assert!(size_of::<Gate>() == 64, "one line of the cache");

/// What a vehicle has to be told of frames that were let by, one number after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held<'a> {
    /// When the last of them came.
    pub(crate) at: Timestamp,
    /// When it booted, in milliseconds of our clock, and when a frame said so.
    pub(crate) booted: Option<(i64, Timestamp)>,
    /// The number of the first.
    pub(crate) first: u8,
    pub(crate) checksums: &'a [u16],
}

impl Held<'_> {
    /// Number and checksum of each.
    pub(crate) fn marks(&self) -> impl Iterator<Item = (u8, u16)> {
        let first = self.first;
        (0_u8..).zip(self.checksums).map(move |(step, checksum)| (first.wrapping_add(step), *checksum))
    }
}

impl Gate {
    /// Lets nobody by.
    pub(crate) const CLOSED: Self = Self {
        from: 0,
        heard_at: Timestamp(i64::MIN),
        booted: 0,
        booted_at: Timestamp(i64::MIN),
        next: 0,
        held: 0,
        room: 0,
        ticked: false,
        checksums: [0; QUIETLY_HELD],
    };

    /// Lets a frame of the vehicle's autopilot by when no session reads it and it tells nothing but that all goes on.
    #[inline]
    pub(crate) fn lets_by(&mut self, at: Timestamp, from: Peer, frame: &RawFrame<'_>) -> bool {
        let fits = self.held < self.room
            && frame.header.sequence == self.next
            && at.0.saturating_sub(self.heard_at.0) <= SILENT
            && is_quiet(frame.id)
            && key(from) == Some(self.from);
        if !fits || !self.goes_on(at, frame) {
            return false;
        }
        let Some(place) = self.checksums.get_mut(usize::from(self.held)) else { return false };
        *place = frame.checksum;
        self.held += 1;
        self.next = self.next.wrapping_add(1);
        self.heard_at = at;
        true
    }

    /// Whether its clock, if it tells one, is the one we know.
    #[inline]
    fn goes_on(&mut self, at: Timestamp, frame: &RawFrame<'_>) -> bool {
        let Some(millis) = boot_millis(frame).filter(|millis| *millis != 0) else { return true };
        let booted = at.as_millis() - i64::from(millis);
        let fits =
            at.0.saturating_sub(self.booted_at.0) <= CLOCK_LASTS && (self.booted - booted).abs() <= BOOT_CLOCK_MILLIS;
        if fits {
            (self.booted, self.booted_at, self.ticked) = (booted, at, true);
        }
        fits
    }

    /// How many frames are held.
    pub(crate) fn held(&self) -> u64 {
        u64::from(self.held)
    }

    /// Closes it, and tells the vehicle what was let by.
    #[inline]
    pub(crate) fn close(&mut self, session: &mut Session) {
        if self.held > 0 {
            session.catches_up(&Held {
                at: self.heard_at,
                booted: self.ticked.then_some((self.booted, self.booted_at)),
                first: self.next.wrapping_sub(self.held),
                checksums: &self.checksums[..usize::from(self.held).min(QUIETLY_HELD)],
            });
        }
        (self.held, self.room) = (0, 0);
    }

    /// Opens it when all is as it was with the vehicle; a closed one only.
    #[inline]
    pub(crate) fn open(&mut self, session: &Session) {
        let Some(usual) = session.usual() else { return };
        let Some(from) = key(usual.from) else { return };
        let Going { heard_at, booted, room } = usual.going;
        let (booted, booted_at) = booted.unwrap_or((0, Timestamp(i64::MIN)));
        self.from = from;
        (self.heard_at, self.booted, self.booted_at) = (heard_at, booted, booted_at);
        (self.next, self.held, self.ticked) = (usual.next, 0, false);
        #[allow(clippy::cast_possible_truncation)] // a dozen
        let most = QUIETLY_HELD as u8;
        self.room = room.min(most);
    }
}

/// A vehicle with which all is as it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usual {
    /// Its one address.
    pub(crate) from: Peer,
    /// The number that comes next on it.
    pub(crate) next: u8,
    pub(crate) going: Going,
}

/// Link, address and port in one number, of those that fit; the others' gates stay closed.
#[inline]
fn key(peer: Peer) -> Option<u64> {
    let IpAddr::V4(ip) = peer.address.ip() else { return None };
    Some(u64::from(peer.link.0) << 48 | u64::from(ip.to_bits()) << 16 | u64::from(peer.address.port()))
}
