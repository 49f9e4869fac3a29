//! One vehicle of the squadron: what it told us, what we ask it for, and the order it is carrying out.

mod aboard;
mod finished;
mod gate;
mod known;
mod paths;
mod quiet;
mod rates;
mod shown;
mod stored;
mod telling;

pub(crate) use finished::Finished;
pub(crate) use gate::{Gate, Held};
pub(crate) use known::{Known, Telling, Told};
pub(crate) use paths::Paths;

use crate::codec::{Frame, Heartbeat, Message, RawFrame, Timesync};
use crate::config::{Enrolled, LinkConfig, Traffic, VehicleCounters};
use crate::control::Control;
use crate::conversation::{Conversation, Ended};
use crate::foreign::Hands;
use crate::identity::Identity;
use crate::limits;
use crate::payload::Payload;
use crate::readiness::{Readiness, place::Place};
use crate::signing::Signed;
use crate::sometime::Sometime;
use crate::{LinkId, Peer};
use aboard::Aboard;
use controller_core::{Order, OrderId, OrderProgress, PayloadOrder, SkyReport};
use geodata::{Seconds, Timestamp};
use rates::Rates;

/// What a session wants said and sent.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub(crate) reports: Vec<SkyReport>,
    pub(crate) messages: Vec<Outgoing>,
    /// Sent as it is, also to a vehicle with a key.
    pub(crate) unsigned: Option<Timesync>,
    /// Questions for the autopilot's number, each to one address.
    pub(crate) questions: Vec<Peer>,
    /// Until when the order that speaks now may be sent, for its [`Traffic::Order`].
    pub(crate) valid_until: Option<Timestamp>,
}

/// One message to the vehicle.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) message: Message,
    pub(crate) traffic: Traffic,
    pub(crate) expires: Option<Timestamp>,
}

impl Outbox {
    pub(crate) fn send(&mut self, message: impl Into<Message>, traffic: Traffic) {
        let expires = self.valid_until.filter(|_| traffic == Traffic::Order);
        self.send_until(message, traffic, expires);
    }

    /// The same with an end of its own.
    pub(crate) fn send_until(&mut self, message: impl Into<Message>, traffic: Traffic, expires: Option<Timestamp>) {
        self.messages.push(Outgoing { message: message.into(), traffic, expires });
    }

    pub(crate) fn report(&mut self, report: SkyReport) {
        self.reports.push(report);
    }
}

const _: () = assert!(size_of::<Session>() <= 1_536, "there are as many as vehicles");

/// One enrolled vehicle.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) enrolled: Enrolled,
    pub(crate) paths: Paths,
    pub(crate) identity: Identity,
    pub(crate) hands: Hands,
    /// Of one that says who controls it.
    pub(crate) control: Option<Box<Control>>,
    /// With a key: what it sends is verified, what it is sent is signed.
    pub(crate) signed: Option<Box<Signed>>,
    pub(crate) counters: VehicleCounters,
    /// When it wants the clock, as far as the agenda knows.
    pub(crate) due: Sometime,
    known: Known,
    up: bool,
    heartbeat_due: Timestamp,
    rates: Rates,
    aboard: Aboard,
    payload: Payload,
    readiness: Readiness,
    running: Option<Box<Conversation>>,
    waiting: Option<Box<Order>>,
    finished: Finished,
}

impl Session {
    pub(crate) fn new(enrolled: Enrolled, config: &LinkConfig) -> Self {
        let vehicle = enrolled.vehicle;
        let (board, in_doubt) = (config.boards.get(&vehicle).copied(), config.in_doubt.contains(&vehicle));
        let mut known = Known::new(enrolled.system_id);
        known.placing = Place::doubted(config.misplaced.contains(&vehicle));
        Self {
            identity: Identity::new(vehicle, board, config.learn, in_doubt),
            signed: None,
            hands: Hands::default(),
            control: None,
            enrolled,
            paths: Paths::default(),
            counters: VehicleCounters::default(),
            due: Sometime::NEVER,
            known,
            up: false,
            heartbeat_due: Timestamp::default(),
            rates: Rates::default(),
            aboard: Aboard::default(),
            payload: Payload::default(),
            readiness: Readiness::default(),
            running: None,
            waiting: None,
            finished: Finished::default(),
        }
    }

