//! World and engine in one thread on a virtual clock, as fast as the machine goes, and the same every time.
//!
//! Between the two lies an ordered queue with fixed delays, in place of radios and networks. What leaves the engine is
//! told to the observer first, as the shell writes its journal first.

#[cfg(test)]
mod cameras;
#[cfg(test)]
mod tests;

use crate::agenda::Agenda;
use crate::lossy::{Radios, Way};
use crate::scenario::Scenario;
use crate::world::{Said, World};
use controller_api::ask::Problem;
use controller_api::view::Change;
use controller_api::{inward, outward};
use controller_core::{Actor, Answer, Input, Role, Setup};
use controller_engine::{Engine, Hash, Output, Record, Stimulus};
use flight_plans::Plan;
use geodata::{Finding, Seconds, Timestamp};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// One way by radio.
const RADIO: Seconds = Seconds(0.020);
/// One way by network, with the server's share.
const NETWORK: Seconds = Seconds(0.050);
/// A run without an end of its own is cut here.
const LONGEST: Seconds = Seconds(86_400.0);
const PORT: u16 = 14_550;
/// The engine's own address, as the aircraft see it. Plain values: no socket is opened.
const STATION: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), PORT);

/// Is told each record before anything of it leaves.
pub type Observer<'a> = &'a mut dyn FnMut(&Record);

/// What a run came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The number of the last record.
    pub seq: u32,
    /// Its hash: two runs with the same are the same run.
    pub hash: Hash,
    /// How long it took in the world.
    pub sim_seconds: f64,
    /// Whether there were incidents and every one was closed.
    pub closed: bool,
    /// Incidents there were.
    pub incidents: usize,
    /// What the engine refused of what people said, in words.
    pub refused: Vec<String>,
}

/// Runs a scenario to its end.
///
/// # Errors
/// The scenario does not fit the district or the plan.
pub fn run(setup: Setup, scenario: &Scenario, seed: u64, observer: Observer) -> Result<Run, Finding> {
    let mut lockstep = Lockstep::new(setup, scenario, seed, observer)?;
    while lockstep.step(observer) {}
    Ok(lockstep.finish())
}

/// What is under way between world and engine.
#[derive(Debug)]
enum Parcel {
    ToEngine {
        vehicle: usize,
        bytes: Vec<u8>,
    },
    ToVehicle {
        vehicle: usize,
        bytes: Vec<u8>,
    },
    Ask(Said),
    Show(Vec<Change>),
    /// A screen has connected again.
    Anew,
}

/// A run under way.
#[derive(Debug)]
pub struct Lockstep {
    world: World,
    engine: Engine,
    plan: Arc<Plan>,
    under_way: Agenda<Parcel>,
    /// The radios, where the scenario makes them bad.
    radios: Option<Radios>,
    now: Timestamp,
    start: Timestamp,
    end: Timestamp,
    end_after_closed: Seconds,
    refused: Vec<String>,
}

impl Lockstep {
    /// World and engine at the scenario's start.
    ///
    /// # Errors
    /// The scenario does not fit the district or the plan.
    pub fn new(setup: Setup, scenario: &Scenario, seed: u64, observer: Observer) -> Result<Self, Finding> {
        let start = scenario.start;
        let plan = Arc::clone(&setup.plan);
        let world = World::new(scenario, Arc::clone(&setup.atlas), Arc::clone(&plan), seed)?;
        let (engine, output) = Engine::start(setup, start);
        let lasts = if scenario.max_seconds > 0.0 { Seconds(scenario.max_seconds) } else { LONGEST };
        let mut lockstep = Self {
            world,
            engine,
            plan,
            under_way: Agenda::default(),
            radios: scenario.radio.clone().map(|radio| Radios::new(seed, radio, start)),
            now: start,
            start,
            end: start.plus(lasts),
            end_after_closed: Seconds(scenario.end_after_closed),
            refused: Vec::new(),
        };
        lockstep.carry(output, observer);
        Ok(lockstep)
    }

    /// Goes on to the next moment at which something happens. False when the run is over.
    pub fn step(&mut self, observer: Observer) -> bool {
        let radio = self.radios.as_ref().and_then(Radios::next);
        let due = [self.under_way.first(), self.engine.wake_at(), radio];
        let next = due.into_iter().flatten().fold(self.world.next_wake(), Timestamp::min).max(self.now);
        if next > self.end || self.is_over() {
            return false;
        }
        self.now = next;
        while let Some((_, parcel)) = self.under_way.take_due(next) {
            self.deliver(parcel, observer);
        }
        let arrived = self.radios.as_mut().map(|radios| radios.due(next)).unwrap_or_default();
        for (vehicle, way, bytes) in arrived {
            let parcel = match way {
                Way::ToStation(_) => Parcel::ToEngine { vehicle, bytes },
                Way::ToVehicle(_) => Parcel::ToVehicle { vehicle, bytes },
            };
            self.deliver(parcel, observer);
        }
        if self.engine.wake_at().is_some_and(|at| at <= next) {
            let output = self.engine.receive(next, Stimulus::Clock);
            self.carry(output, observer);
        }
        if self.world.next_wake() <= next {
            self.world.step(next);
        }
        self.collect();
        true
    }

