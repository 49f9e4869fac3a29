//! One place at a time: interpolation, holes, edges, and the fallback for those who must have a number.

use super::*;

#[test]
fn between_samples_the_ground_is_interpolated_and_at_a_sample_it_is_the_sample() {
    let terrain = Terrain::Grid(grid(2, 2, &[100.0, 200.0, 300.0, 500.0]).into());
    let Terrain::Grid(grid) = &terrain else { unreachable!() };
    let (east, north) = (grid.spacing().0.0 / 2.0, grid.spacing().1.0 / 2.0);
    let height = |x: f64, y: f64| terrain.height(Local { x, y }).map(|h| h.0.0);
    assert!((height(0.0, 0.0).unwrap() - 275.0).abs() < 0.06);
    for (x, y, expected) in [(-1.0, 1.0, 100.0), (1.0, 1.0, 200.0), (-1.0, -1.0, 300.0), (1.0, -1.0, 500.0)] {
        let inside = 1.0 - 1e-9;
        assert!((height(x * east * inside, y * north * inside).unwrap() - expected).abs() < 0.06);
    }
    assert_eq!(height(east * 1.01, 0.0), None);
    assert_eq!(height(0.0, f64::NAN), None);
    assert_eq!(height(f64::INFINITY, 0.0), None);
    assert!((grid.spacing().0.0 - 75.5).abs() < 0.5 && (grid.spacing().1.0 - 92.5).abs() < 0.5, "{:?}", grid.spacing());
}

#[test]
fn beside_a_hole_nothing_is_known_but_a_high_enough_number_is_had() {
    let mut heights = vec![100.0_f32; 40 * 40];
    for row in 10..25 {
        for column in 10..25 {
            heights[row * 40 + column] = f32::NAN;
        }
    }
    heights[9 * 40 + 12] = 180.0;
    heights[39] = 900.0;
    let terrain = Terrain::Grid(grid(40, 40, &heights).into());
    let Terrain::Grid(grid) = &terrain else { unreachable!() };
    let at = |row: f64, column: f64| grid.placed.local(super::super::lattice::Spot { row, column });
    assert_eq!(terrain.height(at(12.0, 12.0)), None);
    assert_eq!(terrain.height(at(9.5, 12.0)), None, "between the rim and the hole");
    assert!(
        (terrain.ground(at(12.0, 12.0)).0.0 - 180.0).abs() < 0.06,
        "the highest near by, not of the whole district"
    );
    assert!((terrain.ground(at(-50.0, 60.0)).0.0 - 900.0).abs() < 0.06, "outside: the highest of the nearest corner");
    assert!(terrain.ground(Local { x: f64::NAN, y: f64::NAN }).0.0.is_finite());
    assert!(grid.unknown_share() > 0.13 && terrain.note().unwrap().contains("14.1 % unknown"), "{:?}", terrain.note());
}

#[test]
fn the_fallback_is_never_lower_than_the_ground_it_stands_for() {
    // Hide a spot of real hills, ask for it, and compare with what was hidden, over smooth ground.
    let mut rng = seeded(5);
    for _ in 0..50 {
        let wide = rng.random_range(40.0..90.0);
        let hill = |row: usize, column: usize| (1500.0 + 300.0 * ((row as f64 + column as f64) / wide).sin()) as f32;
        let mut heights: Vec<f32> = (0..100 * 100).map(|i| hill(i / 100, i % 100)).collect();
        let (row, column) = (rng.random_range(20..80), rng.random_range(20..80));
        for r in row - 2..=row + 2 {
            for c in column - 2..=column + 2 {
                heights[r * 100 + c] = f32::NAN;
            }
        }
        let terrain = Terrain::Grid(grid(100, 100, &heights).into());
        let Terrain::Grid(grid) = &terrain else { unreachable!() };
        let at = grid.placed.local(super::super::lattice::Spot { row: row as f64, column: column as f64 });
        assert_eq!(terrain.height(at), None);
        let (given, hidden) = (terrain.ground(at).0.0, f64::from(hill(row, column)));
        assert!(given > hidden - 1.0, "{given} for {hidden}");
    }
}

#[test]
fn heights_keep_a_decimetre_and_a_district_may_be_nine_kilometres_high() {
    let low = Packed::new(&[431.04, 431.06, 2599.0], Vec::new());
    assert!((low.height(0).unwrap() - 431.04).abs() <= 0.051 && (low.height(2).unwrap() - 2599.0).abs() <= 0.051);
    let everest = Packed::new(&[-430.0, 8848.9, f32::NAN], Vec::new());
    assert!((everest.height(1).unwrap() - 8848.9).abs() <= 0.11);
    assert_eq!(everest.height(2), None);
    assert_eq!(everest.height(3), None);
    assert_eq!(Packed::new(&[f32::NAN], Vec::new()).height(0), None);
}

#[test]
fn an_autopilot_gets_its_sixteen_heights_or_none() {
    // A plane that rises 1 m for 10 m northward and 2 m for 10 m eastward.
    let terrain = {
        let (rows, columns) = (100_u32, 100_u32);
        let spacing = (92.4574, 75.484);
        let height = |i: u32| {
            let (row, column) = (f64::from(i / columns) - 49.5, f64::from(i % columns) - 49.5);
            (1500.0 - row * spacing.0 * 0.1 + column * spacing.1 * 0.2) as f32
        };
        Terrain::Grid(grid(rows, columns, &(0..rows * columns).map(height).collect::<Vec<_>>()).into())
    };
    let corner = frame().origin();
    let block = |bit| block_heights(&terrain, &frame(), corner, Metres(30.0), bit);
    let first = block(0).unwrap();
    assert_eq!((first[0], first[1], first[3], first[4], first[15]), (1500, 1506, 1518, 1503, 1527));
    assert_eq!(block(1).unwrap()[0], 1524, "the next block lies eastward");
    assert_eq!(block(8).unwrap()[0], 1512, "the ninth lies northward of the first");
    assert_eq!(block(56), None);
    assert_eq!(block_heights(&terrain, &frame(), corner, Metres(3000.0), 55), None, "out of the data");
    assert_eq!(block_heights(&terrain, &frame(), corner, Metres(f64::NAN), 0), None);
    assert_eq!(block_heights(&terrain, &frame(), Wgs84 { lat: 91.0, lon: 0.0 }, Metres(30.0), 0), None);
}
