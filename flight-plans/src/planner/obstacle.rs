//! A keep-out zone as the planner sees it: a shape and the distance to keep, with the corners one may turn at.

use geodata::zone::Shape;
use geodata::{Local, Metres, Zone};

/// Turning points stand this much farther out than the margin, so that legs along them are clear in floating point.
const HAIR: f64 = 0.01;
/// The widest turn at one turning point. With 20 degrees the way round a corner is at most 1.1 % longer than its arc.
const WIDEST_TURN: f64 = 20.0;

/// More than rounding could ever take from a distance, in metres.
const FAR_OFF: f64 = 1e-3;

/// Squares of distances nearer to each other than this share are compared again, as distances.
const DOUBT: f64 = 1e-9;

/// Turning points about a round zone: a way along them is at most 0.4 % longer than its arc.
const ROUND: u32 = 36;

/// A place where a shortest way may turn: where the lines meet that touch a part of a rounded border at its two ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    pub(super) at: Local,
    /// Unit vectors along the border, to either side.
    pub(super) arms: [[f64; 2]; 2],
    /// Unit vector into the zone.
    pub(super) inward: [f64; 2],
    /// How far along its arms the border is touched.
    pub(super) arm: f64,
    part: Part,
}

/// A part of a circle: its middle looks to the angle `out`, and it bends `half` to either side.
#[derive(Clone, Copy, Debug)]
struct Part {
    about: Local,
    radius: f64,
    out: f64,
    half: f64,
}

impl Turn {
    /// The turn about a part of a rounded border.
    fn new(part: Part) -> Self {
        let far = part.radius / part.half.cos();
        let (sin, cos) = part.out.sin_cos();
        let at = Local { x: part.about.x + far * cos, y: part.about.y + far * sin };
        let arm = |side: f64| {
            let (sin, cos) = (part.out + side * (part.half + std::f64::consts::FRAC_PI_2)).sin_cos();
            [cos, sin]
        };
        let arms = [arm(1.0), arm(-1.0)];
        Self { at, arms, inward: [-cos, -sin], arm: part.radius * part.half.tan(), part }
    }

    /// Whether a way may turn here as it likes.
    pub(super) fn is_free(&self) -> bool {
        self.inward[0].abs() + self.inward[1].abs() < 0.5
    }

    /// A place where a way may turn as it likes.
    pub(super) fn anywhere(at: Local) -> Self {
        let part = Part { about: at, radius: 0.0, out: 0.0, half: 0.0 };
        Self { at, arms: [[0.0; 2]; 2], inward: [0.0; 2], arm: 0.0, part }
    }

    /// Where its arms touch the border.
    pub(super) fn touched(&self) -> [Local; 2] {
        self.arms.map(|[x, y]| Local { x: self.at.x + self.arm * x, y: self.at.y + self.arm * y })
    }

    /// How far it stands off the border at most.
    pub(super) fn off(&self) -> f64 {
        self.part.radius / self.part.half.cos() - self.part.radius
    }

    /// The turns about the halves of its part of the border.
    pub(super) fn halves(&self) -> [Self; 2] {
        let half = self.part.half / 2.0;
        [-half, half].map(|by| Self::new(Part { out: self.part.out + by, half, ..self.part }))
    }
}

/// One zone and the distance to keep from it.
#[derive(Debug)]
pub(super) struct Obstacle<'a> {
    pub(super) zone: &'a Zone,
    pub(super) margin: f64,
    pub(super) low: Local,
    pub(super) high: Local,
}

impl<'a> Obstacle<'a> {
    pub(super) fn new(zone: &'a Zone, margin: Metres) -> Self {
        let margin = margin.0.max(0.1);
        let [low, high] = zone.bounds();
        let low = Local { x: low.x - margin, y: low.y - margin };
        let high = Local { x: high.x + margin, y: high.y + margin };
        Self { zone, margin, low, high }
    }

    /// Whether a place keeps the distance. A place that is not a number does not.
    pub(super) fn clear_at(&self, at: Local) -> bool {
        self.clear_leg(at, at)
    }

