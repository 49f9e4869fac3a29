use crate::clock::cpu;
use flight_plans::planner::assign::Assignment;

pub fn solve(text: &str) {
    let mut numbers = text.split_whitespace().map(|w| w.parse::<f64>().unwrap());
    let n = numbers.next().unwrap() as usize;
    let cost: Vec<f64> = numbers.collect();
    let m = cost.len() / n;
    let began = cpu();
    let mut answer = Assignment::solve(n, m, cost.clone()).unwrap();
    let solved = cpu() - began;
    println!("value={} bound={} feasible=true seconds={:.4}", answer.total(), answer.total(), solved);
    let mut row: Vec<f64> = cost[..m].to_vec();
    row.reverse();
    let began = cpu();
    answer.change(0, &row).unwrap();
    eprintln!("change {:.4}", cpu() - began);
}
