//! The ground of an area search: what is to be seen and where it may be flown, asked row by row.
//!
//! Everything is answered by intervals on a level row: exact in `x`, so that no polygon has to be clipped or shrunk. The
//! set within a distance of a segment is convex, so a row crosses it in one interval; keeping off borders and being seen
//! are both sums of those.

use geodata::{Finding, Local, Metres};

/// An interval of a row, low end first.
pub(super) type Span = (f64, f64);

/// Corners of all rings together: more than this is a map layer, not an area to search.
const MOST_CORNERS: usize = 600;

/// An area to search: seen is what lies in the outline, outside of the holes and of the keep-out rings. Legs of the search
/// stay in the same, and keep off every border.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// The outline, three corners or more, the first not repeated.
    pub outer: Vec<Local>,
    /// What need not be seen and is not flown over.
    pub holes: Vec<Vec<Local>>,
    /// Where nobody may fly, on the way to the area either; may reach out of the outline.
    pub keep_outs: Vec<Vec<Local>>,
    /// How far legs keep off the outline, the holes and the keep-outs; 0.1 m or more.
    pub keep: Metres,
}

impl Ground {
    /// Everything that makes the area no area: rings with too few corners, corners that are no numbers, too many corners,
    /// an outline without inside.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let mut faults = Vec::new();
        let fault = |code, at: &str, say: &str, remedy: &str| Finding::new(code, at, say, remedy);
        for (at, ring) in self.named() {
            if ring.len() < 3 {
                faults.push(fault("search_corners", &at, "a ring needs three corners", "Draw it again"));
            }
            if !ring.iter().all(|p| p.x.abs() <= geodata::shape::FARTHEST && p.y.abs() <= geodata::shape::FARTHEST) {
                let say = "a corner is not a place near the district";
                faults.push(fault("search_not_finite", &at, say, "Correct the corner"));
            }
        }
        if self.named().map(|(_, ring)| ring.len()).sum::<usize>() > MOST_CORNERS {
            let say = "it has more than 600 corners";
            faults.push(fault("search_too_fine", "the area", say, "Simplify its outlines"));
        }
        if !(0.1..=500.0).contains(&self.keep.0) {
            let say = "the distance to borders lies outside of 0.1 to 500 m";
            faults.push(fault("search_keep", "the area", say, "Use 5 to 50 m"));
        }
        if faults.is_empty() && self.area_m2() < 1.0 {
            let say = "nothing of it is left to be seen";
            faults.push(fault("search_empty", "the area", say, "Draw a larger area or fewer holes"));
        }
        faults
    }

    fn named(&self) -> impl Iterator<Item = (String, &Vec<Local>)> {
        let holes = self.holes.iter().enumerate().map(|(i, ring)| (format!("hole {i}"), ring));
        let outs = self.keep_outs.iter().enumerate().map(|(i, ring)| (format!("keep-out {i}"), ring));
        std::iter::once(("the outline".to_owned(), &self.outer)).chain(holes).chain(outs)
    }

    /// Every ring: the outline first.
    pub(super) fn rings(&self) -> impl Iterator<Item = &Vec<Local>> {
        std::iter::once(&self.outer).chain(&self.holes).chain(&self.keep_outs)
    }

    /// Square metres to be seen, by rows a thousandth of the area's height apart.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        let (low, high) = self.reach();
        let step = (high - low) / 1000.0;
        let row = |i: i32| self.row(low + (f64::from(i) + 0.5) * step).iter().map(|s| s.1 - s.0).sum::<f64>();
        (0..1000).map(row).sum::<f64>() * step
    }

    /// The same ground without the keep-outs that lie off it.
    pub(super) fn near_only(&self) -> Ground {
        let span = |ring: &[Local], of: fn(&Local) -> f64| {
            let ends = |r: Span, p: &Local| (r.0.min(of(p)), r.1.max(of(p)));
            ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends)
        };
        let apart = |a: Span, b: Span| a.1 + self.keep.0 < b.0 || b.1 + self.keep.0 < a.0;
        let off = |ring: &[Local], of: fn(&Local) -> f64| apart(span(ring, of), span(&self.outer, of));
        let near = |ring: &&Vec<Local>| !off(ring, |p| p.x) && !off(ring, |p| p.y);
        Ground { keep_outs: self.keep_outs.iter().filter(near).cloned().collect(), ..self.clone() }
    }

    /// The outline and the holes.
    pub(super) fn outer_and_holes(&self) -> impl Iterator<Item = &Vec<Local>> {
        std::iter::once(&self.outer).chain(&self.holes)
    }

    /// The lowest and the highest `y` of the outline.
    pub(super) fn reach(&self) -> Span {
        let ends = |range: Span, p: &Local| (range.0.min(p.y), range.1.max(p.y));
        self.outer.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends)
    }

    /// The same ground turned so that the direction `angle` (radians from east, counter-clockwise) runs along `x`.
    pub(super) fn turned(&self, angle: f64) -> Ground {
        let (sin, cos) = (-angle).sin_cos();
        let turned = |p: &Local| Local { x: p.x * cos - p.y * sin, y: p.x * sin + p.y * cos };
        let ring = |ring: &Vec<Local>| ring.iter().map(turned).collect();
        Ground {
            outer: ring(&self.outer),
            holes: self.holes.iter().map(ring).collect(),
            keep_outs: self.keep_outs.iter().map(ring).collect(),
            keep: self.keep,
        }
    }

    /// What of a row is to be seen.
    pub(super) fn row(&self, y: f64) -> Vec<Span> {
        let mut spans = crossings(&self.outer, y);
        for ring in self.holes.iter().chain(&self.keep_outs) {
            for hole in crossings(ring, y) {
                spans = without(&spans, hole);
            }
        }
        spans
    }

    /// What of a row may be flown: the row less everything nearer to a border than `keep`.
    pub(super) fn allowed(&self, y: f64) -> Vec<Span> {
        let mut spans = self.row(y);
        for (a, b) in self.rings().flat_map(|ring| edges(ring)) {
            if spans.is_empty() {
                break;
            }
            if let Some(near) = near_row(y, a, b, self.keep.0) {
                spans = without(&spans, near);
            }
        }
        spans
    }

    /// Whether a place is in the part to be seen.
    #[must_use]
    pub fn holds(&self, at: Local) -> bool {
        self.row(at.y).iter().any(|span| span.0 <= at.x && at.x <= span.1)
    }

    /// Whether a straight leg may be flown within the area: inside all along, and `keep` off every border (to a
    /// millimetre).
    #[must_use]
    pub fn clear(&self, a: Local, b: Local) -> bool {
        let apart = self.keep.0 - 1e-3;
        self.holds(a) && self.rings().flat_map(|ring| edges(ring)).all(|edge| is_off((a, b), edge, apart))
    }

    /// Whether a straight leg to or from the area may be flown: off every hole and keep-out; the outline is no border.
    #[cfg(test)]
    pub(super) fn clear_outside(&self, a: Local, b: Local) -> bool {
        let apart = self.keep.0 - 1e-3;
        let inside = |ring: &Vec<Local>| crossings(ring, a.y).iter().any(|s| s.0 <= a.x && a.x <= s.1);
        let solid = || self.holes.iter().chain(&self.keep_outs);
        a.x.is_finite()
            && !solid().any(inside)
            && solid().flat_map(|r| edges(r)).all(|edge| is_off((a, b), edge, apart))
    }
}

