//! The aircraft flown by a small scripted ground station, in virtual time.

use super::{Airframe, Start, Vehicle, VehicleConfig};
use controller_core::{FlightMode, Order, OrderId, OrderKind, OrderProgress, SkyReport, VehicleId, safety};
use controller_link::codec::{
    self, CommandAck, CommandInt, CommandLong, Header, Heartbeat, Message, MissionCount, MissionItemInt, SetMode,
};
use controller_link::{Enrolled, LinkConfig, Squadron, mission_items};
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Frame, Local, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use proptest::prelude::*;
use std::net::SocketAddr;

const START: Timestamp = Timestamp(1_700_000_000_000_000);
const HOME: Wgs84 = Wgs84 { lat: 47.141, lon: 9.5215 };
const GROUND: f64 = 455.0;

fn config(start: Start) -> VehicleConfig {
    VehicleConfig {
        system_id: 3,
        home: HOME,
        ground: Amsl(Metres(GROUND)),
        airframe: Airframe::default(),
        battery_percent: 90.0,
        start,
        seed: 7,
    }
}

fn station() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 14_550))
}

fn at(east: f64, north: f64) -> Wgs84 {
    Frame::at(HOME).to_wgs84(Local { x: east, y: north })
}

fn waypoint(east: f64, north: f64, up: f64) -> MissionItem {
    MissionItem::Waypoint { at: at(east, north), altitude: Amsl(Metres(GROUND + up)), hold: Seconds(0.0) }
}

