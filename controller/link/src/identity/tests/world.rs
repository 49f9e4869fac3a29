//! A link with talking boards behind it, and whatever weather.
#![allow(clippy::float_cmp)] // numbers that a float field carries unchanged

use crate::codec::{self, Attitude, AutopilotVersion, CommandLong, GlobalPositionInt, Header, Heartbeat, Message};
use crate::{Enrolled, LinkConfig, LinkId, Peer, Squadron};
use controller_core::{IdentityDoubt, Order, OrderId, OrderKind, SkyReport, VehicleId};
use flight_plans::Uid;
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;
use std::net::SocketAddr;

pub(super) const START: Timestamp = Timestamp(1_700_000_000_000_000);
pub(super) const STEP: Seconds = Seconds(0.01);
pub(super) const SYSTEM: u8 = 3;
pub(super) const VEHICLE: VehicleId = VehicleId(7);

/// A small generator (the constants of Knuth's MMIX).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

/// An autopilot that talks and answers one question.
#[derive(Clone, Debug)]
pub(super) struct Board {
    pub(super) system: u8,
    pub(super) uid: u64,
    /// Which way each of its ports speaks: own counter each.
    pub(super) ports: Vec<(Peer, u8)>,
    pub(super) from_step: u64,
    pub(super) booted: i64,
    pub(super) lat: i32,
    /// Steps between two heartbeats, positions and attitudes, and the phase of all.
    pub(super) every: [u64; 3],
    pub(super) phase: u64,
}

pub(super) fn peer(link: u16, number: u16) -> Peer {
    Peer { link: LinkId(link), address: SocketAddr::from(([10, 0, 0, 1], 14_000 + number)) }
}

impl Board {
    pub(super) fn new(uid: u64) -> Self {
        Self {
            system: SYSTEM,
            uid,
            ports: vec![(peer(0, 1), 0)],
            from_step: 0,
            booted: -100_000,
            lat: 471_000_000,
            every: [100, 20, 10],
            phase: 0,
        }
    }

    pub(super) fn says(&self, step: u64) -> Vec<Message> {
        if step < self.from_step {
            return Vec::new();
        }
        let due = |every: u64| every > 0 && (step + self.phase).is_multiple_of(every);
        let boot = u32::try_from(step as i64 * 10 - self.booted).unwrap();
        let mut says: Vec<Message> = Vec::new();
        if step == self.from_step || due(self.every[0]) {
            says.push(Heartbeat { kind: 2, autopilot: 12, custom_mode: 0x0304_0000, ..Heartbeat::default() }.into());
        }
        if due(self.every[1]) {
            let place = GlobalPositionInt { time_boot_ms: boot, lat: self.lat, lon: 95_000_000, ..Default::default() };
            says.push(place.into());
        }
        if due(self.every[2]) {
            says.push(Attitude { time_boot_ms: boot, roll: step as f32, ..Attitude::default() }.into());
        }
        says
    }

    pub(super) fn seal(&mut self, port: usize, message: &Message) -> (Peer, Vec<u8>) {
        let (from, sequence) = &mut self.ports[port];
        let header = Header { system: u32::from(self.system), component: 1, sequence: *sequence };
        *sequence = sequence.wrapping_add(1);
        (*from, codec::encode(header, message))
    }
}

/// A link with boards behind it.
pub(super) struct World {
    pub(super) squadron: Squadron,
    pub(super) boards: Vec<Board>,
    pub(super) step: u64,
    pub(super) dice: Dice,
    pub(super) lost: u64,
    pub(super) doubled: u64,
    pub(super) late: u64,
    flying: BTreeMap<(u64, u64), (Peer, Vec<u8>)>,
    count: u64,
    pub(super) told: Vec<(u64, SkyReport)>,
    pub(super) sent: Vec<(u64, Peer, Message)>,
}

