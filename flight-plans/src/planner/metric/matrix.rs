//! All pairs at once: most are straight, and for the rest one search a row.
//!
//! What a place sees is looked up once: the other places for the straight legs, and the turns for the first and the last
//! legs of ways round the walls.

use super::Metric;
use super::answer::{Matrix, Spot};
use super::cost::Cost;
use super::search::{Near, Search};
use super::sight::Sight;
use geodata::Local;

/// The turns that see a place and the legs from them, in columns.
#[derive(Clone, Debug, Default)]
struct Last {
    nodes: Vec<u32>,
    seconds: Vec<f64>,
    percent: Vec<f64>,
}

impl Last {
    fn of(near: &[Near]) -> Self {
        let made = near.iter().filter(|near| near.back.seconds.is_finite());
        Self {
            nodes: made.clone().map(|near| near.node).collect(),
            seconds: made.clone().map(|near| near.back.seconds).collect(),
            percent: made.map(|near| near.back.percent).collect(),
        }
    }

    /// The best way by one of them, given the times to all turns.
    fn best(&self, times: &[f64], search: &Search) -> Option<Cost> {
        let mut best = (f64::INFINITY, 0);
        for (last, (node, leg)) in self.nodes.iter().zip(&self.seconds).enumerate() {
            let time = times[*node as usize] + leg;
            if time < best.0 {
                best = (time, last);
            }
        }
        let (seconds, last) = best;
        let to = search.cost(*self.nodes.get(last)? as usize);
        seconds.is_finite().then(|| Cost { seconds, percent: to.percent + self.percent[last] })
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
    let mut open = vec![false; count];
    let mut near: Vec<Vec<Near>> = vec![Vec::new(); count];
    let mut sight = Sight::default();
    for from in 0..count {
        if matrix.spots[from] != Spot::Clear {
            continue;
        }
        sight.look(&metric.walls, points[from]);
        straight(metric, points, (from, &sight), &mut matrix, (&mut blocked, &mut open));
        // Pairs with places before and behind are known by now.
        if open[from] || !blocked[from].is_empty() {
            near[from] = metric.near(points[from], &sight);
        }
    }
    let last: Vec<Last> = near.iter().map(|near| Last::of(near)).collect();
    let mut search = Search::default();
    let mut times: Vec<f64> = Vec::new();
    let mut lost: Vec<(usize, usize)> = Vec::new();
    for (from, row) in blocked.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        search.begin(metric, points[from], &near[from], |_| 0.0);
        while search.step(metric, f64::INFINITY, |_| 0.0).is_some() {}
        times.clear();
        times.extend((0..metric.graph.len()).map(|node| search.cost(node).seconds));
        for &to in row {
            let to = to as usize;
            match last[to].best(&times, &search) {
                Some(cost) => matrix.set((from, to), cost),
                None => lost.push((from, to)),
            }
        }
    }
    if !metric.costs.gauge.is_whole() {
        against(metric, points, &near, &lost, &mut matrix);
    }
    matrix.against.sort_unstable();
    matrix
}

/// Of the pairs without a way, notes those that the wind alone keeps apart. They come in the order of where they begin.
fn against(metric: &Metric, points: &[Local], near: &[Vec<Near>], lost: &[(usize, usize)], matrix: &mut Matrix) {
    let mut sight = Sight::default();
    for row in lost.chunk_by(|a, b| a.0 == b.0) {
        let from = row[0].0;
        let reached = Search::flood(metric, &near[from]);
        sight.look(&metric.walls, points[from]);
        let round = |to: usize| near[to].iter().any(|near| reached[near.node as usize]);
        let apart = row.iter().filter(|pair| round(pair.1) || metric.sees((points[from], &sight), points[pair.1]));
        matrix.against.extend(apart.map(|&(from, to)| short(from, to)));
    }
}

#[allow(clippy::cast_possible_truncation)] // far fewer places than 2^32
fn short(from: usize, to: usize) -> (u32, u32) {
    (from as u32, to as u32)
}

/// Fills in the pairs of a place with itself and with later ones that it sees, and notes those that it does not.
fn straight(
    metric: &Metric,
    points: &[Local],
    (from, sight): (usize, &Sight),
    matrix: &mut Matrix,
    (blocked, open): (&mut [Vec<u32>], &mut [bool]),
) {
    matrix.set((from, from), metric.costs.level(0.0));
    for to in from + 1..points.len() {
        if matrix.spots[to] != Spot::Clear {
            continue;
        }
        let clear = metric.sees((points[from], sight), points[to]);
        let costs = if clear { metric.costs.both(points[from], points[to]) } else { [Cost::NONE; 2] };
        for (pair, cost) in [(from, to), (to, from)].into_iter().zip(costs) {
            let short = short(pair.0, pair.1);
            let gauge = &metric.costs.gauge;
            if cost.seconds.is_finite() {
                matrix.set(pair, cost);
            } else if !gauge.tacks() && !gauge.seconds(points[pair.0], points[pair.1]).is_finite() {
                matrix.against.push(short);
            } else {
                blocked[pair.0].push(short.1);
                open[pair.1] = true;
            }
        }
    }
}
