//! The travelling salesman of a TSPLIB file: the round core where ways are the same both ways, else one sortie over all.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::text::{Bad, count, id};
use crate::tsplib::{Tsp, Weights, read};
use flight_plans::planner::contract::Planner;
use flight_plans::planner::sortie::{Crew, Goal, Mode, Model, Task};
use flight_plans::planner::tour::Tour;

/// Nodes up to which the weights are kept as a matrix.
const MATRIX: usize = 4_000;
/// Neighbours kept where there are too many nodes to look at all pairs.
const NEAR: usize = 8;

impl Tsp {
    fn round(&self, job: &Job) -> Result<(Vec<u32>, u64), Bad> {
        let mut pace = pace(job);
        if self.n <= MATRIX {
            let n = self.n;
            let all: Vec<f64> = (0..n * n).map(|i| self.between(i / n, i % n)).collect();
            let tour = Tour::new(n, |a, b| all[a as usize * n + b as usize], None).map_err(|f| Bad::core(&f))?;
            let outcome = tour.plan(None, job.seed, &mut pace).map_err(|f| Bad::core(&f))?;
            return Ok((outcome.best, outcome.rounds));
        }
        let near = match &self.weights {
            Weights::Places(_, places) => Some(near(places)),
            Weights::Matrix(_) => None,
        };
        let between = |a: u32, b: u32| self.between(a as usize, b as usize);
        let tour = Tour::new(self.n, between, near).map_err(|f| Bad::core(&f))?;
        let outcome = tour.plan(None, job.seed, &mut pace).map_err(|f| Bad::core(&f))?;
        Ok((outcome.best, outcome.rounds))
    }

    /// One sortie from the first node and back.
    fn sortie(&self, job: &Job) -> Result<(Vec<u32>, u64), Bad> {
        let n = self.n;
        let place = |i| Task { modes: vec![Mode { enter: i, leave: i, cost: 0.0 }], load: 0.0, prize: 0.0 };
        let model = Model {
            ports: n,
            travel: (0..n * n).map(|i| self.between(i / n, i % n)).collect(),
            tasks: (1..id(n)).map(place).collect(),
            crews: vec![Crew { start: 0, end: 0, limit: f64::INFINITY, capacity: 0.0 }],
            goal: Goal::Cost,
        };
        let outcome = model.plan(None, job.seed, &mut pace(job)).map_err(|f| Bad::core(&f))?;
        let legs = outcome.best.iter().flatten().map(|leg| leg.task + 1);
        Ok((std::iter::once(0).chain(legs).collect(), outcome.rounds))
    }

    fn judge(&self, order: &[u32]) -> (f64, bool) {
        let mut seen = vec![false; self.n];
        let once = order.iter().all(|c| seen.get_mut(*c as usize).is_some_and(|s| !std::mem::replace(s, true)));
        let next = order.iter().cycle().skip(1);
        let length = order.iter().zip(next).map(|(a, b)| self.between(*a as usize, *b as usize)).sum();
        (length, once && order.len() == self.n)
    }
}

/// Nearest places by a grid, ring by ring.
fn near(places: &[(f64, f64, f64)]) -> Vec<Vec<u32>> {
    let low = places.iter().fold((f64::INFINITY, f64::INFINITY), |l, p| (l.0.min(p.0), l.1.min(p.1)));
    let high = places.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |h, p| (h.0.max(p.0), h.1.max(p.1)));
    let side = ((high.0 - low.0).max(high.1 - low.1) / (count(places.len()) / 2.0).sqrt()).max(1e-9);
    #[allow(clippy::cast_possible_truncation)] // As many cells as places.
    let cell = |p: &(f64, f64, f64)| (((p.0 - low.0) / side) as i64, ((p.1 - low.1) / side) as i64);
    let mut cells: std::collections::HashMap<(i64, i64), Vec<u32>> = std::collections::HashMap::new();
    for (at, place) in places.iter().enumerate() {
        cells.entry(cell(place)).or_default().push(id(at));
    }
    let apart = |a: usize, b: u32| {
        let (p, q) = (places[a], places[b as usize]);
        (p.0 - q.0).powi(2) + (p.1 - q.1).powi(2) + (p.2 - q.2).powi(2)
    };
    let of = |at: usize| {
        let (row, column) = cell(&places[at]);
        let mut found: Vec<u32> = Vec::new();
        let mut ring = 0;
        // One ring more than is needed for enough, so that none is nearer outside.
        let mut last = i64::MAX;
        while ring <= last && ring < 1 << 12 {
            for r in row - ring..=row + ring {
                let step = if (r - row).abs() == ring { 1 } else { (2 * ring).max(1) };
                let mut c = column - ring;
                while c <= column + ring {
                    found.extend(cells.get(&(r, c)).into_iter().flatten().filter(|b| **b as usize != at));
                    c += step;
                }
            }
            if found.len() >= NEAR && last == i64::MAX {
                last = ring + 1;
            }
            ring += 1;
        }
        found.sort_by(|a, b| apart(at, *a).total_cmp(&apart(at, *b)).then(a.cmp(b)));
        found.truncate(NEAR);
        found
    };
    (0..places.len()).map(of).collect()
}

/// The shortest round through all nodes.
pub fn solve(job: &Job, text: &str) -> Result<Solved, Bad> {
    let tsp = read(text)?;
    let (order, rounds) = if tsp.symmetric { tsp.round(job)? } else { tsp.sortie(job)? };
    let (value, feasible) = tsp.judge(&order);
    let told: Vec<String> = order.iter().map(|c| (c + 1).to_string()).collect();
    Ok(Solved {
        value,
        bound: None,
        feasible,
        notes: vec![format!("round {}", told.join(" ")), format!("rounds {rounds}")],
    })
}
