//! A customisable contraction hierarchy over the net: the index that makes a province answer like a county.
//!
//! Dibbelt, Strasser and Wagner, "Customizable Contraction Hierarchies" (ACM JEA 21, 2016): states are put in an order
//! once ([`super::order`]), contracted in that order without looking at times, and the shortcuts' times are filled in
//! for each profile ([`super::metric`]) in a fraction of a second, or in microseconds where only some roads changed.
//! Ranks are places in the order; an up-arc leads from a lower rank to a higher one; the parent of a rank is its lowest
//! upper neighbour, and all its upper neighbours are ancestors ([`super::climb`] lives on that).

use super::graph::{Graph, index_u32};

/// No rank, no arc.
pub(super) const NONE: u32 = u32::MAX;

/// An order that gives more up-arcs a state than this is no order for roads.
const MOST_ARCS: usize = 48;

/// The shortcuts of a net, without times.
#[derive(Clone, Debug, Default)]
pub(super) struct Hierarchy {
    /// The state of each rank.
    pub order: Vec<u32>,
    /// The rank of each state.
    pub rank: Vec<u32>,
    /// Up-arcs of rank `n`: `up_head[up_first[n]..up_first[n + 1]]`, ascending.
    pub up_first: Vec<u32>,
    pub up_head: Vec<u32>,
    /// The lowest upper neighbour of each rank; [`NONE`] at a root.
    parents: Vec<u32>,
    /// The same arcs at their heads: tail and number, ascending.
    down_first: Vec<u32>,
    down: Vec<(u32, u32)>,
    /// For each arc of the graph, its up-arc times two, plus one where it leads down; [`NONE`] for loops.
    up_arc: Vec<u32>,
}

impl Hierarchy {
    /// Contracts the states in the order; nothing when the order is not one of this graph's states, or too bad to use.
    pub fn build(graph: &Graph, order: Vec<u32>) -> Option<Self> {
        let rank = inverse(&order, graph.states())?;
        let (up_first, up_head) = contract(graph, &rank)?;
        let mut built = Self { order, rank, up_first, up_head, ..Self::default() };
        built.parents = (0..index_u32(graph.states()))
            .map(|rank| built.up_head[built.row(rank)].first())
            .map(|p| p.copied().unwrap_or(NONE))
            .collect();
        built.index_down();
        let arcs = 0..index_u32(graph.states());
        built.up_arc = arcs
            .flat_map(|tail| graph.out.of(tail).iter().map(move |arc| (tail, arc.state)))
            .map(|(tail, head)| built.up_arc_between(tail, head))
            .collect();
        Some(built)
    }

    /// The up-arc of a graph's arc and whether that arc leads down; nothing for loops.
    pub fn up_arc(&self, arc: usize) -> Option<(usize, bool)> {
        let coded = *self.up_arc.get(arc)?;
        (coded != NONE).then_some((coded as usize / 2, coded % 2 == 1))
    }

    fn up_arc_between(&self, tail: u32, head: u32) -> u32 {
        let (a, b) = (self.rank[tail as usize], self.rank[head as usize]);
        match self.find(a.min(b), a.max(b)) {
            Some(arc) if a != b => index_u32(arc) * 2 + u32::from(a > b),
            _ => NONE,
        }
    }

    /// Where the up-arcs of a rank lie.
    #[inline]
    pub fn row(&self, rank: u32) -> std::ops::Range<usize> {
        self.up_first[rank as usize] as usize..self.up_first[rank as usize + 1] as usize
    }

    /// The number of an up-arc.
    pub fn find(&self, low: u32, high: u32) -> Option<usize> {
        let row = self.row(low);
        self.up_head[row.clone()].binary_search(&high).ok().map(|place| row.start + place)
    }

    /// The rank an up-arc begins at.
    pub fn tail(&self, arc: usize) -> u32 {
        index_u32(self.up_first.partition_point(|first| *first as usize <= arc)).saturating_sub(1)
    }

    /// The lowest upper neighbour; [`NONE`] at a root.
    #[inline]
    pub fn parent(&self, rank: u32) -> u32 {
        self.parents[rank as usize]
    }

    /// The lower neighbours of a rank, ascending, each with the up-arc from it.
    pub fn below(&self, rank: u32) -> &[(u32, u32)] {
        &self.down[self.down_first[rank as usize] as usize..self.down_first[rank as usize + 1] as usize]
    }

    fn index_down(&mut self) {
        let mut first = vec![0u32; self.order.len() + 1];
        self.up_head.iter().for_each(|head| first[*head as usize + 1] += 1);
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let (mut next, mut down) = (first.clone(), vec![(0, 0); self.up_head.len()]);
        for tail in 0..index_u32(self.order.len()) {
            for arc in self.row(tail) {
                let place = &mut next[self.up_head[arc] as usize];
                down[*place as usize] = (tail, index_u32(arc));
                *place += 1;
            }
        }
        (self.down_first, self.down) = (first, down);
    }
}

/// The place of each number in a permutation; nothing when it is none of `0..count`.
fn inverse(order: &[u32], count: usize) -> Option<Vec<u32>> {
    let mut rank = vec![NONE; count];
    for (place, state) in order.iter().enumerate() {
        let slot = rank.get_mut(*state as usize).filter(|slot| **slot == NONE)?;
        *slot = index_u32(place);
    }
    (order.len() == count).then_some(rank)
}

/// Contracts rank after rank: the upper neighbours of each become neighbours of the lowest of them.
fn contract(graph: &Graph, rank: &[u32]) -> Option<(Vec<u32>, Vec<u32>)> {
    let mut upper: Vec<Vec<u32>> = vec![Vec::new(); rank.len()];
    for tail in 0..index_u32(rank.len()) {
        for arc in graph.out.of(tail) {
            let (a, b) = (rank[tail as usize], rank[arc.state as usize]);
            if a != b {
                upper[a.min(b) as usize].push(a.max(b));
            }
        }
    }
    let (mut first, mut heads) = (vec![0u32], Vec::with_capacity(rank.len() * 3));
    for low in 0..rank.len() {
        let mut list = std::mem::take(&mut upper[low]);
        list.sort_unstable();
        list.dedup();
        if let Some((parent, rest)) = list.split_first() {
            upper[*parent as usize].extend_from_slice(rest);
        }
        heads.extend_from_slice(&list);
        if heads.len() > rank.len() * MOST_ARCS + 10_000 {
            return None;
        }
        first.push(index_u32(heads.len()));
    }
    Some((first, heads))
}
