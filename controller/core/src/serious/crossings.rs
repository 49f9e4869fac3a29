//! Where roads cross a ring: the posts of a containment. Pure: a road net, a middle and a radius come in.
//!
//! The ring is walked in short steps; every road near a step is cut with the ring exactly. Of crossings closer together
//! than asked (two carriageways, a roundabout) the larger road's stands for all.

use geodata::roads::{EdgeId, RoadClass, RoadNet};
use geodata::{Local, Metres, Profile};
use std::collections::BTreeSet;

/// Length of a step along the ring.
const STEP_M: f64 = 24.0;
/// Smaller roads than this are farm tracks and drives: whoever takes them comes out on a larger one.
const LEAST: RoadClass = RoadClass::Residential;

/// A road that crosses a ring.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// On the ring.
    pub at: Local,
    /// Seen from the middle, clockwise from north, 0 to 360.
    pub bearing_deg: f64,
    /// How large the road is.
    pub class: RoadClass,
    /// Its name, or empty.
    pub name: String,
}

/// The crossings that are to have a post, clockwise from north, and how many others there are.
#[must_use]
pub fn posts(roads: &RoadNet, middle: Local, radius: Metres, most: usize, apart: Metres) -> (Vec<Crossing>, u32) {
    chosen(crossings(roads, middle, radius), most, apart)
}

/// Every place where a road for cars crosses the ring, clockwise from north.
#[must_use]
pub fn crossings(roads: &RoadNet, middle: Local, radius: Metres) -> Vec<Crossing> {
    if !(radius.0 > 0.0 && radius.0.is_finite() && middle.x.is_finite() && middle.y.is_finite()) {
        return Vec::new();
    }
    let mut near: BTreeSet<EdgeId> = BTreeSet::new();
    let steps = (std::f64::consts::TAU * radius.0 / STEP_M).ceil().max(8.0);
    let mut step = 0.0;
    while step < steps {
        let (sin, cos) = (std::f64::consts::TAU * step / steps).sin_cos();
        let at = Local { x: middle.x + radius.0 * sin, y: middle.y + radius.0 * cos };
        let found = roads.snap_all(at, Metres(STEP_M * 0.5 + 1.0), Profile::Car);
        let large = found.iter().filter(|snap| roads.class(snap).is_some_and(|class| class <= LEAST));
        near.extend(large.map(geodata::Snap::edge));
        step += 1.0;
    }
    let mut all: Vec<Crossing> = near.into_iter().flat_map(|edge| of_edge(roads, edge, middle, radius)).collect();
    all.sort_by(|a, b| a.bearing_deg.total_cmp(&b.bearing_deg));
    all
}

fn of_edge(roads: &RoadNet, edge: EdgeId, middle: Local, radius: Metres) -> Vec<Crossing> {
    let line = roads.line(edge);
    let cuts = line.windows(2).flat_map(|pair| match pair {
        [a, b] => cuts(*a, *b, middle, radius),
        _ => Vec::new(),
    });
    let crossing = |at: Local| {
        let class = roads.snap_all(at, Metres(0.5), Profile::Car).into_iter().find(|snap| snap.edge() == edge);
        let name = roads.names_of(edge).map(|name| name.name.clone()).unwrap_or_default();
        let bearing_deg = (at.x - middle.x).atan2(at.y - middle.y).to_degrees().rem_euclid(360.0);
        Some(Crossing { at, bearing_deg, class: class.and_then(|snap| roads.class(&snap))?, name })
    };
    cuts.filter_map(crossing).collect()
}

/// Where a straight piece cuts the ring: the roots of |a + t (b - a) - middle| = radius with 0 <= t < 1.
fn cuts(a: Local, b: Local, middle: Local, radius: Metres) -> Vec<Local> {
    let (dx, dy, fx, fy) = (b.x - a.x, b.y - a.y, a.x - middle.x, a.y - middle.y);
    let square = dx * dx + dy * dy;
    let half = fx * dx + fy * dy;
    let rest = fx * fx + fy * fy - radius.0 * radius.0;
    let under = half * half - square * rest;
    if square <= 0.0 || under <= 0.0 {
        return Vec::new();
    }
    let root = under.sqrt();
    let at = |t: f64| (0.0..1.0).contains(&t).then(|| a.toward(b, t));
    [(-half - root) / square, (-half + root) / square].into_iter().filter_map(at).collect()
}

/// The largest roads first, none nearer to another than asked.
fn chosen(mut all: Vec<Crossing>, most: usize, apart: Metres) -> (Vec<Crossing>, u32) {
    all.sort_by(|a, b| a.class.cmp(&b.class).then(a.bearing_deg.total_cmp(&b.bearing_deg)));
    let mut taken: Vec<Crossing> = Vec::new();
    for one in all {
        if taken.iter().all(|other| other.at.distance(one.at).0 >= apart.0) {
            taken.push(one);
        }
    }
    let left_out = u32::try_from(taken.len().saturating_sub(most)).unwrap_or(u32::MAX);
    taken.truncate(most);
    taken.sort_by(|a, b| a.bearing_deg.total_cmp(&b.bearing_deg));
    (taken, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Local {
        Local { x, y }
    }

    fn crossing(x: f64, y: f64, class: RoadClass) -> Crossing {
        let bearing_deg = x.atan2(y).to_degrees().rem_euclid(360.0);
        Crossing { at: at(x, y), bearing_deg, class, name: String::new() }
    }

    #[test]
    fn a_piece_cuts_the_ring_once_twice_or_never() {
        let cut = |a, b| cuts(a, b, at(0.0, 0.0), Metres(100.0));
        assert_eq!(cut(at(0.0, 0.0), at(200.0, 0.0)), [at(100.0, 0.0)]);
        assert_eq!(cut(at(-200.0, 0.0), at(200.0, 0.0)), [at(-100.0, 0.0), at(100.0, 0.0)]);
        assert!(cut(at(0.0, 0.0), at(50.0, 50.0)).is_empty(), "inside");
        assert!(cut(at(-200.0, 150.0), at(200.0, 150.0)).is_empty(), "outside");
        assert!(cut(at(5.0, 5.0), at(5.0, 5.0)).is_empty(), "a point");
        for found in cut(at(-300.0, -20.0), at(250.0, 90.0)) {
            assert!((found.distance(at(0.0, 0.0)).0 - 100.0).abs() < 1e-9);
        }
    }

    #[test]
    fn the_largest_roads_have_a_post_first_and_two_carriageways_have_one() {
        let all = vec![
            crossing(0.0, 100.0, RoadClass::Residential),
            crossing(100.0, 0.0, RoadClass::Primary),
            crossing(100.0, 10.0, RoadClass::Primary),
            crossing(0.0, -100.0, RoadClass::Tertiary),
        ];
        let (posts, left_out) = chosen(all.clone(), 2, Metres(50.0));
        assert_eq!(posts.iter().map(|post| post.class).collect::<Vec<_>>(), [RoadClass::Primary, RoadClass::Tertiary]);
        assert_eq!(left_out, 1, "the small road has none, and that is said");
        let (posts, left_out) = chosen(all, 9, Metres(50.0));
        assert_eq!((posts.len(), left_out), (3, 0));
        assert!(posts.windows(2).all(|pair| pair[0].bearing_deg < pair[1].bearing_deg), "clockwise from north");
    }
}
