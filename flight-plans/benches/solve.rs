//! How long the planners think: an assignment and its re-solve, covering, sites, a round, sorties for a number of rounds.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use flight_plans::planner::assign::Assignment;
use flight_plans::planner::pace::Rounds;
use flight_plans::planner::siting::{Cover, Median};
use flight_plans::planner::sortie::{Crew, Goal, Mode, Model, Task, improve};
use flight_plans::planner::tour::Tour;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::hint::black_box;

/// Places even over a box of 20 km.
fn places(n: usize, seed: u64) -> Vec<(f64, f64)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..n).map(|_| (rng.random_range(0.0..20_000.0), rng.random_range(0.0..20_000.0))).collect()
}

fn apart(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// Tenths of a second by L1 x 1.2 at 11 m/s between detections and units; some pairs may not be.
fn etas(rows: usize, columns: usize, forbidden: f64) -> Vec<f64> {
    let (from, to) = (places(rows, 1), places(columns, 2));
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let pairs = from.iter().flat_map(|a| to.iter().map(move |b| (a, b)));
    pairs
        .map(|(a, b)| {
            let eta = (((a.0 - b.0).abs() + (a.1 - b.1).abs()) * 1.2 / 11.0 * 10.0).floor();
            if rng.random_bool(forbidden) { f64::INFINITY } else { eta }
        })
        .collect()
}

fn assign(c: &mut Criterion) {
    for (name, rows, columns, forbidden) in [
        ("assign/1000", 1_000, 1_000, 0.0),
        ("assign/1000_forbidden", 1_000, 1_000, 0.3),
        ("assign/900x1000_forbidden", 900, 1_000, 0.3),
        ("assign/20x60", 20, 60, 0.0),
    ] {
        let cost = etas(rows, columns, forbidden);
        c.bench_function(name, |b| {
            b.iter_batched(|| cost.clone(), |cost| Assignment::solve(rows, columns, cost), BatchSize::LargeInput);
        });
    }
    for (name, rows, forbidden) in [
        ("assign/resolve", 1_000, 0.0),
        ("assign/resolve_forbidden", 1_000, 0.3),
        ("assign/resolve_900x1000", 900, 0.3),
    ] {
        let cost = etas(rows, 1_000, forbidden);
        let Ok(solved) = Assignment::solve(rows, 1_000, cost.clone()) else { return };
        let mut changed = cost[500 * 1_000..501 * 1_000].to_vec();
        changed.reverse();
        c.bench_function(name, |b| {
            let change = |mut it: Assignment| {
                let _ = it.change(500, &changed);
                it
            };
            b.iter_batched(|| solved.clone(), change, BatchSize::LargeInput);
        });
    }
}

fn sites(c: &mut Criterion) {
    let at = places(2_000, 4);
    let near = |a: &(f64, f64)| (0_u32..).zip(&at).filter(|(_, b)| apart(*a, **b) <= 1_500.0).map(|(i, _)| i).collect();
    let reach: Vec<Vec<u32>> = at.iter().map(near).collect();
    let demand: Vec<f64> = (0..2_000_u32).map(|i| f64::from(i % 97)).collect();
    let Ok(cover) = Cover::new(&demand, &reach, 12) else { return };
    c.bench_function("cover/2000_first", |b| b.iter(|| black_box(cover.improve(None, 1, &mut Rounds(0)))));
    c.bench_function("cover/2000_64_rounds", |b| b.iter(|| black_box(cover.improve(None, 1, &mut Rounds(64)))));
    let ways: Vec<f64> = at[..500].iter().flat_map(|a| at[..500].iter().map(|b| apart(*a, *b))).collect();
    let Ok(median) = Median::new(500, ways, 20) else { return };
    c.bench_function("median/500_64_rounds", |b| b.iter(|| black_box(median.improve(None, 1, &mut Rounds(64)))));
}

fn rounds(c: &mut Criterion) {
    let at = places(300, 5);
    let all: Vec<f64> = at.iter().flat_map(|a| at.iter().map(|b| apart(*a, *b))).collect();
    let way = |a: u32, b: u32| all[a as usize * 300 + b as usize];
    let Ok(tour) = Tour::new(300, way, None) else { return };
    c.bench_function("tour/300_1024_rounds", |b| b.iter(|| black_box(tour.improve(None, 1, &mut Rounds(1_024)))));
}

fn sorties(c: &mut Criterion) {
    let at = places(100, 6);
    let place =
        |i: u32| Task { modes: vec![Mode { enter: i, leave: i, cost: 0.0 }], load: 0.0, prize: f64::from(1 + i % 20) };
    let model = Model {
        ports: 100,
        travel: at.iter().flat_map(|a| at.iter().map(|b| apart(*a, *b))).collect(),
        tasks: (1..100).map(place).collect(),
        crews: vec![Crew { start: 0, end: 0, limit: 40_000.0, capacity: 1.0 }; 3],
        goal: Goal::Prize,
    };
    let mut lines = model.clone();
    lines.goal = Goal::Cost;
    for (task, other) in lines.tasks.iter_mut().zip((1..100_u32).rev()) {
        let (a, cost) = (task.modes[0].enter, 900.0);
        task.modes = vec![Mode { enter: a, leave: other, cost }, Mode { enter: other, leave: a, cost }];
    }
    c.bench_function("top/100_1024_rounds", |b| b.iter(|| black_box(improve(&model, None, 1, &mut Rounds(1_024)))));
    c.bench_function("lines/100_1024_rounds", |b| b.iter(|| black_box(improve(&lines, None, 1, &mut Rounds(1_024)))));
}

criterion_group! {
    name = solve;
    config = Criterion::default().sample_size(10);
    targets = assign, sites, rounds, sorties
}
criterion_main!(solve);
