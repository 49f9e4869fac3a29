//! Against every possible assignment.

use super::Assignment;
use proptest::prelude::*;

/// The fewest rows left out, then the least cost, by trying everything.
fn slow(rows: usize, columns: usize, cost: &[f64], row: usize, held: &mut Vec<bool>) -> (usize, f64) {
    if row == rows {
        return (0, 0.0);
    }
    let (out, rest) = slow(rows, columns, cost, row + 1, held);
    let mut best = (out + 1, rest);
    for column in 0..columns {
        let c = cost[row * columns + column];
        if held[column] || c.is_infinite() {
            continue;
        }
        held[column] = true;
        let (out, rest) = slow(rows, columns, cost, row + 1, held);
        held[column] = false;
        if (out, rest + c) < best {
            best = (out, rest + c);
        }
    }
    best
}

fn told(answer: &Assignment, rows: usize, columns: usize) -> (usize, f64) {
    let mut held = vec![false; columns];
    let mut out = 0;
    for row in 0..rows {
        match answer.column_of(row) {
            Some(column) => assert!(!std::mem::replace(&mut held[column], true), "a column is held twice"),
            None => out += 1,
        }
    }
    (out, answer.total())
}

fn costs(most: usize) -> impl Strategy<Value = (usize, usize, Vec<f64>)> {
    (0..=most, 0..=most).prop_flat_map(|(rows, columns)| {
        let entry = prop_oneof![3 => (-20..20_i32).prop_map(f64::from), 1 => Just(f64::INFINITY)];
        (Just(rows), Just(columns), prop::collection::vec(entry, rows * columns))
    })
}

/// That nobody would rather be elsewhere at prices under which nothing is left to gain: a proof of being the best for sizes
/// that cannot be tried out.
fn proven(answer: &Assignment, rows: usize, columns: usize, cost: &[f64]) {
    let (out, total) = told(answer, rows, columns);
    assert_eq!(out, rows.saturating_sub(columns), "somebody is alone");
    let mut mended = answer.clone();
    for row in (0..rows).step_by(7) {
        mended.change(row, &cost[row * columns..][..columns]).unwrap();
        assert!((mended.total() - total).abs() <= 1e-9 * (1.0 + total.abs()), "nothing changed and the answer did");
    }
    // Turned round the problem is the same, and its search another one.
    let turned: Vec<f64> = (0..columns).flat_map(|c| (0..rows).map(move |r| cost[r * columns + c])).collect();
    let other = Assignment::solve(columns, rows, turned).unwrap();
    assert!((other.total() - total).abs() <= 1e-9 * (1.0 + total.abs()), "{} turned round, {total}", other.total());
}

/// The least cost by relaxing every path until nothing changes (Bellman and Ford), a row at a time.
fn plain(rows: usize, columns: usize, cost: &[f64]) -> f64 {
    let mut row_of = vec![usize::MAX; columns];
    let mut column_of = vec![usize::MAX; rows];
    for start in 0..rows {
        let mut distance = vec![f64::INFINITY; columns];
        let mut from = vec![usize::MAX; columns];
        let mut work: Vec<(usize, f64)> = vec![(start, 0.0)];
        while let Some((row, base)) = work.pop() {
            if row != start && base > distance[column_of[row]] - cost[row * columns + column_of[row]] + 1e-9 {
                continue;
            }
            for column in (0..columns).filter(|c| column_of[row] != *c) {
                let new = base + cost[row * columns + column];
                if new < distance[column] - 1e-9 {
                    distance[column] = new;
                    from[column] = row;
                    let next = row_of[column];
                    if next != usize::MAX {
                        work.insert(0, (next, new - cost[next * columns + column]));
                    }
                }
            }
        }
        let free = (0..columns).filter(|c| row_of[*c] == usize::MAX);
        let mut column = free.min_by(|a, b| distance[*a].total_cmp(&distance[*b])).unwrap();
        loop {
            let row = from[column];
            row_of[column] = row;
            let before = std::mem::replace(&mut column_of[row], column);
            if row == start {
                break;
            }
            column = before;
        }
    }
    (0..rows).map(|row| cost[row * columns + column_of[row]]).sum()
}

