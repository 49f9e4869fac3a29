use crate::clock::cpu;
use flight_plans::planner::pace::Progress;
use flight_plans::planner::siting::{Cover, Median};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub fn pmed(text: &str, seconds: f64, seed: u64) {
    let began = cpu();
    let v: Vec<usize> = text.split_whitespace().map(|w| w.parse().unwrap()).collect();
    let (n, m, p) = (v[0], v[1], v[2]);
    let mut edge = std::collections::HashMap::new();
    for e in v[3..3 + 3 * m].chunks(3) {
        edge.insert((e[0].min(e[1]) - 1, e[0].max(e[1]) - 1), e[2]);
    }
    let mut near = vec![Vec::new(); n];
    for ((a, b), w) in edge {
        near[a].push((b, w));
        near[b].push((a, w));
    }
    let mut way = vec![0.0; n * n];
    for s in 0..n {
        let mut d = vec![usize::MAX; n];
        let mut heap = BinaryHeap::from([Reverse((0, s))]);
        d[s] = 0;
        while let Some(Reverse((x, u))) = heap.pop() {
            if x > d[u] {
                continue;
            }
            for (w, c) in &near[u] {
                if x + c < d[*w] {
                    d[*w] = x + c;
                    heap.push(Reverse((x + c, *w)));
                }
            }
        }
        for t in 0..n {
            way[s * n + t] = d[t] as f64;
        }
    }
    let it = Median::new(n, way, p).unwrap();
    let a = it.improve(None, seed, &mut |_: &Progress| (cpu() - began) / seconds);
    println!("rounds {}", a.rounds);
    println!("value={} bound=none feasible={} seconds={:.3}", a.value, a.sites.len() == p, cpu() - began);
}

pub fn mclp(text: &str, r: f64, p: usize, seconds: f64, seed: u64) {
    let began = cpu();
    let mut sites: Vec<(f64, f64)> = vec![];
    let mut cust: Vec<(f64, f64, f64)> = vec![];
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    let bds = head.len() == 2;
    for line in lines {
        let w: Vec<&str> = line.split_whitespace().collect();
        if w.len() < 3 {
            continue;
        }
        if bds {
            let (x, y, d): (f64, f64, f64) = (w[2].parse().unwrap(), w[3].parse().unwrap(), w[4].parse().unwrap());
            if w[0] == "F" {
                sites.push((x, y));
            } else {
                cust.push((x, y, d));
            }
        } else {
            let (x, y, d): (f64, f64, f64) = (w[0].parse().unwrap(), w[1].parse().unwrap(), w[2].parse().unwrap());
            cust.push((x, y, d));
            sites.push((x, y));
        }
    }
    let geo = !bds && cust.iter().all(|c| c.0.abs() <= 90.0 && c.1.abs() <= 180.0);
    let dist = |a: (f64, f64), b: (f64, f64)| {
        if geo {
            let (p1, p2) = (a.0.to_radians(), b.0.to_radians());
            let h = ((p2 - p1) / 2.0).sin().powi(2)
                + p1.cos() * p2.cos() * (((b.1 - a.1).to_radians()) / 2.0).sin().powi(2);
            2.0 * 6372797.0 * h.sqrt().asin()
        } else {
            (a.0 - b.0).hypot(a.1 - b.1)
        }
    };
    let reach: Vec<Vec<u32>> = sites
        .iter()
        .map(|s| {
            (0..cust.len() as u32)
                .filter(|c| {
                    let k = cust[*c as usize];
                    dist(*s, (k.0, k.1)) <= r
                })
                .collect()
        })
        .collect();
    let demand: Vec<f64> = cust.iter().map(|c| c.2).collect();
    println!("read {:.3}", cpu() - began);
    let it = Cover::new(&demand, &reach, p).unwrap();
    let began = cpu();
    let mut last = 0.0;
    let a = it.improve(None, seed, &mut |g: &Progress| {
        if g.value > last {
            last = g.value;
            println!("  {:.4} {}", cpu() - began, last);
        }
        (cpu() - began) / seconds
    });
    println!("rounds {}", a.rounds);
    println!("value={} bound={} feasible=true seconds={:.3}", a.value, a.bound, cpu() - began);
}
