//! The judge's own test of two flights against each other: continuous in time and exact, for ways that are straight and
//! even between time-stamped places.
//!
//! Two aircraft are too near when they are nearer than `horizontal` on the ground plane and at the same time nearer than
//! `vertical` in height. Between two stamps of either the one moves evenly against the other, so the time for which each
//! is the case is one stretch, whose ends solve a quadratic and a linear equation.

use geodata::Local;

/// A place and height at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knot {
    /// Seconds on any clock common to both ways.
    pub time: f64,
    /// On the ground plane.
    pub at: Local,
    /// Metres above sea level.
    pub height: f64,
}

/// How far two aircraft must keep apart, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// On the ground plane, unless they are `vertical` apart.
    pub horizontal: f64,
    /// In height, unless they are `horizontal` apart.
    pub vertical: f64,
}

/// A stretch of time in which two ways are too near to each other, within one straight part of each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Encounter {
    /// The indices of the parts; part `i` leads from knot `i` to knot `i + 1`.
    pub parts: [usize; 2],
    /// From when until when they are too near, seconds.
    pub time: [f64; 2],
    /// When they are nearest on the ground plane within that time.
    pub closest: f64,
    /// How far apart they are then on the ground plane, metres.
    pub horizontal: f64,
    /// How far apart they are then in height, metres.
    pub vertical: f64,
}

