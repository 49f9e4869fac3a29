//! The vehicle and our side of the link comparison (`link.py` drives them): processes that speak MAVLink over UDP, so that
//! another ground station takes the place of ours without a change.
//!
//! `link stub --policy px4|ardupilot --to ADDR --loss SHARE --rtt MS --seed N` is a vehicle in the air behind a bad radio; a
//! line on its standard input is answered with what it holds. `link ours --listen ADDR --items N` sends it a mission with
//! this program's link, reads it back, and tells how long that took.

mod ours;
mod stub;

use controller_link::codec;

#[allow(dead_code, clippy::unwrap_used)] // the link's own tests use all of it, and may unwrap
#[path = "../../../controller/link/src/transfer/tests/servers.rs"]
mod servers;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| -> Outcome<&str> {
        let at = words.iter().position(|word| word == name).ok_or_else(|| format!("{name} is missing"))?;
        Ok(words.get(at + 1).ok_or_else(|| format!("{name} has no value"))?)
    };
    match words.first().map(String::as_str) {
        Some("stub") => {
            let policy = match value("--policy")? {
                "px4" => servers::Policy::Px4,
                "ardupilot" => servers::Policy::ArduPilot,
                other => return Err(format!("no policy {other}").into()),
            };
            let radio = sim::lossy::LossyConfig {
                jitter_ms: value("--rtt")?.parse::<f64>()? / 20.0,
                ..sim::lossy::LossyConfig::of(value("--loss")?.parse()?, value("--rtt")?.parse()?)
            };
            stub::run(policy, &radio, value("--seed")?.parse()?, value("--to")?.parse()?)
        }
        Some("ours") => ours::run(value("--listen")?.parse()?, value("--items")?.parse()?),
        _ => Err("link stub|ours, see tests/peers/README.md".into()),
    }
}

/// The moment on a clock that counts from the start of the process.
fn moment(start: std::time::Instant) -> geodata::Timestamp {
    geodata::Timestamp(1_000_000_000 + i64::try_from(start.elapsed().as_micros()).unwrap_or(i64::MAX))
}
