//! Which aircraft follow which units. Any other order to the aircraft, and any change of the hands it is in, ends it.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::facts::control::{ControlHeld, ControlReleased, ControlShared};
use crate::facts::follow::{FollowBegan, FollowEnded};
use crate::ids::{UnitId, VehicleId};
use crate::reason::Reason;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// An aircraft that follows a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follow {
    /// Whom.
    pub unit: UnitId,
    /// Since when.
    pub since: Timestamp,
    /// The post that said so.
    pub by: String,
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_follow(&mut self, entry: &Entry) {
        let ended = match &entry.event.fact {
            Fact::FollowBegan(FollowBegan { vehicle, unit, by }) => {
                let follow = Follow { unit: *unit, since: entry.at, by: by.post.clone() };
                self.follows.insert(*vehicle, follow);
                None
            }
            Fact::FollowEnded(FollowEnded { vehicle, .. })
            | Fact::ControlReleased(ControlReleased { vehicle, .. })
            | Fact::ControlShared(ControlShared { vehicle, .. }) => Some(*vehicle),
            Fact::ControlHeld(ControlHeld { vehicle, by, .. }) => self.not_by(*vehicle, &by.post),
            Fact::AircraftLent(lent) => Some(lent.vehicle),
            Fact::AircraftBack(back) => Some(back.vehicle),
            Fact::SortieOrdered { order, .. } => Some(order.vehicle),
            Fact::OrderGiven { order } if !matches!(entry.event.why, Reason::Follows(_)) => Some(order.vehicle),
            _ => None,
        };
        if let Some(vehicle) = ended {
            self.follows.remove(&vehicle);
        }
    }

    /// The vehicle, unless it follows by the word of this post.
    fn not_by(&self, vehicle: VehicleId, post: &str) -> Option<VehicleId> {
        self.follows.get(&vehicle).is_some_and(|follow| follow.by != post).then_some(vehicle)
    }
}
