//! Tasks to ground units: who is sent, until somebody acknowledged and reported back.

pub mod again;
mod follow;
mod news;
mod pair;
pub mod propose;
pub mod reply;
pub mod send;

use crate::controller::{Answer, Controller};
use crate::decide::desk::units;
use crate::decide::{Step, assess, station};
use crate::effect::{Effect, UnitOrder, UnitOrderKind};
use crate::event::Fact;
use crate::facts::tasking::TaskingRevised;
use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::Actor;
use crate::ledger::approval::ApprovalState;
use crate::ledger::incident::Incident;
use crate::ledger::serious::{FIRST, PlaceKind};
use crate::ledger::sortie::{Sortie, SortieState};
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::pairing;
use crate::protocol::Dispatch;
use crate::reason::Reason;
pub(crate) use follow::epoch_after;
use geodata::{Seconds, Timestamp, Wgs84};
pub use news::{is_news, pairs};
pub(crate) use pair::take_away;
pub use pair::{raised, wanted};
pub use reply::{replied, reply_word};
pub use send::{Errand, road_time, send, to_unit, unknown};
use std::collections::BTreeSet;

/// What happens to tasks by the clock and by what became known: results, recalls nobody confirms, places that moved, and
/// unacknowledged tasks, which are sent again and then given up.
pub fn deadlines(controller: &Controller, at: Timestamp) -> Step {
    let steps = [follow::results, follow::taken_away, propose::due, again::unconfirmed, follow::moved, unanswered];
    steps.iter().map(|rule| rule(controller, at)).find(|step| !step.is_empty()).unwrap_or_else(|| Step::of(controller))
}

/// Seconds until a crew is reminded, and until it is given up: the reserve comes from home.
fn patience(controller: &Controller, tasking: &Tasking) -> (f64, f64) {
    let policy = &controller.setup.policy;
    let place = controller.ledger.place_of(tasking).map(|place| &place.kind);
    match place {
        Some(PlaceKind::Muster(_)) => (policy.serious.muster_remind_s, policy.serious.muster_timeout_s),
        _ => (policy.tasking.remind_s, policy.tasking.timeout_s),
    }
}

/// When an unanswered crew is reminded.
#[must_use]
pub fn reminds(controller: &Controller, tasking: &Tasking) -> Timestamp {
    tasking.sent.plus(Seconds(patience(controller, tasking).0))
}

fn unanswered(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (id, tasking) in controller.ledger.open_taskings() {
        if !matches!(tasking.state, TaskingState::Sent | TaskingState::Received) {
            continue;
        }
        let (remind_s, timeout_s) = patience(controller, tasking);
        if at >= gives_up(controller, tasking) {
            let why = Reason::TimedOutUnacknowledged { seconds: timeout_s };
            step.say(Fact::TaskingTimedOut { tasking: *id }, why);
            step.effects.extend(to_unit(controller, *id, tasking, UnitOrderKind::Recall));
            return step;
        }
        if at.since(tasking.sent) >= Seconds(remind_s) && !tasking.reminded {
            let why = Reason::RemindedUnacknowledged { seconds: remind_s };
            step.say(Fact::TaskingReminded { tasking: *id }, why);
            step.effects.extend(to_unit(controller, *id, tasking, UnitOrderKind::Remind));
            return step;
        }
    }
    step
}

