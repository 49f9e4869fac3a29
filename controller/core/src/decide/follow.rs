//! An aircraft follows a ground unit: it is led to where the unit is by orders like any other, each judged before it leaves,
//! whenever the unit has moved far enough. Where a leg is refused, or the unit is not heard any more, it stays where it was
//! led last, and that is told. Any other order ends it.

use crate::controller::{Answer, Controller};
use crate::decide::{Step, air, places, sortie};
use crate::event::Fact;
use crate::facts::follow::{FollowBegan, FollowEnded};
use crate::ids::{UnitId, VehicleId};
use crate::input::Actor;
use crate::ledger::follow::Follow;
use crate::order::OrderKind;
use crate::reason::{Follows, Reason};
use geodata::{Seconds, Timestamp, Wgs84};

/// A post says that an aircraft follows a unit from now on.
pub(super) fn begin(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    unit: UnitId,
    actor: &Actor,
) -> (Step, Answer) {
    match begun(controller, at, vehicle, unit, actor) {
        Ok(step) => (step, Answer::Accepted { incident: None }),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

fn begun(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    unit: UnitId,
    actor: &Actor,
) -> Result<Step, Reason> {
    let mut step = Step::of(controller);
    if controller.ledger.follows.get(&vehicle).is_some_and(|follow| follow.unit == unit) {
        return Err(Reason::WrongState { state: "follows it already".to_owned() });
    }
    let place = heard(controller, at, unit)?;
    let kind = places::there(controller, at, vehicle, place)?;
    // The order first: it ends what the aircraft followed before.
    sortie::give(controller, at, vehicle, kind, follows(controller, unit), &mut step)?;
    let why = Reason::CommandedBy { post: actor.post.clone(), order: "follow_unit".to_owned() };
    step.say(Fact::FollowBegan(FollowBegan { vehicle, unit, by: actor.clone() }), why);
    Ok(step)
}

/// At the first input of a second: who follows is led on, or told why not.
pub fn lead(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if !controller.picture.beat || controller.picture.unrecordable {
        return step;
    }
    for (vehicle, follow) in controller.ledger.follows.iter().filter(|(vehicle, _)| controller.ledger.flies(**vehicle))
    {
        // Of an aircraft that is not heard nothing can be judged: it stays where it was led until it is.
        let waits = air::situation(controller, at, *vehicle).is_err() || !is_due(controller, at, *vehicle, follow);
        if is_flying(controller, *vehicle) && waits {
            continue;
        }
        if let Err(why) = led(controller, at, *vehicle, follow, &mut step) {
            step = Step::of(controller);
            step.say(Fact::FollowEnded(FollowEnded { vehicle: *vehicle, unit: follow.unit }), why);
        }
        return step;
    }
    step
}

fn led(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    follow: &Follow,
    step: &mut Step,
) -> Result<(), Reason> {
    if !is_flying(controller, vehicle) {
        return Err(Reason::WrongState { state: "on the ground".to_owned() });
    }
    let place = heard(controller, at, follow.unit)?;
    let kind = places::there(controller, at, vehicle, place)?;
    sortie::give(controller, at, vehicle, kind, follows(controller, follow.unit), step).map(|_| ())
}

/// Whether there is anything to say: the unit is far enough from where the aircraft was led last, or silent too long.
fn is_due(controller: &Controller, at: Timestamp, vehicle: VehicleId, follow: &Follow) -> bool {
    let policy = &controller.setup.policy.follow;
    let Ok(place) = heard(controller, at, follow.unit) else { return true };
    let Some(state) = controller.ledger.orders.get(&vehicle) else { return true };
    if at.since(state.given) < Seconds(policy.every_s) {
        return false;
    }
    let OrderKind::GoTo { at: led, .. } = state.order.kind else { return true };
    let frame = &controller.setup.atlas.frame;
    frame.to_local(led).distance(frame.to_local(place)).0 >= policy.moved_m
}

/// Where a unit is, by a word that is not too old.
fn heard(controller: &Controller, at: Timestamp, unit: UnitId) -> Result<Wgs84, Reason> {
    let face = controller.picture.units.get(unit).ok_or(Reason::NoSuch { what: unit.to_string() })?;
    let seconds = at.since(face.report.at).0;
    if seconds.abs() > controller.setup.policy.follow.stale_s {
        return Err(Reason::PositionStale { seconds: seconds.round() });
    }
    Ok(face.report.place)
}

fn is_flying(controller: &Controller, vehicle: VehicleId) -> bool {
    controller.picture.fleet.get(vehicle).is_none_or(|face| !face.landed())
}

fn follows(controller: &Controller, unit: UnitId) -> Reason {
    let known = controller.setup.plan.unit(unit.0);
    Reason::Follows(Follows { unit: known.map_or_else(|| unit.to_string(), |unit| unit.callsign.clone()) })
}
