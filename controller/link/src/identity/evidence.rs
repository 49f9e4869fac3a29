//! What shows without asking that two autopilots speak with one system id: two clocks since boot, two places or two kinds
//! of vehicle that take turns, or the same sequence numbers given to different frames.
//!
//! None of it needs to be understood to be true: a single autopilot has one boot clock and one place, and numbers the
//! frames of one port without gaps or repeats (mavlink.io, "Packet loss"). What a bad link does to one sender - loss, copies,
//! frames that overtake - stays within the tolerances of `limits.rs`. That numbers jump to and fro shows nothing: in a burst a
//! bad link shuffles a hundred frames.

use super::turns::Turns;
use crate::codec::{Frame, Message};
use crate::scale::DegE7;
use crate::{limits, scale};
use geodata::Timestamp;

/// Metres to a degree of latitude, roughly; enough to tell two places hundreds of metres apart.
const METRES_A_DEGREE: f64 = 111_000.0;

/// Evidence that holds over all addresses: of these a vehicle has one, however many ways lead to it.
#[derive(Debug, Default)]
pub(super) struct Body {
    booted: Turns<i64>,
    place: Turns<DegE7>,
    kind: Turns<(u8, u8)>,
    /// Milliseconds since boot of the newest position.
    newest: u32,
}

impl Body {
    /// Takes a message of any address in. True when two autopilots speak.
    pub(super) fn two(&mut self, at: Timestamp, message: &Message) -> bool {
        match message {
            Message::Heartbeat(beat) => {
                self.kind.take(at, (beat.kind, beat.autopilot), limits::TURNS, |a, b, _| a == b)
            }
            Message::GlobalPositionInt(position) => {
                let place = scale::from_deg_e7(position.lat, position.lon).filter(|place| !place.is_null_island());
                let behind = self.newest.saturating_sub(position.time_boot_ms);
                // A position that was overtaken says where it was, not where another is.
                let overtaken = (1..=limits::OVERTAKEN_MILLIS).contains(&behind);
                if !overtaken {
                    self.newest = position.time_boot_ms;
                }
                let place = place.filter(|_| !overtaken);
                let apart = place.is_some_and(|place| self.place.take(at, place.into(), limits::TURNS, same_place));
                self.clock(at, position.time_boot_ms) || apart
            }
            Message::Attitude(attitude) => self.clock(at, attitude.time_boot_ms),
            Message::LocalPositionNed(position) => self.clock(at, position.time_boot_ms),
            Message::SystemTime(time) => self.clock(at, time.time_boot_ms),
            _ => false,
        }
    }

    /// Takes the clock of a frame, if it tells one, when it goes on as before. False when it may be another's: then nothing
    /// is taken.
    #[inline]
    pub(super) fn goes_on(&mut self, at: Timestamp, boot_millis: Option<u32>) -> bool {
        let Some(boot_millis) = boot_millis.filter(|millis| *millis != 0) else { return true };
        self.booted.goes_on(at, at.as_millis() - i64::from(boot_millis), same_boot)
    }

    /// The moment of boot it told last, and when.
    #[inline]
    pub(super) fn booted(&self) -> Option<(i64, Timestamp)> {
        self.booted.last()
    }

    /// It told a moment of boot near the last one.
    pub(super) fn renew(&mut self, booted: i64, at: Timestamp) {
        self.booted.renew(booted, at);
    }

    /// When it booted by our clock: for one autopilot always about the same moment.
    fn clock(&mut self, at: Timestamp, boot_millis: u32) -> bool {
        if boot_millis == 0 {
            return false;
        }
        let booted = at.as_millis() - i64::from(boot_millis);
        self.booted.take(at, booted, limits::TURNS, same_boot)
    }
}

fn same_boot(a: &i64, b: &i64, _: f64) -> bool {
    (a - b).abs() <= limits::BOOT_CLOCK_MILLIS
}

fn same_place(a: &DegE7, b: &DegE7, age: f64) -> bool {
    let (a, b) = (a.place(), b.place());
    let (north, east) = (b.lat - a.lat, (b.lon - a.lon) * a.lat.to_radians().cos());
    north.hypot(east) * METRES_A_DEGREE <= limits::PLACE_APART.0 + limits::FASTEST.0 * age
}

/// Evidence within the frames of one address.
#[derive(Debug, Default)]
pub(super) struct Stream {
    lately: Lately,
    clashes: u8,
    clashed_at: Timestamp,
}

impl Stream {
    /// Takes a frame in, the first since `heard_at`. True when two autopilots number them.
    pub(super) fn two(&mut self, at: Timestamp, heard_at: Timestamp, frame: &Frame) -> bool {
        if at.since(heard_at).0 > limits::STREAM_SILENT.0 {
            // Silence: it may have restarted, and its numbers with it.
            *self = Self::default();
        }
        let number = frame.header.sequence;
        if self.lately.clash(number, frame.checksum) {
            let lately = at.since(self.clashed_at).0 <= limits::TURNS_WITHIN.0;
            self.clashes = if lately { self.clashes.saturating_add(1) } else { 1 };
            self.clashed_at = at;
        }
        self.clashes >= limits::NUMBER_CLASHES
    }
}

