//! Bureau, station, crews, and the line between them.

use super::side::{Side, silent_for};
use crate::county::setup;
use controller_core::ledger::Counters;
use controller_core::{
    Actor, Alarm, AlarmKind, Answer, Command, Entry, Fact, IncidentId, Input, Ledger, Outcome, ReplyKind, Role,
    StationSay, StationWord, TaskingId, TaskingReply, UnitId, UnitOrder, UnitOrderKind, UnitReport,
};
use geodata::{Heading, Local, MetresPerSecond, Seconds, Timestamp, Wgs84};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const START: Timestamp = Timestamp(1_778_572_800_000_000);

/// One thing that happens. Indices are taken modulo what there is.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Seconds pass.
    Pass(u8),
    /// Bureau and station no longer hear each other.
    Cut,
    /// They do again.
    Join,
    /// Somebody calls.
    Call { at_station: bool, place: usize, kind: AlarmKind },
    /// Somebody calls both with one key.
    CallBoth { place: usize, kind: AlarmKind },
    /// A message reaches its device, if that hears the one who sent it.
    ToDevice(usize),
    /// An answer reaches whom the device hears.
    ToSide(usize),
    /// A crew says something about a task on its device.
    Says(usize, u8),
    /// A crew of the station still hears the bureau, or no longer.
    Hears(usize, bool),
    /// The bureau or the station is killed and comes back.
    Crash(bool),
    /// Somebody at the bureau or the station sends a crew to an incident, or takes its task back, or closes it.
    Hand(bool, usize, u8),
}

pub fn deed() -> impl Strategy<Value = Deed> {
    let kind = || prop_oneof![Just(AlarmKind::Theft), Just(AlarmKind::Assault), Just(AlarmKind::Disturbance)];
    prop_oneof![
        6 => (1u8..30).prop_map(Deed::Pass),
        2 => Just(Deed::Cut),
        2 => Just(Deed::Join),
        4 => (any::<bool>(), 0usize..4, kind()).prop_map(|(at_station, place, kind)| Deed::Call { at_station, place, kind }),
        1 => (0usize..4, kind()).prop_map(|(place, kind)| Deed::CallBoth { place, kind }),
        6 => any::<usize>().prop_map(Deed::ToDevice),
        6 => any::<usize>().prop_map(Deed::ToSide),
        6 => (any::<usize>(), 0u8..5).prop_map(|(which, word)| Deed::Says(which, word)),
        1 => (0usize..2, any::<bool>()).prop_map(|(crew, hears)| Deed::Hears(crew, hears)),
        1 => any::<bool>().prop_map(Deed::Crash),
        2 => (any::<bool>(), any::<usize>(), 0u8..3).prop_map(|(above, which, what)| Deed::Hand(above, which, what)),
    ]
}

/// A task on a device, as its crew knows it.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    unit: UnitId,
    epoch: u32,
    said_yes: bool,
    over: bool,
}

pub struct World {
    pub now: Timestamp,
    pub bureau: Side,
    /// While it is alone.
    pub station: Option<Side>,
    pub name: String,
    /// The station's crews, and behind them one of another.
    pub own: Vec<UnitId>,
    crews: Vec<UnitId>,
    /// Crews of the station that hear the bureau although it does not.
    hears: BTreeSet<UnitId>,
    joined: bool,
    /// When the station last heard the bureau, and how much of its journal it has.
    heard: Timestamp,
    copied: usize,
    given: Counters,
    up: Vec<TaskingReply>,
    devices: BTreeMap<TaskingId, Held>,
    calls: u32,
    /// What callers were told.
    told: BTreeMap<String, BTreeSet<IncidentId>>,
    /// Every record a station wrote that was alone.
    branches: Vec<Entry>,
}

impl World {
    pub fn new() -> Self {
        let plan = setup().plan;
        let name = plan.ground[0].station.clone();
        let home = name.as_str();
        let of = |is_own: bool| plan.ground.iter().filter(move |unit| (unit.station == home) == is_own);
        let id = |unit: &flight_plans::GroundUnit| UnitId(unit.unit);
        let own: Vec<UnitId> = of(true).take(2).map(id).collect();
        let crews = own.iter().copied().chain(of(false).take(1).map(id)).collect();
        let mut world = Self {
            now: START,
            bureau: Side::start(START),
            station: None,
            name: plan.ground[0].station.clone(),
            own,
            crews,
            hears: BTreeSet::new(),
            joined: true,
            heard: START,
            copied: 0,
            given: Counters::default(),
            up: Vec::new(),
            devices: BTreeMap::new(),
            calls: 0,
            told: BTreeMap::new(),
            branches: Vec::new(),
        };
        world.pass(5);
        world
    }

