//! The best pairing, exactly: the three levels of `problem.rs` are packed into whole numbers that an `f64` holds without
//! rounding, and the planner's assignment adds, takes away and compares only those.

use super::problem::{MOST_MAIN, Problem, RANKS};
use super::tie::{self, MOST as MOST_TIE};
use flight_plans::planner::assign::Assignment;

/// Whole numbers up to this are held exactly, together with any one that is taken from them.
const EXACT: u128 = 1 << 52;

/// What a pairing costs, most important first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// Slots without a unit, by rank: officers in need, then priority 1 to 4.
    pub without: [u32; RANKS],
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

/// What a slot of each rank costs when it has nobody, and how many ties weigh as much as one band: whole numbers that
/// fit, so that `f64` adds and multiplies them exactly.
#[derive(Clone, Copy, Debug)]
struct Scale {
    without: [f64; RANKS],
    band: f64,
    tie: f64,
}

impl Scale {
    /// For so many slots of each rank; without ties where they would not fit, and nothing where nothing does.
    fn of(slots: [u128; RANKS]) -> Option<Self> {
        let all: u128 = slots.iter().sum::<u128>().max(1);
        Self::with(slots, all, u128::from(MOST_TIE) * all + 1, 1.0).or_else(|| Self::with(slots, all, 1, 0.0))
    }

    #[allow(clippy::cast_precision_loss)] // At most EXACT.
    fn with(slots: [u128; RANKS], all: u128, band: u128, tie: f64) -> Option<Self> {
        let pair = u128::from(MOST_MAIN) * band + u128::from(MOST_TIE);
        // Twice: a slot without a unit bears its charge besides.
        let least = 2 * all * pair + 1;
        let mut without = [least; RANKS];
        for rank in (0..RANKS - 1).rev() {
            // One of this rank weighs more than all of the next.
            without[rank] = without[rank + 1] * (slots[rank + 1] + 1);
        }
        let fits = 2 * without[0] <= EXACT;
        fits.then(|| Self { without: without.map(|cost| cost as f64), band: band as f64, tie })
    }

    #[allow(clippy::cast_precision_loss)] // At most MOST_MAIN and MOST_TIE.
    fn pair(&self, main: u64, tie: u64) -> f64 {
        main as f64 * self.band + tie as f64 * self.tie
    }

    fn nobody(&self, rank: usize, charge: u64) -> f64 {
        self.without[rank.min(RANKS - 1)] + self.pair(charge, 0)
    }
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
    /// What each of the problem's slots is charged when its unit is taken away.
    charges: Vec<u64>,
    scale: Scale,
    /// What each unit costs at each weighed slot, row by row; infinite where it may not go.
    cost: Vec<f64>,
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
            let mut counts = [0; RANKS];
            weighed.iter().for_each(|at| counts[problem.slots[*at].rank()] += 1);
            match Scale::of(counts) {
                Some(scale) => break scale,
                None => weighed.truncate(weighed.len() * 7 / 8),
            }
        };
        let charges = problem.charges();
        let mut it = Self { cost: Vec::new(), problem, weighed, charges, scale, assignment: None };
        it.cost = (0..it.problem.units.len()).flat_map(|unit| it.row(unit)).collect();
        it.anew();
        it
    }

    fn anew(&mut self) {
        let columns = self.weighed.len();
        let units = self.problem.units.len();
        let mut cost = Vec::with_capacity((units + columns) * columns);
        cost.extend_from_slice(&self.cost);
        for (row, at) in self.weighed.iter().enumerate() {
            let nobody = self.scale.nobody(self.problem.slots[*at].rank(), self.charges[*at]);
            cost.extend((0..columns).map(|column| if column == row { nobody } else { f64::INFINITY }));
        }
        self.assignment = Assignment::solve(units + columns, columns, cost).ok();
    }

    fn row(&self, unit: usize) -> Vec<f64> {
        let unit = &self.problem.units[unit];
        let tie = Problem::tie(unit);
        let main = |at: &usize| self.problem.main_charged(unit, *at, self.charges[*at]);
        self.weighed.iter().map(|at| main(at).map_or(f64::INFINITY, |main| self.scale.pair(main, tie))).collect()
    }

    /// A unit is elsewhere, or otherwise, now; what it serves is as before.
    pub fn change(&mut self, place: usize, eta_ms: Vec<u32>, age_ms: u32) {
        let Some(unit) = self.problem.units.get_mut(place) else { return };
        unit.eta_ms = eta_ms;
        unit.age_ms = age_ms;
        let row = self.row(place);
        self.cost[place * row.len()..][..row.len()].copy_from_slice(&row);
        let is_mended = self.assignment.as_mut().is_some_and(|assignment| assignment.change(place, &row).is_ok());
        if !is_mended {
            self.anew();
        }
    }

    /// The best pairing now.
    #[must_use]
    pub fn paired(&self) -> Paired {
        let units = self.problem.units.len();
        let mut held = vec![None; self.weighed.len()];
        if let Some(assignment) = &self.assignment {
            for unit in 0..units {
                if let Some(held) = assignment.column_of(unit).and_then(|column| held.get_mut(column)) {
                    *held = Some(unit);
                }
            }
        }
        tie::lower_numbers(&self.cost, units, &mut held);
        let mut unit_of = vec![None; self.problem.slots.len()];
        for (at, unit) in self.weighed.iter().zip(held) {
            unit_of[*at] = unit;
        }
        let cost = self.told(&unit_of);
        Paired { unit_of, cost, beyond: self.problem.slots.len() - self.weighed.len() }
    }

    fn told(&self, unit_of: &[Option<usize>]) -> Cost {
        let mut cost = Cost::default();
        for (at, slot) in self.problem.slots.iter().enumerate() {
            match unit_of.get(at).copied().flatten().and_then(|unit| self.problem.units.get(unit)) {
                Some(unit) => {
                    cost.main += self.problem.main_charged(unit, at, self.charges[at]).unwrap_or(MOST_MAIN);
                    cost.tie += Problem::tie(unit);
                }
                None => {
                    cost.without[slot.rank()] += 1;
                    cost.main += self.charges[at];
                }
            }
        }
        cost
    }
}
