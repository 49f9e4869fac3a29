//! A zone on the plane: what is inside, how far it is, and which parts of a straight line lie in it. Heights and times
//! are the business of [`super::leg`].

use super::draft::Shape;
use super::gate::Zone;
use super::intervals::{Fractions, HAIR, merge};
use super::ring::{self, Collinear, Where};
use crate::frame::Local;
use crate::units::Metres;

/// Corners of a circle as it is drawn.
const DRAWN: u32 = 72;

impl Zone {
    /// Whether a place is inside of the outline or on it, at any height and time.
    #[must_use]
    pub fn contains(&self, at: Local) -> bool {
        let [low, high] = self.bounds();
        let boxed = at.x >= low.x && at.x <= high.x && at.y >= low.y && at.y <= high.y;
        boxed && holds(&self.shape, at)
    }

    /// Whether the straight line from `a` to `b` enters the outline or touches it, at any height and time.
    #[must_use]
    pub fn crossed_by(&self, a: Local, b: Local) -> bool {
        match &self.shape {
            Shape::Cylinder { centre, radius } => ring::apart(*centre, a, b) <= radius.0,
            Shape::Prism { .. } => self.contains(a) || self.borders().any(|[p, q]| ring::meet(a, b, p, q)),
        }
    }

    /// The least distance from a place to the zone; zero inside.
    #[must_use]
    pub fn distance(&self, at: Local) -> Metres {
        if self.contains(at) { Metres::ZERO } else { self.border_distance(at) }
    }

    /// The least distance from a place to the border of the zone, from outside or from inside.
    #[must_use]
    pub fn border_distance(&self, at: Local) -> Metres {
        Metres(match &self.shape {
            Shape::Cylinder { centre, radius } => (at.distance(*centre).0 - radius.0).abs(),
            Shape::Prism { .. } => self.borders().map(|[p, q]| ring::apart(at, p, q)).fold(f64::INFINITY, f64::min),
        })
    }

    /// The least distance from a straight line to the zone; zero when it enters or touches. NaN for lines that are not
    /// numbers.
    #[must_use]
    pub fn clearance(&self, a: Local, b: Local) -> Metres {
        if ![a.x, a.y, b.x, b.y].iter().all(|n| n.is_finite()) {
            return Metres(f64::NAN);
        }
        if self.crossed_by(a, b) {
            return Metres::ZERO;
        }
        Metres(match &self.shape {
            Shape::Cylinder { centre, radius } => ring::apart(*centre, a, b) - radius.0,
            Shape::Prism { .. } => {
                self.borders().map(|[p, q]| ring::segments_apart(a, b, p, q)).fold(f64::INFINITY, f64::min)
            }
        })
    }

    /// Its area in square metres.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        match &self.shape {
            Shape::Cylinder { radius, .. } => std::f64::consts::PI * radius.0 * radius.0,
            Shape::Prism { outer, holes } => {
                ring::area(outer).abs() - holes.iter().map(|hole| ring::area(hole).abs()).sum::<f64>()
            }
        }
    }

    /// The rings to draw, the outline first, then holes; a circle as a polygon about it, never smaller than it.
    #[must_use]
    pub fn rings(&self) -> Vec<Vec<Local>> {
        match &self.shape {
            Shape::Prism { outer, holes } => std::iter::once(outer).chain(holes).cloned().collect(),
            Shape::Cylinder { centre, radius } => {
                let step = std::f64::consts::TAU / f64::from(DRAWN);
                let out = radius.0 / (step / 2.0).cos();
                let corner = |i| (f64::from(i) * step).sin_cos();
                let at = |(sin, cos): (f64, f64)| Local { x: centre.x + out * cos, y: centre.y + out * sin };
                vec![(0..DRAWN).map(corner).map(at).collect()]
            }
        }
    }

    /// The edges of the outline and of the holes; none for a cylinder.
    pub(super) fn borders(&self) -> impl Iterator<Item = [Local; 2]> + '_ {
        let (outer, holes): (&[Local], &[Vec<Local>]) = match &self.shape {
            Shape::Prism { outer, holes } => (outer, holes),
            Shape::Cylinder { .. } => (&[], &[]),
        };
        ring::edges(outer).chain(holes.iter().flat_map(|hole| ring::edges(hole)))
    }

    /// The parts of the straight line from `a` to `b` that lie in the zone, as fractions of it, touching included.
    pub(super) fn fractions(&self, a: Local, b: Local) -> Fractions {
        if a == b {
            return if self.contains(a) { vec![[0.0, 1.0]] } else { Vec::new() };
        }
        match &self.shape {
            Shape::Cylinder { centre, radius } => circle(*centre, radius.0, a, b).into_iter().collect(),
            Shape::Prism { .. } => self.cut(a, b),
        }
    }

    fn cut(&self, a: Local, b: Local) -> Fractions {
        let mut found: Fractions = Vec::new();
        for [p, q] in self.borders() {
            found.extend(touch(a, b, p, q));
        }
        if found.is_empty() {
            return if self.contains(a) { vec![[0.0, 1.0]] } else { Vec::new() };
        }
        found.sort_unstable_by(|x, y| x[0].total_cmp(&y[0]));
        // Between two meetings with the border a line is wholly inside or wholly outside.
        let (mut gaps, mut last) = (Vec::new(), 0.0f64);
        for &[low, high] in &found {
            gaps.push([last, low]);
            last = last.max(high);
        }
        gaps.push([last, 1.0]);
        let inside = |[low, high]: &[f64; 2]| high - low > HAIR && self.contains(a.toward(b, (low + high) / 2.0));
        found.extend(gaps.into_iter().filter(inside));
        merge(&mut found);
        found
    }
}

