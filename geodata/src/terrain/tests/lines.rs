//! Lines and circles against fine sampling and against every square.

use super::*;
use crate::terrain::lattice::Spot;

const SAMPLES: u32 = 2000;

/// The greatest of ground plus something along a line, by sampling; nothing when a sample is unknown.
fn sampled(terrain: &Terrain, a: Local, b: Local, plus: impl Fn(f64) -> f64) -> Option<f64> {
    let mut most = f64::NEG_INFINITY;
    for i in 0..=SAMPLES {
        let t = f64::from(i) / f64::from(SAMPLES);
        most = most.max(terrain.height(a.toward(b, t))?.0.0 + plus(t));
    }
    Some(most)
}

#[test]
fn the_highest_ground_along_a_thousand_lines_is_that_of_fine_sampling() {
    let mut rng = seeded(1);
    for turn in 0..1000 {
        let terrain = hills(&mut rng, 90, 110, 0.0);
        let (a, b) = (place(&mut rng, 3600.0), place(&mut rng, 3600.0));
        let found = terrain.max_along(a, b);
        assert!(!found.unknown);
        let highest = found.value.unwrap().0.0;
        let slow = sampled(&terrain, a, b, |_| 0.0).unwrap();
        assert!(highest >= slow - 1e-6, "line {turn}: {highest} < {slow}");
        let there = terrain.height(found.at).unwrap().0.0;
        assert!((there - highest).abs() < 1e-3, "line {turn}: it is {there} there, not {highest}");
    }
}

#[test]
fn the_least_clearance_of_a_climbing_leg_is_that_of_fine_sampling() {
    let mut rng = seeded(2);
    for turn in 0..1000 {
        let terrain = hills(&mut rng, 90, 110, 0.0);
        let (a, b) = (place(&mut rng, 3600.0), place(&mut rng, 3600.0));
        let (up, down) = (rng.random_range(1000.0..2600.0), rng.random_range(1000.0..2600.0));
        let found = terrain.least_clearance((a, amsl(up)), (b, amsl(down)));
        let least = found.value.unwrap().0.0;
        let slow = -sampled(&terrain, a, b, |t| -(up + (down - up) * t)).unwrap();
        assert!(least <= slow + 1e-6, "leg {turn}: {least} > {slow}");
        let t = a.distance(found.at).0 / a.distance(b).0;
        let there = up + (down - up) * t - terrain.height(found.at).unwrap().0.0;
        assert!((there - least).abs() < 1e-3, "leg {turn}: it is {there} there, not {least}");
    }
}

#[test]
fn a_view_is_what_fine_sampling_over_the_curved_earth_says() {
    let mut rng = seeded(3);
    let (mut clear, mut blocked) = (0, 0);
    for turn in 0..1000 {
        let terrain = hills(&mut rng, 90, 110, 0.0);
        let (a, b) = (place(&mut rng, 3600.0), place(&mut rng, 3600.0));
        let (from, to) = (rng.random_range(1500.0..2800.0), rng.random_range(1500.0..2800.0));
        let bending = [Bending::None, Bending::Light, Bending::Radio][turn % 3];
        let k = [1.0, 1.0 / 0.87, 4.0 / 3.0][turn % 3];
        let far = a.distance(b).0;
        let above = |t: f64| far * t * far * (1.0 - t) / (2.0 * k * 6_371_008.8) - (from + (to - from) * t);
        let slow = sampled(&terrain, a, b, above).unwrap();
        match terrain.line_of_sight((a, amsl(from)), (b, amsl(to)), bending) {
            Sight::Clear { by, .. } => {
                assert!(slow <= 1e-6 && by.0 <= -slow + 1e-6, "view {turn}: {by} {slow}");
                clear += 1;
            }
            Sight::Blocked { at, by } => {
                assert!(by.0 >= slow - 1e-6, "view {turn}: {by} {slow}");
                let there = terrain.height(at).unwrap().0.0 + above(a.distance(at).0 / far);
                assert!((there - by.0).abs() < 1e-3, "view {turn}: {there} there, not {by}");
                blocked += 1;
            }
            Sight::Unknown => panic!("everything is known"),
        }
    }
    assert!(clear > 100 && blocked > 100, "{clear} clear, {blocked} blocked");
}

#[test]
fn over_the_sea_the_horizon_is_where_textbooks_put_it() {
    // Two masts of 10 m see each other over twice sqrt(2 k R h): 26.1 km by radio, 22.6 km by straight rays.
    let sea = Terrain::Flat(amsl(0.0));
    let sees = |km: f64, bending| {
        let far = Local { x: km * 1000.0, y: 0.0 };
        matches!(sea.line_of_sight((Local::default(), amsl(10.0)), (far, amsl(10.0)), bending), Sight::Clear { .. })
    };
    assert!(sees(26.0, Bending::Radio) && !sees(26.2, Bending::Radio));
    assert!(sees(22.5, Bending::None) && !sees(22.7, Bending::None));
    assert!(sees(24.1, Bending::Light) && !sees(24.3, Bending::Light));
    let here = (Local::default(), amsl(0.0));
    assert!(matches!(sea.line_of_sight(here, here, Bending::Radio), Sight::Clear { .. }), "standing on the ground");
    let nowhere = (Local { x: f64::NAN, y: 0.0 }, amsl(0.0));
    assert_eq!(sea.line_of_sight(here, nowhere, Bending::Radio), Sight::Unknown);
}

