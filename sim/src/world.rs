//! The world in one piece: aircraft, air, ground units, officers, calls, cameras and the people at the desks.
//!
//! It speaks MAVLink datagrams and the words of the API, nothing else, so that both doors (sockets and lockstep) open
//! on the same world. Time comes in as an argument; the same scenario, seed, times and words give the same answers.

#[cfg(test)]
mod tests;

use crate::air::Air;
use crate::calls::{Call, Calls};
use crate::camera::Cameras;
use crate::fleet;
use crate::ground::Ground;
use crate::officer::Officers;
use crate::people::{Commander, Dispatcher};
use crate::resume;
use crate::scenario::{CameraSettings, Scenario};
use crate::sky::Sky;
use crate::story::Story;
use crate::target::Targets;
use crate::vehicle::Follows;
use crate::vehicle::Vehicle;
use controller_api::ask::Ask;
use controller_api::view::{Change, Snapshot};
use flight_plans::Plan;
use geodata::{Atlas, Finding, Seconds, Timestamp};
use std::net::SocketAddr;
use std::sync::Arc;

const SECOND: Seconds = Seconds(1.0);
/// After a pause of the machine longer than this, the world does not make up for every second of it.
const LONGEST_CATCH_UP: Seconds = Seconds(10.0);

/// One thing somebody in the world asks of the controller.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The post it comes from: `field`, `commander` or `dispatcher`.
    pub role: &'static str,
    /// Its idempotency key; saying it again with the same key is saying it once.
    pub key: String,
    /// What.
    pub ask: Ask,
}

/// What left the world since the last look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorldOutput {
    /// Index of the vehicle, the address (none: the ground station it is configured for), the bytes.
    pub datagrams: Vec<(usize, Option<SocketAddr>, Vec<u8>)>,
    /// What was said, in order.
    pub asks: Vec<Said>,
}

/// The world.
#[derive(Debug)]
pub struct World {
    atlas: Arc<Atlas>,
    plan: Arc<Plan>,
    prefix: String,
    vehicles: Vec<Vehicle>,
    air: Air,
    sky: Sky,
    ground: Ground,
    officers: Officers,
    calls: Calls,
    targets: Targets,
    cameras: Cameras,
    camera: CameraSettings,
    commander: Commander,
    dispatcher: Dispatcher,
    story: Story,
    next_second: Timestamp,
    reports: u64,
    asks: Vec<Said>,
}

impl World {
    /// The world at the scenario's start. Refused when the scenario names what the district or the plan does not have.
    pub fn new(scenario: &Scenario, atlas: Arc<Atlas>, plan: Arc<Plan>, seed: u64) -> Result<World, Finding> {
        let start = scenario.start;
        Ok(World {
            prefix: prefix(scenario, seed),
            vehicles: fleet::muster(scenario, &atlas, &plan, seed)?,
            air: Air::new(&scenario.wind, seed, start),
            sky: Sky::new(&scenario.traffic, &atlas, start),
            ground: Ground::new(&atlas, &plan, seed, start),
            officers: Officers::new(scenario.officers.clone(), seed),
            calls: Calls::new(scenario, &atlas, seed)?,
            targets: Targets::new(scenario.target.clone(), seed),
            cameras: Cameras::new(seed),
            camera: scenario.camera,
            commander: Commander::new(scenario.commander, seed, start),
            dispatcher: Dispatcher::new(scenario.dispatcher, seed),
            story: Story::default(),
            next_second: start,
            reports: 0,
            asks: Vec::new(),
            atlas,
            plan,
        })
    }

    /// Moves everything up to `at`.
    pub fn step(&mut self, at: Timestamp) {
        let wind = self.air.at(at);
        for vehicle in &mut self.vehicles {
            if vehicle.next_wake() <= at {
                vehicle.step(at, wind);
            }
        }
        if at.since(self.next_second).0 > LONGEST_CATCH_UP.0 {
            self.next_second = at;
        }
        while self.next_second <= at {
            let now = self.next_second;
            self.next_second = now.plus(SECOND);
            self.second(now);
        }
        self.people(at);
    }

    /// A datagram reaches a vehicle.
    pub fn receive(&mut self, at: Timestamp, vehicle: usize, from: SocketAddr, datagram: &[u8]) {
        if let Some(vehicle) = self.vehicles.get_mut(vehicle) {
            vehicle.receive(at, from, datagram);
        }
    }

    /// A screen or a device shows a change.
    pub fn hear(&mut self, at: Timestamp, change: &Change) {
        self.story.hear(at, change);
        match change {
            Change::Incident { incident } => {
                self.targets.hear(incident, &self.atlas.frame);
                self.dispatcher.hear(at, incident);
            }
            Change::Approval { approval } => self.commander.hear(at, approval),
            Change::Duty { duty } => self.commander.seat(at, duty),
            Change::ToUnit { message } => self.officers.hear(at, message, &mut self.ground, &self.atlas),
            Change::Vehicle { .. }
            | Change::Unit { .. }
            | Change::Zones { .. }
            | Change::Closures { .. }
            | Change::Circles { .. }
            | Change::Traffic { .. }
            | Change::Weather { .. }
            | Change::Stations { .. }
            | Change::Health { .. } => {}
        }
    }