    pub fn act(&mut self, deed: &Deed) {
        match deed {
            Deed::Pass(seconds) => self.pass(*seconds),
            Deed::Cut => self.joined = false,
            Deed::Join => {
                self.joined = true;
                self.meet();
            }
            Deed::Call { at_station, place, kind } => {
                self.calls += 1;
                self.call(*at_station, format!("c{}", self.calls), *place, *kind);
            }
            Deed::CallBoth { place, kind } => {
                self.calls += 1;
                for at_station in [true, false] {
                    self.call(at_station, format!("c{}", self.calls), *place, *kind);
                }
            }
            Deed::ToDevice(which) => self.device_gets(*which),
            Deed::ToSide(which) => self.side_gets(*which),
            Deed::Says(which, word) => self.says(*which, *word),
            Deed::Hears(crew, hears) => {
                let unit = self.own[*crew];
                if *hears {
                    self.hears.insert(unit)
                } else {
                    self.hears.remove(&unit)
                };
            }
            Deed::Crash(above) => self.crash(*above),
            Deed::Hand(above, which, what) => self.hand(*above, *which, *what),
        }
    }

    fn crash(&mut self, above: bool) {
        match (above, &mut self.station) {
            (true, _) => self.bureau.crash(&[], self.now),
            (false, Some(station)) => station.crash(&self.bureau.entries[..self.copied], self.now),
            (false, None) => {}
        }
    }

    fn pass(&mut self, seconds: u8) {
        for _ in 0..seconds {
            self.now = self.now.plus(Seconds(1.0));
            self.meet();
            self.bureau.answer(self.now, &Input::Clock);
            if let Some(station) = &mut self.station {
                station.answer(self.now, &Input::Clock);
            }
            for (crew, place) in self.crews.clone().into_iter().zip(places()) {
                let report = report(crew, place, self.now);
                if let Some(side) = self.heard_by(crew) {
                    side.answer(report.at, &Input::Ground(report));
                }
            }
        }
    }

    /// What goes between the two in a second.
    fn meet(&mut self) {
        if !self.joined {
            let limit = Seconds(2.0 * silent_for(&self.bureau.controller).0);
            if self.station.is_none() && self.now.since(self.heard) >= limit {
                let mirror = &self.bureau.entries[..self.copied];
                self.station = Some(Side::alone(mirror, &self.name, self.given, self.now));
            }
            return;
        }
        if let Some(station) = self.station.take() {
            for word in station.words(&self.name) {
                let answer = self.bureau.answer(self.now, &Input::Station(word));
                assert_eq!(answer, Answer::Accepted { incident: None });
            }
            self.given = station.controller.ledger.counters;
            self.branches.extend(station.entries);
            // It may lose the bureau again before it has copied what came of it.
            if self.calls.is_multiple_of(3) {
                return;
            }
        }
        let (station, say) = (self.name.clone(), StationSay::Follows { answered: self.heard.min(self.now) });
        self.bureau.answer(self.now, &Input::Station(StationWord { station, say }));
        (self.heard, self.copied) = (self.now, self.bureau.entries.len());
    }

    /// Who hears a crew: its station while that is alone, else the bureau; nobody while its radio is cut off with the station.
    fn heard_by(&mut self, crew: UnitId) -> Option<&mut Side> {
        if self.joined || !self.own.contains(&crew) || self.hears.contains(&crew) {
            return Some(&mut self.bureau);
        }
        self.station.as_mut()
    }

    fn call(&mut self, at_station: bool, key: String, place: usize, kind: AlarmKind) {
        let (place, source) = (places()[place % places().len()], "110".to_owned());
        let alarm = Alarm { key: key.clone(), kind, priority: 2, place, source };
        let side = if at_station { self.station.as_mut() } else { Some(&mut self.bureau) };
        if let Some(Answer::Accepted { incident: Some(id) }) =
            side.map(|side| side.answer(self.now, &Input::Alarm(alarm)))
        {
            self.told.entry(key).or_default().insert(id);
        }
    }