    /// Whether a straight leg keeps the distance all along.
    pub(super) fn clear_leg(&self, a: Local, b: Local) -> bool {
        let outside = a.x.max(b.x) < self.low.x
            || a.x.min(b.x) > self.high.x
            || a.y.max(b.y) < self.low.y
            || a.y.min(b.y) > self.high.y;
        outside
            || match &self.zone.shape {
                Shape::Cylinder { centre, radius } => point_apart(*centre, a, b) >= radius.0 + self.margin,
                Shape::Prism { outer, holes } => {
                    let mut rings = std::iter::once(outer).chain(holes);
                    rings.all(|ring| self.clear_of(ring, a, b)) && !self.holds(a)
                }
            }
    }

    /// Whether all straight lines from a leg to a place keep the distance: both sides of the triangle do, and the zone does
    /// not lie between them.
    pub(super) fn clear_fan(&self, a: Local, b: Local, to: Local) -> bool {
        let corner = match &self.zone.shape {
            Shape::Cylinder { centre, .. } => Some(*centre),
            Shape::Prism { outer, .. } => outer.first().copied(),
        };
        let between = |at: Local| {
            let [one, two, three] = [side(a, b, at), side(b, to, at), side(to, a, at)];
            (one > 0.0 && two > 0.0 && three > 0.0) || (one < 0.0 && two < 0.0 && three < 0.0)
        };
        self.clear_leg(a, to) && self.clear_leg(b, to) && !corner.is_some_and(between)
    }

    /// Whether a straight leg keeps the distance to the edges of a ring.
    fn clear_of(&self, ring: &[Local], a: Local, b: Local) -> bool {
        // An edge whose box is farther from the leg's than this needs no closer look.
        let far = self.margin + FAR_OFF;
        let (west, east) = (a.x.min(b.x) - far, a.x.max(b.x) + far);
        let (south, north) = (a.y.min(b.y) - far, a.y.max(b.y) + far);
        let finite = west.is_finite() && east.is_finite() && south.is_finite() && north.is_finite();
        let Some(mut p) = ring.last().copied() else { return true };
        ring.iter().all(|&q| {
            let beside = (p.x < west && q.x < west) || (p.x > east && q.x > east);
            let beyond = (p.y < south && q.y < south) || (p.y > north && q.y > north);
            let clear = (finite && (beside || beyond)) || are_apart([a, b], [p, q], self.margin);
            p = q;
            clear
        })
    }

    /// Where a shortest way may turn: outside of every convex corner, on the polygon drawn about its arc.
    pub(super) fn turns(&self) -> Vec<Turn> {
        match &self.zone.shape {
            Shape::Cylinder { centre, radius } => self.about(*centre, radius.0),
            Shape::Prism { outer, holes } => {
                let about_holes = holes.iter().flat_map(|hole| self.corners(hole, -1.0));
                self.corners(outer, 1.0).into_iter().chain(about_holes).collect()
            }
        }
    }

    /// Where a shortest way within the zone may turn: inside of every corner that stands into it. A round zone has none.
    pub(super) fn turns_inside(&self) -> Vec<Turn> {
        let Shape::Prism { outer, holes } = &self.zone.shape else { return Vec::new() };
        let about_holes = holes.iter().flat_map(|hole| self.corners(hole, 1.0));
        self.corners(outer, -1.0).into_iter().chain(about_holes).collect()
    }

    fn about(&self, centre: Local, radius: f64) -> Vec<Turn> {
        let step = std::f64::consts::TAU / f64::from(ROUND);
        let radius = radius + self.margin + HAIR;
        let part = |i: u32| Part { about: centre, radius, out: f64::from(i) * step, half: step / 2.0 };
        (0..ROUND).map(|i| Turn::new(part(i))).collect()
    }

