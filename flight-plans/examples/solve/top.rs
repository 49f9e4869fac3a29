//! Team orienteering in Chao's format: `n N`, `m PATHS`, `tmax LIMIT`, then `x y score` for each point; the first is where
//! all paths start, the last where they end. Distances are Euclidean and never rounded.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::text::{Bad, MOST, MOST_SQUARE, amount, coordinate, id, limited, lines};
use flight_plans::planner::contract::Planner;
use flight_plans::planner::sortie::{Crew, Goal, Mode, Model, Task};

struct Top {
    paths: usize,
    limit: f64,
    points: Vec<(f64, f64, f64)>,
}

fn read(text: &str, paths: Option<usize>) -> Result<Top, Bad> {
    let (mut n, mut m, mut limit) = (None::<(usize, usize)>, None, None);
    let mut points = Vec::new();
    for (at, line) in lines(text) {
        let words: Vec<&str> = line.split([' ', '\t', ':', '=', ';', ',']).filter(|w| !w.is_empty()).collect();
        match (words.first().map(|w| w.to_ascii_lowercase()).as_deref(), words.get(1)) {
            (Some("n"), Some(word)) => n = Some((at, limited(at, word, "number of points", MOST)?)),
            (Some("m" | "p"), Some(word)) => m = Some(limited(at, word, "number of paths", MOST)?),
            (Some("tmax"), Some(word)) => limit = Some(amount(at, word, "limit of a path")?),
            _ => {
                let [x, y, score, ..] = words[..] else {
                    let say = format!("`{line}` is neither `n`, `m`, `tmax` nor `x y score`");
                    return Err(Bad::at(at, say, "Write one of these"));
                };
                points.push((coordinate(at, x)?, coordinate(at, y)?, amount(at, score, "score")?));
            }
        }
    }
    if let Some((at, n)) = n.filter(|(_, n)| *n != points.len()) {
        return Err(Bad::at(at, format!("{n} points are announced and {} follow", points.len()), "Mend either"));
    }
    if points.len() > MOST_SQUARE {
        return Err(Bad::new(format!("{} points are too many", points.len()), format!("Give at most {MOST_SQUARE}")));
    }
    if points.len() < 2 {
        return Err(Bad::new("there is no start and end", "Give at least two points"));
    }
    let missing = |what: &str| Bad::new(format!("there is no line `{what}`"), format!("Write `{what} NUMBER`"));
    Ok(Top { paths: paths.or(m).ok_or_else(|| missing("m"))?, limit: limit.ok_or_else(|| missing("tmax"))?, points })
}

impl Top {
    fn apart(&self, a: usize, b: usize) -> f64 {
        (self.points[a].0 - self.points[b].0).hypot(self.points[a].1 - self.points[b].1)
    }

    /// Ports of the points that a path can take in: the start, the end, then those within the limit.
    fn model(&self) -> (Model, Vec<usize>) {
        let end = self.points.len() - 1;
        let within = |i: &usize| self.points[*i].2 > 0.0 && self.apart(0, *i) + self.apart(*i, end) <= self.limit;
        let ports: Vec<usize> = [0, end].into_iter().chain((1..end).filter(within)).collect();
        let place = |(port, i): (usize, &usize)| Task {
            modes: vec![Mode { enter: id(port), leave: id(port), cost: 0.0 }],
            load: 0.0,
            prize: self.points[*i].2,
        };
        let crew = Crew { start: 0, end: 1, limit: self.limit, capacity: f64::INFINITY };
        let model = Model {
            ports: ports.len(),
            travel: ports.iter().flat_map(|a| ports.iter().map(|b| self.apart(*a, *b))).collect(),
            tasks: ports.iter().enumerate().skip(2).map(place).collect(),
            crews: vec![crew; if self.apart(0, end) <= self.limit { self.paths } else { 0 }],
            goal: Goal::Prize,
        };
        (model, ports)
    }

    /// Scores of the points visited, and whether each is visited once and no path is too long.
    fn judge(&self, paths: &[Vec<usize>]) -> (f64, bool) {
        let end = self.points.len() - 1;
        let mut seen = vec![false; self.points.len()];
        let (mut score, mut good) = (0.0, paths.len() <= self.paths);
        for path in paths {
            let mut length = 0.0;
            let mut at = 0;
            for next in path.iter().copied().chain([end]) {
                length += self.apart(at, next);
                at = next;
            }
            good &= length <= self.limit + 1e-6 || path.is_empty();
            for point in path {
                good &= !std::mem::replace(&mut seen[*point], true) && *point != 0 && *point != end;
                score += self.points[*point].2;
            }
        }
        (score, good)
    }
}

/// As much score as fits.
pub fn solve(job: &Job, text: &str) -> Result<Solved, Bad> {
    let top = read(text, job.k)?;
    let (model, ports) = top.model();
    let outcome = model.plan(None, job.seed, &mut pace(job)).map_err(|f| Bad::core(&f))?;
    let paths: Vec<Vec<usize>> =
        outcome.best.iter().map(|sortie| sortie.iter().map(|leg| ports[leg.task as usize + 2]).collect()).collect();
    let (value, feasible) = top.judge(&paths);
    let told = |path: &Vec<usize>| path.iter().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(" ");
    let mut notes: Vec<String> = paths.iter().map(|p| format!("path {}", told(p))).collect();
    notes.push(format!("rounds {}", outcome.rounds));
    Ok(Solved { value, bound: outcome.bound, feasible, notes })
}
