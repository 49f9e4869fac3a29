//! How much of an old schedule a new one must keep, counted in legs while the search goes on.

use super::patrol::Patrol;
use super::replan::Change;
use super::state::{Field, Sortie, State};

/// From place to place; the dock is [`DOCK`].
type Leg = (u32, u32);

const DOCK: u32 = u32::MAX;

/// The legs of the old schedule, slot by slot, and how many must stay.
pub(super) struct Keep {
    old: Vec<Vec<Leg>>,
    /// How many legs may still go.
    pub spare: i64,
}

impl Keep {
    /// Against a schedule to start from: what it lacks counts as given up already.
    pub(super) fn of(field: &Field<'_>, before: &Patrol, state: &State, change: Change) -> Self {
        let mut kept = 0_i64;
        let mut old = Vec::with_capacity(field.slots.len());
        for (index, slot) in field.slots.iter().enumerate() {
            let own = before.sorties.iter().find(|s| {
                field.duty.fleet[slot.craft].vehicle == s.vehicle && slot.launch.to_bits() == s.slot.launch.to_bits()
            });
            let Some(own) = own else {
                old.push(Vec::new());
                continue;
            };
            let mut list = legs(own.visits.iter().map(|v| u32::try_from(v.target).unwrap_or(DOCK)));
            list.sort_unstable();
            if field.frozen[index] {
                let times = own.visits.iter().map(|v| v.at).chain([own.land]);
                kept += i64::try_from(times.filter(|at| at.0 >= change.now.0).count()).unwrap_or(0);
                list.clear();
            }
            old.push(list);
        }
        let all = before.legs(change.now);
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // Thousands.
        let least = (all as f64 * change.keep.clamp(0.0, 1.0)).ceil() as i64;
        let mut keep = Self { old, spare: 0 };
        kept += (0..field.slots.len()).map(|slot| keep.count(slot, &state.sorties[slot])).sum::<i64>();
        keep.spare = kept - least;
        keep
    }

    /// How many of the old legs of a slot a sortie flies.
    pub(super) fn count(&self, slot: usize, sortie: &Sortie) -> i64 {
        if self.old[slot].is_empty() || sortie.stops.is_empty() {
            return 0;
        }
        let mut now = legs(sortie.stops.iter().map(|s| s.target));
        now.sort_unstable();
        let (mut i, mut j, mut same) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.old[slot].get(i), now.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, same) = (i + 1, j + 1, same + 1),
            }
        }
        same
    }
}

fn legs(targets: impl Iterator<Item = u32>) -> Vec<Leg> {
    let mut last = DOCK;
    let mut legs: Vec<Leg> = Vec::new();
    for to in targets.chain([DOCK]) {
        legs.push((last, to));
        last = to;
    }
    legs
}
