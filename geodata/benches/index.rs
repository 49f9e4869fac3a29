//! The index beside bare rstar over the same points, in one run, and questions over 150,000 objects of all kinds.
//!
//! `index/mixed_150k` is one question of a screen: what crosses the window, the ten nearest of one kind, and all within
//! 500 m. Criterion tells the mean; the tail is printed before it, from 20,000 questions.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use geodata::{Index, Local, Metres, Shape};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rstar::{PointDistance, RTree};
use std::hint::black_box;
use std::time::Instant;

const SIDE: f64 = 60_000.0;
const POINTS: usize = 142_000;
const RADIUS: f64 = 500.0;

/// Places clustered as hotspots are: about towns, denser towards their middles.
fn places(count: usize, rng: &mut ChaCha8Rng) -> Vec<Local> {
    let towns: Vec<[f64; 3]> = (0..200)
        .map(|_| [rng.random_range(0.0..SIDE), rng.random_range(0.0..SIDE), rng.random_range(300.0..3_000.0)])
        .collect();
    let place = |_| {
        let [x, y, size] = towns[rng.random_range(0..towns.len())];
        let (far, turn): (f64, f64) = (size * rng.random::<f64>(), rng.random_range(0.0..std::f64::consts::TAU));
        Local { x: x + far * turn.cos(), y: y + far * turn.sin() }
    };
    (0..count).map(place).collect()
}

fn points(places: &[Local]) -> Vec<(Shape, u32)> {
    places.iter().zip(0..).filter_map(|(at, number)| Some((Shape::point(*at).ok()?, number))).collect()
}

fn build(c: &mut Criterion) {
    let places = places(POINTS, &mut ChaCha8Rng::seed_from_u64(1));
    let bare: Vec<[f64; 2]> = places.iter().map(|at| [at.x, at.y]).collect();
    let shapes = points(&places);
    let mut group = c.benchmark_group("index");
    group.sample_size(20);
    group.bench_function("142k_build", |b| b.iter_batched(|| shapes.clone(), Index::build, BatchSize::LargeInput));
    group.bench_function("bare_rstar_142k_build", |b| {
        b.iter_batched(|| bare.clone(), RTree::bulk_load, BatchSize::LargeInput);
    });
    group.finish();
}

/// The pairs ask the same: the unsorted ones in the order of the tree, the sorted ones nearest first with the distances.
fn questions(c: &mut Criterion) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let places = places(POINTS, &mut rng);
    let asked: Vec<Local> = (0..1_000).map(|_| places[rng.random_range(0..POINTS)]).collect();
    let bare = RTree::bulk_load(places.iter().map(|at| [at.x, at.y]).collect::<Vec<_>>());
    let index = Index::build(points(&places));
    let mut turns = asked.iter().cycle().copied();
    let mut next = || turns.next().unwrap_or_default();
    let mut group = c.benchmark_group("index");
    group.bench_function("knn10", |b| b.iter(|| index.nearest(next(), 10, |_| true)));
    group.bench_function("bare_rstar_knn10", |b| {
        b.iter(|| {
            let at = next();
            bare.nearest_neighbor_iter_with_distance_2(&[at.x, at.y]).take(10).collect::<Vec<_>>()
        });
    });
    group.bench_function("radius500m", |b| {
        b.iter(|| index.within(next(), Metres(RADIUS), |_| true).collect::<Vec<_>>());
    });
    group.bench_function("bare_radius500m", |b| {
        b.iter(|| {
            let at = next();
            bare.locate_within_distance([at.x, at.y], RADIUS * RADIUS).collect::<Vec<_>>()
        });
    });
    group.bench_function("radius500m_sorted", |b| {
        b.iter(|| index.within_nearest_first(next(), Metres(RADIUS), |_| true));
    });
    group.bench_function("bare_radius500m_sorted", |b| {
        b.iter(|| {
            let at = next();
            let near = bare.locate_within_distance([at.x, at.y], RADIUS * RADIUS);
            let mut near: Vec<(f64, &[f64; 2])> = near.map(|p| (p.distance_2(&[at.x, at.y]), p)).collect();
            near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            near
        });
    });
    let hits: usize = asked.iter().map(|at| index.within(*at, Metres(RADIUS), |_| true).count()).sum();
    eprintln!("index/radius500m: {} hits on average", hits / asked.len());
    group.finish();
}

/// 120,000 points, 20,000 lines of 12 corners, 10,000 areas of 24.
fn mixed(rng: &mut ChaCha8Rng) -> Index<u8> {
    let mut walk = |from: Local, corners: usize| -> Vec<Local> {
        let mut at = from;
        let mut step = || {
            at = Local { x: at.x + rng.random_range(-150.0..150.0), y: at.y + rng.random_range(-150.0..150.0) };
            at
        };
        (0..corners).map(|_| step()).collect()
    };
    let places = places(150_000, &mut ChaCha8Rng::seed_from_u64(2));
    let round = |middle: Local| -> Vec<Local> {
        let corner = |i: u8| (f64::from(i) / 24.0 * std::f64::consts::TAU).sin_cos();
        (0..24).map(corner).map(|(sin, cos)| Local { x: middle.x + 200.0 * cos, y: middle.y + 200.0 * sin }).collect()
    };
    Index::build(places.into_iter().enumerate().filter_map(|(number, at)| match number % 15 {
        0..12 => Some((Shape::point(at).ok()?, 0)),
        12 | 13 => Some((Shape::line(walk(at, 12)).ok()?, 1)),
        _ => Some((Shape::area(round(at), vec![]).ok()?, 2)),
    }))
}

/// How many things the three questions found.
fn ask(index: &Index<u8>, at: Local) -> usize {
    let corner = Local { x: at.x + 1_000.0, y: at.y + 700.0 };
    let seen = Shape::rectangle(at, corner).map_or(0, |window| index.crossing(&window, |_| true).len());
    seen + index.nearest(at, 10, |kind| *kind == 1).len()
        + index.within_nearest_first(at, Metres(RADIUS), |_| true).len()
}

fn mixed_150k(c: &mut Criterion) {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let index = mixed(&mut rng);
    let asked = places(20_000, &mut ChaCha8Rng::seed_from_u64(2));
    let mut spans: Vec<f64> = Vec::with_capacity(asked.len());
    for at in &asked {
        let start = Instant::now();
        black_box(ask(&index, *at));
        spans.push(start.elapsed().as_secs_f64() * 1e3);
    }
    spans.sort_by(f64::total_cmp);
    let share = |part: usize| spans[spans.len() * part / 1_000];
    eprintln!("index/mixed_150k: p50 {:.3} ms, p99 {:.3} ms, p99.9 {:.3} ms", share(500), share(990), share(999));
    let mut turns = asked.iter().cycle().copied();
    c.bench_function("index/mixed_150k", |b| b.iter(|| ask(&index, turns.next().unwrap_or_default())));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50);
    targets = build, questions, mixed_150k
}
criterion_main!(benches);
