//! Three operators and a commander pull at one aircraft over screens that lag and networks that reorder. What is accepted is
//! held against a model that knows nothing of how it is done.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;

use controller_core::facts::control::{ControlAsked, ControlHeld, ControlKept, ControlReleased};
use controller_core::{
    Actor, Answer, Command, Controller, Fact, Fix, FlightMode, Input, Role, Setup, SkyReport, VehicleId, VehicleStatus,
};
use county::setup;
use geodata::{Amsl, Heading, Local, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use std::sync::Arc;

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const VEHICLE: VehicleId = VehicleId(1);
const STEPS: usize = 4_000;

/// A small generator (the constants of Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What is known from the records alone: who holds it, and how often that changed.
#[derive(Default)]
struct Model {
    holder: Option<String>,
    changes: u32,
    asked: Option<String>,
}

impl Model {
    fn follow(&mut self, fact: &Fact) {
        match fact {
            Fact::ControlHeld(ControlHeld { epoch, by, .. }) => {
                assert!(*epoch > self.changes, "epochs only grow");
                (self.holder, self.changes, self.asked) = (Some(by.post.clone()), *epoch, None);
            }
            Fact::ControlReleased(ControlReleased { epoch, by, .. }) => {
                assert!(*epoch > self.changes && self.holder.is_some());
                assert!(by.role == Role::Commander || self.holder.as_deref() == Some(&by.post));
                (self.holder, self.changes, self.asked) = (None, *epoch, None);
            }
            Fact::ControlAsked(ControlAsked { by, .. }) => {
                assert!(self.asked.is_none() && self.holder.as_deref().is_some_and(|holder| holder != by.post));
                self.asked = Some(by.post.clone());
            }
            Fact::ControlKept(ControlKept { by, .. }) => {
                assert_eq!(self.holder.as_deref(), Some(by.post.as_str()));
                self.asked = None;
            }
            _ => {}
        }
    }
}

struct World {
    controller: Controller,
    now: Timestamp,
    home: Local,
    model: Model,
}

impl World {
    fn handle(&mut self, input: &Input) -> (Answer, usize) {
        let decision = self.controller.handle(self.now, input);
        let mut orders = 0;
        for entry in &decision.entries {
            self.model.follow(&entry.event.fact);
            orders += usize::from(matches!(entry.event.fact, Fact::OrderGiven { .. }));
        }
        (decision.answer, orders)
    }

    fn fly(&mut self) {
        let atlas = Arc::clone(&self.controller.setup.atlas);
        let fix = Fix {
            at: self.now,
            place: atlas.frame.to_wgs84(self.home),
            altitude: Amsl(Metres(atlas.terrain.ground(self.home).0.0 + 60.0)),
            above_home: Metres(60.0),
            speed: MetresPerSecond(0.0),
            climb: MetresPerSecond(0.0),
            heading: Heading::default(),
        };
        let status = VehicleStatus {
            armed: true,
            in_air: Some(true),
            mode: FlightMode::Hold,
            position_ok: true,
            battery_percent: Some(90),
            ..VehicleStatus::default()
        };
        self.handle(&Input::Sky(VEHICLE, SkyReport::Status(status)));
        self.handle(&Input::Sky(VEHICLE, SkyReport::Fix(fix)));
    }

    fn nearby(&self, dice: &mut Dice) -> Wgs84 {
        let off = |roll: u64| roll as f64 * 10.0 + 50.0;
        let at = Local { x: self.home.x + off(dice.roll(20)), y: self.home.y + off(dice.roll(20)) };
        self.controller.setup.atlas.frame.to_wgs84(at)
    }
}

#[derive(Default)]
struct Tally {
    accepted: usize,
    stale_refused: usize,
    safe: usize,
    hands: usize,
}

fn post(number: u64) -> Actor {
    match number {
        0 => Actor { role: Role::Commander, post: "commander-1".into() },
        _ => Actor { role: Role::Operator, post: format!("operator-{number}") },
    }
}

fn run(setup: &Setup, seed: u64) -> Tally {
    let (controller, _) = Controller::start(setup.clone(), START);
    let aircraft = setup.plan.aircraft(VEHICLE.0).unwrap();
    let home = setup.atlas.posts.iter().find(|post| post.id == aircraft.dock).unwrap().at;
    let mut world = World { controller, now: START, home, model: Model::default() };
    let mut dice = Dice(seed * 2 + 1);
    let mut tally = Tally::default();
    // Each post's screen: the epoch it showed last. And what is on its way: who, under what, what.
    let mut shown = [0_u32; 4];
    let mut under_way: Vec<(Actor, Option<u32>, Command)> = Vec::new();
    for _ in 0..STEPS {
        world.now = world.now.plus(Seconds(dice.roll(900) as f64 / 1000.0));
        world.fly();
        let who = dice.roll(4);
        if dice.roll(3) > 0 {
            shown[who as usize] = world.model.changes;
        }
        let command = match dice.roll(12) {
            0..=4 => Command::GoTo(VEHICLE, world.nearby(&mut dice)),
            5 => Command::Hold(VEHICLE),
            6 | 7 => Command::TakeControl(VEHICLE),
            8 => Command::HandOver(VEHICLE),
            9 => Command::KeepControl(VEHICLE),
            10 => Command::ReleaseControl(VEHICLE),
            _ => Command::Return(VEHICLE),
        };
        let epoch = (dice.roll(5) > 0).then_some(shown[who as usize]);
        under_way.push((post(who), epoch, command));
        // Some wait long, and what was sent later overtakes them.
        while under_way.len() > 6 || (!under_way.is_empty() && dice.roll(2) == 0) {
            let chosen = dice.roll(under_way.len() as u64) as usize;
            let (actor, epoch, command) = under_way.swap_remove(chosen);
            deliver(&mut world, &actor, epoch, command, &mut tally);
        }
    }
    tally
}

fn deliver(world: &mut World, actor: &Actor, epoch: Option<u32>, command: Command, tally: &mut Tally) {
    let may = match &world.model.holder {
        Some(holder) => *holder == actor.post && epoch == Some(world.model.changes),
        None => epoch.is_none_or(|epoch| epoch == world.model.changes),
    };
    let (is_go_to, is_safe) =
        (matches!(command, Command::GoTo(..)), matches!(command, Command::Hold(_) | Command::Return(_)));
    let before = world.model.changes;
    let sent = match epoch {
        Some(epoch) => Command::Under(epoch, Box::new(command)),
        None => command,
    };
    let (answer, orders) = world.handle(&Input::Command(actor.clone(), sent));
    let accepted = matches!(answer, Answer::Accepted { .. });
    if is_go_to {
        assert_eq!(accepted, may, "{} under {epoch:?} of {before}: {answer:?}", actor.post);
        assert_eq!(orders, usize::from(accepted));
        tally.accepted += usize::from(accepted);
        tally.stale_refused += usize::from(!accepted);
    }
    if is_safe {
        assert!(accepted, "hold and return are everybody's: {answer:?}");
        tally.safe += 1;
    }
    tally.hands += usize::from(world.model.changes > before);
}

#[test]
fn no_order_of_a_stale_epoch_is_ever_accepted_and_hold_and_return_always_are() {
    let setup = setup();
    let mut all = Tally::default();
    for seed in 1..=6 {
        let tally = run(&setup, seed);
        all.accepted += tally.accepted;
        all.stale_refused += tally.stale_refused;
        all.safe += tally.safe;
        all.hands += tally.hands;
    }
    // The worlds were as wild as they were meant to be.
    assert!(
        all.accepted > 300 && all.stale_refused > 3_000 && all.safe > 1_000 && all.hands > 500,
        "{} accepted, {} refused, {} safe, {} hands",
        all.accepted,
        all.stale_refused,
        all.safe,
        all.hands
    );
}
