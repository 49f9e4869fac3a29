//! Who mans which checkpoint so that the last one is manned soonest; among those answers, so that the units take least time
//! in all. With fewer units that can come than checkpoints, as many as possible are manned first.
//!
//! The bottleneck is found by halving over the times that occur, each tried by an exact assignment; the rest is one more
//! assignment of what the bottleneck leaves. Times are whole milliseconds, so nothing is rounded.

use flight_plans::planner::assign::Assignment;

/// No way.
pub const NO_WAY: u32 = u32::MAX;
/// Checkpoints a ring may have, and units that may be looked at.
pub const MOST: usize = 512;

/// Who stands where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    /// For each checkpoint the unit, by its place in the table, or nobody.
    pub unit_of: Vec<Option<usize>>,
    /// When the last manned checkpoint is manned, in milliseconds.
    pub worst_ms: u32,
    /// What all of them take together, in milliseconds.
    pub total_ms: u64,
}

impl Ring {
    /// Checkpoints nobody can man.
    pub fn open(&self) -> impl Iterator<Item = usize> + '_ {
        self.unit_of.iter().enumerate().filter(|(_, unit)| unit.is_none()).map(|(at, _)| at)
    }
}

/// Mans checkpoints: `eta_ms` one row a checkpoint, one column a unit, [`NO_WAY`] where a unit cannot or must not go. Tables
/// with rows of unequal length or beyond [`MOST`] are nobody's.
#[must_use]
pub fn man(eta_ms: &[Vec<u32>]) -> Ring {
    let units = eta_ms.first().map_or(0, Vec::len);
    let nobody = Ring { unit_of: vec![None; eta_ms.len()], ..Ring::default() };
    if eta_ms.len() > MOST || units > MOST || eta_ms.iter().any(|row| row.len() != units) {
        return nobody;
    }
    let mut times: Vec<u32> = eta_ms.iter().flatten().copied().filter(|eta| *eta != NO_WAY).collect();
    times.sort_unstable();
    times.dedup();
    let Some(most) = times.last().copied() else { return nobody };
    let manned = |limit: u32| within(eta_ms, units, limit).map_or(0, |unit_of| unit_of.iter().flatten().count());
    let all = manned(most);
    let first = times.partition_point(|limit| manned(*limit) < all);
    let Some(worst) = times.get(first).copied() else { return nobody };
    let Some(unit_of) = within(eta_ms, units, worst) else { return nobody };
    let eta = |(at, unit): (usize, &Option<usize>)| Some(*eta_ms.get(at)?.get((*unit)?)?);
    let total_ms = unit_of.iter().enumerate().filter_map(eta).map(u64::from).sum();
    Ring { unit_of, worst_ms: worst, total_ms }
}

/// As many checkpoints as can be manned within a time, at least total time.
fn within(eta_ms: &[Vec<u32>], units: usize, limit: u32) -> Option<Vec<Option<usize>>> {
    let cost = eta_ms
        .iter()
        .flatten()
        .map(|eta| if *eta <= limit && *eta != NO_WAY { f64::from(*eta) } else { f64::INFINITY });
    let found = Assignment::solve(eta_ms.len(), units, cost.collect()).ok()?;
    Some((0..eta_ms.len()).map(|at| found.column_of(at)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::tests::Dice;

    /// Over all subsets of units, one checkpoint after the other: manned, worst, total. Shares nothing with the solver.
    fn best(eta: &[Vec<u32>]) -> (usize, u32, u64) {
        let units = eta[0].len();
        let mut layer = vec![None; 1 << units];
        layer[0] = Some(vec![(0_usize, 0_u32, 0_u64)]);
        for row in eta {
            let mut next: Vec<Option<Vec<(usize, u32, u64)>>> = vec![None; 1 << units];
            for (mask, states) in layer.iter().enumerate() {
                for (manned, worst, total) in states.iter().flatten() {
                    keep(&mut next[mask], (*manned, *worst, *total));
                    for (unit, time) in
                        row.iter().enumerate().filter(|(unit, time)| mask >> unit & 1 == 0 && **time != NO_WAY)
                    {
                        let one = (manned + 1, (*worst).max(*time), total + u64::from(*time));
                        keep(&mut next[mask | 1 << unit], one);
                    }
                }
            }
            layer = next;
        }
        let all = layer.into_iter().flatten().flatten();
        all.min_by_key(|(manned, worst, total)| (usize::MAX - manned, *worst, *total)).unwrap()
    }

    /// Of one set of units only what no other beats in worst and in total is kept: either may still turn out to count.
    fn keep(states: &mut Option<Vec<(usize, u32, u64)>>, one: (usize, u32, u64)) {
        let states = states.get_or_insert_with(Vec::new);
        if states.iter().any(|s| s.0 >= one.0 && s.1 <= one.1 && s.2 <= one.2) {
            return;
        }
        states.retain(|s| !(one.0 >= s.0 && one.1 <= s.1 && one.2 <= s.2));
        states.push(one);
    }

    fn table(dice: &mut Dice, checkpoints: u32, units: u32, values: u32, blocked: u32) -> Vec<Vec<u32>> {
        let one = |dice: &mut Dice| if dice.roll(100) < blocked { NO_WAY } else { 1000 * (1 + dice.roll(values)) };
        (0..checkpoints).map(|_| (0..units).map(|_| one(dice)).collect()).collect()
    }

    fn agrees(eta: &[Vec<u32>]) {
        let ring = man(eta);
        let manned = ring.unit_of.iter().flatten().count();
        assert_eq!((manned, ring.worst_ms, ring.total_ms), best(eta), "{eta:?}\n{ring:?}");
        let mut units: Vec<usize> = ring.unit_of.iter().flatten().copied().collect();
        units.sort_unstable();
        units.dedup();
        assert_eq!(units.len(), manned, "nobody stands in two places");
        assert_eq!(ring.open().count(), eta.len() - manned);
    }

    #[test]
    fn twelve_checkpoints_twelve_units_equal_brute_force() {
        let mut dice = Dice(12);
        for blocked in [0, 0, 20, 50, 80] {
            agrees(&table(&mut dice, 12, 12, 900, blocked));
            agrees(&table(&mut dice, 12, 12, 6, blocked));
        }
    }

    #[test]
    fn fewer_units_or_fewer_checkpoints_equal_brute_force() {
        let mut dice = Dice(4);
        for _ in 0..100 {
            let (checkpoints, units) = (1 + dice.roll(8), 1 + dice.roll(8));
            let values = 1 + dice.roll(40);
            agrees(&table(&mut dice, checkpoints, units, values, 30));
        }
    }

    #[test]
    fn tables_that_are_none_man_nothing() {
        assert_eq!(man(&[]), Ring::default());
        assert_eq!(man(&[vec![], vec![]]).open().count(), 2);
        assert_eq!(man(&[vec![1], vec![1, 2]]).open().count(), 2);
        assert_eq!(man(&[vec![NO_WAY]]).open().count(), 1);
    }
}
