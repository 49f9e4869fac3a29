//! The duty commander of the day: one seat, taken, handed over and left by posts with a commander's rights. Nothing is
//! launched while it is empty, and nothing by anybody else.

use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::event::Fact;
use crate::facts::duty::{DutyHanded, DutyLeft, DutyTaken};
use crate::input::{Actor, DutyCommand};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp};

/// Letters of a post's name at most.
const LONGEST_POST: usize = 32;

/// What the seat is told.
pub fn decided(controller: &Controller, at: Timestamp, actor: &Actor, command: &DutyCommand) -> (Step, Answer) {
    let said = match command {
        DutyCommand::Take { relieve, deputies } => take(controller, at, actor, *relieve, *deputies),
        DutyCommand::Hand(to) => hand(controller, actor, to),
        DutyCommand::Leave => leave(controller, actor),
    };
    match said {
        Ok((fact, why)) => {
            let mut step = Step::of(controller);
            step.say(fact, why);
            (step, Answer::Accepted { incident: None })
        }
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

/// Whether this post may let an aircraft fly now.
///
/// # Errors
/// Nobody is on duty, or somebody else.
pub fn may_approve(controller: &Controller, actor: &Actor) -> Result<(), Reason> {
    // A station that is alone has nobody above it to ask.
    if let Some((station, _)) = &controller.ledger.partition.alone {
        return if actor.station() == Some(station.as_str()) { Ok(()) } else { Err(Reason::BureauDecides {}) };
    }
    match &controller.ledger.duty {
        None => Err(Reason::NoDutyCommander {}),
        Some(duty) if duty.post == actor.post || duty.deputies => Ok(()),
        Some(duty) => Err(Reason::OnDutyIs { post: duty.post.clone() }),
    }
}

/// A watch that lasted too long ends by itself: a seat nobody sits in approves nothing.
pub fn lapse(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if let Some(duty) = controller.ledger.duty.as_ref().filter(|duty| duty.until <= at) {
        let seconds = controller.setup.policy.approval.duty_s;
        step.say(Fact::DutyLeft(DutyLeft { post: duty.post.clone() }), Reason::DutyOver { seconds });
    }
    step
}

type Said = Result<(Fact, Reason), Reason>;

/// An empty seat, one that was offered, or, with `relieve`, one whose holder does not answer: the record says from whom.
fn take(controller: &Controller, at: Timestamp, actor: &Actor, relieve: bool, deputies: bool) -> Said {
    let post = || actor.post.clone();
    let why = match &controller.ledger.duty {
        None => Reason::DutyTakenBy { post: post() },
        Some(duty) if duty.post == actor.post && duty.deputies == deputies => {
            return Err(Reason::WrongState { state: "yours already".to_owned() });
        }
        Some(duty) if duty.post == actor.post => Reason::DutyTakenBy { post: post() },
        Some(duty) if duty.offered.as_ref() == Some(&actor.post) => Reason::DutyHandedBy { post: duty.post.clone() },
        Some(duty) if relieve => Reason::DutyRelieved { post: post(), from: duty.post.clone() },
        Some(duty) => return Err(Reason::OnDutyIs { post: duty.post.clone() }),
    };
    let until = at.plus(Seconds(controller.setup.policy.approval.duty_s));
    Ok((Fact::DutyTaken(DutyTaken { by: actor.clone(), until, deputies }), why))
}

fn hand(controller: &Controller, actor: &Actor, to: &str) -> Said {
    holds(controller, actor)?;
    let is_post = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if to.is_empty() || to.len() > LONGEST_POST || !to.chars().all(is_post) {
        return Err(Reason::NoPost {});
    }
    if to == actor.post {
        return Err(Reason::WrongState { state: "yours already".to_owned() });
    }
    let why = Reason::DutyOffered { post: actor.post.clone(), to: to.to_owned() };
    Ok((Fact::DutyHanded(DutyHanded { by: actor.clone(), to: to.to_owned() }), why))
}

fn leave(controller: &Controller, actor: &Actor) -> Said {
    holds(controller, actor)?;
    let post = actor.post.clone();
    Ok((Fact::DutyLeft(DutyLeft { post: post.clone() }), Reason::DutyLeftBy { post }))
}

fn holds(controller: &Controller, actor: &Actor) -> Result<(), Reason> {
    match &controller.ledger.duty {
        Some(duty) if duty.post == actor.post => Ok(()),
        Some(duty) => Err(Reason::OnDutyIs { post: duty.post.clone() }),
        None => Err(Reason::NoDutyCommander {}),
    }
}
