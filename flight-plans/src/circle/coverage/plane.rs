//! The polygon arithmetic of coverage.

use super::{Domain, Shares, Watch};
use geo::{
    Area as _, BooleanOps, BoundingRect, Contains as _, Coord, Intersects as _, LineString, MultiPolygon, Polygon,
};
use geodata::{Area, Finding, Local};

/// Square metres that rounding may make of nothing.
pub(super) const CRUMB: f64 = 1.0;

/// What is wrong with a ring.
pub(super) fn fault(whose: &str, ring: &[Local]) -> Option<Finding> {
    if ring.iter().any(|at| !(at.x.is_finite() && at.y.is_finite())) {
        return Some(Finding::new("coverage-place", whose, "a corner is no place", "Give every corner two numbers"));
    }
    let say = || format!("a ring of {} corners has no inside", ring.len());
    (ring.len() < 3).then(|| Finding::new("coverage-ring", whose, say(), "Give the ring three corners or more"))
}

fn closed(corners: &[Local]) -> LineString {
    corners.iter().chain(corners.first()).map(|at| Coord { x: at.x, y: at.y }).collect()
}

/// Polygons of one thing, made one.
pub(super) fn shape(ground: &[Area]) -> MultiPolygon {
    let polygon = |area: &Area| Polygon::new(closed(&area.outer), area.holes.iter().map(|hole| closed(hole)).collect());
    // Each apart first: rings may cross themselves or turn either way, and even-odd makes the best of it.
    let apart = ground.iter().map(|area| MultiPolygon(vec![polygon(area)]).union(&MultiPolygon::empty()));
    halves(apart.collect(), &MultiPolygon::union).unwrap_or_else(MultiPolygon::empty)
}

/// Outer rings, made one.
pub(super) fn outlines(rings: &[Vec<Local>]) -> MultiPolygon {
    let areas: Vec<Area> = rings.iter().map(|ring| Area { outer: ring.clone(), holes: Vec::new() }).collect();
    shape(&areas)
}

pub(super) fn square_metres(shape: &MultiPolygon) -> f64 {
    shape.unsigned_area()
}

/// The pieces, crumbs left out.
pub(super) fn polygons(shape: &MultiPolygon) -> Vec<Area> {
    let ring = |line: &LineString| {
        let corners: Vec<Local> = line.coords().map(|c| Local { x: c.x, y: c.y }).collect();
        corners.split_last().map(|(_, corners)| corners.to_vec()).unwrap_or_default()
    };
    let piece = |polygon: &Polygon| Area {
        outer: ring(polygon.exterior()),
        holes: polygon.interiors().iter().map(ring).collect(),
    };
    shape.iter().filter(|polygon| polygon.unsigned_area() >= CRUMB).map(piece).collect()
}

/// Whether the boxes round two shapes meet.
pub(super) fn near(a: &MultiPolygon, b: &MultiPolygon) -> bool {
    a.bounding_rect().zip(b.bounding_rect()).is_some_and(|(a, b)| a.intersects(&b))
}

/// What two have in common; cheap where they lie apart.
pub(super) fn common(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    if near(a, b) { a.intersection(b) } else { MultiPolygon::empty() }
}

/// The first without the second; cheap where they lie apart.
pub(super) fn without(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    if near(a, b) { a.difference(b) } else { a.clone() }
}

/// All put together two by two, so that no large one is gone through again for each small one.
fn halves<T>(mut all: Vec<T>, join: &impl Fn(&T, &T) -> T) -> Option<T> {
    while all.len() > 1 {
        let mut next = Vec::with_capacity(all.len().div_ceil(2));
        let mut pairs = all.into_iter();
        while let Some(first) = pairs.next() {
            next.push(match pairs.next() {
                Some(second) => join(&first, &second),
                None => first,
            });
        }
        all = next;
    }
    all.pop()
}

/// Who reaches what.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    /// By one unit at least, by two at least.
    pub once: MultiPolygon,
    pub twice: MultiPolygon,
    pub air: MultiPolygon,
    pub ground: MultiPolygon,
}

impl Layers {
    fn nothing() -> Self {
        let none = MultiPolygon::empty;
        Self { once: none(), twice: none(), air: none(), ground: none() }
    }

    pub fn of(watches: &[Watch]) -> Self {
        let one = |watch: &Watch| {
            let once = shape(&watch.ground);
            match watch.domain {
                Domain::Air => Self { air: once.clone(), once, ..Self::nothing() },
                Domain::Ground => Self { ground: once.clone(), once, ..Self::nothing() },
            }
        };
        let joined = |a: &Self, b: &Self| {
            let met = common(&a.once, &b.once);
            Self {
                once: a.once.union(&b.once),
                twice: a.twice.union(&b.twice).union(&met),
                air: a.air.union(&b.air),
                ground: a.ground.union(&b.ground),
            }
        };
        halves(watches.iter().map(one).collect(), &joined).unwrap_or_else(Self::nothing)
    }

    /// What of it lies in a shape.
    pub fn cut(&self, to: &MultiPolygon) -> Self {
        Self {
            once: common(&self.once, to),
            twice: common(&self.twice, to),
            air: common(&self.air, to),
            ground: common(&self.ground, to),
        }
    }

    /// Its shares of something of this size that it was cut to.
    pub fn shares(&self, area: f64) -> Shares {
        let [covered, overlap, air, ground] = [&self.once, &self.twice, &self.air, &self.ground].map(square_metres);
        // Air and ground together are all that is covered.
        let both = (air + ground - covered).max(0.0);
        Shares {
            area,
            covered,
            gap: (area - covered).max(0.0),
            overlap,
            air_only: (air - both).max(0.0),
            ground_only: (ground - both).max(0.0),
            both,
        }
    }
}

/// Whether a place lies in a shape.
pub(super) fn inside(shape: &MultiPolygon, at: Local) -> bool {
    shape.contains(&Coord { x: at.x, y: at.y })
}