/// Up 60 m, a triangle of some hundred metres, home.
fn triangle() -> Mission {
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

struct Station {
    vehicle: Vehicle,
    now: Timestamp,
    wind: (f64, f64),
    silent: bool,
    heard: Vec<Message>,
    steps: u64,
}

impl Station {
    fn new(vehicle: Vehicle) -> Self {
        Self { vehicle, now: START, wind: (3.0, -2.0), silent: false, heard: Vec::new(), steps: 0 }
    }

    fn send(&mut self, message: impl Into<Message>) {
        let header = Header { system: 255, component: 190, sequence: 0 };
        let bytes = codec::encode(header, &message.into());
        self.vehicle.receive(self.now, station(), &bytes);
        self.listen();
    }

    fn listen(&mut self) {
        for (_, bytes) in self.vehicle.drain() {
            self.heard.extend(codec::decode(&bytes).map(|frame| frame.unwrap().message.unwrap()));
        }
    }

    fn run(&mut self, seconds: f64) {
        for _ in 0..(seconds * 10.0) as u64 {
            self.tick();
        }
    }

    fn tick(&mut self) {
        if self.steps.is_multiple_of(10) && !self.silent {
            self.send(Heartbeat { kind: 6, autopilot: 8, ..Heartbeat::default() });
        }
        self.steps += 1;
        self.now = self.now.plus(Seconds(0.1));
        self.vehicle.step(self.now, self.wind);
        self.listen();
    }

    /// Seconds until the condition holds; panics after `most`.
    fn until(&mut self, most: f64, what: &str, condition: impl Fn(&super::Truth) -> bool) -> f64 {
        let began = self.now;
        while !condition(&self.vehicle.truth()) {
            assert!(self.now.since(began).0 < most, "{what}: {:?}", self.vehicle.truth());
            self.tick();
        }
        self.now.since(began).0
    }

    fn command(&mut self, command: u16, params: [f32; 7]) -> u8 {
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
        let ack = self.heard.iter().find_map(|message| match message {
            Message::CommandAck(CommandAck { command: of, result, .. }) if *of == command => Some(*result),
            _ => None,
        });
        ack.expect("every command is answered")
    }

    fn mode(&mut self, sub: f32) -> u8 {
        self.command(176, [1.0, 4.0, sub, 0.0, 0.0, 0.0, 0.0])
    }

    fn arm(&mut self) -> u8 {
        self.command(400, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    }

    fn upload(&mut self, mission: &Mission) {
        let items = mission_items(mission);
        let count = u16::try_from(items.len()).unwrap();
        self.send(MissionCount { count, target_system: 3, target_component: 1, ..MissionCount::default() });
        for item in items {
            self.send(MissionItemInt { target_system: 3, target_component: 1, ..item });
        }
    }

    fn said(&self, words: &str) -> bool {
        self.heard
            .iter()
            .any(|message| matches!(message, Message::Statustext(text) if text.text.to_text().contains(words)))
    }
}

fn docked() -> Station {
    let mut station = Station::new(Vehicle::new(config(Start::Docked), START));
    station.run(4.0);
    station
}

fn airborne() -> Vehicle {
    let mission =
        Mission { items: vec![waypoint(200.0, 0.0, 80.0), waypoint(800.0, 0.0, 80.0), waypoint(200.0, 0.0, 80.0)] };
    Vehicle::new(config(Start::Airborne { mission, at_item: 0 }), START)
}

#[test]
fn a_mission_from_the_dock_is_flown_home_and_ends_disarmed_and_charging() {
    let mut station = docked();
    station.upload(&triangle());
    assert_eq!((station.arm(), station.mode(4.0)), (0, 0));
    let up = station.until(20.0, "off the ground", |truth| truth.in_air);
    assert!(up < 3.0);
    station.until(90.0, "at the far corner", |truth| truth.item == 4 || truth.mode == FlightMode::Return);
    assert!(station.vehicle.truth().above_ground.0 > 65.0);
    station.until(120.0, "home", |truth| !truth.in_air);
    station.until(5.0, "disarmed", |truth| !truth.armed);
    let truth = station.vehicle.truth();
    assert!(Frame::at(HOME).to_local(truth.place).distance(Local::default()).0 < 2.0);
    assert!(truth.battery_percent < 89.0);
    for seq in 0..4 {
        let reached = |message: &Message| matches!(message, Message::MissionItemReached(item) if item.seq == seq);
        assert!(station.heard.iter().any(reached), "item {seq} reported");
    }
    station.run(1300.0);
    assert!(station.vehicle.truth().battery_percent > 99.0, "the dock fills it");
}

#[test]
fn it_says_yes_to_the_mission_mode_without_a_mission_and_stays() {
    let mut station = docked();
    assert_eq!(station.mode(4.0), 0);
    station.run(1.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Hold);
}

#[test]
fn it_will_not_arm_on_a_low_battery_and_says_why() {
    let low = VehicleConfig { battery_percent: 5.0, ..config(Start::Docked) };
    let mut station = Station::new(Vehicle::new(low, START));
    station.run(4.0);
    assert_eq!(station.arm(), 1);
    station.run(0.2);
    assert!(station.said("Preflight Fail: low battery"));
}

#[test]
fn armed_and_left_alone_it_disarms_itself() {
    let mut station = docked();
    assert_eq!(station.arm(), 0);
    let waited = station.until(15.0, "disarmed", |truth| !truth.armed);
    assert!(waited > 9.0);
}

#[test]
fn a_silent_ground_station_brings_it_home() {
    let mut station = Station::new(airborne());
    station.run(5.0);
    station.silent = true;
    station.run(8.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Mission);
    station.run(4.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Return);
    assert!(station.said("GCS connection lost"));
    station.until(200.0, "down", |truth| !truth.armed);
}

#[test]
fn a_low_battery_brings_it_home_before_it_is_empty() {
    let mission =
        Mission { items: vec![MissionItem::LoiterUnlimited { at: at(600.0, 0.0), altitude: Amsl(Metres(540.0)) }] };
    let start = Start::Airborne { mission, at_item: 0 };
    let mut station = Station::new(Vehicle::new(VehicleConfig { battery_percent: 22.0, ..config(start) }, START));
    station.until(200.0, "low", |truth| truth.mode == FlightMode::Return);
    station.until(200.0, "home", |truth| !truth.armed);
    assert!(station.vehicle.truth().battery_percent > 5.0);
}

#[test]
fn the_altitude_of_a_reposition_is_above_sea_level_whatever_its_frame_says() {
    let mut station = Station::new(airborne());
    station.run(2.0);
    let (x, y) = controller_link::scale::to_deg_e7(at(100.0, 100.0));
    let go = CommandInt {
        command: 192,
        frame: 6,
        x,
        y,
        z: 520.0,
        target_system: 3,
        target_component: 1,
        ..CommandInt::default()
    };
    station.send(go);
    station.run(60.0);
    assert!((station.vehicle.truth().altitude.0.0 - 520.0).abs() < 1.0);
    station.send(CommandInt { z: 30.0, ..go });
    station.run(200.0);
    assert!(!station.vehicle.truth().in_air, "30 m above the sea is under this ground");
}

#[test]
fn wind_and_gusts_are_felt_and_the_same_seed_flies_the_same_flight() {
    let fly = |seed| {
        let mission = Mission { items: vec![waypoint(600.0, 0.0, 80.0), waypoint(600.0, 600.0, 80.0)] };
        let start = Start::Airborne { mission, at_item: 0 };
        let mut station = Station::new(Vehicle::new(VehicleConfig { seed, ..config(start) }, START));
        station.wind = (-6.0, 4.0);
        station.run(30.0);
        let truth = station.vehicle.truth();
        (truth.place.lat.to_bits(), truth.place.lon.to_bits(), station.heard.len())
    };
    assert_eq!(fly(1), fly(1));
    assert_ne!(fly(1), fly(2));
}

#[test]
fn one_long_step_is_the_same_flight_as_many_short_ones() {
    let run = |every: i64| {
        let mut vehicle = airborne();
        for step in 1..=(20_000_000 / every) {
            vehicle.step(Timestamp(START.0 + step * every), (2.0, 2.0));
        }
        vehicle.truth()
    };
    assert_eq!(run(50_000), run(1_000_000));
}

#[test]
fn the_old_set_mode_works_too() {
    let mut station = Station::new(airborne());
    station.run(1.0);
    station.send(SetMode { custom_mode: 0x0304_0000, target_system: 3, base_mode: 1 });
    assert_eq!(station.vehicle.truth().mode, FlightMode::Hold);
}

#[test]
fn our_own_link_flies_it_there_holds_it_and_brings_it_home() {
    let mut vehicle = airborne();
    let roster = vec![Enrolled { vehicle: VehicleId(1), system_id: 3 }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    let mut now = START;
    let mut ends = Vec::new();
    let target = at(-200.0, 150.0);
    let kinds = [OrderKind::GoTo { at: target, altitude: Amsl(Metres(525.0)) }, OrderKind::Hold, OrderKind::Return];
    for (number, kind) in (1..).zip(kinds) {
        for step in 0..1200 {
            if step == 20 {
                let expires = now.plus(Seconds(10.0));
                let order = Order { id: OrderId(number), vehicle: VehicleId(1), kind: kind.clone(), expires };
                squadron.order(now, safety::without_approval(order, now, true).unwrap());
            }
            now = now.plus(Seconds(0.05));
            vehicle.step(now, (0.0, 3.0));
            for (_, bytes) in vehicle.drain() {
                squadron.receive(now, SocketAddr::from(([127, 0, 0, 1], 14_001)), &bytes);
            }
            squadron.tick(now);
            let drained = squadron.drain();
            for datagram in drained.datagrams {
                vehicle.receive(now, station(), &datagram.bytes);
            }
            ends.extend(drained.reports.into_iter().filter_map(|(_, report)| match report {
                SkyReport::Order(id, OrderProgress::Done) => Some(id.0),
                _ => None,
            }));
        }
        if number == 1 {
            let off = Frame::at(HOME).to_local(vehicle.truth().place).distance(Local { x: -200.0, y: 150.0 });
            assert!(off.0 < 5.0, "{off} off");
        }
    }
    assert_eq!(ends, [1, 2, 3]);
    assert!(!vehicle.truth().in_air || vehicle.truth().mode == FlightMode::Return);
    assert_eq!(squadron.counters().sequence_gaps, 0);
}

proptest! {
    #[test]
    fn no_bytes_and_no_message_make_it_panic(
        noise in proptest::collection::vec(any::<u8>(), 0..120),
        id in proptest::sample::select(Message::IDS),
        mut payload in proptest::collection::vec(any::<u8>(), 60),
        command in prop_oneof![any::<u16>(), Just(176), Just(192), Just(22), Just(400), Just(511)],
    ) {
        let mut station = Station::new(airborne());
        station.run(1.0);
        station.vehicle.receive(station.now, super::tests::station(), &noise);
        if matches!(id, 75 | 76) {
            payload[28..30].copy_from_slice(&command.to_le_bytes());
            payload[30] = 3;
            payload[31] = 1;
        }
        station.send(Message::read(id, &payload).unwrap());
        station.run(5.0);
        let truth = station.vehicle.truth();
        prop_assert!(truth.place.lat.is_finite() && truth.altitude.0.0.is_finite());
    }
}
