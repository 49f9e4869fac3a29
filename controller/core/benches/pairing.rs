//! A hundred open places and three hundred units: the pairing alone, one unit that moves, and the travel times it needs.

#![allow(clippy::unwrap_used)] // A bench says what is wrong by panicking.

#[path = "../tests/county/mod.rs"]
mod county;

use controller_core::pairing::problem::{Candidate, Capabilities, Prices, Problem, Serving, Slot, Stage};
use controller_core::pairing::solve::{Online, solve};
use controller_core::{IncidentId, UnitId};
use criterion::{Criterion, criterion_group, criterion_main};
use geodata::{Profile, Seconds, Snap};
use std::hint::black_box;

const SLOTS: u32 = 100;
const UNITS: u32 = 300;

fn roll(state: &mut u64, sides: u32) -> u32 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    u32::try_from((*state >> 11) % u64::from(sides)).unwrap()
}

fn snaps(state: &mut u64, many: u32) -> Vec<Snap> {
    let setup = county::setup();
    let atlas = &setup.atlas;
    let start = atlas.roads.snap(atlas.posts[0].at).unwrap();
    let junctions = atlas.roads.undisturbed().reachable_within(&start, Profile::Emergency, Seconds(1e6));
    let count = u32::try_from(junctions.len()).unwrap();
    (0..many).filter_map(|_| atlas.roads.snap(junctions[roll(state, count) as usize])).collect()
}

/// Places and units on the roads of the county; a tenth of the units serve something.
fn problem(from: &[Snap], to: &[Snap]) -> Problem {
    let setup = county::setup();
    let matrix = setup.atlas.roads.undisturbed().matrix(from, to, Profile::Emergency);
    let state = &mut 5;
    let slots = (0..to.len()).map(|number| Slot {
        incident: IncidentId(u32::try_from(number).unwrap() + 1),
        slot: 0,
        priority: u8::try_from(1 + roll(state, 4)).unwrap(),
        needs: Capabilities(if number % 5 == 0 { 1 } else { 0 }),
        min_crew: 2,
        overrides: false,
        takes: true,
        swaps: false,
    });
    let slots = slots.collect();
    let units = (0..from.len()).map(|number| Candidate {
        unit: UnitId(u32::try_from(number).unwrap() + 1),
        capabilities: Capabilities(roll(state, 4)),
        crew: u8::try_from(1 + roll(state, 3)).unwrap(),
        age_ms: roll(state, 30_000),
        breaks: u8::try_from(roll(state, 3)).unwrap(),
        serves: (number % 10 == 0).then_some(Serving { slot: number / 10, stage: Stage::Asked }),
        eta_ms: matrix.row(number).iter().map(|time| time.map_or(u32::MAX, |time| (time.0 * 1000.0) as u32)).collect(),
    });
    let units = units.collect();
    let prices = Prices {
        weight: [8, 4, 2, 1],
        band_ms: 5000,
        taken_ms: [60_000, 180_000, 900_000],
        swap_ms: 120_000,
        never_ms: 300_000,
    };
    Problem { slots, units, prices }
}

fn pairing(criterion: &mut Criterion) {
    let state = &mut 3;
    let (from, to) = (snaps(state, UNITS), snaps(state, SLOTS));
    let whole = problem(&from, &to);
    let mut group = criterion.benchmark_group("pairing");
    group.sample_size(20);
    group.bench_function("batch_100x300", |bench| bench.iter(|| black_box(solve(black_box(&whole)))));
    group.bench_function("batch_100x300_etas", |bench| bench.iter(|| black_box(solve(&problem(&from, &to)))));
    let mut online = Online::new(whole.clone());
    let mut turn = 0;
    group.bench_function("one_unit_moves", |bench| {
        bench.iter(|| {
            turn = (turn + 7) % whole.units.len();
            let eta = whole.units[(turn * 3 + 1) % whole.units.len()].eta_ms.clone();
            online.change(turn, eta, 1000);
            black_box(online.paired())
        });
    });
    group.finish();
}

criterion_group!(benches, pairing);
criterion_main!(benches);