    /// The turns of a ring; `solid` is 1 when the zone is inside of it, -1 for a hole.
    fn corners(&self, ring: &[Local], solid: f64) -> Vec<Turn> {
        let count = ring.len();
        let turn_sign = if signed_area(ring) >= 0.0 { solid } else { -solid };
        let corner = |i: usize| {
            let (before, at, after) = (ring[(i + count - 1) % count], ring[i], ring[(i + 1) % count]);
            self.round_corner(before, at, after, turn_sign)
        };
        (0..count).flat_map(corner).collect()
    }

    fn round_corner(&self, before: Local, at: Local, after: Local, turn_sign: f64) -> Vec<Turn> {
        let first = (at.y - before.y).atan2(at.x - before.x);
        let second = (after.y - at.y).atan2(after.x - at.x);
        let turn = wrap(second - first) * turn_sign;
        if turn <= 0.0 {
            return Vec::new();
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 9
        let steps = (turn.to_degrees() / WIDEST_TURN).ceil().max(1.0) as u32;
        let step = turn / f64::from(steps);
        let radius = self.margin + HAIR;
        // The outward normal of an edge lies a quarter turn right of it when the ring runs counter-clockwise.
        let normal = first - turn_sign * std::f64::consts::FRAC_PI_2;
        (0..steps)
            .map(|i| normal + turn_sign * (f64::from(i) + 0.5) * step)
            .map(|out| Turn::new(Part { about: at, radius, out, half: step / 2.0 }))
            .collect()
    }

    /// Whether a place is in the zone: a ray to the east crosses its borders an odd number of times.
    pub(super) fn holds(&self, at: Local) -> bool {
        let crossed = |(p, q): &(Local, Local)| {
            (p.y > at.y) != (q.y > at.y) && at.x < p.x + (q.x - p.x) * (at.y - p.y) / (q.y - p.y)
        };
        self.edges().filter(crossed).count() % 2 == 1
    }

    /// The edges of the outline and of the holes.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Local, Local)> + '_ {
        let (outer, holes): (&[Local], &[Vec<Local>]) = match &self.zone.shape {
            Shape::Prism { outer, holes } => (outer, holes),
            Shape::Cylinder { .. } => (&[], &[]),
        };
        std::iter::once(outer).chain(holes.iter().map(Vec::as_slice)).flat_map(ring_edges)
    }
}

fn ring_edges(ring: &[Local]) -> impl Iterator<Item = (Local, Local)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn wrap(angle: f64) -> f64 {
    let turn = std::f64::consts::TAU;
    (angle + std::f64::consts::PI).rem_euclid(turn) - std::f64::consts::PI
}

