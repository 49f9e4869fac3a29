//! When somebody who waits for a crew may have one: each second, when a moment that was waited for has come, and as soon as
//! something was recorded that frees a crew, wants one, or changes the ways. Hundreds of crews answer on a bad night, and most of
//! what they say does neither; pairing everybody anew each time would be most of what the controller does.

use crate::controller::Controller;
use crate::event::Fact;
use crate::input::{Input, ReplyKind};
use crate::ledger::Entry;

/// Whether the rounds after this input, which led directly to these entries, look at who waits for a crew.
#[must_use]
pub fn pairs(controller: &Controller, input: &Input, entries: &[Entry]) -> bool {
    controller.picture.beat
        || matches!(input, Input::Clock | Input::Journal { .. })
        || entries.iter().any(|entry| is_news(&entry.event.fact))
}

/// Whether a fact can give somebody a crew. A new kind does until it is named here.
#[must_use]
pub fn is_news(fact: &Fact) -> bool {
    match fact {
        // A crew that said yes, goes, or has arrived keeps what it has; and it had it before.
        Fact::TaskingReplied { reply, .. } => matches!(reply, ReplyKind::Declined | ReplyKind::Done { .. }),
        Fact::TaskingSent { .. }
        | Fact::TaskingReminded { .. }
        | Fact::TaskingEscalated(_)
        | Fact::IncidentEscalated(_)
        | Fact::StationSaw(_)
        | Fact::OrderGiven { .. }
        | Fact::OrderProgressed { .. }
        | Fact::PayloadOrdered { .. }
        | Fact::PayloadProgressed { .. }
        | Fact::RecordingStarted { .. }
        | Fact::RecordingStopped { .. }
        | Fact::RecordingProven(_)
        | Fact::RecordingBreached { .. }
        | Fact::NoteAdded(_)
        | Fact::FollowUpOpened(_)
        | Fact::FollowUpDue(_)
        | Fact::FollowUpDone(_)
        | Fact::IncidentLinked(_)
        | Fact::IncidentChecked(_)
        | Fact::CirclesChanged(_)
        | Fact::TrafficNear { .. }
        | Fact::TrafficPassed { .. }
        | Fact::SourceFlooding(_)
        | Fact::SourceCalm(_)
        | Fact::DetectionsMerged(_)
        | Fact::ReportsBeyond(_)
        | Fact::WeatherReported(_) => false,
        _ => true,
    }
}
