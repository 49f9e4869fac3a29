//! All pairs at once: most are straight, and for the rest one search a row.
//!
//! What a place sees is looked up once: the other places for the straight legs, and the turns for the first and the last
//! legs of ways round the walls.

use super::Metric;
use super::answer::{Matrix, Spot};
use super::search::{Near, Search};
use super::sight::Sight;
use geodata::Local;

/// The turns that see a place and the legs from them, in columns.
#[derive(Clone, Debug, Default)]
struct Last {
    nodes: Vec<u32>,
    seconds: Vec<f64>,
}

impl Last {
    fn of(near: &[Near]) -> Self {
        let made = near.iter().filter(|near| near.back.is_finite());
        Self { nodes: made.clone().map(|near| near.node).collect(), seconds: made.map(|near| near.back).collect() }
    }

    /// The best last turn, given the times to all turns.
    fn best(&self, times: &[f64]) -> Option<u32> {
        let mut best = (f64::INFINITY, None);
        for (node, last) in self.nodes.iter().zip(&self.seconds) {
            let time = times[*node as usize] + last;
            if time < best.0 {
                best = (time, Some(*node));
            }
        }
        best.1
    }
}

pub(super) fn matrix(metric: &Metric, points: &[Local]) -> Matrix {
    let count = points.len();
    let mut matrix = Matrix {
        count,
        seconds: vec![f64::INFINITY; count * count],
        percent: vec![f64::INFINITY; count * count],
        spots: points.iter().map(|&at| metric.spot(at)).collect(),
        against: Vec::new(),
    };
    let mut blocked: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut near: Vec<Vec<Near>> = vec![Vec::new(); count];
    let mut sight = Sight::default();
    for from in 0..count {
        if matrix.spots[from] != Spot::Clear {
            continue;
        }
        sight.look(&metric.walls, points[from]);
        straight(metric, points, (from, &sight), &mut matrix, &mut blocked);
        // Pairs with places before and behind are known by now.
        if !blocked[from].is_empty() {
            near[from] = metric.near(points[from], &sight);
        }
    }
    matrix.against.sort_unstable();
    let last: Vec<Last> = near.iter().map(|near| Last::of(near)).collect();
    let mut search = Search::default();
    for (from, row) in blocked.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        search.begin(metric, points[from], &near[from], |_| 0.0);
        while search.step(metric, f64::INFINITY, |_| 0.0).is_some() {}
        for &to in row {
            let Some(node) = last[to as usize].best(&search.seconds) else { continue };
            let leg = metric.costs.leg(metric.graph.at(node as usize), points[to as usize]);
            matrix.set((from, to as usize), search.cost(node as usize).then(leg));
        }
    }
    matrix
}

/// Fills in the pairs of a place with itself and with later ones that it sees, and notes those that it does not.
fn straight(
    metric: &Metric,
    points: &[Local],
    (from, sight): (usize, &Sight),
    matrix: &mut Matrix,
    blocked: &mut [Vec<u32>],
) {
    matrix.set((from, from), metric.costs.level(0.0));
    for to in from + 1..points.len() {
        if matrix.spots[to] != Spot::Clear {
            continue;
        }
        let clear = sight.clear(&metric.walls, points[to]);
        for pair in [(from, to), (to, from)] {
            let (a, b) = (points[pair.0], points[pair.1]);
            #[allow(clippy::cast_possible_truncation)] // far fewer places than 2^32
            let short = (pair.0 as u32, pair.1 as u32);
            if !metric.costs.gauge.seconds(a, b).is_finite() {
                matrix.against.push(short);
            } else if clear {
                matrix.set(pair, metric.costs.leg(a, b));
            } else {
                blocked[pair.0].push(short.1);
            }
        }
    }
}
