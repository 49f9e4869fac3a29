//! Against every possible order, for problems small enough.

use super::{Answer, Crew, Goal, Mode, Model, Task, improve};
use crate::planner::pace::Rounds;
use proptest::prelude::*;

/// Least cost of a crew that flies these tasks in this order.
fn cost(model: &Model, crew: &Crew, order: &[usize]) -> f64 {
    fn on(model: &Model, crew: &Crew, order: &[usize], from: u32) -> f64 {
        let Some((first, rest)) = order.split_first() else { return model.between(from, crew.end) };
        let way = |m: &Mode| model.between(from, m.enter) + m.cost + on(model, crew, rest, m.leave);
        model.tasks[*first].modes.iter().map(way).fold(f64::INFINITY, f64::min)
    }
    on(model, crew, order, crew.start)
}

fn fits(model: &Model, crew: &Crew, order: &[usize]) -> bool {
    let load: f64 = order.iter().map(|t| model.tasks[*t].load).sum();
    load <= crew.capacity + 1e-6 && cost(model, crew, order) <= crew.limit + 1e-6
}

/// The best of all: tasks left out (under the goals that want all), then the measure, less being better.
fn slow(model: &Model, task: usize, orders: &mut Vec<Vec<usize>>, out: usize) -> (usize, f64) {
    if task == model.tasks.len() {
        if orders.iter().zip(&model.crews).any(|(order, crew)| !fits(model, crew, order)) {
            return (usize::MAX, 0.0);
        }
        return measure(model, orders, out);
    }
    let mut best = slow(model, task + 1, orders, out + 1);
    for crew in 0..orders.len() {
        for at in 0..=orders[crew].len() {
            orders[crew].insert(at, task);
            let found = slow(model, task + 1, orders, out);
            orders[crew].remove(at);
            if found < best {
                best = found;
            }
        }
    }
    best
}

fn measure(model: &Model, orders: &[Vec<usize>], out: usize) -> (usize, f64) {
    let costs = orders.iter().zip(&model.crews).map(|(order, crew)| cost(model, crew, order));
    match model.goal {
        Goal::Prize => (0, -orders.iter().flatten().map(|t| model.tasks[*t].prize).sum::<f64>()),
        Goal::Cost => (out, costs.sum()),
        Goal::Longest => (out, costs.fold(0.0, f64::max)),
    }
}

fn told(model: &Model, answer: &Answer) -> (usize, f64) {
    let orders: Vec<Vec<usize>> =
        answer.sorties.iter().map(|sortie| sortie.iter().map(|leg| leg.task as usize).collect()).collect();
    let mut seen: Vec<usize> =
        orders.iter().flatten().copied().chain(answer.left_out.iter().map(|t| *t as usize)).collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..model.tasks.len()).collect::<Vec<_>>(), "every task once");
    for ((order, crew), (sortie, cost_told)) in
        orders.iter().zip(&model.crews).zip(answer.sorties.iter().zip(&answer.costs))
    {
        assert!(fits(model, crew, order), "a sortie within its limits");
        let mut from = crew.start;
        let mut flown = 0.0;
        for leg in sortie {
            let mode = model.tasks[leg.task as usize].modes[usize::from(leg.way)];
            flown += model.between(from, mode.enter) + mode.cost;
            from = mode.leave;
        }
        flown += model.between(from, crew.end);
        assert!((flown - cost_told).abs() < 1e-6, "the ways told cost what is told");
    }
    let (out, value) = measure(model, &orders, answer.left_out.len());
    let sign = if model.goal == Goal::Prize { -1.0 } else { 1.0 };
    assert!((sign * value - answer.value).abs() < 1e-6, "the value is what it is");
    (out, value)
}

fn models() -> impl Strategy<Value = Model> {
    let tasks = prop::collection::vec((0..6_u32, 0..6_u32, any::<bool>(), 0..4_u32, 1..9_u32), 0..5);
    let goal = prop_oneof![Just(Goal::Prize), Just(Goal::Cost), Just(Goal::Longest)];
    let crew = (0..6_u32, 0..6_u32, 15..80_u32, 2..9_u32);
    (prop::collection::vec(0..30_u32, 36), tasks, prop::collection::vec(crew, 1..3), goal).prop_map(
        |(travel, tasks, crews, goal)| Model {
            ports: 6,
            travel: closed(&travel),
            tasks: tasks
                .into_iter()
                .map(|(a, b, line, load, prize)| {
                    // Serving is never shorter than the way between its ends.
                    let way = |a: u32, b: u32| closed(&travel)[(a * 6 + b) as usize] + f64::from(a.abs_diff(b) % 3);
                    let there = Mode { enter: a, leave: b, cost: way(a, b) };
                    let back = Mode { enter: b, leave: a, cost: way(b, a) };
                    let modes = if line { vec![there, back] } else { vec![there] };
                    Task { modes, load: f64::from(load), prize: f64::from(prize) }
                })
                .collect(),
            crews: crews
                .into_iter()
                .map(|(start, end, limit, capacity)| Crew {
                    start,
                    end,
                    limit: f64::from(limit),
                    capacity: f64::from(capacity),
                })
                .collect(),
            goal,
        },
    )
}

