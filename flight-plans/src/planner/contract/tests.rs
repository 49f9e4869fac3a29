//! One law for all planners: never worse than the warm start, the same again for the same seed, stopped when told to.

use super::{Allowance, Planner, Sense, Why};
use crate::planner::assign::Pairs;
use crate::planner::pace::{Progress, Rounds};
use crate::planner::siting::{Cover, Median};
use crate::planner::sortie::{Crew, Goal, Mode, Model, Task};
use std::sync::atomic::{AtomicBool, Ordering};

fn holds<P: Planner>(model: &P)
where
    P::Plan: PartialEq + std::fmt::Debug,
{
    let worse = |a: f64, b: f64| if model.sense() == Sense::Most { a < b - 1e-9 } else { a > b + 1e-9 };
    for seed in 0..12 {
        let first = model.plan(None, seed, &mut Rounds(32)).unwrap();
        assert_eq!(first, model.plan(None, seed, &mut Rounds(32)).unwrap(), "the same seed, the same answer");
        for rounds in [0, 1, 64] {
            let next = model.plan(Some(&first.best), seed + 100, &mut Rounds(rounds)).unwrap();
            assert!(next.left_out.len() <= first.left_out.len() || model.sense() == Sense::Most);
            assert!(!worse(next.value, first.value), "{} after {}", next.value, first.value);
        }
        if let Some(bound) = first.bound {
            assert!(!worse(bound, first.value), "the bound {bound} is passed by {}", first.value);
        }
    }
    let flag = AtomicBool::new(false);
    let mut looks = 0;
    let mut hear = |_: &Progress| {
        looks += 1;
        flag.store(looks >= 3, Ordering::Relaxed);
    };
    let mut clock = || 0.0;
    model.plan(None, 1, &mut Allowance::new(&mut clock, 1.0).cancel(&flag).hear(&mut hear).rounds(1 << 20)).unwrap();
    assert!(looks <= 3, "it goes on after it was told to stop");
    let mut time = 0.0;
    let mut clock = || {
        time += 1.0;
        time
    };
    model.plan(None, 1, &mut Allowance::new(&mut clock, 5.0)).unwrap();
    assert!(time <= 6.0, "it goes on when the time is over");
}

fn sorties(goal: Goal) -> Model {
    let at = |i: u32| (f64::from(i * 37 % 101), f64::from(i * 53 % 97));
    let ports = 31_u32;
    let way = |(a, b): (u32, u32)| (at(a).0 - at(b).0).hypot(at(a).1 - at(b).1) + if a < b { 1.0 } else { 0.0 };
    let place = |i: u32| Task {
        modes: vec![Mode { enter: i, leave: i, cost: 2.0 }, Mode { enter: i, leave: (i + 1) % ports, cost: 40.0 }],
        load: f64::from(i % 3),
        prize: f64::from(1 + i % 7),
    };
    let crew = |start: u32| Crew { start, end: 0, limit: 220.0, capacity: 9.0 };
    Model {
        ports: ports as usize,
        travel: (0..ports).flat_map(|a| (0..ports).map(move |b| (a, b))).map(way).collect(),
        tasks: (1..ports).map(place).collect(),
        crews: vec![crew(0), crew(0), crew(5), crew(9), crew(12)],
        goal,
    }
}

#[test]
fn sorties_keep_the_contract() {
    holds(&sorties(Goal::Prize));
    holds(&sorties(Goal::Cost));
    holds(&sorties(Goal::Longest));
}

#[test]
fn sites_and_pairs_keep_the_contract() {
    let demand: Vec<f64> = (0..80).map(|c| f64::from(c % 9)).collect();
    let reach: Vec<Vec<u32>> = (0..40).map(|s| (0..79_u32).filter(|c| (c * 31 + s * 17) % 23 < 3).collect()).collect();
    let cover = Cover::new(&demand, &reach, 4).unwrap();
    holds(&cover);
    let told = cover.plan(None, 1, &mut Rounds(8)).unwrap();
    assert!(told.left_out.contains(&(79, Why::BeyondAll)));
    assert!(told.left_out.iter().any(|(_, why)| *why == Why::NotReached));
    let way: Vec<f64> = (0..900).map(|i| f64::from(i * 7919 % 101)).collect();
    for choose in [1, 3, 30] {
        holds(&Median::new(30, way.clone(), choose).unwrap());
    }
    let mut cost = way;
    cost[..30].fill(f64::INFINITY);
    let pairs = Pairs { rows: 30, columns: 30, cost };
    holds(&pairs);
    assert_eq!(pairs.plan(None, 1, &mut Rounds(1)).unwrap().left_out, [(0, Why::Forbidden)]);
}

#[test]
fn whatever_is_left_out_has_its_reason() {
    let mut model = sorties(Goal::Prize);
    let whys = |model: &Model| model.plan(None, 3, &mut Rounds(64)).unwrap().left_out;
    model.crews.truncate(2);
    model.tasks[3].load = 50.0;
    model.tasks[4].modes = vec![Mode { enter: 5, leave: 5, cost: 900.0 }];
    model.tasks[5].prize = 0.0;
    (0..31).for_each(|from| model.travel[from * 31 + 8] = f64::INFINITY);
    model.tasks[7].modes.truncate(1);
    let left = whys(&model);
    let why = |task: u32| left.iter().find(|(id, _)| *id == task).map(|(_, why)| why.clone());
    assert_eq!(why(3), Some(Why::TooHeavy { load: 50.0, most: 9.0 }));
    assert!(matches!(why(4), Some(Why::TooLong { takes, most: 220.0 }) if takes > 900.0));
    assert_eq!(why(7), Some(Why::NoWay));
    assert!(left.iter().any(|(_, why)| *why == Why::WorthLess || *why == Why::Worthless));
    model.crews.clear();
    let left = whys(&model);
    assert_eq!(left.len(), 30);
    assert!(left.iter().all(|(_, why)| *why == Why::Nobody));
    let mut all = sorties(Goal::Cost);
    all.crews.truncate(1);
    assert!(whys(&all).iter().any(|(_, why)| *why == Why::NoRoom));
    assert!(whys(&all).iter().all(|(_, why)| !why.to_string().is_empty()));
}