    /// Everything is shown anew, after a connection was lost or a controller restarted.
    pub fn resume(&mut self, at: Timestamp, snapshot: Snapshot) {
        let changes = resume::changes(snapshot, |tasking| self.officers.jobs().contains_key(&tasking));
        changes.iter().for_each(|change| self.hear(at, change));
    }

    /// Takes out what left the world.
    pub fn drain(&mut self) -> WorldOutput {
        let of = |(index, vehicle): (usize, &mut Vehicle)| {
            vehicle.drain().into_iter().map(move |(to, bytes)| (index, to, bytes)).collect::<Vec<_>>()
        };
        let datagrams = self.vehicles.iter_mut().enumerate().flat_map(of).collect();
        WorldOutput { datagrams, asks: std::mem::take(&mut self.asks) }
    }

    /// When [`World::step`] has something to do next.
    #[must_use]
    pub fn next_wake(&self) -> Timestamp {
        let people = [
            self.officers.next_wake(),
            self.calls.next_wake(),
            self.commander.next_wake(),
            self.dispatcher.next_wake(),
        ];
        let vehicles = self.vehicles.iter().map(Vehicle::next_wake);
        vehicles.chain(people.into_iter().flatten()).fold(self.next_second, Timestamp::min)
    }

    /// The aircraft, in the plan's order.
    #[must_use]
    pub fn vehicles(&self) -> &[Vehicle] {
        &self.vehicles
    }

    /// The ground units.
    #[must_use]
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What there is to see.
    #[must_use]
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// The officers and their tasks.
    #[must_use]
    pub fn officers(&self) -> &Officers {
        &self.officers
    }

    /// What has been shown of the story.
    #[must_use]
    pub fn story(&self) -> &Story {
        &self.story
    }

    /// Since when every scripted call has been answered to the end: closed, and the aircraft home. Never in a world
    /// without a script.
    #[must_use]
    pub fn over_since(&self) -> Option<Timestamp> {
        let expected = self.calls.scripted();
        if expected == 0 { None } else { self.story.over_since(expected) }
    }

    /// What happens once a second: units move and report, receivers hear who else is in the air, cameras look.
    fn second(&mut self, at: Timestamp) {
        self.ground.step(at, &self.atlas.roads);
        let positions = self.ground.positions(&self.atlas.frame);
        self.reports += 1;
        if !positions.is_empty() {
            self.say("field", format!("p{}", self.reports), Ask::Positions(positions));
        }
        for (component, told) in self.sky.told(at, &self.atlas) {
            self.vehicles.iter_mut().for_each(|vehicle| vehicle.overhears(component, &told));
        }
        if self.camera.follows != Follows::Nothing {
            let ground = |place| (self.atlas.frame.to_wgs84(place), self.atlas.terrain.ground(place));
            let things: Vec<_> = self.targets.iter().map(|target| ground(target.place(at))).collect();
            self.vehicles.iter_mut().for_each(|vehicle| vehicle.show(things.clone()));
        }
        if self.camera.without_detectors {
            return;
        }
        let eyes = fleet::eyes(&self.vehicles, &self.atlas, &self.plan);
        let seen = self.cameras.look(at, &eyes, &self.targets, &self.atlas, &self.prefix);
        if !seen.is_empty() {
            self.say("field", format!("v{}", self.reports), Ask::Detections(seen));
        }
    }

    fn people(&mut self, at: Timestamp) {
        for call in self.calls.step(at, &self.atlas) {
            self.call(call);
        }
        for (key, ask) in self.officers.step(at, &mut self.ground, &self.atlas) {
            self.say("field", key, ask);
        }
        for (key, ask) in self.commander.step(at) {
            self.say("commander", key, ask);
        }
        for (key, ask) in self.dispatcher.step(at) {
            self.say("dispatcher", key, ask);
        }
    }

    fn call(&mut self, call: Call) {
        if let Some(target) = call.target {
            self.targets.expect(call.place, target);
        }
        self.reports += 1;
        self.say("dispatcher", format!("c{}", self.reports), Ask::Alarm(call.alarm));
    }

    fn say(&mut self, role: &'static str, key: String, ask: Ask) {
        self.asks.push(Said { role, key: format!("{}-{key}", self.prefix), ask });
    }
}

/// What all keys of a run begin with: two runs never share one, a run repeated with the same seed does.
fn prefix(scenario: &Scenario, seed: u64) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = scenario.name.chars().map(plain).take(24).collect();
    format!("{name}-{seed}-{}", scenario.start.as_millis())
}
