//! An area search under the clock: `sweep AREA AIRCRAFT SECONDS...` prints what each allowance gives. AREA is
//! `random:SEED:HOLES`, a star with holes about 1.5 km across, or a file of the ETH polygon coverage planner (.yaml), which is
//! flown as there: 3 m/s, 1 m/s², lanes 3 m apart, from nowhere in particular.

use flight_plans::planner::pace::Progress;
use flight_plans::planner::sweep::{Footprint, Ground, Motion, Searcher, SweepModel, search_area};
use flight_plans::wind::Wind;
use geodata::{Local, Metres, MetresPerSecond, Seconds};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::TAU;

/// Seconds of processor time used so far, as the kernel counts them.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0) * 1e-9
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(area) = words.first() else {
        eprintln!("sweep random:SEED:HOLES | FILE.yaml AIRCRAFT SECONDS...");
        return;
    };
    let aircraft: u32 = words.get(1).and_then(|w| w.parse().ok()).unwrap_or(1);
    let model = if let Some(rest) = area.strip_prefix("random:") {
        let mut numbers = rest.split(':').filter_map(|n| n.parse::<u64>().ok());
        random(numbers.next().unwrap_or(1), numbers.next().unwrap_or(5), aircraft)
    } else {
        let text = std::fs::read_to_string(area).unwrap_or_default();
        eth(&text, aircraft)
    };
    let mut warm = None;
    for word in words.iter().skip(2) {
        let (seconds, begun) = (word.parse::<f64>().unwrap_or(0.3), cpu());
        let mut pace = |_: &Progress| (cpu() - begun) / seconds;
        match search_area(&model, warm.as_ref(), 1, &mut pace) {
            Err(faults) => faults.iter().for_each(|fault| println!("{fault}")),
            Ok(outcome) => {
                let flown = outcome.best.parts.iter().filter(|part| !part.sorties.is_empty()).count();
                let sorties: usize = outcome.best.parts.iter().map(|part| part.sorties.len()).sum();
                let unseen: f64 = outcome.left_out.iter().map(|u| u.area_m2).sum();
                println!(
                    "seconds={:.3} home={:.1} bound={:.1} aircraft={flown} sorties={sorties} unseen={unseen:.0} of={:.0} rounds={}",
                    cpu() - begun,
                    outcome.best.home.0,
                    outcome.bound.0,
                    outcome.best.area_m2,
                    outcome.iterations
                );
                if std::env::var_os("WARM").is_some() {
                    warm = Some(outcome);
                }
            }
        }
    }
}

fn searcher(id: u32, at: Local, speed: f64, acceleration: f64, wind: Wind) -> Searcher {
    Searcher {
        id,
        motion: Motion { airspeed: MetresPerSecond(speed), acceleration, wind },
        start: at,
        end: at,
        ready: Seconds::ZERO,
        endurance: Seconds(1e6),
        turn_round: Seconds::ZERO,
        sorties: 1,
    }
}

fn star(rng: &mut ChaCha8Rng, centre: Local, radius: f64, corners: u32) -> Vec<Local> {
    let corner = |i: u32| {
        let angle = TAU * (f64::from(i) + 0.8 * rng.random::<f64>()) / f64::from(corners);
        let far = radius * (0.55 + 0.45 * rng.random::<f64>());
        Local { x: centre.x + far * angle.cos(), y: centre.y + far * angle.sin() }
    };
    (0..corners).map(corner).collect()
}

fn random(seed: u64, holes: u64, aircraft: u32) -> SweepModel {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let outer = star(&mut rng, Local::default(), 800.0, 12);
    let mut centres: Vec<Local> = Vec::new();
    while (centres.len() as u64) < holes {
        let (angle, far) = (TAU * rng.random::<f64>(), 700.0 * rng.random::<f64>().sqrt());
        let at = Local { x: far * angle.cos(), y: far * angle.sin() };
        if centres.iter().all(|other| other.distance(at).0 > 130.0) {
            centres.push(at);
        }
    }
    let holes = centres.into_iter().map(|at| star(&mut rng, at, 55.0, 6)).collect();
    let wind = Wind { east: rng.random_range(-5.0..5.0), north: rng.random_range(-5.0..5.0) };
    let who = (0..aircraft).map(|i| {
        let (sin, cos) = (TAU * f64::from(i) / f64::from(aircraft)).sin_cos();
        searcher(i + 1, Local { x: 900.0 * cos, y: 900.0 * sin }, 15.0, 3.0, wind)
    });
    SweepModel {
        searchers: who.collect(),
        ground: Ground { outer, holes, keep_outs: Vec::new(), keep: Metres(5.0) },
        seen: Footprint { radius: Metres(30.0), spacing: Metres(50.0) },
        within: Seconds(1e6),
    }
}

/// The rings of a file: `x:` and `y:` in turn, a new ring at `points:`.
fn eth(text: &str, aircraft: u32) -> SweepModel {
    let mut rings: Vec<Vec<Local>> = Vec::new();
    for line in text.lines().map(|line| line.trim().trim_start_matches("- ")) {
        let number = |line: &str| line.split(':').nth(1).and_then(|n| n.trim().parse::<f64>().ok()).unwrap_or(0.0);
        match line.split(':').next() {
            Some("points") => rings.push(Vec::new()),
            Some("x") => rings.last_mut().into_iter().for_each(|ring| ring.push(Local { x: number(line), y: 0.0 })),
            Some("y") => rings.last_mut().and_then(|r| r.last_mut()).into_iter().for_each(|at| at.y = number(line)),
            _ => {}
        }
    }
    let outer = if rings.is_empty() { Vec::new() } else { rings.remove(0) };
    let at = outer.first().copied().unwrap_or_default();
    SweepModel {
        searchers: (0..aircraft).map(|i| searcher(i + 1, at, 3.0, 1.0, Wind::CALM)).collect(),
        ground: Ground { outer, holes: rings, keep_outs: Vec::new(), keep: Metres(0.1) },
        seen: Footprint { radius: Metres(1.6), spacing: Metres(3.0) },
        within: Seconds(1e6),
    }
}
