//! Linear assignment: `n` and then `n` rows of costs (OR-Library, any number of columns), `rows columns` and then the costs,
//! a bare matrix, or `n` and then `row column cost` for the pairs that may be. `inf`, `-` or `x` forbid a pair.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::text::{Bad, MOST_SQUARE, lines, number};
use flight_plans::planner::assign::Pairs;
use flight_plans::planner::contract::Planner;

fn cost(line: usize, word: &str) -> Result<f64, Bad> {
    if ["inf", "+inf", "infinity", "-", "x", "nan", "none"].contains(&word.to_ascii_lowercase().as_str()) {
        return Ok(f64::INFINITY);
    }
    let value: f64 = number(line, word, "cost")?;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Bad::at(line, format!("{word} is no cost"), "Write a number or `inf`"))
    }
}

fn read(text: &str) -> Result<Pairs, Bad> {
    let mut rows: Vec<(usize, Vec<&str>)> = Vec::new();
    for (at, line) in lines(text) {
        rows.push((at, line.split([' ', '\t', ',', ';']).filter(|w| !w.is_empty()).collect()));
    }
    let Some(((at, first), rest)) = rows.split_first() else {
        return Err(Bad::new("the file is empty", "Write a matrix of costs"));
    };
    let costs = |rows: &[(usize, Vec<&str>)]| -> Result<Vec<f64>, Bad> {
        rows.iter().flat_map(|(at, words)| words.iter().map(|w| cost(*at, w))).collect()
    };
    let many: usize = rest.iter().map(|r| r.1.len()).sum();
    let head: Vec<Option<usize>> = first.iter().map(|w| w.parse().ok()).collect();
    let square = |n: usize| n.checked_mul(n).filter(|all| *all <= MOST_SQUARE * MOST_SQUARE);
    if let Some(n) = head.iter().flatten().find(|_| head.len() == 1 && many > 0).filter(|n| square(**n).is_none()) {
        return Err(Bad::at(*at, format!("{n} rows are too many"), format!("Give at most {MOST_SQUARE}")));
    }
    match head[..] {
        // Alone in the first line: the number of rows, when the rest makes whole rows.
        [Some(n)] if n > 0 && many > 0 && rest.iter().all(|r| r.1.len() == 3) && many != n * n => sparse(n, rest),
        [Some(n)] if n > 0 && many > 0 && many.is_multiple_of(n) => {
            Ok(Pairs { rows: n, columns: many / n, cost: costs(rest)? })
        }
        [Some(n)] if many > 0 => {
            Err(Bad::at(*at, format!("{many} costs are not {n} rows"), "Mend the first line or the costs"))
        }
        [Some(n), Some(m)] if n.checked_mul(m) == Some(many) => Ok(Pairs { rows: n, columns: m, cost: costs(rest)? }),
        _ => {
            let columns = first.len();
            if let Some((at, words)) = rows.iter().find(|r| r.1.len() != columns) {
                let say = format!("{} costs where the first row has {columns}", words.len());
                return Err(Bad::at(*at, say, "Give all rows as many costs"));
            }
            Ok(Pairs { rows: rows.len(), columns, cost: costs(&rows)? })
        }
    }
}

/// Only the pairs that may be, numbered from 1, or from 0 where a 0 comes.
fn sparse(n: usize, rest: &[(usize, Vec<&str>)]) -> Result<Pairs, Bad> {
    let mut pairs = Vec::with_capacity(rest.len());
    for (at, words) in rest {
        let [row, column, price] = words[..] else { continue };
        let pair: (usize, usize) = (number(*at, row, "row")?, number(*at, column, "column")?);
        pairs.push((*at, pair, cost(*at, price)?));
    }
    let from = usize::from(pairs.iter().all(|(_, (row, column), _)| *row > 0 && *column > 0));
    let mut matrix = vec![f64::INFINITY; n * n];
    for (at, (row, column), price) in pairs {
        if row - from >= n || column - from >= n {
            return Err(Bad::at(at, format!("pair {row} {column} leaves the {n} rows and columns"), "Mend it"));
        }
        matrix[(row - from) * n + column - from] = price;
    }
    Ok(Pairs { rows: n, columns: n, cost: matrix })
}

/// Who goes with whom at least cost, exactly.
pub fn solve(job: &Job, text: &str) -> Result<Solved, Bad> {
    let pairs = read(text)?;
    let read = crate::clock::seconds();
    let outcome = pairs.plan(None, job.seed, &mut pace(job)).map_err(|f| Bad::core(&f))?;
    let took = crate::clock::seconds() - read;
    let mut held = vec![false; pairs.columns];
    let (mut value, mut once, mut alone) = (0.0, true, 0);
    for (row, column) in outcome.best.iter().enumerate() {
        let Some(column) = column else {
            alone += 1;
            continue;
        };
        once &= !std::mem::replace(&mut held[*column as usize], true);
        value += pairs.cost[row * pairs.columns + *column as usize];
    }
    let feasible = once && value.is_finite() && alone == pairs.rows.saturating_sub(pairs.columns);
    let mut notes: Vec<String> =
        outcome.left_out.iter().map(|(row, why)| format!("row {row} is alone: {why}")).collect();
    notes.push(format!("{} rows, {} columns; read in {read:.3} s, solved in {took:.4} s", pairs.rows, pairs.columns));
    Ok(Solved { value, bound: outcome.bound, feasible, notes })
}
