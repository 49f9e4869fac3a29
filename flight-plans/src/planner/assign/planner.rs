//! The assignment behind the contract of all planners. It is exact: warm start, seed and allowance change nothing.

use super::Assignment;
use crate::planner::contract::{Fault, Outcome, Planner, Sense, Why};
use crate::planner::pace::Pace;

/// What rows cost with columns; as few rows as may be stay alone, then the least cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Row by row; `f64::INFINITY` where the pair may not be.
    pub cost: Vec<f64>,
}

impl Planner for Pairs {
    /// Column of each row.
    type Plan = Vec<Option<u32>>;

    fn sense(&self) -> Sense {
        Sense::Least
    }

    fn plan(&self, _: Option<&Self::Plan>, seed: u64, _: &mut dyn Pace) -> Result<Outcome<Self::Plan>, Fault> {
        let answer = Assignment::solve(self.rows, self.columns, self.cost.clone())?;
        let best: Self::Plan =
            (0..self.rows).map(|row| answer.column_of(row).and_then(|c| u32::try_from(c).ok())).collect();
        let alone = (0_u32..).zip(&best).filter(|(_, column)| column.is_none()).map(|(row, _)| row);
        let why = |row: u32| {
            let costs = &self.cost[row as usize * self.columns..][..self.columns];
            if costs.is_empty() {
                Why::Nobody
            } else if costs.iter().all(|c| c.is_infinite()) {
                Why::Forbidden
            } else {
                Why::NoRoom
            }
        };
        let left_out = alone.map(|row| (row, why(row))).collect();
        let value = answer.total();
        Ok(Outcome { best, value, bound: Some(value), seed, rounds: 1, left_out })
    }
}
