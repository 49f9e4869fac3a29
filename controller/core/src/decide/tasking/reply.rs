//! What a crew answers. A task counts as taken only by a yes to the present offer of its slot: whoever says yes to an
//! earlier one is told again that it was withdrawn.

use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::decide::tasking::send::to_unit;
use crate::effect::UnitOrderKind;
use crate::event::Fact;
use crate::facts::tasking::RecallSeen;
use crate::input::{ReplyKind, TaskingReply};
use crate::ledger::tasking::Tasking;
use crate::reason::Reason;

/// A unit answered. Repeats and answers out of order change nothing and are no fault.
pub fn replied(controller: &Controller, reply: &TaskingReply) -> (Step, Answer) {
    let no_such = |what: String| (Step::of(controller), Answer::Denied(Reason::NoSuch { what }));
    let Some(tasking) = controller.ledger.taskings.get(&reply.tasking) else {
        return no_such(reply.tasking.to_string());
    };
    if tasking.unit != reply.unit {
        return no_such(format!("{} of {}", reply.tasking, reply.unit));
    }
    if reply.epoch.is_some_and(|epoch| epoch > tasking.epoch) {
        return no_such(format!("epoch {} of {}", reply.epoch.unwrap_or_default(), reply.tasking));
    }
    if tasking.state.is_withdrawn() {
        return withdrawn(controller, reply, tasking);
    }
    if reply.reply == ReplyKind::RecallSeen {
        return (Step::of(controller), Answer::Denied(Reason::WrongState { state: "not_withdrawn".to_owned() }));
    }
    taken(controller, reply, tasking)
}

/// The crew must not believe that it has the task: whatever it says but that it has not, it is told again.
fn withdrawn(controller: &Controller, reply: &TaskingReply, tasking: &Tasking) -> (Step, Answer) {
    let mut step = Step::of(controller);
    if matches!(reply.reply, ReplyKind::RecallSeen | ReplyKind::Declined) {
        if !tasking.recall_seen {
            let why = Reason::UnitReplied { reply: reply_word(&reply.reply).to_owned() };
            step.say(Fact::RecallSeen(RecallSeen { tasking: reply.tasking, unit: reply.unit }), why);
        }
        return (step, Answer::Accepted { incident: Some(tasking.incident) });
    }
    step.effects.extend(to_unit(controller, reply.tasking, tasking, UnitOrderKind::Recall));
    (step, Answer::Denied(Reason::WrongState { state: "withdrawn".to_owned() }))
}

fn taken(controller: &Controller, reply: &TaskingReply, tasking: &Tasking) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let incident = tasking.incident;
    let accepted = Answer::Accepted { incident: Some(incident) };
    if reply.epoch.is_some_and(|epoch| epoch < tasking.epoch) && tasking.state.is_open() {
        // It speaks of a place it was sent to before: it is told the present one.
        step.effects.extend(to_unit(controller, reply.tasking, tasking, UnitOrderKind::Task));
    }
    let is_news = reply.epoch.is_some_and(|epoch| epoch > tasking.seen) && tasking.state.is_open();
    if !tasking.state.accepts(&reply.reply) && !is_news {
        return (step, accepted);
    }
    let why = match &reply.reply {
        ReplyKind::Declined => Reason::DeclinedByUnit {},
        other => Reason::UnitReplied { reply: reply_word(other).to_owned() },
    };
    let told = Fact::TaskingReplied {
        tasking: reply.tasking,
        unit: reply.unit,
        reply: reply.reply.clone(),
        epoch: reply.epoch,
    };
    step.say(told, why);
    (step, accepted)
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
        ReplyKind::RecallSeen => "recall_seen",
    }
}
