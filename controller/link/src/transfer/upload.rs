//! Sending a list: COUNT, then the items, until the vehicle says it has all.
//!
//! Both autopilots take only the item they wait for and drop every other one, so what counts is that the next item is
//! always on its way: a whole window is sent without waiting, each item as often as the air loses, and from the item
//! asked for again when an answer shows that it did not arrive. Nothing is sent again that can still arrive, and after
//! the last item only that one is repeated: a vehicle that has all answers it, one that waits for another passes it over.

use super::pace::{Pace, RoundTrip, copies};
use super::{End, Server, result, result_word};
use crate::codec::{Message, MissionAck, MissionCount, MissionItemInt};
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::session::Outbox;
use geodata::{Seconds, Timestamp};

/// A MISSION_ITEM_INT on the wire, signature aside.
const ITEM_BYTES: f64 = 50.0;

/// One upload.
#[derive(Debug)]
pub(crate) struct Upload {
    server: Server,
    items: Vec<MissionItemInt>,
    /// The item the vehicle waits for, as far as we heard, and since when.
    wanted: Option<(usize, Timestamp)>,
    /// When each item was first and last sent.
    sent: Vec<Option<(Timestamp, Timestamp)>>,
    /// What is sent next: the item, and how many copies of it.
    next: usize,
    left: u8,
    /// When COUNT was first sent.
    counted: Option<Timestamp>,
    heard: RoundTrip,
    /// When the vehicle was last heard to wait for an item.
    waits: Timestamp,
    /// How often COUNT or a window had to be sent again, and how often the last item without an answer.
    setbacks: u8,
    probes: u8,
    pace: Pace,
    started: Timestamp,
    progress: Timestamp,
    due: Timestamp,
}

impl Upload {
    /// Of `items`, which are numbered and addressed.
    pub(crate) fn new(at: Timestamp, server: Server, items: Vec<MissionItemInt>) -> Self {
        Self {
            server,
            sent: vec![None; items.len()],
            items,
            wanted: None,
            next: 0,
            left: 0,
            counted: None,
            heard: RoundTrip::default(),
            waits: at,
            setbacks: 0,
            probes: 0,
            pace: Pace::new(at),
            started: at,
            progress: at,
            due: at,
        }
    }

    /// The last item went out at least once; the answer to it may have been lost. Of an empty list that is the COUNT.
    fn all_sent(&self) -> bool {
        self.sent.last().map_or(self.counted.is_some(), Option::is_some)
    }

    fn copies(&self) -> u8 {
        copies(self.server.loss, self.setbacks.min(2))
    }

    /// Sends what is due, or ends for lack of progress. `may_start` is false once the order has expired.
    pub(crate) fn tick(
        &mut self,
        at: Timestamp,
        may_start: bool,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<End> {
        // Once all is out, a vehicle that has it all says nothing by itself: how long to wait is counted in probes.
        let stalled = self.probes == 0 && at.since(self.progress).0 >= config.transfer_stall.0;
        if stalled || at.since(self.started).0 >= limits::TRANSFER_DEADLINE.0 {
            return Some(End::Stalled);
        }
        if at < self.due {
            return None;
        }
        match self.wanted {
            None => {
                self.due = at.plus(limits::TRANSFER_GUESS);
                if may_start {
                    self.send_count(at, out);
                }
            }
            Some(_) if self.next < self.window_end() => self.push(at, out),
            Some((wanted, _)) => return self.window_unanswered(at, wanted, out),
        }
        None
    }

    fn send_count(&mut self, at: Timestamp, out: &mut Outbox) {
        if self.counted.is_some() {
            self.setbacks = self.setbacks.saturating_add(1);
        }
        self.counted.get_or_insert(at);
        for _ in 0..self.copies() {
            let count = MissionCount {
                count: u16::try_from(self.items.len()).unwrap_or(u16::MAX),
                target_system: self.server.target,
                target_component: 1,
                mission_type: self.server.kind(),
                opaque_id: 0,
            };
            out.send(count, Traffic::Order);
        }
    }

    fn window_end(&self) -> usize {
        self.wanted.map_or(0, |(wanted, _)| (wanted + limits::UPLOAD_WINDOW).min(self.items.len()))
    }

    /// Sends what of the window is not under way, as fast as the pace allows.
    fn push(&mut self, at: Timestamp, out: &mut Outbox) {
        while self.next < self.window_end() {
            if !self.pace.spend(at, ITEM_BYTES) {
                self.due = self.pace.next();
                return;
            }
            if self.left == 0 {
                self.left = self.copies();
            }
            out.send(self.items[self.next], Traffic::Order);
            let first = self.sent[self.next].map_or(at, |(first, _)| first);
            self.sent[self.next] = Some((first, at));
            self.left -= 1;
            if self.left == 0 {
                self.next += 1;
            }
        }
        self.due = at.plus(self.heard.patience() + limits::TRANSFER_SILENCE);
    }

    /// A whole window is out and nothing of what came back helped.
    fn window_unanswered(&mut self, at: Timestamp, wanted: usize, out: &mut Outbox) -> Option<End> {
        let still_waits = self.last_sent(wanted).is_some_and(|last| self.waits > last.plus(self.heard.patience()));
        if !self.all_sent() || still_waits {
            self.go_back(at, wanted, out);
            return None;
        }
        if self.probes == limits::UPLOAD_PROBES {
            return Some(End::Complete); // perhaps: reading back tells
        }
        self.probes += 1;
        if let Some(last) = self.items.last() {
            out.send(*last, Traffic::Order);
        }
        self.due = at.plus(self.heard.patience() + limits::TRANSFER_SILENCE);
        None
    }

    fn last_sent(&self, item: usize) -> Option<Timestamp> {
        self.sent.get(item).copied().flatten().map(|(_, last)| last)
    }

    /// Whether an item, if it had arrived, would have been answered by now.
    fn overdue(&self, at: Timestamp, item: usize) -> bool {
        self.last_sent(item).is_none_or(|last| at >= last.plus(self.heard.patience()))
    }

    fn go_back(&mut self, at: Timestamp, item: usize, out: &mut Outbox) {
        if self.next > item {
            self.setbacks = self.setbacks.saturating_add(1);
        }
        self.next = item;
        self.left = 0;
        self.push(at, out);
    }

    /// Takes an answer addressed to us.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, out: &mut Outbox) -> Option<End> {
        let kind = self.server.kind();
        match message {
            Message::MissionRequestInt(ask) if ask.mission_type == kind => self.requested(at, ask.seq, out),
            Message::MissionRequest(ask) if ask.mission_type == kind => self.requested(at, ask.seq, out),
            Message::MissionAck(ack) if ack.mission_type == kind => return self.acknowledged(at, ack, out),
            _ => {}
        }
        None
    }

