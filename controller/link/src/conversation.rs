//! One order being carried out: a short list of steps, each sent until it is seen done.
//!
//! An acknowledgement is a promise, telemetry is the fact: a step is done when a heartbeat younger than the request
//! shows it. A step that cannot be repeated safely is sent again only after telemetry shows it has not happened. What is
//! not seen done in time is unknown, never failed. A mission is started only when it has been read back equal.

mod answers;
mod moving;
mod plan;
mod sending;
mod step;

use crate::autopilot::Mode;
use crate::codec::Message;
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::session::{Known, Outbox};
use crate::transfer::{self, ReadBack, Upload};
use controller_core::{Order, OrderId, OrderKind, OrderProgress};
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
    /// Until when a command of an earlier step or order may still arrive and undo the current one.
    strays: Option<Timestamp>,
    /// It was told to stop where it is and would not; the mode has to do.
    no_stay: bool,
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
            if order.kind.is_safe() { plan::plan(&order.kind, true, None) } else { VecDeque::from([Step::Look]) };
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
            strays: None,
            no_stay: false,
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
            let Some(mut step) = self.steps.front().copied() else { return Some(Ended(OrderProgress::Done)) };
            if step == Step::Mode(Mode::Hold) && self.first_sent.is_none() && known.drifts_in_hold() && !self.no_stay {
                step = Step::Stay;
                self.steps[0] = step;
            }
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
                if self.tries == 1
                    && step.tells().is_some()
                    && let Some(told) = &mut known.told
                {
                    told.arrived = true;
                }
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
            Step::Look | Step::Position | Step::InAir => false,
            Step::Upload => true,
            Step::ReadBack => self.steps.len() > 1,
            Step::Rewind | Step::Arm | Step::TakeOff | Step::Mode(_) | Step::Stay | Step::GoTo | Step::Orbit => {
                self.first_sent.is_none()
            }
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
        if step == Step::Stay && self.answer.is_some_and(step::is_final_no) {
            // The plain mode is better than nothing.
            self.no_stay = true;
            self.steps[0] = Step::Mode(Mode::Hold);
            self.reset(at);
            return None;
        }
        if let Some(result) = self.answer.filter(|result| step::is_final_no(*result) && !self.doubts_no_of(step, known))
        {
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
            self.due = at.plus(if self.is_safety() { config.retry.min(limits::SAFETY_RETRY) } else { config.retry });
            self.send(at, step, known, config, out);
        }
        None
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
        self.strays = None;
    }

    /// Time is up: a last "no" is a refusal, nothing ever sent is one too, all else is unknown.
    fn give_up(&self, step: Step, known: &Known) -> Ended {
        if step == Step::Position {
            // Nothing flies: it stands disarmed, with the mission aboard.
            let said = if known.positioned().is_some() { "says it does not know where it is" } else { "does not say" };
            let reason = known.last_reason().map(|reason| format!(": {reason}")).unwrap_or_default();
            return refused(format!(
                "no position estimate: the vehicle's estimator {said} (EKF_STATUS_REPORT){reason}"
            ));
        }
        if let Some(result) = self.answer.filter(|result| step::is_no(*result) && !self.doubts_no_of(step, known)) {
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
