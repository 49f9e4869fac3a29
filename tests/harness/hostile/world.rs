//! What the parsers' answers are put to use on: the shipped district with a small plan, and a village of our own.

use super::tiny;
use controller_api::ask::{Ask, RaiseAlarm, UnitPosition};
use controller_api::inward::translate;
use controller_api::view::Point;
use controller_core::{Actor, Input, Policy, Role, Setup, policy};
use controller_engine::{Engine, Record, Stimulus, verify};
use controller_link::codec::{
    GlobalPositionInt, Header, Heartbeat, LongMessage, Message, SysStatus, encode, encode_long,
};
use flight_plans::lay_plan;
use geodata::{Amsl, Atlas, Files, ImportOptions, Metres, Seconds, Timestamp, import_osm};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};

/// The shipped extract.
pub const EXTRACT: &[u8] = include_bytes!("../../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

/// When everything here happens: a spring morning of 2026.
pub const START: Timestamp = Timestamp::from_millis(1_778_000_000_000);

/// In the middle of the shipped district: latitude and longitude in 1e-7 degree.
pub const MIDDLE: (i32, i32) = (471_410_000, 95_215_000);

/// The shipped district, its plan cut down to twelve units so that a start is quick, the shipped policy.
#[allow(clippy::expect_used)]
pub fn setup() -> Setup {
    static SETUP: LazyLock<Setup> = LazyLock::new(|| {
        let options = ImportOptions { fiction_seed: Some(1), ground: Amsl(Metres(460.0)), ..ImportOptions::default() };
        let files = import_osm(EXTRACT, &options).expect("the shipped extract imports");
        let atlas = Arc::new(Atlas::open(&files).expect("what was imported opens"));
        let mut plan = lay_plan(&atlas, 1);
        plan.ground.truncate(12);
        Setup { atlas, plan: Arc::new(plan), policy: Arc::new(Policy::parse(policy::DEFAULT).expect("it reads")) }
    });
    SETUP.clone()
}

/// The village, opened.
#[allow(clippy::expect_used)]
pub fn opened_village() -> &'static Atlas {
    static VILLAGE: LazyLock<Atlas> = LazyLock::new(|| Atlas::open(village()).expect("the village opens"));
    &VILLAGE
}

/// The village's folder, with its invented layer.
#[allow(clippy::expect_used)]
pub fn village() -> &'static Files {
    static FILES: LazyLock<Files> = LazyLock::new(|| {
        let options = ImportOptions { fiction_seed: Some(1), ..ImportOptions::default() };
        import_osm(&tiny::extract(&tiny::village()), &options).expect("the village imports")
    });
    &FILES
}

/// A post.
pub fn actor(role: Role) -> Actor {
    Actor { role, post: "desk-1".to_owned() }
}

/// The address of a peer.
pub fn address(peer: u8) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::new(10, 0, 0, 2), 14_550 + u16::from(peer)))
}

/// An aircraft's first words: who it is, how, and where.
pub fn hello() -> [Message; 3] {
    let (lat, lon) = MIDDLE;
    [
        Heartbeat { kind: 2, autopilot: 12, system_status: 3, mavlink_version: 3, ..Heartbeat::default() }.into(),
        SysStatus {
            onboard_control_sensors_present: 0x1000_002F,
            onboard_control_sensors_enabled: 0x1000_002F,
            onboard_control_sensors_health: 0x1000_002F,
            voltage_battery: 16_000,
            battery_remaining: 95,
            ..SysStatus::default()
        }
        .into(),
        GlobalPositionInt { lat, lon, alt: 460_000, ..GlobalPositionInt::default() }.into(),
    ]
}

/// An engine with everything that left it.
#[derive(Debug)]
pub struct Desk {
    engine: Engine,
    setup: Setup,
    records: Vec<Record>,
    at: Timestamp,
    /// Of each sender's next frame: one number twice would be two senders.
    sequences: BTreeMap<(u32, u8), u8>,
}

