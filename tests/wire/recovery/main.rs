//! `kill -9` again and again over a dozen incidents each (`make kills`: 500 times, 6,000 incidents): two controllers, each with two hundred aircraft that talk, three
//! hundred crews behind a bad radio, people who call, decide and close; killed at seeded instants, while a request is under
//! way, right after an answer, or at any moment. Then everything works again and must come to its end, and the journals are
//! held against what everybody saw for themselves. Alone in its own target: it keeps the machine busy.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod checks;
mod county;
mod desk;
mod door;
mod ear;
mod field;
mod lane;
mod pool;
mod sky;

use controller_core::{Entry, Ledger};
use harness::book;
use lane::{Kill, Outcome, Plan, run_lane};
use std::time::{Duration, Instant};

const LANES: u32 = 2;
/// `KILLS` in the environment says otherwise; `make kills` takes five hundred.
const KILLS: u32 = 100;
const INCIDENTS_A_KILL: u32 = 12;

/// A figure among all of them, from 0 to 1.
fn at(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

/// Everything that is wrong with one lane.
fn faults(lane: &Outcome) -> Vec<String> {
    let entries: Vec<Entry> = lane.records.iter().map(|record| record.entry().unwrap()).collect();
    let mut ledger = Ledger::default();
    entries.iter().for_each(|entry| ledger.apply(entry));
    let mut faults = lane.wrong.clone();
    faults.extend(book::faults(&lane.records));
    faults.extend(book::forgotten(&lane.records, &lane.answered));
    faults.extend(book::unheeded(&lane.records));
    faults.extend(checks::pressed(&entries, &lane.seen));
    faults.extend(checks::forgotten_reports(&ledger, &lane.seen));
    faults.extend(checks::done_twice(&lane.seen));
    faults.extend(checks::unapproved(&entries, &lane.takeoffs, &lane.granted));
    if !lane.verified {
        faults.push("the audit does not verify the journal".to_owned());
    }
    if lane.open > 0 || !lane.quiet {
        let open: Vec<_> = ledger.open_incidents().map(|(id, one)| (id.0, one.status)).collect();
        faults.push(format!("{} incidents are open after the calm, crews quiet: {}; {open:?}", lane.open, lane.quiet));
    }
    faults.into_iter().map(|fault| format!("seed {}: {fault}", lane.seed)).collect()
}

/// Tells how soon it was back, for who measures: a test has no bounds of time.
fn told(lanes: &[Outcome]) {
    let all = |take: fn(&Kill) -> Duration| {
        let mut all: Vec<Duration> = lanes.iter().flat_map(|lane| lane.kills.iter().map(take)).collect();
        all.sort_unstable();
        all
    };
    let (ready, whole) = (all(|kill| kill.ready), all(|kill| kill.whole));
    let (ready_p, whole_p) = ([0.5, 0.99, 1.0].map(|p| at(&ready, p).as_millis()), at(&whole, 0.99).as_millis());
    let sum = |count: fn(&Outcome) -> usize| lanes.iter().map(count).sum::<usize>();
    let longest = lanes.iter().flat_map(|lane| lane.kills.iter().map(|kill| kill.records)).max();
    println!(
        "{} kills, {} calls answered, {} records in the longest journal folded, {} taskings told, {} take-offs; back after \
         p50 {} ms, p99 {} ms, max {} ms; from the signal p99 {whole_p} ms; the crews' radio: {:?}, the door's answers: {:?}",
        ready.len(),
        sum(|lane| lane.answered.len()),
        longest.unwrap_or(0),
        sum(|lane| lane.seen.tasks.len()),
        sum(|lane| lane.takeoffs.len()),
        ready_p[0],
        ready_p[1],
        ready_p[2],
        lanes[0].seen.radio,
        lanes[0].statuses,
    );
}

#[test]
fn killed_again_and_again_it_forgets_no_call_tasks_nothing_twice_and_launches_nothing_unasked() {
    let (began, county) = (Instant::now(), county::lay());
    let kills: u32 = std::env::var("KILLS").ok().and_then(|word| word.parse().ok()).unwrap_or(KILLS);
    let lanes: Vec<Outcome> = std::thread::scope(|scope| {
        let plan =
            |seed| Plan { seed: u64::from(seed), kills: kills / LANES, incidents: kills * INCIDENTS_A_KILL / LANES };
        let lanes: Vec<_> = (1..=LANES)
            .map(plan)
            .map(|plan| {
                scope.spawn({
                    let county = &county;
                    move || run_lane(plan, county)
                })
            })
            .collect();
        lanes.into_iter().map(|lane| lane.join().unwrap()).collect()
    });
    told(&lanes);
    println!("all of it took {:?}", began.elapsed());
    let faults: Vec<String> = lanes.iter().flat_map(faults).collect();
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(lanes.iter().map(|lane| lane.kills.len()).sum::<usize>(), (kills / LANES * LANES) as usize);
}
