//! What an area search costs: 3.8 km² with twelve holes in the wind, by one aircraft and by four.

#![allow(clippy::unwrap_used, missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use flight_plans::Wind;
use flight_plans::planner::pace::Rounds;
use flight_plans::planner::sweep::{Footprint, Ground, Motion, Searcher, SweepModel, search_area};
use geodata::{Local, Metres, MetresPerSecond, Seconds};
use std::hint::black_box;

fn model(aircraft: u32) -> SweepModel {
    let corner = |x: f64, y: f64| Local { x, y };
    let outer = vec![
        corner(0.0, 0.0),
        corner(2400.0, 100.0),
        corner(2300.0, 1700.0),
        corner(1100.0, 1500.0),
        corner(200.0, 1800.0),
    ];
    let hole = |i: u32| {
        let (x, y) = (300.0 + 480.0 * f64::from(i % 4), 250.0 + 400.0 * f64::from(i / 4));
        let (w, h) = (90.0 + 10.0 * f64::from(i % 3), 60.0 + 15.0 * f64::from(i % 5));
        vec![corner(x, y), corner(x + w, y + 12.0), corner(x + w - 20.0, y + h), corner(x - 10.0, y + h - 9.0)]
    };
    let dock = |i: u32| corner(600.0 * f64::from(i), if i.is_multiple_of(2) { -150.0 } else { 1900.0 });
    let wind = Wind { east: 4.0, north: 3.0 };
    let searcher = |i: u32| Searcher {
        id: i,
        motion: Motion { airspeed: MetresPerSecond(15.0), acceleration: 3.0, wind },
        start: dock(i),
        end: dock(i),
        ready: Seconds(35.0),
        endurance: Seconds(1500.0),
        turn_round: Seconds(120.0),
        sorties: 8,
    };
    SweepModel {
        ground: Ground { outer, holes: (0..12).map(hole).collect(), keep_outs: Vec::new(), keep: Metres(10.0) },
        seen: Footprint { radius: Metres(40.0), spacing: Metres(64.0) },
        searchers: (0..aircraft).map(searcher).collect(),
        within: Seconds(36_000.0),
    }
}

fn sweep(c: &mut Criterion) {
    let mut group = c.benchmark_group("sweep");
    group.sample_size(10);
    for (name, aircraft) in [("one", 1), ("four", 4)] {
        let model = model(aircraft);
        let plan = search_area(&model, None, 7, &mut Rounds(300)).unwrap();
        let told: f64 = plan.left_out.iter().map(|u| u.area_m2).sum();
        println!(
            "sweep/{name}: home {:.0} s, bound {:.0} s, unseen {told:.0} of {:.0} m2",
            plan.best.home.0, plan.bound.0, plan.best.area_m2
        );
        group.bench_function(name, |b| b.iter(|| search_area(black_box(&model), None, 7, &mut Rounds(300)).unwrap()));
    }
    group.finish();
}

criterion_group!(benches, sweep);
criterion_main!(benches);
