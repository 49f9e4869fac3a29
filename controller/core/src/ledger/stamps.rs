//! The six steps of an incident (收集、研判、预警、调度、检查、反馈) and when each was first taken. A step that is missing is a loop
//! that is open.

use crate::event::Fact;
use crate::input::ReplyKind;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// One of the six.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// It was taken in.
    Collected,
    /// Who could go was worked out.
    Assessed,
    /// Somebody was warned or asked: a launch question, a word to people above, a task.
    Warned,
    /// Somebody was sent.
    Tasked,
    /// Somebody is there, or looked what became of it.
    Checked,
    /// The result is there.
    FedBack,
}

impl Step {
    /// In order.
    pub const ALL: [Self; 6] =
        [Self::Collected, Self::Assessed, Self::Warned, Self::Tasked, Self::Checked, Self::FedBack];

    /// The steps a fact takes. Who is sent is warned by that.
    fn of(fact: &Fact) -> &'static [Self] {
        match fact {
            Fact::IncidentReported { .. } | Fact::ReportSplit(_) => &[Self::Collected],
            Fact::IncidentAssessed { .. } => &[Self::Assessed],
            Fact::ApprovalRequested { .. } | Fact::IncidentEscalated(_) => &[Self::Warned],
            Fact::TaskingSent { .. } | Fact::SortieOrdered { .. } => &[Self::Warned, Self::Tasked],
            Fact::SortieOnScene { .. }
            | Fact::IncidentChecked(_)
            | Fact::TaskingReplied { reply: ReplyKind::OnScene, .. } => &[Self::Checked],
            Fact::IncidentResolved { .. } | Fact::IncidentClosed { .. } => &[Self::FedBack],
            _ => &[],
        }
    }
}

/// When each was first taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamps([Option<Timestamp>; 6]);

impl Stamps {
    /// When a step was first taken.
    #[must_use]
    pub fn at(&self, step: Step) -> Option<Timestamp> {
        self.0.get(step as usize).copied().flatten()
    }

    /// The first step that was not taken, with the others or not.
    #[must_use]
    pub fn missing(&self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| self.at(*step).is_none())
    }

    /// When the last step was taken that was.
    #[must_use]
    pub fn last(&self) -> Option<Timestamp> {
        self.0.iter().flatten().max().copied()
    }

    pub(super) fn set(&mut self, fact: &Fact, at: Timestamp) {
        for step in Step::of(fact) {
            if let Some(stamp) = self.0.get_mut(*step as usize) {
                stamp.get_or_insert(at);
            }
        }
    }
}
