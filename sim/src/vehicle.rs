//! One simulated aircraft: a PX4-like multirotor that speaks MAVLink 2.
//!
//! A pure state machine: time, wind and datagrams come in, datagrams come out. The same seed, inputs and times give the
//! same flight. While nobody speaks to it, it calls the ground station it is configured for; then it talks with those
//! who do.

mod autopilot;
mod battery;
mod commands;
mod config;
mod dynamics;
mod mission_server;
mod params;
mod peers;
mod speech;
mod streams;

pub use config::{Airframe, Start, Truth, VehicleConfig};

use autopilot::{Autopilot, Cockpit};
use battery::Battery;
use controller_link::codec::{self, Message, MissionItemInt, Ping, Statustext, Text};
use controller_link::mission_items;
use dynamics::Body;
use geodata::{Amsl, Frame, Local, Metres, Seconds, Timestamp, Wgs84};
use mission_server::{Answer, Client, MissionServer};
use params::Params;
use peers::Peers;
use std::net::SocketAddr;
use streams::Streams;

/// Length of one step of the flight, whatever the caller's steps are.
const STEP: Seconds = Seconds(0.05);
/// A jump of the caller's clock longer than this is not flown through.
const LONGEST_JUMP: Seconds = Seconds(600.0);
/// A dock charges within this distance.
const DOCK: f64 = 5.0;

/// One aircraft.
#[derive(Debug)]
pub struct Vehicle {
    config: VehicleConfig,
    frame: Frame,
    now: Timestamp,
    booted: Timestamp,
    wind: (f64, f64),
    body: Body,
    battery: Battery,
    pilot: Autopilot,
    missions: MissionServer,
    params: Params,
    streams: Streams,
    peers: Peers,
    pings: u32,
    out: Vec<(Option<SocketAddr>, Vec<u8>)>,
}

impl Vehicle {
    /// An aircraft switched on at `at`.
    #[must_use]
    pub fn new(config: VehicleConfig, at: Timestamp) -> Self {
        let frame = Frame::at(config.home);
        let mut vehicle = Self {
            frame,
            now: at,
            booted: at,
            wind: (0.0, 0.0),
            body: Body::at([0.0; 3], config.seed),
            battery: Battery::new(config.battery_percent),
            pilot: Autopilot::new(at),
            missions: MissionServer::default(),
            params: Params::new(config.system_id),
            streams: Streams::new(at),
            peers: Peers::new(config.system_id),
            pings: 0,
            out: Vec::new(),
            config,
        };
        vehicle.begin();
        vehicle
    }

    /// Takes the place the configuration gives.
    fn begin(&mut self) {
        let Start::Airborne { mission, at_item } = &self.config.start else { return };
        let (mission, at_item) = (mission.clone(), *at_item);
        let before =
            mission.items.iter().take(usize::from(at_item) + 1).rev().find_map(flight_plans::MissionItem::place);
        let (place, altitude) =
            before.unwrap_or((self.config.home, self.config.ground.raised(geodata::Agl(Metres(60.0)))));
        let Local { x, y } = self.frame.to_local(place);
        self.body.place = [x, y, (altitude.0 - self.config.ground.0).0];
        self.missions.load(mission_items(&mission));
        self.pilot.runner.notice(self.missions.generation);
        self.pilot.airborne(self.body.place, at_item);
    }

    /// Flies up to `at` in wind blowing toward (east, north) in m/s.
    pub fn step(&mut self, at: Timestamp, wind: (f64, f64)) {
        self.wind = wind;
        if at.since(self.now).0 > LONGEST_JUMP.0 {
            self.now = at.plus(LONGEST_JUMP * -1.0);
        }
        while self.now.plus(STEP) <= at {
            self.now = self.now.plus(STEP);
            self.fly();
            self.speak();
        }
    }

