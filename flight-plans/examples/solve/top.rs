use crate::clock::cpu;
use flight_plans::planner::pace::Progress;
use flight_plans::planner::sortie::{Crew, Goal, Mode, Model, Task, improve};

pub fn solve(text: &str, seconds: f64, seed: u64) {
    let began = cpu();
    let mut m = 0;
    let mut tmax = 0.0;
    let mut points: Vec<(f64, f64, f64)> = Vec::new();
    for line in text.lines() {
        let w: Vec<&str> = line.split_whitespace().collect();
        match w.as_slice() {
            ["n", _] | [] => {}
            ["m", v] => m = v.parse().unwrap(),
            ["tmax", v] => tmax = v.parse().unwrap(),
            [x, y, s] => points.push((x.parse().unwrap(), y.parse().unwrap(), s.parse().unwrap())),
            _ => panic!("{line}"),
        }
    }
    let n = points.len();
    let mut travel = vec![0.0; n * n];
    for a in 0..n {
        for b in 0..n {
            travel[a * n + b] = (points[a].0 - points[b].0).hypot(points[a].1 - points[b].1);
        }
    }
    let tasks: Vec<Task> = (1..n - 1)
        .filter(|i| points[*i].2 > 0.0 && travel[*i] + travel[*i * n + n - 1] <= tmax)
        .map(|i| Task {
            modes: vec![Mode { enter: i as u32, leave: i as u32, cost: 0.0 }],
            load: 0.0,
            prize: points[i].2,
        })
        .collect();
    let crew = Crew { start: 0, end: n as u32 - 1, limit: tmax, capacity: f64::INFINITY };
    let model = Model { ports: n, travel, tasks, crews: vec![crew; m], goal: Goal::Prize };
    let answer = improve(&model, None, seed, &mut |_: &Progress| (cpu() - began) / seconds).unwrap();
    let feasible = answer.costs.iter().all(|c| *c <= tmax + 1e-9);
    println!("rounds {}", answer.rounds);
    println!("value={} bound=none feasible={feasible} seconds={:.3}", answer.value, cpu() - began);
}
