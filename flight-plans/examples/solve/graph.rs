//! Shortest ways through a graph, from each node that matters to each that does.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A graph of one-way links.
pub struct Graph {
    links: Vec<Vec<(u32, f64)>>,
}

struct Reached(f64, u32);

impl PartialEq for Reached {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Reached {}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

impl Graph {
    /// So many nodes, no links.
    pub fn new(nodes: usize) -> Self {
        Self { links: vec![Vec::new(); nodes] }
    }

    /// One way.
    pub fn link(&mut self, from: usize, to: usize, length: f64) {
        self.links[from].push((crate::text::id(to), length));
    }

    /// Shortest ways from a node to all, infinite where there is none.
    pub fn from(&self, start: usize) -> Vec<f64> {
        let mut way = vec![f64::INFINITY; self.links.len()];
        let mut heap = BinaryHeap::from([Reached(0.0, crate::text::id(start))]);
        way[start] = 0.0;
        while let Some(Reached(length, at)) = heap.pop() {
            if length > way[at as usize] {
                continue;
            }
            for (to, more) in &self.links[at as usize] {
                let there = length + more;
                if there < way[*to as usize] {
                    way[*to as usize] = there;
                    heap.push(Reached(there, *to));
                }
            }
        }
        way
    }

    /// The matrix of shortest ways among the nodes given, row by row.
    pub fn ways(&self, nodes: &[usize]) -> Vec<f64> {
        let row = |from: &usize| {
            let way = self.from(*from);
            nodes.iter().map(move |to| way[*to]).collect::<Vec<f64>>()
        };
        nodes.iter().flat_map(row).collect()
    }
}
