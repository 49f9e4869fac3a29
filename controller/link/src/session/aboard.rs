//! At first contact with an aircraft in the air: what does it fly? Asked once a contact, and never while an order of
//! ours speaks about missions with it.

use super::{Known, Outbox};
use crate::codec::Message;
use crate::config::LinkConfig;
use crate::transfer::{Download, Read, Server};
use controller_core::{FlightMode, SkyReport, Store};
use geodata::Timestamp;

/// The question about the mission aboard.
#[derive(Debug, Default)]
pub(crate) enum Aboard {
    /// Not asked since the contact began.
    #[default]
    Open,
    /// Under way.
    Asking(Box<Download>),
    /// Answered, or without an answer.
    Settled,
}

impl Aboard {
    /// A new contact asks anew.
    pub(crate) fn restart(&mut self) {
        *self = Self::Open;
    }

    /// An order of ours takes the conversation: what is aboard will be what it sends.
    pub(crate) fn give_way(&mut self) {
        *self = Self::Settled;
    }

    /// Asks what is due, and nothing while an order of ours is `busy` with the vehicle: two conversations about missions
    /// at once confuse it. What was left open is asked afterwards.
    pub(crate) fn tick(&mut self, at: Timestamp, busy: bool, known: &Known, config: &LinkConfig, out: &mut Outbox) {
        if busy {
            if matches!(self, Self::Asking(_)) {
                *self = Self::Open;
            }
            return;
        }
        let flies = known.status.in_air == Some(true) && known.status.mode == FlightMode::Mission;
        if matches!(self, Self::Open)
            && flies
            && let Some(personality) = known.personality.filter(|personality| personality.only_read().is_none())
        {
            let server = Server::new(known.target(), Store::Mission, personality, known.loss);
            *self = Self::Asking(Box::new(Download::new(at, server)));
        }
        if let Self::Asking(download) = self
            && let Some(read) = download.tick(at, config, out)
        {
            self.settle(read, known, out);
        }
    }

    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message, known: &Known, out: &mut Outbox) {
        if let Self::Asking(download) = self
            && let Some(read) = download.receive(at, message, out)
        {
            self.settle(read, known, out);
        }
    }

    fn settle(&mut self, read: Read, known: &Known, out: &mut Outbox) {
        *self = Self::Settled;
        let Read::Items(items, _) = read else { return };
        let mission = known.personality.and_then(|personality| personality.read_items(&items));
        if let Some(mission) = mission.filter(|mission| !mission.items.is_empty()) {
            out.report(SkyReport::Aboard(mission));
        }
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        match self {
            Self::Asking(download) => Some(download.wake_at()),
            Self::Open | Self::Settled => None,
        }
    }
}
