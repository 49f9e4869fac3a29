//! The whole squadron on one link: every datagram is parsed by itself, every vehicle has its own address and its own
//! conversation, and nobody who is not enrolled becomes a vehicle.

mod agenda;

use crate::air::Air;
use crate::around::{self, Around, Ground};
use crate::autopilot::Personality;
use crate::codec::{self, AutopilotVersion, Fault, Frame, Header, Heartbeat, Message, Payload as _, RawFrame};
use crate::command::may_leave;
use crate::config::{Counters, Datagram, Drained, LinkConfig, Traffic, VehicleCounters};
use crate::identity::Strangers;
use crate::session::{Outbox, Outgoing, Session};
use crate::signing::{Horizons, Key, Signed};
use crate::{LinkId, Peer};
use crate::{control, foreign, identity, payload};
use agenda::Agenda;
use controller_core::{
    ControlOrder, ForeignAct, Order, OrderProgress, PayloadOrder, PayloadPermit, Permit, SkyReport, VehicleId,
};
use flight_plans::Uid;
use geodata::{Atlas, Timestamp};
use std::collections::BTreeMap;

/// The component id of an autopilot.
const AUTOPILOT: u8 = 1;

/// The link to all vehicles.
#[derive(Debug)]
pub struct Squadron {
    config: LinkConfig,
    /// By system id.
    sessions: BTreeMap<u32, Session>,
    by_vehicle: BTreeMap<VehicleId, u32>,
    /// Whose board is whose.
    owners: BTreeMap<Uid, VehicleId>,
    agenda: Agenda,
    strangers: Strangers,
    air: Air,
    around: Around,
    ground: Ground,
    counters: Counters,
    out: Drained,
}

impl Squadron {
    /// A link to the vehicles of the roster. Of two entries with one system id the first counts.
    #[must_use]
    pub fn new(config: LinkConfig) -> Self {
        let mut sessions = BTreeMap::new();
        let mut by_vehicle = BTreeMap::new();
        for enrolled in &config.roster {
            sessions.entry(enrolled.system_id).or_insert_with(|| Session::new(*enrolled, &config));
            by_vehicle.entry(enrolled.vehicle).or_insert(enrolled.system_id);
        }
        let owners = config.boards.iter().map(|(vehicle, uid)| (*uid, *vehicle)).collect();
        Self {
            owners,
            config,
            sessions,
            by_vehicle,
            agenda: Agenda::default(),
            strangers: Strangers::default(),
            air: Air::default(),
            around: Around::default(),
            ground: Ground::default(),
            counters: Counters::default(),
            out: Drained::default(),
        }
    }

    /// The district whose terrain aircraft are told of when they ask.
    pub fn stand_on(&mut self, atlas: &Atlas) {
        self.ground = Ground::of(&atlas.terrain, atlas.frame);
    }

    /// Asks a vehicle that knows who controls it, for us or for another. The caller has recorded it.
    pub fn control(&mut self, at: Timestamp, order: ControlOrder) {
        let session = self.by_vehicle.get(&order.vehicle).and_then(|system| self.sessions.get_mut(system));
        let Some(session) = session else { return };
        session.control.order(at, order.ask);
        self.agenda.set(session.enrolled.system_id, session.wake_at(&self.config));
    }

    /// Gives vehicles their keys. From now on what such a vehicle sends must be signed, and what it is sent is. Of what
    /// lies up to the horizons `kept` from before nothing is accepted.
    pub fn secure(&mut self, keys: BTreeMap<VehicleId, Key>, kept: &Horizons) {
        for (vehicle, key) in keys {
            let session = self.by_vehicle.get(&vehicle).and_then(|system| self.sessions.get_mut(system));
            if let Some(session) = session {
                session.signed = Some(Signed::new(key, kept.get(&vehicle).copied().unwrap_or_default()));
            }
        }
    }