    /// Whether a heartbeat came within the configured time.
    pub(crate) fn alive(&self, at: Timestamp, config: &LinkConfig) -> bool {
        self.known.heartbeat_at.is_some_and(|last| at.since(last).0 < config.link_loss.0)
    }

    /// Whether this peer has ever been a vehicle we understand.
    pub(crate) fn is_vehicle(&self) -> bool {
        self.known.personality.is_some()
    }

    /// Counts one frame of this vehicle's autopilot, and the ones missing before it on the same way. False for a copy
    /// of what came over another way.
    pub(crate) fn count(&mut self, at: Timestamp, from: Peer, frame: &Frame) -> bool {
        let gaps = self.paths.count(at, from, frame.header.sequence);
        self.counters.sequence_gaps = self.counters.sequence_gaps.saturating_add_signed(gaps);
        self.known.heard_at = at;
        let is_new = !self.paths.is_copy(at, from, frame);
        self.counters.handled += u64::from(is_new);
        is_new
    }

    /// Takes one frame of this vehicle's autopilot.
    pub(crate) fn receive(&mut self, at: Timestamp, frame: &Frame, config: &LinkConfig, out: &mut Outbox) {
        self.rates.heard(at, frame.id, &self.known);
        let Some(message) = &frame.message else { return };
        if let Message::Heartbeat(heartbeat) = message {
            self.heartbeat(at, heartbeat, out);
            let status = &self.known.status;
            self.hands.shows(at, status.mode, status.armed, &mut out.reports);
        }
        if let (Message::Timesync(answer), Some(signed)) = (message, &mut self.signed) {
            let answered = signed.probe.receive(answer);
            out.reports.extend(answered.map(|answered| SkyReport::AskedUnsigned { answered }));
        }
        self.known.observe(at, message, out);
        self.rates.receive(at, message, &self.known);
        self.readiness.receive(at, message, &self.known, config, out);
        if self.running.is_none() {
            self.aboard.receive(at, message, &self.known, out);
        }
        if let Some(running) = &mut self.running {
            running.receive(at, message, &mut self.known, config, out);
        }
        self.work(at, config, out);
    }

    fn heartbeat(&mut self, at: Timestamp, heartbeat: &Heartbeat, out: &mut Outbox) {
        self.known.heartbeat(at, heartbeat);
        if !self.up {
            self.up = true;
            self.restarted(at);
            self.rates.restart(at);
            self.aboard.restart();
            self.payload.restart(at);
            self.readiness.restart(at);
            self.heartbeat_due = at;
            if let Some(signed) = &mut self.signed {
                signed.probe.restart(at);
            }
            self.hands.restart();
            out.report(SkyReport::LinkUp);
        }
    }

    /// The vehicle began to number its frames anew.
    pub(crate) fn restarted(&mut self, at: Timestamp) {
        self.counters.sequence_gaps = self.counters.sequence_gaps.saturating_sub(self.paths.restart(at));
    }

