//! The world over real sockets on the real clock: one UDP socket an aircraft, HTTP and a WebSocket for everything said.
//!
//! A controller that goes away is waited for as long as it takes: what people said is posted again with the same key
//! until it is taken or refused, and after each reconnection a fresh snapshot tells what was missed. The officers'
//! state is the world's, so a task told again by a restarted controller is the same task.

mod api;
mod door;
mod listen;
mod post;
mod radio;
mod report;
#[cfg(test)]
mod tests;

pub use report::WireReport;

use crate::limits::INBOX;
use crate::lossy::{Radios, Way};
use crate::scenario::Scenario;
use crate::world::{Said, World};
use controller_api::ask::Ask;
use controller_api::view::{Change, Snapshot};
use flight_plans::Plan;
use geodata::{Atlas, Finding, Seconds, Timestamp};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The world is looked after at least this often.
const LONGEST_NAP: Duration = Duration::from_millis(20);

/// Told one line for each thing people in the world do.
pub type Listener = Box<dyn FnMut(&str) + Send>;

/// What the door needs to know.
pub struct WireOptions {
    /// The controller's page, as in `http://127.0.0.1:8080`.
    pub controller_http: String,
    /// The controller's MAVLink port.
    pub mavlink_to: SocketAddr,
    /// What the world is like; its start is replaced by now.
    pub scenario: Scenario,
    /// Its chance.
    pub seed: u64,
    /// Set from outside to end the run.
    pub stop: Arc<AtomicBool>,
    /// Told what people do, when somebody wants to know.
    pub report: Option<Listener>,
}

/// What reaches the world.
enum Event {
    Datagram {
        vehicle: usize,
        from: SocketAddr,
        bytes: Vec<u8>,
    },
    Change(Box<Change>),
    /// The door has (re)connected: everything as it is.
    Snapshot(Box<Snapshot>),
    /// Something said was taken or refused for good.
    Posted(post::Posted),
}

/// The only clock of the world at this door.
struct Clock {
    start: Instant,
    at: Timestamp,
}

impl Clock {
    fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { start: Instant::now(), at: Timestamp(i64::try_from(since.as_micros()).unwrap_or(0)) }
    }

    fn now(&self) -> Timestamp {
        self.at.plus(Seconds(self.start.elapsed().as_secs_f64()))
    }
}

/// Runs the world until it is stopped or its scenario ends.
pub fn run(options: WireOptions, atlas: Arc<Atlas>, plan: Arc<Plan>) -> Result<WireReport, Finding> {
    let clock = Clock::new();
    let scenario = Scenario { start: clock.at, ..options.scenario };
    let address = api::Address::parse(&options.controller_http)?;
    let world = World::new(&scenario, atlas, Arc::clone(&plan), options.seed)?;
    let (into, inbox) = sync_channel(INBOX);
    let (radio, mut threads) = radio::open(world.vehicles().len(), options.mavlink_to, &into, &options.stop)?;
    let (mailbox, posters) = post::open(&address, &into, &options.stop);
    threads.extend(posters);
    threads.push(listen::open(address, into, Arc::clone(&options.stop)));
    let report = report::Reporter::new(options.report, plan, scenario.start);
    let lossy = scenario.radio.clone().map(|radio| Radios::new(options.seed, radio, scenario.start));
    let mut door = Door { clock, scenario, world, inbox, radio, lossy, mailbox, report, stop: options.stop };
    door.run();
    Ok(door.close(threads))
}

struct Door {
    clock: Clock,
    scenario: Scenario,
    world: World,
    inbox: Receiver<Event>,
    radio: radio::Radio,
    /// How bad the air is, where the scenario makes it so.
    lossy: Option<Radios>,
    mailbox: post::Mailbox,
    report: report::Reporter,
    stop: Arc<AtomicBool>,
}

impl Door {
    fn run(&mut self) {
        while !self.stop.load(Ordering::Relaxed) && !self.is_over() {
            self.wait();
            let now = self.clock.now();
            self.arrive(now);
            self.world.step(now);
            self.send();
            self.report.look(now, self.world.vehicles());
        }
    }

    fn close(self, threads: Vec<JoinHandle<()>>) -> WireReport {
        self.stop.store(true, Ordering::Relaxed);
        self.mailbox.wake();
        let report = self.report.finish(&self.world, self.mailbox.lost());
        drop(self.inbox);
        for thread in threads {
            // A thread that panicked has nothing more to say.
            let _ = thread.join();
        }
        report
    }

    /// Takes in what has come, at least until the world has something to do.
    fn wait(&mut self) {
        let radio = self.lossy.as_ref().and_then(Radios::next);
        let wake = radio.into_iter().fold(self.world.next_wake(), Timestamp::min);
        let nap = wake.since(self.clock.now()).0.clamp(0.0, LONGEST_NAP.as_secs_f64());
        let mut next = self.inbox.recv_timeout(Duration::from_secs_f64(nap)).ok();
        let mut left = INBOX;
        while let Some(event) = next.take() {
            self.take(event);
            left -= 1;
            next = if left > 0 { self.inbox.try_recv().ok() } else { None };
        }
    }

    fn take(&mut self, event: Event) {
        let now = self.clock.now();
        match event {
            Event::Datagram { vehicle, from, bytes } => match &mut self.lossy {
                Some(lossy) => lossy.send(now, vehicle, Way::ToVehicle(from), bytes),
                None => self.world.receive(now, vehicle, from, &bytes),
            },
            Event::Change(change) => {
                self.report.heard(now, &change);
                self.world.hear(now, &change);
            }
            Event::Snapshot(snapshot) => {
                self.report.connected(now);
                self.world.resume(now, *snapshot);
            }
            Event::Posted(posted) => self.report.posted(now, &posted),
        }
    }

    /// What has come through the bad air.
    fn arrive(&mut self, now: Timestamp) {
        let arrived = self.lossy.as_mut().map(|lossy| lossy.due(now)).unwrap_or_default();
        for (vehicle, way, bytes) in arrived {
            match way {
                Way::ToVehicle(from) => self.world.receive(now, vehicle, from, &bytes),
                Way::ToStation(to) => self.radio.send(vehicle, to, &bytes),
            }
        }
    }

    fn send(&mut self) {
        let output = self.world.drain();
        for (vehicle, to, bytes) in output.datagrams {
            match &mut self.lossy {
                Some(lossy) => lossy.send(self.clock.now(), vehicle, Way::ToStation(to), bytes),
                None => self.radio.send(vehicle, to, &bytes),
            }
        }
        for said in output.asks {
            self.report.said(self.clock.now(), &said);
            self.mailbox.put(said);
        }
    }

    fn is_over(&self) -> bool {
        let now = self.clock.now();
        let max = self.scenario.max_seconds;
        let too_long = max > 0.0 && now.since(self.scenario.start).0 >= max;
        too_long || self.world.over_since().is_some_and(|over| now.since(over).0 >= self.scenario.end_after_closed)
    }
}

/// Whether a thing said is worth nothing once a newer one has been said.
fn is_fleeting(said: &Said) -> bool {
    matches!(said.ask, Ask::Positions(_) | Ask::Detections(_))
}
