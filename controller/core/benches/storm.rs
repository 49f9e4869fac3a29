//! What one input costs when far more calls are open than crews are there: up to a thousand calls, three hundred
//! crews, two hundred aircraft. Printed by what came in: a call, a crew's word, the clock's second.

#![allow(clippy::unwrap_used)] // A bench says what is wrong by panicking.

#[path = "crowd/busy.rs"]
mod busy;
mod crowd;

use controller_core::ledger::tasking::TaskingState;
use controller_core::{Controller, Input, ReplyKind, Setup, TaskingId, TaskingReply, UnitId};
use geodata::{Local, Timestamp};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const AIRCRAFT: u32 = 200;
const UNITS: u32 = 300;
const OPEN: [u32; 3] = [50, 400, 1000];
/// Seconds that are measured.
const SECONDS: u32 = 10;
/// Calls, and crews' words, in each of them.
const CALLS: u32 = 5;
const WORDS: usize = 40;
const SECOND: i64 = 1_000_000;

/// What each kind of input took.
type Took = BTreeMap<&'static str, Vec<Duration>>;

struct World<'a> {
    setup: &'a Setup,
    places: &'a [Local],
    controller: Controller,
    at: Timestamp,
    state: u64,
    calls: u32,
    took: Took,
    entries: usize,
}

impl World<'_> {
    fn take(&mut self, what: &'static str, input: &Input) {
        self.at = Timestamp(self.at.0 + 1000);
        let begun = Instant::now();
        let decision = black_box(self.controller.handle(self.at, input));
        self.took.entry(what).or_default().push(begun.elapsed());
        self.entries += decision.entries.len();
    }

    fn call(&mut self) {
        let call = busy::alarm(self.setup, self.places, self.calls, &mut self.state);
        self.calls += 1;
        self.take("call", &call);
    }

    /// Crews say something to what they were asked: most take it, some decline, some are done.
    fn words(&mut self, most: usize) {
        let open = self.controller.ledger.open_taskings();
        let open: Vec<(TaskingId, UnitId, bool)> =
            open.map(|(id, tasking)| (*id, tasking.unit, tasking.state >= TaskingState::Acknowledged)).collect();
        let from = busy::roll(&mut self.state, open.len().max(1));
        let asked: Vec<_> = open.iter().cycle().skip(from).take(most.min(open.len())).copied().collect();
        for (tasking, unit, is_taken) in asked {
            let reply = match (is_taken, busy::roll(&mut self.state, 5)) {
                (true, 0) => ReplyKind::Done { outcome: controller_core::Outcome::GroundHandled },
                (true, _) => ReplyKind::EnRoute,
                (false, 0) => ReplyKind::Declined,
                (false, _) => ReplyKind::Acknowledged,
            };
            self.take("word", &Input::Reply(TaskingReply { unit, tasking, reply, epoch: None }));
        }
    }

    fn second(&mut self) {
        let next = Timestamp((self.at.0 / SECOND + 1) * SECOND);
        self.at = next;
        busy::tell_of_all(&mut self.controller, self.places, next, &mut self.state.clone());
        self.take("second", &Input::Clock);
    }
}

fn told(open: u32, took: &mut Took) {
    for (what, all) in took {
        all.sort_unstable();
        let ms = |one: &Duration| one.as_secs_f64() * 1e3;
        let mean = all.iter().map(ms).sum::<f64>() / all.len() as f64;
        let (middle, most) = (ms(&all[all.len() / 2]), ms(all.last().unwrap()));
        println!("storm/{what}_{open} mean {mean:.2} ms, p50 {middle:.2} ms, max {most:.2} ms of {}", all.len());
    }
}

fn main() {
    let setup = crowd::setup(AIRCRAFT, UNITS);
    let places = busy::places(&setup);
    for open in OPEN {
        let mut state = 9;
        let (controller, at) = busy::reported(&setup, &places, START, &mut state);
        let mut world =
            World { setup: &setup, places: &places, controller, at, state, calls: 0, took: Took::new(), entries: 0 };
        while world.controller.ledger.open_incidents().count() < open as usize {
            world.call();
            if world.calls.is_multiple_of(50) {
                world.words(WORDS);
            }
        }
        println!("laid {open} with {} calls, {} entries", world.calls, world.entries);
        told(open, &mut std::mem::take(&mut world.took));
        world.entries = 0;
        for _ in 0..SECONDS {
            world.second();
            (0..CALLS).for_each(|_| world.call());
            world.words(WORDS);
        }
        told(open, &mut world.took);
        println!("storm/entries_{open} {} in {SECONDS} s", world.entries);
    }
}
