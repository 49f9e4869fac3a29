//! Rings on the plane: which side, inside or not, how far, and whether a ring crosses itself. Sides are decided by
//! exact predicates (Shewchuk's adaptive `orient2d`), so that touching is touching and not a matter of rounding.

use crate::frame::Local;
use geo::Coord;
pub(super) use geo::kernels::Orientation::{self, Collinear, CounterClockwise};
use geo::kernels::{Kernel, RobustKernel};

/// Where a place lies against a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Inside,
    Border,
    Outside,
}

pub(super) fn coord(at: Local) -> Coord<f64> {
    Coord { x: at.x, y: at.y }
}

/// On which side of the line from `a` to `b` a place lies, exactly.
pub(super) fn side(a: Local, b: Local, p: Local) -> Orientation {
    RobustKernel::orient2d(coord(a), coord(b), coord(p))
}

/// The edges of a closed ring whose first point is not repeated.
pub(super) fn edges(ring: &[Local]) -> impl Iterator<Item = [Local; 2]> + '_ {
    let last = ring.last().copied();
    ring.iter().scan(last, |before, &at| before.replace(at).map(|p| [p, at]))
}

/// The area in square metres, positive when the ring runs counter-clockwise.
pub(super) fn area(ring: &[Local]) -> f64 {
    let Some(&o) = ring.first() else { return 0.0 };
    let cross = |[p, q]: [Local; 2]| (p.x - o.x) * (q.y - o.y) - (q.x - o.x) * (p.y - o.y);
    edges(ring).map(cross).sum::<f64>() / 2.0
}

/// Where a place lies against a ring; by even and odd for rings that cross themselves.
pub(super) fn locate(ring: &[Local], at: Local) -> Where {
    let mut inside = false;
    for [p, q] in edges(ring) {
        let (low, high) = if p.y <= q.y { (p, q) } else { (q, p) };
        if at.y < low.y || at.y > high.y || (at.x > p.x && at.x > q.x) {
            continue;
        }
        #[allow(clippy::float_cmp)] // only equality divides by zero
        if low.y == high.y {
            if at.x >= p.x.min(q.x) {
                return Where::Border;
            }
            continue;
        }
        match side(low, high, at) {
            Collinear => return Where::Border,
            CounterClockwise if at.y < high.y => inside = !inside,
            _ => {}
        }
    }
    if inside { Where::Inside } else { Where::Outside }
}

/// Whether two closed segments have a point in common, exactly.
pub(super) fn meet(a: Local, b: Local, p: Local, q: Local) -> bool {
    let (pa, qa) = (side(a, b, p), side(a, b, q));
    if pa == qa && pa != Collinear {
        return false;
    }
    let (ap, bp) = (side(p, q, a), side(p, q, b));
    if ap == bp && ap != Collinear {
        return false;
    }
    if pa == Collinear && qa == Collinear {
        let over = |a: f64, b: f64, p: f64, q: f64| a.max(b) >= p.min(q) && p.max(q) >= a.min(b);
        return over(a.x, b.x, p.x, q.x) && over(a.y, b.y, p.y, q.y);
    }
    true
}

