//! Sending a mission: COUNT, then each item the vehicle asks for, until it says it has all.

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
    /// The highest item asked for so far.
    asked: Option<u16>,
    started: Timestamp,
    progress: Timestamp,
    due: Timestamp,
}

impl Upload {
    /// Of `items`, which are numbered and addressed here.
    pub(crate) fn new(at: Timestamp, target: u8, items: Vec<MissionItemInt>) -> Self {
        Self { target, items, asked: None, started: at, progress: at, due: at }
    }

    fn count(&self) -> u16 {
        u16::try_from(self.items.len()).unwrap_or(u16::MAX)
    }

    fn all_asked(&self) -> bool {
        self.asked.is_some_and(|asked| asked + 1 == self.count())
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
        self.due = at.plus(config.retry);
        match self.asked {
            None if may_start => self.send_count(out),
            None => {}
            // The request for the next item may be what was lost: an unrequested item in order is taken too.
            Some(asked) => {
                self.send_item(asked, out);
                self.send_item(asked.saturating_add(1), out);
            }
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

    fn send_item(&self, seq: u16, out: &mut Outbox) {
        if let Some(item) = self.items.get(usize::from(seq)) {
            out.send(*item, Traffic::Order);
        }
    }

    /// Takes an answer addressed to us.
    pub(crate) fn receive(
        &mut self,
        at: Timestamp,
        message: &Message,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<End> {
        match message {
            Message::MissionRequestInt(ask) if ask.mission_type == MISSION => self.requested(at, ask.seq, config, out),
            Message::MissionRequest(ask) if ask.mission_type == MISSION => self.requested(at, ask.seq, config, out),
            Message::MissionAck(ack) if ack.mission_type == MISSION => return self.acknowledged(ack),
            _ => {}
        }
        None
    }

    fn requested(&mut self, at: Timestamp, seq: u16, config: &LinkConfig, out: &mut Outbox) {
        if seq >= self.count() {
            return;
        }
        if self.asked.is_none_or(|asked| seq > asked) {
            self.asked = Some(seq);
            self.progress = at;
        }
        self.due = at.plus(config.retry);
        self.send_item(seq, out);
    }

    fn acknowledged(&self, ack: &MissionAck) -> Option<End> {
        match ack.kind {
            result::ACCEPTED if self.all_asked() => Some(End::Complete),
            // An error after the last item may be the answer to a stale repeat: reading back tells.
            result::ERROR if self.all_asked() => Some(End::Complete),
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
