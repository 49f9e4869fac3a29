//! Tasks to ground units: who is sent, until somebody acknowledged and reported back.

mod pair;

use crate::controller::{Answer, Controller};
use crate::decide::{Step, assess};
use crate::effect::{Effect, UnitOrder, UnitOrderKind};
use crate::event::Fact;
use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::{Actor, ReplyKind, TaskingReply};
use crate::ledger::approval::ApprovalState;
use crate::ledger::incident::Incident;
use crate::ledger::sortie::{Sortie, SortieState};
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::reason::Reason;
use geodata::{Local, Seconds, Timestamp, Wgs84};
pub use pair::wanted;
use std::collections::BTreeSet;

/// A unit answered. Repeats and answers out of order change nothing and are no fault.
pub fn replied(controller: &Controller, reply: &TaskingReply) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let Some(tasking) = controller.ledger.taskings.get(&reply.tasking) else {
        return (step, Answer::Denied(Reason::NoSuch { what: reply.tasking.to_string() }));
    };
    if tasking.unit != reply.unit {
        return (step, Answer::Denied(Reason::NoSuch { what: format!("{} of {}", reply.tasking, reply.unit) }));
    }
    let incident = tasking.incident;
    let withdrawn = matches!(tasking.state, TaskingState::TimedOut | TaskingState::Recalled);
    if withdrawn && reply.reply != ReplyKind::Declined {
        // The crew must not believe that it has the task: the withdrawal is told again.
        step.effects.extend(to_unit(controller, reply.tasking, tasking, UnitOrderKind::Recall));
        return (step, Answer::Denied(Reason::WrongState { state: "withdrawn".to_owned() }));
    }
    if !tasking.state.accepts(&reply.reply) {
        return (step, Answer::Accepted { incident: Some(incident) });
    }
    let word = reply_word(&reply.reply);
    let why = match &reply.reply {
        ReplyKind::Declined => Reason::DeclinedByUnit {},
        _ => Reason::UnitReplied { reply: word.to_owned() },
    };
    step.say(Fact::TaskingReplied { tasking: reply.tasking, unit: reply.unit, reply: reply.reply.clone() }, why);
    if let ReplyKind::Done { outcome } = reply.reply
        && controller.ledger.incidents.get(&incident).is_some_and(Incident::is_open)
    {
        let name = serde_json::to_value(outcome).ok().and_then(|value| value.as_str().map(str::to_owned));
        let why = Reason::ResultReported { outcome: name.unwrap_or_default() };
        step.say(Fact::IncidentResolved { incident, outcome }, why);
    }
    (step, Answer::Accepted { incident: Some(incident) })
}

/// One word for an answer.
#[must_use]
pub fn reply_word(reply: &ReplyKind) -> &'static str {
    match reply {
        ReplyKind::Received => "received",
        ReplyKind::Acknowledged => "acknowledged",
        ReplyKind::Declined => "declined",
        ReplyKind::EnRoute => "en_route",
        ReplyKind::OnScene => "on_scene",
        ReplyKind::Done { .. } => "done",
    }
}

/// Unacknowledged tasks are sent again, then given up.
pub fn deadlines(controller: &Controller, at: Timestamp) -> Step {
    let policy = &controller.setup.policy.tasking;
    let mut step = Step::of(controller);
    for (id, tasking) in controller.ledger.open_taskings() {
        if !matches!(tasking.state, TaskingState::Sent | TaskingState::Received) {
            continue;
        }
        let waited = at.since(tasking.sent);
        if waited >= Seconds(policy.timeout_s) {
            let why = Reason::TimedOutUnacknowledged { seconds: policy.timeout_s };
            step.say(Fact::TaskingTimedOut { tasking: *id }, why);
            step.effects.extend(to_unit(controller, *id, tasking, UnitOrderKind::Recall));
            return step;
        }
        if waited >= Seconds(policy.remind_s) && !tasking.reminded {
            let why = Reason::RemindedUnacknowledged { seconds: policy.remind_s };
            step.say(Fact::TaskingReminded { tasking: *id }, why);
            step.effects.extend(to_unit(controller, *id, tasking, UnitOrderKind::Remind));
            return step;
        }
    }
    step
}

/// Where a unit is needed: at what the aircraft sees; without an aircraft, or when it sees nothing, at the place itself.
fn target(
    controller: &Controller,
    at: Timestamp,
    id: IncidentId,
    incident: &Incident,
) -> Option<(Wgs84, Option<Reason>)> {
    if let Some(track) = &incident.track {
        return Some((track.place, None));
    }
    let place = incident.place;
    let (_, recommendation) = incident.recommendation.as_ref()?;
    if let Some((_, sortie)) = controller.ledger.sortie_for(id) {
        return served_by(controller, at, sortie).map(|why| (place, Some(why)));
    }
    if recommendation.air.is_none() {
        return Some((place, Some(Reason::NoAircraftAble {})));
    }
    let approval = incident.approval.and_then(|approval| controller.ledger.approvals.get(&approval))?;
    match approval.state {
        ApprovalState::Refused => {
            let post = approval.by.clone().unwrap_or_default();
            Some((place, Some(Reason::RefusedBy { post })))
        }
        _ if incident.questions > 1 => {
            let seconds = controller.setup.policy.approval.valid_s;
            Some((place, Some(Reason::ApprovalLapsed { seconds })))
        }
        _ => None,
    }
}

