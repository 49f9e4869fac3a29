//! The whole squadron on one link: every datagram is parsed by itself, every vehicle has its own address and its own
//! conversation, and nobody who is not enrolled becomes a vehicle.

mod agenda;
mod keys;
mod post;
mod roster;
mod shares;
mod strange;

use crate::air::Air;
use crate::around::{self, Around, Ground};
use crate::autopilot::Personality;
use crate::codec::{self, AutopilotVersion, Fault, Frame, Message, Payload as _, RawFrame};
use crate::config::{Counters, Drained, LinkConfig, Traffic, VehicleCounters};
use crate::identity::Strangers;
use crate::session::{Outbox, Session};
use crate::{LinkId, Peer, control, payload};
use agenda::Agenda;
use controller_core::{
    ControlOrder, ForeignAct, Order, OrderProgress, PayloadOrder, PayloadPermit, Permit, SkyReport, VehicleId,
};
use flight_plans::Uid;
use geodata::{Atlas, Timestamp};
use post::post;
use roster::Roster;
use shares::Shares;
use std::collections::BTreeMap;

/// The component id of an autopilot.
const AUTOPILOT: u8 = 1;

/// The link to all vehicles.
#[derive(Debug)]
pub struct Squadron {
    config: LinkConfig,
    sessions: Roster,
    by_vehicle: BTreeMap<VehicleId, u32>,
    /// Whose board is whose.
    owners: BTreeMap<Uid, VehicleId>,
    agenda: Agenda,
    shares: Shares,
    strangers: Strangers,
    air: Air,
    around: Around,
    ground: Ground,
    counters: Counters,
    out: Drained,
    /// Empty; its memory is used again.
    outbox: Outbox,
    /// Every frame goes the long way, which is the right one.
    #[cfg(test)]
    plain: bool,
    /// How many did not.
    #[cfg(test)]
    short_ways: u64,
}

impl Squadron {
    /// A link to the vehicles of the roster. Of two entries with one system id the first counts.
    #[must_use]
    pub fn new(config: LinkConfig) -> Self {
        let sessions = Roster::of(config.roster.iter().map(|enrolled| Session::new(*enrolled, &config)));
        let mut by_vehicle = BTreeMap::new();
        for enrolled in &config.roster {
            by_vehicle.entry(enrolled.vehicle).or_insert(enrolled.system_id);
        }
        let owners = config.boards.iter().map(|(vehicle, uid)| (*uid, *vehicle)).collect();
        Self {
            owners,
            config,
            sessions,
            by_vehicle,
            agenda: Agenda::default(),
            shares: Shares::default(),
            strangers: Strangers::default(),
            air: Air::default(),
            around: Around::default(),
            ground: Ground::default(),
            counters: Counters::default(),
            out: Drained::default(),
            outbox: Outbox::default(),
            #[cfg(test)]
            plain: false,
            #[cfg(test)]
            short_ways: 0,
        }
    }

    /// The district whose terrain aircraft are told of when they ask.
    pub fn stand_on(&mut self, atlas: &Atlas) {
        self.ground = Ground::of(&atlas.terrain, atlas.frame);
    }

    /// Asks a vehicle that knows who controls it, for us or for another. The caller has recorded it.
    pub fn control(&mut self, at: Timestamp, order: ControlOrder) {
        let session = self.by_vehicle.get(&order.vehicle).and_then(|system| self.sessions.get_mut(*system));
        let Some(session) = session else { return };
        if let Some(control) = &mut session.control {
            control.order(at, order.ask);
        }
        self.agenda.see(session, &self.config);
    }

    /// Takes one datagram. Bad bytes are counted and skipped.
    pub fn receive(&mut self, at: Timestamp, from: impl Into<Peer>, datagram: &[u8]) {
        let from = from.into();
        self.counters.datagrams += 1;
        for item in codec::scan(datagram) {
            match item {
                Ok(raw) => {
                    let heard = self.air.hear(at, from.link, &raw);
                    self.raw(at, from, &raw, heard.restarted);
                }
                Err(fault) => {
                    self.air.fault(from.link, fault);
                    self.fault(fault);
                }
            }
        }
    }

