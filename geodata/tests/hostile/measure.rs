//! One process a file: what came of it, how much memory it ever had, how much processor time the reading took.

use crate::NUMBER;
use crate::corpus::Case;
use crate::doors::Answer;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is known of one file.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// `refused`, `noted` or `taken`; empty when the process died.
    pub answer: String,
    /// The codes of findings.
    pub codes: String,
    /// Processor time of the reading.
    pub millis: f64,
    /// The most memory the process ever had.
    pub kilobytes: u64,
}

/// Reads the file and prints the figures.
pub fn child(case: &Case) {
    let bytes = (case.make)();
    let before = processor_nanos();
    let answer = case.door.open(&case.file, &bytes);
    let nanos = processor_nanos().saturating_sub(before);
    let (word, findings) = match &answer {
        Answer::Refused(findings) => ("refused", findings),
        Answer::Taken(notes) if notes.is_empty() => ("taken", notes),
        Answer::Taken(notes) => ("noted", notes),
    };
    let told = findings.iter().all(|f| !f.say.is_empty() && !f.remedy.is_empty() && !f.at.is_empty());
    assert!(told, "a finding without words: {findings:?}");
    assert!(word != "refused" || !findings.is_empty(), "refused without a reason");
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.dedup();
    println!("FIGURES {word} {} {} {}", nanos, peak_kilobytes(), codes[..codes.len().min(3)].join(","));
}

/// Processor time of this thread so far, in nanoseconds (Linux).
fn processor_nanos() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0)
}

/// The peak of the process's memory (Linux; 0 elsewhere).
fn peak_kilobytes() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// The figures of all files, by their numbers.
pub fn all(count: usize) -> Vec<Figures> {
    let next = AtomicUsize::new(0);
    let figures = Mutex::new(vec![Figures::default(); count]);
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let one = run(number);
                    figures.lock().unwrap()[number] = one;
                }
            });
        }
    });
    figures.into_inner().unwrap()
}

fn run(number: usize) -> Figures {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--exact", "one_file", "--nocapture", "--test-threads=1"])
        .env(NUMBER, number.to_string())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let words =
        text.lines().find_map(|line| line.split_once("FIGURES ").map(|pair| pair.1.to_owned())).unwrap_or_default();
    let mut words = words.split(' ').map(str::to_owned);
    let mut word = || words.next().unwrap_or_default();
    Figures {
        answer: word(),
        millis: word().parse::<f64>().unwrap_or(0.0) / 1e6,
        kilobytes: word().parse().unwrap_or(0),
        codes: word(),
    }
}