#[test]
fn unknown_ground_on_a_line_is_always_told() {
    let mut rng = seeded(4);
    let mut told = 0;
    for turn in 0..1000 {
        let terrain = hills(&mut rng, 90, 110, 0.0005);
        let (a, b) = (place(&mut rng, 5000.0), place(&mut rng, 5000.0));
        let found = terrain.max_along(a, b);
        let holes = (0..=SAMPLES).filter(|i| terrain.height(a.toward(b, f64::from(*i) / f64::from(SAMPLES))).is_none());
        let holes = holes.count();
        assert!(found.unknown || holes == 0, "line {turn} over {holes} unknown samples");
        told += usize::from(found.unknown);
        let known = (0..=SAMPLES).filter_map(|i| terrain.height(a.toward(b, f64::from(i) / f64::from(SAMPLES))));
        let slow = known.map(|h| h.0.0).fold(f64::NEG_INFINITY, f64::max);
        // A square with an unknown corner counts as unknown even where the line runs along its known side.
        assert!(found.value.map_or(f64::NEG_INFINITY, |h| h.0.0) >= slow - 40.0 || found.unknown, "line {turn}");
    }
    assert!((200..1000).contains(&told), "{told} lines over unknown ground");
}

#[test]
fn a_line_that_blocks_is_blocked_though_other_ground_is_unknown() {
    let mut heights = vec![100.0_f32; 50 * 50];
    (0..50).for_each(|row| heights[row * 50 + 20] = 400.0);
    (0..50).for_each(|row| heights[row * 50 + 35] = f32::NAN);
    let terrain = Terrain::Grid(grid(50, 50, &heights).into());
    let (a, b) = (Local { x: -1500.0, y: 10.0 }, Local { x: 1500.0, y: 10.0 });
    let view = |up| terrain.line_of_sight((a, amsl(up)), (b, amsl(up)), Bending::Radio);
    assert!(matches!(view(200.0), Sight::Blocked { by, .. } if (by.0 - 200.0).abs() < 0.3), "{:?}", view(200.0));
    assert_eq!(view(500.0), Sight::Unknown);
}

#[test]
fn the_highest_ground_within_a_circle_is_that_of_every_square_it_touches() {
    let mut rng = seeded(6);
    for turn in 0..1000 {
        let terrain = hills(&mut rng, 70, 60, if turn % 2 == 0 { 0.0 } else { 0.0005 });
        let Terrain::Grid(grid) = &terrain else { unreachable!() };
        let (at, radius) = (place(&mut rng, 2500.0), rng.random_range(0.0..2000.0));
        let found = terrain.highest_within(at, Metres(radius));
        let (highest, unknown) = every_square(grid, at, radius);
        assert_eq!(found.unknown, unknown, "circle {turn}");
        assert_eq!(found.value.map(|h| h.0.0), highest, "circle {turn}");
    }
    let terrain = hills(&mut rng, 70, 60, 0.0);
    for radius in [f64::NAN, f64::INFINITY, -5.0] {
        let found = terrain.highest_within(Local { x: 30.0, y: 20.0 }, Metres(radius));
        assert!(found.unknown || found.value.is_some());
    }
}

fn every_square(grid: &Grid, at: Local, radius: f64) -> (Option<f64>, bool) {
    let (mut highest, mut unknown) = (None::<f64>, false);
    for row in 0..grid.placed.rows - 1 {
        for column in 0..grid.placed.columns - 1 {
            let spot = |r: usize, c: usize| grid.placed.local(Spot { row: r as f64, column: c as f64 });
            let (nw, se) = (spot(row, column), spot(row + 1, column + 1));
            let near = Local { x: at.x.clamp(nw.x, se.x), y: at.y.clamp(se.y, nw.y) };
            if near.distance(at).0 > radius {
                continue;
            }
            for (r, c) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                match grid.sample(row + r, column + c) {
                    Some(height) => highest = Some(highest.map_or(height, |most| most.max(height))),
                    None => unknown = true,
                }
            }
        }
    }
    let (first, last) = (
        grid.placed.local(Spot { row: 0.0, column: 0.0 }),
        grid.placed.local(Spot { row: (grid.placed.rows - 1) as f64, column: (grid.placed.columns - 1) as f64 }),
    );
    let out = at.x - radius < first.x || at.x + radius > last.x || at.y + radius > first.y || at.y - radius < last.y;
    (highest, unknown || out)
}

#[test]
fn a_profile_begins_and_ends_where_it_should_and_is_never_too_long() {
    let terrain = Terrain::Flat(amsl(460.0));
    let (a, b) = (Local::default(), Local { x: 1000.0, y: 0.0 });
    let profile = terrain.profile(a, b, Metres(30.0));
    assert_eq!((profile.len(), profile[0].0, profile[34].0), (35, Metres(0.0), Metres(1000.0)));
    assert_eq!(terrain.profile(a, b, Metres(0.0)).len(), 10_001);
    assert_eq!(terrain.profile(a, b, Metres(f64::NAN)).len(), 10_001);
    assert_eq!(terrain.profile(a, a, Metres(10.0)).len(), 2);
    assert!(terrain.profile(a, Local { x: f64::INFINITY, y: 0.0 }, Metres(10.0)).is_empty());
}
