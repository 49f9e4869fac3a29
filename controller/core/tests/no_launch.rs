//! Nothing is launched, and no mission flown, without a valid approval: whatever posts say, in whatever order, and however
//! often what was right once is said again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;

use controller_core::{
    Actor, Alarm, AlarmKind, Answer, ApprovalId, Command, Controller, Decision, DutyCommand, Effect, Fix, FlightMode,
    IncidentId, Input, OrderKind, Role, Settings, SkyReport, UnitId, VehicleId, VehicleStatus,
};
use geodata::{Heading, Local, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use proptest::prelude::*;

const START: Timestamp = Timestamp(1_778_572_800_000_000);

/// What a post says; numbers are taken over what there is.
#[derive(Clone, Debug)]
enum Say {
    Approve { who: u8, id: u8, mission: Hash, card: Hash },
    Duty { who: u8, act: u8, to: u8 },
    Refuse { who: u8, id: u8 },
    Reassess { who: u8 },
    Priority { who: u8, to: u8 },
    Order { who: u8, vehicle: u8, kind: u8 },
    Task { who: u8, unit: u8 },
    Alarm { east: i16, north: i16 },
    Wait { seconds: u8 },
}

/// Right, of the question before, or made up.
#[derive(Clone, Copy, Debug)]
enum Hash {
    Shown,
    Other,
    Forged,
}

fn said() -> impl Strategy<Value = Say> {
    let hash = || prop_oneof![4 => Just(Hash::Shown), 1 => Just(Hash::Other), 1 => Just(Hash::Forged)];
    prop_oneof![
        6 => (any::<u8>(), any::<u8>(), hash(), hash())
            .prop_map(|(who, id, mission, card)| Say::Approve { who, id, mission, card }),
        3 => (any::<u8>(), 0..5_u8, 0..3_u8).prop_map(|(who, act, to)| Say::Duty { who, act, to }),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(who, id)| Say::Refuse { who, id }),
        1 => any::<u8>().prop_map(|who| Say::Reassess { who }),
        1 => (any::<u8>(), 1..5_u8).prop_map(|(who, to)| Say::Priority { who, to }),
        3 => (any::<u8>(), 0..2_u8, 0..6_u8).prop_map(|(who, vehicle, kind)| Say::Order { who, vehicle, kind }),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(who, unit)| Say::Task { who, unit }),
        2 => (-900..900_i16, -900..900_i16).prop_map(|(east, north)| Say::Alarm { east, north }),
        4 => (0..4_u8).prop_map(|seconds| Say::Wait { seconds }),
        1 => (57..63_u8).prop_map(|seconds| Say::Wait { seconds }),
    ]
}

const ROLES: [Role; 7] =
    [Role::Commander, Role::Commander, Role::Commander, Role::Dispatcher, Role::Operator, Role::Viewer, Role::Field];

fn actor(who: u8) -> Actor {
    let index = usize::from(who) % ROLES.len();
    let number = if index < 3 { index + 1 } else { 1 };
    Actor { role: ROLES[index], post: format!("{:?}-{number}", ROLES[index]).to_lowercase() }
}

/// What this test itself holds of the seat, told by accepted commands alone.
#[derive(Default)]
struct Seat {
    post: Option<String>,
    offered: Option<String>,
    deputies: bool,
}

struct World {
    controller: Controller,
    now: Timestamp,
    seat: Seat,
    /// Questions that were granted, by this test's own book.
    used: Vec<ApprovalId>,
    launches: usize,
    alarms: u32,
    dock: [Local; 2],
}

impl World {
    fn new() -> Self {
        let setup = county::setup();
        let at = |vehicle: u32| {
            let aircraft = setup.plan.aircraft(vehicle).unwrap();
            setup.atlas.posts.iter().find(|post| post.id == aircraft.dock).unwrap().at
        };
        let dock = [at(1), at(2)];
        let (controller, _) = Controller::start(setup, START);
        let mut world =
            Self { controller, now: START, seat: Seat::default(), used: Vec::new(), launches: 0, alarms: 0, dock };
        world.wait(5);
        world
    }

    fn place(&self, at: Local) -> Wgs84 {
        self.controller.setup.atlas.frame.to_wgs84(at)
    }

