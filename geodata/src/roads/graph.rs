//! The graph in memory: edges with their lines, and for each state of a mover the arcs that leave and enter it.
//!
//! A state is a junction, or a copy of a junction that remembers how it was come to, where a forbidden turn begins
//! there ([`super::turns`]). States below [`Graph::junctions`] are the junctions themselves. A slot is one direction of
//! one edge: twice the edge's index, plus one against the drawn direction. Times are kept apart, by slot
//! ([`super::costs`]), so that closing a road is one number changed. Everything is held in 32 bits or less: half a
//! million junctions with five million points fit in a hundred megabytes.

use super::access::Access;
use super::data::{Cm, RoadData, RoadEdge, Structure, local};
use super::profile::{Profile, RoadClass};
use super::turns::{Split, TimedTurn};
use crate::frame::Local;

/// The time of what cannot be driven, and of what is not reached: everything from 24.8 days on.
pub(super) const NEVER: u32 = 2_147_483_647;

/// An edge with what the searches need of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub from: u32,
    pub to: u32,
    /// Its first point among all points of the net; its last is the one before the next edge's first.
    pub first_point: u32,
    pub name: u32,
    pub class: RoadClass,
    pub structure: Structure,
    pub access: Access,
    pub island: Access,
}

impl Edge {
    /// The junction where this direction begins and the one where it ends.
    pub fn ends(&self, forward: bool) -> (u32, u32) {
        if forward { (self.from, self.to) } else { (self.to, self.from) }
    }
}

/// The number of one direction of one edge.
pub(super) const fn slot(edge: u32, forward: bool) -> u32 {
    edge * 2 + !forward as u32
}

/// One direction of one edge, seen from a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arc {
    /// The state at the other end.
    pub state: u32,
    /// The slot (or the number of a timed turn beyond all slots), shifted by four, and the profiles that never may turn
    /// here.
    link: u32,
}

impl Arc {
    pub fn new(state: u32, slot: u32, banned: u8) -> Self {
        Self { state, link: slot << 4 | u32::from(banned & 0xF) }
    }

    /// The slot, or where a turn of certain hours is meant, a number beyond all slots ([`Graph::slot_of`]).
    pub fn number(self) -> u32 {
        self.link >> 4
    }

    /// Whether a profile, given as its bit, may not turn into this.
    pub fn bans(self, profile_bit: u8) -> bool {
        self.link & u32::from(profile_bit) != 0
    }
}

/// Compressed rows: the arcs of state `n` are `arcs[first[n]..first[n + 1]]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub first: Vec<u32>,
    pub arcs: Vec<Arc>,
}

impl Rows {
    #[inline]
    pub fn of(&self, state: u32) -> &[Arc] {
        self.arcs.get(self.range(state)).unwrap_or(&[])
    }

    /// Where the arcs of a state lie.
    #[inline]
    pub fn range(&self, state: u32) -> std::ops::Range<usize> {
        let state = state as usize;
        match (self.first.get(state), self.first.get(state + 1)) {
            (Some(&a), Some(&b)) => a as usize..b as usize,
            _ => 0..0,
        }
    }

    /// The same arcs, listed at the states they lead to.
    pub fn reversed(&self) -> Self {
        let states = self.first.len().saturating_sub(1);
        let mut first = vec![0u32; states + 1];
        for arc in &self.arcs {
            first[arc.state as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut arcs = vec![Arc::new(0, 0, 0); self.arcs.len()];
        for tail in 0..index_u32(states) {
            for arc in self.of(tail) {
                let place = &mut next[arc.state as usize];
                arcs[*place as usize] = Arc { state: tail, link: arc.link };
                *place += 1;
            }
        }
        Self { first, arcs }
    }
}

/// Everything the searches walk on.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    /// Where the junctions are.
    pub nodes: Vec<Cm>,
    pub edges: Vec<Edge>,
    /// The points of all edges, one edge after the other, ends included.
    pub points: Vec<Cm>,
    /// For each point, metres from the start of its edge.
    pub along: Vec<f32>,
    pub split: Split,
    /// Turns forbidden at certain hours; an arc with the number `slots + n` is the `n`th of them.
    pub timed_turns: Vec<TimedTurn>,
    pub out: Rows,
    pub into: Rows,
    /// For each slot, the state someone who begins on it comes to.
    pub ahead: Vec<u32>,
    /// The edge of every sixteenth point.
    edge_at: Vec<u32>,
}

/// Points between two entries of [`Graph::edge_at`].
const STRIDE: usize = 16;

impl Graph {
    /// Edges beyond the most that fit into a link are left out. One without an end becomes a point nobody may use.
    pub fn build(data: &RoadData) -> Self {
        let mut graph = Self { nodes: data.nodes.clone(), ..Self::default() };
        graph.points.reserve_exact(data.edges.iter().map(|e| e.bends.len() + 2).sum());
        graph.along.reserve_exact(graph.points.capacity());
        graph.edges.reserve_exact(data.edges.len());
        for edge in data.edges.iter().take(1 << 26) {
            graph.push(data, edge);
        }
        let (split, out, timed) = Split::build(&graph, &data.turns);
        graph.into = out.reversed();
        (graph.split, graph.out, graph.timed_turns) = (split, out, timed);
        graph.index();
        graph
    }

