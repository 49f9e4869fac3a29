//! Incidents of one slot each and three crews, over a line that loses, doubles, delays and reorders whatever it carries, with
//! crashes and people's hands in between: calls of the same and of other events, crews that say they cannot or call for help: at no moment have two crews one slot, or
//! one crew two tasks, in the ledger, and once the line is whole again
//! no crew believes it has what another has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;

use controller_core::{
    Actor, Alarm, AlarmKind, Command, Controller, Decision, DeskCommand, Effect, Entry, IncidentId, Input, Need,
    ReplyKind, Role, TaskingId, TaskingReply, UnitDuty, UnitId, UnitOrder, UnitOrderKind, UnitReport,
    ledger::tasking::Tasking,
};
use county::setup;
use geodata::{Heading, Local, MetresPerSecond, Seconds, Timestamp, Wgs84};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const CREWS: [UnitId; 3] = [UnitId(1), UnitId(2), UnitId(3)];
const INCIDENT: IncidentId = IncidentId(1);

/// One thing that happens. Indices are taken modulo what there is.
#[derive(Clone, Debug)]
enum Deed {
    /// Seconds pass.
    Pass(u8),
    /// A message reaches its device; it may come once more later.
    ToDevice(usize, bool),
    /// It is lost.
    LoseTask(usize),
    /// An answer reaches the controller; it may come once more later.
    ToController(usize, bool),
    /// It is lost.
    LoseAnswer(usize),
    /// A crew says something about a task on its device.
    Says(usize, u8, bool),
    /// The controller is killed and comes back.
    Crash,
    /// A dispatcher sends this crew.
    ByHand(usize),
    /// A dispatcher takes the task back.
    Recall,
    /// A dispatcher judges it anew.
    Judge(u8),
    /// Another call, of the same event or of another one beside it.
    Call(bool, u8),
    /// A crew says what it can do.
    Duty(usize, UnitDuty),
    /// A crew calls for help.
    Help(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (1u8..12).prop_map(Deed::Pass),
        5 => (any::<usize>(), any::<bool>()).prop_map(|(which, again)| Deed::ToDevice(which, again)),
        2 => any::<usize>().prop_map(Deed::LoseTask),
        5 => (any::<usize>(), any::<bool>()).prop_map(|(which, again)| Deed::ToController(which, again)),
        2 => any::<usize>().prop_map(Deed::LoseAnswer),
        5 => (any::<usize>(), 0u8..4, any::<bool>()).prop_map(|(which, word, names)| Deed::Says(which, word, names)),
        1 => Just(Deed::Crash),
        1 => (0usize..3).prop_map(Deed::ByHand),
        1 => Just(Deed::Recall),
        1 => (1u8..=4).prop_map(Deed::Judge),
        1 => (any::<bool>(), 1u8..=4).prop_map(|(same, priority)| Deed::Call(same, priority)),
        1 => (0usize..3, duty()).prop_map(|(crew, duty)| Deed::Duty(crew, duty)),
        1 => (0usize..12).prop_map(Deed::Help),
    ]
}

fn duty() -> impl Strategy<Value = UnitDuty> {
    prop_oneof![Just(UnitDuty::Available), Just(UnitDuty::Busy), Just(UnitDuty::OutOfService)]
}

/// A task on a device, as its crew knows it.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    unit: UnitId,
    epoch: u32,
    said_yes: bool,
    said_no: bool,
    recalled: bool,
}

struct World {
    controller: Controller,
    entries: Vec<Entry>,
    now: Timestamp,
    down: Vec<UnitOrder>,
    up: Vec<TaskingReply>,
    devices: BTreeMap<TaskingId, Held>,
    duties: [UnitDuty; 3],
    calls: u32,
}

impl World {
    fn new() -> Self {
        let (controller, decision) = Controller::start(setup(), START);
        let (down, up) = (Vec::new(), Vec::new());
        let (devices, duties) = (BTreeMap::new(), [UnitDuty::Available; 3]);
        let mut world = Self { controller, entries: Vec::new(), now: START, down, up, devices, duties, calls: 0 };
        world.absorb(decision);
        world.pass(5);
        let place = places()[0];
        let (kind, priority, source) = (AlarmKind::Theft, 3, "110".to_owned());
        world.feed(&Input::Alarm(Alarm { key: "a".to_owned(), kind, priority, place, source }));
        world
    }

