//! Solves public benchmark files with the cores the product plans with: `solve top FILE --seconds 1 --seed 1`.
//!
//! The last line is `value=.. bound=.. feasible=.. seconds=..`; seconds are processor time.

#[path = "solve/arcs.rs"]
mod arcs;
#[path = "solve/clock.rs"]
mod clock;
#[path = "solve/lap.rs"]
mod lap;
#[path = "solve/sites.rs"]
mod sites;
#[path = "solve/top.rs"]
mod top;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let get = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).cloned();
    let seconds: f64 = get("--seconds").and_then(|s| s.parse().ok()).unwrap_or(1.0);
    let seed: u64 = get("--seed").and_then(|s| s.parse().ok()).unwrap_or(1);
    let k: usize = get("-k").and_then(|s| s.parse().ok()).unwrap_or(2);
    let text = std::fs::read_to_string(&args[1]).unwrap();
    match args[0].as_str() {
        "top" => top::solve(&text, seconds, seed),
        "carp" => arcs::carp(&text, seconds, seed),
        "kwrpp" => arcs::kwrpp(&text, k, seconds, seed),
        "pmed" => sites::pmed(&text, seconds, seed),
        "mclp" => {
            sites::mclp(&text, get("-r").unwrap().parse().unwrap(), get("-p").unwrap().parse().unwrap(), seconds, seed)
        }
        "lap" => lap::solve(&text),
        _ => panic!(),
    }
}
