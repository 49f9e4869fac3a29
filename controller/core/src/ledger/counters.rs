//! Numbers for new things, given out in order.

use crate::ids::{ApprovalId, IncidentId, OrderId, SortieId, TaskingId, TrackId};

/// The last number given of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
}

/// The numbers an event would be the next of.
impl Counters {
    /// The next incident.
    pub fn next_incident(&mut self) -> IncidentId {
        self.incident += 1;
        IncidentId(self.incident)
    }

    /// The next sortie.
    pub fn next_sortie(&mut self) -> SortieId {
        self.sortie += 1;
        SortieId(self.sortie)
    }

    /// The next approval.
    pub fn next_approval(&mut self) -> ApprovalId {
        self.approval += 1;
        ApprovalId(self.approval)
    }

    /// The next order.
    pub fn next_order(&mut self) -> OrderId {
        self.order += 1;
        OrderId(self.order)
    }

    /// The next tasking.
    pub fn next_tasking(&mut self) -> TaskingId {
        self.tasking += 1;
        TaskingId(self.tasking)
    }

    /// The next track.
    pub fn next_track(&mut self) -> TrackId {
        self.track += 1;
        TrackId(self.track)
    }
}
