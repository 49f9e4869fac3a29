//! One list sent to one vehicle whose radio the bytes play with: what passes when, what is lost, doubled, overtaken or made
//! up. Whatever they do, "verified" is only said of what the vehicle holds.

use super::world::{START, address};
use controller_core::{Order, OrderId, OrderKind, OrderProgress, SkyReport, VehicleId, safety};
use controller_link::codec::{
    self, ExtendedSysState, GlobalPositionInt, Header, Heartbeat, HomePosition, Message, MissionItemInt,
};
use controller_link::{Enrolled, LinkConfig, Squadron};
use flight_plans::{Fence, FenceArea, Mission, MissionItem, Rally, RallyPoint};
use geodata::{Amsl, Metres, Seconds, Timestamp, Wgs84};
use servers::{Policy, Shelf};
use std::collections::VecDeque;

#[allow(dead_code)] // the link's own tests use all of it
#[path = "../../../controller/link/src/transfer/tests/servers.rs"]
mod servers;

/// `MISSION_*` numbers a vehicle could send, to make messages up from.
const WORDS: [u32; 7] = [40, 44, 47, 51, 73, 42, 46];
/// What waits on either way has a limit: a fuzzer may never let it pass.
const WAITING: usize = 512;

struct Play {
    squadron: Squadron,
    shelf: Shelf,
    at: Timestamp,
    up: VecDeque<Message>,
    down: VecDeque<Message>,
    sequence: u8,
    kind: usize,
    meant: Vec<(i32, i32)>,
    flying: bool,
    verified: bool,
}

/// The bytes as a list to send and what happens on the way; whether it was verified.
///
/// # Panics
/// When something is called verified that the vehicle does not hold.
pub fn transfer(bytes: &[u8]) -> bool {
    let [first, count, rest @ ..] = bytes else { return false };
    let mut play = Play::new(*first, 1 + usize::from(count % 60));
    let mut rest = rest;
    while let [act, tail @ ..] = rest {
        rest = play.act(*act, tail);
    }
    play.verified
}

fn place(number: usize) -> Wgs84 {
    #[allow(clippy::cast_precision_loss)] // sixty
    Wgs84 { lat: 47.1 + 0.001 * number as f64, lon: 9.5 }
}

/// What is sent: bit 0 the autopilot, bits 1 and 2 which list.
fn kind(first: u8, count: usize) -> (usize, OrderKind) {
    let altitude = Amsl(Metres(520.0));
    match first >> 1 & 3 {
        1 => {
            let corners = (0..count.max(3)).map(place).collect();
            (1, OrderKind::Fence { fence: Fence { areas: vec![FenceArea::KeepOut { corners }] } })
        }
        2 => {
            let points = (0..count).map(|number| RallyPoint { at: place(number), altitude }).collect();
            (2, OrderKind::Rally { rally: Rally { points } })
        }
        _ => {
            let waypoint = |number| MissionItem::Waypoint { at: place(number), altitude, hold: Seconds(0.0) };
            let items = (0..count).map(waypoint).chain([MissionItem::Return]).collect();
            (0, OrderKind::FlyHome { mission: Mission { items } })
        }
    }
}

impl Play {
    fn new(first: u8, count: usize) -> Self {
        let policy = if first & 1 == 0 { Policy::Px4 } else { Policy::ArduPilot };
        let (kind, order) = kind(first, count);
        let roster = vec![Enrolled { vehicle: VehicleId(1), system_id: 1 }];
        let mut play = Self {
            squadron: Squadron::new(LinkConfig { roster, ..LinkConfig::default() }),
            shelf: Shelf::new(policy),
            at: START,
            up: VecDeque::new(),
            down: VecDeque::new(),
            sequence: 0,
            kind,
            meant: meant(&order),
            flying: kind == 0,
            verified: false,
        };
        play.beat();
        while !play.down.is_empty() {
            play.hear(0);
        }
        let expires = play.at.plus(Seconds(600.0));
        let order = Order { id: OrderId(1), vehicle: VehicleId(1), kind: order, expires };
        if let Ok(permit) = safety::without_approval(order, play.at, true) {
            play.squadron.order(play.at, permit);
        }
        play.post();
        play
    }

