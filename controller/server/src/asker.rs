//! Who waits for the answer to a command, and how the engine's word becomes it.

use crate::outgoing::Answered;
use crate::remembered::{Answer, Key};
use crate::request::Reply;
use controller_api::ask::{Accepted, AlarmAccepted, Ask, Problem};
use controller_api::inward::{all_returned, denied, problem};
use controller_core::Answer as Said;

/// Whether it is done also while nothing can be recorded: hold, return and land.
pub(crate) fn is_safe(ask: &Ask) -> bool {
    match ask {
        Ask::Order(_, order) => matches!(order.kind.as_str(), "hold" | "return" | "land"),
        Ask::AllReturn => true,
        _ => false,
    }
}

/// The answer to everything else while nothing can be recorded.
pub(crate) fn unwritable() -> Problem {
    problem(
        "journal_unwritable",
        "journal",
        "nothing can be recorded now, so this was not done; hold, return and land still are",
        "Send the same request again, same key, when the journal can be written",
    )
}

/// The one who asked.
#[derive(Debug)]
pub(crate) struct Asker {
    key: Option<Key>,
    to: Answer,
    is_alarm: bool,
    is_safe: bool,
}

impl Asker {
    /// For a command with its remembered key.
    pub(crate) fn of(ask: &Ask, key: Option<Key>, to: Answer) -> Self {
        Self { key, to, is_alarm: matches!(ask, Ask::Alarm(_)), is_safe: is_safe(ask) }
    }

    /// This answer, on its way back.
    pub(crate) fn hears(self, result: Result<Reply, Problem>) -> Answered {
        Answered { key: self.key, to: self.to, result, is_safe: self.is_safe }
    }

    /// The engine's word as the answer. `record` is the record of this step, 0 when it left none.
    pub(crate) fn answered(self, said: Option<&Said>, record: u32) -> Answered {
        let result = match said {
            Some(Said::Accepted { incident }) if self.is_alarm => incident
                .map(|incident| Reply::Alarm(AlarmAccepted { incident: incident.0 }))
                .ok_or_else(|| problem("blocked", "alarm", "the alarm became no incident", "Report it again")),
            Some(Said::Each(each)) => Ok(Reply::Returned(all_returned(each, record))),
            Some(Said::Accepted { .. }) => Ok(Reply::Accepted(Accepted { record })),
            Some(Said::Denied(reason)) => Err(denied(reason)),
            // An empty batch asks nothing and changes nothing.
            None => Ok(Reply::Accepted(Accepted { record: 0 })),
        };
        self.hears(result)
    }
}
