//! Serious cases under anything people and crews may say, in any order, with crashes: who stands where is never two things at
//! once, and what was folded is what was lived. And the crossings of a ring against a walk along it.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;

use controller_core::ledger::serious::{FIRST, PlaceKind};
use controller_core::ledger::tasking::TaskingState;
use controller_core::policy::serious::{CirclePolicy, ReservePolicy, RingPolicy, SeatPolicy};
use controller_core::serious::crossings;
use controller_core::{
    Actor, Alarm, AlarmKind, CloseReason, Command, Controller, Decision, Entry, IncidentId, Input, Outcome, ReplyKind,
    Role, SeriousCommand, Setup, TaskingReply, UnitId, UnitReport,
};
use geodata::roads::RoadClass;
use geodata::{Heading, Local, Metres, MetresPerSecond, Profile, Seconds, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const UNITS: u32 = 9;
const SEEDS: u64 = 60;
const STEPS: u32 = 60;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 11) % u64::from(sides)).unwrap()
    }
}

fn setup() -> Setup {
    let setup = county::setup();
    let mut policy = setup.policy.as_ref().clone();
    let ring = |radius_m, posts| RingPolicy { radius_m, posts };
    policy.serious.rings = vec![ring(400.0, 2), ring(900.0, 3)];
    let seat = |role: &str, count| SeatPolicy { role: role.to_owned(), count, needs: Vec::new() };
    let circle = |name: &str, radius_m, seats| CirclePolicy { name: name.to_owned(), radius_m, fill_s: 60.0, seats };
    policy.serious.circles =
        vec![circle("inner", 50.0, vec![seat("command", 1)]), circle("outer", 90.0, vec![seat("cordon", 1)])];
    let muster = setup.plan.ground[0].station.clone();
    policy.serious.reserve = vec![ReservePolicy { name: "A".to_owned(), muster, units: vec![7, 8, 9] }];
    assert_eq!(policy.serious.fault(), None);
    Setup { policy: Arc::new(policy), ..setup }
}

struct World {
    setup: Setup,
    controller: Controller,
    entries: Vec<Entry>,
    now: Timestamp,
    scene: Local,
    calls: u32,
}

impl World {
    fn new() -> Self {
        let setup = setup();
        let dock = setup.atlas.posts.iter().find(|post| post.id == setup.plan.squadron[0].dock).unwrap().at;
        let scene = Local { x: dock.x + 300.0, y: dock.y + 200.0 };
        let (controller, decision) = Controller::start(setup.clone(), START);
        Self { setup, controller, entries: decision.entries, now: START, scene, calls: 0 }
    }

    fn take(&mut self, input: &Input) {
        let Decision { entries, .. } = self.controller.handle(self.now, input);
        self.entries.extend(entries);
        self.check();
    }

    fn says(&mut self, role: Role, command: Command) {
        self.take(&Input::Command(Actor { role, post: format!("{role:?}-1").to_lowercase() }, command));
    }

    fn wait(&mut self, seconds: u32, dice: &mut Dice) {
        for _ in 0..seconds {
            self.now = self.now.plus(Seconds(1.0));
            self.take(&Input::Clock);
        }
        for unit in 1..=UNITS {
            let spread = |dice: &mut Dice| f64::from(dice.roll(2000)) - 1000.0;
            let at = Local { x: self.scene.x + spread(dice), y: self.scene.y + spread(dice) };
            let place = self.setup.atlas.frame.to_wgs84(at);
            let (speed, heading) = (MetresPerSecond(0.0), Heading::default());
            let available = dice.roll(10) > 0;
            let (unit, at) = (UnitId(unit), self.now);
            let report = UnitReport { unit, at, place, speed, heading, available, duty: None, crew: None, seq: None };
            self.take(&Input::Ground(report));
        }
    }

    fn calls(&mut self, dice: &mut Dice) {
        self.calls += 1;
        let kind = if dice.roll(6) == 0 { AlarmKind::OfficerInNeed } else { AlarmKind::Assault };
        let away = f64::from(self.calls) * 700.0 - 2000.0;
        let place = self.setup.atlas.frame.to_wgs84(Local { x: self.scene.x, y: self.scene.y + away });
        let priority = u8::try_from(1 + dice.roll(4)).unwrap();
        let key = format!("call-{}", self.calls);
        self.take(&Input::Alarm(Alarm { key, kind, priority, place, source: "110".to_owned() }));
    }

