//! Orders to gimbals and cameras: what may be asked, by whom it is held, and what is done without being asked.

use crate::controller::{Answer, Controller};
use crate::decide::{Scope, Step, guard, recording};
use crate::event::Fact;
use crate::ids::{OrderId, VehicleId};
use crate::input::Actor;
use crate::ledger::payload::PayloadOrderState;
use crate::ledger::sortie::SortieState;
use crate::order::OrderProgress;
use crate::payload::{GimbalControl, PayloadAsk, PayloadKind, PayloadOrder};
use crate::picture::fleet::{Link, VehicleFace};
use crate::reason::Reason;
use crate::safety::{self, MayRecord, Refusal};
use geodata::{Seconds, Timestamp};

/// A gimbal that was given back after its flight and is still ours is given back again after so long.
const RELEASE_AGAIN: Seconds = Seconds(60.0);

/// A person turns a camera or lets it record.
pub fn asked(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    ask: &PayloadAsk,
    actor: &Actor,
) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let kind = match *ask {
        PayloadAsk::LookAt(place) => {
            let atlas = &controller.setup.atlas;
            let altitude = atlas.terrain.ground(atlas.frame.to_local(place));
            PayloadKind::LookAt { at: place, altitude }
        }
        PayloadAsk::Plain(kind) => kind,
    };
    let why = Reason::CommandedBy { post: actor.post.clone(), order: kind.word().to_owned() };
    let given =
        able(controller, at, vehicle, &kind).and_then(|yes| give(controller, at, vehicle, kind, yes, why, &mut step));
    match given {
        Ok(_) => (step, Answer::Accepted { incident: None }),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

/// Whether the payload can do it and the rule lets it; the rule's yes where one is needed.
fn able(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    kind: &PayloadKind,
) -> Result<Option<MayRecord>, Reason> {
    if controller.setup.plan.aircraft(vehicle.0).is_none() {
        return Err(Reason::NoSuch { what: vehicle.to_string() });
    }
    let face = controller.picture.fleet.get(vehicle).ok_or(Reason::NoPosition {})?;
    if face.link != Link::Up {
        return Err(Reason::LinkLost { seconds: face.last.map_or(0.0, |last| at.since(last).0.round()) });
    }
    if !kind.is_of_camera() {
        held(face, kind)?;
    } else if !face.camera.as_ref().is_some_and(|camera| camera.records) {
        return Err(Reason::NoCamera {});
    }
    match kind {
        PayloadKind::LookAt { at: place, .. } => {
            let atlas = &controller.setup.atlas;
            recording::allowed(atlas, at, atlas.frame.to_local(*place)).map(|()| None)
        }
        PayloadKind::Record { on: true } => recording::may_record(controller, at, vehicle).map(Some),
        _ => Ok(None),
    }
}

/// Whether there is a gimbal and nobody else holds it.
fn held(face: &VehicleFace, kind: &PayloadKind) -> Result<(), Reason> {
    let gimbal = face.gimbal.as_ref().ok_or(Reason::NoGimbal {})?;
    match gimbal.control {
        GimbalControl::Other(system) if *kind != PayloadKind::Take => Err(Reason::GimbalHeldBy { system }),
        _ => Ok(()),
    }
}

/// Gives an order to a payload, and tells its number.
///
/// # Errors
/// The gate's word.
pub fn give(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    kind: PayloadKind,
    yes: Option<MayRecord>,
    why: Reason,
    step: &mut Step,
) -> Result<OrderId, Reason> {
    guard::certain(controller, vehicle)?;
    let id = step.next.next_order();
    let expires = at.plus(Seconds(controller.setup.policy.aircraft.order_valid_s));
    let order = PayloadOrder { id, vehicle, kind, expires };
    let permit = safety::payload(order.clone(), yes, at, !controller.picture.unrecordable);
    let permit = permit.map_err(|refusal| match refusal {
        Refusal::NotRecordable => Reason::JournalUnwritable {},
        other => Reason::Blocked { text: format!("{other:?}") },
    })?;
    step.say(Fact::PayloadOrdered { order }, why);
    step.effects.push(crate::effect::Effect::Turn(permit));
    Ok(id)
}

/// The link says how an order goes on.
pub fn progressed(
    controller: &Controller,
    vehicle: VehicleId,
    order: OrderId,
    progress: &OrderProgress,
    step: &mut Step,
) {
    let state = controller.ledger.payload_of(vehicle).and_then(|book| book.order(order));
    let Some(state) = state.filter(|state| state.is_open() && state.progress.as_ref() != Some(progress)) else {
        return;
    };
    let fact = Fact::PayloadProgressed { vehicle, order: state.order.id, progress: progress.clone() };
    step.say(fact, progress.why());
}

/// What is done without being asked: over its scene a camera looks at the place; after a flight a gimbal is given back, and an order whose fate a crash hid is told
/// unknown.
pub fn tidy(controller: &Controller, at: Timestamp, scope: Scope) -> Step {
    let mut step = Step::of(controller);
    for (vehicle, book) in scope.books(&controller.ledger) {
        let mut orders = [&book.gimbal, &book.camera].into_iter().flatten();
        if let Some(state) = orders.find(|state| controller.unsure.contains(&state.order.id)) {
            step.sure.push(state.order.id);
            if state.is_open() {
                let progress = OrderProgress::Unknown { step: "restart".to_owned() };
                let why = progress.why();
                step.say(Fact::PayloadProgressed { vehicle, order: state.order.id, progress }, why);
            }
            return step;
        }
        if let Some(kind) = scene(controller, at, vehicle, book.gimbal.as_ref())
            && give(controller, at, vehicle, kind, None, Reason::LooksAtScene {}, &mut step).is_ok()
        {
            return step;
        }
        if released(controller, at, vehicle, book.gimbal.as_ref())
            && give(controller, at, vehicle, PayloadKind::Release, None, Reason::PayloadAfterFlight {}, &mut step)
                .is_ok()
        {
            return step;
        }
    }
    step
}

/// What a camera is to look at once its aircraft is over the scene, unless somebody has turned it there already.
fn scene(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    last: Option<&PayloadOrderState>,
) -> Option<PayloadKind> {
    let face = controller.picture.fleet.get(vehicle)?;
    let (_, sortie) = controller.ledger.sortie_of(vehicle)?;
    let turned = last.is_some_and(|state| state.given >= sortie.since);
    if sortie.state != SortieState::OnScene || turned || face.link != Link::Up {
        return None;
    }
    let place = controller.ledger.incidents.get(&sortie.purpose.incident()?)?.place;
    let atlas = &controller.setup.atlas;
    let there = atlas.frame.to_local(place);
    held(face, &PayloadKind::Level).ok()?;
    guard::ours(controller, vehicle).ok()?;
    recording::allowed(atlas, at, there).ok()?;
    Some(PayloadKind::LookAt { at: place, altitude: atlas.terrain.ground(there) })
}

/// Whether a gimbal is to be given back now.
fn released(controller: &Controller, at: Timestamp, vehicle: VehicleId, last: Option<&PayloadOrderState>) -> bool {
    let Some(face) = controller.picture.fleet.get(vehicle) else { return false };
    let ours = face.gimbal.as_ref().is_some_and(|gimbal| gimbal.control == GimbalControl::Ours);
    let over = face.landed() && face.link == Link::Up && controller.ledger.sortie_of(vehicle).is_none();
    // Turned on the ground on purpose: it is nobody's flight that is over.
    let ended = controller.ledger.latest_sortie_of(vehicle).map(|sortie| sortie.since);
    let turned = |state: &PayloadOrderState| match state.order.kind {
        PayloadKind::Release => at.since(state.given) > RELEASE_AGAIN && !state.is_open(),
        _ => ended.is_some_and(|ended| state.given <= ended),
    };
    ours && over && last.is_some_and(turned)
}
