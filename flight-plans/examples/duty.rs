//! A shift of a large squadron by seed, planned under the clock: `duty SEED SECONDS...` prints what each allowance gives.

use flight_plans::planner::duty::fiction::{Size, fiction};
use flight_plans::planner::duty::plan;
use flight_plans::planner::pace::{Progress, Rounds};

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
    let seconds: Vec<f64> = words.filter_map(|w| w.parse::<f64>().ok()).collect();
    for sharp in [3, 4] {
        for (warm, cold) in [(0.3, 0.003), (0.03, 0.0003), (0.003, 0.00003)] {
            for seconds in &seconds {
                let begun = cpu();
                let mut pace = |_: &Progress| (cpu() - begun) / seconds;
                let style = flight_plans::planner::duty::Style { warm, cold };
                let outcome = flight_plans::planner::duty::styled(&duty, None, seed, &mut pace, style, sharp);
                tell(&format!("{sharp} {warm} {cold} {seconds} s"), begun, &outcome);
                let worst: Vec<(String, f64)> = outcome.late.iter().take(4).cloned().collect();
                println!("{worst:?} {:?}", outcome.left_out.iter().map(|l| &l.0).collect::<Vec<_>>());
            }
        }
    }
}