    fn fault(&mut self, fault: Fault) {
        match fault {
            Fault::BadCrc { .. } => self.counters.bad_crc += 1,
            Fault::UnknownId { .. } => self.counters.unknown_ids += 1,
            Fault::UnknownFlags { .. } => self.counters.unknown_flags += 1,
            Fault::Garbage { bytes } => self.counters.garbage_bytes += bytes as u64,
        }
    }

    /// Nothing is decoded before it is known whose it is and, of a vehicle with a key, that it is genuine.
    fn raw(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>, restarted: bool) {
        self.counters.frames += 1;
        if !restarted && raw.header.component == AUTOPILOT && self.sessions.lets_by(at, from, raw) {
            return self.count_quiet();
        }
        let Some(session) = self.sessions.get_mut(raw.header.system) else {
            self.counters.not_enrolled += 1;
            return self.stranger(at, from, raw);
        };
        if let Some(Err(why)) = session.signed.as_mut().map(|signed| signed.open(at, raw)) {
            return self.counters.refused(why);
        }
        let (beside, hangs) = (around::concerns(raw.id) || control::concerns(raw.id), payload::concerns(raw));
        if beside {
            self.beside(at, from, raw);
        }
        if !beside && !hangs && self.is_heard_quietly(at, from, raw, restarted) {
            return;
        }
        self.frame(at, from, &Frame::of(raw), restarted);
        if hangs {
            self.hear_payload(at, from, raw);
        }
    }

    /// What a gimbal or a camera says, by the way a vehicle we believe is known on.
    fn hear_payload(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) {
        let Some(session) = self.sessions.get_mut(raw.header.system) else { return };
        if session.identity.is_doubted() || !session.paths.knows(from) {
            return;
        }
        let mut out = Outbox::default();
        session.hear_payload(at, raw, &self.config, &mut out);
        post(at, session, &mut out, &self.config, &mut self.out);
        self.agenda.see(session, &self.config);
    }

    /// Whether the short way was enough for a frame.
    fn is_heard_quietly(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>, restarted: bool) -> bool {
        #[cfg(test)]
        if self.plain {
            return false;
        }
        let session = self.sessions.get_mut(raw.header.system).filter(|_| raw.header.component == AUTOPILOT);
        let is_quiet = !restarted && session.is_some_and(|session| session.hears_quietly(at, from, raw));
        if is_quiet {
            self.count_quiet();
            self.sessions.open(raw.header.system);
        }
        is_quiet
    }

    /// A frame took the short way.
    #[inline]
    fn count_quiet(&mut self) {
        self.counters.handled += 1;
        #[cfg(test)]
        {
            self.short_ways += 1;
        }
    }

    /// What any component of a vehicle may tell: others in the air, and who controls it.
    fn beside(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) {
        let Some(session) = self.sessions.get_mut(raw.header.system) else { return };
        if session.identity.is_doubted() || !session.alive(at, &self.config) || !session.paths.knows(from) {
            return;
        }
        let mut out = Outbox::default();
        if around::concerns(raw.id) {
            out.reports.extend(self.around.receive(at, raw).map(SkyReport::Around));
        } else {
            if session.control.is_none() && !control::begins(raw.id) {
                return;
            }
            let control = session.control.get_or_insert_default();
            control.hear(at, raw, &self.config, &mut out);
            if let Some(by) = control.held_by_another() {
                session.hands.touched(at, Some(by), ForeignAct::Holds, &mut out.reports);
            }
            self.agenda.see(session, &self.config);
        }
        post(at, session, &mut out, &self.config, &mut self.out);
    }