fn signed_area(ring: &[Local]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

/// Whether two segments are this far apart: by squares, and by [`segments_apart`] where rounding might decide.
fn are_apart([a, b]: [Local; 2], [p, q]: [Local; 2], margin: f64) -> bool {
    let squares = [squared(a, p, q), squared(b, p, q), squared(p, a, b), squared(q, a, b)];
    let least = margin * margin;
    if squares.iter().any(|square| *square < least * (1.0 - DOUBT)) {
        return false;
    }
    if squares.iter().all(|square| *square > least * (1.0 + DOUBT)) {
        return !cross(a, b, p, q);
    }
    segments_apart(a, b, p, q) >= margin
}

/// How far two segments are apart; zero when they touch.
fn segments_apart(a: Local, b: Local, p: Local, q: Local) -> f64 {
    if cross(a, b, p, q) {
        return 0.0;
    }
    // `f64::min` would drop a NaN, and then a leg to nowhere would be called clear.
    let four = [point_apart(a, p, q), point_apart(b, p, q), point_apart(p, a, b), point_apart(q, a, b)];
    if four.iter().any(|d| d.is_nan()) { f64::NAN } else { four.into_iter().fold(f64::INFINITY, f64::min) }
}

fn side(a: Local, b: Local, p: Local) -> f64 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

fn cross(a: Local, b: Local, p: Local, q: Local) -> bool {
    side(a, b, p) * side(a, b, q) < 0.0 && side(p, q, a) * side(p, q, b) < 0.0
}

fn point_apart(at: Local, p: Local, q: Local) -> f64 {
    let (x, y) = off(at, p, q);
    x.hypot(y)
}

/// The square of [`point_apart`].
fn squared(at: Local, p: Local, q: Local) -> f64 {
    let (x, y) = off(at, p, q);
    x * x + y * y
}

/// From the nearest place of a segment to a place.
fn off(at: Local, p: Local, q: Local) -> (f64, f64) {
    let (dx, dy) = (q.x - p.x, q.y - p.y);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { (((at.x - p.x) * dx + (at.y - p.y) * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    (at.x - p.x - t * dx, at.y - p.y - t * dy)
}

/// Whether every obstacle is clear of a leg.
pub(super) fn all_clear<'o, 'z: 'o>(obstacles: impl IntoIterator<Item = &'o Obstacle<'z>>, a: Local, b: Local) -> bool {
    obstacles.into_iter().all(|o| o.clear_leg(a, b))
}

/// The nearest place that keeps the distance to every obstacle, at most `farthest` away and reached in a straight line
/// without entering a zone; on rings of 5 m and 15 degrees.
pub(super) fn nearest_clear(obstacles: &[Obstacle<'_>], at: Local, farthest: Metres) -> Option<Local> {
    if obstacles.iter().all(|o| o.clear_at(at)) {
        return Some(at);
    }
    let rings = (1..).map(|i| Metres(5.0 * f64::from(i))).take_while(|r| *r <= farthest);
    rings
        .flat_map(|ring| (0..24).map(move |h| at.moved(geodata::Heading::degrees(15.0 * f64::from(h)), ring)))
        .find(|&place| obstacles.iter().all(|o| o.clear_at(place) && !o.zone.crossed_by(at, place)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::{Draft, Heading, ZoneKind};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// Every edge, measured.
    fn plainly(obstacle: &Obstacle<'_>, a: Local, b: Local) -> bool {
        obstacle.edges().all(|(p, q)| segments_apart(a, b, p, q) >= obstacle.margin) && !obstacle.holds(a)
    }

    #[test]
    fn a_quick_look_at_a_leg_says_what_measuring_every_edge_says() {
        let mut rng = ChaCha8Rng::seed_from_u64(31);
        let (mut clear, mut met) = (0, 0);
        for _ in 0..200 {
            let count: u32 = rng.random_range(3..20);
            let corner = |i: u32, rng: &mut ChaCha8Rng| {
                let far = Metres(rng.random_range(30.0..500.0));
                Local::default().moved(Heading::degrees(360.0 * f64::from(i) / f64::from(count)), far)
            };
            let ring = (0..count).map(|i| corner(i, &mut rng)).collect();
            let zone = Zone::checked(Draft::prism("Z", ZoneKind::KeepOut, ring)).unwrap();
            let obstacle = Obstacle::new(&zone, Metres(rng.random_range(1.0..90.0)));
            let turns = obstacle.turns().into_iter().map(|turn| turn.at).collect::<Vec<_>>();
            for _ in 0..200 {
                // Along turning points legs are just clear, which is where rounding would show.
                let mut place = || match rng.random_range(0..3) {
                    0 => turns[rng.random_range(0..turns.len())],
                    1 => zone.rings()[0][rng.random_range(0..count as usize)],
                    _ => Local { x: rng.random_range(-900.0..900.0), y: rng.random_range(-900.0..900.0) },
                };
                let (a, b) = (place(), place());
                let says = obstacle.clear_leg(a, b);
                assert_eq!(says, plainly(&obstacle, a, b), "{a:?} to {b:?}");
                *(if says { &mut clear } else { &mut met }) += 1;
            }
            let nowhere = Local { x: f64::NAN, y: 0.0 };
            assert!(!obstacle.clear_leg(nowhere, turns[0]) && !obstacle.clear_leg(turns[0], nowhere));
        }
        assert!(clear > 2_000 && met > 2_000, "{clear} clear, {met} met");
    }
}
