//! Control of a vehicle among our own posts: taken, asked for, handed over, kept, released; and the orders a post may not
//! give because another holds it, or because hands have changed since it looked.

use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::effect::Effect;
use crate::event::Fact;
use crate::facts::control::{ControlAsked, ControlHeld, ControlKept, ControlReleased, ControlTaken};
use crate::ids::VehicleId;
use crate::input::{Actor, Command, Role};
use crate::lease::{ControlAsk, ControlOrder, Lease};
use crate::payload::{PayloadAsk, PayloadKind};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp};

/// The vehicle whose holder alone may give this command; nothing for what anybody with the right may do at any time.
#[must_use]
pub fn needs_control(command: &Command) -> Option<VehicleId> {
    match command {
        Command::GoTo(vehicle, _)
        | Command::Orbit(vehicle, ..)
        | Command::Follow(vehicle, _)
        | Command::Resume(vehicle)
        | Command::Equip(vehicle, _) => Some(*vehicle),
        // Not to record is everybody's.
        Command::Payload(vehicle, ask) if *ask != PayloadAsk::Plain(PayloadKind::Record { on: false }) => {
            Some(*vehicle)
        }
        _ => None,
    }
}

/// Whether a post may give an order under the epoch its screen showed.
///
/// # Errors
/// Another post holds the vehicle; or hands have changed since; or the order does not say under which epoch it is meant.
pub fn may_order(controller: &Controller, vehicle: VehicleId, actor: &Actor, epoch: Option<u32>) -> Result<(), Reason> {
    let unheld = Lease::default();
    let lease = controller.ledger.leases.get(&vehicle).unwrap_or(&unheld);
    if let Some((holder, _)) = lease.holder.as_ref().filter(|_| !lease.is_held_by(actor)) {
        return Err(Reason::HeldBy { post: holder.post.clone() });
    }
    match epoch {
        None if lease.holder.is_none() => Ok(()),
        Some(epoch) if epoch == lease.epoch => Ok(()),
        _ => Err(Reason::StaleControl { epoch, now: lease.epoch }),
    }
}

/// A post takes the vehicle: from another station, from nobody, or from another post. A commander is given it at once; to
/// everybody else the holder may say no, and silence is a yes.
pub fn take(controller: &Controller, at: Timestamp, vehicle: VehicleId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    if controller.setup.plan.aircraft(vehicle.0).is_none() {
        return denied(step, Reason::NoSuch { what: vehicle.to_string() });
    }
    let by_post = || Reason::ControlTakenBy { post: actor.post.clone() };
    let is_shared = controller.ledger.guard.shared.contains_key(&vehicle);
    if is_shared {
        step.say(Fact::ControlTaken(ControlTaken { vehicle, by: actor.clone() }), by_post());
    }
    let lease = controller.ledger.leases.get(&vehicle);
    match lease.and_then(|lease| lease.holder.as_ref().map(|(holder, _)| (lease, holder))) {
        Some((lease, _)) if lease.is_held_by(actor) => {
            let lacks = operator_control(controller, vehicle).is_some_and(|control| !control.ours);
            if !is_shared && !lacks {
                return denied(step, Reason::WrongState { state: "yours already".to_owned() });
            }
        }
        Some((lease, holder)) if actor.role != Role::Commander => {
            if lease.asked.is_some() {
                return denied(step, Reason::WrongState { state: "asked for already".to_owned() });
            }
            let until = at.plus(Seconds(controller.setup.policy.control.answer_s));
            let why = Reason::ControlAskedBy { post: actor.post.clone(), holder: holder.post.clone() };
            step.say(Fact::ControlAsked(ControlAsked { vehicle, by: actor.clone(), until }), why);
            return (step, Answer::Accepted { incident: None });
        }
        _ => step.say(held(lease, vehicle, actor), by_post()),
    }
    ask_vehicle(controller, vehicle, ControlAsk::Request, &mut step);
    (step, Answer::Accepted { incident: None })
}