/// How far a place is from a segment, in metres.
pub(super) fn apart(at: Local, p: Local, q: Local) -> f64 {
    let (dx, dy) = (q.x - p.x, q.y - p.y);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { (((at.x - p.x) * dx + (at.y - p.y) * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    (at.x - p.x - t * dx).hypot(at.y - p.y - t * dy)
}

/// How far two segments are apart, in metres; zero when they meet.
pub(super) fn segments_apart(a: Local, b: Local, p: Local, q: Local) -> f64 {
    if meet(a, b, p, q) {
        return 0.0;
    }
    apart(a, p, q).min(apart(b, p, q)).min(apart(p, a, b)).min(apart(q, a, b))
}

/// A corner where a ring folds straight back on itself.
pub(super) fn is_spike(before: Local, at: Local, after: Local) -> bool {
    let ahead = (at.x - before.x) * (after.x - at.x) + (at.y - before.y) * (after.y - at.y);
    side(before, at, after) == Collinear && ahead < 0.0
}

/// A place where rings cross or touch, themselves or one another; nothing when they are all simple and apart.
///
/// A sweep over the edges by their least x; slow only when most edges overlap in x and y and still do not meet.
pub(crate) fn fault(rings: &[&[Local]]) -> Option<Local> {
    struct Edge {
        ring: usize,
        at: usize,
        p: Local,
        q: Local,
    }
    let mut all: Vec<Edge> = Vec::new();
    for (ring, corners) in rings.iter().enumerate() {
        all.extend(edges(corners).enumerate().map(|(at, [p, q])| Edge { ring, at, p, q }));
    }
    let left = |e: &Edge| e.p.x.min(e.q.x);
    all.sort_by(|x, y| left(x).total_cmp(&left(y)));
    for (i, e) in all.iter().enumerate() {
        let right = e.p.x.max(e.q.x);
        let (low, high) = (e.p.y.min(e.q.y), e.p.y.max(e.q.y));
        for f in all[i + 1..].iter().take_while(|f| left(f) <= right) {
            if f.p.y.max(f.q.y) < low || f.p.y.min(f.q.y) > high {
                continue;
            }
            let count = rings[e.ring].len();
            let next = |a: usize, b: usize| (a + 1) % count == b;
            let bad = match () {
                () if e.ring != f.ring => meet(e.p, e.q, f.p, f.q),
                () if next(e.at, f.at) => is_spike(e.p, e.q, f.q),
                () if next(f.at, e.at) => is_spike(f.p, f.q, e.q),
                () => meet(e.p, e.q, f.p, f.q),
            };
            if bad {
                return Some(f.p);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Intersects, Line, LineString, Polygon, Validation};
    use proptest::prelude::*;

    fn ring(corners: &[(i32, i32)]) -> Vec<Local> {
        corners.iter().map(|&(x, y)| Local { x: f64::from(x), y: f64::from(y) }).collect()
    }

    fn polygon(ring: &[Local]) -> Polygon<f64> {
        Polygon::new(LineString::new(ring.iter().map(|p| coord(*p)).collect()), vec![])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Whole corners on a small grid, so that touching, overlapping and folding back happen often.
        #[test]
        fn a_ring_is_simple_exactly_when_the_geometry_library_calls_it_valid(
            corners in prop::collection::vec((0..6i32, 0..6i32), 3..9),
        ) {
            let ring = ring(&corners);
            let repeats = edges(&ring).any(|[p, q]| p == q);
            prop_assume!(!repeats && area(&ring) != 0.0);
            prop_assert_eq!(fault(&[&ring]).is_none(), polygon(&ring).is_valid());
        }

        #[test]
        fn inside_border_and_outside_agree_with_the_geometry_library(
            corners in prop::collection::vec((0..8i32, 0..8i32), 3..7), x in -1..9i32, y in -1..9i32,
        ) {
            let ring = ring(&corners);
            if fault(&[&ring]).is_some() {
                return Ok(());
            }
            let at = Local { x: f64::from(x), y: f64::from(y) };
            let on = edges(&ring).any(|[p, q]| Line::new(coord(p), coord(q)).intersects(&coord(at)));
            prop_assert_eq!(locate(&ring, at) == Where::Border, on);
            prop_assert_eq!(locate(&ring, at) != Where::Outside, polygon(&ring).intersects(&coord(at)));
        }

        #[test]
        fn two_segments_meet_exactly_when_the_geometry_library_says_so(
            p in prop::array::uniform4((0..5i32, 0..5i32)),
        ) {
            let [a, b, c, d] = p.map(|(x, y)| Local { x: f64::from(x), y: f64::from(y) });
            let theirs = Line::new(coord(a), coord(b)).intersects(&Line::new(coord(c), coord(d)));
            prop_assume!(a != b && c != d);
            prop_assert_eq!(meet(a, b, c, d), theirs);
        }
    }
}