    fn fly(&mut self) {
        self.pilot.runner.notice(self.missions.generation);
        let before = (self.pilot.armed, self.pilot.in_air, self.pilot.mode, self.pilot.runner.current);
        let mut demand = dynamics::Demand::default();
        self.with_cockpit(|pilot, cockpit| demand = pilot.fly(cockpit));
        let flying = self.pilot.in_air || (self.pilot.armed && demand.velocity[2] > 0.0);
        let airframe = &self.config.airframe;
        if flying && self.battery.is_empty() {
            demand.velocity = [0.0, 0.0, -airframe.descend.0]; // sinks on what is left
        }
        if flying {
            self.body.fly(STEP.0, demand, self.wind, airframe);
            self.battery.fly(STEP.0, self.body.airspeed, self.body.velocity[2], airframe);
        } else {
            self.body.rest();
            let docked = !self.pilot.armed && self.body.place[0].hypot(self.body.place[1]) <= DOCK;
            self.battery.stand(STEP.0, docked, airframe);
        }
        self.hurry(before);
    }

    /// A change worth telling at once.
    fn hurry(&mut self, before: (bool, bool, controller_core::FlightMode, u16)) {
        let after = (self.pilot.armed, self.pilot.in_air, self.pilot.mode, self.pilot.runner.current);
        if (before.0, before.2) != (after.0, after.2) {
            self.streams.hurry(self.now, 0);
        }
        if before.1 != after.1 {
            self.streams.hurry(self.now, 245);
        }
        if before.3 != after.3 {
            self.streams.hurry(self.now, 42);
        }
    }

