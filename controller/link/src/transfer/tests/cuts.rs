//! Every way an upload can break, at every message of it: nothing but what was meant is ever started.
//!
//! The whole link drives one flying vehicle of each autopilot. At the n-th message that reaches the vehicle after the
//! order, for every n, something breaks; whatever is aboard when the vehicle obeys mission mode must be what was meant.

use super::air::{Air, Weather};
use super::servers::{Policy, Shelf};
use crate::autopilot::Personality;
use crate::codec::{self, CommandAck, ExtendedSysState, GlobalPositionInt, Header, Heartbeat, Message, MissionCurrent};
use crate::{Enrolled, LinkConfig, LinkId, Peer, Squadron};
use controller_core::{Order, OrderId, OrderKind, OrderProgress, SkyReport, VehicleId};
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Metres, Seconds, Timestamp, Wgs84};

const START: Timestamp = Timestamp(1_000_000_000);
const STEP: Seconds = Seconds(0.02);

/// What breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// The vehicle hears nothing for a while, and nobody hears it.
    Silence,
    /// For good.
    Death,
    /// Only what we send is lost for a while.
    Deafness,
    /// Only what it sends is lost for a while.
    Muteness,
    /// It restarts in the air; what it stored is still there.
    Reboot,
    /// Somebody wants it home.
    Abort,
    /// It stores another place than it is sent.
    Garbled,
    /// Another ground station puts its own mission there.
    Foreign,
}

struct Vehicle {
    shelf: Shelf,
    mode: u32,
    current: u16,
    booted: Timestamp,
    sequence: u8,
    heard: usize,
    /// Questions for an item.
    asked: usize,
    /// What was aboard when it began to fly a mission.
    started: Vec<Vec<codec::MissionItemInt>>,
}

impl Vehicle {
    fn new(policy: Policy) -> Self {
        let mut shelf = Shelf::new(policy);
        shelf.lists[0] = super::list(5, 99);
        let mode = if policy == Policy::Px4 { 0x0304_0000 } else { 17 };
        Self { shelf, mode, current: 0, booted: START, sequence: 0, heard: 0, asked: 0, started: Vec::new() }
    }

    fn personality(&self) -> Personality {
        if self.shelf.policy == Policy::Px4 { Personality::Px4 } else { Personality::ArduCopter }
    }

    fn beat(&self, at: Timestamp) -> Vec<Message> {
        let autopilot = if self.shelf.policy == Policy::Px4 { 12 } else { 3 };
        let seconds = at.since(self.booted).0 + if self.booted == START { 100.0 } else { 0.0 };
        vec![
            Heartbeat { custom_mode: self.mode, kind: 2, autopilot, base_mode: 0x9D, ..Heartbeat::default() }.into(),
            ExtendedSysState { landed_state: 2, ..ExtendedSysState::default() }.into(),
            GlobalPositionInt {
                time_boot_ms: (seconds * 1e3) as u32,
                lat: 471_000_000,
                lon: 95_000_000,
                alt: 500_000,
                ..GlobalPositionInt::default()
            }
            .into(),
            MissionCurrent { seq: self.current, mission_id: self.shelf.id(0), ..MissionCurrent::default() }.into(),
        ]
    }

    fn receive(&mut self, at: Timestamp, message: &Message) -> Vec<Message> {
        self.heard += 1;
        self.asked += usize::from(matches!(message, Message::MissionRequestInt(_)));
        match message {
            Message::CommandLong(long) if long.command == 176 => {
                let px4 = self.shelf.policy == Policy::Px4;
                self.mode =
                    if px4 { (long.param2 as u32) << 16 | (long.param3 as u32) << 24 } else { long.param2 as u32 };
                if self.mode == if px4 { 0x0404_0000 } else { 3 } {
                    self.started.push(self.shelf.lists[0].clone());
                }
                vec![
                    CommandAck { command: 176, target_system: 255, target_component: 190, ..CommandAck::default() }
                        .into(),
                ]
            }
            Message::CommandLong(long) => {
                let command = long.command;
                vec![CommandAck { command, target_system: 255, target_component: 190, ..CommandAck::default() }.into()]
            }
            Message::MissionSetCurrent(set) => {
                if self.shelf.waits_for().is_none() {
                    self.current = set.seq;
                }
                vec![
                    MissionCurrent { seq: self.current, mission_id: self.shelf.id(0), ..MissionCurrent::default() }
                        .into(),
                ]
            }
            other => self.shelf.receive(at, other),
        }
    }
}

struct World {
    squadron: Squadron,
    vehicle: Vehicle,
    up: Air,
    down: Air,
    at: Timestamp,
    step: u64,
    reports: Vec<SkyReport>,
}

