//! Reading a list, however the vehicle gives it.
//!
//! ArduPilot answers any question for an item. PX4 (its `mavlink_mission.cpp`) answers only the next item and the one
//! before, and ends the whole reading with an error when it is asked for another; a new REQUEST_LIST begins again at the
//! first item. So a PX4 is asked in passes: the list, then item after item in order, each as often as the air loses and
//! spaced so that questions do not overtake each other; what came stays, and the next pass ends at the last gap.

use super::pace::{Pace, RoundTrip, copies};
use super::{Server, result};
use crate::codec::{Message, MissionAck, MissionCount, MissionItemInt};
use crate::config::LinkConfig;
use crate::limits;
use crate::session::Outbox;
use geodata::{Seconds, Timestamp};

/// A MISSION_REQUEST_INT on the wire, signature aside.
const REQUEST_BYTES: f64 = 17.0;

/// How a reading ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Read {
    /// This is aboard, under this number of the vehicle's own; 0 when it has none.
    Items(Vec<MissionItemInt>, u32),
    /// The number is the one believed, so the items were not asked for.
    Known,
    /// More items than we take.
    TooMany(u16),
    /// The vehicle still waits for items of an upload.
    Unfinished,
    /// Nothing came, or not all.
    Unanswered,
}

/// Where a reading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Asked how many, since then.
    Counting(Timestamp),
    /// Asking for items, since then.
    Asking(Timestamp),
}

/// One reading.
#[derive(Debug)]
pub(crate) struct Download {
    server: Server,
    /// A list of this number needs no reading; 0 for none.
    believed: u32,
    phase: Option<Phase>,
    /// How many there are, and the vehicle's number of the list.
    count: Option<(usize, u32)>,
    items: Vec<Option<MissionItemInt>>,
    /// When each item was first asked for.
    asked: Vec<Option<Timestamp>>,
    next: usize,
    left: u8,
    spacing: Seconds,
    setbacks: u8,
    heard: RoundTrip,
    pace: Pace,
    started: Timestamp,
    progress: Timestamp,
    due: Timestamp,
}

impl Download {
    pub(crate) fn new(at: Timestamp, server: Server) -> Self {
        Self {
            server,
            believed: 0,
            phase: None,
            count: None,
            items: Vec::new(),
            asked: Vec::new(),
            next: 0,
            left: 0,
            spacing: Seconds(0.0),
            setbacks: 0,
            heard: RoundTrip::default(),
            pace: Pace::new(at),
            started: at,
            progress: at,
            due: at,
        }
    }

    /// A reading that ends when the vehicle names its list `id`, unless that is 0.
    pub(super) fn unless_named(self, id: u32) -> Self {
        Self { believed: id, ..self }
    }

    /// Asks for what is due, or ends for lack of progress.
    pub(crate) fn tick(&mut self, at: Timestamp, config: &LinkConfig, out: &mut Outbox) -> Option<Read> {
        if at.since(self.progress).0 >= config.transfer_stall.0
            || at.since(self.started).0 >= limits::TRANSFER_DEADLINE.0
        {
            return Some(Read::Unanswered);
        }
        if at < self.due {
            return None;
        }
        match self.phase {
            Some(Phase::Asking(_)) if self.next < self.end() => self.push(at, out),
            Some(Phase::Asking(_)) => self.pass(at, out),
            None | Some(Phase::Counting(_)) => self.ask_count(at, out),
        }
        None
    }

    fn copies(&self) -> u8 {
        // A question lost costs a whole pass where questions must come in order.
        let extra = if self.server.in_order() && self.server.loss > limits::TRANSFER_MISS { 2 } else { 0 };
        copies(self.server.loss, self.setbacks).saturating_add(extra).min(limits::TRANSFER_COPIES)
    }

    fn ask_count(&mut self, at: Timestamp, out: &mut Outbox) {
        if matches!(self.phase, Some(Phase::Counting(_))) {
            self.setbacks = self.setbacks.saturating_add(1);
        } else {
            self.phase = Some(Phase::Counting(at));
        }
        for _ in 0..copies(self.server.loss, self.setbacks) {
            self.server.ask_count(out);
        }
        self.due = at.plus(self.heard.patience() + limits::TRANSFER_SILENCE);
    }

    /// One after the last item that is missing.
    fn end(&self) -> usize {
        self.items.iter().rposition(Option::is_none).map_or(0, |last| last + 1)
    }

    /// All was asked for and something is missing: once more.
    fn pass(&mut self, at: Timestamp, out: &mut Outbox) {
        self.setbacks = self.setbacks.saturating_add(1);
        self.next = 0;
        self.left = 0;
        if self.server.in_order() { self.ask_count(at, out) } else { self.push(at, out) }
    }