    /// What is due: our heartbeat, requests, retries, the loss of the link.
    pub(crate) fn tick(&mut self, at: Timestamp, config: &LinkConfig, out: &mut Outbox) {
        out.questions = self.identity.tick(at, &mut out.reports);
        self.probe(at, out);
        self.known.handed.tick(at, out);
        self.hands.tick(at, &mut out.reports);
        if let Some(control) = &mut self.control {
            control.tick(at, self.known.target(), config, out);
        }
        if !self.paths.is_empty() && at >= self.heartbeat_due {
            out.send(our_heartbeat(), Traffic::Keepalive);
            self.heartbeat_due = at.plus(limits::HEARTBEAT);
        }
        if self.paths.choose(at, config) && self.up {
            // What we asked for was asked on the way we have left: autopilots keep rates for each of their ports.
            self.rates.restart(at);
        }
        if self.up && !self.alive(at, config) {
            self.up = false;
            out.report(SkyReport::LinkLost { last: self.known.heard_at });
        }
        if self.may_ask() {
            self.rates.tick(at, &self.known, out);
            self.aboard.tick(at, self.running.is_some(), &self.known, config, out);
            let busy = self.running.is_some() || self.rates.is_asking();
            self.payload.tick(at, busy, &self.known, config, out);
            if self.running.is_none() {
                self.readiness.tick(at, &self.known, config, self.rates.budget(), out);
            }
        }
        self.work(at, config, out);
    }

    /// Whether it takes what nobody signed: asked while it is heard and nothing of ours runs.
    fn probe(&mut self, at: Timestamp, out: &mut Outbox) {
        let busy = self.running.is_some();
        let Some(signed) = self.signed.as_mut().filter(|_| self.up && !busy) else { return };
        let (questions, verdict) = signed.probe.tick(at);
        if let Some(questions) = questions {
            out.unsigned = Some(questions.unsigned);
            out.send(questions.signed, Traffic::Keepalive);
        }
        out.reports.extend(verdict.map(|answered| SkyReport::AskedUnsigned { answered }));
    }

    /// Takes an order. A repeat of one already known changes nothing.
    pub(crate) fn order(&mut self, at: Timestamp, order: Order, config: &LinkConfig, out: &mut Outbox) {
        if let Some(progress) = self.finished.of(order.id) {
            out.report(SkyReport::Order(order.id, progress.clone()));
            return;
        }
        if let Some(why) = self.identity.refusal() {
            return self.finish(order.id, OrderProgress::Refused { why }, out);
        }
        let running = self.running.as_ref();
        if running.is_some_and(|running| running.id() == order.id)
            || self.waiting.as_ref().is_some_and(|waiting| waiting.id == order.id)
        {
            return;
        }
        self.aboard.give_way();
        if order.kind.is_safe() || running.is_none_or(|running| !running.is_safety()) {
            self.replace(at, order, out);
        } else if let Some(older) = self.waiting.replace(Box::new(order.clone())) {
            let why = format!("{} came before it could start", order.id);
            self.finish(older.id, OrderProgress::Refused { why }, out);
        }
        self.work(at, config, out);
    }

    /// Takes a frame of any component of the vehicle that may tell something of its payload.
    pub(crate) fn hear_payload(&mut self, at: Timestamp, raw: &RawFrame<'_>, config: &LinkConfig, out: &mut Outbox) {
        if self.up {
            self.payload.receive(at, raw, &self.known, config, out);
        }
    }

    /// Takes an order to the payload; it runs beside the one about flying.
    pub(crate) fn turn(&mut self, at: Timestamp, order: PayloadOrder, config: &LinkConfig, out: &mut Outbox) {
        match self.identity.refusal() {
            Some(why) => self.payload.refuse(order.id, why, out),
            None => {
                self.known.reachable = !self.paths.is_empty() && self.identity.may_command();
                self.payload.order(at, order, &self.known, config, out);
            }
        }
    }

    /// Starts `order` in place of whatever runs or waits.
    fn replace(&mut self, at: Timestamp, order: Order, out: &mut Outbox) {
        if let Some(waiting) = self.waiting.take() {
            let why = format!("{} came before it could start", order.id);
            self.finish(waiting.id, OrderProgress::Refused { why }, out);
        }
        if let Some(mut old) = self.running.take() {
            old.cancel(&self.known, out);
            let step = format!("{}, then {} took its place", old.step_word(), order.id);
            self.finish(old.id(), OrderProgress::Unknown { step }, out);
        }
        self.running = Some(Box::new(Conversation::new(at, order)));
    }

