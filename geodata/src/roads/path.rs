//! From one point to another: the time, the way with the moment of passing each point, and what is within reach.

use super::graph::{Graph, NEVER};
use super::nearest::seconds;
use super::profile::Profile;
use super::search::{Search, direct, leave, reach};
use super::snap::Snap;
use crate::frame::Local;
use crate::units::{Metres, Seconds};

/// A way along the roads.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// From the first point to the last.
    pub time: Seconds,
    /// Along the road.
    pub length: Metres,
    /// The points to pass, first and last included.
    pub points: Vec<Local>,
    /// When each point is passed, from the start; as many as points, never falling.
    pub times: Vec<Seconds>,
}

/// The best way found: its time, and the junction from which the last edge is entered with its direction, or nothing
/// when start and goal lie on the same edge and the way stays on it.
struct Found {
    ms: u32,
    last: Option<(u32, bool)>,
}

/// The fastest way, walked junction by junction until none can improve it.
fn fastest(graph: &Graph, search: &mut Search, from: &Snap, to: &Snap, profile: Profile) -> Option<Found> {
    let goal = graph.edges.get(to.edge as usize)?;
    let mut best = Found { ms: direct(graph, from, to, profile).0, last: None };
    while let Some((node, time)) = search.next(best.ms.min(NEVER - 1)) {
        for (entry, forward) in [(goal.from, true), (goal.to, false)] {
            let ms = time.saturating_add(reach(goal, profile, forward, to));
            if entry == node && ms < best.ms {
                best = Found { ms, last: Some((node, forward)) };
            }
        }
    }
    (best.ms != NEVER).then_some(best)
}

pub(super) fn travel_time(graph: &Graph, from: &Snap, to: &Snap, profile: Profile) -> Option<Seconds> {
    let mut search = Search::outward(graph, from, profile);
    fastest(graph, &mut search, from, to, profile).map(|found| seconds(found.ms))
}

pub(super) fn reachable(graph: &Graph, from: &Snap, profile: Profile, budget: Seconds) -> Vec<Local> {
    let mut search = Search::outward(graph, from, profile);
    let limit = ((budget.0 * 1000.0).floor() as u32).min(NEVER - 1);
    let mut found = Vec::new();
    while let Some((node, _)) = search.next(limit) {
        found.extend(graph.nodes.get(node as usize));
    }
    found
}

pub(super) fn route(graph: &Graph, from: &Snap, to: &Snap, profile: Profile) -> Option<Route> {
    let mut search = Search::outward(graph, from, profile).with_parents();
    let found = fastest(graph, &mut search, from, to, profile)?;
    let mut line = Line::new(from.point);
    let Some((entry, forward)) = found.last else {
        line.drive(graph, from.edge, (from.fraction, to.fraction), found.ms);
        return Some(line.finish());
    };
    let mut steps = Vec::new();
    let mut node = entry;
    while let Some(step) = search.step(node) {
        steps.push(step);
        node = step.from;
    }
    line.leave(graph, from, node, profile);
    for step in steps.into_iter().rev() {
        let edge = graph.edges.get(step.edge as usize)?;
        line.drive(
            graph,
            step.edge,
            if step.forward { (0.0, 1.0) } else { (1.0, 0.0) },
            edge.part(profile, step.forward, 1.0),
        );
    }
    let goal = graph.edges.get(to.edge as usize)?;
    let start = if forward { 0.0 } else { 1.0 };
    line.drive(graph, to.edge, (start, to.fraction), reach(goal, profile, forward, to));
    Some(line.finish())
}

/// A route under construction.
struct Line {
    points: Vec<Local>,
    times: Vec<Seconds>,
    ms: u32,
    length: f64,
}

impl Line {
    fn new(start: Local) -> Self {
        Self { points: vec![start], times: vec![Seconds::ZERO], ms: 0, length: 0.0 }
    }

    /// From the start to the first junction, by the faster end where both ends are that junction.
    fn leave(&mut self, graph: &Graph, from: &Snap, node: u32, profile: Profile) {
        let Some(edge) = graph.edges.get(from.edge as usize) else { return };
        let onward = if edge.to == node { leave(edge, profile, true, from) } else { NEVER };
        let back = if edge.from == node { leave(edge, profile, false, from) } else { NEVER };
        let end = if onward <= back { 1.0 } else { 0.0 };
        self.drive(graph, from.edge, (from.fraction, end), onward.min(back));
    }

    /// Along an edge from one fraction of it to another, taking `ms`.
    fn drive(&mut self, graph: &Graph, edge: u32, (from, to): (f64, f64), ms: u32) {
        let Some(edge) = graph.edges.get(edge as usize) else { return };
        let (start, end) = (from * edge.length, to * edge.length);
        let length = (end - start).abs();
        let begun = f64::from(self.ms);
        let stops = inner_points(graph, (edge.first_point, edge.last_point), start, end);
        for (point, along) in stops {
            let share = if length > 0.0 { (along - start).abs() / length } else { 1.0 };
            self.push(point, Seconds((begun + f64::from(ms) * share) / 1000.0));
        }
        self.ms = self.ms.saturating_add(ms);
        self.length += length;
        self.push(point_at(graph, (edge.first_point, edge.last_point), end), seconds(self.ms));
    }

    fn push(&mut self, point: Local, time: Seconds) {
        if self.points.last() == Some(&point) && self.points.len() > 1 {
            // The same junction seen from both of its edges: the later moment holds.
            if let Some(last) = self.times.last_mut() {
                *last = time;
            }
            return;
        }
        self.points.push(point);
        self.times.push(time);
    }

    fn finish(self) -> Route {
        Route { time: seconds(self.ms), length: Metres(self.length), points: self.points, times: self.times }
    }
}

/// The bends strictly between two positions along an edge, in driving order.
fn inner_points(graph: &Graph, (first, last): (u32, u32), start: f64, end: f64) -> Vec<(Local, f64)> {
    let (low, high) = (start.min(end), start.max(end));
    let range = first as usize..=last as usize;
    let points = graph.points.get(range.clone()).unwrap_or(&[]);
    let along = graph.along.get(range).unwrap_or(&[]);
    let pairs = points.iter().copied().zip(along.iter().copied());
    let mut inner: Vec<_> = pairs.filter(|(_, a)| *a > low && *a < high).collect();
    if end < start {
        inner.reverse();
    }
    inner
}

/// The point at a position along an edge.
pub(super) fn point_at(graph: &Graph, (first, last): (u32, u32), along: f64) -> Local {
    let range = first as usize..=last as usize;
    let points = graph.points.get(range.clone()).unwrap_or(&[]);
    let lengths = graph.along.get(range).unwrap_or(&[]);
    let after = lengths.partition_point(|a| *a < along).clamp(1, lengths.len().saturating_sub(1).max(1));
    match (points.get(after - 1), points.get(after)) {
        (Some(a), Some(b)) => {
            let piece = lengths[after] - lengths[after - 1];
            a.toward(*b, if piece > 0.0 { ((along - lengths[after - 1]) / piece).clamp(0.0, 1.0) } else { 0.0 })
        }
        (Some(only), None) => *only,
        _ => Local::default(),
    }
}
