//! The roads of a district: snapping, travel times, the nearest units, routes, reach; now or undisturbed.
//!
//! A graph of junctions and edges in compressed rows, times in whole milliseconds. At county size there is no index to
//! prepare: a backward Dijkstra from the incident that stops after `k` units answers in microseconds, and a closure or a
//! new speed is a number changed. A province has a hierarchy of shortcuts beside it ([`RoadNet::with_order`]).
//! Times are from road point to road point; the way off the road is a term of its own ([`Snap::walk`]). A turn costs
//! nothing, unless it is forbidden. What a profile may use is the importer's matter ([`Access`]). Rules of certain hours
//! hold at their hours where the conditions know the local clock ([`Conditions::utc_offset_min`]); without one, what they
//! forbid is forbidden always.

mod access;
mod climb;
pub mod codec;
mod conditions;
mod costs;
pub mod data;
mod ellipse;
mod engine;
mod graph;
mod grid;
mod hierarchy;
mod hours;
mod islands;
mod live;
mod matrix;
mod metric;
mod nearest;
mod order;
mod path;
mod profile;
mod queue;
mod raster;
mod reach;
mod scc;
mod search;
mod snap;
#[cfg(test)]
mod tests;
mod travel;
mod turns;
pub mod week;

pub use access::Access;
pub use conditions::{Closure, Conditions, Direction, Hourly, LiveSpeed, Pace, Span};
pub use ellipse::{EdgeWithin, NINETY_PERCENT, Seen};
pub use islands::Islands;
pub use live::Live;
pub use matrix::Matrix;
pub use nearest::{Arrival, UnitAt};
pub use path::{Route, Stretch};
pub use profile::{FOOT, Profile, RoadClass, posted_speed};
pub use reach::{Area, HALF_WIDTH, Reach};
pub use snap::{EdgeId, Passed, PassedBecause, Snap, Snapped};
pub use travel::Travel;
pub use week::Week;

use crate::finding::Finding;
use crate::frame::Local;
use crate::units::{Heading, Metres, Seconds};
use costs::{Costs, Times};
use data::{RoadData, RoadName};
use graph::{Graph, NEVER};
use hierarchy::Hierarchy;
use metric::Metric;
use rand::RngExt;
use search::Pool;
use std::sync::{Arc, OnceLock};

/// The road net of one district.
#[derive(Clone, Debug)]
pub struct RoadNet {
    graph: Graph,
    names: Vec<RoadName>,
    grid: grid::Grid,
    times: Times,
    hours: hours::Hours,
    /// For each edge, the length open to cars of it and all before it, for drawing at random.
    cumulative: Vec<f64>,
    hierarchy: Option<Arc<Hierarchy>>,
    metrics: [OnceLock<Metric>; Profile::ALL.len()],
    pool: Pool,
}

impl RoadNet {
    /// Builds the net. What each profile may use, islands apart, is settled in the data ([`RoadData::settled`]).
    #[must_use]
    pub fn new(data: &RoadData) -> Self {
        let graph = Graph::build(data);
        let mut times =
            Times::undisturbed(&graph, |edge| data.edges.get(edge as usize).map_or([1, 1], |edge| edge.kph));
        let hours = hours::Hours::settle(&graph, data, &mut times);
        let grid = grid::Grid::build(&graph);
        let mut sum = 0.0;
        let lengths = (0..graph.edge_count()).map(|edge| {
            sum += if graph.open(edge, Profile::Car) { graph.length(edge) } else { 0.0 };
            sum
        });
        let cumulative = lengths.collect();
        let names = data.names.clone();
        let (hierarchy, metrics, pool) = (None, Default::default(), Pool::default());
        Self { graph, names, grid, times, hours, cumulative, hierarchy, metrics, pool }
    }

    /// Computes the order in which a hierarchy contracts this net and gives it as the bytes of a file: a tenth of a
    /// second for a county, half a minute for half a million junctions. To be done once, at import.
    #[must_use]
    pub fn order(&self) -> Vec<u8> {
        order::encode(&self.graph, &order::compute(&self.graph))
    }

    /// The same net with a hierarchy, from the bytes that [`RoadNet::order`] gave for it. The times of a profile's
    /// shortcuts are filled in by the first answer that needs them.
    ///
    /// # Errors
    /// One finding: the bytes are no order, or one of another net, or too bad an order to use.
    pub fn with_order(mut self, bytes: &[u8]) -> Result<Self, Finding> {
        let order = order::decode(&self.graph, bytes)?;
        let bad = || {
            let remedy =
                "Import the district again, or remove the file: answers stay the same and large nets get slower";
            Finding::new("roads-order", "roads.order", "it is not an order of the road net's states", remedy)
        };
        self.hierarchy = Some(Arc::new(Hierarchy::build(&self.graph, order).ok_or_else(bad)?));
        Ok(self)
    }

    /// Whether the net has a hierarchy ([`RoadNet::with_order`]).
    #[must_use]
    pub fn has_order(&self) -> bool {
        self.hierarchy.is_some()
    }

    fn metric(&self, costs: Costs) -> Option<&Metric> {
        let hierarchy = self.hierarchy.as_ref()?;
        Some(self.metrics[costs.profile.index()].get_or_init(|| Metric::full(hierarchy, costs)))
    }

