//! The road net as data: junctions and the edges between them, before any index is built over it.
//!
//! Coordinates are whole centimetres of the district's tangent plane, so that what is written is what was measured.

use super::profile::RoadClass;
use crate::frame::Local;

/// A point in whole centimetres east and north of the origin.
pub type Cm = (i32, i32);

/// Which way traffic may flow along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Both ways.
    Both,
    /// From its start to its end only.
    Forward,
    /// From its end to its start only.
    Backward,
}

impl Flow {
    /// Whether traffic may flow in the drawn direction (`forward`) or against it.
    #[must_use]
    pub fn allows(self, forward: bool) -> bool {
        match self {
            Self::Both => true,
            Self::Forward => forward,
            Self::Backward => !forward,
        }
    }
}

/// One stretch of road between two junctions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoadEdge {
    /// Index of the junction where it is drawn from.
    pub from: u32,
    /// Index of the junction where it is drawn to.
    pub to: u32,
    /// Its class.
    pub class: RoadClass,
    /// Car speed in km/h.
    pub kph: u8,
    /// One-way or not.
    pub flow: Flow,
    /// Index into the names; name 0 is "no name".
    pub name: u32,
    /// The bends between the two junctions.
    pub bends: Vec<Cm>,
}

/// All junctions, edges and names of a road net.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoadData {
    /// Names; the first is always empty.
    pub names: Vec<String>,
    /// Junctions.
    pub nodes: Vec<Cm>,
    /// Edges.
    pub edges: Vec<RoadEdge>,
}

impl RoadData {
    /// Only the junctions from which a car can reach every other, and the edges between them.
    ///
    /// Extracts are cut at a box, which leaves islands: a unit snapped to an island could go nowhere.
    #[must_use]
    pub fn main_component(&self) -> RoadData {
        let keep = super::scc::largest(self);
        let mut renumbered = vec![u32::MAX; self.nodes.len()];
        let mut main = RoadData { names: self.names.clone(), ..RoadData::default() };
        for (old, node) in self.nodes.iter().enumerate().filter(|(old, _)| keep[*old]) {
            renumbered[old] = u32::try_from(main.nodes.len()).unwrap_or(u32::MAX);
            main.nodes.push(*node);
        }
        for edge in &self.edges {
            let new = |old: u32| renumbered.get(old as usize).copied().filter(|new| *new != u32::MAX);
            if let (Some(from), Some(to)) = (new(edge.from), new(edge.to)) {
                main.edges.push(RoadEdge { from, to, ..edge.clone() });
            }
        }
        main
    }

    /// The whole line of an edge, ends included.
    pub(crate) fn line<'a>(&'a self, edge: &'a RoadEdge) -> impl Iterator<Item = Local> + 'a {
        let start = self.nodes.get(edge.from as usize);
        let end = self.nodes.get(edge.to as usize);
        start.into_iter().chain(edge.bends.iter()).chain(end).map(|&cm| local(cm))
    }
}

/// Centimetres to metres.
#[must_use]
pub fn local(cm: Cm) -> Local {
    Local { x: f64::from(cm.0) / 100.0, y: f64::from(cm.1) / 100.0 }
}

/// Metres to whole centimetres; nothing beyond 20,000 km or for what is not a number.
#[must_use]
pub fn centimetres(at: Local) -> Option<Cm> {
    let whole = |metres: f64| {
        let cm = (metres * 100.0).round();
        // The range is checked first, so the cast is exact.
        (cm.abs() < 2.0e9).then_some(cm as i32)
    };
    Some((whole(at.x)?, whole(at.y)?))
}