/// Why a unit must go although an aircraft flies for the incident: it is lost, goes home, or sees nothing in time.
fn served_by(controller: &Controller, at: Timestamp, sortie: &Sortie) -> Option<Reason> {
    if let Some(since) = controller.ledger.lost.get(&sortie.vehicle).filter(|_| assess::gone(controller, sortie)) {
        return Some(Reason::LinkLost { seconds: at.since(*since).0.round() });
    }
    let limit = controller.setup.policy.aircraft.nothing_seen_s;
    let there = match sortie.state {
        SortieState::Returning => return Some(Reason::NoAircraftAble {}),
        SortieState::OnScene => sortie.since,
        _ => sortie.eta.unwrap_or(sortie.since),
    };
    (at.since(there) >= Seconds(limit)).then_some(Reason::NothingSeen { seconds: limit })
}

/// Units asked before. Nothing when a person took the last task back: then people decide. A unit that was taken away for
/// something else may be asked again.
fn tried(controller: &Controller, id: IncidentId) -> Option<BTreeSet<UnitId>> {
    let mine = controller.ledger.taskings_for(id).map(|(_, tasking)| tasking);
    let mine: Vec<&Tasking> = mine.filter(|tasking| !tasking.preempted).collect();
    if mine.last().is_some_and(|tasking| tasking.state == TaskingState::Recalled) {
        return None;
    }
    Some(mine.iter().map(|tasking| tasking.unit).collect())
}

/// A dispatcher sends a unit by name; an open task of the incident is recalled first.
pub fn by_hand(controller: &Controller, id: IncidentId, unit: UnitId, actor: &Actor) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let denied = |why| (Step::of(controller), Answer::Denied(why));
    let Some(incident) = controller.ledger.incidents.get(&id) else {
        return denied(Reason::NoSuch { what: id.to_string() });
    };
    if !incident.is_open() {
        return denied(Reason::WrongState { state: "over".to_owned() });
    }
    if controller.setup.plan.unit(unit.0).is_none() {
        return denied(Reason::NoSuch { what: unit.to_string() });
    }
    if let Some((_, other)) = controller.ledger.tasking_of(unit) {
        if other.incident == id {
            return (step, Answer::Accepted { incident: Some(id) });
        }
        return denied(Reason::BusyWith { incident: other.incident });
    }
    if controller.picture.unrecordable {
        return denied(Reason::JournalUnwritable {});
    }
    let why = Reason::CommandedBy { post: actor.post.clone(), order: "task".to_owned() };
    if let Some((open, _)) = controller.ledger.tasking_for(id) {
        recall(controller, *open, Reason::RecalledBy { post: actor.post.clone() }, &mut step);
    }
    let place = incident.track.as_ref().map_or(incident.place, |track| track.place);
    let eta = road_time(controller, unit, controller.setup.atlas.frame.to_local(place));
    send(controller, id, incident, Errand { unit, to: place, eta, why }, &mut step);
    (step, Answer::Accepted { incident: Some(id) })
}

/// Takes a task back.
pub fn recall(controller: &Controller, id: TaskingId, why: Reason, step: &mut Step) {
    let Some(tasking) = controller.ledger.taskings.get(&id) else { return };
    step.say(Fact::TaskingRecalled { tasking: id }, why);
    step.effects.extend(to_unit(controller, id, tasking, UnitOrderKind::Recall));
}

/// Whom to send where, and why.
struct Errand {
    unit: UnitId,
    to: Wgs84,
    eta: Option<Seconds>,
    why: Reason,
}

fn send(controller: &Controller, id: IncidentId, incident: &Incident, errand: Errand, step: &mut Step) {
    let Errand { unit, to, eta, why } = errand;
    let tasking = step.next.next_tasking();
    let path = way(controller, unit, to);
    // An unknown position has no arrival time; the largest honest one keeps the field finite.
    let eta = eta.unwrap_or(Seconds(controller.setup.policy.tasking.search_s));
    step.say(Fact::TaskingSent { tasking, incident: id, unit, to, eta, path }, why);
    step.effects.push(Effect::ToUnit(UnitOrder {
        unit,
        tasking,
        incident: id,
        kind: UnitOrderKind::Task,
        what: incident.what,
        priority: incident.priority,
        to,
    }));
}

fn road_time(controller: &Controller, unit: UnitId, place: Local) -> Option<Seconds> {
    let from = controller.picture.units.get(unit)?.snap?;
    let to = controller.setup.atlas.roads.snap(place)?;
    controller.travel().travel_time(&from, &to, controller.setup.plan.unit(unit.0)?.profile)
}

fn way(controller: &Controller, unit: UnitId, to: Wgs84) -> Vec<Wgs84> {
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

/// The message that carries a task.
#[must_use]
pub fn to_unit(controller: &Controller, id: TaskingId, tasking: &Tasking, kind: UnitOrderKind) -> Option<Effect> {
    let incident = controller.ledger.incidents.get(&tasking.incident)?;
    Some(Effect::ToUnit(UnitOrder {
        unit: tasking.unit,
        tasking: id,
        incident: tasking.incident,
        kind,
        what: incident.what,
        priority: incident.priority,
        to: tasking.to,
    }))
}
