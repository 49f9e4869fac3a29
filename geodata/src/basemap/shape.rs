//! Geometry of tiles: the web projection, simplification, and clipping to a tile with a margin.
//!
//! Projection: spherical web Mercator over the unit square, y downward, as every web map uses (EPSG:3857).
//! Simplification: Douglas and Peucker 1973. Clipping: Liang and Barsky 1984 for lines, Sutherland and Hodgman 1974
//! for rings.

use crate::frame::Wgs84;
use std::f64::consts::PI;

/// A point in tile units of some zoom, or on the unit square.
pub(super) type Point = [f64; 2];

/// The place on the unit square of the whole world.
pub(super) fn project(place: Wgs84) -> Point {
    let sin = place.lat.to_radians().sin().clamp(-0.9999, 0.9999);
    [place.lon / 360.0 + 0.5, 0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (4.0 * PI)]
}

/// The line with as few points as keep it within `tolerance`; both ends stay.
pub(super) fn simplify(line: &[Point], tolerance: f64) -> Vec<Point> {
    let mut keep = vec![false; line.len()];
    let mut open = vec![(0, line.len().saturating_sub(1))];
    for end in [0, line.len().saturating_sub(1)] {
        if let Some(keep) = keep.get_mut(end) {
            *keep = true;
        }
    }
    while let Some((a, b)) = open.pop() {
        let worst = (a + 1..b)
            .map(|i| (distance_2(line[i], line[a], line[b]), i))
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        if let Some((_, i)) = worst.filter(|(far, _)| *far > tolerance * tolerance) {
            keep[i] = true;
            open.push((a, i));
            open.push((i, b));
        }
    }
    line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// Squared distance of a point from the piece between two others.
fn distance_2(p: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length_2 = dx * dx + dy * dy;
    let t = if length_2 > 0.0 { (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    (p[0] - a[0] - t * dx).powi(2) + (p[1] - a[1] - t * dy).powi(2)
}

/// A rectangle with its sides along the axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rect {
    pub min: Point,
    pub max: Point,
}

impl Rect {
    /// The smallest that holds all points; nothing when there are none.
    pub fn around(points: &[Point]) -> Option<Self> {
        let first = *points.first()?;
        Some(points.iter().fold(Self { min: first, max: first }, |r, p| Self {
            min: [r.min[0].min(p[0]), r.min[1].min(p[1])],
            max: [r.max[0].max(p[0]), r.max[1].max(p[1])],
        }))
    }

    /// Whether a point lies in it, rim included.
    pub fn holds(&self, p: Point) -> bool {
        (0..2).all(|axis| self.min[axis] <= p[axis] && p[axis] <= self.max[axis])
    }

    /// The parts of a line inside.
    pub fn clip_line(&self, line: &[Point]) -> Vec<Vec<Point>> {
        let mut parts: Vec<Vec<Point>> = Vec::new();
        let mut open = false;
        for pair in line.windows(2) {
            let Some((from, to)) = self.clip_piece(pair[0], pair[1]) else {
                open = false;
                continue;
            };
            match parts.last_mut().filter(|_| open) {
                Some(part) => part.push(to),
                None => parts.push(vec![from, to]),
            }
            open = self.holds(pair[1]);
        }
        parts
    }

    fn clip_piece(&self, a: Point, b: Point) -> Option<(Point, Point)> {
        let (mut enter, mut exit) = (0.0f64, 1.0f64);
        for axis in 0..2 {
            let step = b[axis] - a[axis];
            if step.abs() <= 0.0 {
                if a[axis] < self.min[axis] || a[axis] > self.max[axis] {
                    return None;
                }
                continue;
            }
            let (low, high) = ((self.min[axis] - a[axis]) / step, (self.max[axis] - a[axis]) / step);
            enter = enter.max(low.min(high));
            exit = exit.min(low.max(high));
        }
        let at = |t: f64| [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
        (enter <= exit).then(|| (if enter > 0.0 { at(enter) } else { a }, if exit < 1.0 { at(exit) } else { b }))
    }

    /// The part of a ring inside, as one ring; its joints run along the rim.
    pub fn clip_ring(&self, ring: &[Point]) -> Vec<Point> {
        let mut ring = ring.to_vec();
        for axis in 0..2 {
            ring = cut(&ring, axis, self.min[axis], |value, edge| value >= edge);
            ring = cut(&ring, axis, self.max[axis], |value, edge| value <= edge);
        }
        ring
    }
}

/// The part of a ring on one side of a straight edge.
fn cut(ring: &[Point], axis: usize, edge: f64, inside: fn(f64, f64) -> bool) -> Vec<Point> {
    let mut out = Vec::with_capacity(ring.len() + 4);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (a_in, b_in) = (inside(a[axis], edge), inside(b[axis], edge));
        if a_in {
            out.push(*a);
        }
        if a_in != b_in {
            let t = (edge - a[axis]) / (b[axis] - a[axis]);
            out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TILE: Rect = Rect { min: [0.0, 0.0], max: [10.0, 10.0] };

    #[test]
    fn the_corners_of_the_web_map_are_the_corners_of_the_square() {
        let p = project(Wgs84 { lat: 0.0, lon: 0.0 });
        assert!((p[0] - 0.5).abs() < 1e-12 && (p[1] - 0.5).abs() < 1e-12);
        let corner = project(Wgs84 { lat: 85.051_128_779_806_59, lon: -180.0 });
        assert!(corner[0].abs() < 1e-12 && corner[1].abs() < 1e-9);
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_parts() {
        let parts = TILE.clip_line(&[[5.0, 5.0], [15.0, 5.0], [15.0, 7.0], [5.0, 7.0]]);
        assert_eq!(parts, [vec![[5.0, 5.0], [10.0, 5.0]], vec![[10.0, 7.0], [5.0, 7.0]]]);
        assert!(TILE.clip_line(&[[11.0, 0.0], [20.0, 10.0]]).is_empty());
    }

    #[test]
    fn a_ring_round_the_tile_becomes_the_tile() {
        let ring = TILE.clip_ring(&[[-5.0, -5.0], [15.0, -5.0], [15.0, 15.0], [-5.0, 15.0]]);
        assert_eq!(Rect::around(&ring).map(|r| (r.min, r.max)), Some(([0.0, 0.0], [10.0, 10.0])));
        assert!(TILE.clip_ring(&[[20.0, 20.0], [30.0, 20.0], [30.0, 30.0]]).is_empty());
    }

    proptest! {
        #[test]
        fn a_simplified_line_stays_within_the_tolerance(
            line in prop::collection::vec((-50.0..50.0f64, -50.0..50.0f64), 2..40), tolerance in 0.1..20.0f64,
        ) {
            let line: Vec<Point> = line.into_iter().map(|(x, y)| [x, y]).collect();
            let thin = simplify(&line, tolerance);
            prop_assert!(thin.first() == line.first() && thin.last() == line.last());
            for p in &line {
                let near = thin.windows(2).map(|w| distance_2(*p, w[0], w[1])).fold(f64::INFINITY, f64::min);
                prop_assert!(near.sqrt() <= tolerance + 1e-9);
            }
        }

        #[test]
        fn what_is_clipped_lies_inside(line in prop::collection::vec((-20.0..30.0f64, -20.0..30.0f64), 2..20)) {
            let line: Vec<Point> = line.into_iter().map(|(x, y)| [x, y]).collect();
            let near = Rect { min: [-1e-6; 2], max: [10.0 + 1e-6; 2] };
            let inside = |p: &Point| near.holds(*p);
            prop_assert!(TILE.clip_line(&line).iter().flatten().all(inside));
            prop_assert!(TILE.clip_ring(&line).iter().all(inside));
        }
    }
}
