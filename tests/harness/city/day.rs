//! One day under one rule: an agenda of what happens next, and the controller between.

use super::calls::{CREWS, Call, Load, calls, centres, place};
use super::crew::{Crew, Manner, manner};
use crate::county;
use controller_core::policy::pairing::PairingRule;
use controller_core::{
    Actor, Alarm, Command, Controller, Decision, Effect, Fact, IncidentId, Input, Outcome, ReplyKind, Role, Setup,
    TaskingId, TaskingReply, UnitId, UnitOrder, UnitOrderKind,
};
use flight_plans::Plan;
use geodata::{Areas, Atlas, Hotspots, Profile, Seconds, Timestamp, Zones};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::{Arc, OnceLock};

/// A device tells where it is so often.
const REPORTS: f64 = 15.0;
/// The controller looks round so often although nobody says anything.
const LOOKS: f64 = 5.0;
/// After the last call the crews have so long to be there.
const DRAINS: f64 = 3.0 * 3600.0;
/// The midnight before.
const MIDNIGHT: Timestamp = Timestamp(1_778_522_400_000_000);

/// How one call was served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// 1 to 4.
    pub priority: u8,
    /// From the call to the first crew there; nothing when nobody came.
    pub after: Option<Seconds>,
}

/// What a day came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Day {
    /// Of every call, in order.
    pub arrivals: Vec<Arrival>,
    /// Tasks sent.
    pub sent: usize,
    /// Of these taken away for something else, by the rule: not by a crew's no, its silence, or a person.
    pub taken_away: usize,
    /// How much of the crews' time went into driving to calls and being there.
    pub busy: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Call(usize),
    Says(UnitId, TaskingId, u8),
    Reports(UnitId),
    Looks,
}

/// What a crew says, in the order it does.
const WORDS: [ReplyKind; 6] = [
    ReplyKind::Acknowledged,
    ReplyKind::EnRoute,
    ReplyKind::OnScene,
    ReplyKind::Done { outcome: Outcome::GroundHandled },
    ReplyKind::Declined,
    ReplyKind::Received,
];
const YES: u8 = 0;
const LEAVES: u8 = 1;
const THERE: u8 = 2;
const DONE: u8 = 3;
const NO: u8 = 4;
const RECEIVED: u8 = 5;

/// What the city stands on under a rule: the shipped roads, cars, and no aircraft, so that the ground is compared alone.
fn ground(rule: PairingRule) -> Setup {
    static SETUP: OnceLock<Setup> = OnceLock::new();
    let shared = SETUP.get_or_init(|| {
        let whole = county::setup();
        let mut atlas = Atlas::clone(&whole.atlas);
        atlas.guarded.clear();
        (atlas.hotspots, atlas.areas) = (Hotspots::default(), Areas::default());
        atlas.zones = Zones::default();
        let mut plan = Plan::clone(&whole.plan);
        plan.squadron.clear();
        plan.lines.clear();
        plan.ground.retain(|unit| unit.profile == Profile::Car);
        plan.ground.truncate(CREWS as usize);
        Setup { atlas: Arc::new(atlas), plan: Arc::new(plan), policy: whole.policy }
    });
    let mut policy = shared.policy.as_ref().clone();
    policy.pairing.rule = rule;
    Setup { policy: Arc::new(policy), ..shared.clone() }
}

struct City {
    seed: u64,
    setup: Setup,
    controller: Controller,
    now: Timestamp,
    agenda: BinaryHeap<Reverse<(i64, u64, Next)>>,
    drawn: u64,
    calls: Vec<Call>,
    crews: BTreeMap<UnitId, Crew>,
    /// Which call an incident is.
    of: BTreeMap<IncidentId, usize>,
    /// For which incident a task is, and the latest offer of it.
    tasks: BTreeMap<TaskingId, (IncidentId, u32)>,
    began: BTreeMap<UnitId, Timestamp>,
    day: Day,
    busy: Seconds,
}