    /// Time passes; two aircraft stand ready in their docks all the while, whatever they are ordered.
    fn wait(&mut self, seconds: u8) {
        for _ in 0..seconds {
            self.now = self.now.plus(Seconds(1.0));
            self.feed(&Input::Clock, None);
            for (vehicle, dock) in (1..).zip(self.dock) {
                let atlas = &self.controller.setup.atlas;
                let altitude = atlas.terrain.ground(dock);
                let fix = Fix {
                    at: self.now,
                    place: self.place(dock),
                    altitude,
                    above_home: Metres(0.0),
                    speed: MetresPerSecond(0.0),
                    climb: MetresPerSecond(0.0),
                    heading: Heading::degrees(0.0),
                };
                let status = VehicleStatus {
                    ready: true,
                    position_ok: true,
                    in_air: Some(false),
                    battery_percent: Some(95),
                    mode: FlightMode::Hold,
                    home: Some((self.place(dock), altitude)),
                    ..VehicleStatus::default()
                };
                let settings = Settings { ours: 255, ..Settings::default() };
                for report in [SkyReport::Status(status), SkyReport::Fix(fix), SkyReport::Settings(settings)] {
                    self.feed(&Input::Sky(VehicleId(vehicle), report), None);
                }
            }
        }
    }
}

/// A yes that this test, by its own book, holds for valid.
#[derive(Clone, Copy, Debug)]
struct Yes {
    id: ApprovalId,
    vehicle: VehicleId,
}

impl World {
    /// One input. A launch or a mission may leave only in answer to a yes that is valid by this test's own book.
    fn feed(&mut self, input: &Input, yes: Option<Yes>) -> Decision {
        let decision = self.controller.handle(self.now, input);
        for effect in &decision.effects {
            let Effect::Fly(permit) = effect else { continue };
            let order = permit.order();
            let (OrderKind::Launch { mission } | OrderKind::FlyMission { mission }) = &order.kind else { continue };
            let yes = yes.unwrap_or_else(|| panic!("{} left without a yes, by {input:?}", order.kind.word()));
            assert_eq!(order.vehicle, yes.vehicle);
            assert!(!self.used.contains(&yes.id), "{:?} was used before", yes.id);
            let offer = &self.controller.ledger.approvals[&yes.id].offer;
            assert_eq!(mission, &offer.mission);
            self.used.push(yes.id);
            self.launches += 1;
        }
        decision
    }

    fn told(&mut self, who: u8, command: Command) -> bool {
        let decision = self.feed(&Input::Command(actor(who), command), None);
        !matches!(decision.answer, Answer::Denied(_))
    }

    fn hear(&mut self, say: &Say) {
        match *say {
            Say::Approve { who, id, mission, card } => self.approve(who, id, mission, card),
            Say::Duty { who, act, to } => self.duty(who, act, to),
            Say::Refuse { who, id } => {
                let id = self.question(id).unwrap_or(ApprovalId(1));
                self.told(who, Command::Refuse(id));
            }
            Say::Reassess { who } => {
                self.told(who, Command::Reassess(IncidentId(1 + u32::from(who) % self.alarms.max(1))));
            }
            Say::Priority { who, to } => {
                let incident = IncidentId(self.alarms.max(1));
                self.told(who, Command::Desk(incident, controller_core::DeskCommand::Priority(to)));
            }
            Say::Order { who, vehicle, kind } => {
                let vehicle = VehicleId(1 + u32::from(vehicle));
                let place = self.place(Local { x: self.dock[0].x + 300.0, y: self.dock[0].y });
                self.told(
                    who,
                    match kind {
                        0 => Command::Hold(vehicle),
                        1 => Command::Return(vehicle),
                        2 => Command::Resume(vehicle),
                        3 => Command::GoTo(vehicle, place),
                        4 => Command::TakeControl(vehicle),
                        _ => Command::AllReturn,
                    },
                );
            }
            Say::Task { who, unit } => {
                self.told(who, Command::Task(IncidentId(self.alarms.max(1)), UnitId(1 + u32::from(unit) % 3), false));
            }
            Say::Alarm { east, north } => {
                self.alarms += 1;
                let near = Local { x: self.dock[0].x + f64::from(east), y: self.dock[0].y + f64::from(north) };
                let alarm = Alarm {
                    key: format!("k{}", self.alarms),
                    kind: AlarmKind::Assault,
                    priority: 3,
                    place: self.place(near),
                    source: "110".to_owned(),
                };
                self.feed(&Input::Alarm(alarm), None);
            }
            Say::Wait { seconds } => self.wait(seconds),
        }
    }

    /// Mostly one that waits, now and then one of before, or none.
    fn question(&self, number: u8) -> Option<ApprovalId> {
        let all = &self.controller.ledger.approvals;
        let waits = self.controller.ledger.waiting().map(|(id, _)| *id).next();
        if !number.is_multiple_of(3) { waits } else { all.keys().nth(usize::from(number) % all.len().max(1)).copied() }
    }

