//! All pairs at once: most are straight, and for the rest one search a row.
//!
//! What a place sees is looked up once: the other places for the straight legs, and the turns for the first and the last
//! legs of ways round the walls.

use super::Metric;
use super::answer::{Matrix, Spot};
use super::cost::Cost;
use super::search::{Look, Near, Search};
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
            near[from] = metric.near(points[from], &sight, Look::Leaning);
        }
    }
    matrix.against.sort_unstable();
    let last: Vec<Last> = near.iter().map(|near| Last::of(near)).collect();
    let mut search = Search::default();
    let mut lost: Vec<(usize, usize)> = Vec::new();
    for (from, row) in blocked.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        run(metric, points[from], &near[from], &mut search);
        for &to in row {
            let to = to as usize;
            if !finish(metric, points, (from, to), (&last[to], &search), &mut matrix) {
                lost.push((from, to));
            }
        }
    }
    again(metric, points, &lost, &mut matrix);
    matrix
}

fn run(metric: &Metric, from: Local, near: &[Near], search: &mut Search) {
    search.begin(metric, from, near, |_| 0.0);
    while search.step(metric, f64::INFINITY, |_| 0.0).is_some() {}
}

/// Fills in a pair round the walls; false when there is no way.
fn finish(
    metric: &Metric,
    points: &[Local],
    (from, to): (usize, usize),
    (last, search): (&Last, &Search),
    matrix: &mut Matrix,
) -> bool {
    let Some(node) = last.best(&search.seconds) else { return false };
    let leg = metric.costs.leg(metric.graph.at(node as usize), points[to]);
    matrix.set((from, to), search.cost(node as usize).then(leg));
    true
}

/// The pairs without a way once more, with all turns that their ends see. They come in the order of where they begin.
fn again(metric: &Metric, points: &[Local], lost: &[(usize, usize)], matrix: &mut Matrix) {
    let mut sight = Sight::default();
    let mut all: Vec<Option<Vec<Near>>> = vec![None; points.len()];
    let mut search = Search::default();
    let mut begun = None;
    for &(from, to) in lost {
        for end in [from, to] {
            all[end].get_or_insert_with(|| {
                sight.look(&metric.walls, points[end]);
                metric.near(points[end], &sight, Look::Everywhere)
            });
        }
        let near = |end: usize| all[end].as_deref().unwrap_or(&[]);
        if begun != Some(from) {
            run(metric, points[from], near(from), &mut search);
            begun = Some(from);
        }
        finish(metric, points, (from, to), (&Last::of(near(to)), &search), matrix);
    }
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
        let clear = metric.sees((points[from], sight), points[to]);
        let costs = if clear { metric.costs.both(points[from], points[to]) } else { [Cost::NONE; 2] };
        for (pair, cost) in [(from, to), (to, from)].into_iter().zip(costs) {
            #[allow(clippy::cast_possible_truncation)] // far fewer places than 2^32
            let short = (pair.0 as u32, pair.1 as u32);
            if cost.seconds.is_finite() {
                matrix.set(pair, cost);
            } else if clear || !metric.costs.gauge.seconds(points[pair.0], points[pair.1]).is_finite() {
                matrix.against.push(short);
            } else {
                blocked[pair.0].push(short.1);
            }
        }
    }
}
