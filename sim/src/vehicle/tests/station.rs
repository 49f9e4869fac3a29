//! A small scripted ground station, in virtual time.

use super::super::{Airframe, Start, Truth, Vehicle, VehicleConfig};
use controller_link::codec::{self, CommandAck, CommandLong, Header, Heartbeat, Message, MissionCount, MissionItemInt};
use controller_link::mission_items;
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Frame, Local, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use std::net::SocketAddr;

pub(super) const START: Timestamp = Timestamp(1_700_000_000_000_000);
pub(super) const HOME: Wgs84 = Wgs84 { lat: 47.141, lon: 9.5215 };
pub(super) const GROUND: f64 = 455.0;

pub(super) fn config(start: Start) -> VehicleConfig {
    VehicleConfig {
        system_id: 3,
        home: HOME,
        ground: Amsl(Metres(GROUND)),
        airframe: Airframe::default(),
        battery_percent: 90.0,
        start,
        seed: 7,
        ..VehicleConfig::default()
    }
}

pub(super) fn station() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 14_550))
}

pub(super) fn at(east: f64, north: f64) -> Wgs84 {
    Frame::at(HOME).to_wgs84(Local { x: east, y: north })
}

pub(super) fn waypoint(east: f64, north: f64, up: f64) -> MissionItem {
    MissionItem::Waypoint { at: at(east, north), altitude: Amsl(Metres(GROUND + up)), hold: Seconds(0.0) }
}

/// Up 60 m, a triangle of some hundred metres, home.
pub(super) fn triangle() -> Mission {
    Mission {
        items: vec![
            MissionItem::Takeoff { at: HOME, altitude: Amsl(Metres(GROUND + 60.0)) },
            MissionItem::Speed { speed: MetresPerSecond(14.0) },
            waypoint(300.0, 0.0, 60.0),
            waypoint(300.0, 300.0, 70.0),
            MissionItem::Return,
        ],
    }
}

pub(super) struct Station {
    pub(super) vehicle: Vehicle,
    pub(super) now: Timestamp,
    pub(super) wind: (f64, f64),
    pub(super) silent: bool,
    /// Its system id.
    pub(super) system: u32,
    pub(super) heard: Vec<Message>,
    pub(super) steps: u64,
}

impl Station {
    pub(super) fn new(vehicle: Vehicle) -> Self {
        Self { vehicle, now: START, wind: (3.0, -2.0), silent: false, system: 255, heard: Vec::new(), steps: 0 }
    }

    pub(super) fn send(&mut self, message: impl Into<Message>) {
        let header = Header { system: self.system, component: 190, sequence: 0 };
        let bytes = codec::encode(header, &message.into());
        self.vehicle.receive(self.now, station(), &bytes);
        self.listen();
    }

    pub(super) fn listen(&mut self) {
        for (_, bytes) in self.vehicle.drain() {
            self.heard.extend(codec::decode(&bytes).map(|frame| frame.unwrap().message.unwrap()));
        }
    }

    pub(super) fn run(&mut self, seconds: f64) {
        for _ in 0..(seconds * 10.0) as u64 {
            self.tick();
        }
    }

    pub(super) fn tick(&mut self) {
        if self.steps.is_multiple_of(10) && !self.silent {
            self.send(Heartbeat { kind: 6, autopilot: 8, ..Heartbeat::default() });
        }
        self.steps += 1;
        self.now = self.now.plus(Seconds(0.1));
        self.vehicle.step(self.now, self.wind);
        self.listen();
    }

    /// Seconds until the condition holds; panics after `most`.
    pub(super) fn until(&mut self, most: f64, what: &str, condition: impl Fn(&Truth) -> bool) -> f64 {
        let began = self.now;
        while !condition(&self.vehicle.truth()) {
            assert!(self.now.since(began).0 < most, "{what}: {:?}", self.vehicle.truth());
            self.tick();
        }
        self.now.since(began).0
    }

    pub(super) fn command(&mut self, command: u16, params: [f32; 7]) -> u8 {
        let [param1, param2, param3, param4, param5, param6, param7] = params;
        self.heard.clear();
        self.send(CommandLong {
            command,
            param1,
            param2,
            param3,
            param4,
            param5,
            param6,
            param7,
            target_system: 3,
            target_component: 1,
            confirmation: 0,
        });
        self.answered(command)
    }

    pub(super) fn answered(&self, command: u16) -> u8 {
        let ack = self.heard.iter().find_map(|message| match message {
            Message::CommandAck(CommandAck { command: of, result, .. }) if *of == command => Some(*result),
            _ => None,
        });
        ack.expect("every command is answered")
    }

    pub(super) fn mode(&mut self, sub: f32) -> u8 {
        self.command(176, [1.0, 4.0, sub, 0.0, 0.0, 0.0, 0.0])
    }

    pub(super) fn arm(&mut self) -> u8 {
        self.command(400, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    }

    pub(super) fn upload(&mut self, mission: &Mission) {
        self.upload_items(mission_items(mission));
    }

    pub(super) fn upload_items(&mut self, items: Vec<MissionItemInt>) {
        let count = u16::try_from(items.len()).unwrap();
        self.send(MissionCount { count, target_system: 3, target_component: 1, ..MissionCount::default() });
        for (seq, item) in (0..).zip(items) {
            self.send(MissionItemInt { seq, target_system: 3, target_component: 1, ..item });
        }
    }

    pub(super) fn said(&self, words: &str) -> bool {
        self.heard
            .iter()
            .any(|message| matches!(message, Message::Statustext(text) if text.text.to_text().contains(words)))
    }
}

pub(super) fn docked() -> Station {
    let mut station = Station::new(Vehicle::new(config(Start::Docked), START));
    station.run(4.0);
    station
}

pub(super) fn airborne_config() -> VehicleConfig {
    let mission =
        Mission { items: vec![waypoint(200.0, 0.0, 80.0), waypoint(800.0, 0.0, 80.0), waypoint(200.0, 0.0, 80.0)] };
    config(Start::Airborne { mission, at_item: 0 })
}

pub(super) fn airborne() -> Vehicle {
    Vehicle::new(airborne_config(), START)
}
