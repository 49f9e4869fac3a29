//! What it costs to hear a thousand vehicles.

use crate::air::{AIRCRAFT, Air};
use crate::county;
use crate::threads::cpu;
use controller_core::VehicleId;
use controller_engine::{Engine, Stimulus};
use controller_link::{Batch, Counters, Enrolled, LinkConfig, Squadron};
use controller_server::clock::{Clock, Turns};
use controller_server::radio::{LinkSpec, Radio};
use geodata::Timestamp;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

const LASTS: Duration = Duration::from_secs(6);
const STALL: Duration = Duration::from_millis(200);

/// Whoever is behind the radio.
trait Behind {
    fn hear(&mut self, at: Timestamp, batch: &Batch) -> usize;
    fn tick(&mut self, at: Timestamp) -> usize;
    fn wake_at(&self) -> Option<Timestamp>;
    fn counters(&self) -> Counters;
}

impl Behind for Squadron {
    fn hear(&mut self, _: Timestamp, batch: &Batch) -> usize {
        batch.iter().for_each(|(at, from, bytes)| self.receive(at, from, bytes));
        self.drain().reports.len()
    }
    fn tick(&mut self, at: Timestamp) -> usize {
        Squadron::tick(self, at);
        self.drain().datagrams.len()
    }
    fn wake_at(&self) -> Option<Timestamp> {
        Squadron::wake_at(self)
    }
    fn counters(&self) -> Counters {
        Squadron::counters(self)
    }
}

impl Behind for Engine {
    fn hear(&mut self, at: Timestamp, batch: &Batch) -> usize {
        Engine::hear(self, at, batch).records.len()
    }
    fn tick(&mut self, at: Timestamp) -> usize {
        self.receive(at, Stimulus::Clock).datagrams.len()
    }
    fn wake_at(&self) -> Option<Timestamp> {
        Engine::wake_at(self)
    }
    fn counters(&self) -> Counters {
        Engine::counters(self)
    }
}

pub fn squadron() {
    let roster = (1..=AIRCRAFT).map(|n| Enrolled { vehicle: VehicleId(n), system_id: n }).collect();
    run("ingest/udp_1000x50", Squadron::new(LinkConfig { roster, ..LinkConfig::default() }));
}

pub fn engine() {
    let clock = Clock::start(None);
    run("ingest/engine_1000x50", Engine::start(county::setup(AIRCRAFT), clock.now()).0);
}

fn run(name: &str, behind: impl Behind + Send + 'static) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let clock = Clock::start(None);
    let mut radio = Radio::new(clock, Vec::new());
    let id = radio.add("bench", &LinkSpec::read("bench", "udp-listen:127.0.0.1:0").unwrap()).unwrap();
    let mut air = Air::new(radio.address(id).unwrap());
    let stop = std::sync::Arc::new(AtomicBool::new(false));
    let ended = std::sync::Arc::clone(&stop);
    let the_loop = std::thread::Builder::new()
        .name("the-loop".into())
        .spawn(move || runtime.block_on(the_loop(radio, behind, clock, &ended)))
        .unwrap();
    air.hello();
    std::thread::sleep(Duration::from_millis(500));
    let before = (cpu("radio-"), cpu("the-loop"));
    let (greeted, start) = (air.sent, Instant::now());
    air.talk(LASTS, &stop);
    let took = start.elapsed().as_secs_f64();
    std::thread::sleep(Duration::from_millis(500));
    let spent = (cpu("radio-") - before.0, cpu("the-loop") - before.1);
    let sent = air.sent - greeted;
    stop.store(true, Relaxed);
    let (counters, wakes, drops) = the_loop.join().unwrap();
    let share = |spent: Duration| 100.0 * spent.as_secs_f64() / took;
    let each = |spent: Duration| spent.as_nanos() as f64 / sent as f64;
    println!(
        "{name}: sent {} = handled {} + gaps {} + bad {} + kernel {drops} (lost {}), {:.0}/s",
        air.sent,
        counters.handled,
        counters.sequence_gaps,
        counters.bad_crc,
        air.sent - counters.handled,
        sent as f64 / took,
    );
    println!(
        "{name}: radio {:.2} % of a core ({:.0} ns), behind it {:.2} % ({:.0} ns), together {:.2} %; woken {:.0}/s; stall {} ms",
        share(spent.0),
        each(spent.0),
        share(spent.1),
        each(spent.1),
        share(spent.0 + spent.1),
        f64::from(wakes) / took,
        STALL.as_millis(),
    );
}

async fn the_loop(mut radio: Radio, mut behind: impl Behind, clock: Clock, stop: &AtomicBool) -> (Counters, u32, u32) {
    let (start, mut has_stalled, mut wakes, mut batch) = (Instant::now(), false, 0, Batch::default());
    let mut turns = Turns::default();
    while !stop.load(Relaxed) {
        let wake = turns.wait(clock, behind.wake_at(), radio.is_awaited()).min(Duration::from_millis(100));
        tokio::select! {
            () = radio.brought() => {
                radio.take(&mut batch);
                behind.hear(clock.now(), &batch);
            }
            () = tokio::time::sleep(wake) => {
                turns.take(clock.now());
                behind.tick(clock.now());
            }
        }
        wakes += 1;
        if !has_stalled && start.elapsed() > LASTS / 2 {
            has_stalled = true;
            std::thread::sleep(STALL);
        }
    }
    // What came while the end was asked for is heard too.
    radio.take(&mut batch);
    behind.hear(clock.now(), &batch);
    let drops = radio.links().iter().map(|link| link.kernel_drops).sum();
    (behind.counters(), wakes, drops)
}
