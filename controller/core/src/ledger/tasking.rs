//! One task to one ground unit.

use crate::event::Fact;
use crate::ids::TaskingId;
use crate::ids::{IncidentId, UnitId};
use crate::input::ReplyKind;
use crate::ledger::incident::Status;
use crate::ledger::{Entry, Ledger};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp, Wgs84};

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskingState {
    /// Sent to the device.
    Sent,
    /// The device has it.
    Received,
    /// The crew accepted.
    Acknowledged,
    /// On the way.
    EnRoute,
    /// Arrived.
    OnScene,
    /// Finished.
    Done,
    /// The crew cannot.
    Declined,
    /// Nobody acknowledged.
    TimedOut,
    /// Taken back.
    Recalled,
}

impl TaskingState {
    /// The state an answer leads to.
    #[must_use]
    pub fn after(reply: &ReplyKind) -> Self {
        match reply {
            ReplyKind::Received => Self::Received,
            ReplyKind::Acknowledged => Self::Acknowledged,
            ReplyKind::Declined => Self::Declined,
            ReplyKind::EnRoute => Self::EnRoute,
            ReplyKind::OnScene => Self::OnScene,
            ReplyKind::Done { .. } => Self::Done,
        }
    }

    /// Whether something is still to come.
    #[must_use]
    pub fn is_open(self) -> bool {
        self < Self::Done
    }

    /// Whether an answer moves the task on. Repeats and answers out of order do not.
    #[must_use]
    pub fn accepts(self, reply: &ReplyKind) -> bool {
        let next = Self::after(reply);
        match next {
            Self::Declined => self < Self::Acknowledged,
            _ => self.is_open() && next > self,
        }
    }
}

/// One task to one ground unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Tasking {
    /// For which incident.
    pub incident: IncidentId,
    /// Who.
    pub unit: UnitId,
    /// Where to.
    pub to: Wgs84,
    /// When it was sent.
    pub sent: Timestamp,
    /// By road.
    pub eta: Seconds,
    /// The way by road.
    pub path: Vec<Wgs84>,
    /// Where it stands.
    pub state: TaskingState,
    /// Since when.
    pub since: Timestamp,
    /// Whether it was sent a second time.
    pub reminded: bool,
    /// Why this unit.
    pub why: Reason,
    /// It was taken back so that the unit, or a sooner one, could be sent elsewhere; not by a person.
    pub preempted: bool,
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_tasking(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::TaskingSent { tasking, incident, unit, to, eta, path } => {
                self.taskings.insert(
                    *tasking,
                    Tasking {
                        incident: *incident,
                        unit: *unit,
                        to: *to,
                        sent: entry.at,
                        eta: *eta,
                        path: path.clone(),
                        state: TaskingState::Sent,
                        since: entry.at,
                        reminded: false,
                        why: entry.event.why.clone(),
                        preempted: false,
                    },
                );
                self.open.taskings.insert(*unit, *tasking);
                if let Some(incident) = self.incidents.get_mut(incident) {
                    incident.raise(Status::Assigned);
                    incident.taskings.push(*tasking);
                }
            }
            Fact::TaskingReminded { tasking } => {
                if let Some(tasking) = self.taskings.get_mut(tasking) {
                    tasking.reminded = true;
                }
            }
            Fact::UnitPreempted { tasking, .. } => {
                if let Some(tasking) = self.taskings.get_mut(tasking) {
                    tasking.preempted = true;
                }
            }
            Fact::TaskingReplied { tasking, reply, .. } => self.reply(*tasking, reply, entry.at),
            Fact::TaskingTimedOut { tasking } => self.move_tasking(*tasking, TaskingState::TimedOut, entry.at),
            Fact::TaskingRecalled { tasking } => self.move_tasking(*tasking, TaskingState::Recalled, entry.at),
            _ => {}
        }
    }

    fn reply(&mut self, id: TaskingId, reply: &ReplyKind, at: Timestamp) {
        let state = TaskingState::after(reply);
        self.move_tasking(id, state, at);
        if state == TaskingState::OnScene
            && let Some(incident) = self.taskings.get(&id).map(|tasking| tasking.incident)
            && let Some(incident) = self.incidents.get_mut(&incident)
        {
            incident.raise(Status::OnScene);
        }
    }

    fn move_tasking(&mut self, id: TaskingId, state: TaskingState, at: Timestamp) {
        let Some(tasking) = self.taskings.get_mut(&id) else { return };
        tasking.state = state;
        tasking.since = at;
        if !state.is_open() && self.open.taskings.get(&tasking.unit) == Some(&id) {
            self.open.taskings.remove(&tasking.unit);
        }
    }
}
