//! Scripted vehicles and a link that loses, repeats and reorders.

mod stub;

pub(super) use stub::{Form, Stub};

use crate::codec::{self, Message};
use crate::{Drained, Enrolled, LinkConfig, Peer, Squadron, Traffic};
use controller_core::{Order, OrderId, OrderKind, OrderProgress, SkyReport, VehicleId};
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use std::net::SocketAddr;

pub(super) const START: Timestamp = Timestamp(1_000_000_000);
const STEP: Seconds = Seconds(0.05);

pub(super) fn address(system: u8) -> Peer {
    SocketAddr::from(([127, 0, 0, 1], 14_000 + u16::from(system))).into()
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
        // What is due at once is served at once, and not for ever.
        let due = |squadron: &Squadron, at| squadron.wake_at().is_some_and(|next| next <= at);
        for _ in 0..20 {
            if due(&self.squadron, self.at) {
                self.squadron.tick(self.at);
            }
        }
        assert!(!due(&self.squadron, self.at), "the same moment comes again and again");
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
