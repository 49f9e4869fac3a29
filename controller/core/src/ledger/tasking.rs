//! One task to one ground unit.

use crate::ids::{IncidentId, UnitId};
use crate::input::ReplyKind;
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
}