    /// One thing that happens, and the bytes after it.
    fn act<'a>(&mut self, act: u8, rest: &'a [u8]) -> &'a [u8] {
        let picked = usize::from(act >> 4);
        match (act & 15, rest) {
            (0..=2, _) => self.wait(0.05 * (1.0 + f64::from(act >> 4))),
            (3..=5, _) => self.pass(picked),
            (6..=8, _) => self.hear(picked),
            (9, _) => {
                self.up.remove(picked);
            }
            (10, _) => {
                self.down.remove(picked);
            }
            (11, _) => self.down.extend(self.down.get(picked).copied()),
            (12, _) => self.up.extend(self.up.get(picked).copied()),
            (13, _) => self.beat(),
            (14, [word, length, tail @ ..]) => {
                let (payload, after) = tail.split_at(usize::from(*length).min(tail.len()));
                let made_up = Message::read(WORDS[usize::from(*word) % WORDS.len()], payload);
                self.down.extend(made_up);
                return after;
            }
            (15, _) if picked == 0 => self.shelf.reboot(),
            (15, _) if picked == 1 => self.shelf.garbles = true,
            _ => self.exchange(),
        }
        self.up.truncate(WAITING);
        self.down.truncate(WAITING);
        rest
    }

    fn wait(&mut self, seconds: f64) {
        self.at = self.at.plus(Seconds(seconds));
        let asked = self.shelf.tick(self.at);
        self.down.extend(asked);
        self.squadron.tick(self.at);
        self.post();
    }

    /// Everything under way passes both ways, in order.
    fn exchange(&mut self) {
        for _ in 0..self.up.len() {
            self.pass(0);
        }
        for _ in 0..self.down.len() {
            self.hear(0);
        }
    }

    fn pass(&mut self, picked: usize) {
        let Some(message) = self.up.remove(picked) else { return };
        let answers = self.shelf.receive(self.at, &message);
        self.down.extend(answers);
    }

    fn hear(&mut self, picked: usize) {
        let Some(message) = self.down.remove(picked) else { return };
        let header = Header { system: 1, component: 1, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        self.squadron.receive(self.at, address(1), &codec::encode(header, &message));
        self.post();
    }

    fn beat(&mut self) {
        let (autopilot, custom_mode) = if self.shelf.policy == Policy::Px4 { (12, 0x0304_0000) } else { (3, 17) };
        let heartbeat = Heartbeat { custom_mode, kind: 2, autopilot, base_mode: 0x1D, ..Heartbeat::default() };
        let landed_state = if self.flying { 2 } else { 1 };
        let home =
            HomePosition { latitude: 471_000_000, longitude: 95_000_000, altitude: 455_000, ..HomePosition::default() };
        let at = GlobalPositionInt { lat: 471_000_000, lon: 95_000_000, ..GlobalPositionInt::default() };
        let state = ExtendedSysState { landed_state, ..ExtendedSysState::default() };
        let words: [Message; 4] = [heartbeat.into(), state.into(), home.into(), at.into()];
        self.down.extend(words);
    }

    fn post(&mut self) {
        let drained = self.squadron.drain();
        for datagram in drained.datagrams {
            self.up.extend(codec::decode(&datagram.bytes).flatten().filter_map(|frame| frame.message));
        }
        for (_, report) in drained.reports {
            if let SkyReport::Order(_, OrderProgress::Verified) = report {
                assert_eq!(held(&self.shelf, self.kind), self.meant, "{:?}", self.shelf);
                self.verified = true;
            }
        }
    }
}

/// The places of what is sent.
fn meant(order: &OrderKind) -> Vec<(i32, i32)> {
    #[allow(clippy::cast_possible_truncation)] // degrees fit
    let wire = |at: Wgs84| ((at.lat * 1e7).round() as i32, (at.lon * 1e7).round() as i32);
    match order {
        OrderKind::Fence { fence } => fence
            .areas
            .iter()
            .flat_map(|area| if let FenceArea::KeepOut { corners } = area { corners.clone() } else { Vec::new() })
            .map(wire)
            .collect(),
        OrderKind::Rally { rally } => rally.points.iter().map(|point| wire(point.at)).collect(),
        OrderKind::FlyHome { mission } => {
            mission.items.iter().filter_map(|item| item.place().map(|(at, _)| wire(at))).collect()
        }
        _ => Vec::new(),
    }
}

/// The places of what the vehicle holds; ArduPilot's first mission item is home.
fn held(shelf: &Shelf, kind: usize) -> Vec<(i32, i32)> {
    let home = usize::from(kind == 0 && shelf.policy == Policy::ArduPilot);
    let placed = |item: &&MissionItemInt| item.command != 20;
    shelf.lists[kind].iter().skip(home).filter(placed).map(|item| (item.x, item.y)).collect()
}

/// A good run and a bad one for every list of either autopilot.
pub fn seeds() -> Vec<Vec<u8>> {
    let run = |first: u8, words: &[u8]| {
        let mut bytes = vec![first, 9];
        for _ in 0..120 {
            bytes.extend_from_slice(words);
        }
        bytes
    };
    let good = [0u8, 0x2F, 13];
    let bad = [0u8, 3, 3, 9, 6, 0x13, 0x16, 10, 11, 0x2F, 12, 13];
    (0..6).flat_map(|first| [run(first, &good), run(first, &bad)]).collect()
}

#[test]
fn every_good_run_ends_verified() {
    let good = seeds().into_iter().step_by(2);
    assert!(good.into_iter().all(|bytes| transfer(&bytes)));
}
