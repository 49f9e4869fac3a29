//! A scripted vehicle and a link that loses, repeats and reorders.
#![allow(clippy::float_cmp)] // numbers that a float field carries unchanged

use super::copter;
use crate::autopilot::Personality;
use crate::codec::{
    self, AutopilotVersion, CommandAck, CommandInt, CommandLong, EkfStatusReport, ExtendedSysState, GlobalPositionInt,
    Header, Heartbeat, HomePosition, Message, MissionAck, MissionCount, MissionCurrent, MissionItemInt, MissionRequest,
    MissionRequestInt, SysStatus,
};
use crate::{Drained, Enrolled, LinkConfig, Peer, Squadron, Traffic};
use controller_core::{FlightMode, Order, OrderId, OrderKind, OrderProgress, SkyReport, VehicleId};
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use std::net::SocketAddr;

pub(super) const START: Timestamp = Timestamp(1_000_000_000);
const STEP: Seconds = Seconds(0.05);

pub(super) fn address(system: u8) -> Peer {
    SocketAddr::from(([127, 0, 0, 1], 14_000 + u16::from(system))).into()
}

/// A vehicle as small as can be, with PX4's or ArduPilot's manners in mission transfer.
pub(super) struct Stub {
    pub(super) system: u8,
    pub(super) autopilot: u8,
    pub(super) mode: u32,
    pub(super) armed: bool,
    pub(super) in_air: bool,
    pub(super) items: Vec<MissionItemInt>,
    pub(super) uploading: Option<(u16, Vec<MissionItemInt>)>,
    /// Asks with the old MISSION_REQUEST.
    pub(super) old_requests: bool,
    /// Acknowledges modes and does not change them.
    pub(super) lies: bool,
    /// Stores another place than it was sent.
    pub(super) garbles: bool,
    /// The same for the last item.
    pub(super) garbles_last: bool,
    /// Does not know this command.
    pub(super) refuses: Option<u16>,
    /// Answers every command with this instead.
    pub(super) verdict: Option<u8>,
    pub(super) armings: u32,
    /// How often it left the ground by a command, and how high above home it was told to.
    pub(super) take_offs: Vec<f32>,
    /// How often it changed into the mission mode.
    pub(super) starts: u32,
    /// The last place it was sent to, or round.
    pub(super) sent_to: Option<CommandInt>,
    /// How often that was another place than before.
    pub(super) moves: u32,
    /// Northwards, cm/s.
    pub(super) speed: i16,
    /// The item it flies, by its own number.
    pub(super) current: u16,
    /// Its estimator knows where it is.
    pub(super) positioned: bool,
    pub(super) commands: Vec<u16>,
    pub(super) sequence: u8,
}

impl Stub {
    pub(super) fn new(system: u8) -> Self {
        Self {
            system,
            autopilot: 12,
            mode: 0x0304_0000,
            armed: false,
            in_air: false,
            items: Vec::new(),
            uploading: None,
            old_requests: false,
            lies: false,
            garbles: false,
            garbles_last: false,
            refuses: None,
            verdict: None,
            armings: 0,
            take_offs: Vec::new(),
            starts: 0,
            sent_to: None,
            moves: 0,
            speed: 0,
            current: 0,
            positioned: true,
            commands: Vec::new(),
            sequence: 0,
        }
    }

    /// An ArduCopter on the ground.
    pub(super) fn copter(system: u8) -> Self {
        Self { autopilot: 3, mode: 0, old_requests: true, ..Self::new(system) }
    }

    pub(super) fn flying(system: u8) -> Self {
        Self { armed: true, in_air: true, ..Self::new(system) }
    }

    pub(super) fn mode(&self) -> FlightMode {
        self.personality().mode(self.mode)
    }

    pub(super) fn personality(&self) -> Personality {
        Personality::of(&self.heartbeat()).unwrap()
    }

    fn heartbeat(&self) -> Heartbeat {
        let base_mode = 29 | if self.armed { 0x80 } else { 0 };
        Heartbeat { custom_mode: self.mode, kind: 2, autopilot: self.autopilot, base_mode, ..Heartbeat::default() }
    }