#[test]
fn lists_blocks_and_turns_change_nothing() {
    for (rows, columns, kind) in [(70, 70, 0), (60, 90, 1), (90, 60, 0), (64, 64, 2), (49, 130, 2), (120, 120, 1)] {
        let at = |i: usize| ((i * 7919 + 13) * 104_729 % 65_521) as f64;
        let entry = |k: usize| match kind {
            0 => at(k),
            1 => (at(k / columns) - at(k % columns + 5000)).abs(),
            _ => (k / columns * (k % columns)) as f64,
        };
        let cost: Vec<f64> = (0..rows * columns).map(entry).collect();
        let answer = Assignment::solve(rows, columns, cost.clone()).unwrap();
        if rows <= columns {
            let plain = plain(rows, columns, &cost);
            assert!((answer.total() - plain).abs() <= 1e-6, "{} and plainly {plain}", answer.total());
        }
        proven(&answer, rows, columns, &cost);
        if rows == columns {
            assert!(again(&answer));
        }
    }
}

proptest! {
    #[test]
    fn as_few_are_left_out_as_can_be_and_then_it_costs_the_least((rows, columns, cost) in costs(6)) {
        let answer = Assignment::solve(rows, columns, cost.clone()).unwrap();
        let best = slow(rows, columns, &cost, 0, &mut vec![false; columns]);
        prop_assert_eq!(told(&answer, rows, columns), best);
    }

    #[test]
    fn a_changed_row_is_mended_to_the_best(
        (rows, columns, mut cost) in costs(5),
        changes in prop::collection::vec((0..5_usize, prop::collection::vec(-20..20_i32, 5)), 1..5),
    ) {
        let mut answer = Assignment::solve(rows, columns, cost.clone()).unwrap();
        for (row, new) in changes {
            if row >= rows {
                continue;
            }
            let new: Vec<f64> = new[..columns].iter().map(|c| if *c > 15 { f64::INFINITY } else { f64::from(*c) }).collect();
            cost[row * columns..][..columns].copy_from_slice(&new);
            answer.change(row, &new).unwrap();
            let best = slow(rows, columns, &cost, 0, &mut vec![false; columns]);
            prop_assert_eq!(told(&answer, rows, columns), best);
        }
    }
}

#[test]
fn what_is_no_matrix_is_refused() {
    assert!(Assignment::solve(2, 2, vec![0.0; 3]).is_err());
    assert!(Assignment::solve(1, 1, vec![f64::NAN]).is_err());
    assert!(Assignment::solve(100_000, 1, Vec::new()).is_err());
}

/// Rows and columns in a few towns, more rows than columns in some of them: most rows must go far, and by whole chains.
fn towns(rows: usize, seed: u64, whole: bool) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1_u64 << 24) as f64
    };
    let towns: Vec<(f64, f64)> = (0..5).map(|_| (20_000.0 * next(), 20_000.0 * next())).collect();
    let mut place = |bend: i32| {
        let town = towns[((5.0 * next().powi(bend)) as usize).min(4)];
        (town.0 + 300.0 * next(), town.1 + 300.0 * next())
    };
    let from: Vec<(f64, f64)> = (0..rows).map(|_| place(1)).collect();
    let to: Vec<(f64, f64)> = (0..rows).map(|_| place(3)).collect();
    let way = |a: &(f64, f64), b: &(f64, f64)| {
        let way = (a.0 - b.0).abs() + (a.1 - b.1).abs();
        if whole { way.round() } else { way }
    };
    from.iter().flat_map(|a| to.iter().map(move |b| way(a, b))).collect()
}

