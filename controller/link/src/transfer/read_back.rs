//! Reading the mission aboard and comparing it, item by item, with the one meant.

use super::{End, MISSION};
use crate::autopilot::Personality;
use crate::codec::{Message, MissionCount, MissionItemInt};
use crate::config::LinkConfig;
use crate::limits;
use crate::session::Outbox;
use geodata::Timestamp;

/// One read-back.
#[derive(Debug)]
pub(crate) struct ReadBack {
    target: u8,
    personality: Personality,
    expected: Vec<MissionItemInt>,
    /// The item waited for; nothing while waiting for the count.
    next: Option<usize>,
    started: Timestamp,
    progress: Timestamp,
    due: Timestamp,
}

impl ReadBack {
    /// Of a mission that should be `expected`.
    pub(crate) fn new(at: Timestamp, target: u8, personality: Personality, expected: Vec<MissionItemInt>) -> Self {
        Self { target, personality, expected, next: None, started: at, progress: at, due: at }
    }

    /// Asks for what is due, or ends for lack of progress.
    pub(crate) fn tick(&mut self, at: Timestamp, config: &LinkConfig, out: &mut Outbox) -> Option<End> {
        if at.since(self.progress).0 >= config.transfer_stall.0
            || at.since(self.started).0 >= limits::TRANSFER_DEADLINE.0
        {
            return Some(End::Stalled);
        }
        if at >= self.due {
            self.ask(at, out);
        }
        None
    }

    fn ask(&mut self, at: Timestamp, out: &mut Outbox) {
        self.due = at.plus(limits::TRANSFER_RETRY);
        super::ask(self.target, self.next, out);
    }

    /// Takes an answer addressed to us.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, out: &mut Outbox) -> Option<End> {
        match message {
            Message::MissionCount(count) if count.mission_type == MISSION => self.counted(at, count, out),
            Message::MissionItemInt(item) if item.mission_type == MISSION => self.item(at, item, out),
            _ => None,
        }
    }

    fn counted(&mut self, at: Timestamp, count: &MissionCount, out: &mut Outbox) -> Option<End> {
        if self.next.is_some() {
            return None; // a repeat
        }
        if usize::from(count.count) != self.expected.len() {
            return Some(End::Different(format!("{} items aboard instead of {}", count.count, self.expected.len())));
        }
        self.next = Some(0);
        self.progress = at;
        self.ask(at, out);
        None
    }

    fn item(&mut self, at: Timestamp, item: &MissionItemInt, out: &mut Outbox) -> Option<End> {
        let next = self.next?;
        if usize::from(item.seq) != next {
            return None; // a repeat, or late
        }
        if !self.expected.get(next).is_some_and(|expected| self.personality.same_item(expected, item)) {
            return Some(End::Different(format!("item {next} aboard is not the one sent")));
        }
        self.progress = at;
        self.next = Some(next + 1);
        if next + 1 < self.expected.len() {
            self.ask(at, out);
            return None;
        }
        super::thank(self.target, out);
        Some(End::Complete)
    }

    pub(crate) fn wake_at(&self) -> Timestamp {
        self.due
    }
}