    pub(super) fn seal(&mut self, message: &Message) -> Vec<u8> {
        let header = Header { system: u32::from(self.system), component: 1, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        codec::encode(header, message)
    }

    /// What it says once a second.
    pub(super) fn beat(&self) -> Vec<Message> {
        vec![
            self.heartbeat().into(),
            HomePosition { latitude: 471_000_000, longitude: 95_000_000, altitude: 455_000, ..HomePosition::default() }
                .into(),
            ExtendedSysState { landed_state: if self.in_air { 2 } else { 1 }, ..ExtendedSysState::default() }.into(),
            SysStatus { onboard_control_sensors_health: 0x1000_0020, battery_remaining: 80, ..SysStatus::default() }
                .into(),
            GlobalPositionInt {
                lat: 471_000_000,
                lon: 95_000_000,
                alt: 455_000,
                vx: self.speed,
                ..GlobalPositionInt::default()
            }
            .into(),
            MissionCurrent { seq: self.current, ..MissionCurrent::default() }.into(),
            // As seen: 831 with a place, 167 (constant position) before.
            EkfStatusReport { flags: if self.positioned { 831 } else { 167 }, ..EkfStatusReport::default() }.into(),
        ]
    }

    /// Asks again for a missing item.
    pub(super) fn nag(&self) -> Option<Message> {
        self.uploading.as_ref().map(|(_, items)| self.ask(items.len()))
    }

    fn ask(&self, seq: usize) -> Message {
        let seq = u16::try_from(seq).unwrap();
        if self.old_requests {
            MissionRequest { seq, target_system: 255, target_component: 190, mission_type: 0 }.into()
        } else {
            MissionRequestInt { seq, target_system: 255, target_component: 190, mission_type: 0 }.into()
        }
    }

    fn ack(kind: u8) -> Message {
        MissionAck { target_system: 255, target_component: 190, kind, ..MissionAck::default() }.into()
    }

    pub(super) fn receive(&mut self, message: &Message) -> Vec<Message> {
        match message {
            Message::MissionCount(count) => {
                self.uploading = Some((count.count, Vec::new()));
                vec![self.ask(0)]
            }
            Message::MissionItemInt(item) => self.item(item),
            Message::MissionRequestList(_) => {
                let count = u16::try_from(self.items.len()).unwrap();
                vec![
                    MissionCount { count, target_system: 255, target_component: 190, ..MissionCount::default() }.into(),
                ]
            }
            Message::MissionRequestInt(ask) => match self.items.get(usize::from(ask.seq)) {
                Some(item) => vec![copter::kept(self, item).into()],
                None => vec![Self::ack(13)],
            },
            Message::MissionSetCurrent(set) => {
                self.current = set.seq;
                vec![MissionCurrent { seq: set.seq, ..MissionCurrent::default() }.into()]
            }
            Message::CommandLong(long) => self.command(long.command, Form::Long(*long)),
            Message::CommandInt(int) => self.command(int.command, Form::Int(*int)),
            _ => Vec::new(),
        }
    }

    fn item(&mut self, item: &MissionItemInt) -> Vec<Message> {
        let Some((count, items)) = &mut self.uploading else {
            let last = usize::from(item.seq) + 1 == self.items.len();
            return vec![Self::ack(if last { 0 } else { 1 })];
        };
        if usize::from(item.seq) != items.len() {
            return vec![Self::ack(13)];
        }
        items.push(*item);
        if items.len() < usize::from(*count) {
            let next = items.len();
            return vec![self.ask(next)];
        }
        self.items = self.uploading.take().unwrap().1;
        if self.garbles {
            self.items[0].x += 1;
        }
        if let Some(last) = self.items.last_mut().filter(|_| self.garbles_last) {
            last.x += 1;
        }
        vec![Self::ack(0)]
    }

    /// Flying to where it already flies to changes nothing.
    pub(super) fn go_there(&mut self, place: CommandInt) {
        let where_to = |place: CommandInt| (place.command, place.x, place.y);
        self.moves += u32::from(self.sent_to.map(where_to) != Some(where_to(place)));
        self.sent_to = Some(place);
    }

    /// As PX4 does, without a mission it would not fly.
    fn obey(&mut self, command: u16, form: Form) -> u8 {
        match (command, form) {
            (176, Form::Long(long)) => {
                let mode = (long.param2 as u32) << 16 | (long.param3 as u32) << 24;
                self.starts += u32::from(mode == 0x0404_0000 && self.mode != mode);
                self.mode = mode;
            }
            (192, Form::Int(int)) => {
                self.mode = 0x0304_0000;
                self.go_there(int);
            }
            // Nowhere: stay where you are.
            (192, Form::Long(long)) if long.param5.is_nan() => {
                self.mode = 0x0304_0000;
                self.speed = 0;
            }
            (34, Form::Int(int)) => {
                self.mode = 0x0103_0000;
                self.go_there(int);
            }
            (400, _) => {
                self.armings += u32::from(!self.armed);
                self.armed = true;
            }
            _ => {}
        }
        self.in_air |= self.armed && self.mode() == FlightMode::Mission;
        0
    }

    fn command(&mut self, command: u16, form: Form) -> Vec<Message> {
        if matches!(form, Form::Long(CommandLong { command: 512, param1, .. }) if param1 == 148.0) {
            let version = AutopilotVersion { uid: u64::from(self.system), ..AutopilotVersion::default() };
            return vec![version.into()];
        }
        self.commands.push(command);
        let verdict = self.verdict.or(self.refuses.filter(|refused| *refused == command).map(|_| 3));
        let verdict = verdict.filter(|_| !matches!(command, 511 | 512));
        let result = match verdict {
            Some(verdict) => verdict,
            None if self.lies => 0,
            None if self.autopilot == 3 => copter::obey(self, command, form),
            None => self.obey(command, form),
        };
        vec![CommandAck { command, result, target_system: 255, target_component: 190, ..CommandAck::default() }.into()]
    }
}

/// A command as it came.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Long(CommandLong),
    Int(CommandInt),
}