    fn requested(&mut self, at: Timestamp, seq: u16, out: &mut Outbox) {
        let seq = usize::from(seq);
        // Who never got our COUNT does not ask us: such a question is an older one's, or another's.
        let Some(counted) = self.counted.filter(|_| seq < self.items.len()) else { return };
        // A vehicle that asks is at work, also when a late COUNT made it begin again.
        self.progress = at;
        self.waits = at;
        self.probes = 0;
        match self.wanted {
            None => {
                self.heard.seen(counted, at);
                self.want(at, seq, out);
            }
            Some((wanted, _)) if seq > wanted => {
                if let Some((first, _)) = self.sent[seq - 1] {
                    self.heard.seen(first, at);
                }
                self.want(at, seq, out);
            }
            Some((wanted, _)) if seq == wanted => {
                if self.overdue(at, wanted) && self.next > wanted {
                    self.go_back(at, wanted, out);
                }
            }
            // Older than what we heard last, or it began anew: that it says again.
            Some((_, since)) => {
                if at.since(since) >= self.heard.patience() {
                    self.wanted = Some((seq, at));
                    self.go_back(at, seq, out);
                }
            }
        }
    }

    fn want(&mut self, at: Timestamp, seq: usize, out: &mut Outbox) {
        self.wanted = Some((seq, at));
        if self.next < seq || self.last_sent(seq).is_none() {
            self.next = seq;
            self.left = 0;
        }
        self.push(at, out);
    }

    fn acknowledged(&mut self, at: Timestamp, ack: &MissionAck, out: &mut Outbox) -> Option<End> {
        match ack.kind {
            // From a vehicle that never asked it may be a word about its old mission: COUNT goes out again, and it asks.
            result::ACCEPTED if self.all_sent() && self.wanted.is_some() => return Some(End::Complete),
            result::ERROR => return self.idle(at),
            // ArduPilot's word for any item but the one it waits for.
            result::INVALID_SEQUENCE => {
                if let Some((wanted, _)) = self.wanted
                    && self.next > wanted
                    && self.overdue(at, wanted)
                {
                    self.waits = at;
                    self.go_back(at, wanted, out);
                }
            }
            result::ACCEPTED => {}
            result::CANCELLED => return self.wanted.map(|_| End::GaveUp),
            kind => return Some(End::Refused(result_word(kind))),
        }
        None
    }

    /// An item came to a vehicle that waits for none: it has all, perhaps (reading back tells), or it gave up.
    fn idle(&self, at: Timestamp) -> Option<End> {
        self.wanted?;
        let answered = |item: usize| {
            self.sent.get(item).copied().flatten().is_some_and(|(first, _)| at >= first.plus(self.heard.patience()))
        };
        let quiet = at.since(self.waits);
        if answered(self.items.len() - 1) && quiet >= self.heard.patience() {
            return Some(End::Complete);
        }
        let gone = Seconds(2.0 * limits::SLOWEST_QUESTION.0) + self.heard.patience();
        (!self.all_sent() && quiet >= gone).then_some(End::GaveUp)
    }

    pub(crate) fn wake_at(&self) -> Timestamp {
        self.due
    }

    /// Whether the vehicle has begun to take items.
    pub(crate) fn begun(&self) -> bool {
        self.wanted.is_some()
    }
}
