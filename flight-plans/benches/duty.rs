//! How long it takes to plan the shift of a large squadron (30 aircraft, 500 hotspots, 60 lines, 12 docks, by seed), and to
//! plan it anew after an aircraft is lost. `plan/one_second` always takes a second; what it is worth is printed.

use criterion::{Criterion, criterion_group, criterion_main};
use flight_plans::planner::duty::fiction::{Size, fiction};
use flight_plans::planner::duty::{Change, plan, replan};
use flight_plans::planner::pace::{Progress, Rounds};
use geodata::Seconds;
use std::hint::black_box;
use std::time::Instant;

/// Rounds of the search after a loss.
const REPAIR: Rounds = Rounds(1_000);

fn benches(c: &mut Criterion) {
    let (duty, _) = fiction(1, Size::LARGE);
    let mut group = c.benchmark_group("plan");
    group.sample_size(10);
    group.bench_function("feasible", |b| b.iter(|| black_box(plan(&duty, None, 1, &mut Rounds(0)))));
    let second = || {
        let begun = Instant::now();
        let mut pace = |_: &Progress| begun.elapsed().as_secs_f64();
        plan(&duty, None, 1, &mut pace)
    };
    group.bench_function("one_second", |b| b.iter(|| black_box(second())));
    let before = second();
    let now = Seconds(9_000.0);
    let mut lost = duty.clone();
    lost.fleet[4].until = now;
    let repair = || replan(&lost, &before.best, Change::at(now), 1, &mut REPAIR.clone());
    group.bench_function("repair", |b| b.iter(|| black_box(repair())));
    group.finish();
    let after = repair();
    println!(
        "plan/one_second: promise {:.4}, mean idleness {:.4}; plan/repair: promise {:.4}, {:.1} % of the legs kept",
        before.value,
        before.mean,
        after.value,
        100.0 * before.best.kept(&after.best, now)
    );
}

criterion_group!(duty, benches);
criterion_main!(duty);