/// How bad the link is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weather {
    /// Of 100 datagrams, each way.
    pub(super) lost: u64,
    pub(super) doubled: u64,
    /// Steps every datagram takes at least.
    pub(super) delay: u64,
    /// Up to this many steps late, so that they overtake each other.
    pub(super) late: u64,
}

/// A squadron, its vehicles, and the link between.
pub(super) struct Rig {
    pub(super) squadron: Squadron,
    pub(super) at: Timestamp,
    pub(super) stubs: Vec<Stub>,
    pub(super) reports: Vec<(VehicleId, SkyReport)>,
    /// Everything that left, with the step it left in.
    pub(super) sent: Vec<(Peer, Traffic, Message)>,
    /// When each of these left, and until when it may.
    pub(super) validity: Vec<(Timestamp, Option<Timestamp>)>,
    pub(super) weather: Weather,
    /// Nothing passes.
    pub(super) cut: bool,
    flying: Vec<(u64, bool, Peer, Vec<u8>)>,
    step: u64,
    random: u64,
}

impl Rig {
    pub(super) fn new(stubs: Vec<Stub>) -> Self {
        Self::seeded(stubs, Weather::default(), 1)
    }

    pub(super) fn seeded(stubs: Vec<Stub>, weather: Weather, seed: u64) -> Self {
        let roster = stubs
            .iter()
            .map(|stub| Enrolled { vehicle: VehicleId(u32::from(stub.system)), system_id: u32::from(stub.system) })
            .collect();
        Self {
            squadron: Squadron::new(LinkConfig { roster, ..LinkConfig::default() }),
            at: START,
            stubs,
            reports: Vec::new(),
            sent: Vec::new(),
            validity: Vec::new(),
            weather,
            cut: false,
            flying: Vec::new(),
            step: 0,
            random: seed.wrapping_mul(2).wrapping_add(1),
        }
    }

    /// A small generator (the constants of Knuth's MMIX) is enough for weather.
    fn roll(&mut self, sides: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % sides.max(1)
    }

    fn launch_datagram(&mut self, up: bool, peer: Peer, bytes: Vec<u8>) {
        if self.cut || self.roll(100) < self.weather.lost {
            return;
        }
        let copies = 1 + u64::from(self.roll(100) < self.weather.doubled);
        for _ in 0..copies {
            let late = self.roll(self.weather.late + 1);
            self.flying.push((self.step + self.weather.delay + late, up, peer, bytes.clone()));
        }
    }

    pub(super) fn run(&mut self, seconds: f64) {
        for _ in 0..(seconds / STEP.0).round() as u64 {
            self.step();
        }
    }

    /// Until an order has come to its end, or the time is over.
    pub(super) fn run_until_over(&mut self, order: u32, seconds: f64) -> Option<OrderProgress> {
        for _ in 0..(seconds / STEP.0).round() as u64 {
            self.step();
            if let Some(end) = self.end_of(order) {
                return Some(end);
            }
        }
        None
    }

