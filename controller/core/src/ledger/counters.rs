//! Numbers for new things, given out in order.

use crate::ids::{ApprovalId, ClosureId, IncidentId, OrderId, SortieId, TaskingId, TrackId};
use serde::{Deserialize, Serialize};

/// The last number given of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Incidents.
    pub incident: u32,
    /// Sorties.
    pub sortie: u32,
    /// Approvals.
    pub approval: u32,
    /// Orders.
    pub order: u32,
    /// Taskings.
    pub tasking: u32,
    /// Tracks.
    pub track: u32,
    /// Closed roads.
    pub closure: u32,
    /// Zones set in flight.
    pub zone: u32,
}

/// The numbers an event would be the next of.
impl Counters {
    /// The further of each kind.
    #[must_use]
    pub(super) fn max(self, other: &Self) -> Self {
        Self {
            incident: self.incident.max(other.incident),
            sortie: self.sortie.max(other.sortie),
            approval: self.approval.max(other.approval),
            order: self.order.max(other.order),
            tasking: self.tasking.max(other.tasking),
            track: self.track.max(other.track),
            closure: self.closure.max(other.closure),
            zone: self.zone.max(other.zone),
        }
    }

    /// All of them stand here.
    pub(super) fn all(number: u32) -> Self {
        Self {
            incident: number,
            sortie: number,
            approval: number,
            order: number,
            tasking: number,
            track: number,
            closure: number,
            zone: number,
        }
    }

    /// The next incident.
    pub fn next_incident(&mut self) -> IncidentId {
        IncidentId(next(&mut self.incident))
    }

    /// The next sortie.
    pub fn next_sortie(&mut self) -> SortieId {
        SortieId(next(&mut self.sortie))
    }

    /// The next approval.
    pub fn next_approval(&mut self) -> ApprovalId {
        ApprovalId(next(&mut self.approval))
    }

    /// The next order.
    pub fn next_order(&mut self) -> OrderId {
        OrderId(next(&mut self.order))
    }

    /// The next tasking.
    pub fn next_tasking(&mut self) -> TaskingId {
        TaskingId(next(&mut self.tasking))
    }

    /// The next track.
    pub fn next_track(&mut self) -> TrackId {
        TrackId(next(&mut self.track))
    }

    /// The next closed road.
    pub fn next_closure(&mut self) -> ClosureId {
        ClosureId(next(&mut self.closure))
    }
}

/// One more. A journal that names the last number there is can only be a damaged one; the controller goes on with that
/// number rather than stop while aircraft are in the air.
fn next(counter: &mut u32) -> u32 {
    *counter = counter.saturating_add(1);
    *counter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_last_number_there_is_nothing_stops() {
        let mut counters = Counters { incident: u32::MAX - 1, ..Counters::default() };
        assert_eq!([counters.next_incident(), counters.next_incident()], [IncidentId(u32::MAX); 2]);
        assert_eq!([counters.next_order(), counters.next_order()], [OrderId(1), OrderId(2)]);
    }
}
