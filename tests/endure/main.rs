//! The two machines that hear the radio, at length: millions of frames and thousands of transfers of plans, seeded and spoilt,
//! a minute or so of each on one core. What the fuzzer does led by coverage (`make fuzz`), this does with every build: no
//! panic, every promise of `tests/harness/hostile` kept, and never more memory than a small computer has to spare.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // what is for texts is not used here
#[path = "../hostile/spoil.rs"]
mod spoil;

use harness::hostile::{PARSERS, Parser, heard};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::panic::catch_unwind;

const FRAMES: u64 = 5_000_000;
const TRANSFERS: u64 = 30_000;
/// Kilobytes, of both machines together and all that stands round them.
const MEMORY_KB: u64 = 128 * 1_024;

/// One input after another, each made from a good one by its number: up to nine faults, then more of the same behind it.
fn inputs(parser: Parser) -> impl Iterator<Item = (u64, Vec<u8>)> {
    let seeds = (parser.seeds)();
    (0..).map(move |number| {
        let mut rng = ChaCha8Rng::seed_from_u64(number);
        let mut bytes = seeds[rng.random_range(0..seeds.len())].clone();
        for _ in 0..rng.random_range(0..3_u8) {
            bytes.extend_from_slice(&seeds[rng.random_range(0..seeds.len())]);
        }
        for _ in 0..rng.random_range(1..10_u8) {
            spoil::once(&mut bytes, &seeds, &mut rng);
        }
        (number, bytes)
    })
}

fn parser(name: &str) -> Parser {
    *PARSERS.iter().find(|parser| parser.name == name).expect("a parser of the table")
}

/// The most memory this process ever had.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn stays_small(after: &str) {
    let peak = peak_kb();
    println!("{after}: at most {peak} kB");
    assert!(peak < MEMORY_KB, "{after}: {peak} kB");
}

#[test]
fn millions_of_frames_of_any_form_are_found_and_counted_as_the_rules_say() {
    let (mut frames, mut clean, mut fed) = (0, 0, 0);
    for (number, bytes) in inputs(parser("frames")) {
        let (is_clean, found) = catch_unwind(|| heard(&bytes)).unwrap_or_else(|_| panic!("number {number}: {bytes:?}"));
        frames += found as u64;
        clean += u64::from(is_clean);
        fed += 1;
        if frames >= FRAMES {
            break;
        }
    }
    println!("{frames} frames in {fed} inputs, {clean} of them without a fault");
    assert!(clean < fed);
    stays_small("frames");
}

#[test]
fn thousands_of_transfers_over_a_radio_that_does_anything_never_verify_what_is_not_aboard() {
    let transfer = parser("transfer");
    let mut verified = 0;
    for (number, bytes) in inputs(transfer).take(TRANSFERS as usize) {
        let took = catch_unwind(|| (transfer.feed)(&bytes)).unwrap_or_else(|_| panic!("number {number}: {bytes:?}"));
        verified += u64::from(took);
    }
    println!("{verified} of {TRANSFERS} transfers verified");
    assert!(verified > 0 && verified < TRANSFERS);
    stays_small("transfers");
}
