//! The end of an incident. While a hop of it is open (a unit on its way, a flight, a question that waits, a follow-up) it
//! ends only with a reason, which is kept; and everybody sent for it is called back.

use crate::controller::{Answer, Controller};
use crate::decide::{Step, tasking};
use crate::event::Fact;
use crate::ids::IncidentId;
use crate::input::{Actor, CloseReason, Outcome};
use crate::ledger::incident::{Incident, Status};
use crate::ledger::sortie::SortieState;
use crate::reason::Reason;

/// What of an incident is not over, each named by its kind and number: `tasking t3`, `follow_up 1`, `sortie s1`, `question a2`.
#[must_use]
pub fn open_hops(controller: &Controller, id: IncidentId) -> Vec<String> {
    hops(controller, id, None)
}

/// The same before an incident ends with `outcome`: the flight over the place that cleared it has done what it flew for.
fn hops(controller: &Controller, id: IncidentId, outcome: Option<Outcome>) -> Vec<String> {
    let ledger = &controller.ledger;
    let tasks = ledger.taskings_for(id).filter(|(_, tasking)| tasking.state.is_open());
    let flies = |state| match state {
        SortieState::OnScene => outcome != Some(Outcome::ClearedByAir),
        state => matches!(state, SortieState::Ordered | SortieState::EnRoute),
    };
    let flights = ledger.sorties_for(id).filter(|(_, sortie)| flies(sortie.state));
    let mut hops: Vec<String> = tasks.map(|(task, _)| format!("tasking {task}")).collect();
    let follow_ups = ledger.incidents.get(&id).into_iter().flat_map(|incident| incident.follow_ups.iter().zip(1..));
    let undone = follow_ups.filter(|(one, _)| one.done.is_none());
    hops.extend(undone.map(|(_, number)| format!("follow_up {number}")));
    // With the result there flights go home and questions lapse by themselves.
    if !ledger.incidents.get(&id).is_some_and(Incident::is_open) {
        return hops;
    }
    hops.extend(flights.map(|(flight, _)| format!("sortie {flight}")));
    hops.extend(ledger.waiting_for(id).map(|(question, _)| format!("question {question}")));
    hops
}

/// Closes an incident and recalls every unit sent for it.
pub fn close(
    controller: &Controller,
    id: IncidentId,
    outcome: Outcome,
    reason: Option<CloseReason>,
    actor: &Actor,
) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let denied = |why| (Step::of(controller), Answer::Denied(why));
    let Some(incident) = controller.ledger.incidents.get(&id) else {
        return denied(Reason::NoSuch { what: id.to_string() });
    };
    if incident.status == Status::Closed {
        return denied(Reason::WrongState { state: "closed".to_owned() });
    }
    let hops = hops(controller, id, Some(outcome));
    if reason.is_none() && !hops.is_empty() {
        return denied(Reason::HopOpen { hops: hops.join(", ") });
    }
    let why = Reason::ClosedBy { post: actor.post.clone() };
    for (task, _) in controller.ledger.taskings_for(id).filter(|(_, tasking)| tasking.state.is_open()) {
        tasking::recall(controller, *task, why.clone(), &mut step);
    }
    step.say(Fact::IncidentClosed { incident: id, outcome, by: actor.clone(), reason }, why);
    (step, Answer::Accepted { incident: Some(id) })
}
