//! The dispatcher's desk: what people and rules do with an incident as a whole.

pub mod close;
pub mod follow_up;
pub mod loops;
pub mod need;
pub mod notes;
pub mod raise;
pub mod same;
pub mod units;

use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::ids::IncidentId;
use crate::input::{Actor, DeskCommand};
use crate::ledger::incident::Incident;
use crate::reason::Reason;
use geodata::Timestamp;

/// Carries out what a person at the desk says about an incident.
pub fn decided(
    controller: &Controller,
    at: Timestamp,
    id: IncidentId,
    command: &DeskCommand,
    actor: &Actor,
) -> (Step, Answer) {
    let said = match command {
        DeskCommand::Split(key) => same::split(controller, id, key, actor),
        DeskCommand::Note(text) => notes::note(controller, id, text, actor),
        DeskCommand::Link(other) => notes::link(controller, id, *other, actor),
        DeskCommand::Priority(to) => notes::priority(controller, id, *to, actor),
        DeskCommand::FollowUp { text, owner, within } => {
            follow_up::open(controller, at.plus(*within), id, text, owner, actor)
        }
        DeskCommand::Check => notes::check(controller, id, actor),
        DeskCommand::FollowedUp(number) => follow_up::done(controller, id, *number, actor),
    };
    match said {
        Ok((step, incident)) => (step, Answer::Accepted { incident: Some(incident) }),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

/// What a word of the desk leads to, and the incident it is about afterwards; or why it is not taken.
pub type Said = Result<(Step, IncidentId), Reason>;

fn held(controller: &Controller, id: IncidentId) -> Result<&Incident, Reason> {
    controller.ledger.incidents.get(&id).ok_or(Reason::NoSuch { what: id.to_string() })
}
