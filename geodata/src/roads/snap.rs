//! From a place to the nearest point of the road net that a profile can use, and why a nearer road was passed over.

use super::RoadNet;
use super::graph::{Graph, index_u32};
use super::grid::Near;
use super::profile::Profile;
use super::turns::bit;
use crate::frame::Local;
use crate::units::Metres;

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

/// An edge of the road net, for closing it or giving it a speed. Counts for one net only: a new import numbers anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct EdgeId(pub u32);

impl Snap {
    /// The edge the point is on.
    #[must_use]
    pub fn edge(&self) -> EdgeId {
        EdgeId(self.edge)
    }
}

/// A point on the road net for one profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snapped {
    /// The nearest point of what the profile may use and can get away from.
    pub snap: Snap,
    /// A nearer road that was passed over, if there is one.
    pub passed: Option<Passed>,
}

/// A road nearer to a place than the one taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passed {
    /// Its nearest point.
    pub snap: Snap,
    /// Why it was not taken.
    pub why: PassedBecause,
}

/// Why a nearer road was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedBecause {
    /// It is open to the profile, but does not connect with the main part of its net.
    Island,
    /// The profile may not use it.
    Closed,
}

impl RoadNet {
    /// The nearest point of the road net for cars; nothing when there are no roads or the place is not a number.
    #[must_use]
    pub fn snap(&self, at: Local) -> Option<Snap> {
        self.nearest(at, bit(Profile::Car))
    }

    /// The nearest point of the road net for a profile, and the nearer road that was passed over.
    #[must_use]
    pub fn snap_for(&self, at: Local, profile: Profile) -> Option<Snapped> {
        let any = self.nearest(at, 0)?;
        if self.graph.open(any.edge, profile) {
            return Some(Snapped { snap: any, passed: None });
        }
        let snap = self.nearest(at, bit(profile))?;
        let island = self.graph.edges.get(any.edge as usize).is_some_and(|edge| edge.island.allows_any(profile));
        let why = if island { PassedBecause::Island } else { PassedBecause::Closed };
        // Two roads may lie one on the other: then none was nearer.
        let passed = (any.off_road.0 < snap.off_road.0).then_some(Passed { snap: any, why });
        Some(Snapped { snap, passed })
    }

    /// On every road open to a profile within a distance, its nearest point: nearest first, ties by edge.
    #[must_use]
    pub fn snap_all(&self, at: Local, within: Metres, profile: Profile) -> Vec<Snap> {
        let mut found: Vec<(u32, Near)> = Vec::new();
        if finite(at) && within.0 >= 0.0 {
            let take = |near: Near| found.push((self.graph.edge_of(near.point), near));
            self.grid.within(&self.graph, at, within.0, bit(profile), take);
        }
        found.sort_by(|a, b| {
            a.0.cmp(&b.0).then(a.1.distance_2.total_cmp(&b.1.distance_2)).then(a.1.point.cmp(&b.1.point))
        });
        found.dedup_by_key(|(edge, _)| *edge);
        let mut snaps: Vec<Snap> = found.into_iter().map(|(edge, near)| self.graph.snap_on(edge, &near)).collect();
        snaps.sort_by(|a, b| a.off_road.total_cmp(&b.off_road).then(a.edge.cmp(&b.edge)));
        snaps
    }

    fn nearest(&self, at: Local, profiles: u8) -> Option<Snap> {
        let near = if finite(at) { self.grid.nearest(&self.graph, at, profiles)? } else { return None };
        Some(self.graph.snap_on(self.graph.edge_of(near.point), &near))
    }
}

fn finite(at: Local) -> bool {
    at.x.is_finite() && at.y.is_finite()
}

impl Graph {
    fn snap_on(&self, edge: u32, near: &Near) -> Snap {
        let along = |point: u32| self.along.get(point as usize).map_or(0.0, |a| f64::from(*a));
        let (start, end, length) = (along(near.point), along(near.point + 1), self.length(edge));
        let fraction = if length > 0.0 { ((start + (end - start) * near.t) / length).clamp(0.0, 1.0) } else { 0.0 };
        let (a, b) = super::grid::ends(self, near.point);
        Snap { point: a.toward(b, near.t), off_road: Metres(near.distance_2.sqrt()), edge, fraction }
    }

    /// The number of edges as an index.
    pub fn edge_count(&self) -> u32 {
        index_u32(self.edges.len())
    }
}
