//! The product's rule against the nearest idle crew: thirty days of a city's calls under two loads. The table goes into the
//! README, between its two marks. `SEEDS=3` and `LOADS=0.5` measure less, and then nothing is written.

use harness::city::{Load, compare, table};
use std::path::PathBuf;

const MARKS: [&str; 2] = ["<!-- city: written by `make bench` -->\n", "<!-- /city -->\n"];

#[allow(clippy::expect_used, clippy::print_stdout)]
fn main() {
    let asked = |name: &str| std::env::var(name).ok();
    let seeds: u64 = asked("SEEDS").and_then(|word| word.parse().ok()).unwrap_or(30);
    let loads: Vec<f64> = asked("LOADS")
        .map_or_else(|| vec![0.3, 0.5], |words| words.split(',').filter_map(|word| word.parse().ok()).collect());
    let seeds_of: Vec<u64> = (1..=seeds).collect();
    let rows: Vec<_> = loads.iter().map(|load| compare(Load(*load), 24.0, &seeds_of)).collect();
    let table = table(&rows);
    println!("{table}");
    if asked("SEEDS").is_some() || asked("LOADS").is_some() {
        return;
    }
    let readme: PathBuf = harness::root().join("README.md");
    let text = std::fs::read_to_string(&readme).expect("the README");
    let (head, rest) = text.split_once(MARKS[0]).expect("the first mark");
    let (_, tail) = rest.split_once(MARKS[1]).expect("the second mark");
    std::fs::write(&readme, format!("{head}{}{table}{}{tail}", MARKS[0], MARKS[1])).expect("the README");
}