    /// A crew that has a task says something of it.
    fn answers(&mut self, dice: &mut Dice) {
        let open: Vec<_> = self.controller.ledger.open_taskings().map(|(id, task)| (*id, task.unit)).collect();
        if open.is_empty() {
            return;
        }
        let (tasking, unit) = open[dice.roll(u32::try_from(open.len()).unwrap()) as usize];
        let reply = match dice.roll(9) {
            0 => ReplyKind::Declined,
            1 => ReplyKind::Done { outcome: Outcome::GroundHandled },
            2 | 3 => ReplyKind::Acknowledged,
            4 => ReplyKind::EnRoute,
            _ => ReplyKind::OnScene,
        };
        self.take(&Input::Reply(TaskingReply { unit, tasking, reply, epoch: None }));
    }

    fn speaks(&mut self, dice: &mut Dice) {
        let (incident, unit) = (IncidentId(1 + dice.roll(3)), UnitId(1 + dice.roll(UNITS)));
        let ring = u8::try_from(1 + dice.roll(3)).unwrap();
        let over = dice.roll(2) == 0;
        let shown = self.controller.ledger.serious.get(&incident);
        let shown = shown.and_then(|case| Some(case.ring(ring)?.proposal.as_ref()?.number)).unwrap_or_default();
        let serious = match dice.roll(16) {
            0..=2 => SeriousCommand::Declare,
            3 => SeriousCommand::Propose(ring),
            4..=7 => SeriousCommand::Raise { ring, proposal: shown, slots: Vec::new() },
            8 => SeriousCommand::Man(u8::try_from(dice.roll(7)).unwrap(), unit, over),
            9 | 10 => SeriousCommand::Scene(unit, over),
            11 => SeriousCommand::Lower(ring),
            12 | 13 => SeriousCommand::CallReserve("A".to_owned()),
            14 => SeriousCommand::SendHome("A".to_owned()),
            _ if dice.roll(3) == 0 => SeriousCommand::StandDown,
            _ => SeriousCommand::Declare,
        };
        let role = if dice.roll(2) == 0 { Role::Commander } else { Role::Dispatcher };
        self.says(role, Command::Serious(incident, serious));
    }

    fn crashes(&mut self, dice: &mut Dice) {
        // Records that had not become durable are lost; what they said has to follow again, or was never said.
        let lost = dice.roll(4) as usize;
        let kept = self.entries.len().saturating_sub(lost).max(1);
        self.entries.truncate(kept);
        let (controller, decision) = Controller::resume(self.setup.clone(), &self.entries, self.now);
        self.controller = controller;
        self.entries.extend(decision.entries);
        self.now = self.now.plus(Seconds(3.0));
        self.take(&Input::Clock);
    }

    /// What holds whatever was said.
    fn check(&self) {
        let ledger = &self.controller.ledger;
        let (mut slots, mut busy) = (BTreeSet::new(), BTreeSet::new());
        for (id, tasking) in ledger.taskings.iter().filter(|(_, tasking)| tasking.state.is_open()) {
            assert!(busy.insert(tasking.unit), "a unit has two tasks, one of them {id}");
        }
        for (id, tasking) in ledger.open_taskings() {
            assert!(slots.insert((tasking.incident, tasking.slot)), "two units in one place: {id}");
            assert!(ledger.tasking_of(tasking.unit).is_some_and(|(held, _)| held == id), "a unit in two places: {id}");
            if tasking.slot != FIRST {
                assert!(ledger.place_of(tasking).is_some(), "{id} leads to no place");
                assert!(ledger.serious_of(tasking.incident).is_some(), "{id} is of a case that is over");
            }
        }
        for (id, case) in ledger.standing() {
            let mut seated = BTreeSet::new();
            for (unit, task) in case.circles.iter().flat_map(|circle| circle.held.iter().flatten()) {
                assert!(seated.insert(unit), "{unit} has two seats");
                assert!(ledger.taskings[task].state == TaskingState::OnScene, "{unit} has a seat and is not there");
            }
            for (slot, place) in &case.places {
                let is_manned = ledger.tasking_in(id, *slot).is_some();
                let is_post = matches!(place.kind, PlaceKind::Ring(_));
                let is_silent = is_post && place.wanted.is_some() && !is_manned && !place.is_told;
                assert!(!is_silent, "{} has nobody, and nobody was told", place.name);
            }
        }
    }

