//! The largest strongly connected part of a road net for a profile: from each junction in it every other is reached.
//!
//! Tarjan's algorithm (1972) with its own stack, so that a long road cannot overflow the thread's.

use super::data::RoadData;
use super::profile::Profile;

const UNSEEN: u32 = u32::MAX;

/// For each junction, whether it belongs to the largest strongly connected part (the first one found among equals).
pub(super) fn largest(data: &RoadData, profile: Profile) -> Vec<bool> {
    let part = parts(data, profile);
    let count = part.iter().map(|p| *p as usize + 1).max().unwrap_or(0);
    let mut sizes = vec![0usize; count];
    for p in &part {
        sizes[*p as usize] += 1;
    }
    let best = (0..count).rev().max_by_key(|p| sizes[*p]);
    part.iter().map(|p| Some(*p as usize) == best).collect()
}

/// The number of its strongly connected part, for each junction.
fn parts(data: &RoadData, profile: Profile) -> Vec<u32> {
    let out = Neighbours::of(data, profile);
    let n = data.nodes.len();
    let mut walk = Walk {
        index: vec![UNSEEN; n],
        low: vec![UNSEEN; n],
        part: vec![UNSEEN; n],
        open: Vec::new(),
        next_index: 0,
        next_part: 0,
    };
    for start in 0..n {
        if walk.index[start] == UNSEEN {
            walk.from(start, &out);
        }
    }
    walk.part
}

/// Compressed rows: the junctions one edge away from `n` are `to[first[n]..first[n + 1]]`.
struct Neighbours {
    first: Vec<u32>,
    to: Vec<u32>,
}

impl Neighbours {
    fn of(data: &RoadData, profile: Profile) -> Self {
        let n = data.nodes.len();
        let known = data.edges.iter().filter(|edge| (edge.from.max(edge.to) as usize) < n);
        let arcs = known.flat_map(|edge| {
            let both = [(true, edge.from, edge.to), (false, edge.to, edge.from)];
            both.into_iter().filter(|arc| edge.access.allows(profile, arc.0)).map(|arc| (arc.1, arc.2))
        });
        let mut first = vec![0u32; n + 1];
        arcs.clone().for_each(|(from, _)| first[from as usize + 1] += 1);
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut free = first.clone();
        let mut to = vec![0; first.last().map_or(0, |count| *count as usize)];
        for (from, end) in arcs {
            to[free[from as usize] as usize] = end;
            free[from as usize] += 1;
        }
        Self { first, to }
    }

    fn get(&self, node: usize, which: usize) -> Option<usize> {
        let row = self.to.get(self.first[node] as usize..self.first[node + 1] as usize)?;
        row.get(which).map(|to| *to as usize)
    }
}

struct Walk {
    index: Vec<u32>,
    low: Vec<u32>,
    part: Vec<u32>,
    open: Vec<usize>,
    next_index: u32,
    next_part: u32,
}

impl Walk {
    fn from(&mut self, start: usize, out: &Neighbours) {
        let mut frames = vec![(start, 0usize)];
        self.enter(start);
        while let Some(&mut (node, ref mut next)) = frames.last_mut() {
            if let Some(to) = out.get(node, *next) {
                *next += 1;
                if self.index[to] == UNSEEN {
                    self.enter(to);
                    frames.push((to, 0));
                } else if self.part[to] == UNSEEN {
                    self.low[node] = self.low[node].min(self.index[to]);
                }
            } else {
                frames.pop();
                if let Some(&(parent, _)) = frames.last() {
                    self.low[parent] = self.low[parent].min(self.low[node]);
                }
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.index[node] = self.next_index;
        self.low[node] = self.next_index;
        self.next_index += 1;
        self.open.push(node);
    }

    /// When `node` is the root of a part, everything opened since belongs to that part.
    fn close(&mut self, node: usize) {
        if self.low[node] != self.index[node] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.part[member] = self.next_part;
            if member == node {
                break;
            }
        }
        self.next_part += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::access::Access;
    use crate::roads::data::{RoadEdge, Structure};
    use crate::roads::profile::RoadClass;
    use proptest::prelude::*;

    fn net(n: usize, edges: &[(u32, u32, bool)]) -> RoadData {
        let edge = |&(from, to, one_way): &(u32, u32, bool)| RoadEdge {
            from,
            to,
            class: RoadClass::Residential,
            kph: [30; 2],
            access: if one_way { Access::none().with(Profile::Car, true) } else { Access::all() },
            island: Access::none(),
            structure: Structure::Ground,
            name: 0,
            bends: vec![],
        };
        RoadData { nodes: vec![(0, 0); n], edges: edges.iter().map(edge).collect(), ..RoadData::default() }
    }

    /// Reachability by repeated squaring in thought: Floyd and Warshall.
    fn by_reachability(data: &RoadData) -> usize {
        let n = data.nodes.len();
        let mut reach = vec![vec![false; n]; n];
        for (i, row) in reach.iter_mut().enumerate() {
            row[i] = true;
        }
        for edge in &data.edges {
            for (forward, from, to) in [(true, edge.from, edge.to), (false, edge.to, edge.from)] {
                reach[from as usize][to as usize] |= edge.access.allows(Profile::Car, forward);
            }
        }
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    reach[i][j] |= reach[i][k] && reach[k][j];
                }
            }
        }
        (0..n).map(|i| (0..n).filter(|&j| reach[i][j] && reach[j][i]).count()).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn the_largest_part_is_as_large_as_reachability_says(
            edges in prop::collection::vec((0..9u32, 0..9u32, any::<bool>()), 0..25),
        ) {
            let data = net(9, &edges);
            let keep = largest(&data, Profile::Car);
            prop_assert_eq!(keep.iter().filter(|k| **k).count(), by_reachability(&data));
        }
    }

    #[test]
    fn a_road_of_a_million_junctions_does_not_overflow_the_stack() {
        let edges: Vec<_> = (0..999_999).map(|i| (i, i + 1, false)).collect();
        assert!(largest(&net(1_000_000, &edges), Profile::Foot).iter().all(|k| *k));
    }

    #[test]
    fn an_empty_net_has_no_part() {
        assert!(largest(&net(0, &[]), Profile::Car).is_empty());
    }
}
