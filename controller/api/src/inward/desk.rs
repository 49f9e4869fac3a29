//! What the desk says, as the core is told.

use super::problem;
use crate::ask::{DeskAsk, Problem};
use controller_core::{DeskCommand, IncidentId};
use geodata::Seconds;

/// A word of the desk about an incident. What the ledger knows better, the core judges.
pub(super) fn say(ask: &DeskAsk) -> Result<DeskCommand, Problem> {
    Ok(match ask {
        DeskAsk::Split(split) => DeskCommand::Split(split.key.clone()),
        DeskAsk::Note(note) => DeskCommand::Note(note.text.clone()),
        DeskAsk::Link(link) => DeskCommand::Link(IncidentId(link.incident)),
        DeskAsk::Priority(change) if (1..=4).contains(&change.priority) => DeskCommand::Priority(change.priority),
        DeskAsk::Priority(_) => {
            return Err(problem("out_of_range", "priority", "must be 1 to 4", "1 is the highest."));
        }
        DeskAsk::FollowUp(open) if (1..=43_200).contains(&open.minutes) => DeskCommand::FollowUp {
            text: open.text.clone(),
            owner: open.owner.clone(),
            within: Seconds(f64::from(open.minutes) * 60.0),
        },
        DeskAsk::FollowUp(_) => {
            return Err(problem("out_of_range", "minutes", "must be 1 to 43200", "Say by when it is to be done."));
        }
        DeskAsk::Check => DeskCommand::Check,
        DeskAsk::FollowedUp(done) => DeskCommand::FollowedUp(done.number),
    })
}
