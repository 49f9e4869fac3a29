//! Does the aircraft itself refuse what nobody signed? A key on our side alone protects us, not it.
//!
//! The question is harmless and its answer can be told apart: TIMESYNC with a number of ours, which the autopilot sends back
//! (mavlink.io, "Time Synchronization Protocol v2"). It goes out unsigned three times and signed beside it: an answer to
//! the unsigned one means that anybody can command it; an answer to the signed one alone, that only we can.

use crate::codec::Timesync;
use crate::limits;
use geodata::Timestamp;

/// The two numbers differ in the lowest bit; the rest tells ours from everybody else's.
const MARK: i64 = 0x5347_4E00_0000_0000;

/// The check of one vehicle.
#[derive(Debug, Default)]
pub(crate) struct Probe {
    due: Option<Timestamp>,
    tries: u8,
    /// Whether what was signed was answered.
    reached: bool,
    told: Option<bool>,
}

/// What to send now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Questions {
    pub(crate) unsigned: Timesync,
    pub(crate) signed: Timesync,
}

impl Probe {
    /// A new contact is asked anew.
    pub(crate) fn restart(&mut self, at: Timestamp) {
        *self = Self { due: Some(at.plus(limits::PROBE_AFTER)), ..Self::default() };
    }

    /// An answer. Gives what is to be told of the vehicle, once: whether it answers what nobody signed.
    pub(crate) fn receive(&mut self, answer: &Timesync) -> Option<bool> {
        if answer.tc1 == 0 || answer.ts1 & !1 != MARK || self.tries == 0 {
            return None;
        }
        let is_signed = answer.ts1 & 1 == 1;
        self.reached |= is_signed;
        if is_signed { None } else { self.tell(true) }
    }

    /// What is due: the next questions, or the verdict when all stayed unanswered but the signed ones.
    pub(crate) fn tick(&mut self, at: Timestamp) -> (Option<Questions>, Option<bool>) {
        if self.due.is_none_or(|due| at < due) {
            return (None, None);
        }
        if self.tries < limits::PROBE_TRIES {
            self.tries += 1;
            self.due = Some(at.plus(limits::PROBE_RETRY));
            let ask = |signed: i64| Timesync { ts1: MARK | signed, ..Timesync::default() };
            return (Some(Questions { unsigned: ask(0), signed: ask(1) }), None);
        }
        let silent = self.reached && self.told.is_none();
        // Asked again after a while: somebody may have changed the setting, or nothing got through.
        (self.tries, self.reached) = (0, false);
        self.due = Some(at.plus(limits::PROBE_AGAIN));
        let verdict = if silent { self.tell(false) } else { None };
        self.told = None;
        (None, verdict)
    }

    fn tell(&mut self, answered: bool) -> Option<bool> {
        let news = self.told != Some(answered);
        self.told = Some(answered);
        news.then_some(answered)
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        self.due
    }
}