/// Where a line meets an edge, as fractions of the line; one point, or a stretch when it runs along.
fn touch(a: Local, b: Local, p: Local, q: Local) -> Option<[f64; 2]> {
    let apart = a.x.max(b.x) < p.x.min(q.x)
        || p.x.max(q.x) < a.x.min(b.x)
        || a.y.max(b.y) < p.y.min(q.y)
        || p.y.max(q.y) < a.y.min(b.y);
    if apart || !ring::meet(a, b, p, q) {
        return None;
    }
    if ring::side(a, b, p) == Collinear && ring::side(a, b, q) == Collinear {
        let (s, t) = (along(a, b, p), along(a, b, q));
        return Some([s.min(t).clamp(0.0, 1.0), s.max(t).clamp(0.0, 1.0)]);
    }
    let cross = |o: Local| (q.x - p.x) * (o.y - p.y) - (q.y - p.y) * (o.x - p.x);
    let (from, to) = (cross(a), cross(b));
    #[allow(clippy::float_cmp)] // only equality divides by zero
    let u = if from == to { 0.0 } else { (from / (from - to)).clamp(0.0, 1.0) };
    Some([u, u])
}

/// How far along a line a place is, as a fraction of it.
fn along(a: Local, b: Local, at: Local) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    ((at.x - a.x) * dx + (at.y - a.y) * dy) / (dx * dx + dy * dy)
}

fn circle(centre: Local, radius: f64, a: Local, b: Local) -> Option<[f64; 2]> {
    let nearest = along(a, b, centre);
    let off = a.toward(b, nearest).distance(centre).0;
    if off > radius {
        return None;
    }
    let half = (radius * radius - off * off).max(0.0).sqrt() / a.distance(b).0;
    let (low, high) = ((nearest - half).max(0.0), (nearest + half).min(1.0));
    (low <= high).then_some([low, high])
}

fn holds(shape: &Shape, at: Local) -> bool {
    match shape {
        Shape::Cylinder { centre, radius } => at.distance(*centre) <= *radius,
        Shape::Prism { outer, holes } => {
            ring::locate(outer, at) != Where::Outside
                && holes.iter().all(|hole| ring::locate(hole, at) != Where::Inside)
        }
    }
}

pub(super) fn bounds(shape: &Shape) -> [Local; 2] {
    match shape {
        Shape::Prism { outer, .. } => bounds_of(outer.iter().copied()),
        Shape::Cylinder { centre, radius } => [-radius.0, radius.0].map(|r| Local { x: centre.x + r, y: centre.y + r }),
    }
}

/// South-west and north-east corner of the box around places; upside down when there are none.
pub(super) fn bounds_of(places: impl Iterator<Item = Local>) -> [Local; 2] {
    let none = [Local { x: f64::INFINITY, y: f64::INFINITY }, Local { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY }];
    places.fold(none, |[low, high], p| {
        [Local { x: low.x.min(p.x), y: low.y.min(p.y) }, Local { x: high.x.max(p.x), y: high.y.max(p.y) }]
    })
}