    fn approve(&mut self, who: u8, number: u8, mission: Hash, card: Hash) {
        let Some(id) = self.question(number) else { return };
        let ledger = &self.controller.ledger;
        let hashes = |id: ApprovalId| {
            (ledger.approvals[&id].offer.mission.hash(), ledger.card_hash(id).expect("a question has a card"))
        };
        let (right, other) = (hashes(id), ledger.approvals.keys().copied().find(|one| *one != id).map(hashes));
        let pick = |which: Hash, shown: &String, other: Option<&String>| match which {
            Hash::Shown => shown.clone(),
            Hash::Other => other.cloned().unwrap_or_default(),
            Hash::Forged => "00".repeat(32),
        };
        let said = (
            pick(mission, &right.0, other.as_ref().map(|other| &other.0)),
            pick(card, &right.1, other.as_ref().map(|other| &other.1)),
        );
        let question = &ledger.approvals[&id];
        let (by, vehicle) = (actor(who), question.offer.vehicle);
        let sits = self.seat.post.as_ref() == Some(&by.post) || (self.seat.deputies && self.seat.post.is_some());
        // Sixty seconds, once, by the one on duty, of what was shown.
        let valid = by.role == Role::Commander
            && sits
            && said == right
            && self.now.since(question.requested) <= Seconds(60.0)
            && !self.used.contains(&id);
        let command = Command::Approve { id, mission: said.0, card: said.1 };
        let before = self.launches;
        let decision = self.feed(&Input::Command(by, command), valid.then_some(Yes { id, vehicle }));
        if !valid {
            assert!(matches!(decision.answer, Answer::Denied(_)), "{:?}", decision.answer);
            assert_eq!(self.launches, before);
        }
    }

    fn duty(&mut self, who: u8, act: u8, to: u8) {
        let to = actor(to).post;
        let command = match act {
            0 => DutyCommand::Take { relieve: false, deputies: false },
            1 => DutyCommand::Take { relieve: false, deputies: true },
            2 => DutyCommand::Take { relieve: true, deputies: false },
            3 => DutyCommand::Hand(to.clone()),
            _ => DutyCommand::Leave,
        };
        let by = actor(who);
        let free = self.seat.post.is_none()
            || self.seat.post.as_ref() == Some(&by.post)
            || self.seat.offered.as_ref() == Some(&by.post);
        if !self.told(who, Command::Duty(command)) {
            return;
        }
        assert_eq!(by.role, Role::Commander);
        match act {
            0 | 1 => {
                assert!(free, "a seat that is held is not taken");
                self.seat = Seat { post: Some(by.post), offered: None, deputies: act == 1 };
            }
            2 => self.seat = Seat { post: Some(by.post), offered: None, deputies: false },
            3 => {
                assert_eq!(self.seat.post, Some(by.post));
                self.seat.offered = Some(to);
            }
            _ => {
                assert_eq!(self.seat.post, Some(by.post));
                self.seat = Seat::default();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_flies_without_a_valid_approval(says in prop::collection::vec(said(), 1..40)) {
        let mut world = World::new();
        says.iter().for_each(|say| world.hear(say));
    }
}

/// The sequences above can launch: what they hold is not held because nothing ever flies.
#[test]
fn with_everything_as_it_should_be_an_aircraft_is_launched() {
    let mut world = World::new();
    for say in [
        Say::Alarm { east: 300, north: 200 },
        Say::Duty { who: 0, act: 0, to: 0 },
        Say::Approve { who: 0, id: 1, mission: Hash::Shown, card: Hash::Shown },
    ] {
        world.hear(&say);
    }
    assert_eq!(world.launches, 1);
}

/// Each way to misuse a yes by itself.
#[test]
fn a_yes_used_again_too_late_of_another_card_or_by_another_commander_is_none() {
    let shown = |who: u8| Say::Approve { who, id: 1, mission: Hash::Shown, card: Hash::Shown };
    let ready = || {
        let mut world = World::new();
        world.hear(&Say::Duty { who: 0, act: 0, to: 0 });
        world.hear(&Say::Alarm { east: 300, north: 200 });
        world
    };
    let mut late = ready();
    let asked = late.controller.ledger.waiting().next().map(|(id, _)| *id).expect("a question");
    let card = late.controller.ledger.card_hash(asked).unwrap();
    let mission = late.controller.ledger.approvals[&asked].offer.mission.hash();
    late.wait(61);
    assert!(!late.told(0, Command::Approve { id: asked, mission, card }));
    for wrong in [
        shown(1),
        shown(3),
        Say::Approve { who: 0, id: 1, mission: Hash::Shown, card: Hash::Forged },
        Say::Approve { who: 0, id: 1, mission: Hash::Forged, card: Hash::Shown },
    ] {
        let mut world = ready();
        world.hear(&wrong);
        assert_eq!(world.launches, 0, "{wrong:?}");
        world.hear(&shown(0));
        assert_eq!(world.launches, 1);
        // Number 3 asks for any of all questions: the used one.
        world.hear(&Say::Approve { who: 0, id: 3, mission: Hash::Shown, card: Hash::Shown });
        assert_eq!(world.launches, 1);
    }
}
