//! One address that speaks with a vehicle's system id: what it told, and when it is asked again.

use super::evidence::Stream;
use crate::sometime::Sometime;
use crate::{Peer, limits};
use flight_plans::Uid;
use geodata::Timestamp;

/// One address that speaks as the vehicle.
#[derive(Debug)]
pub(super) struct Sender {
    pub(super) peer: Peer,
    /// Told from others by this: senders come and go, and their numbers with them.
    pub(super) number: u8,
    pub(super) since: Timestamp,
    pub(super) heard_at: Timestamp,
    /// The number it told last, and when.
    pub(super) told: Option<(Uid, Timestamp)>,
    pub(super) stream: Stream,
    /// When its last heartbeat came.
    pub(super) beat_at: Sometime,
    pub(super) asked_at: Timestamp,
    pub(super) ask_at: Timestamp,
    pub(super) asked: u8,
}

impl Sender {
    pub(super) fn new(at: Timestamp, peer: Peer, number: u8) -> Self {
        Self {
            peer,
            number,
            since: at,
            heard_at: at,
            told: None,
            stream: Stream::default(),
            beat_at: Sometime::NEVER,
            asked_at: Timestamp::default(),
            ask_at: at,
            asked: 0,
        }
    }

    /// Heartbeats too near to each other may be two aircraft's: ask now, though not more often than ever.
    pub(super) fn beat(&mut self, at: Timestamp) {
        let hasty = self.beat_at.is_some_and(|last| at.since(last).0 < limits::BEATS_APART.0);
        if hasty && at.since(self.asked_at).0 >= limits::IDENTITY_RETRY.0 {
            self.ask_at = self.ask_at.min(at);
        }
        self.beat_at = at.into();
    }
}
