//! What people write down about an incident, which others it has to do with, and how urgent they judge it.

use super::{Said, held};
use crate::controller::Controller;
use crate::decide::{Step, tasking};
use crate::event::Fact;
use crate::facts::desk::{IncidentChecked, IncidentLinked, NoteAdded, PriorityChanged};
use crate::ids::IncidentId;
use crate::input::Actor;
use crate::limits;
use crate::reason::Reason;

/// A text as it is kept: without control characters, neither empty nor too long.
pub(crate) fn text(said: &str) -> Result<String, Reason> {
    let text: String = said.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect();
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let text = text.trim();
    if text.is_empty() || text.chars().count() > limits::TEXT as usize {
        return Err(Reason::TextLength { most: limits::TEXT });
    }
    Ok(text.to_owned())
}

/// Not more than so many of a thing.
pub(super) fn at_most(most: u32, held: usize) -> Result<(), Reason> {
    if held < most as usize { Ok(()) } else { Err(Reason::TooMany { most }) }
}

/// Adds a note, to a closed incident too: what was learnt later belongs to it.
pub fn note(controller: &Controller, id: IncidentId, said: &str, actor: &Actor) -> Said {
    at_most(limits::NOTES, held(controller, id)?.notes.len())?;
    let text = text(said)?;
    let mut step = Step::of(controller);
    let why = Reason::NotedBy { post: actor.post.clone() };
    step.say(Fact::NoteAdded(NoteAdded { incident: id, text, by: actor.clone() }), why);
    Ok((step, id))
}

/// Two incidents have to do with each other. Said twice, or the other way round, it says no more.
pub fn link(controller: &Controller, id: IncidentId, other: IncidentId, actor: &Actor) -> Said {
    let (one, two) = (held(controller, id)?, held(controller, other)?);
    if id == other {
        return Err(Reason::WrongState { state: "the same incident".to_owned() });
    }
    let mut step = Step::of(controller);
    if !one.links.contains(&other) {
        at_most(limits::LINKS, one.links.len().max(two.links.len()))?;
        let why = Reason::LinkedBy { post: actor.post.clone() };
        step.say(Fact::IncidentLinked(IncidentLinked { incident: id, other, by: actor.clone() }), why);
    }
    Ok((step, id))
}

/// Somebody looked what became of an incident, whoever was sent.
pub fn check(controller: &Controller, id: IncidentId, actor: &Actor) -> Said {
    held(controller, id)?;
    let mut step = Step::of(controller);
    let why = Reason::CheckedBy { post: actor.post.clone() };
    step.say(Fact::IncidentChecked(IncidentChecked { incident: id, by: actor.clone() }), why);
    Ok((step, id))
}

/// How urgent an incident is, judged anew; what is sent for it, and who, follows by the protocol and the pairing.
pub fn priority(controller: &Controller, id: IncidentId, to: u8, actor: &Actor) -> Said {
    let incident = held(controller, id)?;
    if !(1..=4).contains(&to) {
        return Err(Reason::NoSuch { what: format!("priority {to}") });
    }
    if !incident.is_open() {
        return Err(Reason::WrongState { state: "over".to_owned() });
    }
    let mut step = Step::of(controller);
    if incident.priority != to {
        let changed = PriorityChanged { incident: id, from: incident.priority, to, by: actor.clone() };
        step.say(Fact::PriorityChanged(changed), Reason::JudgedBy { post: actor.post.clone() });
        tasking::tell_priority(controller, id, to, &mut step);
    }
    Ok((step, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_without_what_no_screen_should_write() {
        assert_eq!(text(" two\tdoors,\r\n\u{1b}[31mleft\u{7} ").as_deref(), Ok("two doors,  [31mleft"));
        assert_eq!(text("\u{0}\n "), Err(Reason::TextLength { most: limits::TEXT }));
        let longest = "\u{4e1c}".repeat(limits::TEXT as usize);
        assert_eq!(text(&longest).as_deref(), Ok(longest.as_str()));
        assert!(text(&format!("{longest}.")).is_err());
    }
}