/// A place turned about the origin.
pub(super) fn turn(p: Local, angle: f64) -> Local {
    let (sin, cos) = angle.sin_cos();
    Local { x: p.x * cos - p.y * sin, y: p.x * sin + p.y * cos }
}

/// The sides of a ring.
pub(super) fn edges(ring: &[Local]) -> impl Iterator<Item = (Local, Local)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Where a row runs inside of a ring (even-odd).
pub(super) fn crossings(ring: &[Local], y: f64) -> Vec<Span> {
    let met = edges(ring).filter(|(p, q)| (p.y > y) != (q.y > y));
    let mut at: Vec<f64> = met.map(|(p, q)| p.x + (q.x - p.x) * (y - p.y) / (q.y - p.y)).collect();
    at.sort_by(f64::total_cmp);
    at.chunks_exact(2).map(|pair| (pair[0], pair[1])).filter(|span| span.1 > span.0).collect()
}

/// Intervals less one interval.
pub(super) fn without(spans: &[Span], hole: Span) -> Vec<Span> {
    let mut left = Vec::with_capacity(spans.len() + 1);
    for &(a, b) in spans {
        if hole.1 <= a || hole.0 >= b {
            left.push((a, b));
            continue;
        }
        left.extend([(a, hole.0), (hole.1, b)].into_iter().filter(|part| part.1 > part.0));
    }
    left
}

