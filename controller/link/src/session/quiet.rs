//! Frames that change nothing here: attitudes, local positions, pilots' displays, and all that no session reads. They are
//! most of what a squadron says, so they are not decoded: who speaks, which number and which clock is all that is looked at.

use super::Session;
use super::gate::{Held, Usual};
use crate::Peer;
use crate::codec::{LongMessage, Message, RawFrame};
use geodata::Timestamp;

/// Messages that are decoded for others and that no session reads: ATTITUDE, LOCAL_POSITION_NED, VFR_HUD, ALTITUDE.
const UNREAD: [u32; 4] = [30, 32, 74, 141];
/// Numbers told apart in a table; what is above is taken the long way.
const NUMBERS: usize = 512;

static QUIET: [bool; NUMBERS] = quiet();

const fn quiet() -> [bool; NUMBERS] {
    let mut table = [true; NUMBERS];
    let lists: [(&[u32], bool); 3] = [(Message::IDS, false), (LongMessage::IDS, false), (&UNREAD, true)];
    let mut list = 0;
    while list < lists.len() {
        let (ids, is_quiet) = lists[list];
        let mut at = 0;
        while at < ids.len() {
            if (ids[at] as usize) < NUMBERS {
                table[ids[at] as usize] = is_quiet;
            }
            at += 1;
        }
        list += 1;
    }
    table
}

/// Whether no session reads this message.
#[inline]
pub(super) fn is_quiet(id: u32) -> bool {
    QUIET.get(id as usize).copied().unwrap_or(false)
}

/// Messages that say how a vehicle is and where, and end no wait: SYS_STATUS, GPS_RAW_INT, GLOBAL_POSITION_INT, BATTERY_STATUS,
/// WIND_COV, HOME_POSITION, EXTENDED_SYS_STATE.
const STATES: [u32; 7] = [1, 24, 33, 147, 231, 242, 245];

/// Milliseconds since boot, where a quiet message tells them.
#[inline]
pub(super) fn boot_millis(frame: &RawFrame<'_>) -> Option<u32> {
    let from = match frame.id {
        30 | 32 => 0,
        _ => return None,
    };
    // Zeros at the end are cut.
    Some((0..4).rev().fold(0, |value, at| value << 8 | u32::from(frame.payload.get(from + at).copied().unwrap_or(0))))
}

impl Session {
    /// Whether a frame that was just taken brought none of this vehicle's deadlines nearer but, maybe, the one that is given.
    #[inline]
    pub(crate) fn moves_no_deadline_but(&self, id: u32) -> Option<Option<Timestamp>> {
        (self.running.is_none() && STATES.contains(&id)).then(|| self.known.handed.due())
    }

    /// Takes a frame of this vehicle's autopilot that no session reads, while all is as it was: one address, one way, a vehicle
    /// we understand, the next number. Does what the long way does with such a frame. False when it has to go the
    /// long way.
    #[inline]
    pub(crate) fn hears_quietly(&mut self, at: Timestamp, from: Peer, frame: &RawFrame<'_>) -> bool {
        if !is_quiet(frame.id) || !self.is_vehicle() || !self.paths.is_only(from) {
            return false;
        }
        let number = (frame.header.sequence, frame.checksum);
        if !self.identity.goes_on(at, from, number, boot_millis(frame)) {
            return false;
        }
        let gaps = self.paths.count(at, from, frame.header.sequence);
        self.counters.sequence_gaps = self.counters.sequence_gaps.saturating_add_signed(gaps);
        self.counters.handled += 1;
        self.known.heard_at = at;
        self.rates.heard(at, frame.id, &self.known);
        true
    }

    /// What its gate is opened with: the vehicle is one we understand, has one address and one sender, which numbers its frames
    /// without a gap, no key, and may send as much as it likes. Nothing when it is otherwise.
    #[inline]
    pub(super) fn usual(&self) -> Option<Usual> {
        if !self.is_vehicle() || self.signed.is_some() || self.rates.budget().is_some() {
            return None;
        }
        let (from, next) = self.paths.only()?;
        let going = self.identity.going(from, next)?;
        Some(Usual { from, next, going })
    }

    /// Takes what the gate let by; the same as [`Self::hears_quietly`] for each of them, in the order they came.
    pub(super) fn catches_up(&mut self, held: &Held<'_>) {
        self.paths.went_on(held.at, held.marks().map(|(number, _)| number));
        self.identity.went_on(held);
        self.counters.handled += held.checksums.len() as u64;
        self.known.heard_at = held.at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autopilot::Personality;

    #[test]
    fn a_quiet_message_is_nobodys_business() {
        for id in 0..u32::try_from(NUMBERS).unwrap() {
            let counted = [None, Some(Personality::ArduCopter)].map(|whose| super::super::rates::is_wanted(id, whose));
            let concerns = crate::around::concerns(id) || crate::control::concerns(id) || crate::payload::reads(id);
            assert!(!is_quiet(id) || !(concerns || counted[0] || counted[1]), "{id}");
        }
    }
}