    /// [`Travel::nearest_units`] without conditions.
    #[must_use]
    pub fn nearest_units(&self, to: &Snap, units: &[UnitAt], k: usize, within: Seconds) -> Vec<Arrival> {
        self.undisturbed().nearest_units(to, units, k, within)
    }

    /// [`Travel::travel_time`] without conditions.
    #[must_use]
    pub fn travel_time(&self, from: &Snap, to: &Snap, profile: Profile) -> Option<Seconds> {
        self.undisturbed().travel_time(from, to, profile)
    }

    /// [`Travel::route`] without conditions.
    #[must_use]
    pub fn route(&self, from: &Snap, to: &Snap, profile: Profile) -> Option<Route> {
        self.undisturbed().route(from, to, profile)
    }

    /// [`Travel::reachable_within`] without conditions.
    #[must_use]
    pub fn reachable_within(&self, from: &Snap, profile: Profile, budget: Seconds) -> Vec<Local> {
        self.undisturbed().reachable_within(from, profile, budget)
    }

    /// The length of all edges open to cars.
    #[must_use]
    pub fn total_length(&self) -> Metres {
        Metres(self.cumulative.last().copied().unwrap_or(0.0))
    }

    /// How many junctions cars come through.
    #[must_use]
    pub fn nodes(&self) -> usize {
        let mut seen = vec![false; self.graph.nodes.len()];
        for edge in self.graph.edges.iter().filter(|edge| edge.access.allows_any(Profile::Car)) {
            (seen[edge.from as usize], seen[edge.to as usize]) = (true, true);
        }
        seen.into_iter().filter(|seen| *seen).count()
    }

    /// How many junctions there are for anybody.
    #[must_use]
    pub fn junctions(&self) -> usize {
        self.graph.nodes.len()
    }

    /// How many directed arcs are open to cars.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.times.ms[Profile::Car.index()].iter().filter(|ms| **ms != NEVER).count()
    }

    /// How many edges are open to cars.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.graph.edges.iter().filter(|edge| edge.access.allows_any(Profile::Car)).count()
    }

    /// A point drawn evenly over the length of all roads for cars. An empty net gives a snap that reaches nothing.
    pub fn random_snap(&self, rng: &mut impl rand::Rng) -> Snap {
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        let drawn = rng.random::<f64>() * total;
        let index = self.cumulative.partition_point(|sum| *sum <= drawn).min(self.cumulative.len().saturating_sub(1));
        let edge = graph::index_u32(index);
        let before = index.checked_sub(1).map_or(0.0, |before| self.cumulative[before]);
        let length = self.graph.length(edge);
        let fraction = if length > 0.0 { ((drawn - before) / length).clamp(0.0, 1.0) } else { 0.0 };
        Snap { point: self.graph.point_at(edge, fraction), off_road: Metres::ZERO, edge, fraction }
    }

    /// The name of the road under a point as signs there say it, where it has one.
    #[must_use]
    pub fn name(&self, at: &Snap) -> Option<&str> {
        self.names_of(at.edge()).map(|name| name.name.as_str()).filter(|name| !name.is_empty())
    }

    /// All names of an edge.
    #[must_use]
    pub fn names_of(&self, edge: EdgeId) -> Option<&RoadName> {
        self.names.get(self.graph.edges.get(edge.0 as usize)?.name as usize)
    }

    /// The edges that bear a name in any tongue, lower case or upper, and come within a distance of a place.
    #[must_use]
    pub fn edges_named(&self, name: &str, near: Local, within: Metres) -> Vec<EdgeId> {
        let wanted = name.trim().to_lowercase();
        let is = |other: &str| !wanted.is_empty() && other.to_lowercase() == wanted;
        let bears: Vec<bool> = self.names.iter().map(|n| is(&n.name) || is(&n.zh) || is(&n.en)).collect();
        let close = |edge: u32| {
            let span = self.graph.span(edge);
            let pieces = span.start..span.end.saturating_sub(1);
            pieces
                .into_iter()
                .any(|p| grid::near(&self.graph, graph::index_u32(p), near).distance_2 <= within.0 * within.0)
        };
        let named = |edge: &u32| bears.get(self.graph.edges[*edge as usize].name as usize) == Some(&true);
        (0..self.graph.edge_count()).filter(named).filter(|edge| close(*edge)).map(EdgeId).collect()
    }

    /// The direction of an edge that leads more nearly where a compass points: "the northbound lanes".
    #[must_use]
    pub fn direction_toward(&self, edge: EdgeId, heading: Heading) -> Direction {
        if self.graph.toward(edge.0, heading) { Direction::Forward } else { Direction::Backward }
    }

    /// The line of an edge as it is drawn.
    #[must_use]
    pub fn line(&self, edge: EdgeId) -> Vec<Local> {
        self.graph.points[self.graph.span(edge.0)].iter().map(|cm| data::local(*cm)).collect()
    }

    /// The class of the road under a point.
    #[must_use]
    pub fn class(&self, at: &Snap) -> Option<RoadClass> {
        self.graph.edges.get(at.edge as usize).map(|edge| edge.class)
    }

    /// What carries the road under a point.
    #[must_use]
    pub fn structure(&self, at: &Snap) -> Option<data::Structure> {
        self.graph.edges.get(at.edge as usize).map(|edge| edge.structure)
    }
}
