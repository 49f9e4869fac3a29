//! Sending a mission: COUNT, then the items, until the vehicle says it has all.
//!
//! The vehicle asks for one item after the other, and takes the next in order unasked too. So a window of items is under
//! way at once, and a lost one costs one question, not one round trip an item.

use super::{End, MISSION, result, result_word};
use crate::codec::{Message, MissionAck, MissionCount, MissionItemInt};
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::session::Outbox;
use geodata::Timestamp;

/// One upload.
#[derive(Debug)]
pub(crate) struct Upload {
    target: u8,
    items: Vec<MissionItemInt>,
    /// The item asked for last.
    asked: Option<u16>,
    /// When each item was last sent.
    sent: Vec<Option<Timestamp>>,
    started: Timestamp,
    progress: Timestamp,
    due: Timestamp,
}

impl Upload {
    /// Of `items`, which are numbered and addressed here.
    pub(crate) fn new(at: Timestamp, target: u8, items: Vec<MissionItemInt>) -> Self {
        let sent = vec![None; items.len()];
        Self { target, items, asked: None, sent, started: at, progress: at, due: at }
    }

    fn count(&self) -> u16 {
        u16::try_from(self.items.len()).unwrap_or(u16::MAX)
    }

    /// The last item went out at least once; the question for it may have been lost.
    fn all_sent(&self) -> bool {
        self.sent.last().is_some_and(Option::is_some)
    }

    /// Sends what is due, or ends for lack of progress. `may_start` is false once the order has expired.
    pub(crate) fn tick(
        &mut self,
        at: Timestamp,
        may_start: bool,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<End> {
        if at.since(self.progress).0 >= config.transfer_stall.0
            || at.since(self.started).0 >= limits::TRANSFER_DEADLINE.0
        {
            return Some(End::Stalled);
        }
        if at < self.due {
            return None;
        }
        self.due = at.plus(limits::TRANSFER_RETRY);
        match self.asked {
            None if may_start => self.send_count(out),
            None => {}
            Some(asked) => self.send_window(at, asked, out),
        }
        None
    }

    fn send_count(&self, out: &mut Outbox) {
        let count = MissionCount {
            count: self.count(),
            target_system: self.target,
            target_component: 1,
            mission_type: MISSION,
            opaque_id: 0,
        };
        out.send(count, Traffic::Order);
    }

    /// Sends the items from `first` on that are not under way already.
    fn send_window(&mut self, at: Timestamp, first: u16, out: &mut Outbox) {
        let first = usize::from(first);
        for (item, sent) in self.items.iter().zip(&mut self.sent).skip(first).take(limits::UPLOAD_WINDOW) {
            if sent.is_none_or(|sent| at.since(sent).0 >= limits::UPLOAD_REPEAT.0) {
                *sent = Some(at);
                out.send(*item, Traffic::Order);
            }
        }
    }

    /// Takes an answer addressed to us.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, out: &mut Outbox) -> Option<End> {
        match message {
            Message::MissionRequestInt(ask) if ask.mission_type == MISSION => self.requested(at, ask.seq, out),
            Message::MissionRequest(ask) if ask.mission_type == MISSION => self.requested(at, ask.seq, out),
            Message::MissionAck(ack) if ack.mission_type == MISSION => return self.acknowledged(at, ack),
            _ => {}
        }
        None
    }

    fn requested(&mut self, at: Timestamp, seq: u16, out: &mut Outbox) {
        if seq >= self.count() {
            return;
        }
        // A vehicle that asks is at work, also when a late COUNT made it begin again.
        self.progress = at;
        self.asked = Some(seq);
        self.due = at.plus(limits::TRANSFER_RETRY);
        self.send_window(at, seq, out);
    }

    fn acknowledged(&self, at: Timestamp, ack: &MissionAck) -> Option<End> {
        match ack.kind {
            result::ACCEPTED if self.all_sent() => Some(End::Complete),
            // A vehicle that asks no more and calls a repeat an error has it all, perhaps: reading back tells.
            result::ERROR if self.all_sent() && at.since(self.progress).0 >= limits::RETRY.0 => Some(End::Complete),
            result::ACCEPTED | result::ERROR | result::INVALID_SEQUENCE => None,
            result::CANCELLED => self.asked.map(|_| End::GaveUp),
            kind => Some(End::Refused(result_word(kind))),
        }
    }

    pub(crate) fn wake_at(&self) -> Timestamp {
        self.due
    }

    /// Whether the vehicle has begun to take items.
    pub(crate) fn begun(&self) -> bool {
        self.asked.is_some()
    }
}
