//! The best pairing, exactly: the three levels of `problem.rs` are packed into whole numbers that an `f64` holds without
//! rounding, and the planner's assignment adds, takes away and compares only those.

use super::problem::{MOST_MAIN, MOST_TIE, Problem};
use super::tie;
use flight_plans::planner::assign::Assignment;
use std::cmp::Ordering;

/// Whole numbers up to this are held exactly, together with any one that is taken from them.
const EXACT: u128 = 1 << 52;

/// What a pairing costs, most important first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// Slots without a unit, by priority 1 to 4.
    pub without: [u32; 4],
    /// Weighted bands of arrival time, and charges.
    pub main: u64,
    /// Ties.
    pub tie: u64,
}

/// Who goes where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paired {
    /// For each slot the unit's place among the candidates, or nobody.
    pub unit_of: Vec<Option<usize>>,
    /// What it costs.
    pub cost: Cost,
    /// So many of the least urgent slots were beyond what can be weighed exactly at once, and have nobody.
    pub beyond: usize,
}

/// What a slot of each priority costs when it has nobody, and how many ties weigh as much as one band.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    without: [u128; 4],
    ties: u128,
}

impl Scale {
    /// For so many slots of each priority; without ties where they would not fit, and nothing where nothing does.
    fn of(slots: [u128; 4]) -> Option<Self> {
        let all: u128 = slots.iter().sum::<u128>().max(1);
        [all * u128::from(MOST_TIE) + 1, 0].into_iter().map(|ties| Self::with(slots, all, ties)).find(Self::fits)
    }

    fn with(slots: [u128; 4], all: u128, ties: u128) -> Self {
        let pair = u128::from(MOST_MAIN) * ties.max(1) + u128::from(MOST_TIE);
        // Twice: a slot without a unit bears its charge besides.
        let least = 2 * all * pair + 1;
        let third = least * (slots[3] + 1);
        let second = third * (slots[2] + 1);
        Self { without: [second * (slots[1] + 1), second, third, least], ties }
    }

    fn fits(&self) -> bool {
        2 * self.without[0] <= EXACT
    }

    fn pair(&self, main: u64, tie: u64) -> f64 {
        let tie = if self.ties == 0 { 0 } else { u128::from(tie) };
        exact(u128::from(main) * self.ties.max(1) + tie)
    }

    fn nobody(&self, rank: usize, charge: u64) -> f64 {
        exact(self.without[rank.min(3)] + u128::from(charge) * self.ties.max(1))
    }
}

#[allow(clippy::cast_precision_loss)] // At most EXACT.
fn exact(whole: u128) -> f64 {
    whole.min(EXACT) as f64
}

/// The best pairing of a problem.
#[must_use]
pub fn solve(problem: &Problem) -> Paired {
    Online::new(problem.clone()).paired()
}

/// A problem with its best pairing, which is mended when a unit changes.
#[derive(Clone, Debug)]
pub struct Online {
    problem: Problem,
    /// Slots that are weighed, most urgent first: their places in the problem.
    weighed: Vec<usize>,
    scale: Scale,
    /// Rows: the units, then for each weighed slot "nobody". Columns: the weighed slots.
    assignment: Option<Assignment>,
}

impl Online {
    /// Solves a problem.
    #[must_use]
    pub fn new(problem: Problem) -> Self {
        let mut weighed: Vec<usize> = (0..problem.slots.len()).collect();
        weighed.sort_by_key(|at| problem.slots[*at].rank());
        let scale = loop {
            let mut counts = [0; 4];
            weighed.iter().for_each(|at| counts[problem.slots[*at].rank()] += 1);
            match Scale::of(counts) {
                Some(scale) => break scale,
                None => weighed.truncate(weighed.len() * 7 / 8),
            }
        };
        let mut it = Self { problem, weighed, scale, assignment: None };
        it.anew();
        it
    }

    fn anew(&mut self) {
        let columns = self.weighed.len();
        let charges = self.charges();
        let mut cost = Vec::with_capacity((self.problem.units.len() + columns) * columns);
        for unit in 0..self.problem.units.len() {
            self.row(unit, &charges, &mut cost);
        }
        for (row, at) in self.weighed.iter().enumerate() {
            let nobody = self.scale.nobody(self.problem.slots[*at].rank(), charges[row]);
            cost.extend((0..columns).map(|column| if column == row { nobody } else { f64::INFINITY }));
        }
        self.assignment = Assignment::solve(self.problem.units.len() + columns, columns, cost).ok();
    }

    fn charges(&self) -> Vec<u64> {
        self.weighed.iter().map(|at| self.problem.charge(*at)).collect()
    }

    fn row(&self, unit: usize, charges: &[u64], cost: &mut Vec<f64>) {
        let unit = &self.problem.units[unit];
        let tie = Problem::tie(unit);
        cost.extend(self.weighed.iter().zip(charges).map(|(at, charge)| {
            self.problem.main_charged(unit, *at, *charge).map_or(f64::INFINITY, |main| self.scale.pair(main, tie))
        }));
    }

    /// A unit is elsewhere, or otherwise, now; what it serves is as before.
    pub fn change(&mut self, place: usize, eta_ms: Vec<u32>, age_ms: u32) {
        let Some(unit) = self.problem.units.get_mut(place) else { return };
        unit.eta_ms = eta_ms;
        unit.age_ms = age_ms;
        let mut cost = Vec::with_capacity(self.weighed.len());
        let charges = self.charges();
        self.row(place, &charges, &mut cost);
        let is_mended = self.assignment.as_mut().is_some_and(|assignment| assignment.change(place, &cost).is_ok());
        if !is_mended {
            self.anew();
        }
    }

    /// The best pairing now.
    #[must_use]
    pub fn paired(&self) -> Paired {
        let mut unit_of = vec![None; self.problem.slots.len()];
        if let Some(assignment) = &self.assignment {
            for unit in 0..self.problem.units.len() {
                if let Some(at) = assignment.column_of(unit).and_then(|column| self.weighed.get(column)) {
                    unit_of[*at] = Some(unit);
                }
            }
        }
        tie::lower_numbers(&self.problem, &self.weighed, &mut unit_of);
        let cost = cost(&self.problem, &unit_of);
        Paired { unit_of, cost, beyond: self.problem.slots.len() - self.weighed.len() }
    }
}

/// What a pairing costs.
#[must_use]
pub fn cost(problem: &Problem, unit_of: &[Option<usize>]) -> Cost {
    let mut cost = Cost::default();
    for (at, slot) in problem.slots.iter().enumerate() {
        match unit_of.get(at).copied().flatten().and_then(|unit| problem.units.get(unit)) {
            Some(unit) => {
                cost.main += problem.main(unit, at).unwrap_or(MOST_MAIN);
                cost.tie += Problem::tie(unit);
            }
            None => {
                cost.without[slot.rank()] += 1;
                cost.main += problem.charge(at);
            }
        }
    }
    cost
}

/// Which of two costs is better.
#[must_use]
pub fn better(one: &Cost, other: &Cost) -> bool {
    one.cmp(other) == Ordering::Less
}
