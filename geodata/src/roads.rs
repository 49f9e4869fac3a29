//! The roads of a district: snapping, travel times, the nearest units, routes.
//!
//! A graph of junctions and edges in compressed rows, times in whole milliseconds, no index to prepare: a backward
//! Dijkstra from the incident that stops after `k` units answers in microseconds at county size, and a closure or a new
//! speed costs nothing. Only what cars use is kept, so every snap can reach every other by car.
//! Times are from road point to road point; the way off the road ([`Snap::off_road`]) is not in them. On foot one-ways
//! do not matter and motorways are closed. No turn costs.

mod access;
pub mod codec;
pub mod data;
mod graph;
mod islands;
mod nearest;
mod path;
mod profile;
mod scc;
mod search;
mod snap;
#[cfg(test)]
mod tests;

pub use access::Access;
pub use islands::Islands;
pub use nearest::{Arrival, UnitAt};
pub use path::Route;
pub use profile::{FOOT, Profile, RoadClass, car_speed};
pub use snap::Snap;

use crate::frame::Local;
use crate::units::{Metres, Seconds};
use data::{RoadData, RoadName};
use graph::Graph;
use rand::RngExt;
use rstar::{PointDistance, RTree};
use snap::Piece;

/// The road net of one district.
#[derive(Clone, Debug)]
pub struct RoadNet {
    graph: Graph,
    names: Vec<RoadName>,
    tree: RTree<Piece>,
    /// For each edge, the length of it and all before it, for drawing at random.
    cumulative: Vec<f64>,
}

impl RoadNet {
    /// Builds the net over what cars use; islands and footpaths are left out.
    #[must_use]
    pub fn new(data: &RoadData) -> Self {
        let graph = Graph::build(&data.for_cars());
        let tree = RTree::bulk_load(pieces(&graph));
        let mut sum = 0.0;
        let lengths = graph.edges.iter().map(|edge| {
            sum += edge.length;
            sum
        });
        Self { cumulative: lengths.collect(), names: data.names.clone(), tree, graph }
    }

    /// The nearest point of the road net; nothing when there are no roads or the place is not a number.
    #[must_use]
    pub fn snap(&self, at: Local) -> Option<Snap> {
        if !(at.x.is_finite() && at.y.is_finite()) {
            return None;
        }
        let place = [at.x, at.y];
        let piece = self.tree.nearest_neighbor(&place)?;
        let t = piece.nearest(&place);
        Some(self.snap_on(piece, t, Metres(piece.distance_2(&place).sqrt())))
    }

    /// The `k` units that arrive first at `to`, none slower than `within`: ascending time, ties by index.
    #[must_use]
    pub fn nearest_units(&self, to: &Snap, units: &[UnitAt], k: usize, within: Seconds) -> Vec<Arrival> {
        nearest::nearest_units(&self.graph, to, units, k, within)
    }

    /// How long from one point to another; nothing when the profile cannot get there.
    #[must_use]
    pub fn travel_time(&self, from: &Snap, to: &Snap, profile: Profile) -> Option<Seconds> {
        path::travel_time(&self.graph, from, to, profile)
    }

    /// The fastest way from one point to another; its time is that of [`RoadNet::travel_time`].
    #[must_use]
    pub fn route(&self, from: &Snap, to: &Snap, profile: Profile) -> Option<Route> {
        path::route(&self.graph, from, to, profile)
    }

    /// The junctions reached within `budget`, in the order of reaching them.
    #[must_use]
    pub fn reachable_within(&self, from: &Snap, profile: Profile, budget: Seconds) -> Vec<Local> {
        path::reachable(&self.graph, from, profile, budget)
    }

    /// The length of all edges.
    #[must_use]
    pub fn total_length(&self) -> Metres {
        self.graph.total_length()
    }

    /// How many junctions.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.graph.nodes.len()
    }

    /// How many directed arcs are open to cars.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.graph.arcs
    }

    /// How many edges.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.graph.edges.len()
    }

    /// A point drawn evenly over the length of all roads. An empty net gives a snap that reaches nothing.
    pub fn random_snap(&self, rng: &mut impl rand::Rng) -> Snap {
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        let drawn = rng.random::<f64>() * total;
        let index = self.cumulative.partition_point(|sum| *sum <= drawn).min(self.cumulative.len().saturating_sub(1));
        let Some(edge) = self.graph.edges.get(index) else {
            return Snap { point: Local::default(), off_road: Metres::ZERO, edge: 0, fraction: 0.0 };
        };
        let before = self.cumulative[index] - edge.length;
        let fraction = if edge.length > 0.0 { ((drawn - before) / edge.length).clamp(0.0, 1.0) } else { 0.0 };
        let point = path::point_at(&self.graph, (edge.first_point, edge.last_point), fraction * edge.length);
        Snap { point, off_road: Metres::ZERO, edge: graph::index_u32(index), fraction }
    }

    /// The name of the road under a point, where it has one.
    #[must_use]
    pub fn name(&self, at: &Snap) -> Option<&str> {
        let edge = self.graph.edges.get(at.edge as usize)?;
        self.names.get(edge.name as usize).map(|name| name.name.as_str()).filter(|name| !name.is_empty())
    }

    /// The class of the road under a point.
    #[must_use]
    pub fn class(&self, at: &Snap) -> Option<RoadClass> {
        self.graph.edges.get(at.edge as usize).map(|edge| edge.class)
    }

    fn snap_on(&self, piece: &Piece, t: f64, off_road: Metres) -> Snap {
        let length = self.graph.edges.get(piece.edge as usize).map_or(0.0, |e| e.length);
        let along = |point: u32| self.graph.along.get(point as usize).copied().unwrap_or(0.0);
        let (start, end) = (along(piece.point), along(piece.point + 1));
        let fraction = if length > 0.0 { ((start + (end - start) * t) / length).clamp(0.0, 1.0) } else { 0.0 };
        Snap { point: piece.at(t), off_road, edge: piece.edge, fraction }
    }
}

/// Every straight piece of every edge.
fn pieces(graph: &Graph) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(graph.points.len());
    for (index, edge) in graph.edges.iter().enumerate() {
        for point in edge.first_point..edge.last_point {
            let (a, b) = (graph.points[point as usize], graph.points[point as usize + 1]);
            pieces.push(Piece { a: [a.x, a.y], b: [b.x, b.y], edge: graph::index_u32(index), point });
        }
    }
    pieces
}
