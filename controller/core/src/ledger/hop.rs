//! One hop of an incident's story: what a screen shows of an entry of the journal. The whole of it is in the journal.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::ids::{SortieId, TaskingId, UnitId, VehicleId};
use crate::input::{Actor, Role};
use crate::reason::Reason;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// An entry of the journal that was about an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// Number in the journal.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// The fact's kind.
    pub kind: String,
    /// About whom.
    pub who: Who,
    /// Why.
    pub why: Reason,
}

impl Hop {
    /// The hop of an entry that was taken in.
    #[must_use]
    pub fn of(ledger: &Ledger, entry: &Entry) -> Self {
        let fact = &entry.event.fact;
        let (kind, who) = (fact.kind(), Who::of(ledger, fact));
        Self { seq: entry.seq, at: entry.at, kind, who, why: entry.event.why.clone() }
    }
}

/// Who a hop is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// The controller itself.
    Nobody,
    /// An aircraft.
    Vehicle(VehicleId),
    /// A crew.
    Unit(UnitId),
    /// A post, a role, a door, a block of the reserve, by its name.
    Post(String),
}

impl Who {
    fn of(ledger: &Ledger, fact: &Fact) -> Self {
        let tasked = |id: &TaskingId| ledger.taskings.get(id).map_or(Self::Nobody, |tasking| Self::Unit(tasking.unit));
        let flown = |id: &SortieId| ledger.sorties.get(id).map_or(Self::Nobody, |sortie| Self::Vehicle(sortie.vehicle));
        let post = |by: &Actor| Self::Post(by.post.clone());
        match fact {
            Fact::ApprovalGranted { by, .. } | Fact::ApprovalRefused { by, .. } | Fact::IncidentClosed { by, .. } => {
                post(by)
            }
            Fact::ApprovalRequested { offer, .. } => Self::Vehicle(offer.vehicle),
            Fact::SortieOrdered { order, .. } | Fact::OrderGiven { order } => Self::Vehicle(order.vehicle),
            Fact::OrderProgressed { vehicle: id, .. }
            | Fact::LinkLost { vehicle: id }
            | Fact::LinkBack { vehicle: id }
            | Fact::SortieAdopted { vehicle: id, .. } => Self::Vehicle(*id),
            Fact::TrackConfirmed(track) => Self::Vehicle(track.vehicle),
            Fact::SortieRecognised { sortie, .. }
            | Fact::SortieAirborne { sortie }
            | Fact::SortieOnScene { sortie }
            | Fact::SortieReturning { sortie }
            | Fact::SortieEnded { sortie } => flown(sortie),
            Fact::TaskingSent { unit: id, .. } | Fact::TaskingReplied { unit: id, .. } => Self::Unit(*id),
            Fact::TaskingReminded { tasking }
            | Fact::TaskingTimedOut { tasking }
            | Fact::TaskingRecalled { tasking } => tasked(tasking),
            Fact::ReportMerged(merged) => Self::Post(merged.source.clone()),
            Fact::OfficerCalls(calls) => Self::Unit(calls.unit),
            Fact::IncidentEscalated(told) => Self::of_role(told.to),
            Fact::IncidentChecked(checked) => post(&checked.by),
            Fact::NoteAdded(added) => post(&added.by),
            Fact::IncidentLinked(linked) => post(&linked.by),
            Fact::PriorityChanged(changed) => post(&changed.by),
            Fact::FollowUpOpened(opened) => Self::Post(opened.owner.clone()),
            Fact::FollowUpDone(done) => post(&done.by),
            Fact::RecallSeen(seen) => Self::Unit(seen.unit),
            Fact::TaskingEscalated(late) => tasked(&late.tasking),
            Fact::TaskingMoved(moved) => tasked(&moved.tasking),
            Fact::TaskingRevised(revised) => tasked(&revised.tasking),
            Fact::IncidentReported { source, .. } => Self::Post(source.clone()),
            Fact::SeriousDeclared(declared) => post(&declared.by),
            Fact::RingRaised(ring) => post(&ring.by),
            Fact::RingLowered(ring) => post(&ring.by),
            Fact::PostOpen(open) => Self::Post(open.post.clone()),
            Fact::SceneCalled(called) => Self::Unit(called.unit),
            Fact::SeatTaken(seat) => Self::Unit(seat.unit),
            Fact::SeatLeft(seat) => Self::Unit(seat.unit),
            Fact::SeatWanting(seat) => Self::Unit(seat.unit),
            Fact::ReserveAsked(asked) => Self::Post(asked.block.clone()),
            Fact::ReserveCalled(called) => Self::Post(called.block.clone()),
            Fact::UnitMustered(mustered) => Self::Unit(mustered.unit),
            Fact::ReserveSentHome(home) => Self::Post(home.block.clone()),
            _ => Self::Nobody,
        }
    }

    fn of_role(role: Role) -> Self {
        let word = serde_json::to_value(role).ok();
        word.and_then(|word| word.as_str().map(str::to_owned)).map_or(Self::Nobody, Self::Post)
    }
}