impl Desk {
    /// An engine at the start.
    pub fn new(setup: Setup) -> Self {
        let (engine, output) = Engine::start(setup.clone(), START);
        Self { engine, setup, records: output.records, at: START, sequences: BTreeMap::new() }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What it stands on.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What it recorded.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Time passes; the engine is not told yet.
    pub fn wait(&mut self, span: Seconds) {
        self.at = self.at.plus(span);
    }

    /// One stimulus; the frames that leave.
    pub fn take(&mut self, stimulus: Stimulus) -> Vec<Vec<u8>> {
        let output = self.engine.receive(self.at, stimulus);
        self.records.extend(output.records);
        output.datagrams.into_iter().map(|datagram| datagram.bytes).collect()
    }

    /// One message of a vehicle.
    pub fn hear(&mut self, system: u32, component: u8, peer: u8, message: &Message) -> Vec<Vec<u8>> {
        let next = self.sequences.entry((system, component)).or_default();
        let sequence = *next;
        *next = next.wrapping_add(1);
        let bytes = encode(Header { system, component, sequence }, message);
        self.take(Stimulus::Datagram { from: address(peer).into(), bytes })
    }

    /// One of the long messages of a vehicle's camera.
    pub fn hear_long(&mut self, system: u32, message: &LongMessage) -> Vec<Vec<u8>> {
        let next = self.sequences.entry((system, 100)).or_default();
        let sequence = *next;
        *next = next.wrapping_add(1);
        let bytes = encode_long(Header { system, component: 100, sequence }, message);
        self.take(Stimulus::Datagram {
            from: address(u8::try_from(system).unwrap_or(1).saturating_sub(1)).into(),
            bytes,
        })
    }

    /// One request; refused ones lead to nothing.
    pub fn ask(&mut self, role: Role, ask: &Ask) -> Vec<Vec<u8>> {
        let inputs: Vec<Input> = translate(self.at, &actor(role), "key-1", ask, &self.setup.plan).unwrap_or_default();
        inputs.into_iter().flat_map(|input| self.take(Stimulus::Input(input))).collect()
    }

    /// Two aircraft and three units report, and a moment passes.
    pub fn populate(&mut self) {
        let plan = Arc::clone(&self.setup.plan);
        for (aircraft, peer) in plan.squadron.iter().take(2).zip(0..) {
            hello().iter().for_each(|message| drop(self.hear(aircraft.system_id, 1, peer, message)));
        }
        let position = |unit| UnitPosition {
            unit,
            at: point(0.0),
            speed_mps: 10.0,
            heading_deg: 90.0,
            age_ms: 100,
            available: true,
            status: None,
            crew: None,
            seq: None,
        };
        self.ask(Role::Field, &Ask::Positions(plan.ground.iter().take(3).map(|unit| position(unit.unit)).collect()));
        self.wait(Seconds(2.5));
        for (aircraft, peer) in plan.squadron.iter().take(2).zip(0..) {
            hello().iter().for_each(|message| drop(self.hear(aircraft.system_id, 1, peer, message)));
        }
        self.take(Stimulus::Clock);
    }

    /// Somebody calls.
    pub fn alarm(&mut self, east: f64) -> Vec<Vec<u8>> {
        let alarm = RaiseAlarm { kind: "assault".into(), priority: 1, at: point(east), source: "110".into() };
        self.ask(Role::Dispatcher, &Ask::Alarm(alarm))
    }

    /// What must hold whatever happened.
    ///
    /// # Panics
    /// When the chain of records does not hold.
    #[allow(clippy::panic)]
    pub fn check(&self) {
        if let Err(broken) = verify(&self.records) {
            panic!("{broken}");
        }
    }
}

/// So many degrees east of the middle.
pub fn point(east: f64) -> Point {
    Point { lat: f64::from(MIDDLE.0) / 1e7, lon: f64::from(MIDDLE.1) / 1e7 + east }
}
