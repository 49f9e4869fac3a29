//! What a fact is about, said once: which incident's story it belongs to, whose screens it changes, and whether the rules
//! have to look at one aircraft or at everybody after it are readings of this. A new fact gets its row here.

use super::Fact;
use crate::facts::control::{ControlAsked, ControlHeld, ControlKept, ControlReleased, ControlShared, ControlTaken};
use crate::ids::{ApprovalId, IncidentId, SortieId, TaskingId, UnitId, VehicleId};
use crate::ledger::Ledger;

/// What a fact names. What follows from the names is looked up in the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// An incident, named itself.
    pub incident: Option<IncidentId>,
    /// Another incident whose screen it changes.
    pub other: Option<IncidentId>,
    /// A question.
    pub approval: Option<ApprovalId>,
    /// A flight.
    pub sortie: Option<SortieId>,
    /// A tasking.
    pub tasking: Option<TaskingId>,
    /// A ground unit.
    pub unit: Option<UnitId>,
    /// A vehicle.
    pub vehicle: Option<VehicleId>,
    /// It moves the flight, orders, payload or link of one aircraft, and nothing else.
    pub is_of_one: bool,
    /// It is no part of the story of the incident the aircraft flies for.
    pub is_apart: bool,
    /// It closes or opens a road.
    pub roads: bool,
    /// The zones of the air.
    pub zones: bool,
    /// Who is duty commander.
    pub duty: bool,
    /// Which stations are on their own.
    pub levels: bool,
    /// It is about others in the air.
    pub traffic: bool,
}

impl About {
    /// Nothing of the lists.
    const NOTHING: Self = Self {
        incident: None,
        other: None,
        approval: None,
        sortie: None,
        tasking: None,
        unit: None,
        vehicle: None,
        is_of_one: false,
        is_apart: false,
        roads: false,
        zones: false,
        duty: false,
        levels: false,
        traffic: false,
    };

    fn incident(id: IncidentId) -> Self {
        Self { incident: Some(id), ..Self::NOTHING }
    }

    fn approval(id: ApprovalId) -> Self {
        Self { approval: Some(id), ..Self::NOTHING }
    }

    fn sortie(id: SortieId) -> Self {
        Self { sortie: Some(id), ..Self::NOTHING }
    }

    fn tasking(id: TaskingId) -> Self {
        Self { tasking: Some(id), ..Self::NOTHING }
    }

    fn vehicle(id: VehicleId) -> Self {
        Self { vehicle: Some(id), ..Self::NOTHING }
    }

    /// Only that aircraft.
    fn alone(self) -> Self {
        Self { is_of_one: true, ..self }
    }

    /// The incident whose story the fact belongs to.
    #[must_use]
    pub fn story(&self, ledger: &Ledger) -> Option<IncidentId> {
        if self.is_apart {
            return None;
        }
        let asked = self.approval.and_then(|id| ledger.approvals.get(&id)?.purpose.incident());
        let flown = self.sortie.and_then(|id| ledger.sorties.get(&id)?.purpose.incident());
        let tasked = self.tasking.and_then(|id| Some(ledger.taskings.get(&id)?.incident));
        let open = self.vehicle.filter(|_| self.sortie.is_none());
        let flying = open.and_then(|vehicle| ledger.sortie_of(vehicle)?.1.purpose.incident());
        self.incident.or(asked).or(flown).or(tasked).or(flying)
    }

    /// The one aircraft it is about; nothing for a fact about anything else too.
    #[must_use]
    pub fn one(&self, ledger: &Ledger) -> Option<VehicleId> {
        let flown_by = self.sortie.and_then(|id| ledger.sorties.get(&id)).map(|sortie| sortie.vehicle);
        self.vehicle.or(flown_by).filter(|_| self.is_of_one)
    }
}

