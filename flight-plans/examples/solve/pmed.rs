//! The p-median in the OR-Library's format: `n m p`, then `m` undirected edges `a b length`. Of an edge given twice the last
//! one counts.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::graph::Graph;
use crate::text::{Bad, MOST_SQUARE, Words, limited};
use flight_plans::planner::contract::Planner;
use flight_plans::planner::siting::Median;
use std::collections::BTreeMap;

/// Edges that are read.
const MOST_EDGES: usize = 20_000_000;

struct Net {
    nodes: usize,
    edges: BTreeMap<(usize, usize), f64>,
    choose: usize,
}

fn read(text: &str, choose: Option<usize>) -> Result<Net, Bad> {
    let mut words = Words::new(text);
    let (line, word) = words.word("a number of vertices")?;
    let nodes = limited(line, word, "number of vertices", MOST_SQUARE)?;
    let (line, word) = words.word("a number of edges")?;
    let count = limited(line, word, "number of edges", MOST_EDGES)?;
    let given: usize = words.number("number of medians")?;
    if words.left() != 3 * count {
        let say = format!("{count} edges are announced, and {} numbers follow instead of {}", words.left(), 3 * count);
        return Err(Bad::at(1, say, "Mend the first line or the list"));
    }
    let mut edges = BTreeMap::new();
    for _ in 0..count {
        let (line, word) = words.word("an edge")?;
        let a: usize = crate::text::number(line, word, "vertex")?;
        let b: usize = words.number("vertex")?;
        let (line, word) = words.word("a length")?;
        let length = crate::text::amount(line, word, "length")?;
        if !(1..=nodes).contains(&a) || !(1..=nodes).contains(&b) {
            return Err(Bad::at(line, format!("edge {a} {b} leaves the vertices 1 to {nodes}"), "Mend it"));
        }
        edges.insert((a.min(b) - 1, a.max(b) - 1), length);
    }
    let choose = choose.unwrap_or(given);
    if choose == 0 || choose > nodes {
        return Err(Bad::at(
            1,
            format!("{choose} of {nodes} vertices cannot be chosen"),
            "Mend it, or give `-p SITES`",
        ));
    }
    Ok(Net { nodes, edges, choose })
}

impl Net {
    fn graph(&self) -> Graph {
        let mut graph = Graph::new(self.nodes);
        for ((a, b), length) in &self.edges {
            graph.link(*a, *b, *length);
            graph.link(*b, *a, *length);
        }
        graph
    }

    /// Ways of all vertices to the nearest chosen one.
    fn judge(&self, chosen: &[u32]) -> (f64, bool) {
        let graph = self.graph();
        let mut nearest = vec![f64::INFINITY; self.nodes];
        for site in chosen {
            for (least, way) in nearest.iter_mut().zip(graph.from(*site as usize)) {
                *least = least.min(way);
            }
        }
        let mut once = chosen.to_vec();
        once.sort_unstable();
        once.dedup();
        (nearest.iter().sum(), once.len() == self.choose && chosen.len() == self.choose)
    }
}

/// Sites so that the ways to the nearest are shortest.
pub fn solve(job: &Job, text: &str) -> Result<Solved, Bad> {
    let net = read(text, job.p)?;
    let all: Vec<usize> = (0..net.nodes).collect();
    let ways = net.graph().ways(&all);
    if let Some(at) = ways.iter().position(|w| w.is_infinite()) {
        let say = format!("no way leads from vertex {} to vertex {}", at / net.nodes + 1, at % net.nodes + 1);
        return Err(Bad::new(say, "Join the parts of the graph"));
    }
    let model = Median::new(net.nodes, ways, net.choose).map_err(|f| Bad::core(&f))?;
    let outcome = model.plan(None, job.seed, &mut pace(job)).map_err(|f| Bad::core(&f))?;
    let (value, feasible) = net.judge(&outcome.best);
    let sites: Vec<String> = outcome.best.iter().map(|s| (s + 1).to_string()).collect();
    let notes = vec![format!("sites {}", sites.join(" ")), format!("rounds {}", outcome.rounds)];
    Ok(Solved { value, bound: outcome.bound, feasible, notes })
}
