//! What people at screens decide, each within the rights of the post.

use crate::controller::{Answer, Controller};
use crate::decide::desk::close::close;
use crate::decide::{
    Step, aboard, approval, assess, desk, duty, follow, lease, levels, payload, places, roads, serious, sortie,
    tasking, zones,
};
use crate::event::Fact;
use crate::ids::{IncidentId, OrderId, TaskingId, VehicleId};
use crate::input::{Actor, Command, LevelCommand, Role};
use crate::ledger::approval::ApprovalState;
use crate::order::OrderKind;
use crate::reason::Reason;
use flight_plans::Homeward;
use geodata::Timestamp;

/// Whether a post may decide this. Deny is the default.
#[must_use]
pub fn allowed(role: Role, command: &Command) -> bool {
    match command {
        Command::Approve { .. } | Command::Refuse(_) | Command::Radio(..) | Command::Duty(_) => role == Role::Commander,
        Command::Reassess(_)
        | Command::Task(..)
        | Command::Recall(_)
        | Command::Close(..)
        | Command::Desk(..)
        | Command::Serious(..)
        | Command::CloseRoad(..)
        | Command::OpenRoad(_) => {
            matches!(role, Role::Commander | Role::Dispatcher)
        }
        // To close the air is everybody's who flies; to open it again is the commander's.
        Command::LiftZone(_) => role == Role::Commander,
        Command::SetZone(_)
        | Command::Hold(_)
        | Command::Return(_)
        | Command::Land(_)
        | Command::GoTo(..)
        | Command::Orbit(..)
        | Command::Follow(..)
        | Command::AllReturn
        | Command::TakeControl(_)
        | Command::HandOver(_)
        | Command::KeepControl(_)
        | Command::ReleaseControl(_)
        | Command::Payload(..)
        | Command::Resume(_)
        | Command::Equip(..) => {
            matches!(role, Role::Commander | Role::Operator)
        }
        Command::Level(LevelCommand::Saw(_)) => matches!(role, Role::Commander | Role::Dispatcher),
        Command::Level(LevelCommand::Ask(_)) => matches!(role, Role::Commander | Role::Dispatcher | Role::Operator),
        Command::Level(_) => matches!(role, Role::Commander | Role::Operator),
        Command::Under(_, command) => allowed(role, command),
    }
}

/// Carries out a decision, or says why not.
pub fn decided(controller: &Controller, at: Timestamp, actor: &Actor, command: &Command) -> (Step, Answer) {
    if !allowed(actor.role, command) {
        let role = format!("{:?}", actor.role).to_lowercase();
        return (Step::of(controller), Answer::Denied(Reason::NotAllowed { role }));
    }
    let (epoch, command) = match command {
        Command::Under(epoch, command) => (Some(*epoch), command.as_ref()),
        command => (None, command),
    };
    if let Err(why) = levels::may(controller, actor, command) {
        return (Step::of(controller), Answer::Denied(why));
    }
    if let Some(vehicle) = lease::needs_control(command)
        && let Err(why) = lease::may_order(controller, vehicle, actor, epoch)
    {
        return (Step::of(controller), Answer::Denied(why));
    }
    match command.clone() {
        Command::Approve { id, mission, card } => {
            approval::grant(controller, at, id, approval::Seen { mission: &mission, card: &card }, actor)
        }
        Command::Duty(say) => duty::decided(controller, at, actor, &say),
        Command::Refuse(id) => refuse(controller, id, actor),
        Command::Reassess(incident) => reassess(controller, at, incident),
        Command::Task(incident, unit, over) => tasking::by_hand(controller, incident, (unit, over), actor),
        Command::Recall(id) => recall(controller, id, actor),
        Command::Close(incident, outcome, reason) => close(controller, incident, outcome, reason, actor),
        Command::Hold(vehicle) => order(controller, at, vehicle, OrderKind::Hold, actor),
        Command::Return(vehicle) => {
            let home = sortie::home(controller, at, vehicle, &mut sortie::ways_home(controller, at));
            order(controller, at, vehicle, home, actor)
        }
        Command::Land(vehicle) => order(controller, at, vehicle, OrderKind::Land, actor),
        Command::GoTo(vehicle, place) => places::go_to(controller, at, vehicle, place, actor),
        Command::Orbit(vehicle, place, radius) => places::orbit(controller, at, vehicle, (place, radius), actor),
        Command::Follow(vehicle, unit) => follow::begin(controller, at, vehicle, unit, actor),
        Command::AllReturn => all_return(controller, at, actor),
        Command::Payload(vehicle, ask) => payload::asked(controller, at, vehicle, &ask, actor),
        Command::Resume(vehicle) => judged(controller, at, vehicle, aboard::resume(controller, at, vehicle), actor),
        Command::Equip(vehicle, store) => {
            judged(controller, at, vehicle, aboard::store(controller, at, vehicle, store), actor)
        }
        Command::TakeControl(vehicle) => lease::take(controller, at, vehicle, actor),
        Command::HandOver(vehicle) => lease::hand_over(controller, vehicle, actor),
        Command::KeepControl(vehicle) => lease::keep(controller, vehicle, actor),
        Command::ReleaseControl(vehicle) => lease::release(controller, vehicle, actor),
        // Under itself it is nothing.
        Command::Under(..) => {
            (Step::of(controller), Answer::Denied(Reason::WrongState { state: "twice under an epoch".to_owned() }))
        }
        Command::Level(say) => levels::decided(controller, &say, actor),
        Command::Serious(incident, say) => serious::decided(controller, at, incident, &say, actor),
        Command::Desk(incident, say) => desk::decided(controller, at, incident, &say, actor),
        Command::SetZone(drawn) => zones::set(controller, at, &drawn, actor),
        Command::LiftZone(number) => zones::lift(controller, at, number, actor),
        Command::CloseRoad(place, lasts) => roads::close(controller, at, place, lasts, actor),
        Command::OpenRoad(closure) => roads::open(controller, closure, actor),
        Command::Radio(radio, is_open) => radio_changed(controller, radio, is_open, actor),
    }
}

