//! From a call to its card: fifty open calls, twenty aircraft, three hundred and ten units. Criterion tells the usual time; the
//! time below which nineteen of twenty calls stay is printed besides.

#![allow(clippy::unwrap_used)] // A bench says what is wrong by panicking.

mod crowd;

use controller_core::input::Fix;
use controller_core::{Alarm, AlarmKind, Controller, Fact, Input, Setup, SkyReport, UnitId, VehicleId, VehicleStatus};
use criterion::{Criterion, criterion_group, criterion_main};
use geodata::{Heading, Local, Metres, MetresPerSecond, Profile, Seconds, Timestamp};
use std::cell::RefCell;
use std::hint::black_box;
use std::time::{Duration, Instant};

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const OPEN: u32 = 50;
const AIRCRAFT: u32 = 20;
const UNITS: u32 = 310;
/// Calls to one controller, which then has a few more than fifty open.
const CALLS: u32 = 10;

fn roll(state: &mut u64, sides: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from((*state >> 11) % u64::try_from(sides).unwrap()).unwrap()
}

fn alarm(setup: &Setup, places: &[Local], number: u32, state: &mut u64) -> Input {
    Input::Alarm(Alarm {
        key: format!("call-{number}"),
        kind: AlarmKind::Theft,
        priority: u8::try_from(1 + roll(state, 4)).unwrap(),
        place: setup.atlas.frame.to_wgs84(places[roll(state, places.len())]),
        source: "110".to_owned(),
    })
}

/// Everybody has reported, fifty calls are open, and it is a little later.
fn busy(setup: &Setup, places: &[Local], state: &mut u64) -> (Controller, Timestamp) {
    let (mut controller, _) = Controller::start(setup.clone(), START);
    let at = START.plus(Seconds(5.0));
    let frame = &setup.atlas.frame;
    for aircraft in &setup.plan.squadron {
        let vehicle = VehicleId(aircraft.vehicle);
        let dock = setup.atlas.posts.iter().find(|post| post.id == aircraft.dock).unwrap().at;
        let status = VehicleStatus {
            ready: true,
            position_ok: true,
            battery_percent: Some(95),
            in_air: Some(false),
            ..VehicleStatus::default()
        };
        let fix = Fix {
            at,
            place: frame.to_wgs84(dock),
            altitude: setup.atlas.terrain.ground(dock),
            above_home: Metres(0.0),
            speed: MetresPerSecond(0.0),
            climb: MetresPerSecond(0.0),
            heading: Heading::default(),
        };
        let settings = controller_core::Settings { ours: 255, ..controller_core::Settings::default() };
        for report in [SkyReport::LinkUp, SkyReport::Status(status), SkyReport::Fix(fix), SkyReport::Settings(settings)]
        {
            controller.handle(at, &Input::Sky(vehicle, report));
        }
    }
    for unit in &setup.plan.ground {
        controller.handle(
            at,
            &Input::Ground(controller_core::UnitReport {
                unit: UnitId(unit.unit),
                at,
                place: frame.to_wgs84(places[roll(state, places.len())]),
                speed: MetresPerSecond(0.0),
                heading: Heading::default(),
                available: true,
                duty: None,
                crew: None,
                seq: None,
            }),
        );
    }
    let mut at = at;
    for number in 0..OPEN {
        at = Timestamp(at.0 + 1000);
        controller.handle(at, &alarm(setup, places, number, state));
    }
    (controller, at)
}

fn card(criterion: &mut Criterion) {
    let setup = crowd::setup(AIRCRAFT, UNITS);
    let start = setup.atlas.roads.snap(setup.atlas.posts[0].at).unwrap();
    let places = setup.atlas.roads.undisturbed().reachable_within(&start, Profile::Emergency, Seconds(1e6));
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
                    let call = alarm(&setup, &places, number, state);
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
