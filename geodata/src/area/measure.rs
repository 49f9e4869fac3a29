//! Sizes and common parts of areas, by the polygon arithmetic of `geo`. Its answers are only asked for polygons that
//! passed [`is_sound`]: what crosses itself would lose a lobe without a word.

use super::Area;
use crate::frame::Local;
use crate::shape::{Parts, Shape};
use geo::{Area as _, BooleanOps, Coord, LineString, MultiPolygon, Polygon, Validation};

fn ring(corners: &[Local]) -> LineString {
    corners.iter().chain(corners.first()).map(|p| Coord { x: p.x, y: p.y }).collect()
}

fn polygon(shape: &Shape) -> Option<Polygon> {
    match shape.parts() {
        Parts::Area { outer, holes } => Some(Polygon::new(ring(outer), holes.into_iter().map(ring).collect())),
        _ => None,
    }
}

/// The parts of an area.
pub(super) fn polygons(area: &Area) -> MultiPolygon {
    MultiPolygon(area.parts.iter().filter_map(polygon).collect())
}

/// Rings without holes, such as the outline of a district; those that cross themselves are left out.
pub(super) fn outlines(rings: &[Vec<Local>]) -> MultiPolygon {
    let polygons = rings.iter().map(|corners| Polygon::new(ring(corners), vec![]));
    union(polygons.filter(Validation::is_valid).map(|one| MultiPolygon(vec![one])))
}

/// Whether polygon arithmetic can be trusted with it.
pub(super) fn is_sound(shape: &Shape) -> bool {
    polygon(shape).is_some_and(|polygon| polygon.is_valid() && polygon.unsigned_area() > 0.0)
}

pub(super) fn square_metres(polygons: &MultiPolygon) -> f64 {
    polygons.unsigned_area()
}

/// What two have in common.
pub(super) fn common(a: &MultiPolygon, b: &MultiPolygon) -> MultiPolygon {
    a.intersection(b)
}

/// All of them together.
pub(super) fn union(all: impl Iterator<Item = MultiPolygon>) -> MultiPolygon {
    all.fold(MultiPolygon(vec![]), |sum, one| sum.union(&one))
}

/// The corners of a ring, first one not repeated.
pub(super) fn corners(ring: &LineString) -> Vec<Local> {
    let closed: Vec<Local> = ring.coords().map(|c| Local { x: c.x, y: c.y }).collect();
    closed.split_last().map(|(_, corners)| corners.to_vec()).unwrap_or_default()
}
