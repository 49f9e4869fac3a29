//! Solves public benchmark files with the cores the product plans with: `solve top FILE --seconds 1 --seed 1`.
//!
//! The last line is `value=.. bound=.. feasible=.. seconds=..`: the value and whether the answer keeps all rules are found
//! anew from the file, not taken from the search; seconds are processor time of the whole process, reading included.

#[path = "solve/arcs.rs"]
mod arcs;
#[path = "solve/args.rs"]
mod args;
#[path = "solve/clock.rs"]
mod clock;
#[path = "solve/graph.rs"]
mod graph;
#[path = "solve/lap.rs"]
mod lap;
#[path = "solve/mclp.rs"]
mod mclp;
#[path = "solve/patrol.rs"]
mod patrol;
#[path = "solve/pmed.rs"]
mod pmed;
#[path = "solve/text.rs"]
mod text;
#[path = "solve/top.rs"]
mod top;
#[path = "solve/tsp.rs"]
mod tsp;
#[path = "solve/tsplib.rs"]
mod tsplib;

#[cfg(test)]
#[path = "solve/tests.rs"]
mod tests;

use args::Job;
use std::process::ExitCode;
use text::Bad;

/// What is read at all.
const MOST_BYTES: u64 = 1 << 30;

/// What a solver found, judged anew.
pub struct Solved {
    /// In the measure of the format.
    pub value: f64,
    /// Proven, where it is.
    pub bound: Option<f64>,
    /// Whether it keeps all rules of the format.
    pub feasible: bool,
    /// More about the answer, for people.
    pub notes: Vec<String>,
}

fn run(job: &Job, text: &str) -> Result<Solved, Bad> {
    match job.kind.as_str() {
        "top" => top::solve(job, text),
        "carp" => arcs::carp(job, text),
        "kwrpp" => arcs::kwrpp(job, text),
        "pmed" => pmed::solve(job, text),
        "mclp" => mclp::solve(job, text),
        "patrol" => patrol::solve(job, text),
        "tsp" => tsp::solve(job, text),
        _ => lap::solve(job, text),
    }
}

/// Without what adding up in another order leaves in the last digits.
fn tidy(value: f64) -> f64 {
    let whole = (value * 1e9).round();
    if whole.abs() < 1e15 { whole / 1e9 } else { value }
}

fn main() -> ExitCode {
    let job = match Job::read(std::env::args().skip(1)) {
        Ok(job) => job,
        Err(bad) => {
            eprintln!("error: {}. {}\n{}", bad.say, bad.remedy, args::USAGE);
            return ExitCode::from(2);
        }
    };
    if std::fs::metadata(&job.file).is_ok_and(|file| file.len() > MOST_BYTES) {
        eprintln!("error: {}: it is too large. Give a file of at most {MOST_BYTES} bytes", job.file);
        return ExitCode::from(2);
    }
    let bytes = match std::fs::read(&job.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("error: {}: it cannot be read ({error}). Name a file that is there", job.file);
            return ExitCode::from(2);
        }
    };
    match run(&job, &String::from_utf8_lossy(&bytes)) {
        Ok(solved) => {
            for note in &solved.notes {
                println!("{note}");
            }
            let bound = solved.bound.map_or_else(|| "none".to_string(), |b| tidy(b).to_string());
            let (value, feasible, seconds) = (tidy(solved.value), solved.feasible, clock::seconds());
            println!("value={value} bound={bound} feasible={feasible} seconds={seconds:.3}");
            ExitCode::SUCCESS
        }
        Err(bad) => {
            let line = bad.line.map_or_else(String::new, |line| format!(":{line}"));
            eprintln!("error: {}{line}: {}. {}", job.file, bad.say, bad.remedy);
            ExitCode::from(2)
        }
    }
}