fn peer() -> Peer {
    Peer { link: LinkId(0), address: std::net::SocketAddr::from(([127, 0, 0, 1], 14_003)) }
}

impl World {
    fn new(policy: Policy, seed: u64, weather: Weather) -> Self {
        let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
        Self {
            squadron: Squadron::new(LinkConfig { roster, ..LinkConfig::default() }),
            vehicle: Vehicle::new(policy),
            up: Air::new(seed, weather),
            down: Air::new(seed ^ 0x5EED, weather),
            at: START,
            step: 0,
            reports: Vec::new(),
        }
    }

    fn step(&mut self) {
        self.at = self.at.plus(STEP);
        self.step += 1;
        let mut says = self.vehicle.shelf.tick(self.at);
        if self.step % 50 == 1 {
            says.extend(self.vehicle.beat(self.at));
        }
        for message in self.up.due(self.at) {
            says.extend(self.vehicle.receive(self.at, &message));
        }
        says.iter().for_each(|message| self.down.send(self.at, message));
        for message in self.down.due(self.at) {
            let header = Header { system: 3, component: 1, sequence: self.vehicle.sequence };
            self.vehicle.sequence = self.vehicle.sequence.wrapping_add(1);
            self.squadron.receive(self.at, peer(), &codec::encode(header, &message));
        }
        self.squadron.tick(self.at);
        self.post();
    }

    fn post(&mut self) {
        let drained = self.squadron.drain();
        self.reports.extend(drained.reports.into_iter().map(|(_, report)| report));
        for datagram in drained.datagrams {
            for frame in codec::decode(&datagram.bytes).flatten() {
                self.up.send(self.at, &frame.message.unwrap());
            }
        }
    }

    fn run(&mut self, seconds: f64) {
        for _ in 0..(seconds / STEP.0).round() as u64 {
            self.step();
        }
    }

    fn order(&mut self, number: u32, kind: OrderKind) {
        let expires = self.at.plus(Seconds(60.0));
        self.squadron.begin(self.at, Order { id: OrderId(number), vehicle: VehicleId(3), kind, expires });
        self.post();
    }

    fn end_of(&self, order: u32) -> Option<OrderProgress> {
        let over = |progress: &OrderProgress| !matches!(progress, OrderProgress::Verified | OrderProgress::Accepted);
        self.reports.iter().find_map(|report| match report {
            SkyReport::Order(id, progress) if id.0 == order && over(progress) => Some(progress.clone()),
            _ => None,
        })
    }

    fn aboard_is(&self, list: &[codec::MissionItemInt], mission: &Mission) -> bool {
        let personality = self.vehicle.personality();
        let meant = personality.items(mission, None);
        list.len() == meant.len() && meant.iter().zip(list).all(|(sent, read)| personality.same_item(sent, read))
    }
}

fn mission(count: usize) -> Mission {
    let waypoint = |number: usize| MissionItem::Waypoint {
        at: Wgs84 { lat: 47.1 + 0.001 * number as f64, lon: 9.5 },
        altitude: Amsl(Metres(520.0)),
        hold: Seconds(0.0),
    };
    Mission { items: (0..count).map(waypoint).collect() }
}

/// One flight in which `breaks` happens at the `n`-th message; whether the whole went by without it.
fn broken(policy: Policy, breaks: Break, n: usize, weather: Weather) -> bool {
    let meant = mission(6);
    let mut world = World::new(policy, n as u64, weather);
    world.vehicle.shelf.garbles = breaks == Break::Garbled;
    world.run(4.0);
    world.order(1, OrderKind::FlyMission { mission: meant.clone() });
    world.vehicle.heard = 0;
    let mut waited = 0;
    while world.vehicle.heard < n && waited < 2_000 {
        world.step();
        waited += 1;
    }
    let missed = world.vehicle.heard < n;
    match breaks {
        Break::Silence | Break::Death => (world.up.cut, world.down.cut) = (true, true),
        Break::Deafness => world.up.cut = true,
        Break::Muteness => world.down.cut = true,
        Break::Reboot => {
            world.vehicle.shelf.reboot();
            world.vehicle.booted = world.at;
        }
        Break::Abort => world.order(2, OrderKind::Return),
        Break::Foreign => world.vehicle.shelf.lists[0] = super::list(6, 1),
        Break::Garbled => {}
    }
    world.run(7.0);
    if breaks != Break::Death {
        (world.up.cut, world.down.cut) = (false, false);
    }
    world.run(45.0);
    let told = format!("{policy:?} {breaks:?} at message {n}: {:?}", world.end_of(1));
    if breaks != Break::Foreign {
        for started in &world.vehicle.started {
            assert!(world.aboard_is(started, &meant), "{told}: started {started:?}");
        }
    }
    if breaks == Break::Garbled {
        assert!(world.vehicle.started.is_empty(), "{told}");
    }
    if breaks == Break::Abort && world.end_of(1) != Some(OrderProgress::Done) {
        let home = if policy == Policy::Px4 { 0x0504_0000 } else { 6 };
        assert_eq!(world.vehicle.mode, home, "{told}");
    }
    if world.end_of(1) == Some(OrderProgress::Done) {
        assert!(!world.vehicle.started.is_empty(), "{told}");
    }
    // Whatever happened, a fresh order finds its way.
    if !matches!(breaks, Break::Death | Break::Garbled) {
        world.order(3, OrderKind::FlyMission { mission: mission(7) });
        world.run(40.0);
        assert_eq!(world.end_of(3), Some(OrderProgress::Done), "{told}");
        assert!(world.aboard_is(&world.vehicle.shelf.lists[0], &mission(7)), "{told}");
    }
    missed
}

