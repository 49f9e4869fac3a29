//! The open loops: incidents of which a step is missing, with what keeps them open and for how long nothing was done, and what
//! was still to be done of those that are over.

use super::close::open_hops;
use crate::controller::Controller;
use crate::ids::IncidentId;
use crate::ledger::stamps::Step;
use geodata::{Seconds, Timestamp};

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// Which incident.
    pub incident: IncidentId,
    /// The first step that was not taken; nothing when all were and something is still to be done.
    pub missing: Option<Step>,
    /// Since the last step that was taken.
    pub idle: Seconds,
    /// What is not over.
    pub hops: Vec<String>,
    /// Somebody above was told that nobody takes it.
    pub is_escalated: bool,
    /// So much of what was to be done is overdue.
    pub overdue: u32,
}

/// All of them, the longest idle first, of equals the oldest.
#[must_use]
pub fn open(controller: &Controller, at: Timestamp) -> Vec<Loop> {
    let undone = controller.ledger.undone();
    let open = controller.ledger.open_incidents().map(|(id, _)| *id);
    let mut ids: Vec<IncidentId> = open.chain(undone).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut loops: Vec<Loop> = ids.into_iter().filter_map(|id| of(controller, at, id)).collect();
    loops.sort_by(|a, b| b.idle.0.total_cmp(&a.idle.0).then(a.incident.cmp(&b.incident)));
    loops
}

fn of(controller: &Controller, at: Timestamp, id: IncidentId) -> Option<Loop> {
    let incident = controller.ledger.incidents.get(&id)?;
    let late = incident.follow_ups.iter().filter(|one| one.done.is_none() && one.due <= at);
    let idle = at.since(incident.stamps.last().unwrap_or(incident.reported));
    Some(Loop {
        incident: id,
        missing: incident.stamps.missing().filter(|_| incident.closed.is_none()),
        idle,
        hops: open_hops(controller, id),
        is_escalated: incident.escalated.is_some(),
        overdue: u32::try_from(late.count()).unwrap_or(u32::MAX),
    })
}
