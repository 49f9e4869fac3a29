//! What follows for tasks from what became known: a track moves the place a unit is sent to, and an incident has its result
//! when the last of its units is done.

use super::send::{road_time, to_unit, unknown, way};
use crate::controller::Controller;
use crate::decide::Step;
use crate::effect::{Effect, UnitOrderKind};
use crate::event::Fact;
use crate::facts::tasking::TaskingMoved;
use crate::ids::IncidentId;
use crate::ledger::tasking::TaskingState;
use crate::reason::Reason;
use geodata::Timestamp;

/// An incident of which a unit is done and none is under way any more has its result: the last one told.
pub fn results(controller: &Controller, _: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let open = controller.ledger.open_incidents().filter(|(_, incident)| incident.is_open());
    // A serious case is over when a person says so.
    let open = open.filter(|(id, _)| controller.ledger.serious_of(**id).is_none());
    for (id, _) in open.filter(|(id, _)| controller.ledger.tasking_for(**id).is_none()) {
        let told = controller.ledger.first_for(*id).filter_map(|(_, tasking)| Some((tasking.since, tasking.outcome?)));
        let Some((_, outcome)) = told.max_by_key(|(since, _)| *since) else { continue };
        let name = serde_json::to_value(outcome).ok().and_then(|value| value.as_str().map(str::to_owned));
        let why = Reason::ResultReported { outcome: name.unwrap_or_default() };
        step.say(Fact::IncidentResolved { incident: *id, outcome }, why);
        return step;
    }
    step
}

/// A crash may come between the word that a unit is taken away and the recall: what was begun is ended.
pub fn taken_away(controller: &Controller, _: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (id, _) in controller.ledger.open_taskings().filter(|(_, tasking)| tasking.preempted) {
        super::recall(controller, *id, Reason::Superseded {}, &mut step);
    }
    step
}

/// Units on their way are led to what the aircraft sees, when that lies elsewhere than where they were sent.
pub fn moved(controller: &Controller, _: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let frame = &controller.setup.atlas.frame;
    for (id, tasking) in controller.ledger.open_taskings().filter(|(_, tasking)| tasking.is_first()) {
        let track = controller.ledger.incidents.get(&tasking.incident).and_then(|incident| incident.track.as_ref());
        let Some(track) = track.filter(|_| tasking.state < TaskingState::OnScene) else { continue };
        let (to, there) = (frame.to_local(tasking.to), frame.to_local(track.place));
        let apart = to.distance(there).0;
        if apart < controller.setup.policy.tasking.move_m {
            continue;
        }
        let epoch = epoch_after(controller, tasking.incident, tasking.slot);
        let eta = road_time(controller, tasking.unit, there).unwrap_or(unknown(controller));
        let path = way(controller, tasking.unit, track.place);
        let moved = TaskingMoved { tasking: *id, epoch, to: track.place, eta, path };
        if let Some(Effect::ToUnit(mut order)) = to_unit(controller, *id, tasking, UnitOrderKind::Task) {
            (order.to, order.epoch) = (moved.to, moved.epoch);
            step.effects.push(Effect::ToUnit(order));
        }
        step.say(Fact::TaskingMoved(moved), Reason::MovedToTrack { metres: apart.round() });
        return step;
    }
    step
}

pub(crate) fn epoch_after(controller: &Controller, incident: IncidentId, slot: u8) -> u32 {
    controller.ledger.incidents.get(&incident).map_or(0, |incident| incident.epoch(slot)).saturating_add(1)
}