    /// The horizons of signing to make durable now; nothing while those `kept` last. To be asked at least once a second.
    pub fn horizons(&mut self, at: Timestamp, kept: &Horizons) -> Option<Horizons> {
        let mut wanted = kept.clone();
        let mut news = false;
        for session in self.sessions.values_mut() {
            let Some(signed) = &mut session.signed else { continue };
            let held = kept.get(&session.enrolled.vehicle).copied().unwrap_or_default();
            if let Some(horizon) = signed.wants(at, held) {
                wanted.insert(session.enrolled.vehicle, horizon);
                news = true;
            }
        }
        news.then_some(wanted)
    }

    /// These horizons are durable; nothing means that none can be, and everything newer is accepted meanwhile.
    pub fn keep(&mut self, horizons: Option<&Horizons>) {
        for session in self.sessions.values_mut() {
            let kept = horizons.map(|all| all.get(&session.enrolled.vehicle).copied().unwrap_or_default());
            if let Some(signed) = &mut session.signed {
                signed.kept(kept);
            }
        }
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
        let Some(session) = self.sessions.get_mut(&raw.header.system) else {
            self.counters.not_enrolled += 1;
            return self.stranger(at, from, raw);
        };
        if let Some(Err(why)) = session.signed.as_mut().map(|signed| signed.open(at, raw)) {
            return self.counters.refused(why);
        }
        if around::concerns(raw.id) || control::concerns(raw.id) {
            self.beside(at, raw);
        }
        self.frame(at, from, &Frame::of(raw), restarted);
        if payload::concerns(raw) {
            self.hear_payload(at, from, raw);
        }
    }

    /// What a gimbal or a camera says, by the way a vehicle we believe is known on.
    fn hear_payload(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) {
        let Some(session) = self.sessions.get_mut(&raw.header.system) else { return };
        if session.identity.is_doubted() || !session.paths.knows(from) {
            return;
        }
        let mut out = Outbox::default();
        session.hear_payload(at, raw, &self.config, &mut out);
        post(at, session, out, &self.config, &mut self.out);
        self.agenda.set(raw.header.system, session.wake_at(&self.config));
    }

    /// What any component of a vehicle may tell: others in the air, and who controls it.
    fn beside(&mut self, at: Timestamp, raw: &RawFrame<'_>) {
        let Some(session) = self.sessions.get_mut(&raw.header.system) else { return };
        if session.identity.is_doubted() || !session.alive(at, &self.config) {
            return;
        }
        let mut out = Outbox::default();
        if around::concerns(raw.id) {
            out.reports.extend(self.around.receive(at, raw).map(SkyReport::Around));
        } else {
            session.control.hear(at, raw, &self.config, &mut out);
            if let Some(by) = session.control.held_by_another() {
                session.hands.touched(at, Some(by), ForeignAct::Holds, &mut out.reports);
            }
            self.agenda.set(raw.header.system, session.wake_at(&self.config));
        }
        post(at, session, out, &self.config, &mut self.out);
    }

    /// A frame of somebody who is not of the squadron: it can be a hand on one that is, or one that is under another id.
    fn stranger(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) {
        match raw.id {
            Heartbeat::ID => return self.maybe_ours(at, from, raw),
            AutopilotVersion::ID => return self.elsewhere(at, raw),
            _ => {}
        }
        let Some((target, act)) = foreign::aimed(raw) else { return };
        let Some(session) = self.sessions.get_mut(&u32::from(target)) else { return };
        if session.signed.as_mut().is_some_and(|signed| signed.open(at, raw).is_err()) {
            return;
        }
        let (vehicle, mut reports) = (session.enrolled.vehicle, Vec::new());
        session.hands.touched(at, Some(raw.header.system), act, &mut reports);
        self.out.reports.extend(reports.into_iter().map(|report| (vehicle, report)));
    }

    /// An autopilot that is nobody's is asked who it is while one of ours is missing.
    fn maybe_ours(&mut self, at: Timestamp, from: Peer, raw: &RawFrame<'_>) {
        let is_autopilot = |message: Message| match message {
            Message::Heartbeat(heartbeat) => Personality::of(&heartbeat).is_some(),
            _ => false,
        };
        let Ok(target) = u8::try_from(raw.header.system) else { return };
        if raw.header.component != AUTOPILOT || !raw.message().is_some_and(is_autopilot) {
            return;
        }
        let missing = |session: &Session| session.identity.uid().is_some() && !session.alive(at, &self.config);
        if !self.sessions.values().any(missing) || !self.strangers.ask(at, raw.header.system) {
            return;
        }
        let (system, component) = (u32::from(self.config.system_id), self.config.component_id);
        let bytes = codec::encode(Header { system, component, sequence: 0 }, &identity::question(target).into());
        self.out.datagrams.push(Datagram { to: from, bytes, traffic: Traffic::Keepalive, expires: None });
    }

