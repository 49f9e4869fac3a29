//! What the seat of the duty commander is told.

use super::problem;
use crate::ask::{Duty, Problem};
use controller_core::DutyCommand;

/// The words as a command.
pub(super) fn say(duty: &Duty) -> Result<DutyCommand, Problem> {
    let taking = duty.act == "take";
    if !taking && (duty.relieve || duty.deputies) {
        let say = "only with take";
        return Err(problem("unexpected", if duty.relieve { "relieve" } else { "deputies" }, say, "Leave it out."));
    }
    match (duty.act.as_str(), &duty.to) {
        ("take", None) => Ok(DutyCommand::Take { relieve: duty.relieve, deputies: duty.deputies }),
        ("hand", Some(to)) => Ok(DutyCommand::Hand(to.clone())),
        ("hand", None) => {
            Err(problem("missing", "to", "to whom is missing", "Name the post, for example commander-2."))
        }
        ("leave", None) => Ok(DutyCommand::Leave),
        ("take" | "leave", Some(_)) => Err(problem("unexpected", "to", "only with hand", "Leave it out.")),
        _ => Err(problem("unknown_word", "act", "unknown act", "One of take, hand, leave.")),
    }
}
