//! A task on its way to a crew: what is written, and what its device is told.

use crate::controller::Controller;
use crate::decide::Step;
use crate::effect::{Effect, UnitOrder, UnitOrderKind};
use crate::event::Fact;
use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::ledger::incident::Incident;
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::reason::Reason;
use geodata::{Local, Seconds, Wgs84};

/// Whom to send where, and why.
pub struct Errand {
    /// Who.
    pub unit: UnitId,
    /// Which slot of the incident it fills.
    pub slot: u8,
    /// Where to.
    pub to: Wgs84,
    /// By road; nothing when where the unit is, is not known.
    pub eta: Option<Seconds>,
    /// Why this one.
    pub why: Reason,
    /// The name of the post it is sent to; nothing for the incident's first unit.
    pub post: String,
}

/// Offers a slot to a unit. The slot's epoch grows, so a yes to any earlier offer of it is no yes any more.
pub fn send(controller: &Controller, id: IncidentId, incident: &Incident, errand: Errand, step: &mut Step) {
    let tasking = step.next.next_tasking();
    send_as(controller, tasking, (id, incident), errand, step);
}

/// The same under a number that was given before.
pub fn send_as(
    controller: &Controller,
    tasking: TaskingId,
    (id, incident): (IncidentId, &Incident),
    errand: Errand,
    step: &mut Step,
) {
    let Errand { unit, slot, to, eta, why, post } = errand;
    let epoch = incident.epoch(slot).saturating_add(1);
    let path = way(controller, unit, to);
    let eta = eta.unwrap_or(unknown(controller));
    step.say(Fact::TaskingSent { tasking, incident: id, unit, to, eta, path, slot, epoch }, why);
    step.effects.push(Effect::ToUnit(UnitOrder {
        unit,
        tasking,
        incident: id,
        kind: UnitOrderKind::Task,
        what: incident.what,
        priority: incident.priority,
        to,
        epoch,
        post,
    }));
}

/// An unknown position has no arrival time; the largest honest one keeps the field finite.
pub fn unknown(controller: &Controller) -> Seconds {
    Seconds(controller.setup.policy.tasking.search_s)
}

/// How long a unit takes by road from where it was last heard.
#[must_use]
pub fn road_time(controller: &Controller, unit: UnitId, place: Local) -> Option<Seconds> {
    let from = controller.picture.units.get(unit)?.snap?;
    let to = controller.setup.atlas.roads.snap(place)?;
    controller.travel().travel_time(&from, &to, controller.setup.plan.unit(unit.0)?.profile)
}

/// The way by road, for the map; empty when none is known.
#[must_use]
pub fn way(controller: &Controller, unit: UnitId, to: Wgs84) -> Vec<Wgs84> {
    let atlas = &controller.setup.atlas;
    let found = controller.picture.units.get(unit).and_then(|face| face.snap).and_then(|from| {
        let place = atlas.roads.snap(atlas.frame.to_local(to))?;
        controller.travel().route(&from, &place, controller.setup.plan.unit(unit.0)?.profile)
    });
    found
        .map_or_else(Vec::new, |route| route.points.iter().map(|point| rounded(atlas.frame.to_wgs84(*point))).collect())
}

/// To 1e-6 degree (0.1 m): a way for the map needs no more, and records stay short.
fn rounded(place: Wgs84) -> Wgs84 {
    Wgs84 { lat: (place.lat * 1e6).round() / 1e6, lon: (place.lon * 1e6).round() / 1e6 }
}

/// The message that carries a task; nothing of one its crew is not to know.
#[must_use]
pub fn to_unit(controller: &Controller, id: TaskingId, tasking: &Tasking, kind: UnitOrderKind) -> Option<Effect> {
    if tasking.state == TaskingState::Proposed {
        return None;
    }
    let incident = controller.ledger.incidents.get(&tasking.incident)?;
    Some(Effect::ToUnit(UnitOrder {
        unit: tasking.unit,
        tasking: id,
        incident: tasking.incident,
        kind,
        what: incident.what,
        priority: incident.priority,
        to: tasking.to,
        epoch: tasking.epoch,
        post: controller.ledger.post_name(id, tasking),
    }))
}
