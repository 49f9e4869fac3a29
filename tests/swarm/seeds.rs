//! The seeds, on all cores. `SKYGROUND_SEED=7` runs one and tells its story, `SKYGROUND_SEEDS=1000000` as many as one likes.

use crate::checks;
use crate::trace::{Seen, Trace};
use crate::world::{START, World};
use controller_core::line;
use std::ops::Range;
use std::panic::catch_unwind;
use std::sync::Mutex;

/// So many in CI.
const SEEDS: u64 = 20_000;
/// Of one world in so many the records are written and read back.
const THOROUGH: u64 = 64;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn lived(seed: u64) -> (Trace, Vec<String>) {
    let trace = World::new(seed).run();
    let mut faults = checks::faults(&trace);
    if seed.is_multiple_of(THOROUGH) {
        faults.extend(checks::thoroughly(&trace));
    }
    (trace, faults)
}

/// The story of a world, a line for everything that was seen.
fn story(trace: &Trace) -> String {
    let mut text = String::new();
    for (at, seen) in &trace.seen {
        let told = match seen {
            Seen::Recorded(index) => line::of(trace.entry(*index), START),
            Seen::Stands(..) => continue,
            Seen::Flown(order) => format!("  flown {} {} {}", order.kind.word(), order.id, order.vehicle),
            Seen::Told(order) => {
                format!("  told {:?} {} {} epoch {}", order.kind, order.tasking, order.unit, order.epoch)
            }
            other => format!("  {other:?}"),
        };
        text.push_str(&format!("{:8.3} {told}\n", at.since(START).0));
    }
    text
}

fn commit() -> String {
    let asked = std::process::Command::new("git").args(["rev-parse", "HEAD"]).current_dir(harness::root()).output();
    asked.ok().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// What came of many seeds.
#[derive(Default)]
struct Sum {
    faults: Vec<(u64, Vec<String>)>,
    entries: usize,
    crashes: usize,
    flights: usize,
    tasks: usize,
}

fn run(seeds: Range<u64>) -> Sum {
    let cores = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let sum = Mutex::new(Sum::default());
    std::thread::scope(|scope| {
        for core in 0..cores {
            let (sum, seeds) = (&sum, seeds.clone());
            scope.spawn(move || {
                for seed in seeds.filter(|seed| seed % cores == core) {
                    let story = catch_unwind(|| lived(seed));
                    let mut sum = sum.lock().unwrap();
                    let Ok((trace, faults)) = story else {
                        sum.faults.push((seed, vec!["panicked".to_owned()]));
                        continue;
                    };
                    sum.entries += trace.entries.len();
                    let count = |is: fn(&Seen) -> bool| trace.seen.iter().filter(|(_, seen)| is(seen)).count();
                    sum.crashes += count(|seen| matches!(seen, Seen::Back));
                    sum.flights += count(|seen| matches!(seen, Seen::Flown(_)));
                    sum.tasks += count(|seen| matches!(seen, Seen::Told(_)));
                    if !faults.is_empty() {
                        sum.faults.push((seed, faults));
                    }
                }
            });
        }
    });
    sum.into_inner().unwrap()
}

#[test]
fn twenty_thousand_seeds_forget_no_call_double_no_task_and_fly_nothing_unapproved() {
    if let Some(seed) = number("SKYGROUND_SEED") {
        let (trace, faults) = lived(seed);
        println!("{}", story(&trace));
        assert_eq!(faults, Vec::<String>::new(), "seed {seed} of {}", commit());
        return;
    }
    let from = number("SKYGROUND_FROM").unwrap_or(0);
    let seeds = number("SKYGROUND_SEEDS").unwrap_or(SEEDS);
    let mut sum = run(from..from + seeds);
    let Sum { entries, crashes, flights, tasks, .. } = sum;
    println!("{seeds} seeds: {entries} records, {crashes} crashes, {flights} orders flown, {tasks} messages to crews");
    sum.faults.sort();
    let mut text = String::new();
    for (seed, faults) in sum.faults.iter().take(20) {
        text.push_str(&format!("seed {seed}: {}\n", faults.join("; ")));
    }
    let again = "SKYGROUND_SEED=N cargo test --release --locked -p house-tests --test swarm twenty -- --nocapture";
    assert!(sum.faults.is_empty(), "{} seeds of {} fail:\n{text}alone: {again}", sum.faults.len(), commit());
}