    fn push(&mut self, at: Timestamp, out: &mut Outbox) {
        while self.next < self.end() {
            if !self.server.in_order() && self.items[self.next].is_some() {
                self.next += 1;
                self.left = 0;
                continue;
            }
            if !self.pace.spend(at, REQUEST_BYTES) {
                self.due = self.pace.next();
                return;
            }
            if self.left == 0 {
                self.left = self.copies();
            }
            self.server.ask_item(self.next, out);
            self.asked[self.next].get_or_insert(at);
            self.left -= 1;
            if self.left == 0 {
                self.next += 1;
                if self.spacing.0 > 0.0 && self.next < self.end() {
                    self.due = at.plus(self.spacing);
                    return;
                }
            }
        }
        self.due = at.plus(self.heard.patience() + limits::TRANSFER_SILENCE);
    }

    /// Takes an answer addressed to us.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, out: &mut Outbox) -> Option<Read> {
        let kind = self.server.kind();
        match message {
            Message::MissionCount(count) if count.mission_type == kind => self.counted(at, count, out),
            Message::MissionItemInt(item) if item.mission_type == kind => self.item(at, item, out),
            Message::MissionAck(ack) if ack.mission_type == kind => self.acknowledged(at, ack, out),
            Message::MissionRequestInt(ask) if ask.mission_type == kind => self.wanted(at),
            Message::MissionRequest(ask) if ask.mission_type == kind => self.wanted(at),
            _ => None,
        }
    }

    fn counted(&mut self, at: Timestamp, count: &MissionCount, out: &mut Outbox) -> Option<Read> {
        let Some(Phase::Counting(since)) = self.phase else { return None };
        if usize::from(count.count) > limits::MISSION_ITEMS {
            return Some(Read::TooMany(count.count));
        }
        let seen = (usize::from(count.count), count.opaque_id);
        if self.count != Some(seen) {
            self.count = Some(seen);
            self.items = vec![None; seen.0];
            self.asked = vec![None; seen.0];
        }
        if self.believed != 0 && count.opaque_id == self.believed {
            self.enough(out);
            return Some(Read::Known);
        }
        self.heard.seen(since, at);
        self.progress = at;
        self.phase = Some(Phase::Asking(at));
        self.next = 0;
        self.left = 0;
        if self.end() == 0 {
            return Some(self.finish(out));
        }
        self.push(at, out);
        None
    }

    fn item(&mut self, at: Timestamp, item: &MissionItemInt, out: &mut Outbox) -> Option<Read> {
        let seq = usize::from(item.seq);
        let slot = self.items.get_mut(seq)?;
        // Nobody asked for it yet: it answers an older question, or another's.
        let asked = self.asked[seq]?;
        self.progress = at;
        if slot.is_none() {
            *slot = Some(*item);
            self.heard.seen(asked, at);
        }
        (self.end() == 0).then(|| self.finish(out))
    }

    fn acknowledged(&mut self, at: Timestamp, ack: &MissionAck, out: &mut Outbox) -> Option<Read> {
        // PX4 ended the reading: questions were lost or overtook each other. What comes sooner is about something older.
        let Some(Phase::Asking(since)) = self.phase else { return None };
        let ours = at >= since.plus(self.heard.shortest());
        if self.server.in_order() && ack.kind == result::ERROR && ours {
            let wider = (self.spacing.0 * 2.0).clamp(limits::READ_SPACING.0, limits::READ_SPACING_MOST.0);
            self.spacing = Seconds(wider);
            self.pass(at, out);
        }
        None
    }

    /// A vehicle that takes an upload gives nothing out.
    fn wanted(&self, at: Timestamp) -> Option<Read> {
        let settled = at.since(self.started) >= limits::SLOWEST_QUESTION + self.heard.patience();
        (self.count.is_none() && settled).then_some(Read::Unfinished)
    }

    fn finish(&self, out: &mut Outbox) -> Read {
        for _ in 0..copies(self.server.loss, 0) {
            self.server.thank(out);
        }
        Read::Items(self.items.iter().copied().flatten().collect(), self.count.map_or(0, |(_, id)| id))
    }

    /// How many items there are, and the vehicle's own number of the list, as soon as it said so.
    pub(super) fn count(&self) -> Option<(usize, u32)> {
        self.count
    }

    /// Ends the reading early.
    pub(super) fn enough(&self, out: &mut Outbox) {
        for _ in 0..copies(self.server.loss, 0) {
            self.server.thank(out);
        }
    }

    pub(crate) fn wake_at(&self) -> Timestamp {
        self.due
    }
}
