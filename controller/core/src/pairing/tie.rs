//! The written tie rule. Among pairings of one cost (`problem.rs`) no unit that is free has a lower number than one in its
//! place that costs the same, and of two units whose exchange would cost the same the lower number is with the slot that
//! comes first: the more urgent, then the older incident. Within one incident, where one unit is looked for, that is: the lower
//! band of arrival time at the latest, then the fresher position, then the stronger crew, then the lower number.

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
