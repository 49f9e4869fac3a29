//! Polygons with fewer corners outside of a box, so that no large one is gone through by the general arithmetic for each
//! small one.
//!
//! Of corners that follow each other beyond one side of the box only the first and the last are kept: the line between
//! them stays beyond that side, so that the box sees no change. Lines that come into the box stay as they are to the last
//! digit, or borders that two areas share would part by slivers.

use geo::{BoundingRect, Contains as _, Coord, Intersects as _, LineString, MultiPolygon, Polygon, Rect};

/// The same in a box; elsewhere nothing is promised.
pub(super) fn within(shape: &MultiPolygon, about: Rect) -> MultiPolygon {
    let ring = |ring: &LineString| -> Option<LineString> {
        let own = ring.bounding_rect().filter(|own| own.intersects(&about))?;
        if about.contains(&own) {
            return Some(ring.clone());
        }
        let thin = thin(&ring.0, about);
        (thin.len() >= 3).then(|| LineString::from(thin))
    };
    let piece = |polygon: &Polygon| {
        let outer = ring(polygon.exterior())?;
        Some(Polygon::new(outer, polygon.interiors().iter().filter_map(ring).collect()))
    };
    shape.iter().filter_map(piece).collect()
}

/// A ring with fewer corners; not closed.
fn thin(ring: &[Coord], about: Rect) -> Vec<Coord> {
    let (low, high) = (about.min(), about.max());
    let beyond: [fn(Coord, Coord, Coord) -> bool; 4] = [
        |at, low, _| at.x < low.x,
        |at, _, high| at.x > high.x,
        |at, low, _| at.y < low.y,
        |at, _, high| at.y > high.y,
    ];
    let open = ring.split_last().map_or(ring, |(_, open)| open);
    beyond.into_iter().fold(open.to_vec(), |ring, beyond| {
        let count = ring.len();
        let out: Vec<bool> = ring.iter().map(|&at| beyond(at, low, high)).collect();
        let kept = (0..count).filter(|&i| !(out[i] && out[(i + count - 1) % count] && out[(i + 1) % count]));
        kept.map(|i| ring[i]).collect()
    })
}
