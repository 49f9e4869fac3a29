//! Frames that change nothing here: attitudes, local positions, pilots' displays, and all that no session reads. They are
//! most of what a squadron says, so they are not decoded: who speaks, which number and which clock is all that is looked at.

use super::Session;
use crate::Peer;
use crate::codec::{Message, RawFrame};
use geodata::Timestamp;

/// Messages that are decoded for others and that no session reads: ATTITUDE, LOCAL_POSITION_NED, VFR_HUD, ALTITUDE.
const UNREAD: [u32; 4] = [30, 32, 74, 141];
/// Numbers told apart in a table; what is above is taken the long way.
const NUMBERS: usize = 512;

static QUIET: [bool; NUMBERS] = quiet();

const fn quiet() -> [bool; NUMBERS] {
    let mut table = [true; NUMBERS];
    let mut at = 0;
    while at < Message::IDS.len() {
        let id = Message::IDS[at] as usize;
        if id < NUMBERS {
            table[id] = false;
        }
        at += 1;
    }
    let mut at = 0;
    while at < UNREAD.len() {
        table[UNREAD[at] as usize] = true;
        at += 1;
    }
    table
}

/// Messages that say how a vehicle is and where, and end no wait: SYS_STATUS, GPS_RAW_INT, GLOBAL_POSITION_INT, BATTERY_STATUS,
/// WIND_COV, HOME_POSITION, EXTENDED_SYS_STATE.
const STATES: [u32; 7] = [1, 24, 33, 147, 231, 242, 245];

/// Milliseconds since boot, where a quiet message tells them.
#[inline]
fn boot_millis(frame: &RawFrame<'_>) -> Option<u32> {
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
        let is_quiet = QUIET.get(frame.id as usize).copied().unwrap_or(false);
        if !is_quiet || !self.is_vehicle() || !self.paths.is_only(from) {
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
}