    fn frame(&mut self, at: Timestamp, from: Peer, frame: &Frame, restarted: bool) {
        let mut out = std::mem::take(&mut self.outbox);
        self.frame_into(at, from, frame, restarted, &mut out);
        self.outbox = out;
    }

    /// `out` is empty before and after.
    fn frame_into(&mut self, at: Timestamp, from: Peer, frame: &Frame, restarted: bool, out: &mut Outbox) {
        let Some(session) = self.sessions.get_mut(frame.header.system) else { return };
        if frame.header.component != AUTOPILOT {
            self.counters.other_components += 1;
            return;
        }
        let is_new = !session.identity.knows(from);
        if !is_new || speaks_as_vehicle(session, frame) {
            session.identity.heard(at, from, frame, &self.owners, &mut out.reports);
            if frame.id == AutopilotVersion::ID
                && let Some(uid) = session.identity.uid()
            {
                self.owners.entry(uid).or_insert(session.enrolled.vehicle);
            }
            if is_new {
                self.agenda.see(session, &self.config);
            }
        }
        if session.identity.is_doubted() {
            self.counters.quarantined += 1;
            session.drop_orders(out);
            post(at, session, out, &self.config, &mut self.out);
            self.agenda.see(session, &self.config);
            return;
        }
        if let Some(message) = frame.message.as_ref().filter(|_| session.paths.knows(from)) {
            session.hands.answers(at, message, self.config.system_id, &mut out.reports);
        }
        self.out.reports.extend(out.reports.drain(..).map(|report| (session.enrolled.vehicle, report)));
        if !speaks_as_vehicle(session, frame) || !for_us(frame.message.as_ref(), &self.config) {
            self.counters.not_a_vehicle += 1;
            return;
        }
        // A way is learnt from a heartbeat only.
        let is_heartbeat = matches!(frame.message, Some(Message::Heartbeat(_)));
        let is_known =
            if is_heartbeat { session.paths.learn(at, from, &self.config) } else { session.paths.knows(from) };
        if !is_known {
            self.counters.other_addresses += 1;
            return;
        }
        if !session.count(at, from, frame) {
            self.counters.copies += 1;
            return;
        }
        self.counters.handled += 1;
        if restarted {
            session.restarted(at);
        }
        session.receive(at, frame, &self.config, out);
        if let Some(question) = &frame.message {
            let answers = self.ground.answers(at, frame.header.system, question);
            answers.into_iter().for_each(|answer| out.send(answer, Traffic::Keepalive));
        }
        post(at, session, out, &self.config, &mut self.out);
        #[cfg(test)]
        if self.plain {
            return self.agenda.see(session, &self.config);
        }
        match session.moves_no_deadline_but(frame.id) {
            Some(due) => self.agenda.nearer(session, due),
            None => self.agenda.see(session, &self.config),
        }
        self.sessions.open(frame.header.system);
    }

    /// Takes an order that passed the gate, and starts its conversation. Hold, return and land pre-empt what runs.
    pub fn order(&mut self, at: Timestamp, permit: Permit) {
        self.begin(at, permit.into_order());
    }

    /// Takes an order to a payload that passed the gate. It never calls off what the vehicle flies.
    pub fn turn(&mut self, at: Timestamp, permit: PayloadPermit) {
        self.begin_turn(at, permit.into_order());
    }

    /// Only a [`PayloadPermit`] gets here from outside.
    pub(crate) fn begin_turn(&mut self, at: Timestamp, order: PayloadOrder) {
        let vehicle = order.vehicle;
        let Some(session) = self.by_vehicle.get(&vehicle).and_then(|system| self.sessions.get_mut(*system)) else {
            let why = format!("{vehicle} is not enrolled on this link: add it to the roster");
            return self.out.reports.push((vehicle, SkyReport::Payload(order.id, OrderProgress::Refused { why })));
        };
        let mut out = Outbox::default();
        session.turn(at, order, &self.config, &mut out);
        post(at, session, &mut out, &self.config, &mut self.out);
        self.agenda.see(session, &self.config);
    }

