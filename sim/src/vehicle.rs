//! One simulated aircraft: a PX4-like or ArduCopter-like multirotor that speaks MAVLink 2.
//!
//! A pure state machine: time, wind and datagrams come in, datagrams come out. The same seed, inputs and times give the
//! same flight. While nobody speaks to it, it calls the ground station it is configured for; then it talks with those
//! who do.

mod autopilot;
mod battery;
mod camera;
mod commands;
mod config;
mod dynamics;
mod firmware;
mod gimbal;
mod heard;
mod mission_server;
mod mode;
mod ownership;
mod params;
mod peers;
mod signing;
mod speech;
mod streams;
mod terrain;

pub use camera::Follows;
pub use config::{Airframe, Start, Truth, VehicleConfig};
pub use firmware::Firmware;

use autopilot::{Autopilot, Cockpit};
use battery::Battery;
use camera::Camera;
use controller_link::codec::{self, Message, MissionItemInt, Statustext, Text};
use controller_link::mission_items;
use controller_link::scale;
use dynamics::Body;
use geodata::{Amsl, Frame, Local, Metres, Seconds, Timestamp, Wgs84};
use gimbal::Gimbal;
use mission_server::{Answer, Client, MissionServer};
use mode::Mode;
use ownership::Ownership;
use params::Params;
use peers::Peers;
use std::net::SocketAddr;
use streams::Streams;
use terrain::Terrain;

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
    /// Armed, in the air, mode and item after the last step.
    last: (bool, bool, Mode, u16),
    gimbal: Option<Gimbal>,
    /// It knows who controls it.
    ownership: Option<Ownership>,
    camera: Option<Camera>,
    terrain: Terrain,
    pings: u32,
    /// PX4 numbers its texts.
    texts: u16,
    /// ArduPilot told where home is.
    home_told: bool,
    out: Vec<(Option<SocketAddr>, Vec<u8>)>,
}

impl Vehicle {
    /// An aircraft switched on at `at`.
    #[must_use]
    pub fn new(config: VehicleConfig, at: Timestamp) -> Self {
        let frame = Frame::at(config.home);
        let mut pilot = Autopilot::new(config.firmware, at);
        let params = Params::new(config.firmware, config.system_id, &config.params);
        pilot.begin_in(params.number("INITIAL_MODE"));
        let mut vehicle = Self {
            frame,
            now: at,
            booted: at,
            wind: (0.0, 0.0),
            body: Body::at([0.0; 3], config.seed),
            battery: Battery::new(config.battery_percent),
            last: (false, false, pilot.mode, 0),
            pilot,
            missions: MissionServer::new(config.firmware, home_item(&config)),
            params,
            streams: Streams::new(config.firmware, at),
            peers: Peers::new(config.system_id),
            gimbal: config.gimbal.then(Gimbal::new),
            ownership: config.operator_control.then(Ownership::default),
            camera: config.gimbal.then(|| Camera::new(config.follows, at)),
            terrain: Terrain::default(),
            pings: 0,
            texts: 0,
            home_told: false,
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
        self.notice_mission();
        let home_first = u16::from(self.config.firmware == Firmware::ArduPilot);
        self.pilot.airborne(self.body.place, at_item + home_first);
    }

    /// PX4 begins anew when another mission is aboard; ArduPilot stays where it is in whatever is aboard.
    fn notice_mission(&mut self) {
        if self.config.firmware == Firmware::Px4 {
            self.pilot.runner.notice(self.missions.generation);
        }
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
        self.notice_mission();
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
        if let Some(gimbal) = &mut self.gimbal {
            gimbal.turn(STEP.0, self.body.place, self.body.heading.as_degrees().to_radians());
        }
        self.hurry();
    }

    /// A change since the last step is worth telling at once, whether flown or commanded.
    fn hurry(&mut self) {
        let after = (self.pilot.armed, self.pilot.in_air, self.pilot.mode, self.pilot.runner.current);
        let before = std::mem::replace(&mut self.last, after);
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
            self.say(severity, &words);
        }
        for value in self.params.next_of_list() {
            self.broadcast(value);
        }
        if self.config.firmware == Firmware::ArduPilot && !self.home_told && self.knows_home() {
            self.home_told = true;
            [49, 242]
                .into_iter()
                .filter_map(|id| self.compose(id))
                .collect::<Vec<_>>()
                .into_iter()
                .for_each(|m| self.broadcast(m));
        }
        if self.config.firmware == Firmware::ArduPilot
            && self.knows_home()
            && self.params.number("TERRAIN_ENABLE") > 0.5
            && let Some(ask) = self.terrain.ask(self.now, self.place())
        {
            self.broadcast(ask);
        }
        if let Some(status) = self.ownership.as_mut().and_then(|ownership| ownership.status(self.now)) {
            let bytes = self.peers.seal_with(self.now, 1, |header| ownership::frame(header, status));
            for to in self.peers.everybody(self.now) {
                self.out.push((to, bytes.clone()));
            }
        }
        let mut answer = Answer::default();
        self.missions.tick(self.now, &mut answer);
        self.mission_answer(answer);
        for id in self.streams.due(self.now) {
            if let Some(message) = self.compose(id) {
                self.broadcast(message);
            }
        }
        self.camera_speaks();
    }