    fn device_gets(&mut self, which: usize) {
        let above = self.bureau.down.len();
        let below = self.station.as_ref().map_or(0, |station| station.down.len());
        let Some(which) = which.checked_rem(above + below) else { return };
        let is_above = which < above;
        let order = match (&mut self.station, is_above) {
            (_, true) => self.bureau.down.remove(which),
            (Some(station), _) => station.down.remove(which - above),
            (None, _) => return,
        };
        let is_cut = !self.joined && self.own.contains(&order.unit) && !self.hears.contains(&order.unit);
        if is_above != is_cut {
            self.device(&order);
        }
    }

    fn device(&mut self, order: &UnitOrder) {
        let held = self.devices.entry(order.tasking).or_insert(Held { unit: order.unit, ..Held::default() });
        held.epoch = held.epoch.max(order.epoch);
        held.over |= order.kind == UnitOrderKind::Recall;
        let reply = if held.over { ReplyKind::RecallSeen } else { ReplyKind::Received };
        self.up.push(TaskingReply { unit: order.unit, tasking: order.tasking, reply, epoch: Some(order.epoch) });
    }

    fn side_gets(&mut self, which: usize) {
        let Some(which) = which.checked_rem(self.up.len()) else { return };
        let (reply, now) = (self.up.remove(which), self.now);
        if let Some(side) = self.heard_by(reply.unit) {
            side.answer(now, &Input::Reply(reply));
        }
    }

    fn says(&mut self, which: usize, word: u8) {
        let open: Vec<_> = self.devices.iter_mut().filter(|(_, held)| !held.over).collect();
        let Some(which) = which.checked_rem(open.len()) else { return };
        let Some((tasking, held)) = open.into_iter().nth(which) else { return };
        let reply = match word {
            0 | 1 => ReplyKind::Acknowledged,
            2 if held.said_yes => ReplyKind::EnRoute,
            3 if held.said_yes => ReplyKind::OnScene,
            4 if held.said_yes => ReplyKind::Done { outcome: Outcome::GroundHandled },
            _ => ReplyKind::Declined,
        };
        held.said_yes |= reply == ReplyKind::Acknowledged;
        held.over |= matches!(reply, ReplyKind::Declined | ReplyKind::Done { .. });
        let epoch = Some(held.epoch);
        self.up.push(TaskingReply { unit: held.unit, tasking: *tasking, reply, epoch });
    }

    fn hand(&mut self, above: bool, which: usize, what: u8) {
        let station = format!("dispatcher-1@{}", self.name);
        let post = if above { "dispatcher-1".to_owned() } else { station };
        let (now, crew) = (self.now, self.crews[which % self.crews.len()]);
        let Some(side) = (if above { Some(&mut self.bureau) } else { self.station.as_mut() }) else { return };
        let ledger = &side.controller.ledger;
        let Some(at) = which.checked_rem(ledger.incidents.len()) else { return };
        let Some(id) = ledger.incidents.keys().nth(at).copied() else { return };
        let command = match (what, ledger.tasking_for(id)) {
            (0, _) => Command::Task(id, crew, true),
            (1, Some((tasking, _))) => Command::Recall(*tasking),
            _ => Command::Close(id, Outcome::GroundHandled, Some(controller_core::CloseReason::Other)),
        };
        side.answer(now, &Input::Command(Actor { role: Role::Dispatcher, post }, command));
    }

    /// The line is whole, crews hear the bureau, and say nothing new.
    pub fn heal(&mut self) {
        self.act(&Deed::Join);
        for _ in 0..400 {
            self.deliver();
            self.pass(1);
        }
        self.deliver();
    }

    fn deliver(&mut self) {
        while !(self.bureau.down.is_empty() && self.up.is_empty()) {
            while !self.bureau.down.is_empty() {
                self.device_gets(0);
            }
            while !self.up.is_empty() {
                self.side_gets(0);
            }
        }
    }

