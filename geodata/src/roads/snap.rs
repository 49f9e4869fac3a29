//! From a place to the nearest point of the road net: an R-tree over the straight pieces of all edges.

use crate::frame::Local;
use crate::units::Metres;
use rstar::{AABB, PointDistance, RTreeObject};

/// A point on the road net: the nearest to some place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// The point on the road.
    pub point: Local,
    /// How far the place was from the road, straight.
    pub off_road: Metres,
    /// Index of the edge.
    pub(crate) edge: u32,
    /// How much of the edge lies before the point: 0 at its start, 1 at its end.
    pub(crate) fraction: f64,
}

/// One straight piece of an edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub a: [f64; 2],
    pub b: [f64; 2],
    pub edge: u32,
    /// Index of its first point among all points of the net.
    pub point: u32,
}

impl Piece {
    /// How far along the piece its point nearest to `place` is, `0..=1`.
    pub fn nearest(&self, place: &[f64; 2]) -> f64 {
        let (dx, dy) = (self.b[0] - self.a[0], self.b[1] - self.a[1]);
        let length_2 = dx * dx + dy * dy;
        if length_2 > 0.0 {
            (((place[0] - self.a[0]) * dx + (place[1] - self.a[1]) * dy) / length_2).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// The point `t` of the way along.
    pub fn at(&self, t: f64) -> Local {
        Local { x: self.a[0] + (self.b[0] - self.a[0]) * t, y: self.a[1] + (self.b[1] - self.a[1]) * t }
    }
}

impl RTreeObject for Piece {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.a, self.b)
    }
}

impl PointDistance for Piece {
    fn distance_2(&self, place: &[f64; 2]) -> f64 {
        let near = self.at(self.nearest(place));
        (near.x - place[0]).powi(2) + (near.y - place[1]).powi(2)
    }
}