/// Which ways lead to the aircraft is part of the record.
fn radio_changed(controller: &Controller, radio: String, is_open: bool, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let (by, post) = (actor.clone(), actor.post.clone());
    if is_open {
        step.say(Fact::RadioOpened { radio, by }, Reason::RadioOpenedBy { post });
    } else {
        step.say(Fact::RadioClosed { radio, by }, Reason::RadioClosedBy { post });
    }
    (step, Answer::Accepted { incident: None })
}

fn refuse(controller: &Controller, id: crate::ids::ApprovalId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let Some(approval) = controller.ledger.approvals.get(&id) else {
        return (step, Answer::Denied(Reason::NoSuch { what: id.to_string() }));
    };
    if approval.state != ApprovalState::Requested {
        let state = format!("{:?}", approval.state).to_lowercase();
        return (step, Answer::Denied(Reason::WrongState { state }));
    }
    let why = Reason::RefusedBy { post: actor.post.clone() };
    step.say(Fact::ApprovalRefused { approval: id, by: actor.clone() }, why);
    (step, Answer::Accepted { incident: approval.purpose.incident() })
}

fn reassess(controller: &Controller, at: Timestamp, id: IncidentId) -> (Step, Answer) {
    let mut step = Step::of(controller);
    match controller.ledger.incidents.get(&id) {
        None => (step, Answer::Denied(Reason::NoSuch { what: id.to_string() })),
        Some(incident) if !incident.is_open() => {
            (step, Answer::Denied(Reason::WrongState { state: "over".to_owned() }))
        }
        Some(_) => {
            if let Some((waiting, _)) = controller.ledger.waiting_for(id) {
                step.say(Fact::ApprovalExpired { approval: *waiting }, Reason::Superseded {});
            }
            assess::assess(controller, at, id, assess::Wanted::ByPerson, &mut step);
            (step, Answer::Accepted { incident: Some(id) })
        }
    }
}

fn recall(controller: &Controller, id: TaskingId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let Some(tasking) = controller.ledger.taskings.get(&id) else {
        return (step, Answer::Denied(Reason::NoSuch { what: id.to_string() }));
    };
    if !tasking.state.is_open() {
        return (step, Answer::Denied(Reason::WrongState { state: "over".to_owned() }));
    }
    tasking::recall(controller, id, Reason::RecalledBy { post: actor.post.clone() }, &mut step);
    (step, Answer::Accepted { incident: Some(tasking.incident) })
}

/// Every aircraft in the air is sent home by an order of its own; who was not, and why, is told for each.
fn all_return(controller: &Controller, at: Timestamp, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let mut ways = sortie::ways_home(controller, at);
    let squadron = &controller.setup.plan.squadron;
    let mut each = Vec::with_capacity(squadron.len());
    for aircraft in squadron {
        let vehicle = VehicleId(aircraft.vehicle);
        let outcome = return_one(controller, at, vehicle, actor, &mut ways, &mut step);
        each.push((vehicle, outcome));
    }
    (step, Answer::Each(each))
}

fn return_one(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    actor: &Actor,
    ways: &mut Homeward<'_>,
    step: &mut Step,
) -> Result<OrderId, Reason> {
    let face = controller.picture.fleet.get(vehicle).ok_or(Reason::NoPosition {})?;
    if face.landed() {
        return Err(Reason::WrongState { state: "on the ground".to_owned() });
    }
    let kind = sortie::home(controller, at, vehicle, ways);
    let why = Reason::CommandedBy { post: actor.post.clone(), order: "all_return".to_owned() };
    sortie::give(controller, at, vehicle, kind, why, step)
}

fn judged(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    kind: Result<OrderKind, Reason>,
    actor: &Actor,
) -> (Step, Answer) {
    match kind {
        Ok(kind) => order(controller, at, vehicle, kind, actor),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

pub(super) fn order(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    kind: OrderKind,
    actor: &Actor,
) -> (Step, Answer) {
    let mut step = Step::of(controller);
    if controller.setup.plan.aircraft(vehicle.0).is_none() {
        return (step, Answer::Denied(Reason::NoSuch { what: vehicle.to_string() }));
    }
    let why = Reason::CommandedBy { post: actor.post.clone(), order: kind.word().to_owned() };
    match sortie::give(controller, at, vehicle, kind, why, &mut step) {
        Ok(_) => (step, Answer::Accepted { incident: None }),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}
