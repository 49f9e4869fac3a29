//! Arc routing in the Spanish text of CARPLIB: `carp` with capacities (gdb, val, egl, bmcv, kshs), `kwrpp` with two costs an
//! edge and the longest of `-k` tours to be short.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::graph::Graph;
use crate::text::{Bad, MOST, MOST_SQUARE, amount, count, id, limited, lines, number};
use flight_plans::planner::contract::Planner;
use flight_plans::planner::sortie::{Crew, Goal, Leg, Mode, Model, Task};

/// An edge: its ends, what it costs there and back (infinite: not that way), its demand.
struct Edge {
    ends: [usize; 2],
    costs: [f64; 2],
    demand: f64,
}

#[derive(Default)]
struct Net {
    nodes: usize,
    depot: usize,
    capacity: Option<f64>,
    vehicles: usize,
    required: Vec<Edge>,
    other: Vec<Edge>,
}

/// Stands for "not this way" in windy instances that were mixed ones.
const NEVER: f64 = 9999.0;

fn read(text: &str) -> Result<Net, Bad> {
    let mut net = Net { depot: 1, ..Net::default() };
    let mut required = None;
    for (at, line) in lines(text) {
        if line.starts_with('(') {
            let edge = edge(at, line)?;
            match required {
                Some(true) => net.required.push(edge),
                Some(false) => net.other.push(edge),
                None => return Err(Bad::at(at, "an edge before any list", "Write `LISTA_ARISTAS_REQ :` above it")),
            }
            continue;
        }
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match key.trim().to_ascii_uppercase().as_str() {
            "VERTICES" => net.nodes = limited(at, value, "number of vertices", MOST)?,
            "CAPACIDAD" => net.capacity = Some(amount(at, value, "capacity")?),
            "VEHICULOS" => net.vehicles = limited(at, value, "number of vehicles", MOST)?,
            "DEPOSITO" => net.depot = number(at, value, "depot")?,
            "LISTA_ARISTAS_REQ" => required = Some(true),
            "LISTA_ARISTAS_NOREQ" => required = Some(false),
            _ => {}
        }
    }
    if net.required.len() > MOST_SQUARE / 2 {
        let say = format!("{} required edges are too many", net.required.len());
        return Err(Bad::new(say, format!("Give at most {}", MOST_SQUARE / 2)));
    }
    if net.required.is_empty() {
        return Err(Bad::new("no edge is required", "List them below `LISTA_ARISTAS_REQ :`"));
    }
    let all = || net.required.iter().chain(&net.other);
    let top = all().flat_map(|e| e.ends).max().unwrap_or(0);
    if net.nodes == 0 {
        net.nodes = top;
    }
    if top > MOST {
        return Err(Bad::new(format!("vertex {top} is beyond {MOST}"), "Number them from 1"));
    }
    if top > net.nodes || all().any(|e| e.ends.contains(&0)) || net.depot == 0 || net.depot > net.nodes {
        let say = format!("an edge or the depot names a vertex that is not from 1 to {}", net.nodes);
        return Err(Bad::new(say, "Mend it or `VERTICES`"));
    }
    Ok(net)
}

/// `( 1, 2) coste 32 demanda 32`, or two costs and no demand.
fn edge(at: usize, line: &str) -> Result<Edge, Bad> {
    let lower = line.to_ascii_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || "(),:=".contains(c)).filter(|w| !w.is_empty()).collect();
    let wrong = || Bad::at(at, format!("`{line}` is no edge"), "Write `( a, b) coste C demanda D`");
    let [a, b, ref rest @ ..] = words[..] else { return Err(wrong()) };
    let mut it =
        Edge { ends: [number(at, a, "vertex")?, number(at, b, "vertex")?], costs: [f64::INFINITY; 2], demand: 0.0 };
    let mut costs = Vec::new();
    let mut demand = false;
    for word in rest {
        match *word {
            "coste" | "cost" | "costo" => demand = false,
            "demanda" | "demand" => demand = true,
            _ if demand => it.demand = amount(at, word, "demand")?,
            _ => costs.push(amount(at, word, "cost")?),
        }
    }
    it.costs = match costs[..] {
        [both] => [both; 2],
        [there, back] => [there, back].map(|c| if (NEVER..NEVER + 1.0).contains(&c) { f64::INFINITY } else { c }),
        _ => return Err(wrong()),
    };
    Ok(it)
}

impl Net {
    fn graph(&self) -> Graph {
        let mut graph = Graph::new(self.nodes);
        for edge in self.required.iter().chain(&self.other) {
            let [a, b] = edge.ends;
            graph.link(a - 1, b - 1, edge.costs[0]);
            graph.link(b - 1, a - 1, edge.costs[1]);
        }
        graph
    }