    fn absorb(&mut self, decision: Decision) {
        self.entries.extend(decision.entries);
        for effect in decision.effects {
            if let Effect::ToUnit(order) = effect {
                self.down.push(order);
            }
        }
    }

    fn feed(&mut self, input: &Input) {
        let decision = self.controller.handle(self.now, input);
        self.absorb(decision);
    }

    fn pass(&mut self, seconds: u8) {
        for _ in 0..seconds {
            self.now = self.now.plus(Seconds(1.0));
            self.feed(&Input::Clock);
            for ((unit, place), duty) in CREWS.into_iter().zip(places()).zip(self.duties) {
                let (at, speed, heading, duty) = (self.now, MetresPerSecond(0.0), Heading::default(), Some(duty));
                self.feed(&Input::Ground(UnitReport {
                    unit,
                    at,
                    place,
                    speed,
                    heading,
                    available: true,
                    duty,
                    crew: None,
                    seq: None,
                }));
            }
        }
    }

    fn command(&mut self, command: Command) {
        let actor = Actor { role: Role::Dispatcher, post: "dispatcher-1".to_owned() };
        self.feed(&Input::Command(actor, command));
    }

    fn act(&mut self, deed: &Deed) {
        match deed {
            Deed::Pass(seconds) => self.pass(*seconds),
            Deed::ToDevice(which, again) => {
                if let Some(order) = taken(&mut self.down, *which, *again) {
                    self.device(&order);
                }
            }
            Deed::LoseTask(which) => drop(taken(&mut self.down, *which, false)),
            Deed::ToController(which, again) => {
                if let Some(reply) = taken(&mut self.up, *which, *again) {
                    self.feed(&Input::Reply(reply));
                }
            }
            Deed::LoseAnswer(which) => drop(taken(&mut self.up, *which, false)),
            Deed::Says(which, word, names) => self.says(*which, *word, *names),
            Deed::Crash => {
                let (controller, decision) = Controller::resume(setup(), &self.entries, self.now);
                self.controller = controller;
                self.absorb(decision);
            }
            Deed::ByHand(crew) => self.command(Command::Task(INCIDENT, CREWS[*crew], true)),
            Deed::Judge(priority) => self.command(Command::Desk(INCIDENT, DeskCommand::Priority(*priority))),
            Deed::Call(same, priority) => {
                self.calls += 1;
                let kind = if *same { AlarmKind::Theft } else { AlarmKind::Assault };
                let (key, place, priority) = (format!("c{}", self.calls), places()[0], *priority);
                self.feed(&Input::Alarm(Alarm { key, kind, priority, place, source: "110".to_owned() }));
            }
            Deed::Duty(crew, duty) => self.duties[*crew] = *duty,
            Deed::Help(crew) => {
                if let Some(unit) = CREWS.get(*crew) {
                    self.calls += 1;
                    self.feed(&Input::Need(Need { unit: *unit, key: format!("h{}", self.calls), place: None }));
                }
            }
            Deed::Recall => {
                if let Some(id) = self.controller.ledger.tasking_for(INCIDENT).map(|(id, _)| *id) {
                    self.command(Command::Recall(id));
                }
            }
        }
    }

    /// A device: a recall is the last word on a task's number, and is always answered.
    fn device(&mut self, order: &UnitOrder) {
        let held = self.devices.entry(order.tasking).or_insert(Held { unit: order.unit, ..Held::default() });
        held.epoch = held.epoch.max(order.epoch);
        let reply = match order.kind {
            UnitOrderKind::Recall => {
                held.recalled = true;
                ReplyKind::RecallSeen
            }
            _ if held.recalled => ReplyKind::RecallSeen,
            _ => ReplyKind::Received,
        };
        let epoch = Some(order.epoch);
        self.up.push(TaskingReply { unit: order.unit, tasking: order.tasking, reply, epoch });
    }

