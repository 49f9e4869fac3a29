//! All pairs at once: most are straight, and for the rest one search a row.

use super::Metric;
use super::answer::{Matrix, Spot};
use super::cost::Cost;
use super::search::Search;
use super::sight::Sight;
use geodata::Local;

/// A turn that sees a place, and the last leg from it to there.
#[derive(Clone, Copy, Debug)]
struct Last {
    node: u32,
    cost: Cost,
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
    let mut search = Search::default();
    let blocked = straight(metric, points, &mut matrix, &mut search.sight);
    let mut last: Vec<Option<Vec<Last>>> = vec![None; count];
    for (from, row) in blocked.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        for &to in row {
            let lasts = last[to as usize].get_or_insert_with(|| ends(metric, points[to as usize], &mut search.sight));
            // Until a way is found the row's cell holds nothing.
            debug_assert!(lasts.iter().all(|l| l.cost.seconds.is_finite()));
        }
        around(metric, points, (from, row), &last, (&mut matrix, &mut search));
    }
    matrix
}

/// Fills in the pairs that see each other; gives for each place the others that it does not see.
fn straight(metric: &Metric, points: &[Local], matrix: &mut Matrix, sight: &mut Sight) -> Vec<Vec<u32>> {
    let count = points.len();
    let mut blocked: Vec<Vec<u32>> = vec![Vec::new(); count];
    #[allow(clippy::cast_possible_truncation)] // far fewer places than 2^32
    for from in (0..count).filter(|&i| matrix.spots[i] == Spot::Clear).collect::<Vec<_>>() {
        matrix.seconds[from * count + from] = 0.0;
        matrix.percent[from * count + from] = 0.0;
        sight.look(&metric.walls, points[from]);
        for to in from + 1..count {
            if matrix.spots[to] != Spot::Clear {
                continue;
            }
            let clear = sight.clear(&metric.walls, points[to]);
            for (a, b) in [(from, to), (to, from)] {
                if clear {
                    let cost = metric.costs.leg(points[a], points[b]);
                    matrix.seconds[a * count + b] = cost.seconds;
                    matrix.percent[a * count + b] = cost.percent;
                    if !cost.seconds.is_finite() {
                        matrix.against.push((a as u32, b as u32));
                    }
                } else if metric.costs.gauge.seconds(points[a], points[b]).is_finite() {
                    blocked[a].push(b as u32);
                } else {
                    matrix.against.push((a as u32, b as u32));
                }
            }
        }
    }
    matrix.against.sort_unstable();
    blocked
}

/// The last legs to a place.
fn ends(metric: &Metric, to: Local, sight: &mut Sight) -> Vec<Last> {
    sight.look(&metric.walls, to);
    let graph = &metric.graph;
    let seen = (0..graph.len()).filter(|&n| graph.leans(n, to) && sight.clear(&metric.walls, graph.at(n)));
    #[allow(clippy::cast_possible_truncation)] // limits::ALL_CORNERS
    let last = seen.map(|node| Last { node: node as u32, cost: metric.costs.leg(graph.at(node), to) });
    last.filter(|last| last.cost.seconds.is_finite()).collect()
}

/// The ways of one row round the walls.
fn around(
    metric: &Metric,
    points: &[Local],
    (from, row): (usize, &[u32]),
    last: &[Option<Vec<Last>>],
    (matrix, search): (&mut Matrix, &mut Search),
) {
    search.begin(metric, points[from], |_| 0.0);
    while search.step(metric, f64::INFINITY, |_| 0.0).is_some() {}
    for &to in row {
        let lasts = last[to as usize].iter().flatten();
        let ways = lasts.map(|last| search.best[last.node as usize].then(last.cost));
        let best = ways.fold(Cost::NONE, |best, way| if way.seconds < best.seconds { way } else { best });
        let cell = from * matrix.count + to as usize;
        (matrix.seconds[cell], matrix.percent[cell]) = (best.seconds, best.percent);
    }
}
