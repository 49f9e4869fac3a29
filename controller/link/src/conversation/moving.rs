//! The mission part of an order: sending it, reading it back, and trying again when it reads back different.

use super::{Conversation, Ended, Step, Transfer, plan, refused};
use crate::config::LinkConfig;
use crate::session::{Known, Outbox};
use crate::transfer::{End, ReadBack, Upload};
use controller_core::{Doubt, OrderProgress, SkyReport};
use geodata::Timestamp;

impl Conversation {
    pub(super) fn wait_transfer(
        &mut self,
        at: Timestamp,
        step: Step,
        known: &mut Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<Ended> {
        if self.transfer.is_none() {
            let personality = known.personality?;
            let server = plan::server(&self.order.kind, personality, known);
            let items = match plan::items(&self.order.kind, personality, known) {
                Ok(items) => items,
                Err(why) => return Some(refused(why)),
            };
            self.transfer = Some(if step == Step::Upload {
                known.stored.doubt(server.store, Doubt::Sending, out);
                Transfer::Upload(Upload::new(at, server, items))
            } else {
                // What was just sent is read whole; what lay aboard may be known by its number.
                let known_id = if plan::sends(&self.order.kind) { 0 } else { plan::known_id(&self.order.kind, known) };
                Transfer::ReadBack(ReadBack::new(at, server, items, known_id))
            });
        }
        let may_start = known.reachable && !self.is_late(at);
        let before = out.messages.len();
        let end = match self.transfer.as_mut()? {
            Transfer::Upload(upload) => upload.tick(at, may_start, config, out),
            Transfer::ReadBack(read) => read.tick(at, config, out),
        };
        if out.messages.len() > before {
            self.first_sent.get_or_insert(at);
        }
        match end? {
            End::Stalled => Some(self.give_up(step, known)),
            end => {
                self.transferred(at, end, known, out);
                None
            }
        }
    }

    /// A transfer ended: go on, try again, or remember why not.
    pub(super) fn transferred(&mut self, at: Timestamp, end: End, known: &mut Known, out: &mut Outbox) {
        let transfer = self.transfer.take();
        let store = plan::store(&self.order.kind);
        match end {
            End::Complete if matches!(transfer, Some(Transfer::Upload(_))) => self.next(at),
            End::Complete => {
                if let (Some(Transfer::ReadBack(read)), Some(hash)) = (&transfer, plan::hash(&self.order.kind)) {
                    known.stored.verify(at, store, hash, read.expected(), read.id(), out);
                }
                out.report(SkyReport::Order(self.order.id, OrderProgress::Verified));
                self.next(at);
            }
            End::Refused(why) => self.failed = Some(why),
            End::Different(why) => {
                known.stored.doubt(store, Doubt::Different, out);
                self.try_again(at, why);
            }
            End::GaveUp => self.try_again(at, "the vehicle gave up the transfer".to_owned()),
            End::Stalled => {}
        }
    }

    /// From the upload again, while tries are left; a look at what is aboard is not repeated.
    pub(super) fn try_again(&mut self, at: Timestamp, why: String) {
        if !plan::sends(&self.order.kind) || self.steps.len() < 2 || self.uploads <= 1 {
            self.failed = Some(why);
            return;
        }
        self.uploads -= 1;
        if self.steps.front() == Some(&Step::ReadBack) {
            self.steps.push_front(Step::Upload);
        }
        self.reset(at);
    }
}
