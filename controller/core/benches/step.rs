//! How many inputs a core takes a second: twenty aircraft in the air five times a second, three hundred and ten units every
//! second, what four detectors see, and the answers of crews, while ten incidents are open. One round is one second of that.

#![allow(clippy::unwrap_used)] // A bench says what is wrong by panicking.

mod crowd;

use controller_core::input::Fix;
use controller_core::{
    Alarm, AlarmKind, Controller, Cov2, Detection, DetectionClass, FlightMode, Input, ReplyKind, Setup, SkyReport,
    TaskingId, TaskingReply, UnitId, UnitReport, VehicleId, VehicleStatus,
};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use geodata::{Agl, Heading, Local, Metres, MetresPerSecond, Seconds, Timestamp};
use std::cell::RefCell;
use std::hint::black_box;

const START: Timestamp = Timestamp(1_778_572_800_000_000);
const AIRCRAFT: u32 = 20;
const UNITS: u32 = 310;
const CALLS: u32 = 10;
/// Fixes an aircraft tells a second.
const FIXES: i64 = 5;
/// Aircraft whose cameras are read by a detector, and what each sees a second.
const DETECTORS: u32 = 4;
const SEEN: i64 = 5;

/// A place that moves round another, a few metres a second.
fn round(place: Local, number: u32, at: Timestamp) -> Local {
    let angle = at.since(START).0 * 0.05 + f64::from(number);
    Local { x: place.x + 100.0 * angle.cos(), y: place.y + 100.0 * angle.sin() }
}

fn aircraft(setup: &Setup, number: u32, at: Timestamp, home: Local) -> SkyReport {
    let place = round(home, number, at);
    SkyReport::Fix(Fix {
        at,
        place: setup.atlas.frame.to_wgs84(place),
        altitude: setup.atlas.terrain.ground(place).raised(Agl(Metres(60.0))),
        above_home: Metres(60.0),
        speed: MetresPerSecond(5.0),
        climb: MetresPerSecond(0.0),
        heading: Heading::default(),
    })
}

fn unit(setup: &Setup, number: u32, at: Timestamp, home: Local) -> Input {
    Input::Ground(UnitReport {
        unit: UnitId(number),
        at,
        place: setup.atlas.frame.to_wgs84(round(home, number, at)),
        speed: MetresPerSecond(5.0),
        heading: Heading::default(),
        available: true,
        duty: None,
        crew: None,
        seq: None,
    })
}

/// Everything that comes in in one second, each at its moment.
fn second(setup: &Setup, places: &[Local], number: i64) -> Vec<(Timestamp, Input)> {
    let begin = START.plus(Seconds(10.0 + number as f64));
    let home = |number: u32| places[number as usize % places.len()];
    let mut all = Vec::new();
    for vehicle in 1..=AIRCRAFT {
        let flies = VehicleStatus {
            ready: true,
            position_ok: true,
            battery_percent: Some(80),
            armed: true,
            in_air: Some(true),
            mode: FlightMode::Mission,
            ..VehicleStatus::default()
        };
        all.push((begin, Input::Sky(VehicleId(vehicle), SkyReport::Status(flies))));
        for part in 0..FIXES {
            let at = Timestamp(begin.0 + part * 1_000_000 / FIXES);
            all.push((at, Input::Sky(VehicleId(vehicle), aircraft(setup, vehicle, at, home(vehicle)))));
        }
    }
    for number in 1..=UNITS {
        let at = Timestamp(begin.0 + i64::from(number) * 1_000_000 / i64::from(UNITS + 1));
        all.push((at, unit(setup, number, at, home(number))));
    }
    for vehicle in 1..=DETECTORS {
        for part in 0..SEEN {
            let at = Timestamp(begin.0 + part * 1_000_000 / SEEN + i64::from(vehicle));
            all.push((
                at,
                Input::Detection(Detection {
                    key: format!("{vehicle}-{number}-{part}"),
                    vehicle: VehicleId(vehicle),
                    at,
                    class: DetectionClass::Person,
                    place: setup.atlas.frame.to_wgs84(round(home(vehicle), 7, at)),
                    error: Cov2::of_radius(Metres(5.0)),
                    confidence: 0.8,
                }),
            ));
        }
    }
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The answers of all crews that were asked something.
fn answers(controller: &Controller) -> Vec<Input> {
    let open = controller.ledger.open_taskings();
    let answer = |(id, unit): (TaskingId, UnitId)| {
        Input::Reply(TaskingReply { unit, tasking: id, reply: ReplyKind::Acknowledged, epoch: None })
    };
    open.map(|(id, tasking)| answer((*id, tasking.unit))).collect()
}

fn benches(c: &mut Criterion) {
    let setup = crowd::setup(AIRCRAFT, UNITS);
    let places: Vec<Local> = setup.atlas.guarded.iter().map(|place| place.at).collect();
    let (mut controller, _) = Controller::start(setup.clone(), START);
    for (at, input) in second(&setup, &places, -5) {
        controller.handle(at, &input);
    }
    for number in 1..=CALLS {
        let call = Alarm {
            key: format!("call-{number}"),
            kind: AlarmKind::Theft,
            priority: u8::try_from(1 + number % 4).unwrap(),
            place: setup.atlas.frame.to_wgs84(places[number as usize * 3 % places.len()]),
            source: "110".to_owned(),
        };
        controller.handle(START.plus(Seconds(8.0)), &Input::Alarm(call));
    }
    let count = second(&setup, &places, 0).len();
    println!("{count} inputs a second of the world, and one answer of each crew that has a task");
    let (controller, mut number) = (RefCell::new(controller), 0);
    let mut group = c.benchmark_group("step");
    group.throughput(Throughput::Elements(count as u64 + u64::from(CALLS)));
    group.bench_function("throughput", |b| {
        b.iter_batched(
            || {
                number += 1;
                let mut inputs = second(&setup, &places, number);
                let last = inputs.last().map_or(START, |(at, _)| *at);
                inputs.extend(answers(&controller.borrow()).into_iter().take(CALLS as usize).map(|said| (last, said)));
                inputs
            },
            |inputs| {
                let mut controller = controller.borrow_mut();
                for (at, input) in &inputs {
                    black_box(controller.handle(*at, input));
                }
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(step_benches, benches);
criterion_main!(step_benches);
