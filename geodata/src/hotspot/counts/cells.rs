//! Counts gathered in square cells, and the density of them by a kernel: sums of whole numbers, so that the order of the
//! rows changes nothing.

use super::Count;
use crate::frame::Local;
use crate::units::Metres;
use std::collections::BTreeMap;

/// A bandwidth is so many cells wide.
const CELLS: f64 = 4.0;

/// The counts of one cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Indices of its rows.
    pub rows: Vec<usize>,
    /// Events in it.
    pub number: u64,
    /// Where they are, on the whole: millimetres times events.
    sum: (i128, i128),
}

impl Cell {
    /// The mean place of its events.
    pub fn middle(&self) -> Local {
        mean(self.sum, self.number)
    }
}

fn mean(sum: (i128, i128), number: u64) -> Local {
    let share = 1.0 / (number.max(1) as f64 * 1000.0);
    Local { x: sum.0 as f64 * share, y: sum.1 as f64 * share }
}

/// All cells, by row from south to north, then from west to east.
pub(super) struct Cells {
    radius: f64,
    keys: Vec<(i64, i64)>,
    pub cells: Vec<Cell>,
    middles: Vec<Local>,
}

impl Cells {
    pub fn new<'a>(counts: impl Iterator<Item = (usize, &'a Count)>, radius: Metres) -> Self {
        let mut map: BTreeMap<(i64, i64), Cell> = BTreeMap::new();
        let size = radius.0 / CELLS;
        for (row, count) in counts {
            let key = ((count.at.y / size).floor() as i64, (count.at.x / size).floor() as i64);
            let cell = map.entry(key).or_default();
            let number = i128::from(count.number);
            cell.rows.push(row);
            cell.number += u64::from(count.number);
            cell.sum.0 += (count.at.x * 1000.0).round() as i128 * number;
            cell.sum.1 += (count.at.y * 1000.0).round() as i128 * number;
        }
        let (keys, cells): (Vec<_>, Vec<Cell>) = map.into_iter().unzip();
        Self { radius: radius.0, keys, middles: cells.iter().map(Cell::middle).collect(), cells }
    }

    /// The cells whose mean place lies within the radius of that of `cell`, itself included, in order; with the square of
    /// the distance as a share of the radius's.
    pub fn near(&self, cell: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let reach = CELLS as i64 + 1;
        let (key, middle) = (self.keys[cell], self.middles[cell]);
        (key.0 - reach..=key.0 + reach).flat_map(move |north| {
            let from = self.keys.partition_point(|k| *k < (north, key.1 - reach));
            let row = self.keys[from..].iter().take_while(move |k| **k <= (north, key.1 + reach));
            (from..).zip(row).filter_map(move |(other, _)| {
                let far = middle.distance(self.middles[other]).0 / self.radius;
                (far <= 1.0).then_some((other, far * far))
            })
        })
    }

    /// The density at the mean place of a cell: events weighed by the quartic kernel `(1 - d²/r²)²`.
    pub fn density(&self, cell: usize) -> f64 {
        self.near(cell).map(|(other, far_2)| self.cells[other].number as f64 * (1.0 - far_2) * (1.0 - far_2)).sum()
    }

    /// The mean place of all events of some cells.
    pub fn middle_of(&self, members: &[usize]) -> Local {
        let cells = members.iter().map(|&member| &self.cells[member]);
        let (sum, number) = cells.fold(((0, 0), 0), |(sum, number): ((i128, i128), u64), cell| {
            ((sum.0 + cell.sum.0, sum.1 + cell.sum.1), number + cell.number)
        });
        mean(sum, number)
    }
}
