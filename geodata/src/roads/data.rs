//! The road net as data: junctions, the edges between them, the turns forbidden and the rules of certain hours, before any
//! index is built over it.
//!
//! Coordinates are whole centimetres of the district's tangent plane, so that what is written is what was measured.

use super::access::Access;
use super::profile::{Profile, RoadClass};
use super::week::Week;
use crate::frame::Local;

/// A point in whole centimetres east and north of the origin.
pub type Cm = (i32, i32);

/// What carries a road.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Structure {
    /// It lies on the ground.
    #[default]
    Ground,
    /// A bridge.
    Bridge,
    /// A tunnel.
    Tunnel,
}

/// The names of a road; each is empty where it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoadName {
    /// As signs there say it, else the number of the road.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
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
    /// Speed in km/h of a car without traffic, with and against the drawn direction.
    pub kph: [u8; 2],
    /// Who may use it at some hour of the week and can get there: it belongs to the main part of the net of each profile that has a bit.
    pub access: Access,
    /// Who might use it by its tags, but cannot come from there to the main part of the net and back.
    pub island: Access,
    /// What carries it.
    pub structure: Structure,
    /// Index into the names; name 0 is "no name".
    pub name: u32,
    /// The bends between the two junctions.
    pub bends: Vec<Cm>,
}

/// A run of directed edges that must not be driven one right after the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ForbiddenTurn {
    /// Two or more edges, each with whether it is driven with its drawn direction; each begins where the last ends.
    pub arcs: Vec<(u32, bool)>,
    /// Who must obey: bit [`Profile::index`] of each.
    pub profiles: u8,
    /// When they must; nothing where always.
    pub hours: Option<Week>,
}

impl ForbiddenTurn {
    /// Whether a profile must obey.
    #[must_use]
    pub fn binds(&self, profile: Profile) -> bool {
        self.profiles >> profile.index() & 1 == 1
    }
}

/// What holds in one direction of an edge at certain hours of the week.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimedRule {
    /// The edge.
    pub edge: u32,
    /// Whether traffic with the drawn direction is meant, or against it.
    pub forward: bool,
    /// What holds.
    pub what: Timed,
    /// When.
    pub hours: Week,
}

/// What may hold at certain hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timed {
    /// Closed to some: bit [`Profile::index`] of each.
    Closed(u8),
    /// Another speed of a car, km/h.
    Kph(u8),
}

/// All junctions, edges, names and forbidden turns of a road net.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoadData {
    /// Names; the first is always empty.
    pub names: Vec<RoadName>,
    /// Junctions.
    pub nodes: Vec<Cm>,
    /// Edges.
    pub edges: Vec<RoadEdge>,
    /// Forbidden turns, beyond those that access forbids anyway.
    pub turns: Vec<ForbiddenTurn>,
    /// What holds on edges at certain hours only. Without a clock closures hold always, and other speeds never. Of
    /// several speeds for one direction and minute the last counts.
    pub timed: Vec<TimedRule>,
}

impl RoadData {
    /// The whole line of an edge, ends included.
    pub(crate) fn line<'a>(&'a self, edge: &'a RoadEdge) -> impl Iterator<Item = Local> + 'a {
        let start = self.nodes.get(edge.from as usize);
        let end = self.nodes.get(edge.to as usize);
        start.into_iter().chain(edge.bends.iter()).chain(end).map(|&cm| local(cm))
    }

    /// The length of an edge in metres.
    pub(crate) fn length(&self, edge: &RoadEdge) -> f64 {
        let mut last: Option<Local> = None;
        self.line(edge).map(|at| last.replace(at).map_or(0.0, |last| last.distance(at).0)).sum()
    }

    /// The junctions where a directed edge begins and ends.
    pub(crate) fn ends(&self, (edge, forward): (u32, bool)) -> Option<(u32, u32)> {
        let edge = self.edges.get(edge as usize)?;
        Some(if forward { (edge.from, edge.to) } else { (edge.to, edge.from) })
    }

    /// Whether a run has two edges or more, all of this net, each beginning where the last one ends.
    pub(crate) fn connected(&self, arcs: &[(u32, bool)]) -> bool {
        let joined = |pair: &[(u32, bool)]| matches!(pair, [a, b] if self.ends(*a).zip(self.ends(*b)).is_some_and(|(a, b)| a.1 == b.0));
        arcs.len() > 1 && arcs.windows(2).all(joined)
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
