//! The search beside the textbook on flat ground, and beside a slower one on hills.

use super::*;
use geodata::{Frame, Wgs84, terrain};
use proptest::prelude::*;

const SENSORS: Sensors = Sensors::COMMON;

fn ground(terrain: &Terrain, place: Local, height: Amsl, direction: [f64; 3]) -> Option<Spot> {
    super::ground(terrain, place, height, direction, &SENSORS)
}

pub(super) fn flat() -> Terrain {
    Terrain::Flat(Amsl(Metres(450.0)))
}

pub(super) fn toward(depression: f64, bearing: f64) -> [f64; 3] {
    let ((sin, cos), (east, north)) = (depression.sin_cos(), bearing.sin_cos());
    [cos * north, cos * east, sin]
}

proptest! {
    /// The exact place, and the published error budget: GPS 2.5 m, tilt 0.5 deg, yaw 2 deg, height 5 m.
    #[test]
    fn on_flat_ground_the_place_and_its_error_are_the_textbooks(
        above in 30.0..200.0f64, degrees in 15.0..89.0f64, bearing in 0.0..std::f64::consts::TAU,
        x in -5e3..5e3f64, y in -5e3..5e3f64,
    ) {
        let depression = degrees.to_radians();
        let place = Local { x, y };
        let spot = ground(&flat(), place, Amsl(Metres(450.0 + above)), toward(depression, bearing)).unwrap();
        let (slant, range) = (above / depression.sin(), above / depression.tan());
        let exact = Local { x: x + range * bearing.sin(), y: y + range * bearing.cos() };
        prop_assert!(spot.at.distance(exact).0 < 0.02, "{spot:?} {exact:?}");
        prop_assert!((spot.slant.0 - slant).abs() < 0.02);
        let Sensors { place: Metres(own), height: Metres(up), tilt, yaw } = SENSORS;
        let along = (slant * tilt / depression.sin()).hypot(up / depression.tan()).hypot(own);
        let across = (range * yaw).hypot(slant * tilt).hypot(own);
        // As deviations in the ray's own axes.
        let (e, n) = (bearing.sin(), bearing.cos());
        let of = |x: f64, y: f64| {
            (spot.error.xx * x * x + 2.0 * spot.error.xy * x * y + spot.error.yy * y * y).sqrt()
        };
        prop_assert!((of(e, n) / along - 1.0).abs() < 0.06, "{} {along}", of(e, n));
        prop_assert!((of(n, -e) / across - 1.0).abs() < 0.06, "{} {across}", of(n, -e));
    }

    /// Never a place that is not on the ground, and never one the ray does not lead to.
    #[test]
    fn any_direction_from_anywhere_gives_a_place_on_the_ray_and_the_ground_or_none(
        direction in prop::array::uniform3(prop_oneof![-1.0..1.0f64, Just(0.0), Just(f64::NAN), Just(f64::INFINITY)]),
        x in prop_oneof![-1e7..1e7f64, Just(f64::NAN)], above in -100.0..2e4f64,
    ) {
        let height = 450.0 + above;
        if let Some(spot) = ground(&flat(), Local { x, y: 0.0 }, Amsl(Metres(height)), direction) {
            prop_assert!(above > 0.0 && direction[2] > 0.0 && spot.error.is_sound());
            prop_assert!(spot.slant <= FARTHEST);
        }
    }
}

/// Rolling hills of this amplitude, in a grid of three seconds, and the frame they lie in.
pub(super) fn hills(high: f64) -> Terrain {
    let (sw, ne) = (Wgs84 { lat: 47.1, lon: 9.45 }, Wgs84 { lat: 47.2, lon: 9.6 });
    let frame = Frame::at(Wgs84 { lat: 47.15, lon: 9.525 });
    let mut tile = Vec::with_capacity(1201 * 1201 * 2);
    for (row, column) in (0..1201).flat_map(|row| (0..1201).map(move |column| (row, column))) {
        let at = frame.to_local(Wgs84 { lat: 48.0 - f64::from(row) / 1200.0, lon: 9.0 + f64::from(column) / 1200.0 });
        let height = 500.0 + high * (at.x / 400.0).sin() * (at.y / 300.0).cos();
        tile.extend((height.round() as i16).to_be_bytes());
    }
    terrain::import(&[("N47E009.hgt", &tile)], &frame, &[sw, ne]).unwrap().0
}

/// The slow oracle: every 20 centimetres of the ray.
fn slowly(terrain: &Terrain, place: Local, height: f64, direction: [f64; 3]) -> Option<Local> {
    let [north, east, down] = direction;
    let length = north.hypot(east).hypot(down);
    let at = |far: f64| Local { x: place.x + far * east / length, y: place.y + far * north / length };
    (0..25_000)
        .map(|step| f64::from(step) * 0.2)
        .find(|far| terrain.height(at(*far)).is_none_or(|ground| height - far * down / length <= ground.0.0))
        .map(at)
}

#[test]
fn over_hills_the_place_is_the_one_a_slow_search_finds_and_its_error_grows_with_the_slope() {
    let terrain = hills(80.0);
    let mut found = 0;
    for number in 0..400 {
        let turn = f64::from(number);
        let place = Local { x: 1500.0 * (turn * 0.37).sin(), y: 1500.0 * (turn * 0.71).cos() };
        let height = terrain.height(place).unwrap().0.0 + 40.0 + turn / 4.0;
        let direction = toward((15.0 + turn * 1.7 % 70.0).to_radians(), turn * 2.4);
        let Some(spot) = ground(&terrain, place, Amsl(Metres(height)), direction) else { continue };
        let slow = slowly(&terrain, place, height, direction).unwrap();
        assert!(spot.at.distance(slow).0 < 0.5, "{number}: {spot:?} {slow:?}");
        found += 1;
    }
    assert!(found > 380, "{found} of 400");
}

#[test]
fn where_nothing_sure_can_be_said_nothing_is_said() {
    let terrain = hills(80.0);
    let here = Local::default();
    let over = Amsl(Metres(terrain.height(here).unwrap().0.0 + 60.0));
    assert_eq!(ground(&terrain, here, over, toward(0.0, 1.0)), None, "along the horizon");
    assert_eq!(ground(&terrain, here, over, toward(-0.3, 1.0)), None, "above the horizon");
    assert_eq!(ground(&terrain, here, Amsl(Metres(300.0)), toward(1.0, 1.0)), None, "from below the ground");
    assert_eq!(ground(&terrain, Local { x: 60_000.0, y: 0.0 }, over, toward(1.0, 1.0)), None, "off the known ground");
    assert_eq!(
        ground(&flat(), here, Amsl(Metres(480.0)), toward(SENSORS.tilt * 0.9, 1.0)),
        None,
        "one deviation off it"
    );
    let below = ground(&terrain, here, over, [0.0, 0.0, 1.0]).unwrap();
    assert!(below.at.distance(here).0 < 1e-6 && below.error.radius(0.68).0 < 5.0, "{below:?}");
}
