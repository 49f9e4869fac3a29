//! The graph in memory: edges with times for every profile, and for each junction the arcs that leave and enter it.

use super::data::{RoadData, RoadEdge};
use super::profile::{Profile, RoadClass};
use crate::frame::Local;
use crate::units::Metres;

/// The time of an arc that is closed to a profile, and of a junction not reached.
pub(super) const NEVER: u32 = u32::MAX;

/// An edge with what the searches need of it.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub from: u32,
    pub to: u32,
    pub class: RoadClass,
    pub name: u32,
    /// Its points among all points of the net, ends included.
    pub first_point: u32,
    pub last_point: u32,
    pub length: f64,
    /// Milliseconds with and against the drawn direction, for each profile.
    pub ms: [[u32; 2]; 4],
}

impl Edge {
    /// Milliseconds for the part `share` of the edge, with or against the drawn direction.
    pub fn part(&self, profile: Profile, forward: bool, share: f64) -> u32 {
        let whole = self.ms[profile.index()][usize::from(!forward)];
        if whole == NEVER { NEVER } else { share_of(whole, share) }
    }
}

// The share is within 0..=1, so the product fits.
fn share_of(whole: u32, share: f64) -> u32 {
    (f64::from(whole) * share.clamp(0.0, 1.0)).round() as u32
}

/// One direction of one edge, seen from a junction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    /// The junction at the other end.
    pub node: u32,
    pub edge: u32,
    /// Whether it runs with the drawn direction of the edge.
    pub forward: bool,
    /// Milliseconds for each profile.
    pub ms: [u32; 4],
}

/// Compressed rows: the arcs of junction `n` are `arcs[first[n]..first[n + 1]]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Rows {
    pub fn of(&self, node: u32) -> &[Arc] {
        let node = node as usize;
        match (self.first.get(node), self.first.get(node + 1)) {
            (Some(&a), Some(&b)) => self.arcs.get(a as usize..b as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    fn build(nodes: usize, list: &[(u32, Arc)]) -> Self {
        let mut first = vec![0u32; nodes + 1];
        for (node, _) in list {
            first[*node as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut sorted: Vec<&(u32, Arc)> = list.iter().collect();
        sorted.sort_by_key(|(node, _)| *node);
        Self { first, arcs: sorted.into_iter().map(|(_, arc)| *arc).collect() }
    }
}

/// Everything the searches walk on.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub nodes: Vec<Local>,
    pub edges: Vec<Edge>,
    /// The points of all edges, one edge after the other.
    pub points: Vec<Local>,
    /// For each point, metres from the start of its edge.
    pub along: Vec<f64>,
    pub out: Rows,
    pub into: Rows,
    pub arcs: usize,
}

impl Graph {
    pub fn build(data: &RoadData) -> Self {
        let mut graph =
            Self { nodes: data.nodes.iter().map(|&cm| super::data::local(cm)).collect(), ..Self::default() };
        for edge in &data.edges {
            graph.push(data, edge);
        }
        let (mut out, mut into) = (Vec::new(), Vec::new());
        for (index, edge) in graph.edges.iter().enumerate() {
            for forward in [true, false] {
                let ms = Profile::ALL.map(|p| edge.ms[p.index()][usize::from(!forward)]);
                if ms.iter().all(|t| *t == NEVER) {
                    continue;
                }
                let (from, to) = if forward { (edge.from, edge.to) } else { (edge.to, edge.from) };
                let arc = |node| Arc { node, edge: index_u32(index), forward, ms };
                out.push((from, arc(to)));
                into.push((to, arc(from)));
                graph.arcs += usize::from(ms[Profile::Car.index()] != NEVER);
            }
        }
        graph.out = Rows::build(graph.nodes.len(), &out);
        graph.into = Rows::build(graph.nodes.len(), &into);
        graph
    }

    fn push(&mut self, data: &RoadData, edge: &RoadEdge) {
        let first_point = index_u32(self.points.len());
        let mut length = 0.0;
        let mut last: Option<Local> = None;
        for point in data.line(edge) {
            length += last.map_or(0.0, |last| last.distance(point).0);
            last = Some(point);
            self.points.push(point);
            self.along.push(length);
        }
        let times = |p: Profile| [true, false].map(|forward| time(edge, p, forward, length));
        self.edges.push(Edge {
            from: edge.from,
            to: edge.to,
            class: edge.class,
            name: edge.name,
            first_point,
            last_point: index_u32(self.points.len()).saturating_sub(1),
            length,
            ms: Profile::ALL.map(times),
        });
    }

    pub fn total_length(&self) -> Metres {
        Metres(self.edges.iter().map(|e| e.length).sum())
    }
}

/// Indices are `u32`: a net of four thousand million points does not fit any district.
pub(super) fn index_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn time(edge: &RoadEdge, profile: Profile, forward: bool, length: f64) -> u32 {
    if !edge.access.allows(profile, forward) {
        return NEVER;
    }
    let speed = profile.speed(edge.class, edge.kph[usize::from(!forward)]);
    // Held below NEVER; a float-to-integer cast saturates.
    ((length / speed.0 * 1000.0).round() as u32).min(NEVER - 1)
}
