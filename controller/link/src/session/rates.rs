//! Which messages we want how often, asked one after the other until the vehicle answers.

use super::{Known, Outbox};
use crate::autopilot::px4::command;
use crate::codec::{CommandLong, Message};
use crate::config::Traffic;
use crate::limits;
use geodata::Timestamp;

/// Message number and microseconds between two of it: position 5 Hz, the rest once a second or slower.
const WANTED: [(u16, u32); 8] = [
    (33, 200_000),
    (1, 1_000_000),
    (245, 1_000_000),
    (242, 2_000_000),
    (42, 1_000_000),
    (24, 1_000_000),
    (147, 2_000_000),
    (231, 2_000_000),
];

/// The requests still to make.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    next: usize,
    tries: u8,
    due: Option<Timestamp>,
}

impl Rates {
    /// From the first request again: the vehicle is new, or was gone.
    pub(crate) fn restart(&mut self, at: Timestamp) {
        *self = Self { next: 0, tries: 0, due: Some(at) };
    }

    /// An answer to the request in flight, whatever it says, moves on to the next.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message) {
        if let Message::CommandAck(ack) = message
            && ack.command == command::SET_MESSAGE_INTERVAL
            && self.tries > 0
        {
            self.advance(at);
        }
    }

    fn advance(&mut self, at: Timestamp) {
        self.next += 1;
        self.tries = 0;
        self.due = (self.next < WANTED.len()).then_some(at);
    }

    /// Sends the request that is due.
    pub(crate) fn tick(&mut self, at: Timestamp, known: &Known, out: &mut Outbox) {
        if self.due.is_none_or(|due| at < due) {
            return;
        }
        if self.tries == limits::RATE_TRIES {
            self.advance(at);
        }
        let Some((id, micros)) = WANTED.get(self.next) else { return self.due = None };
        #[allow(clippy::cast_precision_loss)] // microseconds of a float field
        let param2 = *micros as f32;
        let ask = CommandLong {
            command: command::SET_MESSAGE_INTERVAL,
            param1: f32::from(*id),
            param2,
            confirmation: self.tries,
            target_system: known.target(),
            target_component: 1,
            ..CommandLong::default()
        };
        out.send(ask, Traffic::Keepalive);
        self.tries += 1;
        self.due = Some(at.plus(limits::RETRY));
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        self.due
    }
}
