//! Hostile files against every door of the crate: a corpus made on the spot from nothing but this code (no large files
//! in the repository). Each file is refused with a reason, or taken with a note where a repair is right; never a panic,
//! and never more memory than a small machine can spare.
//!
//! Each file is read in a process of its own, which tells its peak memory and the processor time of the reading. With
//! `HOSTILE_TABLE=1` and `--nocapture` the figures of every file are printed.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod corpus;
mod doors;
mod jsons;
mod measure;
mod numbers;
mod packed;
mod rasters;
mod roads;
mod seeds;
mod shapes;
mod texts;
mod xmls;

use corpus::{Case, Expect, corpus};
use measure::{Figures, child};

/// Most memory a process may ever have needed for one file, the file itself and the test's own code included.
const MEMORY: u64 = 256 * 1024;

/// Set for the process of one file: its number.
const NUMBER: &str = "HOSTILE_NUMBER";

/// The child: reads one file of the corpus and prints what came of it. Does nothing when run as a plain test.
#[test]
fn one_file() {
    if let Ok(number) = std::env::var(NUMBER) {
        child(&corpus()[number.parse::<usize>().unwrap()]);
    }
}

#[test]
fn every_hostile_file_is_refused_with_a_reason_in_little_memory() {
    let cases = corpus();
    let hostile = cases.iter().filter(|case| case.expect != Expect::Taken).count();
    assert!(hostile >= 300, "{hostile} hostile files");
    let figures: Vec<Figures> = measure::all(cases.len());
    let wrong: Vec<String> = cases.iter().zip(&figures).filter_map(|(case, figures)| judge(case, figures)).collect();
    summary(&cases, &figures);
    assert!(wrong.is_empty(), "{} of {} files:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// What is wrong with the answer to a file, if anything.
fn judge(case: &Case, figures: &Figures) -> Option<String> {
    let say = |what: &str| Some(format!("{}: {what}; {figures:?}", case.name));
    if figures.answer.is_empty() {
        return say("the process died");
    }
    let fits = match case.expect {
        Expect::Refused => figures.answer == "refused",
        Expect::Told => figures.answer == "refused" || figures.answer == "noted",
        Expect::Taken => figures.answer != "refused",
    };
    if !fits {
        return say(&format!("should have been {:?}", case.expect));
    }
    if figures.kilobytes > MEMORY { say("too much memory") } else { None }
}

fn summary(cases: &[Case], figures: &[Figures]) {
    if std::env::var_os("HOSTILE_TABLE").is_some() {
        for (case, f) in cases.iter().zip(figures) {
            println!("{:<60} {:>8} {:>9.1} ms {:>7} kB  {}", case.name, f.answer, f.millis, f.kilobytes, f.codes);
        }
    }
    let slowest = cases.iter().zip(figures).max_by(|a, b| a.1.millis.total_cmp(&b.1.millis)).unwrap();
    let largest = cases.iter().zip(figures).max_by_key(|pair| pair.1.kilobytes).unwrap();
    println!("{} files", cases.len());
    println!("slowest: {} with {:.0} ms of processor time", slowest.0.name, slowest.1.millis);
    println!("largest: {} with {} kB at its peak", largest.0.name, largest.1.kilobytes);
}
