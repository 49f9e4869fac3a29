//! What an acknowledgement means: to which sending it belongs, and when a "no" is believed.

use super::{Conversation, Step, step};
use crate::codec::CommandAck;
use crate::config::LinkConfig;
use crate::limits;
use crate::session::{Known, Outbox};
use controller_core::{OrderProgress, SkyReport};
use geodata::Timestamp;

impl Conversation {
    /// An answer counts when it is to the command in flight and not to another ground station.
    pub(super) fn acknowledged(&mut self, at: Timestamp, ack: &CommandAck, config: &LinkConfig, out: &mut Outbox) {
        let asked = self.steps.front().and_then(|step| step.command());
        let ours = ack.target_system == 0 || ack.target_system == config.system_id;
        if self.first_sent.is_none() || asked != Some(ack.command) || !ours {
            return;
        }
        if step::is_no(ack.result) && self.doubts() {
            return;
        }
        self.answer = Some(ack.result);
        match ack.result {
            step::ACCEPTED => {
                self.committed = true;
                // It may still not happen: ask again later if telemetry does not show it.
                self.due = at.plus(config.retry * 2.0);
                self.accept(out);
            }
            // At work: asked again it would only answer that it is. Its time begins anew, up to a limit.
            step::IN_PROGRESS => {
                self.due = at.plus(limits::IN_PROGRESS_RETRY);
                if self.first_sent.is_some_and(|sent| at.since(sent).0 < limits::IN_PROGRESS.0) {
                    self.began = at;
                }
            }
            _ => {}
        }
    }

    /// A "no" that may answer an earlier mode change says nothing of this one, nor do its copies: the "no" that comes
    /// after the next sending is believed.
    pub(super) fn doubts(&mut self) -> bool {
        self.may_echo && *self.doubted.get_or_insert(self.tries) == self.tries
    }

    /// A "no" to a take-off may be that of an aircraft already climbing, to a copy of what it obeyed: it is believed when
    /// telemetry young enough to know shows it on the ground still.
    pub(super) fn doubts_no_of(&self, step: Step, known: &Known) -> bool {
        let knows = known.heartbeat_at.is_some_and(|heard| heard > self.last_sent.plus(limits::STRAY));
        step == Step::TakeOff && !knows
    }

    /// Tells once that the last step was acknowledged.
    pub(super) fn accept(&mut self, out: &mut Outbox) {
        let last = self.steps.iter().skip(1).all(|step| step.command().is_none());
        if last && !self.accepted {
            self.accepted = true;
            out.report(SkyReport::Order(self.order.id, OrderProgress::Accepted));
        }
    }
}
