//! Two hundred simulated aircraft of one lane over UDP, each with a socket of its own, and the crews' places once a second.
//! What leaves the ground is written down here, by the aircraft's own account.

use super::county::County;
use geodata::{Seconds, Timestamp};
use sim::{Scenario, World};
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How often the world goes on.
const STEP: Duration = Duration::from_millis(20);
/// Nobody by name: calls, crews and people come from elsewhere. Batteries are too low for patrols, which nobody asked for.
const STORY: &str = "name = \"Recovery\"\nstart = 2026-05-12T09:40:00Z\nmax_seconds = 0\n\n[wind]\nfrom_deg = 200\nspeed = 2.0\ngust = 0.5\n";
const BATTERY: f64 = 75.0;

/// One take-off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Takeoff {
    pub vehicle: u32,
    pub at: Timestamp,
}

/// The clock of the lane's world: the machine's, as the controller's is.
#[derive(Clone, Copy)]
pub struct Clock {
    began: Instant,
    at: Timestamp,
}

impl Clock {
    pub fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self { began: Instant::now(), at: Timestamp(i64::try_from(since.as_micros()).unwrap()) }
    }

    pub fn now(self) -> Timestamp {
        self.at.plus(Seconds(self.began.elapsed().as_secs_f64()))
    }
}

/// Runs beside the test.
pub struct Sky {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Takeoff>>,
}

impl Sky {
    /// `tell` is handed what the crews' devices say of their places.
    pub fn start(
        county: &County,
        seed: u64,
        clock: Clock,
        to: SocketAddr,
        tell: impl FnMut(String) + Send + 'static,
    ) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (ended, atlas, plan) = (Arc::clone(&stop), Arc::clone(&county.atlas), Arc::clone(&county.plan));
        let aircraft = plan.squadron.iter();
        let docked = aircraft
            .map(|one| format!("\n[[aircraft]]\nvehicle = {}\nstart = \"docked\"\nbattery = {BATTERY}\n", one.vehicle));
        let text = STORY.to_owned() + &docked.collect::<String>();
        let scenario = Scenario { start: clock.now(), ..Scenario::parse("recovery", &text).unwrap() };
        let thread = std::thread::spawn(move || {
            let world = World::new(&scenario, atlas, plan.clone(), seed).unwrap();
            let vehicles: Vec<u32> = plan.squadron.iter().map(|aircraft| aircraft.vehicle).collect();
            fly(world, &vehicles, clock, to, &ended, tell)
        });
        Self { stop, thread }
    }

    /// Ends it; who left the ground, and when.
    pub fn end(self) -> Vec<Takeoff> {
        self.stop.store(true, Relaxed);
        self.thread.join().unwrap()
    }
}

fn fly(
    mut world: World,
    vehicles: &[u32],
    clock: Clock,
    to: SocketAddr,
    ended: &AtomicBool,
    mut tell: impl FnMut(String),
) -> Vec<Takeoff> {
    let sockets: Vec<UdpSocket> = vehicles.iter().map(|_| socket()).collect();
    let mut in_air = vec![false; vehicles.len()];
    let mut takeoffs = Vec::new();
    let mut buffer = [0; 2_048];
    while !ended.load(Relaxed) {
        std::thread::sleep(STEP);
        let now = clock.now();
        for (index, socket) in sockets.iter().enumerate() {
            // An error is "nothing there", or the refusal of an earlier datagram while the controller is away.
            while let Ok((size, from)) = socket.recv_from(&mut buffer) {
                world.receive(now, index, from, &buffer[..size]);
            }
        }
        world.step(now);
        let output = world.drain();
        for (index, address, bytes) in output.datagrams {
            let _ = sockets[index].send_to(&bytes, address.unwrap_or(to));
        }
        for said in output.asks {
            if let controller_api::ask::Ask::Positions(places) = said.ask {
                tell(serde_json::to_string(&places).unwrap());
            }
        }
        for (index, vehicle) in world.vehicles().iter().enumerate() {
            let is_up = vehicle.truth().in_air;
            if is_up && !in_air[index] {
                takeoffs.push(Takeoff { vehicle: vehicles[index], at: now });
            }
            in_air[index] = is_up;
        }
    }
    takeoffs
}

fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    socket
}