/// Every encounter of two ways, in order of time.
#[must_use]
pub fn encounters(a: &[Knot], b: &[Knot], apart: Apart) -> Vec<Encounter> {
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some([a0, a1]), Some([b0, b1])) = (pair(a, i), pair(b, j)) {
        let time = [a0.time.max(b0.time), a1.time.min(b1.time)];
        if time[0] <= time[1] {
            let met = meet([a0, a1], [b0, b1], time, apart);
            found.extend(met.map(|met| Encounter { parts: [i, j], ..met }));
        }
        if a1.time <= b1.time {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

fn pair(way: &[Knot], index: usize) -> Option<[Knot; 2]> {
    Some([*way.get(index)?, *way.get(index + 1)?])
}

/// Place and height of a part at a moment within it.
fn at([from, to]: [Knot; 2], time: f64) -> [f64; 3] {
    let length = to.time - from.time;
    let share = if length > 0.0 { (time - from.time) / length } else { 0.0 };
    let place = from.at.toward(to.at, share);
    [place.x, place.y, from.height + (to.height - from.height) * share]
}

/// The stretch of `[begin, end]` in which two parts are too near, and the closest of it.
fn meet(a: [Knot; 2], b: [Knot; 2], [begin, end]: [f64; 2], apart: Apart) -> Option<Encounter> {
    let between = |time: f64| {
        let ([ax, ay, az], [bx, by, bz]) = (at(a, time), at(b, time));
        [bx - ax, by - ay, bz - az]
    };
    let ([x0, y0, z0], [x1, y1, z1]) = (between(begin), between(end));
    let (vx, vy, vz) = (x1 - x0, y1 - y0, z1 - z0);
    // The share of the stretch from 0 to 1 at which they are too near, level and in height.
    let level = under([vx * vx + vy * vy, 2.0 * (x0 * vx + y0 * vy), x0 * x0 + y0 * y0], apart.horizontal)?;
    let upright = under([vz * vz, 2.0 * z0 * vz, z0 * z0], apart.vertical)?;
    let (from, until) = (level[0].max(upright[0]).max(0.0), level[1].min(upright[1]).min(1.0));
    if from > until {
        return None;
    }
    let moves = vx * vx + vy * vy;
    let nearest = if moves > 0.0 { (-(x0 * vx + y0 * vy) / moves).clamp(from, until) } else { from };
    let moment = |share: f64| begin + (end - begin) * share;
    let gap = |share: f64| [x0 + vx * share, y0 + vy * share, z0 + vz * share];
    let [x, y, z] = gap(nearest);
    Some(Encounter {
        parts: [0, 0],
        time: [moment(from), moment(until)],
        closest: moment(nearest),
        horizontal: x.hypot(y),
        vertical: z.abs(),
    })
}

/// Between which arguments `a t² + b t + c`, the square of a distance, is under `least²`; nothing when nowhere. A number
/// that is missing is under everything.
fn under([a, b, c]: [f64; 3], least: f64) -> Option<[f64; 2]> {
    const ALWAYS: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
    let c = c - least * least;
    if ![a, b, c].iter().all(|n| n.is_finite()) {
        return Some(ALWAYS);
    }
    // Too slow to matter: what it moves in the whole stretch is far below a millimetre.
    if a < 1e-12 {
        return (c < 0.0).then_some(ALWAYS);
    }
    let root = b * b - 4.0 * a * c;
    if root <= 0.0 {
        return None;
    }
    // The one of the two roots that is not a difference of nearly equal numbers, and the other from their product.
    let q = -0.5 * (b + root.sqrt().copysign(b));
    let (one, other) = (q / a, if q == 0.0 { -b / a } else { c / q });
    Some([one.min(other), one.max(other)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const APART: Apart = Apart { horizontal: 30.0, vertical: 15.0 };

    fn knot(time: f64, x: f64, y: f64, height: f64) -> Knot {
        Knot { time, at: Local { x, y }, height }
    }

    /// The oracle: looks at both ways every tenth of a second, and between two looks the aircraft cannot get nearer than
    /// their speeds allow.
    fn sampled(a: &[Knot], b: &[Knot], apart: Apart) -> bool {
        let position = |way: &[Knot], time: f64| {
            let part = way.windows(2).find(|p| p[0].time <= time && time <= p[1].time)?;
            Some(at([part[0], part[1]], time))
        };
        let last = a.last().unwrap().time.max(b.last().unwrap().time);
        (0..).map(|i| f64::from(i) * 0.1).take_while(|t| *t <= last).any(|time| {
            let (Some(p), Some(q)) = (position(a, time), position(b, time)) else { return false };
            (p[0] - q[0]).hypot(p[1] - q[1]) < apart.horizontal && (p[2] - q[2]).abs() < apart.vertical
        })
    }

    fn way() -> impl Strategy<Value = Vec<Knot>> {
        let step = (0.5..30.0f64, -200.0..200.0f64, -200.0..200.0f64, 0.0..60.0f64);
        (0.0..20.0f64, prop::collection::vec(step, 2..7)).prop_map(|(start, steps)| {
            let mut time = start;
            let stamped = |(lasts, x, y, height): (f64, f64, f64, f64)| {
                time += lasts;
                knot(time, x, y, height)
            };
            steps.into_iter().map(stamped).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_sampling_sees_is_found_and_what_is_found_is_so(a in way(), b in way()) {
            let found = encounters(&a, &b, APART);
            prop_assert!(!sampled(&a, &b, APART) || !found.is_empty());
            for met in &found {
                let (pa, pb) = (pair(&a, met.parts[0]).unwrap(), pair(&b, met.parts[1]).unwrap());
                let ([ax, ay, az], [bx, by, bz]) = (at(pa, met.closest), at(pb, met.closest));
                prop_assert!(((ax - bx).hypot(ay - by) - met.horizontal).abs() < 1e-6);
                prop_assert!(((az - bz).abs() - met.vertical).abs() < 1e-6);
                prop_assert!(met.horizontal <= APART.horizontal + 1e-6 && met.vertical <= APART.vertical + 1e-6);
            }
            let mirrored = encounters(&b, &a, APART);
            prop_assert_eq!(found.len(), mirrored.len());
        }
    }

    #[test]
    fn two_that_cross_at_right_angles_meet_for_exactly_as_long_as_geometry_says() {
        let a = [knot(0.0, -150.0, 0.0, 60.0), knot(20.0, 150.0, 0.0, 60.0)];
        let b = [knot(0.0, 0.0, -150.0, 60.0), knot(20.0, 0.0, 150.0, 60.0)];
        let met = encounters(&a, &b, APART).remove(0);
        // They close at 15 √2 m/s on a straight line through zero: 30 m before and after it.
        let half = 30.0 / (15.0 * 2.0f64.sqrt());
        assert!((met.time[0] - (10.0 - half)).abs() < 1e-9 && (met.time[1] - (10.0 + half)).abs() < 1e-9);
        assert!((met.closest - 10.0).abs() < 1e-9 && met.horizontal < 1e-9);
    }

    #[test]
    fn layers_fifteen_metres_apart_do_not_meet_and_those_a_little_less_apart_do() {
        let way = |height: f64| [knot(0.0, 0.0, 0.0, height), knot(100.0, 1500.0, 0.0, height)];
        assert!(encounters(&way(60.0), &way(75.0), APART).is_empty());
        assert_eq!(encounters(&way(60.0), &way(74.9), APART).len(), 1);
        let later: Vec<Knot> = way(60.0).map(|k| Knot { time: k.time + 100.5, ..k }).to_vec();
        assert!(encounters(&way(60.0), &later, APART).is_empty(), "one has landed before the other flies");
    }

    #[test]
    fn a_number_that_is_missing_is_an_encounter_and_no_panic() {
        let way = [knot(0.0, f64::NAN, 0.0, 60.0), knot(10.0, 0.0, 0.0, 60.0)];
        let other = [knot(0.0, 9e9, 0.0, 900.0), knot(10.0, 9e9, 0.0, 60.0)];
        assert_eq!(encounters(&way, &other, APART).len(), 1);
        assert!(encounters(&[], &other, APART).is_empty());
        let nowhen = [knot(f64::NAN, 0.0, 0.0, 0.0), knot(f64::NAN, 0.0, 0.0, 0.0)];
        let _ = encounters(&nowhen, &nowhen, APART);
    }
}
