//! What was decided. An event is durable once recorded, and the ledger is nothing but the fold of them.

mod about;
mod reasoned;
mod tag;

pub use about::About;
pub use reasoned::Event;

use crate::facts;
use crate::guard::IdentityDoubt;
use crate::ids::{ApprovalId, ClosureId, IncidentId, SortieId, TaskingId, UnitId, VehicleId};
use crate::input::{Actor, AlarmKind, CloseReason, Outcome, ReplyKind};
pub use crate::offer::{FlightAction, FlightOffer, GroundOffer, PassedOver, Purpose, Recommendation};
use crate::order::{Order, OrderProgress};
use crate::payload::PayloadOrder;
use crate::readiness::PositionDoubt;
use crate::traffic::TrafficId;
use flight_plans::Uid;
use geodata::{Seconds, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The journal begins.
    ControllerStarted {},
    /// The controller came back and folded its journal.
    ControllerRestarted {},
    /// An alarm became an incident.
    IncidentReported {
        /// Its number.
        incident: IncidentId,
        /// The sender's key.
        key: String,
        /// What.
        what: AlarmKind,
        /// 1 to 4.
        priority: u8,
        /// Where.
        place: Wgs84,
        /// The nearest named place or road.
        place_name: String,
        /// Which door.
        source: String,
    },
    /// A recommendation was worked out.
    IncidentAssessed {
        /// For which.
        incident: IncidentId,
        /// What.
        recommendation: Recommendation,
    },
    /// A human is asked.
    ApprovalRequested {
        /// Its number.
        approval: ApprovalId,
        /// For what.
        purpose: Purpose,
        /// What exactly would fly.
        offer: FlightOffer,
        /// Until when.
        expires: Timestamp,
    },
    /// A human said yes.
    ApprovalGranted {
        /// To what.
        approval: ApprovalId,
        /// Who.
        by: Actor,
        /// Until when the yes can be used.
        expires: Timestamp,
        /// The hash of the card they saw; nothing in records of builds that did not say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        card: String,
    },
    /// A human said no.
    ApprovalRefused {
        /// To what.
        approval: ApprovalId,
        /// Who.
        by: Actor,
    },
    /// Nobody said anything in time, or the question became pointless.
    ApprovalExpired {
        /// Which.
        approval: ApprovalId,
    },
    /// A vehicle is ordered to fly; the approval is used up.
    SortieOrdered {
        /// Its number.
        sortie: SortieId,
        /// For what.
        purpose: Purpose,
        /// By which approval.
        approval: ApprovalId,
        /// The order.
        order: Order,
    },
    /// A vehicle was found in the air.
    SortieAdopted {
        /// Its number.
        sortie: SortieId,
        /// Which.
        vehicle: VehicleId,
    },
    /// The mission aboard of an adopted flight is a line of the plan.
    SortieRecognised {
        /// Which.
        sortie: SortieId,
        /// The line's id.
        line: String,
    },
    /// An order outside a sortie's start: hold, return, land, go-to.
    OrderGiven {
        /// The order.
        order: Order,
    },
    /// An order moved on.
    OrderProgressed {
        /// Whose.
        vehicle: VehicleId,
        /// Which.
        order: crate::ids::OrderId,
        /// How far.
        progress: OrderProgress,
    },
    /// In the air.
    SortieAirborne {
        /// Which.
        sortie: SortieId,
    },
    /// Over the place.
    SortieOnScene {
        /// Which.
        sortie: SortieId,
    },
    /// On the way home.
    SortieReturning {
        /// Which.
        sortie: SortieId,
    },
    /// Over.
    SortieEnded {
        /// Which.
        sortie: SortieId,
    },
    /// The aircraft sees something that stays.
    TrackConfirmed(facts::TrackConfirmed),
    /// A unit is sent.
    TaskingSent {
        /// Its number.
        tasking: TaskingId,
        /// For which incident.
        incident: IncidentId,
        /// Who.
        unit: UnitId,
        /// Where to.
        to: Wgs84,
        /// By road.
        eta: Seconds,
        /// The way by road.
        path: Vec<Wgs84>,
        /// Which slot of the incident it fills.
        #[serde(default)]
        slot: u8,
        /// Which offer of that slot it is, counted from 1; 0 in journals that did not count yet.
        #[serde(default)]
        epoch: u32,
    },
    /// Sent again.
    TaskingReminded {
        /// Which.
        tasking: TaskingId,
    },
    /// The unit answered.
    TaskingReplied {
        /// Which.
        tasking: TaskingId,
        /// Who.
        unit: UnitId,
        /// What.
        reply: ReplyKind,
        /// Which offer it names, when it names one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        epoch: Option<u32>,
    },
    /// Nobody acknowledged.
    TaskingTimedOut {
        /// Which.
        tasking: TaskingId,
    },
    /// Taken back.
    TaskingRecalled {
        /// Which.
        tasking: TaskingId,
    },
    /// The result is there.
    IncidentResolved {
        /// Which.
        incident: IncidentId,
        /// What came of it.
        outcome: Outcome,
    },
    /// Over.
    IncidentClosed {
        /// Which.
        incident: IncidentId,
        /// What came of it.
        outcome: Outcome,
        /// Who.
        by: Actor,
        /// Why it ended while a hop of it was open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<CloseReason>,
    },
    /// A stretch of road is closed to ground units.
    RoadClosed {
        /// Its number.
        closure: ClosureId,
        /// On the road, in the stretch.
        place: Wgs84,
        /// Its name, or empty.
        road: String,
        /// When it opens by itself.
        until: Option<Timestamp>,
        /// Who.
        by: Actor,
    },
    /// It is open again.
    RoadOpened {
        /// Which.
        closure: ClosureId,
    },
    /// A radio link to aircraft was opened while the controller ran.
    RadioOpened {
        /// Its number and where it goes, `link-3 tcp:modem.example:5760`.
        radio: String,
        /// Who.
        by: Actor,
    },
    /// A radio link was closed.
    RadioClosed {
        /// Its number and where it went.
        radio: String,
        /// Who.
        by: Actor,
    },
    /// The unique number of a vehicle's autopilot was learnt; from now on another one is not this vehicle.
    AircraftIdentified {
        /// Which.
        vehicle: VehicleId,
        /// The number.
        uid: Uid,
    },
    /// A vehicle's identity is in doubt.
    AircraftQuarantined {
        /// Which.
        vehicle: VehicleId,
        /// Why.
        doubt: IdentityDoubt,
    },
    /// The doubt is gone.
    AircraftCleared {
        /// Which.
        vehicle: VehicleId,
    },
    /// Somebody else has a hand on a vehicle: automation leaves it alone.
    ControlShared(facts::control::ControlShared),
    /// A post took the vehicle back.
    ControlTaken(facts::control::ControlTaken),
    /// A post holds a vehicle from now on.
    ControlHeld(facts::control::ControlHeld),
    /// Another post asks the holder for a vehicle.
    ControlAsked(facts::control::ControlAsked),
    /// The holder said no.
    ControlKept(facts::control::ControlKept),
    /// Nobody holds a vehicle any more.
    ControlReleased(facts::control::ControlReleased),
    /// Somebody else in the air comes too near a vehicle.
    TrafficNear {
        /// Which of ours.
        vehicle: VehicleId,
        /// The other.
        traffic: TrafficId,
    },
    /// The other has passed.
    TrafficPassed {
        /// Which of ours.
        vehicle: VehicleId,
        /// The other.
        traffic: TrafficId,
    },
    /// A payload was ordered to do something.
    PayloadOrdered {
        /// The order.
        order: PayloadOrder,
    },
    /// An order to a payload moved on.
    PayloadProgressed {
        /// Whose.
        vehicle: VehicleId,
        /// Which.
        order: crate::ids::OrderId,
        /// How far.
        progress: OrderProgress,
    },
    /// A camera records, by its own word.
    RecordingStarted {
        /// Whose.
        vehicle: VehicleId,
    },
    /// A camera records where it must not: told once, when it begins to.
    RecordingBreached {
        /// Whose.
        vehicle: VehicleId,
    },
    /// A camera no longer records.
    RecordingStopped {
        /// Whose.
        vehicle: VehicleId,
        /// How long it did.
        lasted: Seconds,
    },
    /// What was recorded in a flight that is over: the proof of the camera's rule.
    RecordingProven(facts::RecordingProven),
    /// Where a vehicle says it is, is not believed: nothing is planned on it and nothing it sees counts.
    PositionDoubted {
        /// Which.
        vehicle: VehicleId,
        /// Why.
        doubt: PositionDoubt,
    },
    /// It is believed again.
    PositionBelieved {
        /// Which.
        vehicle: VehicleId,
    },
    /// A vehicle in the air is not heard any more.
    LinkLost {
        /// Which.
        vehicle: VehicleId,
    },
    /// It is heard again.
    LinkBack {
        /// Which.
        vehicle: VehicleId,
    },
    /// A unit is taken from a task; that it is recalled follows.
    UnitPreempted {
        /// Which task.
        tasking: TaskingId,
        /// For which incident; the same one when another unit relieves it.
        incident: IncidentId,
    },
    /// What is seen lies so roughly that another unit may be the right one: a look from steeper is proposed.
    LookAgainProposed {
        /// For which incident.
        incident: IncidentId,
        /// Whose camera.
        vehicle: VehicleId,
        /// Who may be the right one; the first is sent.
        units: Vec<UnitId>,
    },
    // What is seen from the air, and the circles.
    /// What was seen from the air is of an incident.
    DetectionsMerged(facts::DetectionsMerged),
    /// A source tells more than its share: the rest is counted, no more.
    SourceFlooding(facts::SourceFlooding),
    /// It no longer does.
    SourceCalm(facts::SourceCalm),
    /// Tiers of guarded places fail, or no longer do.
    CirclesChanged(facts::CirclesChanged),
    /// The crew knows that its task was withdrawn.
    RecallSeen(facts::tasking::RecallSeen),
    /// Nobody confirms a recall.
    TaskingEscalated(facts::tasking::TaskingEscalated),
    /// A task leads elsewhere.
    TaskingMoved(facts::tasking::TaskingMoved),
    /// A crew is told that it is more, or less, urgent.
    TaskingRevised(facts::tasking::TaskingRevised),
    // The duty commander.
    /// A post is duty commander.
    DutyTaken(facts::duty::DutyTaken),
    /// It offers the seat to another.
    DutyHanded(facts::duty::DutyHanded),
    /// Nobody is.
    DutyLeft(facts::duty::DutyLeft),
    /// The weather, as far as it changes what may fly.
    WeatherReported(facts::weather::WeatherReported),
    /// A pilot's post minds a flight.
    SortieMinded(facts::weather::SortieMinded),
    /// A zone holds.
    ZoneSet(facts::zones::ZoneSet),
    /// It no longer does.
    ZoneLifted(facts::zones::ZoneLifted),
    /// A zone is in the way of a flight.
    SortieBlocked(facts::zones::SortieBlocked),
    /// No longer.
    SortieCleared(facts::zones::SortieCleared),
    // The dispatcher's desk.
    /// A further call about an incident.
    ReportMerged(facts::desk::ReportMerged),
    /// A call that was about something else.
    ReportSplit(facts::desk::ReportSplit),
    /// What a crew says of itself.
    UnitStatusChanged(facts::desk::UnitStatusChanged),
    /// One of our own calls for help.
    OfficerCalls(facts::desk::OfficerCalls),
    /// People above are told.
    IncidentEscalated(facts::desk::IncidentEscalated),
    /// Somebody looked what became of it.
    IncidentChecked(facts::desk::IncidentChecked),
    /// A note.
    NoteAdded(facts::desk::NoteAdded),
    /// Two incidents have to do with each other.
    IncidentLinked(facts::desk::IncidentLinked),
    /// An incident is more, or less, urgent than it was.
    PriorityChanged(facts::desk::PriorityChanged),
    /// Something is still to be done for an incident.
    FollowUpOpened(facts::desk::FollowUpOpened),
    /// It should be done by now.
    FollowUpDue(facts::desk::FollowUpDue),
    /// It is done.
    FollowUpDone(facts::desk::FollowUpDone),
    /// More calls than are kept one by one.
    ReportsBeyond(facts::desk::ReportsBeyond),
    /// Who goes was looked at again.
    PairedAnew(facts::desk::PairedAnew),
    /// An incident is a serious case.
    SeriousDeclared(facts::serious::SeriousDeclared),
    /// Who should stand on a ring was worked out.
    RingProposed(facts::serious::RingProposed),
    /// A ring is to be manned.
    RingRaised(facts::serious::RingRaised),
    /// A post has nobody.
    PostOpen(facts::serious::PostOpen),
    /// A ring is manned no more.
    RingLowered(facts::serious::RingLowered),
    /// A unit is called to the scene.
    SceneCalled(facts::serious::SceneCalled),
    /// A unit has its seat.
    SeatTaken(facts::serious::SeatTaken),
    /// A seat is free again.
    SeatLeft(facts::serious::SeatLeft),
    /// A unit that arrived has no seat.
    SeatWanting(facts::serious::SeatWanting),
    /// A circle should be full by now.
    CircleShort(facts::serious::CircleShort),
    /// Somebody asks for a block of the reserve.
    ReserveAsked(facts::serious::ReserveAsked),
    /// A block is called.
    ReserveCalled(facts::serious::ReserveCalled),
    /// A unit of the reserve is at the muster place.
    UnitMustered(facts::serious::UnitMustered),
    /// A block goes home.
    ReserveSentHome(facts::serious::ReserveSentHome),
    /// The serious case is over.
    SeriousOver(facts::serious::SeriousOver),
    /// An aircraft follows a unit.
    FollowBegan(facts::follow::FollowBegan),
    /// It no longer does.
    FollowEnded(facts::follow::FollowEnded),
    /// A unit is put before a dispatcher.
    TaskingProposed(facts::tasking::TaskingProposed),
    /// The aircraft over an incident must leave soon.
    ReliefDue(facts::relief::ReliefDue),
    /// A station asks for an aircraft.
    AircraftWanted(facts::levels::AircraftWanted),
    /// It is not lent to it.
    AircraftDenied(facts::levels::AircraftDenied),
    /// It is.
    AircraftLent(facts::levels::AircraftLent),
    /// It is the bureau's again.
    AircraftBack(facts::levels::AircraftBack),
    /// A station knows of a task from above.
    StationSaw(facts::levels::StationSaw),
    /// A station is not heard: its own are its own.
    StationCut(facts::station::StationCut),
    /// A station decides about its own.
    StationAlone(facts::station::StationAlone),
    /// A station is under the bureau again.
    StationBack(facts::station::StationBack),
}
