//! A way as something to drive: its line with the moment of passing each point, and the roads it takes.

use super::costs::Costs;
use super::data::{RoadName, local};
use super::engine::Way;
use super::graph::{Graph, slot};
use super::nearest::seconds;
use super::profile::RoadClass;
use super::snap::Snap;
use crate::frame::Local;
use crate::units::{Heading, Metres, Seconds};

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
    /// The roads taken, in order: what a driver is told.
    pub roads: Vec<Stretch>,
}

/// A part of a way on one road.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The names of the road; all empty where it has none.
    pub name: RoadName,
    /// Its class where the stretch begins.
    pub class: RoadClass,
    /// Along the road.
    pub length: Metres,
    /// How long it takes.
    pub time: Seconds,
    /// The index of the point of the route where it begins.
    pub first_point: usize,
    /// Where it leads at its beginning.
    pub bearing: Heading,
}

/// The line of a way.
pub(super) fn draw(costs: Costs, names: &[RoadName], from: &Snap, to: &Snap, way: &Way) -> Route {
    let mut line = Line::new(costs.graph, from.point);
    match way.ends {
        None => line.drive(from.edge, (from.fraction, to.fraction), way.ms),
        Some((begun, ended)) => {
            let end = if begun { 1.0 } else { 0.0 };
            line.drive(from.edge, (from.fraction, end), costs.leave(from, begun));
            for slot in &way.slots {
                let ends = if slot % 2 == 0 { (0.0, 1.0) } else { (1.0, 0.0) };
                line.drive(slot / 2, ends, costs.ms.get(*slot as usize).copied().unwrap_or(0));
            }
            line.drive(to.edge, (if ended { 0.0 } else { 1.0 }, to.fraction), costs.reach(to, ended));
        }
    }
    line.finish(names)
}

/// A route under construction.
struct Line<'a> {
    graph: &'a Graph,
    points: Vec<Local>,
    times: Vec<Seconds>,
    /// For each edge driven: its index, first point, milliseconds, metres.
    driven: Vec<(u32, usize, u32, f64)>,
    ms: u32,
}

impl<'a> Line<'a> {
    fn new(graph: &'a Graph, start: Local) -> Self {
        Self { graph, points: vec![start], times: vec![Seconds::ZERO], driven: Vec::new(), ms: 0 }
    }

    /// Along an edge from one fraction of it to another, taking `ms`.
    fn drive(&mut self, edge: u32, (from, to): (f64, f64), ms: u32) {
        let whole = self.graph.length(edge);
        let (start, end) = (from * whole, to * whole);
        let length = (end - start).abs();
        let begun = f64::from(self.ms);
        self.driven.push((edge, self.points.len() - 1, ms, length));
        for (point, along) in inner_points(self.graph, edge, start, end) {
            let share = if length > 0.0 { (along - start).abs() / length } else { 1.0 };
            self.push(point, Seconds((begun + f64::from(ms) * share) / 1000.0));
        }
        self.ms = self.ms.saturating_add(ms);
        self.push(self.graph.point_at(edge, to), seconds(self.ms));
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

    fn finish(self, names: &[RoadName]) -> Route {
        let mut roads: Vec<(u32, Stretch)> = Vec::new();
        for &(edge, first_point, ms, metres) in &self.driven {
            let Some(road) = self.graph.edges.get(edge as usize) else { continue };
            match roads.last_mut().filter(|(name, _)| *name == road.name) {
                Some((_, stretch)) => {
                    stretch.length = stretch.length + Metres(metres);
                    stretch.time = stretch.time + seconds(ms);
                }
                None => roads.push((road.name, self.stretch(names, edge, first_point, ms, metres))),
            }
        }
        // Nobody is told to drive nowhere.
        let told = roads.len() > 1;
        let roads = roads.into_iter().map(|(_, stretch)| stretch).filter(|s| !told || s.length.0 > 0.05).collect();
        let length = Metres(self.driven.iter().map(|(_, _, _, metres)| metres).sum());
        Route { time: seconds(self.ms), length, points: self.points, times: self.times, roads }
    }

    fn stretch(&self, names: &[RoadName], edge: u32, first_point: usize, ms: u32, metres: f64) -> Stretch {
        let edge = self.graph.edges.get(edge as usize);
        let ahead = self.points.get(first_point).zip(self.points.get(first_point + 1));
        Stretch {
            name: edge.and_then(|edge| names.get(edge.name as usize)).cloned().unwrap_or_default(),
            class: edge.map_or(RoadClass::Unclassified, |edge| edge.class),
            length: Metres(metres),
            time: seconds(ms),
            first_point,
            bearing: ahead.map_or_else(Heading::default, |(a, b)| a.bearing(*b)),
        }
    }
}

/// The bends strictly between two positions along an edge, in driving order.
fn inner_points(graph: &Graph, edge: u32, start: f64, end: f64) -> Vec<(Local, f64)> {
    let (low, high) = (start.min(end), start.max(end));
    let span = graph.span(edge);
    let along = graph.along[span.clone()].iter().map(|a| f64::from(*a));
    let pairs = graph.points[span].iter().map(|cm| local(*cm)).zip(along);
    let mut inner: Vec<_> = pairs.filter(|(_, a)| *a > low && *a < high).collect();
    if end < start {
        inner.reverse();
    }
    inner
}

impl Graph {
    /// Which direction of an edge leads more nearly where a compass points.
    pub fn toward(&self, edge: u32, heading: Heading) -> bool {
        let (start, end) = (self.point_at(edge, 0.0), self.point_at(edge, 1.0));
        let angle = (start.bearing(end).as_radians() - heading.as_radians()).cos();
        angle >= 0.0
    }

    /// The times of an edge with and against its drawn direction.
    pub fn slots(edge: u32) -> [u32; 2] {
        [slot(edge, true), slot(edge, false)]
    }
}
