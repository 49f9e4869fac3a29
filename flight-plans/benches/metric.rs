//! How long the metric takes: made for 40 zones, all pairs of 500 places, one way, one reach.

use criterion::{Criterion, criterion_group, criterion_main};
use flight_plans::planner::metric::{Metric, Setting};
use flight_plans::{Airframe, Wind};
use geodata::{Agl, Amsl, Draft, Heading, Local, Metres, Seconds, Terrain, Timestamp, Zone, ZoneKind};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::hint::black_box;

/// A district of 10 by 10 km.
const SIDE: f64 = 10_000.0;

/// A star or a disc of 50 to 200 m about a place.
fn zone(number: usize, rng: &mut ChaCha8Rng) -> Option<Zone> {
    let at = Local { x: rng.random_range(0.0..SIDE), y: rng.random_range(0.0..SIDE) };
    let id = format!("Z{number}");
    if number.is_multiple_of(4) {
        return Zone::checked(Draft::cylinder(id, ZoneKind::KeepOut, at, Metres(rng.random_range(50.0..200.0)))).ok();
    }
    let corners = rng.random_range(4..9u32);
    let ring = (0..corners).map(|i| {
        let bearing = Heading::degrees(360.0 * f64::from(i) / f64::from(corners));
        at.moved(bearing, Metres(rng.random_range(50.0..200.0)))
    });
    Zone::checked(Draft::prism(id, ZoneKind::KeepOut, ring.collect())).ok()
}

fn benches(c: &mut Criterion) {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let zones: Vec<Zone> = (0..40).filter_map(|number| zone(number, &mut rng)).collect();
    let terrain = Terrain::Flat(Amsl(Metres(460.0)));
    let Some(quad) = Airframe::shipped().into_iter().next() else { return };
    let setting = Setting {
        zones: zones.iter().collect(),
        terrain: &terrain,
        margin: Metres(40.0),
        airframe: &quad,
        wind: Wind { east: 4.0, north: 2.0 },
        layer: Agl(Metres(60.0)),
        band: (Agl(Metres(0.0)), Agl(Metres(120.0))),
        from: Timestamp(0),
        lasts: Seconds(3600.0),
    };
    let metric = Metric::of(&setting);
    let mut points = Vec::new();
    while points.len() < 500 {
        let at = Local { x: rng.random_range(0.0..SIDE), y: rng.random_range(0.0..SIDE) };
        if metric.blocked_by(at).is_none() {
            points.push(at);
        }
    }
    let pairs = (0..500).flat_map(|i| (0..i).map(move |j| (i, j)));
    let blocked = pairs.filter(|&(i, j)| !metric.clear(points[i], points[j])).count();
    println!("metric: {} zones, {:.1} % of the pairs go round something", zones.len(), blocked as f64 / 1247.5);
    c.bench_function("metric/made_and_matrix_500", |b| {
        b.iter(|| black_box(Metric::of(&setting).matrix(&points)));
    });
    c.bench_function("metric/matrix_500", |b| b.iter(|| black_box(metric.matrix(&points))));
    let way = || metric.way(points[0], points[1]);
    c.bench_function("metric/way", |b| b.iter(|| black_box(way())));
    let reach = || metric.reach(points[0], Metres(60.0), true, Seconds(300.0));
    println!("metric: reach in 300 s is {:.2} km2", reach().map_or(0.0, |r| r.area_m2() / 1e6));
    c.bench_function("metric/reach", |b| b.iter(|| black_box(reach())));
}

criterion_group!(metric, benches);
criterion_main!(metric);
