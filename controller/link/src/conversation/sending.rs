//! When the current step may leave: once, again, or not yet. Nothing told earlier may arrive after it and undo it, and
//! nothing that cannot be done twice is sent again before telemetry shows that it has not happened.

use super::{Conversation, Step, step};
use crate::config::LinkConfig;
use crate::limits;
use crate::session::{Known, Outbox, Telling, Told};
use geodata::Timestamp;

impl Conversation {
    pub(super) fn send(&mut self, at: Timestamp, step: Step, known: &mut Known, config: &LinkConfig, out: &mut Outbox) {
        let fresh = known.heartbeat_at.is_some_and(|heard| heard > self.last_sent);
        // What was answered "no" and may yet have happened is not tried again: telemetry has the word.
        let told_no = step == Step::TakeOff && self.answer.is_some_and(step::is_final_no);
        let again = self.first_sent.is_none() || step.is_repeatable() || (fresh && !told_no);
        let expired = step != Step::Look && self.is_late(at);
        // It is there already, and only watched until nothing earlier can change it any more.
        let watched = self.first_sent.is_some() && fresh && matches!(step, Step::Mode(mode) if known.shows(mode));
        if !known.reachable
            || known.personality.is_none()
            || !again
            || expired
            || watched
            || self.must_wait(at, step, known, config)
        {
            return;
        }
        if let Some((message, traffic)) = step.message(&self.order.kind, known, self.tries) {
            out.send(message, traffic);
            self.remember(at, step, known);
            if matches!(step, Step::Mode(_)) {
                self.may_echo |= self.first_sent.is_none() && known.mode_asked;
                known.mode_asked = true;
            }
            self.first_sent.get_or_insert(at);
            self.last_sent = at;
            self.tries = self.tries.saturating_add(1);
        }
    }

    /// Notes what it is told, and what it was told before that may still be under way.
    pub(super) fn remember(&mut self, at: Timestamp, step: Step, known: &mut Known) {
        let Some(what) = step.tells() else { return };
        if self.first_sent.is_none() {
            self.strays = Self::strays(what, known);
        }
        known.told = Some(Telling { what, at, arrived: false });
    }

    /// Until when a command told before `what` may still arrive; nothing when none can.
    pub(super) fn strays(what: Told, known: &Known) -> Option<Timestamp> {
        let before = known.told.filter(|before| !before.arrived && (before.what != what || what == Told::Place))?;
        Some(before.at.plus(limits::STRAY))
    }

    /// Hold, return and land leave at once and are watched; anything else waits until nothing told before it can arrive
    /// after it, and does not leave so late that it could arrive after we have called it unknown.
    pub(super) fn must_wait(&self, at: Timestamp, step: Step, known: &Known, config: &LinkConfig) -> bool {
        let Some(what) = step.tells().filter(|_| !self.is_safety()) else { return false };
        if self.first_sent.is_none() {
            return Self::strays(what, known).is_some_and(|until| at < until);
        }
        at.since(self.began).0 + limits::STRAY.0 > step.deadline(false, config).0
    }
}