/// Shortest ways, so that no detour is shorter than a leg.
fn closed(travel: &[u32]) -> Vec<f64> {
    let mut d: Vec<f64> = travel.iter().copied().map(f64::from).collect();
    (0..6).for_each(|i| d[i * 6 + i] = 0.0);
    for k in 0..6 {
        for i in 0..6 {
            for j in 0..6 {
                d[i * 6 + j] = d[i * 6 + j].min(d[i * 6 + k] + d[k * 6 + j]);
            }
        }
    }
    d
}

proptest! {
    #[test]
    fn small_problems_are_solved_to_the_best(model in models(), seed: u64) {
        let possible = model.crews.iter().all(|crew| fits(&model, crew, &[]));
        prop_assume!(possible);
        let answer = improve(&model, None, seed, &mut Rounds(8_000)).unwrap();
        let best = slow(&model, 0, &mut vec![Vec::new(); model.crews.len()], 0);
        let found = told(&model, &answer);
        prop_assert!(found.0 == best.0 && (found.1 - best.1).abs() < 1e-6, "{:?} instead of {:?}", found, best);
    }

    #[test]
    fn the_same_seed_is_the_same_answer_and_never_worse_than_the_warm_start(model in models(), seed: u64) {
        prop_assume!(model.crews.iter().all(|crew| fits(&model, crew, &[])));
        let first = improve(&model, None, seed, &mut Rounds(64)).unwrap();
        prop_assert_eq!(&first, &improve(&model, None, seed, &mut Rounds(64)).unwrap());
        let warm: Vec<Vec<u32>> = first.sorties.iter().map(|s| s.iter().map(|leg| leg.task).collect()).collect();
        let second = improve(&model, Some(&warm), seed ^ 1, &mut Rounds(0)).unwrap();
        prop_assert!(told(&model, &second) <= told(&model, &first));
    }
}

/// All three fit one crew, in one order, and no two of them do: each ends where the next begins, far from home.
#[test]
fn a_sortie_is_found_of_which_no_part_fits() {
    let place = |enter, leave, cost, load| Task { modes: vec![Mode { enter, leave, cost }], load, prize: 1.0 };
    let crew = |start, end, limit, capacity| Crew { start, end, limit, capacity };
    #[rustfmt::skip]
    let travel = [
        0, 4, 1, 5, 11, 0,   7, 0, 0, 5, 7, 0,   9, 3, 0, 5, 10, 2,
        5, 6, 3, 0, 6, 0,    10, 10, 10, 15, 0, 9,   7, 7, 4, 6, 11, 0,
    ];
    let model = Model {
        ports: 6,
        travel: travel.into_iter().map(f64::from).collect(),
        tasks: vec![place(1, 0, 1.0, 2.0), place(4, 1, 3.0, 2.0), place(0, 4, 4.0, 0.0)],
        crews: vec![crew(5, 4, 19.0, 2.0), crew(2, 3, 16.0, 4.0)],
        goal: Goal::Prize,
    };
    for seed in 0..8 {
        let answer = improve(&model, None, seed, &mut Rounds(8_000)).unwrap();
        assert_eq!(told(&model, &answer), slow(&model, 0, &mut vec![Vec::new(); 2], 0));
    }
}

#[test]
fn what_is_no_model_is_refused() {
    let good = Model {
        ports: 1,
        travel: vec![0.0],
        tasks: vec![Task { modes: vec![Mode { enter: 0, leave: 0, cost: 1.0 }], load: 0.0, prize: 1.0 }],
        crews: vec![Crew { start: 0, end: 0, limit: 2.0, capacity: 1.0 }],
        goal: Goal::Prize,
    };
    assert_eq!(improve(&good, None, 1, &mut Rounds(16)).unwrap().value.to_bits(), 1.0_f64.to_bits());
    let spoilt: [fn(&mut Model); 6] = [
        |m| m.travel.clear(),
        |m| m.travel[0] = f64::NAN,
        |m| m.tasks[0].modes.clear(),
        |m| m.tasks[0].modes[0].enter = 7,
        |m| m.crews[0].end = 1,
        |m| m.tasks[0].prize = f64::INFINITY,
    ];
    for spoil in spoilt {
        let mut model = good.clone();
        spoil(&mut model);
        assert!(improve(&model, None, 1, &mut Rounds(16)).is_err());
    }
}
