//! Reading what is aboard and comparing it, item by item, with what is meant.

use super::{Download, End, Read, Server};
use crate::codec::{Message, MissionItemInt};
use crate::config::LinkConfig;
use crate::session::Outbox;
use geodata::Timestamp;

/// One read-back.
#[derive(Debug)]
pub(crate) struct ReadBack {
    server: Server,
    expected: Vec<MissionItemInt>,
    download: Download,
}

impl ReadBack {
    /// Of a list that should be `expected`. A vehicle that names its list `known_id` is
    /// believed without giving out its items; 0 believes nobody.
    pub(crate) fn new(at: Timestamp, server: Server, expected: Vec<MissionItemInt>, known_id: u32) -> Self {
        Self { server, expected, download: Download::new(at, server).unless_named(known_id) }
    }

    /// Asks for what is due, or ends for lack of progress.
    pub(crate) fn tick(&mut self, at: Timestamp, config: &LinkConfig, out: &mut Outbox) -> Option<End> {
        let end = self.download.tick(at, config, out)?;
        Some(self.ended(end))
    }

    /// Takes an answer addressed to us.
    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, out: &mut Outbox) -> Option<End> {
        let end = self.download.receive(at, message, out);
        let Some((count, _)) = self.download.count() else { return end.map(|end| self.ended(end)) };
        if count != self.expected.len() {
            self.download.enough(out);
            return Some(End::Different(format!("{count} items aboard instead of {}", self.expected.len())));
        }
        end.map(|end| self.ended(end))
    }

    fn ended(&self, end: Read) -> End {
        match end {
            Read::Items(items, _) => self.compared(&items),
            Read::Known => End::Complete,
            Read::TooMany(count) => End::Different(format!("{count} items aboard instead of {}", self.expected.len())),
            Read::Unfinished => End::GaveUp,
            Read::Unanswered => End::Stalled,
        }
    }

    fn compared(&self, items: &[MissionItemInt]) -> End {
        if items.len() != self.expected.len() {
            return End::Different(format!("{} items aboard instead of {}", items.len(), self.expected.len()));
        }
        let other = self.expected.iter().zip(items).position(|(sent, read)| !self.server.same(sent, read));
        other.map_or(End::Complete, |seq| End::Different(format!("item {seq} aboard is not the one sent")))
    }

    /// How many items are meant.
    pub(crate) fn expected(&self) -> usize {
        self.expected.len()
    }

    /// The vehicle's own number of the list read; 0 when it has none.
    pub(crate) fn id(&self) -> u32 {
        self.download.count().map_or(0, |(_, id)| id)
    }

    pub(crate) fn wake_at(&self) -> Timestamp {
        self.download.wake_at()
    }
}
