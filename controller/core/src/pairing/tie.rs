//! The written tie rule, in one place. Of units that are there within one band of time at the latest goes, in this order: the
//! one with the fresher position, with the stronger crew, that leaves fewer circles broken behind, with the lower number.
//! [`rank`] is what decides between two bands that are equal. Over a whole pairing (`problem.rs`) the ranks are added; and among
//! pairings of one cost no unit that is free has a lower number than one in its place that costs the same, and of two units
//! whose exchange would cost the same the lower number is with the slot that comes first: the more urgent, then the older
//! incident.

/// Greatest rank.
pub const MOST: u64 = 511;
/// Positions of one step are equally fresh, in milliseconds.
const STEP_MS: u32 = 20_000;

/// What decides between units of one band, 0 to [`MOST`]: steps of age, the last from five minutes up; hands missing to seven;
/// circles broken, more than three being three.
#[must_use]
pub fn rank(age_ms: u32, crew: u8, breaks: u8) -> u64 {
    let age = u64::from((age_ms / STEP_MS).min(15));
    (age * 8 + u64::from(7 - crew.min(7))) * 4 + u64::from(breaks.min(3))
}

/// Puts the rule into effect; the cost stays as it is. `cost` is row by row what each unit costs at each slot, the slots in
/// their order; whole numbers, so that equal is equal. Every step lowers a number, so it ends.
#[allow(clippy::float_cmp)] // Whole numbers.
pub(super) fn lower_numbers(cost: &[f64], units: usize, held: &mut [Option<usize>]) {
    let slots = held.len();
    let price = |unit: usize, slot: usize| cost.get(unit * slots + slot).copied().unwrap_or(f64::INFINITY);
    let mut is_free: Vec<bool> = vec![true; units];
    held.iter().flatten().for_each(|unit| is_free[*unit] = false);
    loop {
        let mut is_changed = false;
        for slot in 0..slots {
            let Some(mine) = held[slot] else { continue };
            let now = price(mine, slot);
            if let Some(lower) = (0..mine).find(|unit| is_free[*unit] && price(*unit, slot) == now) {
                (is_free[mine], is_free[lower]) = (true, false);
                held[slot] = Some(lower);
                is_changed = true;
                continue;
            }
            let swaps = |later: &usize| {
                let other = held[*later].filter(|other| *other < mine);
                other.is_some_and(|other| price(other, slot) + price(mine, *later) == now + price(other, *later))
            };
            if let Some(later) = (slot + 1..slots).find(swaps) {
                held.swap(slot, later);
                is_changed = true;
            }
        }
        if !is_changed {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_rule_counts_only_where_those_before_it_are_equal() {
        // (age in seconds, crew, circles broken): the first of each pair goes.
        let table = [
            ((0, 1, 3), (20, 7, 0)),
            ((299, 1, 3), (300, 7, 0)),
            ((10, 3, 3), (15, 2, 0)),
            ((10, 7, 3), (0, 6, 0)),
            ((10, 2, 0), (15, 2, 1)),
            ((10, 2, 2), (15, 2, 3)),
        ];
        let rank = |(age, crew, breaks): (u32, u8, u8)| rank(age * 1000, crew, breaks);
        for (first, second) in table {
            assert!(rank(first) < rank(second), "{first:?} before {second:?}");
        }
        for (one, other) in [((0, 7, 3), (19, 9, 200)), ((300, 2, 0), (90_000, 2, 0))] {
            assert_eq!(rank(one), rank(other), "{one:?} as {other:?}");
        }
        assert_eq!((rank((0, 7, 0)), rank((u32::MAX / 1000, 0, 255))), (0, MOST));
    }
}
