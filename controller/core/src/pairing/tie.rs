//! The written tie rule. Among pairings of one cost (`problem.rs`) no unit that is free has a lower number than one in its
//! place that costs the same, and of two units whose exchange would cost the same the lower number is with the slot that
//! comes first: the more urgent, then the older incident. Within one incident, where one unit is looked for, that is: the lower
//! band of arrival time at the latest, then the fresher position, then the stronger crew, then the lower number.

use super::problem::{Candidate, Problem};

/// What a pair costs to the last level that is weighed.
fn price(problem: &Problem, unit: &Candidate, at: usize, charge: u64) -> Option<(u64, u64)> {
    Some((problem.main_charged(unit, at, charge)?, Problem::tie(unit)))
}

fn sum(one: Option<(u64, u64)>, other: Option<(u64, u64)>) -> Option<(u64, u64)> {
    Some((one?.0 + other?.0, one?.1 + other?.1))
}

/// Puts the rule into effect; the cost stays as it is. Every step lowers a number, so it ends.
pub(super) fn lower_numbers(problem: &Problem, slots: &[usize], unit_of: &mut [Option<usize>]) {
    let charges: Vec<u64> = slots.iter().map(|at| problem.charge(*at)).collect();
    let price = |unit: usize, place: usize| price(problem, problem.units.get(unit)?, slots[place], charges[place]);
    let mut is_free: Vec<bool> = vec![true; problem.units.len()];
    unit_of.iter().flatten().for_each(|unit| is_free[*unit] = false);
    loop {
        let mut is_changed = false;
        for place in 0..slots.len() {
            let Some(mine) = unit_of[slots[place]] else { continue };
            let now = price(mine, place);
            if let Some(lower) = (0..mine).find(|unit| is_free[*unit] && price(*unit, place) == now) {
                is_free[mine] = true;
                is_free[lower] = false;
                unit_of[slots[place]] = Some(lower);
                is_changed = true;
                continue;
            }
            for later in place + 1..slots.len() {
                let Some(other) = unit_of[slots[later]].filter(|other| *other < mine) else { continue };
                let both = sum(now, price(other, later));
                if both.is_some() && sum(price(other, place), price(mine, later)) == both {
                    unit_of.swap(slots[place], slots[later]);
                    is_changed = true;
                    break;
                }
            }
        }
        if !is_changed {
            return;
        }
    }
}
