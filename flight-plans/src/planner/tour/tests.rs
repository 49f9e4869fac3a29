//! Against every possible round, and the array against a list.

use super::Tour;
use super::order::Order;
use crate::planner::contract::Planner;
use crate::planner::pace::Rounds;
use proptest::prelude::*;

fn slow(n: usize, d: &impl Fn(u32, u32) -> f64, order: &mut Vec<u32>) -> f64 {
    if order.len() == n {
        return order.iter().zip(order.iter().cycle().skip(1)).map(|(a, b)| d(*a, *b)).sum();
    }
    let mut best = f64::INFINITY;
    for next in 0..u32::try_from(n).unwrap() {
        if !order.contains(&next) {
            order.push(next);
            best = best.min(slow(n, d, order));
            order.pop();
        }
    }
    best
}

/// The same round, whichever way it is told.
fn told(order: &[u32]) -> Vec<u32> {
    let n = order.len();
    let start = order.iter().position(|c| *c == 0).unwrap();
    let ahead: Vec<u32> = (0..n).map(|i| order[(start + i) % n]).collect();
    let back: Vec<u32> = (0..n).map(|i| order[(start + n - i) % n]).collect();
    ahead.min(back)
}

proptest! {
    #[test]
    fn small_rounds_are_the_shortest(points in prop::collection::vec((0..50_i32, 0..50_i32), 0..9), seed: u64) {
        let d = |a: u32, b: u32| {
            let (p, q) = (points[a as usize], points[b as usize]);
            f64::from(p.0 - q.0).hypot(f64::from(p.1 - q.1))
        };
        let tour = Tour::new(points.len(), d, None).unwrap();
        let answer = tour.improve(None, seed, &mut Rounds(64));
        let mut seen = answer.order.clone();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..u32::try_from(points.len()).unwrap()).collect::<Vec<_>>());
        let best = if points.is_empty() { 0.0 } else { slow(points.len(), &d, &mut vec![0]) };
        prop_assert!((answer.value - best).abs() < 1e-6, "{} instead of {best}", answer.value);
        prop_assert!((answer.value - tour.length(&answer.order)).abs() < 1e-9);
    }

    #[test]
    fn a_large_round_keeps_every_place_gets_no_longer_and_is_the_same_again(
        points in prop::collection::vec((0..999_i32, 0..999_i32), 5..120),
        seed: u64,
    ) {
        let d = |a: u32, b: u32| {
            let (p, q) = (points[a as usize], points[b as usize]);
            f64::from((p.0 - q.0).abs() + (p.1 - q.1).abs())
        };
        let tour = Tour::new(points.len(), d, None).unwrap();
        let first = tour.plan(None, seed, &mut Rounds(32)).unwrap();
        prop_assert_eq!(&first, &tour.plan(None, seed, &mut Rounds(32)).unwrap());
        let mut seen = first.best.clone();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..u32::try_from(points.len()).unwrap()).collect::<Vec<_>>());
        for rounds in [0, 48] {
            let second = tour.plan(Some(&first.best), seed ^ 1, &mut Rounds(rounds)).unwrap();
            prop_assert!(second.value <= first.value + 1e-9);
        }
    }

    #[test]
    fn turns_and_swaps_do_what_they_say_and_are_taken_back(
        n in 5..30_usize,
        acts in prop::collection::vec((any::<bool>(), 0..30_usize, 0..30_usize, 1..9_usize), 1..20),
    ) {
        let start: Vec<u32> = (0..u32::try_from(n).unwrap()).collect();
        let mut order = Order::new(&start);
        for (turn, a, b, one) in acts {
            let before = order.places().to_vec();
            let at = |i: usize| before[i % n];
            if turn {
                let length = (b % n + n - a % n) % n + 1;
                let mut want: Vec<u32> = (0..n).map(|i| at(a + i)).collect();
                want[..length].reverse();
                order.turn(at(a), at(b));
                prop_assert_eq!(told(order.places()), told(&want));
            } else {
                let (one, two) = (one.min((n - 2) / 2), (b % 7 + 1).min((n - 2) / 2));
                let mut want: Vec<u32> = (0..n).map(|i| at(a + i)).collect();
                want[..one + two].rotate_left(one);
                order.swap(a % n, one, two);
                prop_assert_eq!(told(order.places()), told(&want));
            }
            for (i, place) in order.places().iter().enumerate() {
                prop_assert_eq!(order.position(*place), i);
            }
        }
        order.back_to(0);
        prop_assert_eq!(order.places(), &start);
    }
}

#[test]
fn what_is_no_round_is_refused() {
    assert!(Tour::new(2, |_, _| 1.0, Some(vec![vec![5], vec![0]])).is_err());
    assert!(Tour::new(1 << 20, |_, _| 1.0, Some(Vec::new())).is_err());
    let tour = Tour::new(6, |a, b| f64::from(a.abs_diff(b)), None).unwrap();
    for warm in [vec![0, 0, 1, 2, 3, 4], vec![9; 6], vec![1]] {
        assert_eq!(tour.improve(Some(&warm), 1, &mut Rounds(8)).value.to_bits(), 10.0_f64.to_bits());
    }
}
