//! The ground against slow answers, real tiles and files that lie.

mod grids;
mod hostile;
mod lines;
mod real;
mod tiffs;
mod tiles;

use super::grid::{About, Grid};
use super::lattice::Lattice;
use super::packed::Packed;
use super::*;
use crate::frame::{Frame, Wgs84};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A valley near Dingxi.
pub(super) fn frame() -> Frame {
    Frame::at(Wgs84 { lat: 35.58, lon: 104.62 })
}

/// A grid about the frame's origin with samples three seconds apart.
pub(super) fn grid(rows: u32, columns: u32, heights: &[f32]) -> Grid {
    let step = 1.0 / 1200.0;
    let middle = |count: u32| f64::from(count - 1) / 2.0 * step;
    let lattice = Lattice {
        north: 35.58 + middle(rows),
        west: 104.62 - middle(columns),
        step_lat: step,
        step_lon: step,
        rows,
        columns,
    };
    let about = About { source: "a test".into(), vertical: VerticalDatum::Egm96 };
    Grid::new(lattice, Packed::new(heights, Vec::new()), about, &frame())
}

/// Steep hills, and here and there a hole.
pub(crate) fn hills(rng: &mut ChaCha8Rng, rows: u32, columns: u32, holes: f64) -> Terrain {
    let (wide, high) = (rng.random_range(3.0..30.0), rng.random_range(5.0..900.0));
    let height = |i: u32, rng: &mut ChaCha8Rng| {
        let (row, column) = (f64::from(i / columns), f64::from(i % columns));
        let hill = (row / wide).sin() * (column / wide * 1.3).cos() * high + rng.random_range(0.0..20.0);
        if rng.random_bool(holes) { f32::NAN } else { (1500.0 + hill) as f32 }
    };
    let heights: Vec<f32> = (0..rows * columns).map(|i| height(i, rng)).collect();
    Terrain::Grid(std::sync::Arc::new(grid(rows, columns, &heights)))
}

pub(crate) fn place(rng: &mut ChaCha8Rng, reach: f64) -> Local {
    Local { x: rng.random_range(-reach..reach), y: rng.random_range(-reach..reach) }
}

pub(super) fn amsl(metres: f64) -> Amsl {
    Amsl(Metres(metres))
}

/// A file beside the repository; nothing, with a word about it, where it is not there.
pub(super) fn outside(name: &str) -> Option<Vec<u8>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/osm/dem").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        println!("skipped: {name} is not here");
    }
    bytes
}

pub(super) fn seeded(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

#[test]
fn flat_ground_is_the_same_everywhere_and_admits_it() {
    let valley = Terrain::Flat(amsl(460.0));
    assert_eq!(valley.ground(Local { x: 9e3, y: -4e3 }), amsl(460.0));
    assert_eq!(valley.height(Local { x: 9e3, y: -4e3 }), Some(amsl(460.0)));
    assert_eq!(valley.height(Local { x: f64::NAN, y: 0.0 }), None);
    assert!(valley.note().is_some_and(|note| note.contains("no elevation data")));
    let (a, b) = (Local::default(), Local { x: 3000.0, y: 4000.0 });
    assert_eq!(valley.max_along(a, b).value, Some(amsl(460.0)));
    assert_eq!(valley.least_clearance((a, amsl(500.0)), (b, amsl(560.0))).value, Some(Agl(Metres(40.0))));
    assert_eq!(valley.highest_within(a, Metres(1e4)).value, Some(amsl(460.0)));
    assert_eq!(valley.amsl(a, Agl(Metres(100.0))), Some(amsl(560.0)));
    assert_eq!(valley.agl(a, amsl(500.0)), Some(Agl(Metres(40.0))));
}
