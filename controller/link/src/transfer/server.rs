//! The other end of a transfer: which list of which vehicle, how it gives items out, and how bad the air to it is.

use super::result;
use super::wire::same_place_item;
use crate::autopilot::Personality;
use crate::codec::{MissionAck, MissionItemInt, MissionRequestInt, MissionRequestList};
use crate::config::Traffic;
use crate::session::Outbox;
use controller_core::Store;

/// `MAV_MISSION_TYPE`.
pub(super) fn kind(store: Store) -> u8 {
    match store {
        Store::Mission => 0,
        Store::Fence => 1,
        Store::Rally => 2,
    }
}

/// One list of one vehicle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Server {
    pub(crate) target: u8,
    pub(crate) store: Store,
    pub(crate) personality: Personality,
    /// The share of frames that do not arrive, 0 to 1.
    pub(crate) loss: f64,
}

impl Server {
    pub(crate) fn new(target: u8, store: Store, personality: Personality, loss: f64) -> Self {
        Self { target, store, personality, loss: if loss.is_finite() { loss.clamp(0.0, 1.0) } else { 0.0 } }
    }

    /// Gives out only the next item and the one before.
    pub(super) fn in_order(self) -> bool {
        self.personality.transfer().gives_in_order
    }

    /// `MAV_MISSION_TYPE`.
    pub(super) fn kind(self) -> u8 {
        kind(self.store)
    }

    /// Whether an item read back is the item sent.
    pub(super) fn same(self, sent: &MissionItemInt, read: &MissionItemInt) -> bool {
        match self.store {
            Store::Mission => self.personality.same_item(sent, read),
            Store::Fence | Store::Rally => same_place_item(sent, read),
        }
    }

    /// Asks how many items there are.
    pub(super) fn ask_count(self, out: &mut Outbox) {
        let ask = MissionRequestList { target_system: self.target, target_component: 1, mission_type: self.kind() };
        out.send(ask, Traffic::Keepalive);
    }

    /// Asks for one item.
    pub(super) fn ask_item(self, item: usize, out: &mut Outbox) {
        let seq = u16::try_from(item).unwrap_or(u16::MAX);
        let ask = MissionRequestInt { seq, target_system: self.target, target_component: 1, mission_type: self.kind() };
        out.send(ask, Traffic::Keepalive);
    }

    /// Ends a reading.
    pub(super) fn thank(self, out: &mut Outbox) {
        let thanks = MissionAck {
            target_system: self.target,
            target_component: 1,
            kind: result::ACCEPTED,
            mission_type: self.kind(),
            opaque_id: 0,
        };
        out.send(thanks, Traffic::Keepalive);
    }
}