impl Fact {
    /// What it names.
    #[must_use]
    pub fn about(&self) -> About {
        match self {
            Self::ControllerStarted {}
            | Self::ControllerRestarted { .. }
            | Self::RadioOpened { .. }
            | Self::RadioClosed { .. }
            | Self::WeatherReported(_)
            | Self::CirclesChanged(_) => About::NOTHING,
            Self::StationCut(_) | Self::StationAlone(_) | Self::StationBack(_) => {
                About { levels: true, ..About::NOTHING }
            }
            Self::ZoneSet(_) | Self::ZoneLifted(_) => About { zones: true, ..About::NOTHING },
            Self::SortieBlocked(blocked) => About::sortie(blocked.sortie),
            Self::SortieCleared(cleared) => About::sortie(cleared.sortie),
            Self::DutyTaken(_) | Self::DutyHanded(_) | Self::DutyLeft(_) => About { duty: true, ..About::NOTHING },
            Self::RoadClosed { .. } | Self::RoadOpened { .. } => About { roads: true, ..About::NOTHING },
            Self::IncidentReported { incident, .. }
            | Self::IncidentAssessed { incident, .. }
            | Self::LookAgainProposed { incident, .. }
            | Self::IncidentResolved { incident, .. }
            | Self::IncidentClosed { incident, .. } => About::incident(*incident),
            Self::ApprovalRequested { approval, .. }
            | Self::ApprovalGranted { approval, .. }
            | Self::ApprovalRefused { approval, .. }
            | Self::ApprovalExpired { approval } => About::approval(*approval),
            Self::SortieOrdered { sortie, .. } => About::sortie(*sortie),
            Self::SortieMinded(minded) => About::sortie(minded.sortie),
            Self::SortieRecognised { sortie, .. } => About { is_apart: true, ..About::sortie(*sortie) },
            Self::SortieAdopted { sortie, vehicle } => {
                About { sortie: Some(*sortie), is_apart: true, ..About::vehicle(*vehicle) }.alone()
            }
            Self::SortieAirborne { sortie }
            | Self::SortieOnScene { sortie }
            | Self::SortieReturning { sortie }
            | Self::SortieEnded { sortie } => About::sortie(*sortie).alone(),
            Self::TaskingSent { tasking, .. }
            | Self::TaskingReminded { tasking }
            | Self::TaskingReplied { tasking, .. }
            | Self::TaskingTimedOut { tasking }
            | Self::TaskingRecalled { tasking }
            | Self::UnitPreempted { tasking, .. } => About::tasking(*tasking),
            Self::ReportMerged(merged) => About::incident(merged.incident),
            Self::ReportSplit(split) => About { other: Some(split.from), ..About::incident(split.incident) },
            Self::UnitStatusChanged(changed) => About { unit: Some(changed.unit), ..About::NOTHING },
            Self::OfficerCalls(calls) => About { unit: Some(calls.unit), ..About::incident(calls.incident) },
            Self::IncidentEscalated(told) => About::incident(told.incident),
            Self::IncidentChecked(checked) => About::incident(checked.incident),
            Self::NoteAdded(added) => About::incident(added.incident),
            Self::IncidentLinked(linked) => About { other: Some(linked.other), ..About::incident(linked.incident) },
            Self::PriorityChanged(changed) => About::incident(changed.incident),
            Self::FollowUpOpened(opened) => About::incident(opened.incident),
            Self::FollowUpDue(due) => About::incident(due.incident),
            Self::FollowUpDone(done) => About::incident(done.incident),
            Self::ReportsBeyond(more) => About::incident(more.incident),
            Self::PairedAnew(paired) => About::incident(paired.incident),
            Self::RecallSeen(seen) => About::tasking(seen.tasking),
            Self::TaskingEscalated(late) => About::tasking(late.tasking),
            Self::TaskingMoved(moved) => About::tasking(moved.tasking),
            Self::TaskingRevised(revised) => About::tasking(revised.tasking),
            Self::OrderGiven { order } => About::vehicle(order.vehicle).alone(),
            Self::PayloadOrdered { order } => About::vehicle(order.vehicle).alone(),
            Self::TrackConfirmed(seen) => About::incident(seen.incident),
            Self::RecordingProven(proof) => {
                About { sortie: Some(proof.sortie), ..About::vehicle(proof.vehicle) }.alone()
            }
            Self::OrderProgressed { vehicle, .. }
            | Self::PayloadProgressed { vehicle, .. }
            | Self::RecordingStarted { vehicle }
            | Self::RecordingBreached { vehicle }
            | Self::RecordingStopped { vehicle, .. }
            | Self::PositionDoubted { vehicle, .. }
            | Self::PositionBelieved { vehicle }
            | Self::LinkLost { vehicle }
            | Self::LinkBack { vehicle } => About::vehicle(*vehicle).alone(),
            Self::AircraftQuarantined { vehicle, .. }
            | Self::AircraftCleared { vehicle }
            | Self::ControlShared(ControlShared { vehicle, .. })
            | Self::ControlTaken(ControlTaken { vehicle, .. })
            | Self::ControlHeld(ControlHeld { vehicle, .. })
            | Self::ControlAsked(ControlAsked { vehicle, .. })
            | Self::ControlKept(ControlKept { vehicle, .. })
            | Self::ControlReleased(ControlReleased { vehicle, .. }) => About::vehicle(*vehicle),
            Self::AircraftIdentified { vehicle, .. } => About { is_apart: true, ..About::vehicle(*vehicle) },
            Self::TrafficNear { vehicle, .. } | Self::TrafficPassed { vehicle, .. } => {
                About { traffic: true, ..About::vehicle(*vehicle) }
            }
            Self::DetectionsMerged(merged) => About::incident(merged.incident),
            Self::SeriousDeclared(declared) => About::incident(declared.incident),
            Self::RingProposed(ring) => About::incident(ring.incident),
            Self::RingRaised(ring) => About::incident(ring.incident),
            Self::PostOpen(open) => About::incident(open.incident),
            Self::RingLowered(ring) => About::incident(ring.incident),
            Self::SceneCalled(called) => About::incident(called.incident),
            Self::SeatTaken(seat) => About { unit: Some(seat.unit), ..About::incident(seat.incident) },
            Self::SeatLeft(seat) => About { unit: Some(seat.unit), ..About::incident(seat.incident) },
            Self::SeatWanting(seat) => About { unit: Some(seat.unit), ..About::incident(seat.incident) },
            Self::CircleShort(short) => About::incident(short.incident),
            Self::ReserveAsked(block) => About::incident(block.incident),
            Self::ReserveCalled(block) => About::incident(block.incident),
            Self::UnitMustered(unit) => About { unit: Some(unit.unit), ..About::incident(unit.incident) },
            Self::ReserveSentHome(block) => About::incident(block.incident),
            Self::SeriousOver(over) => About::incident(over.incident),
            Self::FollowBegan(follow) => About { unit: Some(follow.unit), ..About::vehicle(follow.vehicle) },
            Self::FollowEnded(follow) => About { unit: Some(follow.unit), ..About::vehicle(follow.vehicle) },
            Self::TaskingProposed(offer) => {
                About { tasking: Some(offer.tasking), unit: Some(offer.unit), ..About::incident(offer.incident) }
            }
            Self::ReliefDue(relief) => About { vehicle: Some(relief.vehicle), ..About::incident(relief.incident) },
            Self::AircraftWanted(wanted) => About { is_apart: true, ..About::vehicle(wanted.vehicle) },
            Self::AircraftDenied(denied) => About { is_apart: true, ..About::vehicle(denied.vehicle) },
            Self::AircraftLent(lent) => About { is_apart: true, ..About::vehicle(lent.vehicle) },
            Self::AircraftBack(back) => About { is_apart: true, ..About::vehicle(back.vehicle) },
            Self::StationSaw(seen) => About::tasking(seen.tasking),
            Self::SourceFlooding(flood) => About { is_apart: true, ..About::vehicle(flood.vehicle) },
            Self::SourceCalm(calm) => About { is_apart: true, ..About::vehicle(calm.vehicle) },
        }
    }
}
