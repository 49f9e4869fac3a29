//! Where the policy gives a dispatcher time to say who goes, the unit the pairing chose is proposed first. It is held for the
//! incident and told nothing until the dispatcher says yes, or the time is over: silence sends it, for a call must not wait for
//! somebody who looks elsewhere. A unit that can no longer go is proposed no more.

use super::send::{Errand, road_time, send_as, unknown, way};
use super::take_away;
use crate::controller::Controller;
use crate::decide::Step;
use crate::decide::desk::units;
use crate::event::Fact;
use crate::facts::tasking::TaskingProposed;
use crate::ids::{IncidentId, TaskingId};
use crate::input::AlarmKind;
use crate::ledger::incident::Incident;
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp};

/// How long a dispatcher may say who goes. An officer in need waits for nobody.
#[must_use]
pub fn patience(controller: &Controller, incident: &Incident) -> Seconds {
    if incident.what == AlarmKind::OfficerInNeed {
        return Seconds::ZERO;
    }
    let by_priority = &controller.setup.policy.tasking.confirm_s;
    let place = usize::from(incident.priority.clamp(1, 4) - 1);
    Seconds(by_priority.get(place).copied().unwrap_or(0.0))
}

/// Until when a dispatcher may say something about a proposed task.
#[must_use]
pub fn until(controller: &Controller, tasking: &Tasking) -> Timestamp {
    let incident = controller.ledger.incidents.get(&tasking.incident);
    tasking.since.plus(incident.map_or(Seconds::ZERO, |incident| patience(controller, incident)))
}

/// The tasks that are put before a dispatcher now.
pub fn open(controller: &Controller) -> impl Iterator<Item = (&TaskingId, &Tasking)> {
    controller.ledger.open_taskings().filter(|(_, tasking)| tasking.state == TaskingState::Proposed)
}

/// Puts a unit before a dispatcher.
pub fn propose(controller: &Controller, id: IncidentId, incident: &Incident, errand: Errand, step: &mut Step) {
    let Errand { unit, slot, to, eta, why, .. } = errand;
    let eta = eta.unwrap_or(unknown(controller));
    let path = way(controller, unit, to);
    let epoch = incident.epoch(slot).saturating_add(1);
    let tasking = step.next.next_tasking();
    let offer = TaskingProposed { tasking, incident: id, unit, to, eta, path, slot, epoch };
    step.say(Fact::TaskingProposed(offer), why);
}

/// A proposed task whose unit can no longer go is taken away, and one nobody said anything about is sent.
pub fn due(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (id, tasking) in open(controller) {
        // One that is being taken away is not sent.
        if tasking.preempted {
            continue;
        }
        if !can_go(controller, tasking) {
            take_away(controller, *id, tasking.incident, &mut step);
        } else if at >= until(controller, tasking) {
            confirm(controller, *id, tasking, tasking.why.clone(), &mut step);
        } else {
            continue;
        }
        return step;
    }
    step
}

fn can_go(controller: &Controller, tasking: &Tasking) -> bool {
    let warned = units::warnings(controller, tasking.unit);
    let is_first_choice = warned.is_ok_and(|warnings| warnings.is_empty());
    is_first_choice && controller.ledger.need_of(tasking.unit).is_none()
}

/// Sends a proposed task under its number.
pub fn confirm(controller: &Controller, id: TaskingId, tasking: &Tasking, why: Reason, step: &mut Step) {
    let Some(incident) = controller.ledger.incidents.get(&tasking.incident) else { return };
    let (unit, slot, to) = (tasking.unit, tasking.slot, tasking.to);
    let eta = road_time(controller, unit, controller.setup.atlas.frame.to_local(to));
    let errand = Errand { unit, slot, to, eta, why, post: controller.ledger.post_name(id, tasking) };
    send_as(controller, id, (tasking.incident, incident), errand, step);
}
