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
