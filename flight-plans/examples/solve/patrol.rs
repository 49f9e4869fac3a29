//! Patrolling graphs of `patrolling_sim`: number of vertices, width, height, metres a pixel, offsets x and y; then for each
//! vertex its id, x, y, degree, and for each edge neighbour, direction and cost in pixels. `-k` patrols at 1 m/s; the value
//! is the longest time between two visits of any vertex, in seconds.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::graph::Graph;
use crate::text::{Bad, Words, amount, count, limited, number};
use flight_plans::planner::beats::{Beat, Beats};
use flight_plans::planner::contract::Planner;

/// Places the core takes.
const MOST_PLACES: usize = 5_000;

/// Reads the graph; lengths in metres.
fn read(text: &str) -> Result<(usize, Graph), Bad> {
    let mut words = Words::new(text);
    let (line, word) = words.word("a number of vertices")?;
    let nodes = limited(line, word, "number of vertices", MOST_PLACES)?;
    if nodes == 0 || nodes > words.left() {
        return Err(Bad::at(1, format!("{nodes} vertices cannot be in this file"), "Mend the first line"));
    }
    for what in ["width", "height"] {
        words.number::<f64>(what)?;
    }
    let (line, word) = words.word("metres a pixel")?;
    let scale = amount(line, word, "number of metres a pixel")?;
    for what in ["offset x", "offset y"] {
        words.number::<f64>(what)?;
    }
    let mut graph = Graph::new(nodes);
    for _ in 0..nodes {
        let (line, word) = words.word("a vertex")?;
        let vertex: usize = number(line, word, "vertex")?;
        for what in ["x", "y"] {
            words.number::<f64>(what)?;
        }
        for _ in 0..words.number::<usize>("degree")? {
            let (line, word) = words.word("a neighbour")?;
            let other: usize = number(line, word, "neighbour")?;
            words.word("a direction")?;
            let (at, word) = words.word("a cost")?;
            let length = scale * amount(at, word, "cost")?;
            if vertex >= nodes || other >= nodes {
                let say = format!("edge {vertex} {other} leaves the vertices 0 to {}", nodes - 1);
                return Err(Bad::at(line, say, "Mend it"));
            }
            graph.link(vertex, other, length);
            graph.link(other, vertex, length);
        }
    }
    Ok((nodes, graph))
}

/// Every patrol walks its round, at equal distances from the others on it: the longest time between two visits.
fn judge(nodes: usize, way: &[f64], beats: &[Beat], patrols: usize) -> (f64, bool) {
    let mut visits: Vec<Vec<(f64, f64)>> = vec![Vec::new(); nodes];
    let mut used = 0;
    for beat in beats {
        used += beat.patrols as usize;
        let leg = |i: usize| {
            let (a, b) = (beat.order[i] as usize, beat.order[(i + 1) % beat.order.len()] as usize);
            way[a * nodes + b]
        };
        let round: f64 = (0..beat.order.len()).map(leg).sum();
        let mut at = 0.0;
        for (i, place) in beat.order.iter().enumerate() {
            for patrol in 0..beat.patrols {
                let behind = round * f64::from(patrol) / f64::from(beat.patrols);
                visits[*place as usize].push(((at + behind) % round.max(1e-9), round));
            }
            at += leg(i);
        }
    }
    let mut worst = 0.0_f64;
    for times in &mut visits {
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let Some((first, round)) = times.first().copied() else { return (f64::INFINITY, false) };
        times.push((first + round, round));
        worst = times.windows(2).map(|w| w[1].0 - w[0].0).fold(worst, f64::max);
    }
    (worst, used <= patrols)
}

/// Rounds for all patrols so that no vertex waits long.
pub fn solve(job: &Job, text: &str) -> Result<Solved, Bad> {
    let patrols = job.k.ok_or_else(|| Bad::new("the file says not how many patrols there are", "Give `-k PATROLS`"))?;
    let (nodes, graph) = read(text)?;
    let all: Vec<usize> = (0..nodes).collect();
    let mut way = graph.ways(&all);
    // Sums of the same edges from either end differ in the last digit.
    for a in 0..nodes {
        for b in 0..a {
            way[a * nodes + b] = way[b * nodes + a];
        }
    }
    if let Some(at) = way.iter().position(|w| w.is_infinite()) {
        let say = format!("no way leads from vertex {} to vertex {}", at / nodes, at % nodes);
        return Err(Bad::new(say, "Join the parts of the graph"));
    }
    let model = Beats::new(nodes, way.clone(), patrols).map_err(|f| Bad::core(&f))?;
    let outcome = model.plan(None, job.seed, &mut pace(job)).map_err(|f| Bad::core(&f))?;
    let (value, feasible) = judge(nodes, &way, &outcome.best, patrols);
    let told = |beat: &Beat| {
        let order: Vec<String> = beat.order.iter().map(u32::to_string).collect();
        format!("round of {} patrols: {}", beat.patrols, order.join(" "))
    };
    let mut notes: Vec<String> = outcome.best.iter().map(told).collect();
    notes.push(format!("{} vertices, {} patrols, rounds {}", count(nodes), patrols, outcome.rounds));
    Ok(Solved { value, bound: outcome.bound, feasible, notes })
}
