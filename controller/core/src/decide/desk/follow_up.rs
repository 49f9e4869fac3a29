//! What is still to be done for an incident after it was handled: by whom, by when. It is told once when it is due, also when
//! the incident is closed by then, and stays open until somebody says that it is done.

use super::notes::{at_most, text};
use super::{Said, held};
use crate::controller::Controller;
use crate::decide::Step;
use crate::event::Fact;
use crate::facts::desk::{FollowUpDone, FollowUpDue, FollowUpOpened};
use crate::ids::IncidentId;
use crate::input::Actor;
use crate::ledger::desk::FollowUp;
use crate::limits;
use crate::reason::Reason;
use geodata::Timestamp;

/// Characters of a post's name at most.
const POST: usize = 32;

/// Something is to be done, by `due`.
pub fn open(controller: &Controller, due: Timestamp, id: IncidentId, what: &str, owner: &str, actor: &Actor) -> Said {
    let known = held(controller, id)?.follow_ups.len();
    at_most(limits::FOLLOW_UPS, known)?;
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if owner.is_empty() || owner.len() > POST || !owner.chars().all(is_word) {
        return Err(Reason::NoPost {});
    }
    let number = u32::try_from(known).unwrap_or(u32::MAX).saturating_add(1);
    let (text, owner, by) = (text(what)?, owner.to_owned(), actor.clone());
    let mut step = Step::of(controller);
    let why = Reason::FollowUpFor { owner: owner.clone() };
    step.say(Fact::FollowUpOpened(FollowUpOpened { incident: id, number, text, owner, due, by }), why);
    Ok((step, id))
}

fn one(controller: &Controller, id: IncidentId, number: u32) -> Option<&FollowUp> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    controller.ledger.incidents.get(&id)?.follow_ups.get(index)
}

/// It is done. Said twice, it says no more.
pub fn done(controller: &Controller, id: IncidentId, number: u32, actor: &Actor) -> Said {
    let known = one(controller, id, number);
    let known = known.ok_or_else(|| Reason::NoSuch { what: format!("follow-up {number} of {id}") })?;
    let mut step = Step::of(controller);
    if known.done.is_none() {
        let why = Reason::FollowedUpBy { post: actor.post.clone() };
        step.say(Fact::FollowUpDone(FollowUpDone { incident: id, number, by: actor.clone() }), why);
    }
    Ok((step, id))
}

/// Everything that should be done by now is told, once.
pub fn due(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (_, incident, number) in controller.ledger.follow_ups().take_while(|(due, ..)| *due <= at) {
        let owner = one(controller, *incident, *number).map(|one| one.owner.clone()).unwrap_or_default();
        let told = FollowUpDue { incident: *incident, number: *number };
        step.say(Fact::FollowUpDue(told), Reason::FollowUpDue { owner });
    }
    step
}