impl Stream {
    /// Whether this very frame was heard here a moment ago.
    pub(super) fn has(&self, frame: &Frame) -> bool {
        self.lately.held().any(|mark| mark == (frame.header.sequence, frame.checksum))
    }

    /// Whether a frame of this number, the first since `heard_at`, would be just the next one: no evidence, and none before
    /// it.
    #[inline]
    pub(super) fn expects(&self, at: Timestamp, heard_at: Timestamp, number: u8) -> bool {
        self.clashes == 0 && at.since(heard_at).0 <= limits::STREAM_SILENT.0 && !self.lately.may_hold(number)
    }

    /// How many numbers from `next` on are just the next ones and no evidence, one after the other.
    #[inline]
    pub(super) fn room(&self, next: u8) -> u8 {
        if self.clashes == 0 { self.lately.free_from(next) } else { 0 }
    }

    /// Takes such a frame in.
    #[inline]
    pub(super) fn go_on(&mut self, number: u8, checksum: u16) {
        self.lately.push(number, checksum);
    }
}

/// The last frames by number and checksum.
#[derive(Debug)]
struct Lately {
    numbers: [u8; limits::NUMBERS_HELD],
    checksums: [u16; limits::NUMBERS_HELD],
    /// A bit for each number that is held.
    which: [u64; 4],
    /// How many are held under a number that another one has, too.
    shared: u8,
    next: u8,
    filled: u8,
}

const _: () = assert!(limits::NUMBERS_HELD < 256, "counted in bytes");

impl Default for Lately {
    fn default() -> Self {
        let (numbers, checksums) = ([0; limits::NUMBERS_HELD], [0; limits::NUMBERS_HELD]);
        Self { numbers, checksums, which: [0; 4], shared: 0, next: 0, filled: 0 }
    }
}

impl Lately {
    fn held(&self) -> impl Iterator<Item = (u8, u16)> + Clone {
        self.numbers.iter().copied().zip(self.checksums).take(usize::from(self.filled))
    }

    #[inline]
    fn may_hold(&self, number: u8) -> bool {
        self.which[usize::from(number >> 6)] >> (number & 63) & 1 == 1
    }

    /// How many numbers from `next` on no frame had a moment ago; more than [`limits::QUIETLY_HELD`] are not counted.
    #[inline]
    fn free_from(&self, next: u8) -> u8 {
        let (word, bit) = (usize::from(next >> 6), u32::from(next & 63));
        let (here, after) = (self.which[word], self.which[(word + 1) & 3]);
        let ahead = here >> bit | after.checked_shl(64 - bit).unwrap_or(0);
        #[allow(clippy::cast_possible_truncation)] // at most 64
        let free = ahead.trailing_zeros() as u8;
        free
    }

    /// Whether another frame had the same number a moment ago.
    fn clash(&mut self, number: u8, checksum: u16) -> bool {
        if !self.may_hold(number) {
            self.push(number, checksum);
            return false;
        }
        let clash = self.held().any(|mark| mark.0 == number && mark.1 != checksum);
        let copy = self.held().any(|mark| mark == (number, checksum));
        if !copy {
            self.push(number, checksum);
        }
        clash && !copy
    }

    #[inline]
    fn push(&mut self, number: u8, checksum: u16) {
        let place = usize::from(self.next);
        if usize::from(self.filled) == limits::NUMBERS_HELD {
            self.leave(place);
        } else {
            self.filled += 1;
        }
        self.shared += u8::from(self.may_hold(number));
        self.which[usize::from(number >> 6)] |= 1 << (number & 63);
        (self.numbers[place], self.checksums[place]) = (number, checksum);
        self.next = if place + 1 == limits::NUMBERS_HELD { 0 } else { self.next + 1 };
    }

    /// The oldest makes room.
    #[inline]
    fn leave(&mut self, place: usize) {
        let number = self.numbers[place];
        if self.shared > 0 && self.numbers.iter().filter(|held| **held == number).count() > 1 {
            self.shared -= 1;
        } else {
            self.which[usize::from(number >> 6)] &= !(1 << (number & 63));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    proptest! {
        #[test]
        fn what_is_held_is_told_as_a_plain_list_tells_it(
            frames in prop::collection::vec((prop_oneof![0_u8..4, any::<u8>()], 0_u16..3), 0..600),
        ) {
            let (mut lately, mut plain) = (Lately::default(), VecDeque::new());
            for (number, checksum) in frames {
                let same: Vec<u16> = plain.iter().filter(|(held, _)| *held == number).map(|(_, sum)| *sum).collect();
                let copy = same.contains(&checksum);
                prop_assert_eq!(lately.may_hold(number), !same.is_empty());
                let free = (0..64).take_while(|step| !lately.may_hold(number.wrapping_add(*step))).count();
                prop_assert_eq!(usize::from(lately.free_from(number)), free);
                prop_assert_eq!(lately.clash(number, checksum), !copy && !same.is_empty());
                if !copy {
                    plain.push_back((number, checksum));
                    plain.drain(..plain.len().saturating_sub(limits::NUMBERS_HELD));
                }
            }
        }
    }
}