/// The holder gives the vehicle to the post that asked for it, or lets the other station have it that asked the vehicle.
pub fn hand_over(controller: &Controller, vehicle: VehicleId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let lease = match holding(controller, vehicle, actor) {
        Ok(lease) => lease,
        Err(why) => return denied(step, why),
    };
    let asked_outside = operator_control(controller, vehicle).is_some_and(|control| control.asked_by.is_some());
    match &lease.asked {
        Some((to, _)) => {
            step.say(held(Some(lease), vehicle, to), Reason::ControlHandedBy { post: actor.post.clone() });
        }
        None if asked_outside => {
            let why = Reason::ControlReleasedBy { post: actor.post.clone() };
            let epoch = lease.epoch.saturating_add(1);
            step.say(Fact::ControlReleased(ControlReleased { vehicle, epoch, by: actor.clone() }), why);
            ask_vehicle(controller, vehicle, ControlAsk::Allow, &mut step);
        }
        None => return denied(step, Reason::WrongState { state: "nobody asks".to_owned() }),
    }
    (step, Answer::Accepted { incident: None })
}

/// The holder says no to the post that asked.
pub fn keep(controller: &Controller, vehicle: VehicleId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    match holding(controller, vehicle, actor) {
        Ok(lease) if lease.asked.is_some() => {
            let why = Reason::ControlKeptBy { post: actor.post.clone() };
            step.say(Fact::ControlKept(ControlKept { vehicle, by: actor.clone() }), why);
            (step, Answer::Accepted { incident: None })
        }
        Ok(_) => denied(step, Reason::WrongState { state: "nobody asks".to_owned() }),
        Err(why) => denied(step, why),
    }
}

/// The holder, or a commander, lets go: whoever asked holds it then, or nobody.
pub fn release(controller: &Controller, vehicle: VehicleId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let lease = match (holding(controller, vehicle, actor), controller.ledger.leases.get(&vehicle)) {
        (Ok(lease), _) => lease,
        (Err(_), Some(lease)) if actor.role == Role::Commander && lease.holder.is_some() => lease,
        (Err(why), _) => return denied(step, why),
    };
    let why = Reason::ControlReleasedBy { post: actor.post.clone() };
    match &lease.asked {
        Some((to, _)) => step.say(held(Some(lease), vehicle, to), why),
        None => {
            let epoch = lease.epoch.saturating_add(1);
            step.say(Fact::ControlReleased(ControlReleased { vehicle, epoch, by: actor.clone() }), why);
            if operator_control(controller, vehicle).is_some_and(|control| control.ours) {
                ask_vehicle(controller, vehicle, ControlAsk::Release, &mut step);
            }
        }
    }
    (step, Answer::Accepted { incident: None })
}

/// A holder who does not answer in time is no longer one.
pub fn lapse(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (vehicle, lease) in controller.ledger.leases.iter().filter(|(vehicle, _)| controller.ledger.flies(**vehicle)) {
        let Some((to, _)) = lease.asked.as_ref().filter(|(_, until)| at >= *until) else { continue };
        let seconds = controller.setup.policy.control.answer_s;
        step.say(held(Some(lease), *vehicle, to), Reason::ControlUnanswered { seconds });
    }
    step
}

/// The post holds the vehicle from now on.
fn held(lease: Option<&Lease>, vehicle: VehicleId, by: &Actor) -> Fact {
    let epoch = lease.map_or(0, |lease| lease.epoch).saturating_add(1);
    Fact::ControlHeld(ControlHeld { vehicle, epoch, by: by.clone() })
}

fn holding<'a>(controller: &'a Controller, vehicle: VehicleId, actor: &Actor) -> Result<&'a Lease, Reason> {
    let lease = controller.ledger.leases.get(&vehicle);
    match lease.and_then(|lease| Some((lease, lease.holder.as_ref()?))) {
        Some((lease, _)) if lease.is_held_by(actor) => Ok(lease),
        Some((_, (holder, _))) => Err(Reason::HeldBy { post: holder.post.clone() }),
        None => Err(Reason::WrongState { state: "nobody holds it".to_owned() }),
    }
}

fn operator_control(controller: &Controller, vehicle: VehicleId) -> Option<crate::lease::OperatorControl> {
    controller.picture.fleet.get(vehicle)?.operator
}

/// Where the vehicle itself knows who controls it, it is asked too.
fn ask_vehicle(controller: &Controller, vehicle: VehicleId, ask: ControlAsk, step: &mut Step) {
    let speaks = operator_control(controller, vehicle);
    if speaks.is_some_and(|control| ask != ControlAsk::Request || !control.ours) {
        step.effects.push(Effect::Control(ControlOrder { vehicle, ask }));
    }
}

fn denied(step: Step, why: Reason) -> (Step, Answer) {
    // What was said on the way to a refusal was not done.
    (Step { events: Vec::new(), effects: Vec::new(), ..step }, Answer::Denied(why))
}
