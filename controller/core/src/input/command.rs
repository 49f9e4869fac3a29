//! What people at screens can decide.

use super::{CloseReason, Outcome, SeriousCommand};
use crate::aboard::Store;
use crate::facts::zones::LiveZone;
use crate::ids::{ApprovalId, ClosureId, IncidentId, TaskingId, UnitId, VehicleId};
use crate::payload::PayloadAsk;
use geodata::{Metres, Seconds, Wgs84};

/// What the desk can say about an incident.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskCommand {
    /// The merged call with this key was about something else.
    Split(String),
    /// Write this down.
    Note(String),
    /// It has to do with another.
    Link(IncidentId),
    /// It is this urgent, 1 to 4.
    Priority(u8),
    /// Something is still to be done.
    FollowUp {
        /// What.
        text: String,
        /// The post that does it.
        owner: String,
        /// By when, from now.
        within: Seconds,
    },
    /// Somebody looked what became of it.
    Check,
    /// What was still to be done, by its number in the incident, is done.
    FollowedUp(u32),
}

/// What the seat of the duty commander can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyCommand {
    /// The post is on duty from now on.
    Take {
        /// Also when another post is that did not offer the seat.
        relieve: bool,
        /// Other commanders' posts may decide in its name.
        deputies: bool,
    },
    /// Offered to another post; the seat changes when that takes it.
    Hand(String),
    /// Nobody is on duty from now on.
    Leave,
}

/// What bureau and stations say to each other.
#[derive(Clone, Debug, PartialEq)]
pub enum LevelCommand {
    /// A station asks for an aircraft.
    Ask(VehicleId),
    /// The bureau does not lend it.
    Deny {
        /// Which.
        vehicle: VehicleId,
        /// To which station.
        station: String,
        /// Why.
        text: String,
    },
    /// The bureau lends it to a station, by the id of its post.
    Lend(VehicleId, String),
    /// The bureau takes it back, or the station gives it back.
    Back(VehicleId),
    /// A post of the unit's station knows of this task from above.
    Saw(TaskingId),
}

/// What a person at a screen can decide.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let the aircraft named in the approval fly. The duty commander only.
    Approve {
        /// The question.
        id: ApprovalId,
        /// The hash of the mission that was shown.
        mission: String,
        /// The hash of the card that was shown.
        card: String,
    },
    /// Take, hand over or leave the seat of the duty commander.
    Duty(DutyCommand),
    /// Do not let it fly.
    Refuse(ApprovalId),
    /// Work out a fresh recommendation and ask for approval again.
    Reassess(IncidentId),
    /// Send this unit (earlier open taskings of the incident are recalled); true: although there is a warning about it.
    Task(IncidentId, UnitId, bool),
    /// Take a tasking back.
    Recall(TaskingId),
    /// Something the desk says about an incident.
    Desk(IncidentId, DeskCommand),
    /// Something between bureau and stations.
    Level(LevelCommand),
    /// Something about a serious case.
    Serious(IncidentId, SeriousCommand),
    /// The incident is over; while a hop of it is open it needs a reason.
    Close(IncidentId, Outcome, Option<CloseReason>),
    /// Stop and stay.
    Hold(VehicleId),
    /// Fly home.
    Return(VehicleId),
    /// Land here and now.
    Land(VehicleId),
    /// The post holds it from now on, or asks the post for it that does; what another station had of it is ours again.
    TakeControl(VehicleId),
    /// The holder gives it to the post, or lets the other station have it, that asks.
    HandOver(VehicleId),
    /// The holder says no to the post that asks.
    KeepControl(VehicleId),
    /// The holder, or a commander, lets go of it.
    ReleaseControl(VehicleId),
    /// A command meant under this epoch of the vehicle's control: refused once hands have changed.
    Under(u32, Box<Command>),
    /// Fly straight there, at the plan's patrol height, and stay.
    GoTo(VehicleId, Wgs84),
    /// In the air: go where this unit is, and on as it moves, until anything else is ordered.
    Follow(VehicleId, UnitId),
    /// In the air: go on with the approved mission from where it was left.
    Resume(VehicleId),
    /// On the ground: put the district's fence or rally points aboard.
    Equip(VehicleId, Store),
    /// Circle this place with this radius, at the plan's patrol height over the highest ground of the circle.
    Orbit(VehicleId, Wgs84, Metres),
    /// Turn a camera, or let it record.
    Payload(VehicleId, PayloadAsk),
    /// Every aircraft that is in the air flies home.
    AllReturn,
    /// The road here is closed to ground units, for so long or until it is opened.
    CloseRoad(Wgs84, Option<Seconds>),
    /// A zone of the air holds from now on.
    SetZone(LiveZone),
    /// The zone of this number no longer does. Commander only.
    LiftZone(u32),
    /// It is open again.
    OpenRoad(ClosureId),
    /// A radio link to aircraft, by its number and where it goes, was opened (true) or closed. Commander only.
    Radio(String, bool),
}