    fn says(&mut self, which: usize, word: u8, names: bool) {
        let open = self.devices.iter_mut().filter(|(_, held)| !held.recalled && !held.said_no).collect::<Vec<_>>();
        let count = open.len();
        let Some((tasking, held)) = open.into_iter().nth(which.checked_rem(count).unwrap_or(0)) else { return };
        let reply = match word {
            0 | 1 => ReplyKind::Acknowledged,
            2 if held.said_yes => ReplyKind::EnRoute,
            _ if held.said_yes => ReplyKind::OnScene,
            _ => ReplyKind::Declined,
        };
        held.said_yes |= reply == ReplyKind::Acknowledged;
        held.said_no |= reply == ReplyKind::Declined;
        let epoch = names.then_some(held.epoch);
        self.up.push(TaskingReply { unit: held.unit, tasking: *tasking, reply, epoch });
    }

    /// The line is whole, and crews are silent.
    fn heal(&mut self) {
        for _ in 0..400 {
            self.deliver();
            self.pass(1);
        }
        self.deliver();
    }

    fn deliver(&mut self) {
        while !(self.down.is_empty() && self.up.is_empty()) {
            while let Some(order) = taken(&mut self.down, 0, false) {
                self.device(&order);
            }
            while let Some(reply) = taken(&mut self.up, 0, false) {
                self.feed(&Input::Reply(reply));
            }
        }
    }

    fn sound(&self) -> Result<(), TestCaseError> {
        let ledger = &self.controller.ledger;
        let open: Vec<_> = ledger.taskings.values().filter(|tasking| tasking.state.is_open()).collect();
        let slots: BTreeSet<_> = open.iter().map(|tasking| (tasking.incident, tasking.slot)).collect();
        let units: BTreeSet<_> = open.iter().map(|tasking| tasking.unit).collect();
        prop_assert_eq!(slots.len(), open.len(), "two open offers of one slot: {:?}", open);
        prop_assert_eq!(units.len(), open.len(), "two open tasks of one crew: {:?}", open);
        let is_present = |tasking: &Tasking| tasking.epoch == ledger.incidents[&tasking.incident].epoch(tasking.slot);
        prop_assert!(open.iter().all(|tasking| is_present(tasking)), "an old offer is open: {open:?}");
        for incident in ledger.incidents.keys() {
            let epochs: Vec<u32> = ledger.taskings_for(*incident).map(|(_, tasking)| tasking.epoch).collect();
            prop_assert!(epochs.windows(2).all(|pair| pair[0] < pair[1]), "epochs do not grow: {epochs:?}");
        }
        Ok(())
    }

    fn settled(&self) -> Result<(), TestCaseError> {
        let ledger = &self.controller.ledger;
        let believe: Vec<_> = self.devices.iter().filter(|(_, held)| held.said_yes && !held.recalled).collect();
        let mut served = BTreeSet::new();
        for (id, held) in &believe {
            let tasking = &ledger.taskings[id];
            prop_assert!(tasking.state.is_accepted(), "{} believes in {id}, which is {:?}", held.unit, tasking.state);
            prop_assert!(served.insert((tasking.incident, tasking.slot)), "two crews believe: {believe:?}");
        }
        prop_assert_eq!(ledger.unseen_recalls().count(), 0);
        Ok(())
    }
}

/// Takes one thing out of what is under way, or a copy of it.
fn taken<T: Clone>(under_way: &mut Vec<T>, which: usize, again: bool) -> Option<T> {
    let which = which.checked_rem(under_way.len())?;
    if again { under_way.get(which).cloned() } else { Some(under_way.remove(which)) }
}

/// Where the crews stand, the first nearest to the call.
fn places() -> Vec<Wgs84> {
    let atlas = &setup().atlas;
    let middle = atlas.roads.snap(Local { x: 0.0, y: 0.0 }).unwrap().point;
    let place = |east: f64| atlas.roads.snap(Local { x: middle.x + east, y: middle.y }).unwrap().point;
    [0.0, 900.0, 2_000.0].map(|east| atlas.frame.to_wgs84(place(east))).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn one_slot_never_has_two_crews(deeds in prop::collection::vec(deed(), 1..60)) {
        let mut world = World::new();
        for deed in &deeds {
            world.act(deed);
            world.sound()?;
        }
        world.heal();
        world.sound()?;
        world.settled()?;
    }
}