    /// The moment it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The world, to look at.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The engine, to look at.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Puts another engine in place of this one, as after a crash. What was under way to its radio and screens is lost;
    /// what people said and were not answered they say again. Then the screens are shown everything anew.
    pub fn replace_engine(&mut self, engine: Engine, output: Output, observer: Observer) {
        self.engine = engine;
        self.under_way.retain(|parcel| matches!(parcel, Parcel::Ask(_) | Parcel::ToVehicle { .. }));
        if let Some(radios) = &mut self.radios {
            radios.forget_to_station();
        }
        self.under_way.add(self.now.plus(NETWORK), Parcel::Anew);
        self.carry(output, observer);
    }

    /// What it came to.
    #[must_use]
    pub fn finish(self) -> Run {
        let head = self.engine.head();
        let story = self.world.story();
        let incidents = story.incidents();
        Run {
            seq: head.seq,
            hash: head.hash,
            sim_seconds: self.now.since(self.start).0,
            closed: incidents > 0 && story.closed() == incidents,
            incidents,
            refused: self.refused,
        }
    }

    fn is_over(&self) -> bool {
        self.world.over_since().is_some_and(|over| self.now.since(over).0 >= self.end_after_closed.0)
    }

    fn deliver(&mut self, parcel: Parcel, observer: Observer) {
        match parcel {
            Parcel::ToEngine { vehicle, bytes } => {
                let output = self.engine.receive(self.now, Stimulus::Datagram { from: address(vehicle).into(), bytes });
                self.carry(output, observer);
            }
            Parcel::ToVehicle { vehicle, bytes } => self.world.receive(self.now, vehicle, STATION, &bytes),
            Parcel::Ask(said) => self.ask(&said, observer),
            Parcel::Anew => {
                let snapshot = outward::snapshot(&self.engine, self.now, 0, true);
                self.world.resume(self.now, snapshot);
            }
            Parcel::Show(changes) => changes.iter().for_each(|change| self.world.hear(self.now, change)),
        }
    }

    fn ask(&mut self, said: &Said, observer: Observer) {
        match self.inputs(said) {
            Ok(inputs) => inputs.into_iter().for_each(|input| self.input(said, input, observer)),
            Err(problem) => self.refuse(said, &problem),
        }
    }

    fn inputs(&self, said: &Said) -> Result<Vec<Input>, Problem> {
        // The world knows only these three posts, and the words of the roles are the API's.
        let actor = Actor { role: inward::role(said.role).unwrap_or(Role::Viewer), post: format!("{}-1", said.role) };
        inward::translate(self.now, &actor, &said.key, &said.ask, &self.plan)
    }

    fn input(&mut self, said: &Said, input: Input, observer: Observer) {
        let output = self.engine.receive(self.now, Stimulus::Input(input));
        if let Some(Answer::Denied(reason)) = &output.answer {
            let problem = inward::denied(reason);
            self.refuse(said, &problem);
        }
        self.carry(output, observer);
    }

    fn refuse(&mut self, said: &Said, problem: &Problem) {
        self.refused.push(format!("{}: {}: {}", said.key, problem.at, problem.say));
    }

    /// Records to the observer; then everything else on its way.
    fn carry(&mut self, output: Output, observer: Observer) {
        output.records.iter().for_each(observer);
        let changes = outward::changes(&self.engine, &output);
        if !changes.is_empty() {
            self.under_way.add(self.now.plus(NETWORK), Parcel::Show(changes));
        }
        for datagram in output.datagrams {
            if let Some(vehicle) = (0..self.plan.squadron.len()).find(|index| address(*index) == datagram.to.address) {
                self.by_radio(Way::ToVehicle(STATION), vehicle, datagram.bytes);
            }
        }
    }

    fn by_radio(&mut self, way: Way, vehicle: usize, bytes: Vec<u8>) {
        if let Some(radios) = &mut self.radios {
            return radios.send(self.now, vehicle, way, bytes);
        }
        let parcel = match way {
            Way::ToStation(_) => Parcel::ToEngine { vehicle, bytes },
            Way::ToVehicle(_) => Parcel::ToVehicle { vehicle, bytes },
        };
        self.under_way.add(self.now.plus(RADIO), parcel);
    }

    /// What left the world, on its way.
    fn collect(&mut self) {
        let output = self.world.drain();
        for (vehicle, _, bytes) in output.datagrams {
            self.by_radio(Way::ToStation(None), vehicle, bytes);
        }
        for said in output.asks {
            self.under_way.add(self.now.plus(NETWORK), Parcel::Ask(said));
        }
    }
}

/// The address of an aircraft's radio.
fn address(vehicle: usize) -> SocketAddr {
    // Plans hold at most 250 aircraft, one for each MAVLink system.
    SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 1, u8::try_from(vehicle + 1).unwrap_or(u8::MAX))), PORT)
}