    /// Lets the autopilot work with a view of the rest.
    fn with_cockpit(&mut self, work: impl FnOnce(&mut Autopilot, &Cockpit<'_>)) {
        let cockpit = Cockpit {
            at: self.now,
            body: &self.body,
            battery: &self.battery,
            params: &self.params,
            items: self.missions.mission(),
            airframe: &self.config.airframe,
            frame: &self.frame,
            ground: self.config.ground.0.0,
        };
        work(&mut self.pilot, &cockpit);
    }

    /// Sends what is due.
    fn speak(&mut self) {
        for seq in std::mem::take(&mut self.pilot.reached) {
            self.broadcast(codec::MissionItemReached { seq });
        }
        for (severity, words) in std::mem::take(&mut self.pilot.words) {
            self.broadcast(Statustext { severity, text: Text::from(words.as_str()), ..Statustext::default() });
        }
        let mut answer = Answer::default();
        self.missions.tick(self.now, &mut answer);
        self.mission_answer(answer);
        for id in self.streams.due(self.now) {
            if let Some(message) = self.compose(id) {
                self.broadcast(message);
            }
        }
    }

    fn mission_answer(&mut self, answer: Answer) {
        for (client, message) in answer.messages {
            self.answer(client, message);
        }
        if let Some(words) = answer.words {
            self.pilot.say(autopilot::CRITICAL, words);
        }
    }

    fn broadcast(&mut self, message: impl Into<Message>) {
        let bytes = self.peers.seal(&message.into());
        for to in self.peers.everybody(self.now) {
            self.out.push((to, bytes.clone()));
        }
    }

    fn answer(&mut self, client: Client, message: impl Into<Message>) {
        let bytes = self.peers.seal(&message.into());
        self.out.push((self.peers.address(client), bytes));
    }

    fn is_target(&self, system: u8, component: u8) -> bool {
        (system == self.config.system_id || system == 0) && component <= 1
    }

    /// Takes one datagram.
    pub fn receive(&mut self, at: Timestamp, from: SocketAddr, datagram: &[u8]) {
        for frame in codec::decode(datagram).flatten() {
            let (Ok(system), component) = (u8::try_from(frame.header.system), frame.header.component) else { continue };
            let client = (system, component);
            if system == self.config.system_id {
                continue; // an echo of ourselves
            }
            self.peers.hear(at, client, from);
            if let Some(message) = frame.message {
                self.heed(at, client, &message);
            }
        }
    }

    fn heed(&mut self, at: Timestamp, client: Client, message: &Message) {
        match message {
            Message::Heartbeat(heartbeat) if heartbeat.kind == 6 => self.pilot.hear_ground_station(at),
            Message::CommandLong(long) => self.command_long(client, long),
            Message::CommandInt(int) => self.command_int(client, int),
            Message::SetMode(mode) if self.is_target(mode.target_system, 0) => {
                let [_, _, main, sub] = mode.custom_mode.to_le_bytes();
                self.set_px4_mode(f64::from(main), f64::from(sub));
            }
            Message::MissionSetCurrent(set) if self.is_target(set.target_system, set.target_component) => {
                self.set_current_item(set.seq);
            }
            Message::ParamRequestList(ask) if self.is_target(ask.target_system, ask.target_component) => {
                for value in self.params.list() {
                    self.answer(client, value);
                }
            }
            Message::ParamRequestRead(ask) if self.is_target(ask.target_system, ask.target_component) => {
                if let Some(value) = self.params.read(ask) {
                    self.answer(client, value);
                }
            }
            Message::ParamSet(ask) if self.is_target(ask.target_system, ask.target_component) => {
                if let Some(value) = self.params.set(ask) {
                    self.answer(client, value);
                }
            }
            Message::Ping(ping) if ping.target_system == 0 => {
                let (target_system, target_component) = client;
                self.answer(client, Ping { target_system, target_component, ..*ping });
            }
            message if mission_target(message).is_some_and(|(system, component)| self.is_target(system, component)) => {
                let answer = self.missions.receive(at.max(self.now), client, message);
                self.mission_answer(answer);
            }
            _ => {}
        }
    }

    /// An item the mission does not have is ignored, as PX4 does.
    fn set_current_item(&mut self, seq: u16) {
        if usize::from(seq) < self.missions.mission().len() {
            self.pilot.runner.notice(self.missions.generation);
            self.pilot.runner.go_to(seq);
            self.streams.hurry(self.now, 42);
        }
    }

    /// Takes out the datagrams to send; no address means the ground station the aircraft is configured for.
    pub fn drain(&mut self) -> Vec<(Option<SocketAddr>, Vec<u8>)> {
        std::mem::take(&mut self.out)
    }

    /// When [`Self::step`] next has something to send.
    #[must_use]
    pub fn next_wake(&self) -> Timestamp {
        let soonest = self.now.plus(STEP);
        [self.streams.next(), self.missions.next()].into_iter().flatten().min().unwrap_or(soonest).max(soonest)
    }

    fn place(&self) -> Wgs84 {
        self.frame.to_wgs84(Local { x: self.body.place[0], y: self.body.place[1] })
    }

    /// How it really is.
    #[must_use]
    pub fn truth(&self) -> Truth {
        let [east, north, up] = self.body.velocity;
        Truth {
            place: self.place(),
            altitude: Amsl(self.config.ground.0 + Metres(self.body.place[2])),
            above_ground: Metres(self.body.place[2]),
            velocity: (east, north, up),
            heading: self.body.heading,
            battery_percent: self.battery.percent(),
            mode: self.pilot.mode,
            armed: self.pilot.armed,
            in_air: self.pilot.in_air,
            item: self.pilot.runner.current,
        }
    }
}

/// Whom a message of the mission protocol is for.
fn mission_target(message: &Message) -> Option<Client> {
    match message {
        Message::MissionCount(m) => Some((m.target_system, m.target_component)),
        Message::MissionItemInt(MissionItemInt { target_system, target_component, .. }) => {
            Some((*target_system, *target_component))
        }
        Message::MissionRequestList(m) => Some((m.target_system, m.target_component)),
        Message::MissionRequestInt(m) => Some((m.target_system, m.target_component)),
        Message::MissionRequest(m) => Some((m.target_system, m.target_component)),
        Message::MissionClearAll(m) => Some((m.target_system, m.target_component)),
        Message::MissionAck(m) => Some((m.target_system, m.target_component)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
