//! How far a place is from a shape, and whether it lies in it.

use super::path::{Path, Side};
use super::{Form, Shape};
use crate::frame::Local;
use crate::units::Metres;

impl Shape {
    /// The straight distance from a place to the nearest point of the shape; 0 inside of an area and on its edge.
    /// Infinite for a place that is not a number.
    #[must_use]
    pub fn distance(&self, at: Local) -> Metres {
        Metres(self.distance_2(at).sqrt())
    }

    /// The square of [`Shape::distance`], in square metres: what is compared and never rounded by a root.
    #[must_use]
    pub fn distance_2(&self, at: Local) -> f64 {
        if !(at.x.is_finite() && at.y.is_finite()) {
            return f64::INFINITY;
        }
        match &self.0 {
            Form::Point(here) => (here.x - at.x) * (here.x - at.x) + (here.y - at.y) * (here.y - at.y),
            Form::Line(path) => path.distance_2(at, f64::INFINITY),
            Form::Area(rings) if in_area(rings, at) => 0.0,
            Form::Area(rings) => rings.iter().fold(f64::INFINITY, |best, ring| ring.distance_2(at, best)),
        }
    }

    /// Whether a place is the point, lies on the line, or in the area or on its edge. Exact.
    #[must_use]
    pub fn covers(&self, at: Local) -> bool {
        match &self.0 {
            Form::Point(here) => *here == at,
            Form::Line(path) => path.holds(at),
            Form::Area(rings) => in_area(rings, at),
        }
    }
}

fn in_area(rings: &[Path], at: Local) -> bool {
    rings[0].covers(at) && rings[1..].iter().all(|hole| hole.side(at) != Side::Inside)
}

/// The centroid of the outline where it lies in the area; else the middle of the widest cut at half height.
pub(super) fn middle(shape: &Shape, rings: &[Path]) -> Local {
    let centroid = centroid(&rings[0]).filter(|&at| in_area(rings, at));
    centroid.or_else(|| widest_cut(rings)).unwrap_or_else(|| shape.bounds().min)
}

/// The shoelace centroid about the first corner; nothing when the ring has no area.
fn centroid(ring: &Path) -> Option<Local> {
    let first = ring.points[0];
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for piece in ring.points.windows(2) {
        let (a, b) = (
            Local { x: piece[0].x - first.x, y: piece[0].y - first.y },
            Local { x: piece[1].x - first.x, y: piece[1].y - first.y },
        );
        let cross = a.x * b.y - b.x * a.y;
        area += cross;
        x += (a.x + b.x) * cross;
        y += (a.y + b.y) * cross;
    }
    let at = Local { x: first.x + x / (3.0 * area), y: first.y + y / (3.0 * area) };
    (at.x.is_finite() && at.y.is_finite()).then_some(at)
}

/// Where the level line at half height runs longest through the area, the middle of that stretch.
fn widest_cut(rings: &[Path]) -> Option<Local> {
    let bounds = rings[0].bounds();
    let level = bounds.min.y + (bounds.max.y - bounds.min.y) / 2.0;
    let mut cuts: Vec<f64> = Vec::new();
    for piece in rings.iter().flat_map(|ring| ring.points.windows(2)) {
        let (a, b) = (piece[0], piece[1]);
        if (a.y > level) != (b.y > level) {
            cuts.push(a.x + (level - a.y) / (b.y - a.y) * (b.x - a.x));
        }
    }
    cuts.sort_by(f64::total_cmp);
    let widest = cuts.as_chunks::<2>().0.iter().max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    Some(Local { x: f64::midpoint(widest[0], widest[1]), y: level })
}
