//! One order being carried out: a short list of steps, each sent until it is seen done.
//!
//! An acknowledgement is a promise, telemetry is the fact: a step is done when a heartbeat younger than the request
//! shows it. A step that cannot be repeated safely is sent again only after telemetry shows it has not happened. What is
//! not seen done in time is unknown, never failed. A mission is started only when it has been read back equal.

mod plan;
mod step;

use crate::codec::{CommandAck, Message};
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::session::{Known, Outbox};
use crate::transfer::{self, End, ReadBack, Upload};
use controller_core::{Doubt, Order, OrderId, OrderKind, OrderProgress, SkyReport};
use geodata::Timestamp;
use std::collections::VecDeque;
use step::Step;

/// An order that is over, and how.
pub(crate) struct Ended(pub(crate) OrderProgress);

/// The running transfer of a mission step.
#[derive(Debug)]
enum Transfer {
    Upload(Upload),
    ReadBack(ReadBack),
}

/// One running order.
#[derive(Debug)]
pub(crate) struct Conversation {
    order: Order,
    steps: VecDeque<Step>,
    transfer: Option<Transfer>,
    /// When the current step began, and when it is next sent.
    began: Timestamp,
    due: Timestamp,
    /// First and last sending of the current step.
    first_sent: Option<Timestamp>,
    last_sent: Timestamp,
    tries: u8,
    /// What the vehicle answered to the current step.
    answer: Option<u8>,
    /// A first "no" to the current step may belong to an earlier one with the same command.
    may_echo: bool,
    /// How often the current step had been sent when such a "no" came.
    doubted: Option<u8>,
    /// Uploads left.
    uploads: u8,
    /// The first step took effect, so expiry no longer stops hold, return, land and the flight home half way.
    committed: bool,
    /// A take-off by command happened: left half way, the aircraft would hang where it climbed to.
    took_off: bool,
    accepted: bool,
    failed: Option<String>,
}

impl Conversation {
    pub(crate) fn new(at: Timestamp, order: Order) -> Self {
        let steps =
            if order.kind.is_safe() { plan::plan(&order.kind, true, false) } else { VecDeque::from([Step::Look]) };
        Self {
            order,
            steps,
            transfer: None,
            began: at,
            due: at,
            first_sent: None,
            last_sent: at,
            tries: 0,
            answer: None,
            may_echo: false,
            doubted: None,
            uploads: limits::UPLOADS,
            committed: false,
            took_off: false,
            accepted: false,
            failed: None,
        }
    }

    pub(crate) fn id(&self) -> OrderId {
        self.order.id
    }

    pub(crate) fn is_safety(&self) -> bool {
        self.order.kind.is_safe()
    }