    fn model(&self, crews: usize, goal: Goal) -> Model {
        let mut ports: Vec<usize> =
            self.required.iter().flat_map(|e| e.ends).chain([self.depot]).map(|n| n - 1).collect();
        ports.sort_unstable();
        ports.dedup();
        let port = |node: usize| id(ports.binary_search(&(node - 1)).unwrap_or(0));
        let task = |edge: &Edge| {
            let [a, b] = edge.ends.map(port);
            let there = Mode { enter: a, leave: b, cost: edge.costs[0] };
            let back = Mode { enter: b, leave: a, cost: edge.costs[1] };
            let modes = [there, back].into_iter().filter(|m| m.cost.is_finite()).collect();
            Task { modes, load: edge.demand, prize: 0.0 }
        };
        let depot = port(self.depot);
        let capacity = self.capacity.unwrap_or(f64::INFINITY);
        Model {
            ports: ports.len(),
            travel: self.graph().ways(&ports),
            tasks: self.required.iter().map(task).collect(),
            crews: vec![Crew { start: depot, end: depot, limit: f64::INFINITY, capacity }; crews],
            goal,
        }
    }

    /// Length of each tour by the shortest ways of the file, and whether each required edge is served once within capacity.
    fn judge(&self, plan: &[Vec<Leg>]) -> (Vec<f64>, bool) {
        let graph = self.graph();
        let mut served = vec![0_usize; self.required.len()];
        let mut good = true;
        let mut length = |legs: &Vec<Leg>| {
            let (mut at, mut sum, mut load) = (self.depot - 1, 0.0, 0.0);
            for leg in legs {
                let edge = &self.required[leg.task as usize];
                // With one way shut the only mode is the other one.
                let way = if edge.costs[0].is_finite() { usize::from(leg.way) } else { 1 };
                sum += graph.from(at)[edge.ends[way] - 1] + edge.costs[way];
                at = edge.ends[1 - way] - 1;
                load += edge.demand;
                served[leg.task as usize] += 1;
            }
            good &= load <= self.capacity.unwrap_or(f64::INFINITY) + 1e-9;
            sum + graph.from(at)[self.depot - 1]
        };
        let lengths: Vec<f64> = plan.iter().map(&mut length).collect();
        let good = good && served.iter().all(|n| *n == 1) && lengths.iter().all(|l| l.is_finite());
        (lengths, good)
    }

    fn solve(&self, job: &Job, crews: usize, goal: Goal) -> Result<Solved, Bad> {
        let model = self.model(crews, goal);
        let outcome = model.plan(None, job.seed, &mut pace(job)).map_err(|f| Bad::core(&f))?;
        let (lengths, feasible) = self.judge(&outcome.best);
        let value =
            if goal == Goal::Longest { lengths.iter().copied().fold(0.0, f64::max) } else { lengths.iter().sum() };
        let told = |leg: &Leg| {
            let [a, b] = self.required[leg.task as usize].ends;
            format!("({a},{b}){}", if leg.way == 1 { "-" } else { "" })
        };
        let mut notes: Vec<String> = outcome
            .best
            .iter()
            .filter(|legs| !legs.is_empty())
            .map(|legs| format!("tour {}", legs.iter().map(told).collect::<Vec<_>>().join(" ")))
            .collect();
        notes.extend(outcome.left_out.iter().map(|(task, why)| {
            let [a, b] = self.required[*task as usize].ends;
            format!("left out ({a},{b}): {why}")
        }));
        notes.push(format!("rounds {}", outcome.rounds));
        Ok(Solved { value, bound: None, feasible, notes })
    }
}

/// All demand at least cost; vehicles are as many as are needed.
pub fn carp(job: &Job, text: &str) -> Result<Solved, Bad> {
    let net = read(text)?;
    let capacity = net.capacity.ok_or_else(|| Bad::new("there is no capacity", "Write `CAPACIDAD : NUMBER`"))?;
    let total: f64 = net.required.iter().map(|e| e.demand).sum();
    if let Some(edge) = net.required.iter().find(|e| e.demand > capacity) {
        let say = format!("edge ({},{}) demands {} of {capacity}", edge.ends[0], edge.ends[1], edge.demand);
        return Err(Bad::new(say, "Raise `CAPACIDAD` or split the edge"));
    }
    let mut fewest = 1;
    while count(fewest) * capacity < total {
        fewest += 1;
    }
    let crews = job.k.unwrap_or(fewest.max(net.vehicles) + 3);
    net.solve(job, crews, Goal::Cost)
}

/// The longest of `-k` tours as short as may be.
pub fn kwrpp(job: &Job, text: &str) -> Result<Solved, Bad> {
    let net = read(text)?;
    let crews = job.k.or(Some(net.vehicles).filter(|v| *v > 0));
    let crews = crews.ok_or_else(|| Bad::new("the file says not how many tours there are", "Give `-k TOURS`"))?;
    net.solve(job, crews, Goal::Longest)
}