/// Lives `hours` of a city's calls under a rule.
#[must_use]
pub fn run(seed: u64, load: Load, hours: f64, rule: PairingRule) -> Day {
    let setup = ground(rule);
    let calls = calls(&setup.atlas, seed, load, hours);
    let (controller, _) = Controller::start(setup.clone(), MIDNIGHT);
    let centres = centres(&setup.atlas, seed);
    let beat = |unit: u32| place(&setup.atlas, &centres, seed, [u64::from(unit), 500]);
    let crews = setup.plan.ground.iter().map(|unit| (UnitId(unit.unit), Crew::new(UnitId(unit.unit), beat(unit.unit))));
    let arrivals = calls.iter().map(|call| Arrival { priority: call.priority, after: None }).collect();
    let mut city = City {
        seed,
        crews: crews.collect(),
        setup,
        controller,
        now: MIDNIGHT,
        agenda: BinaryHeap::new(),
        drawn: 0,
        calls,
        of: BTreeMap::new(),
        tasks: BTreeMap::new(),
        began: BTreeMap::new(),
        day: Day { arrivals, ..Day::default() },
        busy: Seconds::ZERO,
    };
    city.lay_out();
    city.live(MIDNIGHT.plus(Seconds(hours * 3600.0 + DRAINS)));
    city.day.busy = city.busy.0 / (hours * 3600.0 * f64::from(CREWS));
    city.day
}

impl City {
    fn lay_out(&mut self) {
        let units: Vec<UnitId> = self.crews.keys().copied().collect();
        for (number, unit) in units.into_iter().enumerate() {
            self.after(REPORTS * number as f64 / f64::from(CREWS), Next::Reports(unit));
        }
        let calls: Vec<f64> = self.calls.iter().map(|call| call.at).collect();
        for (number, at) in calls.into_iter().enumerate() {
            self.after(at.max(REPORTS), Next::Call(number));
        }
        self.after(LOOKS, Next::Looks);
    }

    fn after(&mut self, seconds: f64, next: Next) {
        self.drawn += 1;
        self.agenda.push(Reverse((self.now.plus(Seconds(seconds)).0, self.drawn, next)));
    }

    fn live(&mut self, until: Timestamp) {
        while let Some(Reverse((at, _, next))) = self.agenda.pop() {
            if at > until.0 || self.is_over() {
                return;
            }
            self.now = Timestamp(at);
            match next {
                Next::Call(number) => self.rings(number),
                Next::Says(unit, task, word) => self.says(unit, task, word),
                Next::Reports(unit) => self.reports(unit),
                Next::Looks => {
                    self.feed(&Input::Clock);
                    self.after(LOOKS, Next::Looks);
                }
            }
        }
    }

    /// All calls came in and nobody is waited for.
    fn is_over(&self) -> bool {
        self.of.len() == self.calls.len() && self.day.arrivals.iter().all(|arrival| arrival.after.is_some())
    }

    fn rings(&mut self, number: usize) {
        let Some(call) = self.calls.get(number) else { return };
        let alarm = Alarm {
            key: format!("call-{number}"),
            kind: call.what,
            priority: call.priority,
            place: self.setup.atlas.frame.to_wgs84(call.place),
            source: "110".to_owned(),
        };
        self.feed(&Input::Alarm(alarm));
    }

    fn reports(&mut self, unit: UnitId) {
        let Some(crew) = self.crews.get(&unit) else { return };
        let report = crew.report(self.now, &self.setup.atlas);
        self.feed(&Input::Ground(report));
        self.after(REPORTS, Next::Reports(unit));
    }

    fn feed(&mut self, input: &Input) {
        let decision = self.controller.handle(self.now, input);
        self.hear(decision);
    }

