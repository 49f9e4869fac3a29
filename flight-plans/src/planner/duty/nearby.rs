//! The same shift with its ports numbered along a walk from each to the nearest not yet numbered: what is flown together
//! then lies together in memory, and the search waits less for its tables.

use super::model::{Duty, Way, Ways};

/// The shift with ports numbered anew; targets, docks and aircraft keep their places.
pub(super) fn nearby(duty: &Duty) -> Duty {
    let Some(first) = duty.kinds.first() else { return duty.clone() };
    let ports = first.ways.ports();
    if duty.kinds.iter().any(|k| k.ways.ports() != ports) {
        return duty.clone();
    }
    let walk = walk(&first.ways);
    let mut number = vec![0_u32; ports];
    for (new, old) in (0_u32..).zip(&walk) {
        number[*old as usize] = new;
    }
    let named = |port: u32| number.get(port as usize).copied().unwrap_or(port);
    let mut same = duty.clone();
    for kind in &mut same.kinds {
        kind.ways = kind.ways.renumbered(&walk);
    }
    for way in same.targets.iter_mut().flat_map(|t| &mut t.ways) {
        *way = Way { enter: named(way.enter), leave: named(way.leave), ..*way };
    }
    for dock in &mut same.docks {
        dock.port = named(dock.port);
    }
    same
}

/// All ports, each followed by the nearest of those that are left.
fn walk(ways: &Ways) -> Vec<u32> {
    let count = u32::try_from(ways.ports()).unwrap_or(0);
    let mut left: Vec<u32> = (0..count).collect();
    let mut walk = Vec::with_capacity(left.len());
    let mut at = 0_usize;
    while !left.is_empty() {
        let port = left.swap_remove(at);
        walk.push(port);
        let far = |i: &usize| ways.between(port, left[*i]).time;
        at = (0..left.len()).min_by(|a, b| far(a).total_cmp(&far(b)).then(left[*a].cmp(&left[*b]))).unwrap_or(0);
    }
    walk
}

#[cfg(test)]
mod tests {
    use super::super::fiction::{Size, fiction};
    use super::*;

    #[test]
    fn every_way_of_the_shift_stays_what_it_was() {
        for seed in 0..6 {
            let (duty, _) = fiction(seed, Size { aircraft: 5, hotspots: 30, lines: 6, docks: 3 });
            let same = nearby(&duty);
            let ports = |duty: &Duty| -> Vec<u32> {
                let served = duty.targets.iter().flat_map(|t| &t.ways).flat_map(|w| [w.enter, w.leave]);
                duty.docks.iter().map(|d| d.port).chain(served).collect()
            };
            let (old, new) = (ports(&duty), ports(&same));
            for (kind, other) in duty.kinds.iter().zip(&same.kinds) {
                for (a, x) in old.iter().zip(&new) {
                    for (b, y) in old.iter().zip(&new) {
                        assert_eq!(kind.ways.between(*a, *b), other.ways.between(*x, *y));
                    }
                }
            }
            let (mut sorted, all) = (walk(&duty.kinds[0].ways), duty.kinds[0].ways.ports());
            sorted.sort_unstable();
            assert!(sorted.iter().zip(0..).all(|(a, b)| *a == b) && sorted.len() == all);
        }
        assert_eq!(nearby(&fiction(1, Size { aircraft: 0, hotspots: 0, lines: 0, docks: 0 }).0).targets.len(), 0);
    }
}
