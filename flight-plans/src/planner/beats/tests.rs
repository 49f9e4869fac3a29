//! Against patrols that walk: every place is visited as often as is told.

use super::{Beat, Beats};
use crate::planner::contract::{Planner, Why};
use crate::planner::pace::Rounds;
use proptest::prelude::*;

/// Longest time between two visits of any place, by letting every patrol walk its round.
fn walked(places: usize, d: &impl Fn(u32, u32) -> f64, beats: &[Beat]) -> f64 {
    let mut worst = 0.0_f64;
    let mut visited = vec![false; places];
    for beat in beats {
        let n = beat.order.len();
        let mut when = vec![0.0; n];
        for i in 1..n {
            when[i] = when[i - 1] + d(beat.order[i - 1], beat.order[i]);
        }
        let round = when[n - 1] + d(beat.order[n - 1], beat.order[0]);
        for (place, first) in beat.order.iter().zip(&when) {
            visited[*place as usize] = true;
            let lag = |k: u32| round * f64::from(k) / f64::from(beat.patrols);
            let mut visits: Vec<f64> = (0..beat.patrols).map(|k| (first + lag(k)) % round.max(1e-12)).collect();
            visits.sort_by(f64::total_cmp);
            visits.push(visits[0] + round);
            worst = visits.windows(2).map(|w| w[1] - w[0]).fold(worst, f64::max);
        }
    }
    assert!(visited.iter().all(|v| *v), "a place nobody visits");
    worst
}

proptest! {
    #[test]
    fn what_is_told_is_what_is_walked(
        points in prop::collection::vec((0..99_i32, 0..99_i32), 1..30),
        patrols in 1..9_usize,
        seed: u64,
    ) {
        let d = |a: u32, b: u32| {
            let (p, q) = (points[a as usize], points[b as usize]);
            f64::from((p.0 - q.0).abs() + (p.1 - q.1).abs())
        };
        let n = u32::try_from(points.len()).unwrap();
        let way: Vec<f64> = (0..n).flat_map(|a| (0..n).map(move |b| (a, b))).map(|(a, b)| d(a, b)).collect();
        let model = Beats::new(points.len(), way, patrols).unwrap();
        let answer = model.plan(None, seed, &mut Rounds(64)).unwrap();
        prop_assert!((walked(points.len(), &d, &answer.best) - answer.value).abs() < 1e-6);
        prop_assert!(answer.bound.unwrap() <= answer.value + 1e-9);
        prop_assert!(answer.best.iter().map(|b| b.patrols as usize).sum::<usize>() <= patrols);
        prop_assert_eq!(&answer, &model.plan(None, seed, &mut Rounds(64)).unwrap());
        let again = model.plan(Some(&answer.best), seed ^ 1, &mut Rounds(0)).unwrap();
        prop_assert!(again.value <= answer.value + 1e-9);
    }
}

#[test]
fn two_towns_far_apart_have_a_patrol_each() {
    let at = |i: u32| f64::from(i % 5) + if i < 5 { 0.0 } else { 1_000.0 };
    let way = (0..10).flat_map(|a| (0..10).map(move |b| (at(a) - at(b)).abs())).collect();
    let answer = Beats::new(10, way, 2).unwrap().plan(None, 1, &mut Rounds(64)).unwrap();
    assert_eq!(answer.best.len(), 2);
    assert!((answer.value - 8.0).abs() < 1e-9);
}

#[test]
fn without_patrols_every_place_is_left_out() {
    let answer = Beats::new(2, vec![0.0, 1.0, 1.0, 0.0], 0).unwrap().plan(None, 1, &mut Rounds(8)).unwrap();
    assert_eq!(answer.left_out, [(0, Why::Nobody), (1, Why::Nobody)]);
    assert!(Beats::new(2, vec![0.0, 1.0, 2.0, 0.0], 1).is_err());
    assert!(Beats::new(2, vec![0.0; 3], 1).is_err());
}
