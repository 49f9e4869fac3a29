//! The fast test of pairs against a slow one.

use super::pairs::{Knot, Spacing, Way, all_pairs};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

const ROOM: Spacing = Spacing { level: 30.0, up: 15.0 };

fn way(rng: &mut ChaCha8Rng, parts: u32) -> Vec<Knot> {
    let mut knot = [rng.random_range(0.0..10.0), rng.random_range(-60.0..60.0), 0.0, rng.random_range(40.0..90.0)];
    knot[2] = rng.random_range(-60.0..60.0);
    let mut knots = vec![knot];
    for _ in 0..parts {
        knot[0] += rng.random_range(0.5..6.0);
        knot[1] += rng.random_range(-60.0..60.0);
        knot[2] += rng.random_range(-60.0..60.0);
        knot[3] += rng.random_range(-15.0..15.0);
        knots.push(knot);
    }
    knots
}

fn at(way: &[Knot], time: f64) -> Option<Knot> {
    let part = way.windows(2).find(|part| part[0][0] <= time && time <= part[1][0])?;
    let share = (time - part[0][0]) / (part[1][0] - part[0][0]);
    Some(std::array::from_fn(|axis| part[0][axis] + (part[1][axis] - part[0][axis]) * share))
}

fn near(p: Knot, q: Knot, room: Spacing) -> bool {
    (p[1] - q[1]).hypot(p[2] - q[2]) < room.level && (p[3] - q[3]).abs() < room.up
}

#[test]
fn of_a_hundred_thousand_pairs_none_that_dense_looking_finds_is_missed_and_none_is_invented() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let (mut conflicts, mut grazing) = (0, 0);
    for number in 0..100_000 {
        let (a, b) = (way(&mut rng, 3), way(&mut rng, 3));
        let found = Way::new(a.clone()).conflict(&Way::new(b.clone()), ROOM);
        let seen = (0..600)
            .map(|i| f64::from(i) * 0.05)
            .find(|&t| at(&a, t).zip(at(&b, t)).is_some_and(|(p, q)| near(p, q, ROOM)));
        assert!(found.is_some() || seen.is_none(), "pair {number}: seen at {seen:?}");
        if let Some(time) = found {
            let (p, q) = at(&a, time).zip(at(&b, time)).unwrap();
            let a_little_more = Spacing { level: ROOM.level + 1e-6, up: ROOM.up + 1e-6 };
            assert!(near(p, q, a_little_more), "pair {number}: told at {time}, and they are apart");
            conflicts += 1;
            grazing += u32::from(seen.is_none());
        }
    }
    println!("{conflicts} of 100,000 pairs meet, {grazing} of them for less than a twentieth of a second");
    assert!((10_000..90_000).contains(&conflicts), "{conflicts}");
}

#[test]
fn all_pairs_at_once_are_the_pairs_one_by_one() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    for _ in 0..20 {
        let ways: Vec<Way> = (0..40)
            .map(|i| {
                let late = f64::from(i) * 3.0;
                Way::new(way(&mut rng, 60).into_iter().map(|[t, x, y, z]| [t + late, 8.0 * x, 8.0 * y, z]).collect())
            })
            .collect();
        let mut expected = Vec::new();
        for a in 0..ways.len() {
            for b in a + 1..ways.len() {
                let (p, q) = (ways[a].knots(), ways[b].knots());
                // Part by part without any box.
                let met = (1..p.len()).any(|i| {
                    (1..q.len()).any(|j| {
                        Way::new(p[i - 1..=i].to_vec()).conflict(&Way::new(q[j - 1..=j].to_vec()), ROOM).is_some()
                    })
                });
                if met {
                    expected.push([a, b]);
                }
            }
        }
        let found: Vec<[usize; 2]> = all_pairs(&ways, ROOM).iter().map(|conflict| conflict.ways).collect();
        assert_eq!(found, expected);
        assert!(!found.is_empty());
    }
}

#[test]
fn ways_with_numbers_that_are_missing_end_there_and_nothing_panics() {
    let nan = Way::new(vec![[0.0, 0.0, 0.0, 0.0], [1.0, f64::NAN, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0]]);
    assert_eq!(nan.knots().len(), 1);
    assert!(all_pairs(&[nan, Way::default(), Way::new(Vec::new())], ROOM).is_empty());
    let backward = Way::new(vec![[5.0, 0.0, 0.0, 0.0], [1.0, 9.0, 0.0, 0.0]]);
    let _ = all_pairs(&[backward.clone(), backward], ROOM);
}
