//! The largest strongly connected part of a road net: from each junction in it a car can reach every other.
//!
//! Tarjan's algorithm (1972) with its own stack, so that a long road cannot overflow the thread's.

use super::data::{RoadData, RoadEdge};

const UNSEEN: u32 = u32::MAX;

/// For each junction, whether it belongs to the largest strongly connected part (the first one found among equals).
pub(super) fn largest(data: &RoadData) -> Vec<bool> {
    let part = parts(data);
    let count = part.iter().map(|p| *p as usize + 1).max().unwrap_or(0);
    let mut sizes = vec![0usize; count];
    for p in &part {
        sizes[*p as usize] += 1;
    }
    let best = (0..count).rev().max_by_key(|p| sizes[*p]);
    part.iter().map(|p| Some(*p as usize) == best).collect()
}

/// The number of its strongly connected part, for each junction.
fn parts(data: &RoadData) -> Vec<u32> {
    let out = neighbours(data);
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

fn neighbours(data: &RoadData) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); data.nodes.len()];
    let known = |edge: &&RoadEdge| (edge.from.max(edge.to) as usize) < data.nodes.len();
    for edge in data.edges.iter().filter(known) {
        let (from, to) = (edge.from as usize, edge.to as usize);
        if edge.flow.allows(true) {
            out[from].push(to);
        }
        if edge.flow.allows(false) {
            out[to].push(from);
        }
    }
    out
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
    fn from(&mut self, start: usize, out: &[Vec<usize>]) {
        let mut frames = vec![(start, 0usize)];
        self.enter(start);
        while let Some(&mut (node, ref mut next)) = frames.last_mut() {
            if let Some(&to) = out[node].get(*next) {
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
    use crate::roads::data::Flow;
    use crate::roads::profile::RoadClass;
    use proptest::prelude::*;

    fn net(n: usize, edges: &[(u32, u32, bool)]) -> RoadData {
        let edge = |&(from, to, one_way): &(u32, u32, bool)| RoadEdge {
            from,
            to,
            class: RoadClass::Residential,
            kph: 30,
            flow: if one_way { Flow::Forward } else { Flow::Both },
            name: 0,
            bends: vec![],
        };
        RoadData { names: vec![String::new()], nodes: vec![(0, 0); n], edges: edges.iter().map(edge).collect() }
    }

    /// Reachability by repeated squaring in thought: Floyd and Warshall.
    fn by_reachability(data: &RoadData) -> usize {
        let n = data.nodes.len();
        let mut reach = vec![vec![false; n]; n];
        for (i, row) in reach.iter_mut().enumerate() {
            row[i] = true;
        }
        for (from, list) in neighbours(data).into_iter().enumerate() {
            list.into_iter().for_each(|to| reach[from][to] = true);
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
            let keep = largest(&data);
            prop_assert_eq!(keep.iter().filter(|k| **k).count(), by_reachability(&data));
            prop_assert_eq!(data.main_component().nodes.len(), by_reachability(&data));
        }
    }

    #[test]
    fn a_road_of_a_million_junctions_does_not_overflow_the_stack() {
        let edges: Vec<_> = (0..999_999).map(|i| (i, i + 1, false)).collect();
        assert!(largest(&net(1_000_000, &edges)).iter().all(|k| *k));
    }

    #[test]
    fn an_empty_net_has_no_part() {
        assert!(largest(&net(0, &[])).is_empty());
    }
}
