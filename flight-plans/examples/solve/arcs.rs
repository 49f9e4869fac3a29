use crate::clock::cpu;
use flight_plans::planner::pace::Progress;
use flight_plans::planner::sortie::{Crew, Goal, Mode, Model, Task, improve};

struct Net {
    n: usize,
    depot: usize,
    cap: f64,
    vehicles: usize,
    req: Vec<(usize, usize, f64, f64, f64)>,
    other: Vec<(usize, usize, f64, f64)>,
}

fn read(text: &str) -> Net {
    let mut net = Net { n: 0, depot: 1, cap: f64::INFINITY, vehicles: 1, req: vec![], other: vec![] };
    let mut required = true;
    for line in text.lines() {
        let line = line.trim();
        if let Some((k, v)) = line.split_once(':') {
            let v = v.trim();
            match k.trim() {
                "VERTICES" => net.n = v.parse().unwrap(),
                "CAPACIDAD" => net.cap = v.parse().unwrap(),
                "VEHICULOS" => net.vehicles = v.parse().unwrap(),
                "DEPOSITO" => net.depot = v.parse().unwrap(),
                "LISTA_ARISTAS_REQ" => required = true,
                "LISTA_ARISTAS_NOREQ" => required = false,
                _ => {}
            }
            continue;
        }
        if line.starts_with('(') {
            let w: Vec<f64> = line
                .split(|c: char| !(c.is_ascii_digit() || c == '.'))
                .filter(|s| !s.is_empty())
                .map(|s| s.parse().unwrap())
                .collect();
            let (a, b) = (w[0] as usize, w[1] as usize);
            let windy = !line.contains("demanda") && w.len() == 4;
            let (there, back, load) =
                if windy { (w[2], w[3], 0.0) } else { (w[2], w[2], w.get(3).copied().unwrap_or(0.0)) };
            if required {
                net.req.push((a - 1, b - 1, there, back, load));
            } else {
                net.other.push((a - 1, b - 1, there, back));
            }
        }
    }
    net
}

fn model(net: &Net, crews: usize, goal: Goal) -> Model {
    let n = net.n;
    let mut d = vec![f64::INFINITY; n * n];
    for i in 0..n {
        d[i * n + i] = 0.0;
    }
    let all = net.req.iter().map(|r| (r.0, r.1, r.2, r.3)).chain(net.other.iter().copied());
    for (a, b, x, y) in all {
        d[a * n + b] = d[a * n + b].min(x);
        d[b * n + a] = d[b * n + a].min(y);
    }
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                let t = d[i * n + k] + d[k * n + j];
                if t < d[i * n + j] {
                    d[i * n + j] = t;
                }
            }
        }
    }
    let tasks = net
        .req
        .iter()
        .map(|r| Task {
            modes: vec![
                Mode { enter: r.0 as u32, leave: r.1 as u32, cost: r.2 },
                Mode { enter: r.1 as u32, leave: r.0 as u32, cost: r.3 },
            ],
            load: r.4,
            prize: 0.0,
        })
        .collect();
    let depot = net.depot as u32 - 1;
    Model {
        ports: n,
        travel: d,
        tasks,
        crews: vec![Crew { start: depot, end: depot, limit: f64::INFINITY, capacity: net.cap }; crews],
        goal,
    }
}

fn run(model: &Model, seconds: f64, seed: u64, began: f64) {
    let answer = improve(model, None, seed, &mut |_: &Progress| (cpu() - began) / seconds).unwrap();
    println!("rounds {}", answer.rounds);
    println!("value={} bound=none feasible={} seconds={:.3}", answer.value, answer.left_out.is_empty(), cpu() - began);
}

pub fn carp(text: &str, seconds: f64, seed: u64) {
    let began = cpu();
    let net = read(text);
    let total: f64 = net.req.iter().map(|r| r.4).sum();
    let crews = ((total / net.cap).ceil() as usize).max(net.vehicles) + 3;
    run(&model(&net, crews, Goal::Cost), seconds, seed, began);
}

pub fn kwrpp(text: &str, k: usize, seconds: f64, seed: u64) {
    let began = cpu();
    let net = read(text);
    run(&model(&net, k, Goal::Longest), seconds, seed, began);
}
