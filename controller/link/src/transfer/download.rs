//! Reading a mission nobody here sent: what does an aircraft fly that was in the air when we first heard it?

use super::MISSION;
use crate::autopilot::Personality;
use crate::codec::{Message, MissionItemInt};
use crate::config::LinkConfig;
use crate::limits;
use crate::session::Outbox;
use flight_plans::Mission;
use geodata::Timestamp;

/// One download.
#[derive(Debug)]
pub(crate) struct Download {
    target: u8,
    personality: Personality,
    count: Option<usize>,
    items: Vec<MissionItemInt>,
    progress: Timestamp,
    due: Timestamp,
}

/// How a download ended.
#[derive(Debug, PartialEq)]
pub(crate) enum Read {
    /// This is aboard.
    Aboard(Mission),
    /// Nothing came, or nothing we could fly ourselves.
    Unreadable,
}

impl Download {
    pub(crate) fn new(at: Timestamp, target: u8, personality: Personality) -> Self {
        Self { target, personality, count: None, items: Vec::new(), progress: at, due: at }
    }

    /// Asks for what is due, or ends for lack of progress.
    pub(crate) fn tick(&mut self, at: Timestamp, config: &LinkConfig, out: &mut Outbox) -> Option<Read> {
        if at.since(self.progress).0 >= config.transfer_stall.0 {
            return Some(Read::Unreadable);
        }
        if at >= self.due {
            self.ask(at, out);
        }
        None
    }

    fn ask(&mut self, at: Timestamp, out: &mut Outbox) {
        self.due = at.plus(limits::TRANSFER_RETRY);
        super::ask(self.target, self.count.map(|_| self.items.len()), out);
    }

    /// Takes an answer addressed to us.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, out: &mut Outbox) -> Option<Read> {
        match message {
            Message::MissionCount(count) if count.mission_type == MISSION && self.count.is_none() => {
                let count = usize::from(count.count);
                if count == 0 || count > limits::MISSION_ITEMS {
                    return Some(Read::Unreadable);
                }
                self.count = Some(count);
            }
            Message::MissionItemInt(item)
                if item.mission_type == MISSION
                    && self.count.is_some()
                    && usize::from(item.seq) == self.items.len() =>
            {
                self.items.push(*item);
            }
            _ => return None,
        }
        self.progress = at;
        if self.count == Some(self.items.len()) {
            return Some(self.finish(out));
        }
        self.ask(at, out);
        None
    }

    fn finish(&self, out: &mut Outbox) -> Read {
        super::thank(self.target, out);
        self.personality.read_items(&self.items).map_or(Read::Unreadable, Read::Aboard)
    }

    pub(crate) fn wake_at(&self) -> Timestamp {
        self.due
    }
}