    pub(super) fn step(&mut self) {
        self.step += 1;
        self.at = self.at.plus(STEP);
        for index in 0..self.stubs.len() {
            let mut says = Vec::new();
            if self.step % 20 == 1 {
                says = self.stubs[index].beat();
            }
            if self.step.is_multiple_of(5) {
                says.extend(self.stubs[index].nag());
            }
            self.says(index, &says);
        }
        self.squadron.tick(self.at);
        self.post();
        let (now, later) = std::mem::take(&mut self.flying).into_iter().partition(|(due, ..)| *due <= self.step);
        self.flying = later;
        let now: Vec<_> = now;
        for (_, up, peer, bytes) in now {
            if up { self.deliver_up(peer, &bytes) } else { self.squadron.receive(self.at, peer, &bytes) }
        }
        self.post();
    }

    fn says(&mut self, index: usize, messages: &[Message]) {
        for message in messages {
            let bytes = self.stubs[index].seal(message);
            let from = address(self.stubs[index].system);
            self.launch_datagram(false, from, bytes);
        }
    }

    fn deliver_up(&mut self, to: Peer, bytes: &[u8]) {
        let index = self.stubs.iter().position(|stub| address(stub.system) == to).expect("a vehicle lives there");
        for frame in codec::decode(bytes) {
            let message = frame.unwrap().message.unwrap();
            let answers = self.stubs[index].receive(&message);
            self.says(index, &answers);
        }
    }

    /// Takes out what the squadron made.
    fn post(&mut self) {
        let Drained { reports, datagrams } = self.squadron.drain();
        self.reports.extend(reports);
        for datagram in datagrams {
            let message = codec::decode(&datagram.bytes).next().unwrap().unwrap().message.unwrap();
            self.sent.push((datagram.to, datagram.traffic, message));
            self.validity.push((self.at, datagram.expires));
            self.launch_datagram(true, datagram.to, datagram.bytes);
        }
    }

    pub(super) fn order(&mut self, number: u32, vehicle: u32, kind: OrderKind) {
        self.order_for(Seconds(10.0), number, vehicle, kind);
    }

    /// An order that expires after `valid`.
    pub(super) fn order_for(&mut self, valid: Seconds, number: u32, vehicle: u32, kind: OrderKind) {
        let expires = self.at.plus(valid);
        let order = Order { id: OrderId(number), vehicle: VehicleId(vehicle), kind, expires };
        self.squadron.begin(self.at, order);
        self.post();
    }

    pub(super) fn progress(&self, order: u32) -> Vec<OrderProgress> {
        self.reports
            .iter()
            .filter_map(|(_, report)| match report {
                SkyReport::Order(id, progress) if id.0 == order => Some(progress.clone()),
                _ => None,
            })
            .collect()
    }

    pub(super) fn end_of(&self, order: u32) -> Option<OrderProgress> {
        self.progress(order)
            .into_iter()
            .find(|progress| !matches!(progress, OrderProgress::Verified | OrderProgress::Accepted))
    }

    /// The commands and transfers that left, heartbeats and requests aside.
    pub(super) fn orders_sent(&self) -> Vec<&Message> {
        self.sent
            .iter()
            .filter(|(_, traffic, _)| *traffic != Traffic::Keepalive)
            .map(|(_, _, message)| message)
            .collect()
    }
}

pub(super) fn place(number: usize) -> Wgs84 {
    Wgs84 { lat: 47.1 + 0.001 * number as f64, lon: 9.5 }
}

pub(super) fn waypoints(count: usize) -> Mission {
    let waypoint =
        |number| MissionItem::Waypoint { at: place(number), altitude: Amsl(Metres(520.0)), hold: Seconds(0.0) };
    Mission { items: (0..count).map(waypoint).collect() }
}

/// Take-off, speed, some waypoints, return.
pub(super) fn patrol(count: usize) -> Mission {
    let mut items = vec![
        MissionItem::Takeoff { at: place(0), altitude: Amsl(Metres(500.0)) },
        MissionItem::Speed { speed: MetresPerSecond(12.5) },
    ];
    items.extend(waypoints(count).items);
    items.push(MissionItem::LoiterUnlimited { at: place(9), altitude: Amsl(Metres(515.5)) });
    items.push(MissionItem::Return);
    Mission { items }
}
