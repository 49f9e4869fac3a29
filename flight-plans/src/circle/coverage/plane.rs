//! The polygon arithmetic of coverage.

use super::clip::within;
use super::{Domain, Shares, Watch};
use geo::orient::Direction;
use geo::{
    Area as _, BooleanOps, BoundingRect, Contains as _, Coord, CoordsIter as _, Intersects as _, LineString,
    MultiPolygon, Orient as _, Polygon, Rect, unary_union,
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

/// What two have in common; cheap where they lie apart, and where one is small.
pub(super) fn common(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    let (Some(box_a), Some(box_b)) = (a.bounding_rect(), b.bounding_rect()) else { return MultiPolygon::empty() };
    if !box_a.intersects(&box_b) {
        return MultiPolygon::empty();
    }
    // Only one is thinned: outside of its box it may be anything.
    if a.coords_count() > b.coords_count() {
        within(a, box_b).intersection(b)
    } else {
        a.intersection(&within(b, box_a))
    }
}

/// The first without the second; cheap where they lie apart, and where the first is small.
pub(super) fn without(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    match a.bounding_rect() {
        Some(about) if near(a, b) => a.difference(&within(b, about)),
        _ => a.clone(),
    }
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

/// What units reach, each ground once: units at one post reach the same.
struct Grounds<'a> {
    all: Vec<(&'a Watch, MultiPolygon)>,
    /// Whether a second unit reaches it too.
    shared: Vec<bool>,
}

impl<'a> Grounds<'a> {
    fn of(watches: &'a [Watch]) -> Self {
        let mut firsts: Vec<(&Watch, bool)> = Vec::new();
        for watch in watches.iter().filter(|watch| !watch.ground.is_empty()) {
            let same = |first: &&mut (&Watch, bool)| first.0.domain == watch.domain && first.0.ground == watch.ground;
            match firsts.iter_mut().find(same) {
                Some(first) => first.1 = true,
                None => firsts.push((watch, false)),
            }
        }
        let all = firsts.iter().map(|(watch, _)| (*watch, shape(&watch.ground))).collect();
        Self { all, shared: firsts.iter().map(|(_, shared)| *shared).collect() }
    }

    fn once(&self, counts: impl Fn(&Watch) -> bool) -> MultiPolygon {
        unary_union(self.all.iter().filter(|(watch, _)| counts(watch)).map(|(_, shape)| shape))
    }

    /// What is reached twice: rings turn about it twice, so once more than none when a ring about everything turns the
    /// other way.
    fn twice(&self) -> MultiPolygon {
        let shapes = || self.all.iter().map(|(_, shape)| shape);
        let Some(about) = shapes().filter_map(|shape| shape.bounding_rect()).reduce(about_both) else {
            return MultiPolygon::empty();
        };
        let other_way = MultiPolygon(vec![about.to_polygon().orient(Direction::Reversed)]);
        let again = self.all.iter().zip(&self.shared).filter(|(_, shared)| **shared).map(|((_, shape), _)| shape);
        unary_union(shapes().chain(again).chain([&other_way]))
    }
}

fn about_both(a: Rect, b: Rect) -> Rect {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let high = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(low, high)
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
    pub fn of(watches: &[Watch]) -> Self {
        let grounds = Grounds::of(watches);
        let of = |domain| grounds.once(|watch: &Watch| watch.domain == domain);
        Self { once: grounds.once(|_| true), twice: grounds.twice(), air: of(Domain::Air), ground: of(Domain::Ground) }
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