#[test]
fn crowds_in_towns_are_shared_out_exactly() {
    for (rows, seed) in [(60, 1), (90, 2), (130, 3), (130, 4)] {
        for whole in [true, false] {
            let cost = towns(rows, seed, whole);
            let answer = Assignment::solve(rows, rows, cost.clone()).unwrap();
            let plain = plain(rows, rows, &cost);
            assert!((answer.total() - plain).abs() <= 1e-6, "{} and plainly {plain}", answer.total());
            proven(&answer, rows, rows, &cost);
            assert!(again(&answer));
        }
    }
}

/// Prices made anew, if they are, lead to the same cost, whatever was known before, and so does what is changed after that.
fn again(answer: &Assignment) -> bool {
    let mut other = answer.clone();
    let scaled = other.augment_by_scale();
    let same = |other: &Assignment| {
        assert!(!other.column_of.contains(&super::NONE));
        assert!((other.total() - answer.total()).abs() <= 1e-9 * (1.0 + answer.total().abs()));
    };
    same(&other);
    let (row, rows) = (3, if other.turned { other.columns } else { other.asked });
    let now: Vec<f64> = if other.turned {
        (0..other.asked).map(|r| other.cost[r * other.columns + row]).collect()
    } else {
        other.costs(row).to_vec()
    };
    let dear: Vec<f64> = now.iter().rev().map(|c| if c.is_finite() { c + 7.0 } else { 5.0 }).collect();
    other.change(row.min(rows - 1), &dear).unwrap();
    other.change(row.min(rows - 1), &now).unwrap();
    same(&other);
    scaled
}

#[test]
fn crowds_of_fewer_rows_and_with_pairs_that_may_not_be_are_shared_out_exactly() {
    let mut scaled = [0; 3];
    for (rows, columns, seed) in [(60, 60, 1), (90, 97, 2), (120, 121, 3), (60, 130, 4), (130, 130, 5)] {
        for forbidden in [0, 3, 6] {
            let mut cost: Vec<f64> = towns(columns, seed, seed % 2 == 0)[..rows * columns].to_vec();
            for (at, cost) in cost.iter_mut().enumerate() {
                let (row, column) = (at / columns, at % columns);
                if (row * 31 + column * 17 + row * column) % 10 < forbidden && row != column {
                    *cost = f64::INFINITY;
                }
            }
            let answer = Assignment::solve(rows, columns, cost.clone()).unwrap();
            let plain = plain(rows, columns, &cost);
            assert!((answer.total() - plain).abs() <= 1e-6, "{} and plainly {plain}", answer.total());
            scaled[forbidden / 3] += u32::from(again(&answer));
        }
    }
    assert!(scaled[0] == 5 && scaled[1] >= 4 && scaled[2] >= 1, "{scaled:?}");
}

#[test]
fn prices_made_anew_where_some_must_be_alone_change_nothing() {
    let (rows, columns) = (40, 44);
    let mut cost: Vec<f64> = towns(columns, 9, true)[..rows * columns].to_vec();
    for (at, cost) in cost.iter_mut().enumerate() {
        // Twelve rows that may go with nine columns only.
        if at / columns < 12 && at % columns >= 9 {
            *cost = f64::INFINITY;
        }
    }
    let answer = Assignment::solve(rows, columns, cost).unwrap();
    assert_eq!(told(&answer, rows, columns).0, 3);
    let mut other = answer.clone();
    assert!(!other.augment_by_scale());
    assert_eq!((&other.column_of, &other.price, other.rows), (&answer.column_of, &answer.price, rows));
}

#[test]
fn sums_that_would_not_be_exact_are_left_alone() {
    let huge = (1_u64 << 52) as f64;
    let mut answer = Assignment::solve(2, 2, vec![huge, 1.0, 2.0, huge - 4.0]).unwrap();
    assert!(answer.scale().is_none());
    assert!((answer.total() - 3.0).abs() < 1e-9);
}
