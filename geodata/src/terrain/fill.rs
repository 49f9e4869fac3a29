//! Small holes are interpolated and marked, large ones stay unknown.
//!
//! A hole is filled where it is no wider than [`SMALL`] and a dozen samples, from north to south or from east to west, with measured heights
//! at both ends: straight between them, and the mean of both directions, the shorter counting more, where both do. Within
//! that width ground seldom hides what its rims do not show; over wider holes it does, and a guess would look like data.

/// The widest hole that is filled, in metres between the measured heights on its rims.
pub(super) const SMALL: f64 = 300.0;

/// And the same in samples: over a grid finer than 25 m it is this that counts.
const FEW: usize = 12;

/// Fills what may be filled; returns a bit for each sample that was, or nothing at all when there is none.
pub(super) fn fill(heights: &mut [f32], columns: usize, dx: f64, dy: f64) -> Vec<u8> {
    let holes: Vec<usize> = heights.iter().enumerate().filter(|(_, h)| h.is_nan()).map(|(index, _)| index).collect();
    let map = Map { heights, columns, reach: (reach(dy), reach(dx)), spacing: (dy, dx) };
    let found: Vec<(usize, f32)> = holes.into_iter().filter_map(|index| Some((index, map.guess(index)?))).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let mut marks = vec![0_u8; heights.len().div_ceil(8)];
    for (index, height) in found {
        heights[index] = height;
        marks[index / 8] |= 1 << (index % 8);
    }
    marks
}

/// Samples that a hole may be wide.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a cast to an integer saturates
fn reach(spacing: f64) -> usize {
    ((SMALL / spacing.max(1.0)) as usize).min(FEW)
}

struct Map<'a> {
    heights: &'a [f32],
    columns: usize,
    reach: (usize, usize),
    spacing: (f64, f64),
}

impl Map<'_> {
    fn guess(&self, index: usize) -> Option<f32> {
        let (row, column) = (index / self.columns, index % self.columns);
        let rows = self.heights.len() / self.columns;
        let down = self.across(index, self.columns, (row, rows), self.reach.0, self.spacing.0);
        let right = self.across(index, 1, (column, self.columns), self.reach.1, self.spacing.1);
        match (down, right) {
            (Some((a, wide_a)), Some((b, wide_b))) => Some((a * wide_b + b * wide_a) / (wide_a + wide_b)),
            (Some((only, _)), None) | (None, Some((only, _))) => Some(only),
            (None, None) => None,
        }
    }

    /// The height between the rims in one direction, and how wide the hole is there.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    fn across(
        &self,
        index: usize,
        stride: usize,
        (at, count): (usize, usize),
        reach: usize,
        spacing: f64,
    ) -> Option<(f32, f32)> {
        let before = (1..=reach.min(at)).find_map(|n| self.known(index - n * stride).map(|h| (n, h)))?;
        let after = (1..=reach.min(count - 1 - at)).find_map(|n| self.known(index + n * stride).map(|h| (n, h)))?;
        let wide = before.0 + after.0;
        let share = before.0 as f32 / wide as f32;
        let height = before.1 + (after.1 - before.1) * share;
        (wide <= FEW && wide as f64 * spacing <= SMALL).then_some((height, (wide as f64 * spacing) as f32))
    }

    fn known(&self, index: usize) -> Option<f32> {
        self.heights.get(index).copied().filter(|height| !height.is_nan())
    }
}
