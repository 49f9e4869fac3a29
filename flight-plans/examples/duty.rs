//! A shift of a large squadron by seed, planned under the clock: `duty SEED SECONDS...` prints what each allowance gives.

use flight_plans::planner::duty::fiction::{Size, fiction};
use flight_plans::planner::duty::order::vary;
use flight_plans::planner::duty::{Change, plan, replan};
use flight_plans::planner::pace::{Progress, Rounds};
use geodata::Seconds;

/// Seconds of processor time used so far, as the kernel counts them.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0) * 1e-9
}

fn main() {
    let mut words = std::env::args().skip(1);
    let seed = words.next().and_then(|w| w.parse().ok()).unwrap_or(1);
    let (duty, _) = fiction(seed, Size::LARGE);
    let tell = |what: &str, begun: f64, outcome: &flight_plans::planner::duty::Outcome| {
        let visits: usize = outcome.best.sorties.iter().map(|s| s.visits.len()).sum();
        println!(
            "{what}: seconds={:.3} value={:.4} mean={:.4} bound={:.4} sorties={} visits={visits} left_out={} late={} rounds={}",
            (cpu() - begun),
            outcome.value,
            outcome.mean,
            outcome.bound.unwrap_or(f64::NAN),
            outcome.best.sorties.len(),
            outcome.left_out.len(),
            outcome.late.len(),
            outcome.iterations,
        );
    };
    let begun = cpu();
    let first = plan(&duty, None, seed, &mut Rounds(0));
    tell("feasible", begun, &first);
    for (id, why) in first.left_out.iter().take(3) {
        println!("  left out {id}: {why}");
    }
    for finding in &first.findings {
        println!("  {finding}");
    }
    let mut last = first;
    for seconds in words.filter_map(|w| w.parse::<f64>().ok()) {
        let begun = cpu();
        let mut pace = |_: &Progress| (cpu() - begun) / seconds;
        last = plan(&duty, None, seed, &mut pace);
        tell(&format!("{seconds} s"), begun, &last);
    }
    let now = Seconds(9_000.0);
    let mut lost = duty.clone();
    lost.fleet[4].until = now;
    let begun = cpu();
    let mut pace = |_: &Progress| (cpu() - begun) / 0.25;
    let after = replan(&lost, &last.best, Change::at(now), seed, &mut pace);
    tell("an aircraft lost", begun, &after);
    println!("  {:.1} % of the legs kept", 100.0 * last.best.kept(&after.best, now));
    let begun = cpu();
    let drawn = vary(&duty, &last.best, Change::at(Seconds(-1_000.0)), 0.05, seed);
    tell("drawn by seed", begun, &drawn.outcome);
    println!(
        "  {:.0} bits in {} draws, at most {:.0} by the seed; {:.1} % worse",
        drawn.drawn_bits,
        drawn.draws,
        drawn.bits,
        100.0 * drawn.cost
    );
}