    fn mission_answer(&mut self, answer: Answer) {
        for (client, message) in answer.messages {
            self.answer(client, message);
        }
        if let Some((severity, words)) = answer.words {
            self.say(severity, words);
        }
        if let Some((name, total)) = answer.total {
            self.tell_total(name, total);
        }
    }

    /// ArduPilot tells the parameter that counts a plan when it changes.
    fn tell_total(&mut self, name: &str, total: f64) {
        if (self.params.number(name) - total).abs() > 0.5 {
            self.params.put(name, total);
            if let Some(value) = self.params.told_by_name(name) {
                self.broadcast(value);
            }
        }
    }

    /// Words for everybody; PX4 numbers its texts and ends them with a tabulator (its events follow it).
    fn say(&mut self, severity: u8, words: &str) {
        let text = match self.config.firmware {
            Firmware::ArduPilot => Statustext { severity, text: Text::from(words), ..Statustext::default() },
            Firmware::Px4 => {
                self.texts = self.texts.wrapping_add(1);
                Statustext { severity, text: Text::from(format!("{words}\t").as_str()), id: self.texts, chunk_seq: 0 }
            }
        };
        self.broadcast(text);
    }

    fn broadcast(&mut self, message: impl Into<Message>) {
        let bytes = self.peers.seal(self.now, 1, &message.into());
        for to in self.peers.everybody(self.now) {
            self.out.push((to, bytes.clone()));
        }
    }

    /// A receiver aboard tells of somebody else in the air.
    pub(crate) fn overhears(&mut self, component: u8, message: &Message) {
        let bytes = self.peers.seal(self.now, component, message);
        for to in self.peers.everybody(self.now) {
            self.out.push((to, bytes.clone()));
        }
    }

    fn answer(&mut self, client: Client, message: impl Into<Message>) {
        let bytes = self.peers.seal(self.now, 1, &message.into());
        self.out.push((self.peers.address(client), bytes));
    }

    fn is_target(&self, system: u8, component: u8) -> bool {
        (system == self.config.system_id || system == 0) && component <= 1
    }

    /// Takes one datagram.
    pub fn receive(&mut self, at: Timestamp, from: SocketAddr, datagram: &[u8]) {
        for raw in codec::scan(datagram).flatten() {
            let (Ok(system), component) = (u8::try_from(raw.header.system), raw.header.component) else { continue };
            let client = (system, component);
            if system == self.config.system_id {
                continue; // an echo of ourselves
            }
            if !self.peers.opens(at, &raw) {
                continue;
            }
            self.peers.hear(at, client, from);
            if let Some(key) = signing::key_for(self.config.system_id, &raw) {
                self.heed_key(key);
            }
            if let Some(message) = raw.message() {
                self.heed(at, client, &message);
            }
        }
    }

    /// Whoever it listens to may give it a key, on the ground.
    fn heed_key(&mut self, key: controller_link::signing::Key) {
        if self.pilot.armed {
            return self.say(4, "SETUP_SIGNING refused: armed");
        }
        self.peers.sign_with(key);
    }

    /// Takes out the datagrams to send; no address means the ground station the aircraft is configured for.
    pub fn drain(&mut self) -> Vec<(Option<SocketAddr>, Vec<u8>)> {
        std::mem::take(&mut self.out)
    }

    /// When [`Self::step`] next has something to send.
    #[must_use]
    pub fn next_wake(&self) -> Timestamp {
        let soonest = self.now.plus(STEP);
        let camera = self.camera.as_ref().and_then(Camera::next);
        [self.streams.next(), self.missions.next(), camera].into_iter().flatten().min().unwrap_or(soonest).max(soonest)
    }

    fn place(&self) -> Wgs84 {
        self.frame.to_wgs84(Local { x: self.body.place[0], y: self.body.place[1] })
    }

    /// The first height it was told of the ground below, and how many squares it still waits for.
    #[cfg(test)]
    pub(crate) fn terrain_given(&self) -> Option<(i16, u32)> {
        self.terrain.given.map(|height| (height, self.terrain.counts().1))
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
            mode: self.pilot.mode.shared(),
            armed: self.pilot.armed,
            in_air: self.pilot.in_air,
            item: self.pilot.runner.current,
        }
    }
}

/// ArduPilot's item 0.
fn home_item(config: &VehicleConfig) -> MissionItemInt {
    let (x, y) = scale::to_deg_e7(config.home);
    let z = scale::to_float_metres(config.ground);
    MissionItemInt { command: 16, x, y, z, autocontinue: 1, ..MissionItemInt::default() }
}

#[cfg(test)]
mod tests;