    /// Only a [`Permit`] gets here from outside.
    pub(crate) fn begin(&mut self, at: Timestamp, order: Order) {
        let vehicle = order.vehicle;
        let Some(session) = self.by_vehicle.get(&vehicle).and_then(|system| self.sessions.get_mut(*system)) else {
            let why = format!("{vehicle} is not enrolled on this link: add it to the roster");
            self.out.reports.push((vehicle, SkyReport::Order(order.id, OrderProgress::Refused { why })));
            return;
        };
        let mut out = Outbox::default();
        session.order(at, order, &self.config, &mut out);
        post(at, session, &mut out, &self.config, &mut self.out);
        self.agenda.see(session, &self.config);
    }

    /// What is due: our 1 Hz heartbeat to every vehicle heard, retries, requests, link loss.
    pub fn tick(&mut self, at: Timestamp) {
        let mut out = std::mem::take(&mut self.outbox);
        for system in self.agenda.due(at) {
            let Some(session) = self.sessions.get_mut(system) else { continue };
            if !self.shares.is_empty() {
                session.allow(at, self.shares.of(system, session.talks_over()));
            }
            session.tick(at, &self.config, &mut out);
            post(at, session, &mut out, &self.config, &mut self.out);
            self.agenda.see(session, &self.config);
        }
        self.outbox = out;
    }

    /// A link carries so many bytes a second, shared by all who talk over it: their telemetry is asked for to fit.
    pub fn limit(&mut self, link: LinkId, bytes_per_second: f64) {
        self.shares.limit(link, bytes_per_second);
    }

    /// Takes out everything that came about.
    pub fn drain(&mut self) -> Drained {
        std::mem::take(&mut self.out)
    }

    /// When [`Self::tick`] next has something to do; nothing while nobody was heard.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.agenda.first()
    }

    /// What happened to everything received.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let sequence_gaps = self.sessions.values().map(|session| session.counters.sequence_gaps).sum();
        Counters { sequence_gaps, ..self.counters }
    }

    /// Everyone heard, enrolled or not, and the account of each link.
    #[must_use]
    pub fn air(&self) -> &Air {
        &self.air
    }

    /// A link is gone, and its number is not used again: who was heard on it makes room.
    pub fn forget(&mut self, link: LinkId) {
        self.air.forget(link);
    }

    /// What happened to what one vehicle sent; nothing when it is not enrolled.
    #[must_use]
    pub fn vehicle_counters(&self, vehicle: VehicleId) -> Option<VehicleCounters> {
        let system = *self.by_vehicle.get(&vehicle)?;
        let counters = self.sessions.get(system)?.counters;
        Some(VehicleCounters { handled: counters.handled + self.sessions.held(system), ..counters })
    }
}

/// The first frame that counts is a heartbeat of an autopilot we know, and no later heartbeat may be anything else.
fn speaks_as_vehicle(session: &Session, frame: &Frame) -> bool {
    match &frame.message {
        Some(Message::Heartbeat(heartbeat)) => Personality::of(heartbeat).is_some(),
        _ => session.is_vehicle(),
    }
}

/// Answers that name another ground station are not ours.
fn for_us(message: Option<&Message>, config: &LinkConfig) -> bool {
    let us = config.system_id;
    match message {
        Some(Message::MissionRequestInt(m)) => m.target_system == us,
        Some(Message::MissionRequest(m)) => m.target_system == us,
        Some(Message::MissionCount(m)) => m.target_system == us,
        Some(Message::MissionItemInt(m)) => m.target_system == us,
        Some(Message::MissionAck(m)) => m.target_system == us,
        // Both are extensions: an older autopilot leaves them 0.
        Some(Message::CommandAck(m)) => {
            let component = m.target_component == config.component_id || m.target_component == 0;
            m.target_system == 0 || (m.target_system == us && component)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests;