    /// What was decided reaches the crews at once; an incident with its result is closed by its dispatcher.
    fn hear(&mut self, decision: Decision) {
        let mut done = Vec::new();
        for entry in &decision.entries {
            match &entry.event.fact {
                Fact::IncidentReported { incident, key, .. } => {
                    let number = key.strip_prefix("call-").and_then(|number| number.parse().ok());
                    self.of.extend(number.map(|number: usize| (*incident, number)));
                }
                Fact::TaskingSent { .. } => self.day.sent += 1,
                Fact::UnitPreempted { .. } => self.day.taken_away += 1,
                Fact::IncidentResolved { incident, .. } => done.push(*incident),
                _ => {}
            }
        }
        for effect in decision.effects {
            if let Effect::ToUnit(order) = effect {
                self.told(&order);
            }
        }
        let post = Actor { role: Role::Dispatcher, post: "dispatch-1".to_owned() };
        for incident in done {
            self.feed(&Input::Command(post.clone(), Command::Close(incident, Outcome::GroundHandled, None)));
        }
    }

    fn told(&mut self, order: &UnitOrder) {
        match order.kind {
            UnitOrderKind::Recall => self.called_off(order),
            _ if self.tasks.contains_key(&order.tasking) => {}
            _ => {
                self.tasks.insert(order.tasking, (order.incident, order.epoch));
                self.after(0.5, Next::Says(order.unit, order.tasking, RECEIVED));
                let call = self.of.get(&order.incident).copied().unwrap_or_default() as u64;
                match manner(self.seed, call, order.unit) {
                    Manner::Takes(after) => self.after(after.0, Next::Says(order.unit, order.tasking, YES)),
                    Manner::Declines(after) => self.after(after.0, Next::Says(order.unit, order.tasking, NO)),
                    Manner::Misses => {}
                }
            }
        }
    }

    fn called_off(&mut self, order: &UnitOrder) {
        self.tasks.remove(&order.tasking);
        let is_its = self.crews.get(&order.unit).is_some_and(|crew| crew.task == Some(order.tasking));
        if is_its {
            self.frees(order.unit);
        }
        self.reply(order.unit, order.tasking, ReplyKind::RecallSeen, order.epoch);
    }

    fn frees(&mut self, unit: UnitId) {
        if let Some(began) = self.began.remove(&unit) {
            self.busy = self.busy + self.now.since(began);
        }
        if let Some(crew) = self.crews.get_mut(&unit) {
            crew.back_to_its_beat(self.now, &self.setup.atlas);
        }
    }

    fn says(&mut self, unit: UnitId, task: TaskingId, word: u8) {
        let Some((incident, epoch)) = self.tasks.get(&task).copied() else { return };
        let Some(call) = self.of.get(&incident).and_then(|number| self.calls.get(*number)).cloned() else { return };
        match word {
            YES => {
                let drive = self.crews.get_mut(&unit).map(|crew| {
                    crew.task = Some(task);
                    crew.drive_to(self.now, &self.setup.atlas, call.place, (self.seed, call.number))
                });
                self.began.insert(unit, self.now);
                self.after(1.0, Next::Says(unit, task, LEAVES));
                self.after(drive.map_or(0.0, |drive| drive.0).max(2.0), Next::Says(unit, task, THERE));
            }
            THERE => {
                let after = self.now.since(MIDNIGHT.plus(Seconds(call.at)));
                if let Some(arrival) = self.day.arrivals.get_mut(call.number as usize) {
                    arrival.after = arrival.after.or(Some(after));
                }
                self.after(call.service.0, Next::Says(unit, task, DONE));
            }
            DONE => self.frees(unit),
            _ => {}
        }
        if let Some(kind) = WORDS.get(usize::from(word)).cloned() {
            self.reply(unit, task, kind, epoch);
        }
    }

    fn reply(&mut self, unit: UnitId, tasking: TaskingId, reply: ReplyKind, epoch: u32) {
        self.feed(&Input::Reply(TaskingReply { unit, tasking, reply, epoch: Some(epoch) }));
    }
}