fn everywhere(breaks: &[Break]) {
    for policy in [Policy::Px4, Policy::ArduPilot] {
        for each in breaks {
            let weather = Weather { rtt: 0.1, ..Weather::default() };
            let last = (0..400).find(|n| broken(policy, *each, *n, weather)).unwrap_or(400);
            assert!((15..400).contains(&last), "{policy:?} {each:?}: {last} messages");
        }
    }
}

#[test]
fn a_link_that_breaks_at_any_message_starts_nothing_but_what_was_meant() {
    everywhere(&[Break::Silence, Break::Deafness, Break::Muteness]);
}

#[test]
fn a_link_that_dies_at_any_message_starts_nothing_but_what_was_meant() {
    everywhere(&[Break::Death]);
}

#[test]
fn a_vehicle_that_restarts_at_any_message_starts_nothing_but_what_was_meant() {
    everywhere(&[Break::Reboot]);
}

#[test]
fn an_upload_called_off_at_any_message_is_never_started_afterwards() {
    everywhere(&[Break::Abort]);
}

#[test]
fn what_is_stored_wrong_is_never_started() {
    for policy in [Policy::Px4, Policy::ArduPilot] {
        broken(policy, Break::Garbled, 0, Weather { rtt: 0.1, ..Weather::default() });
    }
}

/// A plan number tells at once; without one, whoever changes the mission between our reading and our start is not seen,
/// which is why the start follows the reading without a pause.
#[test]
fn a_mission_somebody_else_put_there_is_told_where_plans_have_numbers() {
    let mut world = World::new(Policy::Px4, 1, Weather { rtt: 0.1, ..Weather::default() });
    world.run(4.0);
    world.order(1, OrderKind::FlyMission { mission: mission(6) });
    world.run(20.0);
    assert_eq!(world.end_of(1), Some(OrderProgress::Done));
    world.vehicle.shelf.lists[0] = super::list(6, 1);
    world.run(3.0);
    use controller_core::{Aboard, Doubt, Store};
    let last = world.reports.iter().rev().find_map(|report| match report {
        SkyReport::Stored(Store::Mission, aboard) => Some(aboard.clone()),
        _ => None,
    });
    assert_eq!(last, Some(Aboard::Unknown { why: Doubt::Changed }));
    world.order(2, OrderKind::Resume { mission: mission(6), from: 2 });
    world.run(20.0);
    assert!(matches!(world.end_of(2), Some(OrderProgress::Refused { why }) if why.contains("is not the one sent")));
}

#[test]
fn a_mission_goes_on_from_the_item_it_was_left_at_and_a_numbered_one_is_not_read_again() {
    for policy in [Policy::Px4, Policy::ArduPilot] {
        let mut world = World::new(policy, 1, Weather { rtt: 0.1, ..Weather::default() });
        world.run(4.0);
        world.order(1, OrderKind::FlyMission { mission: mission(6) });
        world.run(20.0);
        world.order(2, OrderKind::Hold);
        world.run(5.0);
        let before = world.vehicle.asked;
        world.order(3, OrderKind::Resume { mission: mission(6), from: 4 });
        world.run(10.0);
        assert_eq!(world.end_of(3), Some(OrderProgress::Done), "{policy:?}");
        let wire = 4 + u16::from(policy == Policy::ArduPilot);
        assert_eq!((world.vehicle.current, world.vehicle.started.len()), (wire, 2));
        let asked = world.vehicle.asked - before;
        assert_eq!(asked, if policy == Policy::Px4 { 0 } else { 7 }, "home is an item of ArduPilot's");
        world.order(4, OrderKind::Resume { mission: mission(5), from: 1 });
        world.run(10.0);
        assert!(matches!(world.end_of(4), Some(OrderProgress::Refused { why }) if why.contains("aboard instead of")));
    }
}
