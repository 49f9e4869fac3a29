//! The whole squadron on one link: every datagram is parsed by itself, every vehicle has its own address and its own
//! conversation, and nobody who is not enrolled becomes a vehicle.

mod agenda;

use crate::Peer;
use crate::autopilot::Personality;
use crate::codec::{self, Fault, Frame, Header, Message};
use crate::command::may_leave;
use crate::config::{Counters, Datagram, Drained, LinkConfig, Traffic, VehicleCounters};
use crate::session::{Outbox, Outgoing, Session};
use agenda::Agenda;
use controller_core::{Order, OrderProgress, Permit, SkyReport, VehicleId};
use geodata::Timestamp;
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
    agenda: Agenda,
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
            sessions.entry(enrolled.system_id).or_insert_with(|| Session::new(*enrolled));
            by_vehicle.entry(enrolled.vehicle).or_insert(enrolled.system_id);
        }
        Self {
            config,
            sessions,
            by_vehicle,
            agenda: Agenda::default(),
            counters: Counters::default(),
            out: Drained::default(),
        }
    }

    /// Takes one datagram. Bad bytes are counted and skipped.
    pub fn receive(&mut self, at: Timestamp, from: impl Into<Peer>, datagram: &[u8]) {
        let from = from.into();
        self.counters.datagrams += 1;
        for item in codec::decode(datagram) {
            match item {
                Ok(frame) => self.frame(at, from, &frame),
                Err(Fault::BadCrc { .. }) => self.counters.bad_crc += 1,
                Err(Fault::UnknownId { .. }) => self.counters.unknown_ids += 1,
                Err(Fault::UnknownFlags { .. }) => self.counters.unknown_flags += 1,
                Err(Fault::Garbage { bytes }) => self.counters.garbage_bytes += bytes as u64,
            }
        }
    }

    fn frame(&mut self, at: Timestamp, from: Peer, frame: &Frame) {
        self.counters.frames += 1;
        let Some(session) = self.sessions.get_mut(&frame.header.system) else {
            self.counters.not_enrolled += 1;
            return;
        };
        if frame.header.component != AUTOPILOT {
            self.counters.other_components += 1;
            return;
        }
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
        let (gaps, is_new) = session.count(at, from, frame);
        self.counters.sequence_gaps += gaps;
        if !is_new {
            self.counters.copies += 1;
            return;
        }
        let mut out = Outbox::default();
        self.counters.handled += 1;
        session.receive(at, frame, &self.config, &mut out);
        post(at, session, out, &self.config, &mut self.out);
        self.agenda.set(frame.header.system, session.wake_at(&self.config));
    }

    /// Takes an order that passed the gate, and starts its conversation. Hold, return and land pre-empt what runs.
    pub fn order(&mut self, at: Timestamp, permit: Permit) {
        self.begin(at, permit.into_order());
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
        self.counters
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
    drained.reports.extend(out.reports.into_iter().map(|report| (vehicle, report)));
    if out.messages.is_empty() {
        return;
    }
    let Some(best) = session.paths.best().map(|way| way.peer) else { return };
    // The last door: a command that is not on the list has no way out, whoever made it.
    for Outgoing { message, traffic, expires } in out.messages.into_iter().filter(|out| may_leave(&out.message)) {
        let is_heartbeat = matches!(message, Message::Heartbeat(_));
        let everywhere = traffic == Traffic::Safety || is_heartbeat;
        let others = session.paths.all().iter().filter(|way| everywhere && (is_heartbeat || way.is_alive(at, config)));
        let others: Vec<Peer> = others.map(|way| way.peer).filter(|peer| *peer != best).collect();
        for to in std::iter::once(best).chain(others) {
            let sequence = session.paths.number(to);
            let header = Header { system: u32::from(config.system_id), component: config.component_id, sequence };
            drained.datagrams.push(Datagram { to, bytes: codec::encode(header, &message), traffic, expires });
        }
    }
}

#[cfg(test)]
mod tests;
