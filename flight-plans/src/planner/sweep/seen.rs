//! What a path has not seen yet, row by row, and the places from which the rest is seen.

use super::ground::{Ground, Span, near_row, shared, without};
use geodata::Local;

/// Rows to the radius; what is seen on two neighbouring rows by a radius this much smaller is seen between them too.
const ROW: f64 = 0.06;
/// Unseen pieces of a row shorter than this many metres are the rounding of numbers.
const NOTHING: f64 = 1e-6;

/// The radius planned with: smaller than the real one by half a row.
pub(super) fn planned(radius: f64) -> f64 {
    radius * (1.0 - ROW / 2.0)
}

/// The unseen parts of a ground.
pub(super) struct Sight<'a> {
    ground: &'a Ground,
    radius: f64,
    /// Rows in rising order: `y`, how high it stands for, what of it is unseen.
    rows: Vec<(f64, f64, Vec<Span>)>,
}

impl<'a> Sight<'a> {
    /// Nothing seen yet. `radius` is the real one.
    pub(super) fn new(ground: &'a Ground, radius: f64) -> Self {
        let step = (ROW * radius).max(1e-3);
        let (low, high) = ground.reach();
        let mut rows = Vec::new();
        let mut y = low + step / 2.0;
        while y < high {
            rows.push((y, step, ground.row(y)));
            y += step;
        }
        // Corners may stick out between two rows.
        for corner in ground.rings().flatten() {
            for y in [corner.y - step / 100.0, corner.y + step / 100.0] {
                rows.push((y, 0.0, ground.row(y)));
            }
        }
        rows.retain(|row| !row.2.is_empty());
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { ground, radius: planned(radius), rows }
    }

    fn range(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        self.rows.partition_point(|row| row.0 < low)..self.rows.partition_point(|row| row.0 <= high)
    }

    /// Flies a leg with the camera on.
    pub(super) fn see(&mut self, a: Local, b: Local) {
        let radius = self.radius;
        let range = self.range(a.y.min(b.y) - radius, a.y.max(b.y) + radius);
        for row in &mut self.rows[range] {
            if row.2.is_empty() {
                continue;
            }
            if let Some(near) = near_row(row.0, a, b, radius) {
                row.2 = without(&row.2, near);
                row.2.retain(|span| span.1 - span.0 > NOTHING);
            }
        }
    }

    /// Square metres not seen.
    pub(super) fn unseen_m2(&self) -> f64 {
        self.rows.iter().map(|row| row.1 * row.2.iter().map(|s| s.1 - s.0).sum::<f64>()).sum()
    }

    /// The places from which what is left is seen, greedily, each as much as it can; they are seen from then on. What can
    /// be seen from nowhere, because all places near it are too near to a border, stays unseen.
    pub(super) fn viewpoints(&mut self) -> Vec<Local> {
        let mut points = Vec::new();
        let mut blind: Vec<(usize, Span)> = Vec::new();
        while let Some((index, span)) = self.first_left() {
            match self.viewpoint(self.rows[index].0, span) {
                Some(point) => {
                    self.see(point, point);
                    points.push(point);
                    // A corner case of rounding: what was to be seen is still there.
                    if self.rows[index].2.contains(&span) {
                        blind.push((index, span));
                        self.rows[index].2.retain(|s| *s != span);
                    }
                }
                None => {
                    blind.push((index, span));
                    self.rows[index].2.retain(|s| *s != span);
                }
            }
        }
        for (index, span) in blind {
            self.rows[index].2.push(span);
        }
        points
    }

    /// The lowest row with something unseen, and the first piece of it.
    fn first_left(&self) -> Option<(usize, Span)> {
        self.rows.iter().enumerate().find_map(|(i, row)| Some((i, *row.2.first()?)))
    }

    fn viewpoint(&self, y: f64, span: Span) -> Option<Local> {
        let mut best: Option<(f64, Local)> = None;
        // The first unseen row is the lowest: the farther up, the more above it is seen too.
        for up in [0.95, 0.75, 0.5, 0.25, 0.0, -0.25, -0.5, -0.75, -0.95] {
            let height = y + up * self.radius;
            let reach = (self.radius * self.radius - (height - y) * (height - y)).max(0.0).sqrt();
            for target in [span.0, (span.0 + span.1) / 2.0, span.1] {
                let near = [(target - reach, target + reach)];
                for part in shared(&self.ground.allowed(height), &near) {
                    for x in [part.0 + 1e-6, target.clamp(part.0, part.1), part.1 - 1e-6] {
                        let at = Local { x, y: height };
                        if (at.x - target).hypot(height - y) > self.radius * 0.999 {
                            continue;
                        }
                        let gain = self.gain(at);
                        if gain > 0.0 && best.is_none_or(|(most, _)| gain > most) {
                            best = Some((gain, at));
                        }
                    }
                }
            }
        }
        best.map(|(_, at)| at)
    }

    /// Metres of rows that would be seen from a place.
    fn gain(&self, at: Local) -> f64 {
        let mut gain = 0.0;
        for row in &self.rows[self.range(at.y - self.radius, at.y + self.radius)] {
            if let Some(near) = near_row(row.0, at, at, self.radius) {
                let weight = if row.1 > 0.0 { 1.0 } else { 0.01 };
                gain += weight * shared(&row.2, &[near]).iter().map(|s| s.1 - s.0).sum::<f64>();
            }
        }
        gain
    }
}