    /// Moves the running order on as far as it goes now.
    fn work(&mut self, at: Timestamp, config: &LinkConfig, out: &mut Outbox) {
        if self.identity.is_doubted() {
            return self.drop_orders(out);
        }
        self.known.reachable = !self.paths.is_empty() && self.identity.may_command();
        self.known.loss = self.paths.best().map_or(0.0, |way| f64::from(way.loss));
        while let Some(running) = &mut self.running {
            let Some(Ended(progress)) = running.advance(at, &mut self.known, config, out) else { return };
            let id = running.id();
            self.running = self.waiting.take().map(|order| Box::new(Conversation::new(at, *order)));
            self.finish(id, progress, out);
        }
    }

    /// In quarantine nothing runs and nothing waits.
    pub(crate) fn drop_orders(&mut self, out: &mut Outbox) {
        self.readiness.doubt();
        self.known.placing.restart();
        self.payload.drop_orders(out);
        if let Some(running) = self.running.take() {
            let step = format!("{}, then its identity came in doubt", running.step_word());
            self.finish(running.id(), OrderProgress::Unknown { step }, out);
        }
        if let Some((waiting, why)) = self.waiting.take().zip(self.identity.refusal()) {
            self.finish(waiting.id, OrderProgress::Refused { why }, out);
        }
    }

    fn finish(&mut self, id: OrderId, progress: OrderProgress, out: &mut Outbox) {
        out.report(SkyReport::Order(id, progress.clone()));
        self.finished.add(id, progress);
    }

    /// The link its telemetry comes over, while it is heard.
    pub(crate) fn talks_over(&self) -> Option<LinkId> {
        self.paths.best().filter(|_| self.up).map(|way| way.peer.link)
    }

    /// Bytes a second its telemetry may fill; nothing is no limit.
    pub(crate) fn allow(&mut self, at: Timestamp, budget: Option<f64>) {
        self.rates.allow(at, budget, &self.known);
    }

    /// Whether it hears questions: it is up, and its id fits the standard's target fields.
    fn may_ask(&self) -> bool {
        self.up && self.known.target() != 0
    }

    /// When `tick` has something to do.
    pub(crate) fn wake_at(&self, config: &LinkConfig) -> Option<Timestamp> {
        let loss = self.known.heartbeat_at.get().filter(|_| self.up).map(|last| last.plus(config.link_loss));
        let heartbeat = (!self.paths.is_empty()).then_some(self.heartbeat_due);
        let rates = self.rates.wake_at().filter(|_| self.may_ask());
        let order = self.running.as_ref().map(|running| running.wake_at());
        let probe = self.signed.as_ref().filter(|_| self.up && self.running.is_none());
        let probe = probe.and_then(|signed| signed.probe.wake_at());
        let payload = self.payload.wake_at().filter(|_| self.may_ask());
        let asks = [self.aboard.wake_at(), self.readiness.wake_at()].into_iter().flatten().min();
        let asks = asks.filter(|_| self.may_ask() && self.running.is_none());
        let control = self.control.as_ref().and_then(|control| control.wake_at());
        let own = [self.identity.wake_at(), self.hands.wake_at(), control, self.known.handed.due()];
        [loss, heartbeat, rates, asks, payload, order, probe].into_iter().chain(own).flatten().min()
    }
}

/// We are a ground station, active.
pub(crate) fn our_heartbeat() -> Heartbeat {
    Heartbeat { kind: 6, autopilot: 8, system_status: 4, mavlink_version: 3, ..Heartbeat::default() }
}

/// How long ago `then` was, or for ever.
pub(crate) fn age(at: Timestamp, then: Option<Timestamp>) -> Seconds {
    then.map_or(Seconds(f64::INFINITY), |then| at.since(then))
}
