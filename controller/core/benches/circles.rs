//! From a unit's word of where it is to the circles of the whole district as they then stand.

#![allow(clippy::unwrap_used)] // A bench says what is wrong by panicking.

#[path = "../tests/county/mod.rs"]
mod county;

use controller_core::{Controller, Input, UnitId, UnitReport};
use criterion::{Criterion, criterion_group, criterion_main};
use geodata::{Heading, MetresPerSecond, Profile, Timestamp};
use std::hint::black_box;

const START: Timestamp = Timestamp(1_778_572_800_000_000);

fn benches(c: &mut Criterion) {
    let (mut controller, _) = Controller::start(county::setup(), START);
    let places: Vec<_> = controller.setup.atlas.guarded.iter().map(|place| place.at).collect();
    let car = controller.setup.plan.ground.iter().find(|unit| unit.profile != Profile::Foot).unwrap().unit;
    println!("{} guarded places", places.len());
    let mut second = 0_i64;
    // Each time it stands at another place, a second later.
    c.bench_function("circles/one_unit_moves", |b| {
        b.iter(|| {
            second += 1;
            let at = Timestamp(START.0 + second * 1_000_000);
            let place = controller.setup.atlas.frame.to_wgs84(places[second as usize % places.len()]);
            let (speed, heading) = (MetresPerSecond(0.0), Heading::default());
            let report = UnitReport {
                unit: UnitId(car),
                at,
                place,
                speed,
                heading,
                available: true,
                duty: None,
                crew: None,
                seq: None,
            };
            controller.handle(at, &Input::Ground(report));
            black_box(controller.circles.as_ref().map(|watch| watch.changed().count()))
        });
    });
}

criterion_group!(circle_benches, benches);
criterion_main!(circle_benches);