    /// The current step in words.
    pub(crate) fn step_word(&self) -> &'static str {
        self.steps.front().map_or("done", |step| step.word())
    }

    pub(crate) fn wake_at(&self) -> Timestamp {
        match &self.transfer {
            Some(Transfer::Upload(upload)) => upload.wake_at(),
            Some(Transfer::ReadBack(read)) => read.wake_at(),
            None => self.due,
        }
    }

    /// Another order takes over: a transfer under way is called off.
    pub(crate) fn cancel(&mut self, known: &Known, out: &mut Outbox) {
        if self.transfer.take().is_some() {
            out.send(transfer::cancel(known.target(), plan::store(&self.order.kind)), Traffic::Keepalive);
        }
    }

    /// Takes a message of this order's vehicle.
    pub(crate) fn receive(
        &mut self,
        at: Timestamp,
        message: &Message,
        known: &mut Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) {
        if let Message::CommandAck(ack) = message {
            return self.acknowledged(at, ack, config, out);
        }
        out.valid_until = self.valid_until();
        let late = self.is_late(at);
        let end = match &mut self.transfer {
            // No item leaves any more, whatever is asked for.
            Some(Transfer::Upload(_)) if late => None,
            Some(Transfer::Upload(upload)) => upload.receive(at, message, out),
            Some(Transfer::ReadBack(read)) => read.receive(at, message, out),
            None => None,
        };
        if let Some(Transfer::Upload(upload)) = &self.transfer
            && upload.begun()
        {
            self.committed = true;
        }
        if let Some(end) = end {
            self.transferred(at, end, known, out);
        }
    }

    /// An answer counts when it is to the command in flight and not to another ground station.
    fn acknowledged(&mut self, at: Timestamp, ack: &CommandAck, config: &LinkConfig, out: &mut Outbox) {
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
            step::IN_PROGRESS => self.due = at.plus(config.retry * 2.0),
            _ => {}
        }
    }

    /// A "no" that may answer an earlier mode change says nothing of this one, nor do its copies: the "no" that comes
    /// after the next sending is believed.
    fn doubts(&mut self) -> bool {
        self.may_echo && *self.doubted.get_or_insert(self.tries) == self.tries
    }

    /// Tells once that the last step was acknowledged.
    fn accept(&mut self, out: &mut Outbox) {
        let last = self.steps.iter().skip(1).all(|step| step.command().is_none());
        if last && !self.accepted {
            self.accepted = true;
            out.report(SkyReport::Order(self.order.id, OrderProgress::Accepted));
        }
    }

    /// Goes on as far as it can now.
    pub(crate) fn advance(
        &mut self,
        at: Timestamp,
        known: &mut Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<Ended> {
        if let Some(why) = plan::not_commandable(known) {
            return Some(refused(why));
        }
        // Each turn ends a step or returns; a plan has fewer than ten.
        loop {
            if let Some(why) = self.failed.take() {
                return Some(refused(why));
            }
            let Some(step) = self.steps.front().copied() else { return Some(Ended(OrderProgress::Done)) };
            if !self.seen(step, known, at, config) {
                return self.wait(at, step, known, config, out);
            }
            if step == Step::Look {
                match plan::checked(&self.order.kind, known) {
                    Ok(steps) => self.steps = steps,
                    Err(why) => return Some(refused(why)),
                }
                self.reset(at);
            } else {
                self.next(at);
            }
        }
    }

    /// Whether the order may not be sent any more. One that makes an aircraft safe or brings it home goes on once it
    /// has begun.
    fn is_late(&self, at: Timestamp) -> bool {
        self.valid_until().is_some_and(|expires| at > expires)
    }

    /// Until when it may be sent, if that matters still.
    fn valid_until(&self) -> Option<Timestamp> {
        let lasts = self.is_safety() || self.took_off || matches!(self.order.kind, OrderKind::FlyHome { .. });
        (!(self.committed && lasts)).then_some(self.order.expires)
    }

    /// Begun and expired: no further step of it may begin, and no mission go over that may not start. What an arming
    /// leaves armed on the ground, the vehicle disarms by itself.
    fn is_too_late_for(&self, step: Step, at: Timestamp) -> bool {
        let useless = match step {
            Step::Look | Step::InAir => false,
            Step::Upload => true,
            Step::ReadBack => self.steps.len() > 1,
            Step::Rewind | Step::Arm | Step::TakeOff | Step::Mode(_) | Step::GoTo => self.first_sent.is_none(),
        };
        let begun = self.committed || self.first_sent.is_some();
        begun && useless && self.is_late(at)
    }

    /// The current step is not seen done: send it, or give up.
    fn wait(
        &mut self,
        at: Timestamp,
        step: Step,
        known: &mut Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<Ended> {
        if let Some(result) = self.answer.filter(|result| step::is_final_no(*result)) {
            return Some(refused(step::no_words(step, result, known)));
        }
        out.valid_until = self.valid_until();
        if self.is_too_late_for(step, at) {
            self.cancel(known, out);
            return Some(refused(format!("{} held back: the order expired before it could start", step.word())));
        }
        if step.is_transfer() {
            return self.wait_transfer(at, step, known, config, out);
        }
        if self.starts_blind(step, known) {
            return Some(refused(format!("{} held back: what mission is aboard is not known", step.word())));
        }
        if at.since(self.began).0 >= step.deadline(self.is_safety(), config).0 {
            return Some(self.give_up(step, known));
        }
        if at >= self.due {
            self.due = at.plus(config.retry);
            self.send(at, step, known, out);
        }
        None
    }

    fn send(&mut self, at: Timestamp, step: Step, known: &mut Known, out: &mut Outbox) {
        let fresh = known.heartbeat_at.is_some_and(|heard| heard > self.last_sent);
        let again = self.first_sent.is_none() || step.is_repeatable() || fresh;
        let expired = step != Step::Look && self.is_late(at);
        if !known.reachable || known.personality.is_none() || !again || expired {
            return;
        }
        if let Some((message, traffic)) = step.message(&self.order.kind, known, self.tries) {
            out.send(message, traffic);
            if matches!(step, Step::Mode(_)) {
                self.may_echo |= self.first_sent.is_none() && known.mode_asked;
                known.mode_asked = true;
            }
            self.first_sent.get_or_insert(at);
            self.last_sent = at;
            self.tries = self.tries.saturating_add(1);
        }
    }

    fn wait_transfer(
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
    fn transferred(&mut self, at: Timestamp, end: End, known: &mut Known, out: &mut Outbox) {
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
    fn try_again(&mut self, at: Timestamp, why: String) {
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

    fn next(&mut self, at: Timestamp) {
        self.took_off |= self.steps.pop_front() == Some(Step::TakeOff);
        self.committed = true;
        self.reset(at);
    }

    fn reset(&mut self, at: Timestamp) {
        self.began = at;
        self.due = at;
        self.first_sent = None;
        self.last_sent = at;
        self.tries = 0;
        self.answer = None;
        self.may_echo = false;
        self.doubted = None;
    }

    /// Time is up: a last "no" is a refusal, nothing ever sent is one too, all else is unknown.
    fn give_up(&self, step: Step, known: &Known) -> Ended {
        if let Some(result) = self.answer.filter(|result| step::is_no(*result)) {
            return refused(step::no_words(step, result, known));
        }
        if self.first_sent.is_none() && !self.committed {
            let why = if known.reachable { "expired before it could be sent" } else { "no link: nothing was sent" };
            return refused(why.to_owned());
        }
        Ended(OrderProgress::Unknown { step: step.word().to_owned() })
    }
}

fn refused(why: String) -> Ended {
    Ended(OrderProgress::Refused { why })
}
