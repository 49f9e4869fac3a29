//! Fictional shifts of any size by seed: a city of places round its docks, for demonstrations, benches and tests.

use super::model::{Band, Craft, Dock, Duty, Hop, Kind, Target, Watcher, Way, Ways};
use geodata::{Local, Seconds};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How much of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Aircraft.
    pub aircraft: usize,
    /// Hotspots.
    pub hotspots: usize,
    /// Patrol lines.
    pub lines: usize,
    /// Docks.
    pub docks: usize,
}

impl Size {
    /// A large squadron: 30 aircraft, 500 hotspots, 60 lines, 12 docks.
    pub const LARGE: Self = Self { aircraft: 30, hotspots: 500, lines: 60, docks: 12 };
}

/// Cruise of the fictional aircraft, metres a second, and the wind it flies in, east and north.
const CRUISE: f64 = 15.0;
const WIND: (f64, f64) = (3.0, -2.0);
/// Endurances full to empty, seconds.
const HOVER: f64 = 1824.0;
const CRUISING: f64 = 1900.0;

/// A shift of eight hours and where its ports lie: hotspots with hours and intervals, lines flown from either end, docks
/// that swap or charge, an operator for four aircraft each.
#[must_use]
pub fn fiction(seed: u64, size: Size) -> (Duty, Vec<Local>) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let length = 28_800.0;
    #[allow(clippy::cast_precision_loss)] // Dozens of docks.
    let side = 4_000.0 * (size.docks.max(1) as f64).sqrt();
    let mut places: Vec<Local> = (0..size.docks).map(|_| anywhere(&mut rng, side)).collect();
    let centres: Vec<Local> = (0..size.docks * 3).map(|_| anywhere(&mut rng, side)).collect();
    let mut targets = Vec::new();
    for i in 0..size.hotspots {
        let place = near(&mut rng, &centres, side);
        let port = push(&mut places, place);
        let ways = vec![Way { enter: port, leave: port, time: 30.0 + 15.0 * whole(&mut rng, 5) }];
        targets.push(Target { id: format!("H{i}"), ways, ..wish(&mut rng, length, 3_600.0) });
    }
    for i in 0..size.lines {
        let from = near(&mut rng, &centres, side);
        let to =
            Local { x: from.x + rng.random_range(-1_500.0..1_500.0), y: from.y + rng.random_range(-1_500.0..1_500.0) };
        let time = f64_to_f32((from.distance(to).0 * 1.3 / 10.0).ceil());
        let (a, b) = (push(&mut places, from), push(&mut places, to));
        let ways = vec![Way { enter: a, leave: b, time }, Way { enter: b, leave: a, time }];
        targets.push(Target { id: format!("L{i}"), ways, ..wish(&mut rng, length, 7_200.0) });
    }
    let docks = (0..size.docks)
        .map(|d| Dock { id: format!("D{d}"), port: u32::try_from(d).unwrap_or(0), chargers: 2, slot: Seconds(60.0) })
        .collect();
    let fleet = (0..size.aircraft).map(|c| Craft {
        vehicle: u32::try_from(c + 1).unwrap_or(0),
        kind: usize::from(c % 3 == 2),
        dock: c % size.docks.max(1),
        ready: Seconds::ZERO,
        until: Seconds(f64::INFINITY),
    });
    let fleet = if size.docks == 0 { Vec::new() } else { fleet.collect() };
    let kinds = vec![kind("swaps", &places, 300.0, 0.0), kind("charges", &places, 60.0, 21.0)];
    let watchers = (0..size.aircraft.div_ceil(5)).map(|w| Watcher {
        id: format!("W{w}"),
        most: 4,
        from: Seconds::ZERO,
        to: Seconds(length),
    });
    let watchers = watchers.collect();
    (Duty { length: Seconds(length), targets, docks, fleet, kinds, watchers }, places)
}

fn anywhere(rng: &mut impl Rng, side: f64) -> Local {
    Local { x: rng.random_range(0.0..side), y: rng.random_range(0.0..side) }
}

fn near(rng: &mut impl Rng, centres: &[Local], side: f64) -> Local {
    if centres.is_empty() || rng.random_bool(0.3) {
        return anywhere(rng, side);
    }
    let centre = centres[rng.random_range(0..centres.len())];
    let around = |rng: &mut dyn FnMut() -> f64| (rng() + rng() + rng() - 1.5) * 1_200.0;
    let mut chance = || rng.random::<f64>();
    Local { x: centre.x + around(&mut chance), y: centre.y + around(&mut chance) }
}

fn push(places: &mut Vec<Local>, place: Local) -> u32 {
    places.push(place);
    u32::try_from(places.len() - 1).unwrap_or(0)
}

fn whole(rng: &mut impl Rng, below: u8) -> f32 {
    f32::from(rng.random_range(0..below))
}

#[allow(clippy::cast_possible_truncation)] // Whole seconds.
fn f64_to_f32(value: f64) -> f32 {
    value as f32
}

/// Weight, hours and interval of a place.
fn wish(rng: &mut impl Rng, length: f64, shortest: f64) -> Target {
    let every = shortest * f64::from(1 << rng.random_range(0..3));
    let band = |from: f64, to: f64, every: f64| Band { from: Seconds(from), to: Seconds(to), every: Seconds(every) };
    let half = length / 2.0;
    let bands = match rng.random_range(0..10) {
        0 => vec![band(0.0, half, every)],
        1 => vec![band(half, length, every)],
        2 => vec![band(0.0, half, every), band(half, length, every * 2.0)],
        3 => vec![band(0.0, half - 3_600.0, every), band(half + 3_600.0, length, every)],
        _ => vec![band(0.0, length, every)],
    };
    let weight = [1.0, 1.0, 1.0, 0.7][rng.random_range(0..4)];
    Target { id: String::new(), ways: Vec::new(), weight, bands, idle: Seconds(every * rng.random_range(0.0..0.5)) }
}

fn kind(name: &str, places: &[Local], turn: f64, turn_per_percent: f64) -> Kind {
    let hop = |from: usize, to: usize| {
        let (a, b) = (places[from], places[to]);
        let length = a.distance(b).0;
        let (x, y) = ((b.x - a.x) / length.max(1e-9), (b.y - a.y) / length.max(1e-9));
        let along = WIND.0 * x + WIND.1 * y;
        let across = WIND.0 * y - WIND.1 * x;
        let speed = (CRUISE * CRUISE - across * across).sqrt() + along;
        let time = length / speed;
        Some((Seconds(time), 100.0 * time / CRUISING))
    };
    Kind {
        name: name.to_owned(),
        ways: Ways::new(places.len(), hop),
        launch: Hop::new(Seconds(35.0), 0.3),
        land: Hop::new(Seconds(20.0), 1.1),
        serving: 100.0 / HOVER,
        budget: 75.0,
        longest: Seconds((0.75 * CRUISING).floor()),
        turn: Seconds(turn),
        turn_per_percent: Seconds(turn_per_percent),
    }
}
