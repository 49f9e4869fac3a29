//! The `k` units that arrive first: one backward search from the incident that stops as soon as no unit can be better.

use super::costs::Costs;
use super::graph::{NEVER, index_u32};
use super::profile::FOOT;
use super::profile::Profile;
use super::search::{Search, Workspace};
use super::snap::Snap;
use crate::units::Seconds;

/// A unit on the road net.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitAt {
    /// The caller's number for it; breaks ties, low first.
    pub index: usize,
    /// Where it is.
    pub snap: Snap,
    /// How it moves.
    pub profile: Profile,
}

/// When a unit would be there. Arrivals are ordered by `time`, ties by `index`; the walk at the end is the same for all
/// who come to one goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The caller's number for the unit.
    pub index: usize,
    /// Road time from the unit's point on the road to the goal's point on the road.
    pub time: Seconds,
    /// On foot from there to the place the goal was snapped from, straight, at [`FOOT`].
    pub off_road: Seconds,
}

impl Arrival {
    /// By road and on foot.
    #[must_use]
    pub fn total(&self) -> Seconds {
        self.time + self.off_road
    }
}

impl Snap {
    /// How long the way between the place and the road takes on foot, straight, at [`FOOT`].
    #[must_use]
    pub fn walk(&self) -> Seconds {
        self.off_road.at(FOOT)
    }
}

/// Whole milliseconds of a span; endless spans stop just below [`NEVER`].
pub(super) fn limit(within: Seconds) -> u32 {
    // A float-to-integer cast saturates, and takes NaN to zero.
    ((within.0 * 1000.0).floor() as u32).min(NEVER - 1)
}

/// Milliseconds as seconds.
pub(super) fn seconds(ms: u32) -> Seconds {
    Seconds(f64::from(ms) / 1000.0)
}

/// Milliseconds as seconds, where it can be reached.
pub(super) fn reached(ms: u32) -> Option<Seconds> {
    (ms < NEVER).then(|| seconds(ms))
}

/// Offers every unit of the costs' profile that the search comes to before the limit.
pub(super) fn search(costs: Costs, to: &Snap, units: &[UnitAt], best: &mut Best, space: &mut Workspace) {
    let waiting = Waiting::new(costs, to, units, best);
    if waiting.at_state.is_empty() {
        return;
    }
    let goals = costs.entries(to).map(|entry| (entry.state, entry.ms));
    let mut search = Search::new(costs, false, goals, space);
    waiting.flag(search.space, true);
    while let Some((state, time)) = search.next(best.limit) {
        for &(_, offset, unit) in waiting.at(search.space, state) {
            best.offer(time.saturating_add(offset), units[unit as usize].index);
        }
    }
    waiting.flag(space, false);
}

/// Units of one profile, listed at the states they come to first.
struct Waiting {
    /// State, milliseconds from the unit to it, the unit's place among all units; sorted.
    at_state: Vec<(u32, u32, u32)>,
}

impl Waiting {
    /// Lists the units, and offers those on the goal's own edge at once.
    fn new(costs: Costs, to: &Snap, units: &[UnitAt], best: &mut Best) -> Self {
        let mut at_state = Vec::with_capacity(units.len() * 2);
        for (number, unit) in units.iter().enumerate().filter(|(_, unit)| unit.profile == costs.profile) {
            best.offer(costs.direct(&unit.snap, to).0, unit.index);
            let exits = costs.exits(&unit.snap).into_iter().filter(|(_, offset)| *offset != NEVER);
            at_state.extend(exits.map(|(state, offset)| (state, offset, index_u32(number))));
        }
        at_state.sort_unstable();
        Self { at_state }
    }

    /// Marks the states where somebody waits, or wipes the marks.
    fn flag(&self, space: &mut Workspace, on: bool) {
        for (state, ..) in &self.at_state {
            if let Some(word) = space.flags.get_mut(*state as usize / 64) {
                let flag = 1 << (state % 64);
                *word = if on { *word | flag } else { *word & !flag };
            }
        }
    }

    fn at(&self, space: &Workspace, state: u32) -> &[(u32, u32, u32)] {
        let flagged = space.flags.get(state as usize / 64).is_some_and(|word| word >> (state % 64) & 1 == 1);
        if !flagged {
            return &[];
        }
        let start = self.at_state.partition_point(|w| w.0 < state);
        let rest = self.at_state.get(start..).unwrap_or(&[]);
        let count = rest.iter().take_while(|w| w.0 == state).count();
        rest.get(..count).unwrap_or(&[])
    }
}

/// The best `k` so far, in order, each unit once.
pub(super) struct Best {
    pub found: Vec<(u32, usize)>,
    k: usize,
    /// Nothing slower than this can still enter.
    limit: u32,
}

impl Best {
    pub fn new(k: usize, within: Seconds) -> Self {
        Self { found: Vec::new(), k, limit: limit(within) }
    }

    pub fn offer(&mut self, time: u32, unit: usize) {
        if time > self.limit {
            return;
        }
        if let Some(known) = self.found.iter().position(|f| f.1 == unit) {
            if self.found[known].0 <= time {
                return;
            }
            self.found.remove(known);
        }
        let place = self.found.partition_point(|f| *f < (time, unit));
        self.found.insert(place, (time, unit));
        self.found.truncate(self.k);
        if let Some(last) = self.found.last().filter(|_| self.found.len() == self.k) {
            // Equal times may still enter: the lower number wins.
            self.limit = self.limit.min(last.0);
        }
    }
}