/// When an unanswered task is given up. A crew asked again after a restart has as long as after a reminder.
#[must_use]
pub fn gives_up(controller: &Controller, tasking: &Tasking) -> Timestamp {
    let (remind_s, timeout_s) = patience(controller, tasking);
    let started = controller.picture.started;
    let usual = tasking.sent.plus(Seconds(timeout_s));
    if started <= tasking.sent {
        return usual;
    }
    usual.max(started.plus(Seconds(timeout_s - remind_s)))
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
    if controller.setup.policy.protocol.of(incident.what).dispatch(incident.priority) != Dispatch::AirFirst {
        let version = controller.setup.policy.protocol.version;
        return Some((place, Some(Reason::ProtocolSends { version, eta_s: None, next_eta_s: None })));
    }
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

/// Whether an incident wants a unit by itself now: not one that people decide about.
pub fn is_wanted(controller: &Controller, at: Timestamp, id: IncidentId, incident: &Incident) -> bool {
    target(controller, at, id, incident).is_some() && tried(controller, id).is_some()
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
/// something else may be asked again; and where it was a person's choice, sent in another's place, somebody else goes.
fn tried(controller: &Controller, id: IncidentId) -> Option<BTreeSet<UnitId>> {
    let is_last_word = |tasking: &Tasking| tasking.state == TaskingState::Recalled && !tasking.preempted;
    let is_peoples = controller.ledger.first_for(id).next_back().is_some_and(|(_, tasking)| is_last_word(tasking));
    let mine = controller.ledger.first_for(id).map(|(_, tasking)| tasking);
    let mine: Vec<&Tasking> = mine.filter(|tasking| !tasking.preempted).collect();
    // A serious case goes on although its first unit is done: who else goes there, people say.
    let is_done = mine.iter().any(|tasking| tasking.outcome.is_some());
    if is_done || is_peoples {
        return None;
    }
    let caller = controller.ledger.incidents.get(&id).and_then(|incident| incident.caller);
    Some(mine.iter().map(|tasking| tasking.unit).chain(caller).collect())
}

/// Where a person sends a unit.
pub struct Goal {
    /// Which slot of the incident it fills; whoever has it is called off.
    pub slot: u8,
    /// Where to.
    pub to: Wgs84,
    /// The name of the post; nothing for the incident's first unit.
    pub post: String,
}

/// A dispatcher sends a unit by name; an open task of the incident's first unit is recalled first.
pub fn by_hand(controller: &Controller, id: IncidentId, chosen: (UnitId, bool), actor: &Actor) -> (Step, Answer) {
    let Some(incident) = controller.ledger.incidents.get(&id) else {
        return (Step::of(controller), Answer::Denied(Reason::NoSuch { what: id.to_string() }));
    };
    let to = incident.track.as_ref().map_or(incident.place, |track| track.place);
    match by_hand_to(controller, id, chosen, Goal { slot: FIRST, to, post: String::new() }, actor) {
        Ok(step) => (step, Answer::Accepted { incident: Some(id) }),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

/// The same to any slot of an incident.
///
/// # Errors
/// Why the unit is not sent.
pub fn by_hand_to(
    controller: &Controller,
    id: IncidentId,
    (unit, over): (UnitId, bool),
    goal: Goal,
    actor: &Actor,
) -> Result<Step, Reason> {
    let mut step = Step::of(controller);
    let incident = controller.ledger.incidents.get(&id).ok_or(Reason::NoSuch { what: id.to_string() })?;
    if !incident.is_open() {
        return Err(Reason::WrongState { state: "over".to_owned() });
    }
    if controller.setup.plan.unit(unit.0).is_none() {
        return Err(Reason::NoSuch { what: unit.to_string() });
    }
    station::reach(controller, unit)?;
    let held = controller.ledger.tasking_of(unit);
    let is_this = |other: &Tasking| other.incident == id && other.slot == goal.slot;
    let proposed = held.filter(|(_, other)| other.state == TaskingState::Proposed);
    // What is only proposed yields to a person.
    if let Some((_, other)) = held.filter(|_| proposed.is_none()) {
        if is_this(other) {
            return Ok(step);
        }
        // From something less urgent, or another post, it can be taken by a person who says so twice.
        if !over || !(other.incident == id || pairing::may_be_taken(controller, id, other)) {
            return Err(Reason::BusyWith { incident: other.incident });
        }
    }
    if controller.picture.unrecordable {
        return Err(Reason::JournalUnwritable {});
    }
    let post = actor.post.clone();
    let warnings = units::warnings(controller, unit)?;
    let why = match warnings.is_empty() {
        true => Reason::CommandedBy { post, order: "task".to_owned() },
        false if over => Reason::CommandedOver { post, warnings: warnings.join(", ") },
        false => return Err(Reason::UnitWarns { warnings: warnings.join(", ") }),
    };
    if let Some((task, other)) = proposed.filter(|(_, other)| is_this(other)) {
        propose::confirm(controller, *task, other, why, &mut step);
        return Ok(step);
    }
    if let Some((open, _)) = controller.ledger.tasking_in(id, goal.slot) {
        recall(controller, *open, Reason::RecalledBy { post: actor.post.clone() }, &mut step);
    }
    if let Some((task, _)) = held {
        take_away(controller, *task, id, &mut step);
    }
    let Goal { slot, to, post } = goal;
    let eta = road_time(controller, unit, controller.setup.atlas.frame.to_local(to));
    send(controller, id, incident, Errand { unit, slot, to, eta, why, post }, &mut step);
    Ok(step)
}

/// Crews sent for an incident are told that it is more, or less, urgent now, until they say that they know.
pub fn tell_priority(controller: &Controller, id: IncidentId, priority: u8, step: &mut Step) {
    for (task, tasking) in controller.ledger.taskings_for(id).filter(|(_, tasking)| tasking.state.is_open()) {
        let epoch = follow::epoch_after(controller, id, tasking.slot);
        if let Some(Effect::ToUnit(order)) = to_unit(controller, *task, tasking, UnitOrderKind::Task) {
            step.effects.push(Effect::ToUnit(UnitOrder { priority, epoch, ..order }));
        }
        let revised = TaskingRevised { tasking: *task, epoch, priority };
        step.say(Fact::TaskingRevised(revised), Reason::PriorityNow { priority });
    }
}

/// Takes a task back.
pub fn recall(controller: &Controller, id: TaskingId, why: Reason, step: &mut Step) {
    let Some(tasking) = controller.ledger.taskings.get(&id) else { return };
    step.say(Fact::TaskingRecalled { tasking: id }, why);
    step.effects.extend(to_unit(controller, id, tasking, UnitOrderKind::Recall));
}
