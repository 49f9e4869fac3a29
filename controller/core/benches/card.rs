//! From a call to its card: fifty open calls, twenty aircraft, three hundred and ten units. Criterion tells the usual time; the
//! time below which nineteen of twenty calls stay is printed besides.

#![allow(clippy::unwrap_used)] // A bench says what is wrong by panicking.

#[path = "crowd/busy.rs"]
mod busy;
mod crowd;

use controller_core::{Controller, Fact, Setup};
use criterion::{Criterion, criterion_group, criterion_main};
use geodata::{Local, Timestamp};
use std::cell::RefCell;
use std::hint::black_box;
use std::time::{Duration, Instant};

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const OPEN: u32 = 50;
const AIRCRAFT: u32 = 20;
const UNITS: u32 = 310;
/// Calls to one controller, which then has a few more than fifty open.
const CALLS: u32 = 10;

/// Fifty calls are open, and it is a little later.
fn busy(setup: &Setup, places: &[Local], state: &mut u64) -> (Controller, Timestamp) {
    let (mut controller, mut at) = busy::reported(setup, places, START, state);
    for number in 0..OPEN {
        at = Timestamp(at.0 + 1000);
        controller.handle(at, &busy::alarm(setup, places, number, state));
    }
    (controller, at)
}

fn card(criterion: &mut Criterion) {
    let setup = crowd::setup(AIRCRAFT, UNITS);
    let places = busy::places(&setup);
    let state = &mut 9;
    let all: RefCell<Vec<Duration>> = RefCell::default();
    let mut group = criterion.benchmark_group("card");
    group.sample_size(10);
    group.bench_function("call_to_card", |bench| {
        bench.iter_custom(|rounds| {
            let mut total = Duration::ZERO;
            let mut left = u32::try_from(rounds).unwrap();
            while left > 0 {
                let (mut controller, mut at) = busy(&setup, &places, state);
                let (mut calls, mut number) = (0, OPEN);
                while calls < left.min(CALLS) {
                    at = Timestamp(at.0 + 1000);
                    let call = busy::alarm(&setup, &places, number, state);
                    number += 1;
                    let begun = Instant::now();
                    let decision = black_box(controller.handle(at, &call));
                    let took = begun.elapsed();
                    let said = |is: fn(&Fact) -> bool| decision.entries.iter().any(|entry| is(&entry.event.fact));
                    // One that falls together with another is told once more of what is known, and has no card of its own.
                    if said(|fact| matches!(fact, Fact::ReportMerged(_))) {
                        continue;
                    }
                    assert!(said(|fact| matches!(fact, Fact::IncidentAssessed { .. })), "a call without a card");
                    calls += 1;
                    all.borrow_mut().push(took);
                    total += took;
                }
                left -= calls;
            }
            total
        });
    });
    group.finish();
    let mut all = all.into_inner();
    all.sort_unstable();
    if let (Some(p95), Some(most)) = (all.get(all.len() * 95 / 100), all.last()) {
        println!(
            "card/p95 {:.1} ms of {} calls, the slowest {:.1} ms",
            p95.as_secs_f64() * 1e3,
            all.len(),
            most.as_secs_f64() * 1e3
        );
    }
}

criterion_group!(benches, card);
criterion_main!(benches);
