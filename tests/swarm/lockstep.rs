//! The whole simulator in lockstep, with crashes at random instants: whatever happens, the journal is sound and the mission
//! is done.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use controller_engine::{Engine, Record};
use harness::{book, county};
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sim::lockstep::Lockstep;

/// One run with the engine thrown away and rebuilt from its records at random moments.
fn crashing(seed: u64, crashes: usize) -> (bool, Vec<Record>) {
    let scenario = county::scenario("market-alarm.toml");
    let mut records: Vec<Record> = Vec::new();
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut lockstep =
        Lockstep::new(county::setup(), &scenario, seed, &mut |record| records.push(record.clone())).unwrap();
    let start = lockstep.now();
    let mut moments: Vec<f64> = (0..crashes).map(|_| dice.random_range(1.0..260.0)).collect();
    moments.sort_by(f64::total_cmp);
    let mut moments = moments.into_iter().peekable();
    while lockstep.step(&mut |record| records.push(record.clone())) {
        if moments.next_if(|moment| lockstep.now().since(start).0 >= *moment).is_some() {
            let (engine, output) = Engine::resume(county::setup(), &records, lockstep.now()).unwrap();
            lockstep.replace_engine(engine, output, &mut |record| records.push(record.clone()));
        }
    }
    (lockstep.finish().closed, records)
}

fn sound(seed: u64, crashes: usize) {
    let (closed, records) = crashing(seed, crashes);
    let lines = || {
        let start = records[0].at;
        records.iter().map(|record| controller_engine::line::of(record, start)).collect::<Vec<_>>().join("\n")
    };
    assert!(closed, "seed {seed} with {crashes} crashes: not closed\n{}", lines());
    assert_eq!(book::faults(&records), Vec::<String>::new(), "seed {seed} with {crashes} crashes\n{}", lines());
    for (incident, taskings) in book::accepted(&records) {
        assert_eq!(taskings.len(), 1, "seed {seed}: incident {incident} was accepted by {taskings:?}\n{}", lines());
    }
}

#[test]
fn twenty_four_seeds_without_a_crash_are_sound() {
    (100..124).for_each(|seed| sound(seed, 0));
}

#[test]
fn twenty_four_seeds_with_one_crash_each_are_sound() {
    (200..224).for_each(|seed| sound(seed, 1));
}

#[test]
fn twenty_four_seeds_with_ten_crashes_each_are_sound() {
    (300..324).for_each(|seed| sound(seed, 10));
}

#[test]
fn a_crash_in_the_same_place_gives_the_same_journal() {
    assert_eq!(crashing(7, 5).1, crashing(7, 5).1);
}