    /// The fold of what was recorded is what was lived.
    fn check_fold(&self) {
        let (folded, _) = Controller::resume(self.setup.clone(), &self.entries, self.now);
        let mut lived = self.controller.ledger.clone();
        lived.apply(folded_restart(&folded, &self.entries, self.now).as_ref().unwrap());
        assert_eq!(folded.ledger.serious, lived.serious);
        assert_eq!(folded.ledger, lived);
    }
}

/// The record of the restart itself, which the fold has besides.
fn folded_restart(folded: &Controller, entries: &[Entry], at: Timestamp) -> Option<Entry> {
    let last = entries.last()?;
    let seq = folded.ledger.seq;
    let fact = controller_core::Fact::ControllerRestarted {};
    let event = controller_core::Event { fact, ..last.event.clone() };
    Some(Entry { seq, at, event })
}

#[test]
fn whatever_people_and_crews_say_a_unit_is_in_one_place_and_every_post_is_manned_or_told() {
    let mut declared = 0;
    for seed in 1..=SEEDS {
        let mut dice = Dice(seed * 7919);
        let mut world = World::new();
        world.wait(5, &mut dice);
        world.calls(&mut dice);
        for _ in 0..STEPS {
            match dice.roll(12) {
                0 => world.calls(&mut dice),
                1..=3 => {
                    let seconds = 1 + dice.roll(20);
                    world.wait(seconds, &mut dice);
                }
                4..=6 => world.answers(&mut dice),
                7 if dice.roll(3) == 0 => world.crashes(&mut dice),
                8 if dice.roll(4) == 0 => {
                    let incident = IncidentId(1 + dice.roll(3));
                    let close = Command::Close(incident, Outcome::Unfounded, Some(CloseReason::Other));
                    world.says(Role::Commander, close);
                }
                _ => world.speaks(&mut dice),
            }
        }
        world.check_fold();
        declared += world.controller.ledger.serious.len();
    }
    assert!(declared > 30, "only {declared} cases were declared");
}

/// Half a metre at a time along the ring: whatever large road lies under a step is crossed there, and nowhere else.
#[test]
fn every_large_road_under_a_ring_is_a_crossing_and_every_crossing_is_under_it() {
    let setup = county::setup();
    let roads = &setup.atlas.roads;
    let is_large = |snap: &geodata::Snap| roads.class(snap).is_some_and(|class| class <= RoadClass::Residential);
    let mut crossed = 0;
    for (post, radius) in
        setup.atlas.posts.iter().zip([300.0, 500.0, 800.0, 1500.0, 3000.0].into_iter().cycle()).take(8)
    {
        let found = crossings::crossings(roads, post.at, Metres(radius));
        for one in &found {
            assert!((one.at.distance(post.at).0 - radius).abs() < 1e-6, "{one:?}");
            assert!(roads.snap_all(one.at, Metres(0.01), Profile::Car).iter().any(is_large), "{one:?}");
        }
        let steps = (std::f64::consts::TAU * radius / 0.5) as u32;
        for step in 0..steps {
            let (sin, cos) = (std::f64::consts::TAU * f64::from(step) / f64::from(steps)).sin_cos();
            let at = Local { x: post.at.x + radius * sin, y: post.at.y + radius * cos };
            for road in roads.snap_all(at, Metres(0.3), Profile::Car).iter().filter(|snap| is_large(snap)) {
                // A road that ends on the ring, or runs along it, is crossed by what goes on from there.
                let is_crossed = found.iter().any(|one| one.at.distance(at).0 < 5.0);
                let line = roads.line(road.edge());
                let is_within = line.iter().any(|point| point.distance(post.at).0 < radius - 5.0);
                let is_beyond = line.iter().any(|point| point.distance(post.at).0 > radius + 5.0);
                assert!(is_crossed || !(is_within && is_beyond), "{at:?} of {} within {radius} m", post.id);
            }
        }
        crossed += found.len();
    }
    assert!(crossed > 40, "only {crossed} crossings");
}
