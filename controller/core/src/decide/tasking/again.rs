//! What a device has not confirmed is told again: a task until it is received, a recall until `recall_seen`, a new
//! destination until an answer names its epoch. A crew that missed one packet must not drive on. Repeats are counted by
//! the clock alone, so they leave no trace in the journal and go on after a crash where they were; each is told at most
//! until the policy's end, and a recall nobody confirms in time is brought before people, once.

use crate::controller::Controller;
use crate::decide::tasking::send::to_unit;
use crate::decide::{Step, levels};
use crate::effect::{Effect, UnitOrderKind};
use crate::event::Fact;
use crate::facts::tasking::TaskingEscalated;
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::policy::TaskingPolicy;
use crate::reason::Reason;
use geodata::{Seconds, Timestamp};

/// So many times farther apart are the repeats of a recall once people were told of it.
const SLOWER: f64 = 10.0;

/// What is told again because its moment fell between the last input and this one.
#[must_use]
pub fn due(controller: &Controller) -> Vec<Effect> {
    let picture = &controller.picture;
    if !picture.beat {
        return Vec::new();
    }
    let policy = &controller.setup.policy.tasking;
    let falls = |since: Timestamp, until: f64| {
        let since = since.max(picture.started);
        falls(picture.beat_before.since(since), picture.now.since(since), policy.resend_s, until)
    };
    let unseen = controller.ledger.unseen_recalls().filter_map(|(id, tasking)| {
        let since = tasking.since.max(back(controller, tasking));
        let (before, now) = (picture.beat_before.since(since), picture.now.since(since));
        told_again(before, now, policy).then(|| to_unit(controller, *id, tasking, UnitOrderKind::Recall)).flatten()
    });
    let open = controller.ledger.open_taskings().filter_map(|(id, tasking)| {
        let is_due = match tasking.state {
            // The last word of an offer that lapses is the recall.
            TaskingState::Sent => falls(tasking.sent, policy.timeout_s - policy.resend_s),
            _ => {
                tasking.is_unseen_move() && {
                    let moved = tasking.moved.unwrap_or(tasking.sent).max(back(controller, tasking));
                    falls(moved, policy.recall_unseen_s)
                }
            }
        };
        is_due.then(|| to_unit(controller, *id, tasking, UnitOrderKind::Task)).flatten()
    });
    unseen.chain(open).collect()
}

/// When a crew could be told anything again that was cut off with its station.
fn back(controller: &Controller, tasking: &Tasking) -> Timestamp {
    let partition = &controller.ledger.partition;
    let station = levels::station_of(controller, tasking.unit);
    station.and_then(|station| partition.back(station)).unwrap_or(tasking.sent)
}

/// Whether a recall is told again between two ages of it: often, then more seldom, then no more.
#[must_use]
pub fn told_again(before: Seconds, now: Seconds, policy: &TaskingPolicy) -> bool {
    falls(before, now, policy.resend_s, policy.recall_unseen_s)
        || falls(before, now, policy.resend_s * SLOWER, policy.recall_for_s)
}

/// Whether a whole multiple of `every`, above zero and at most `until`, lies in (before, now]. Ages in seconds.
fn falls(before: Seconds, now: Seconds, every: f64, until: f64) -> bool {
    if every <= 0.0 || now.0 <= 0.0 {
        return false;
    }
    let last = (now.0.min(until) / every).floor();
    last >= 1.0 && last * every > before.0
}

/// Recalls that nobody confirmed in time, brought before people.
pub fn unconfirmed(controller: &Controller, at: Timestamp) -> Step {
    let limit = controller.setup.policy.tasking.recall_unseen_s;
    let mut step = Step::of(controller);
    let late = |tasking: &Tasking| at.since(tasking.since) >= Seconds(limit);
    for (id, _) in controller.ledger.uncalled_recalls().filter(|(_, tasking)| late(tasking)) {
        let why = Reason::RecallUnseen { seconds: limit };
        step.say(Fact::TaskingEscalated(TaskingEscalated { tasking: *id }), why);
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{DEFAULT, Policy};

    /// Steps of any length meet every repeat exactly once, and no more of them than the policy allows.
    #[test]
    fn a_recall_is_told_at_each_of_its_moments_once_however_time_is_cut() {
        let policy = Policy::parse(DEFAULT).unwrap().tasking;
        let end = policy.recall_for_s as i64 + 500;
        let told = |stride: i64| {
            let mut moments = Vec::new();
            let mut before = 0;
            while before < end {
                let now = before + stride;
                if told_again(Seconds(before as f64), Seconds(now as f64), &policy) {
                    moments.push(now);
                }
                before = now;
            }
            moments
        };
        let each = told(1);
        let quick = (policy.recall_unseen_s / policy.resend_s) as i64;
        let wanted: Vec<i64> = (1..=quick)
            .map(|count| count * policy.resend_s as i64)
            .chain(
                (1..)
                    .map(|count| count * 10 * policy.resend_s as i64)
                    .take_while(|age| *age <= policy.recall_for_s as i64),
            )
            .collect::<std::collections::BTreeSet<i64>>()
            .into_iter()
            .collect();
        assert_eq!(each, wanted);
        assert!(told(7).len() <= each.len());
        assert_eq!(told(end), [end], "after a long gap it is told once, not many times");
    }

    #[test]
    fn nothing_is_repeated_at_its_own_moment_or_with_no_pace() {
        assert!(!falls(Seconds(-5.0), Seconds(0.0), 3.0, 60.0));
        assert!(!falls(Seconds(0.0), Seconds(2.9), 3.0, 60.0));
        assert!(falls(Seconds(2.9), Seconds(3.0), 3.0, 60.0));
        assert!(!falls(Seconds(0.0), Seconds(30.0), 0.0, 60.0));
        assert!(!falls(Seconds(60.0), Seconds(600.0), 3.0, 60.0));
    }
}