/// What two lists of intervals share.
pub(super) fn shared(one: &[Span], two: &[Span]) -> Vec<Span> {
    let pairs = one.iter().flat_map(|a| two.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
    let mut both: Vec<Span> = pairs.filter(|span| span.1 > span.0).collect();
    both.sort_by(|a, b| a.0.total_cmp(&b.0));
    both
}

/// The part of a row nearer to the segment `pq` than `radius`: the row's cut through a stadium, which is convex, so its
/// ends are the outermost of its cuts with the two end discs and the two long sides.
pub(super) fn near_row(y: f64, p: Local, q: Local, radius: f64) -> Option<Span> {
    if y < p.y.min(q.y) - radius || y > p.y.max(q.y) + radius {
        return None;
    }
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut meet = |x: f64| {
        low = low.min(x);
        high = high.max(x);
    };
    for end in [p, q] {
        let half = radius * radius - (y - end.y) * (y - end.y);
        if half > 0.0 {
            meet(end.x - half.sqrt());
            meet(end.x + half.sqrt());
        }
    }
    let length = (q.x - p.x).hypot(q.y - p.y);
    if length > 0.0 {
        let (nx, ny) = (-(q.y - p.y) / length * radius, (q.x - p.x) / length * radius);
        for side in [1.0, -1.0] {
            let (ay, by) = (p.y + side * ny, q.y + side * ny);
            if (ay - y) * (by - y) <= 0.0 && (by - ay).abs() > 1e-12 {
                meet(p.x + side * nx + (q.x - p.x) * (y - ay) / (by - ay));
            }
        }
    }
    (high > low).then_some((low, high))
}

/// Whether two segments are at least `apart` from each other.
fn is_off((a, b): (Local, Local), (p, q): (Local, Local), apart: f64) -> bool {
    let apart = apart.max(0.0);
    let beside = a.x.max(b.x) + apart < p.x.min(q.x)
        || p.x.max(q.x) + apart < a.x.min(b.x)
        || a.y.max(b.y) + apart < p.y.min(q.y)
        || p.y.max(q.y) + apart < a.y.min(b.y);
    if beside {
        return true;
    }
    if side(a, b, p) * side(a, b, q) < 0.0 && side(p, q, a) * side(p, q, b) < 0.0 {
        return false;
    }
    [away(a, p, q), away(b, p, q), away(p, a, b), away(q, a, b)].into_iter().all(|d| d >= apart)
}

fn side(a: Local, b: Local, p: Local) -> f64 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// How far a place is from a segment.
pub(super) fn away(at: Local, p: Local, q: Local) -> f64 {
    let (dx, dy) = (q.x - p.x, q.y - p.y);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { (((at.x - p.x) * dx + (at.y - p.y) * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    (at.x - p.x - t * dx).hypot(at.y - p.y - t * dy)
}

/// Twice the signed area of a ring, positive counter-clockwise.
pub(super) fn doubled_area(ring: &[Local]) -> f64 {
    edges(ring).map(|(p, q)| p.x * q.y - q.x * p.y).sum()
}
