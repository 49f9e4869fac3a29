//! A key carried to one aircraft: SETUP_SIGNING, a few times because nothing acknowledges it, and then the same questions as
//! on any contact: does it answer what is signed, and does it answer what is not?
//!
//! Whoever hears the message has the key, so it is for a wire; that the link is one is the caller's to know. An aircraft
//! that is armed is not asked: ArduPilot refuses it, and a key that changes in the air would cut the link.

use super::{Key, OUR_LINK, Probe, sign, signed_with, stamp};
use crate::codec::{self, Header, Heartbeat, Message, Payload as _, Timesync};
use crate::limits;
use geodata::{Seconds, Timestamp};

/// The number of SETUP_SIGNING; it is in no table, so that no key is ever read into a message that can be shown.
const SETUP_SIGNING: u32 = 256;
/// MAV_MODE_FLAG_SAFETY_ARMED.
const ARMED: u8 = 0x80;
/// An autopilot's component.
const AUTOPILOT: u8 = 1;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The aircraft has the key: what it says is signed with it. `obeys_unsigned`: it answers what nobody signed, too - on
    /// this link; autopilots leave a USB port open on purpose, so ask again over the radio.
    Signs {
        /// Whether it does.
        obeys_unsigned: bool,
    },
    /// It is armed: disarm it first.
    Armed,
    /// Nobody with this system id was heard.
    Unheard,
    /// It was heard, and does not sign with the key.
    DoesNotSign,
}

/// The carrying of one key.
#[derive(Debug)]
pub struct Setup {
    key: Key,
    system: u8,
    us: Header,
    began: Timestamp,
    heard: bool,
    sent: u8,
    due: Timestamp,
    probe: Probe,
    /// A frame signed with the key was heard after it was sent.
    signs: bool,
    obeys_unsigned: bool,
    last: u64,
    ended: Option<Ended>,
}

impl Setup {
    /// For the aircraft with this system id; `us` is who we are on the air.
    #[must_use]
    pub fn new(at: Timestamp, system: u8, key: Key, us: Header) -> Self {
        Self {
            key,
            system,
            us,
            began: at,
            heard: false,
            sent: 0,
            due: at,
            probe: Probe::default(),
            signs: false,
            obeys_unsigned: false,
            last: 0,
            ended: None,
        }
    }

    /// Takes bytes of the link.
    pub fn receive(&mut self, at: Timestamp, bytes: &[u8]) {
        for raw in codec::scan(bytes).flatten() {
            if raw.header.system != u32::from(self.system) || raw.header.component != AUTOPILOT {
                continue;
            }
            self.signs |= self.sent > 0 && signed_with(&self.key, &raw).is_some();
            match raw.id {
                Heartbeat::ID => self.beat(at, &Heartbeat::read(raw.payload)),
                Timesync::ID => {
                    self.obeys_unsigned |= self.probe.receive(&Timesync::read(raw.payload)) == Some(true);
                }
                _ => {}
            }
        }
    }

    fn beat(&mut self, at: Timestamp, beat: &Heartbeat) {
        if !self.heard && beat.base_mode & ARMED != 0 {
            self.ended = Some(Ended::Armed);
        }
        if !self.heard {
            (self.heard, self.due) = (true, at);
        }
    }

    /// What is due, to send.
    pub fn tick(&mut self, at: Timestamp) -> Vec<Vec<u8>> {
        if self.ended.is_some() || at < self.due {
            return Vec::new();
        }
        if !self.heard {
            if at.since(self.began).0 >= limits::SETUP_WAITS.0 {
                self.ended = Some(Ended::Unheard);
            }
            self.due = at.plus(limits::HEARTBEAT);
            // An aircraft on a wire may wait until somebody speaks.
            return vec![self.seal(&crate::session::our_heartbeat().into())];
        }
        if self.sent < limits::SETUP_COPIES {
            self.sent += 1;
            self.due = at.plus(limits::SETUP_APART);
            if self.sent == limits::SETUP_COPIES {
                self.probe.restart(at.plus(limits::PROBE_AFTER * -1.0));
            }
            return self.carry(at).into_iter().collect();
        }
        self.ask(at)
    }

    /// SETUP_SIGNING; wire order: time, target system, target component, key.
    fn carry(&mut self, at: Timestamp) -> Option<Vec<u8>> {
        let mut payload = stamp(at).to_le_bytes().to_vec();
        payload.extend([self.system, AUTOPILOT]);
        payload.extend(self.key.0);
        self.last = stamp(at);
        let header = self.next();
        codec::frame(header, SETUP_SIGNING, &payload)
    }

    fn ask(&mut self, at: Timestamp) -> Vec<Vec<u8>> {
        let (questions, verdict) = self.probe.tick(at);
        self.due = self.probe.wake_at().unwrap_or_else(|| at.plus(Seconds(1.0)));
        match questions {
            Some(questions) => {
                let unsigned = self.seal(&questions.unsigned.into());
                let signed = self.seal(&questions.signed.into());
                self.last = (self.last + 1).max(stamp(at));
                vec![unsigned, sign(&self.key, signed, OUR_LINK, self.last)]
            }
            None => {
                // The last question has been out for as long as one is given.
                let obeys_unsigned = self.obeys_unsigned && verdict != Some(false);
                self.ended = Some(if self.signs { Ended::Signs { obeys_unsigned } } else { Ended::DoesNotSign });
                Vec::new()
            }
        }
    }

    fn seal(&mut self, message: &Message) -> Vec<u8> {
        let header = self.next();
        codec::encode(header, message)
    }

    fn next(&mut self) -> Header {
        self.us.sequence = self.us.sequence.wrapping_add(1);
        self.us
    }

    /// When [`Self::tick`] has something to do.
    #[must_use]
    pub fn wake_at(&self) -> Timestamp {
        self.due
    }

    /// How it ended, when it has.
    #[must_use]
    pub fn ended(&self) -> Option<Ended> {
        self.ended
    }
}

#[cfg(test)]
mod tests;
