//! Which events are about a place: squares of the ground, each with the numbers of those in it.

use geodata::Local;
use std::collections::{BTreeMap, BTreeSet};

/// Side of a square in metres.
const SIDE: f64 = 250.0;
/// Farther about than so many squares nobody looks.
const FAR: i64 = 8;

/// The squares that hold something.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    squares: BTreeMap<(i64, i64), BTreeSet<u64>>,
}

impl Grid {
    pub(super) fn insert(&mut self, serial: u64, place: Local) {
        self.squares.entry(square(place)).or_default().insert(serial);
    }

    pub(super) fn remove(&mut self, serial: u64, place: Local) {
        let square = square(place);
        if let Some(held) = self.squares.get_mut(&square) {
            held.remove(&serial);
            if held.is_empty() {
                self.squares.remove(&square);
            }
        }
    }

    pub(super) fn moved(&mut self, serial: u64, from: Local, to: Local) {
        if square(from) != square(to) {
            self.remove(serial, from);
            self.insert(serial, to);
        }
    }

    /// All within a distance, and some beyond, in one order.
    pub(super) fn about(&self, place: Local, metres: f64) -> impl Iterator<Item = u64> {
        let (x, y) = square(place);
        #[allow(clippy::cast_possible_truncation)] // a saturating cast of a few squares
        let reach = ((metres / SIDE).ceil() as i64).clamp(1, FAR);
        let columns = x.saturating_sub(reach)..=x.saturating_add(reach);
        columns.flat_map(move |column| {
            let rows = (column, y.saturating_sub(reach))..=(column, y.saturating_add(reach));
            self.squares.range(rows).flat_map(|(_, held)| held.iter().copied())
        })
    }
}

#[allow(clippy::cast_possible_truncation)] // saturating: a place that far out shares its square
fn square(place: Local) -> (i64, i64) {
    ((place.x / SIDE).floor() as i64, (place.y / SIDE).floor() as i64)
}