    /// What is looked up so often that it is kept: the ends of slots and the edges of points.
    fn index(&mut self) {
        self.ahead = self.edges.iter().flat_map(|edge| [edge.to, edge.from]).collect();
        for tail in 0..self.junctions() {
            for place in self.out.range(tail) {
                let arc = self.out.arcs[place];
                let slot = self.slot_of(arc);
                if let Some(ahead) = self.ahead.get_mut(slot as usize) {
                    *ahead = arc.state;
                }
            }
        }
        let ends = self.edges.iter().skip(1).map(|next| next.first_point).chain([index_u32(self.points.len())]);
        for (edge, end) in (0..).zip(ends) {
            while self.edge_at.len() * STRIDE < end as usize {
                self.edge_at.push(edge);
            }
        }
    }

    fn push(&mut self, data: &RoadData, edge: &RoadEdge) {
        let first_point = index_u32(self.points.len());
        let (mut length, mut last) = (0.0f64, None::<Local>);
        let ends = data.nodes.get(edge.from as usize).zip(data.nodes.get(edge.to as usize));
        let Some((&start, &end)) = ends else {
            return self.push_nothing(first_point, data.nodes.first().copied());
        };
        for cm in std::iter::once(start).chain(edge.bends.iter().copied()).chain(std::iter::once(end)) {
            let point = local(cm);
            length += last.map_or(0.0, |last| last.distance(point).0);
            last = Some(point);
            self.points.push(cm);
            // A tenth of a millimetre in a kilometre is lost, the same way each time it is read.
            self.along.push(length as f32);
        }
        let RoadEdge { from, to, name, class, structure, access, island, .. } = *edge;
        self.edges.push(Edge { from, to, first_point, name, class, structure, access, island });
    }

    fn push_nothing(&mut self, first_point: u32, at: Option<Cm>) {
        let Some(at) = at else { return };
        self.points.extend([at, at]);
        self.along.extend([0.0, 0.0]);
        let (access, class, structure) = (Access::none(), RoadClass::Service, Structure::Ground);
        self.edges.push(Edge { from: 0, to: 0, first_point, name: 0, class, structure, access, island: access });
    }

    /// The turn of an arc that is forbidden at certain hours, by its place among them.
    #[inline]
    pub fn timed_turn(&self, arc: Arc) -> Option<usize> {
        (arc.number() as usize).checked_sub(self.edges.len() * 2)
    }

    /// The slot of an arc.
    #[inline]
    pub fn slot_of(&self, arc: Arc) -> u32 {
        let timed = self.timed_turn(arc).and_then(|turn| self.timed_turns.get(turn));
        timed.map_or(arc.number(), |turn| turn.slot)
    }

    /// How many junctions; states from here on are copies of them.
    pub fn junctions(&self) -> u32 {
        index_u32(self.nodes.len())
    }

    /// How many states: junctions and their copies.
    pub fn states(&self) -> usize {
        self.out.first.len().saturating_sub(1)
    }

    /// The junction a state stands for.
    pub fn junction(&self, state: u32) -> u32 {
        if state < self.junctions() { state } else { self.split.junction(state - self.junctions()) }
    }

    /// The junction itself as a state, and its copies.
    pub fn states_of(&self, junction: u32) -> impl Iterator<Item = u32> + use<> {
        let base = self.junctions();
        let copies = self.split.copies(junction);
        std::iter::once(junction).chain(copies.map(move |copy| base + copy))
    }

    /// Where the points of an edge lie among all points.
    pub fn span(&self, edge: u32) -> std::ops::Range<usize> {
        let Some(this) = self.edges.get(edge as usize) else { return 0..0 };
        let end = self.edges.get(edge as usize + 1).map_or(self.points.len(), |next| next.first_point as usize);
        this.first_point as usize..end
    }

    /// Metres of an edge.
    pub fn length(&self, edge: u32) -> f64 {
        self.along.get(self.span(edge)).and_then(<[f32]>::last).map_or(0.0, |l| f64::from(*l))
    }

    /// The edge a point belongs to.
    pub fn edge_of(&self, point: u32) -> u32 {
        let mut edge = self.edge_at.get(point as usize / STRIDE).copied().unwrap_or(0);
        while self.edges.get(edge as usize + 1).is_some_and(|next| next.first_point <= point) {
            edge += 1;
        }
        edge
    }

    /// The point a part of the way along an edge, 0 at its start, 1 at its end.
    pub fn point_at(&self, edge: u32, fraction: f64) -> Local {
        let span = self.span(edge);
        let (points, along) = (&self.points[span.clone()], &self.along[span]);
        let at = fraction.clamp(0.0, 1.0) * along.last().map_or(0.0, |l| f64::from(*l));
        let after = along.partition_point(|a| f64::from(*a) < at).clamp(1, along.len().max(2) - 1);
        match (points.get(after - 1), points.get(after)) {
            (Some(&a), Some(&b)) => {
                let (start, piece) =
                    (f64::from(along[after - 1]), f64::from(along[after]) - f64::from(along[after - 1]));
                local(a).toward(local(b), if piece > 0.0 { ((at - start) / piece).clamp(0.0, 1.0) } else { 0.0 })
            }
            _ => Local::default(),
        }
    }

    /// Whether a profile may use an edge in one direction or the other.
    pub fn open(&self, edge: u32, profile: Profile) -> bool {
        let access = |e: &Edge| e.access.allows(profile, true) || e.access.allows(profile, false);
        self.edges.get(edge as usize).is_some_and(access)
    }
}

/// Indices are `u32`: a net of four thousand million points does not fit any district.
pub(super) fn index_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