impl World {
    pub(super) fn new(boards: Vec<Board>, uid: Option<u64>, seed: u64) -> Self {
        let config = LinkConfig {
            roster: vec![Enrolled { vehicle: VEHICLE, system_id: u32::from(SYSTEM) }],
            boards: uid.map(|uid| (VEHICLE, Uid::Short(uid))).into_iter().collect(),
            ..LinkConfig::default()
        };
        Self::of(config, boards, seed)
    }

    pub(super) fn of(config: LinkConfig, boards: Vec<Board>, seed: u64) -> Self {
        Self {
            squadron: Squadron::new(config),
            boards,
            step: 0,
            dice: Dice(seed.wrapping_mul(2).wrapping_add(1)),
            lost: 0,
            doubled: 0,
            late: 0,
            flying: BTreeMap::new(),
            count: 0,
            told: Vec::new(),
            sent: Vec::new(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        START.plus(STEP * self.step as f64)
    }

    pub(super) fn fly(&mut self, from: Peer, bytes: &[u8]) {
        if self.dice.chance(self.lost) {
            return;
        }
        for _ in 0..1 + u64::from(self.dice.chance(self.doubled)) {
            self.count += 1;
            let due = self.step + self.dice.roll(self.late + 1);
            self.flying.insert((due, self.count), (from, bytes.to_vec()));
        }
    }

    pub(super) fn run(&mut self, seconds: f64) {
        for _ in 0..(seconds / STEP.0).round() as u64 {
            self.step();
        }
    }

    pub(super) fn step(&mut self) {
        self.step += 1;
        for index in 0..self.boards.len() {
            for message in self.boards[index].says(self.step) {
                for port in 0..self.boards[index].ports.len() {
                    let (from, bytes) = self.boards[index].seal(port, &message);
                    self.fly(from, &bytes);
                }
            }
        }
        while let Some(entry) = self.flying.first_entry().filter(|entry| entry.key().0 <= self.step) {
            let (from, bytes) = entry.remove();
            self.squadron.receive(self.now(), from, &bytes);
            self.collect();
        }
        self.squadron.tick(self.now());
        self.collect();
    }

    pub(super) fn collect(&mut self) {
        let drained = self.squadron.drain();
        self.told.extend(drained.reports.into_iter().map(|(_, report)| (self.step, report)));
        for datagram in drained.datagrams {
            let message = codec::decode(&datagram.bytes).next().unwrap().unwrap().message.unwrap();
            self.sent.push((self.step, datagram.to, message));
            if is_question(&message) && !self.dice.chance(self.lost) {
                self.answer(datagram.to);
            }
        }
    }

    /// Every board behind an address answers: that is what sharing a radio means.
    pub(super) fn answer(&mut self, to: Peer) {
        for index in 0..self.boards.len() {
            let board = &self.boards[index];
            let Some(port) = board.ports.iter().position(|(peer, _)| *peer == to) else { continue };
            if board.uid == 0 || self.step < board.from_step {
                continue;
            }
            let version = AutopilotVersion { uid: board.uid, ..AutopilotVersion::default() };
            let (from, bytes) = self.boards[index].seal(port, &version.into());
            self.fly(from, &bytes);
        }
    }

    pub(super) fn order(&mut self, number: u32) {
        let order = Order {
            id: OrderId(number),
            vehicle: VEHICLE,
            kind: OrderKind::Return,
            expires: self.now().plus(Seconds(10.0)),
        };
        self.squadron.begin(self.now(), order);
        self.collect();
    }

    pub(super) fn quarantined(&self) -> Option<(u64, IdentityDoubt)> {
        self.told.iter().find_map(|(step, report)| match report {
            SkyReport::Quarantined(doubt) => Some((*step, doubt.clone())),
            _ => None,
        })
    }

    pub(super) fn has_told(&self, wanted: impl Fn(&SkyReport) -> bool) -> bool {
        self.told.iter().any(|(_, report)| wanted(report))
    }
}

pub(super) fn is_question(message: &Message) -> bool {
    matches!(message, Message::CommandLong(CommandLong { command: 512, param1, .. }) if *param1 == 148.0)
}
