//! Thousands of looks with every sensor off by what it is stated to be off: how far the place is from the true one, and
//! whether the ellipse holds it as often as it says. On flat ground, on rolling hills, and on real elevation models.

use super::tests::{flat, hills};
use super::view::{through, upright};
use super::*;
use crate::dice::Dice;
use geodata::{Frame, Wgs84, terrain};

const SENSORS: Sensors = Sensors::COMMON;
/// A camera of 60 by 40 degrees.
const VIEW: [f64; 2] = [1.047, 0.698];

/// One look: where the camera truly is, what it believes, and what came of it.
#[derive(Clone, Copy)]
struct Sample {
    /// Degrees below the horizon.
    depression: f64,
    /// Of the true ray.
    slant: f64,
    /// From the true place to the told one.
    off: f64,
    /// The squared distance in deviations.
    squared: f64,
}

/// A look at a place of the picture, 20 to 85 degrees below the horizon, from 60 to 400 m above the ground. The truth is the
/// model itself; that it errs is in the height.
fn look(terrain: &Terrain, reach: f64, dice: &mut Dice) -> Option<Sample> {
    let place = Local { x: dice.between(-reach, reach), y: dice.between(-reach, reach) };
    let height = terrain.height(place)?.0.0 + dice.between(60.0, 400.0);
    let (pitch, yaw) = (-dice.between(20.0, 85.0).to_radians(), dice.between(-3.1, 3.1));
    let pixel = [dice.between(0.1, 0.9), dice.between(0.1, 0.9)];
    let truth = through(upright(pitch, yaw), VIEW, pixel)?;
    let depression = truth[2].asin().to_degrees();
    if !(20.0..=85.0).contains(&depression) {
        return None;
    }
    let (there, slant) = ray::meets(terrain, place, height, truth)?;
    // What the sensors say instead.
    let off = |dice: &mut Dice, deviation: f64| deviation * dice.normal();
    let (across, over) = ray::beside(truth);
    let told = ray::turned(truth, over, off(dice, SENSORS.tilt));
    let told = ray::turned(told, across, off(dice, SENSORS.tilt));
    let told = ray::yawed(told, off(dice, SENSORS.yaw));
    let seen_from = Local { x: place.x + off(dice, SENSORS.place.0), y: place.y + off(dice, SENSORS.place.0) };
    let seen_at = Amsl(Metres(height + off(dice, SENSORS.height.0)));
    let spot = ground(terrain, seen_from, seen_at, told, &SENSORS)?;
    Some(Sample {
        depression,
        slant,
        off: spot.at.distance(there).0,
        squared: spot.error.squared_distance(spot.at, there),
    })
}

/// So many looks, and how many there were none for.
fn samples(terrain: &Terrain, reach: f64, seed: u64, count: usize) -> (Vec<Sample>, usize) {
    let mut dice = Dice::of(seed);
    let (mut found, mut tried) = (Vec::new(), 0);
    while found.len() < count {
        tried += 1;
        assert!(tried < count * 20, "hardly ever an answer");
        found.extend(look(terrain, reach, &mut dice));
    }
    (found, tried)
}

/// Mean and ninetieth percentile of the error as a share of the slant range, and the share the 90 % ellipse holds.
fn shown(name: &str, samples: &[Sample]) -> (f64, f64, f64) {
    let mut shares: Vec<f64> = samples.iter().map(|sample| sample.off / sample.slant).collect();
    shares.sort_by(f64::total_cmp);
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    let ninetieth = shares[shares.len() * 9 / 10];
    let limit = -2.0 * (1.0 - ellipse::MOST).ln();
    let held = samples.iter().filter(|sample| sample.squared <= limit).count() as f64 / samples.len() as f64;
    println!(
        "{name}: n={} mean={:.2}% p90={:.2}% of slant, ellipse holds {:.1}%",
        shares.len(),
        mean * 100.0,
        ninetieth * 100.0,
        held * 100.0
    );
    (mean, ninetieth, held)
}

fn held_to(name: &str, terrain: &Terrain, reach: f64) {
    let (all, tried) = samples(terrain, reach, 7, 10_000);
    println!("{name}: {tried} poses drawn");
    let (mean, _, held) = shown(name, &all);
    for (steep, name) in [(20.0, "20 to 30"), (30.0, "30 to 45"), (45.0, "45 to 85")] {
        let until = if steep < 45.0 { steep * 1.5 } else { 85.0 };
        let part: Vec<Sample> = all.iter().filter(|one| (steep..until).contains(&one.depression)).copied().collect();
        shown(&format!("  {name} degrees below the horizon"), &part);
    }
    assert!(mean < 0.05, "{name}: {mean}");
    assert!((0.85..=0.95).contains(&held), "{name}: {held}");
}

#[test]
fn on_flat_ground_the_error_is_less_than_a_twentieth_of_the_slant_range_and_the_ellipse_true() {
    held_to("flat", &flat(), 5e3);
}

#[test]
fn on_hills_the_error_is_less_than_a_twentieth_of_the_slant_range_and_the_ellipse_true() {
    held_to("hills", &hills(40.0), 4e3);
}

#[test]
fn on_real_ground_the_error_is_less_than_a_twentieth_of_the_slant_range_and_the_ellipse_true() {
    let models = [
        ("N43E007.hgt", Wgs84 { lat: 43.75, lon: 7.4 }),
        ("N49E011.hgt", Wgs84 { lat: 49.5, lon: 11.5 }),
        ("N50E011.hgt", Wgs84 { lat: 50.5, lon: 11.5 }),
    ];
    for (name, middle) in models {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/osm/dem");
        let Ok(bytes) = std::fs::read(path.join(format!("{name}.zip"))) else {
            println!("skipped: {name}.zip is not here");
            continue;
        };
        let frame = Frame::at(middle);
        let corner = |by: f64| Wgs84 { lat: middle.lat + by, lon: middle.lon + by };
        let name_in = format!("{name}.zip");
        let read = terrain::import(&[(name_in.as_str(), &bytes)], &frame, &[corner(-0.1), corner(0.1)]);
        let (terrain, _) = read.unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        let heights: Vec<f64> = (-60..=60)
            .flat_map(|x| (-60..=60).map(move |y| Local { x: f64::from(x) * 100.0, y: f64::from(y) * 100.0 }))
            .filter_map(|at| Some(terrain.height(at)?.0.0))
            .collect();
        let low = heights.iter().copied().fold(f64::INFINITY, f64::min);
        let high = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        println!("{name}: {} heights from {low:.0} to {high:.0} m", heights.len());
        assert!(high - low > 50.0, "{name} is flat here");
        held_to(name, &terrain, 6e3);
    }
}
