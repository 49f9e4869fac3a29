//! How long zones take: 10,000 legs against 1,000 zones, half of them with hours and heights.

use criterion::{Criterion, criterion_group, criterion_main};
use geodata::zone::{Days, Period, Schedule, Span};
use geodata::{
    Agl, Amsl, Draft, Heading, Hours, Leg, Limit, Local, Metres, Seconds, Terrain, Timestamp, Zone, ZoneKind, Zones,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::hint::black_box;

/// Half the width of the district in metres.
const HALF: f64 = 20_000.0;
/// 2026-05-11 09:00 UTC, a Monday.
const NINE: i64 = 1_778_490_000_000_000;

fn place(rng: &mut ChaCha8Rng) -> Local {
    Local { x: rng.random_range(-HALF..HALF), y: rng.random_range(-HALF..HALF) }
}

/// Every fourth is round, the others have 4 to 24 corners; 100 to 800 m across.
fn zone(rng: &mut ChaCha8Rng, id: u32) -> Option<Zone> {
    let (middle, size) = (place(rng), rng.random_range(50.0..400.0));
    let draft = if id.is_multiple_of(4) {
        Draft::cylinder(format!("Z{id}"), ZoneKind::KeepOut, middle, Metres(size))
    } else {
        let count: u32 = rng.random_range(4..25);
        let corner = |i| {
            middle.moved(
                Heading::degrees(360.0 * f64::from(i) / f64::from(count)),
                Metres(size * rng.random_range(0.5..1.0)),
            )
        };
        Draft::prism(format!("Z{id}"), ZoneKind::KeepOut, (0..count).map(corner).collect())
    };
    let hours = Hours { from_minute: rng.random_range(480..540), to_minute: rng.random_range(560..1080) };
    let weekly = Period { spans: vec![Span { days: Days::WORKING, hours }], ..Period::default() };
    let schedule = if id.is_multiple_of(2) {
        Schedule { periods: vec![weekly], ..Schedule::default() }
    } else {
        Schedule::default()
    };
    let draft = if id.is_multiple_of(2) { draft.between(Limit::Open, Limit::Agl(Agl(Metres(200.0)))) } else { draft };
    Zone::checked(Draft { schedule, ..draft }).ok()
}

/// 0.5 to 5 km, some of them climbing, at 15 m/s.
fn leg(rng: &mut ChaCha8Rng) -> Leg {
    let from = place(rng);
    let long = Metres(rng.random_range(500.0..5000.0));
    let to = from.moved(Heading::degrees(rng.random_range(0.0..360.0)), long);
    let start = Timestamp(NINE).plus(Seconds(rng.random_range(0.0..3600.0)));
    let (low, high) = (Amsl(Metres(520.0)), Amsl(Metres(520.0 + rng.random_range(0.0..60.0))));
    Leg { from, from_height: low, to, to_height: high, start, end: start.plus(Seconds(long.0 / 15.0)) }
}

fn bench(c: &mut Criterion) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let zones: Vec<Zone> = (0..1000).filter_map(|id| zone(&mut rng, id)).collect();
    let Ok(set) = Zones::new(zones.clone()) else { return };
    let legs: Vec<Leg> = (0..10_000).map(|_| leg(&mut rng)).collect();
    let terrain = Terrain::Flat(Amsl(Metres(460.0)));
    let all = |set: &Zones| legs.iter().map(|leg| set.crossings(leg, &terrain).len()).sum::<usize>();
    println!("{} zones, {} legs, {} crossings", set.len(), legs.len(), all(&set));
    c.bench_function("zones/leg_check", |b| b.iter(|| black_box(all(&set))));
    let mut edited = set.clone();
    let mut next = zones.iter().cycle();
    c.bench_function("zones/replace_one", |b| b.iter(|| next.next().map(|zone| edited.replace(zone.clone()))));
    let spots: Vec<Local> = (0..1000).map(|_| place(&mut rng)).collect();
    let nearest = || spots.iter().filter_map(|at| set.nearest_border(*at, |_| true)).map(|(_, far)| far.0).sum::<f64>();
    c.bench_function("zones/nearest_border_x1000", |b| b.iter(|| black_box(nearest())));
}

criterion_group!(benches, bench);
criterion_main!(benches);