    /// The number of an autopilot that is nobody's: maybe that of one of ours.
    fn elsewhere(&mut self, at: Timestamp, raw: &RawFrame<'_>) {
        let Some(Message::AutopilotVersion(version)) = raw.message() else { return };
        let numbers = [Uid::long(version.uid2), Uid::short(version.uid)];
        let owner = numbers.into_iter().flatten().find_map(|uid| self.owners.get(&uid).copied());
        let session = owner.and_then(|owner| self.by_vehicle.get(&owner)).and_then(|id| self.sessions.get_mut(id));
        let Some(session) = session.filter(|session| session.signed.is_none()) else { return };
        let mut out = Outbox::default();
        session.identity.moved(at, raw.header.system, &mut out.reports);
        session.drop_orders(&mut out);
        post(at, session, out, &self.config, &mut self.out);
    }

    fn frame(&mut self, at: Timestamp, from: Peer, frame: &Frame, restarted: bool) {
        let Some(session) = self.sessions.get_mut(&frame.header.system) else { return };
        if frame.header.component != AUTOPILOT {
            self.counters.other_components += 1;
            return;
        }
        let mut out = Outbox::default();
        let is_new = !session.identity.knows(from);
        if !is_new || speaks_as_vehicle(session, frame) {
            session.identity.heard(at, from, frame, &self.owners, &mut out.reports);
            if let Some(uid) = session.identity.uid() {
                self.owners.entry(uid).or_insert(session.enrolled.vehicle);
            }
            if is_new {
                self.agenda.set(frame.header.system, session.wake_at(&self.config));
            }
        }
        if session.identity.is_doubted() {
            self.counters.quarantined += 1;
            session.drop_orders(&mut out);
            post(at, session, out, &self.config, &mut self.out);
            self.agenda.set(frame.header.system, session.wake_at(&self.config));
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
        let mut out = Outbox::default();
        session.receive(at, frame, &self.config, &mut out);
        if let Some(question) = &frame.message {
            let answers = self.ground.answers(at, frame.header.system, question);
            answers.into_iter().for_each(|answer| out.send(answer, Traffic::Keepalive));
        }
        post(at, session, out, &self.config, &mut self.out);
        self.agenda.set(frame.header.system, session.wake_at(&self.config));
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
        let Some(session) = self.by_vehicle.get(&vehicle).and_then(|system| self.sessions.get_mut(system)) else {
            let why = format!("{vehicle} is not enrolled on this link: add it to the roster");
            return self.out.reports.push((vehicle, SkyReport::Payload(order.id, OrderProgress::Refused { why })));
        };
        let mut out = Outbox::default();
        session.turn(at, order, &self.config, &mut out);
        post(at, session, out, &self.config, &mut self.out);
        self.agenda.set(session.enrolled.system_id, session.wake_at(&self.config));
    }

    /// Only a [`Permit`] gets here from outside.
    pub(crate) fn begin(&mut self, at: Timestamp, order: Order) {
        let vehicle = order.vehicle;
        let Some(session) = self.by_vehicle.get(&vehicle).and_then(|system| self.sessions.get_mut(system)) else {
            let why = format!("{vehicle} is not enrolled on this link: add it to the roster");
            self.out.reports.push((vehicle, SkyReport::Order(order.id, OrderProgress::Refused { why })));
            return;
        };
        let mut out = Outbox::default();
        session.order(at, order, &self.config, &mut out);
        post(at, session, out, &self.config, &mut self.out);
        self.agenda.set(session.enrolled.system_id, session.wake_at(&self.config));
    }

    /// What is due: our 1 Hz heartbeat to every vehicle heard, retries, requests, link loss.
    pub fn tick(&mut self, at: Timestamp) {
        for system in self.agenda.due(at) {
            let Some(session) = self.sessions.get_mut(&system) else { continue };
            let mut out = Outbox::default();
            session.tick(at, &self.config, &mut out);
            post(at, session, out, &self.config, &mut self.out);
            self.agenda.set(system, session.wake_at(&self.config));
        }
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
        self.by_vehicle.get(&vehicle).and_then(|system| self.sessions.get(system)).map(|session| session.counters)
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

/// Gives the outbox its ways and frames. What keeps an aircraft safe, and our heartbeat, leaves on every way that lives;
/// everything else on the best one. Hold, return and land may be heard twice: they say what to be, not what to do next.
fn post(at: Timestamp, session: &mut Session, out: Outbox, config: &LinkConfig, drained: &mut Drained) {
    let vehicle = session.enrolled.vehicle;
    let believed = !session.identity.is_doubted();
    let reports = out.reports.into_iter().filter(|report| believed || speaks_of_doubt(report));
    drained.reports.extend(reports.map(|report| (vehicle, report)));
    ask(at, session, &out.questions, config, drained);
    if out.messages.is_empty() || !believed {
        return;
    }
    let Some(best) = session.paths.best().map(|way| way.peer) else { return };
    if let Some(question) = out.unsigned {
        let sequence = session.paths.number(best);
        let header = Header { system: u32::from(config.system_id), component: config.component_id, sequence };
        let bytes = codec::encode(header, &question.into());
        drained.datagrams.push(Datagram { to: best, bytes, traffic: Traffic::Keepalive, expires: None });
    }
    // The last door: a command that is not on the list has no way out, whoever made it.
    for Outgoing { message, traffic, expires } in out.messages.into_iter().filter(|out| may_leave(&out.message)) {
        // A camera that is turned changes nothing of the flight: what changes there meanwhile is not our doing.
        if traffic != Traffic::Keepalive && !payload::turns(&message) {
            session.hands.ours(at);
        }
        let is_heartbeat = matches!(message, Message::Heartbeat(_));
        let everywhere = traffic == Traffic::Safety || is_heartbeat;
        let others = session.paths.all().iter().filter(|way| everywhere && (is_heartbeat || way.is_alive(at, config)));
        let others: Vec<Peer> = others.map(|way| way.peer).filter(|peer| *peer != best).collect();
        for to in std::iter::once(best).chain(others) {
            if !session.identity.may_send(to, traffic) {
                continue;
            }
            let sequence = session.paths.number(to);
            let header = Header { system: u32::from(config.system_id), component: config.component_id, sequence };
            let bytes = sealed(at, session, codec::encode(header, &message));
            drained.datagrams.push(Datagram { to, bytes, traffic, expires });
        }
    }
}

/// What a vehicle with a key is sent is signed.
fn sealed(at: Timestamp, session: &mut Session, bytes: Vec<u8>) -> Vec<u8> {
    match &mut session.signed {
        Some(signed) => signed.seal(at, bytes),
        None => bytes,
    }
}

/// What is told of a vehicle in quarantine: that it is, that it is heard, and what became of its orders.
fn speaks_of_doubt(report: &SkyReport) -> bool {
    matches!(
        report,
        SkyReport::Quarantined(_)
            | SkyReport::Cleared
            | SkyReport::LinkUp
            | SkyReport::LinkLost { .. }
            | SkyReport::Order(..)
            | SkyReport::Payload(..)
    )
}

/// Asks addresses for the number of the autopilot's board.
fn ask(at: Timestamp, session: &mut Session, peers: &[Peer], config: &LinkConfig, drained: &mut Drained) {
    let Ok(target) = u8::try_from(session.enrolled.system_id) else { return };
    for to in peers {
        let sequence = session.paths.number(*to);
        let header = Header { system: u32::from(config.system_id), component: config.component_id, sequence };
        let bytes = sealed(at, session, codec::encode(header, &identity::question(target).into()));
        drained.datagrams.push(Datagram { to: *to, bytes, traffic: Traffic::Keepalive, expires: None });
    }
}

#[cfg(test)]
mod tests;