    /// What holds at every moment.
    pub fn sound(&self) -> Result<(), TestCaseError> {
        for side in [Some(&self.bureau), self.station.as_ref()].into_iter().flatten() {
            let open = side.controller.ledger.taskings.iter().filter(|(_, one)| one.state.is_open());
            let open: Vec<_> = open.map(|(id, one)| (*id, one.incident, one.slot, one.unit, one.state)).collect();
            let slots: BTreeSet<_> = open.iter().map(|(_, incident, slot, ..)| (incident, slot)).collect();
            let units: BTreeSet<_> = open.iter().map(|(.., unit, _)| unit).collect();
            prop_assert_eq!(slots.len(), open.len(), "two open offers of one slot: {:?}", open);
            prop_assert_eq!(units.len(), open.len(), "two open tasks of one crew: {:?}", open);
        }
        // Neither side ever gives the other's crews anything, nor a number of the other's.
        let sent = |entries: &[Entry]| -> Vec<(TaskingId, UnitId)> {
            let sent = entries.iter().filter(|entry| entry.event.from.is_none());
            sent.filter_map(|entry| match &entry.event.fact {
                Fact::TaskingSent { tasking, unit, .. } => Some((*tasking, *unit)),
                _ => None,
            })
            .collect()
        };
        let below: Vec<Entry> =
            self.branches.iter().chain(self.station.iter().flat_map(|one| &one.entries)).cloned().collect();
        let (above, below) = (sent(&self.bureau.entries), sent(&below));
        prop_assert!(
            below
                .iter()
                .all(|(id, unit)| id.0 > 1 << 31
                    && setup().plan.unit(unit.0).is_some_and(|one| one.station == self.name))
        );
        prop_assert!(above.iter().all(|(id, _)| id.0 < 1 << 31));
        let numbers: BTreeSet<TaskingId> = above.iter().chain(&below).map(|(id, _)| *id).collect();
        prop_assert_eq!(numbers.len(), above.len() + below.len(), "a number was given twice");
        Ok(())
    }

    /// What holds once the line was whole for long enough.
    pub fn settled(&self) -> Result<(), TestCaseError> {
        let ledger = &self.bureau.controller.ledger;
        for (key, ids) in &self.told {
            prop_assert!(ledger.keys.get(key).is_some_and(|id| ids.contains(id)), "{key} was answered {ids:?}");
            prop_assert!(ids.iter().all(|id| ledger.incidents.contains_key(id)), "{key}: {ids:?}");
        }
        let merged: Vec<u32> =
            self.bureau.entries.iter().filter_map(|entry| Some(entry.event.from.as_ref()?.seq)).collect();
        let wrote: Vec<u32> = self.branches.iter().map(|entry| entry.seq).collect();
        prop_assert_eq!(merged, wrote, "each record of each branch, once and in order");
        prop_assert_eq!(&Ledger::default().and(&self.bureau.entries), ledger);
        let waits: Vec<_> = ledger.open_taskings().filter(|(_, one)| !one.state.is_accepted()).collect();
        prop_assert!(waits.iter().all(|(_, one)| self.now.since(one.sent).0 < 31.0), "unheeded: {waits:?}");
        let mut served = BTreeSet::new();
        for (id, held) in self.devices.iter().filter(|(_, held)| held.said_yes && !held.over) {
            let tasking = &ledger.taskings[id];
            prop_assert!(tasking.state.is_accepted(), "{} believes in {id}, which is {:?}", held.unit, tasking.state);
            prop_assert!(served.insert((tasking.incident, tasking.slot)), "two crews believe in {}", tasking.incident);
        }
        Ok(())
    }
}

fn report(unit: UnitId, place: Wgs84, at: Timestamp) -> UnitReport {
    let (speed, heading) = (MetresPerSecond(0.0), Heading::default());
    UnitReport { unit, at, place, speed, heading, available: true, duty: None, crew: None, seq: None }
}

/// Where crews stand and callers call.
fn places() -> Vec<Wgs84> {
    let atlas = &setup().atlas;
    let middle = atlas.roads.snap(Local { x: 0.0, y: 0.0 }).unwrap().point;
    let place = |east: f64| atlas.roads.snap(Local { x: middle.x + east, y: middle.y }).unwrap().point;
    [0.0, 900.0, 2_000.0, 3_500.0].map(|east| atlas.frame.to_wgs84(place(east))).to_vec()
}
