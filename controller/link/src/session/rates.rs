//! Which messages we want how often, asked one after the other until the vehicle answers.

use super::{Known, Outbox};
use crate::codec::Message;
use crate::command;
use crate::config::Traffic;
use crate::limits;
use geodata::{Seconds, Timestamp};

/// Message number and time between two of it: position 5 Hz, the rest once a second or slower.
const WANTED: [(u16, Seconds); 8] = [
    (33, Seconds(0.2)),
    (1, Seconds(1.0)),
    (245, Seconds(1.0)),
    (242, Seconds(2.0)),
    (42, Seconds(1.0)),
    (24, Seconds(1.0)),
    (147, Seconds(2.0)),
    (231, Seconds(2.0)),
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
            && ack.command == command::id::SET_MESSAGE_INTERVAL
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
        let Some((id, every)) = WANTED.get(self.next) else { return self.due = None };
        let ask = command::message_interval(*id, *every).to(known.target(), self.tries);
        out.send(ask, Traffic::Keepalive);
        self.tries += 1;
        self.due = Some(at.plus(limits::RETRY));
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        self.due
    }
}
