//! The pairing problem as plain numbers: what is wanted, who could go, and what each pair costs. It knows no roads, no clock
//! and no controller, so that it can be held against an enumeration of all answers.
//!
//! What is better, in this order, compared as a whole over all slots:
//! 1. fewer officers in need without a unit, then fewer other slots of priority 1, then of priority 2, 3, 4;
//! 2. the lesser sum of arrival times, each in whole bands and times its priority's weight, and of the charge for every slot
//!    whose unit is taken away;
//! 3. the lesser sum of ranks by the tie rule of `tie.rs`;
//! 4. by the same rule lower numbers.

use super::tie;
use crate::ids::{IncidentId, UnitId};

/// No way, or not within the search.
pub const NO_WAY: u32 = u32::MAX;
/// Greatest cost of a pair; what is later than this is equally late.
pub const MOST_MAIN: u64 = (1 << 14) - 1;

/// What a crew can do, or a slot needs: one bit each, in the order of the policy's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities(pub u32);

impl Capabilities {
    /// Whether everything needed is here.
    #[must_use]
    pub fn cover(self, needed: Self) -> bool {
        needed.0 & !self.0 == 0
    }
}

/// One place to fill at one incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// For which incident.
    pub incident: IncidentId,
    /// Which of its places.
    pub slot: u8,
    /// 1 (highest) to 4.
    pub priority: u8,
    /// What the crew must be able to do.
    pub needs: Capabilities,
    /// How many the crew must be.
    pub min_crew: u8,
    /// An officer in need: whoever serves something else may be taken, on scene too, and no crew is too small.
    pub overrides: bool,
    /// It may take a unit from what is less urgent.
    pub takes: bool,
    /// It became more urgent since its unit was chosen: that one, not there yet, may be exchanged with any other.
    pub swaps: bool,
}

/// How far a unit is with what it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Sent, not acknowledged.
    Asked,
    /// The crew said yes, or is on its way.
    Firm,
    /// It is there.
    OnScene,
}

/// Which slot a unit serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serving {
    /// Place in [`Problem::slots`].
    pub slot: usize,
    /// How far it is.
    pub stage: Stage,
}

/// A unit that could be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub unit: UnitId,
    /// What its crew can do.
    pub capabilities: Capabilities,
    /// How many they are.
    pub crew: u8,
    /// Milliseconds since its position was true.
    pub age_ms: u32,
    /// How many tiers of guarded places fail when it leaves.
    pub breaks: u8,
    /// What it serves now.
    pub serves: Option<Serving>,
    /// Milliseconds to each slot at the latest, in the order of the slots; [`NO_WAY`] where it must not or cannot go.
    pub eta_ms: Vec<u32>,
}

/// What the policy says of prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// What a band of arrival time counts, by priority 1 to 4.
    pub weight: [u32; 4],
    /// Milliseconds within which two arrivals are equal.
    pub band_ms: u32,
    /// Milliseconds a slot is charged whose unit is taken away: not yet acknowledged, acknowledged, on scene.
    pub taken_ms: [u32; 3],
    /// The same for the unit of a slot that swaps.
    pub swap_ms: u32,
    /// Milliseconds after which a position is too old to be paired with by itself.
    pub never_ms: u32,
}

/// How many ranks there are: see [`Slot::rank`].
pub const RANKS: usize = 5;

/// A whole problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wanted, and what is served and could be given away.
    pub slots: Vec<Slot>,
    /// Who could go, by rising number.
    pub units: Vec<Candidate>,
    /// What things cost.
    pub prices: Prices,
}

impl Slot {
    /// Who goes without a unit last: 0 an officer in need, then 1 to 4 by priority, whatever was written.
    #[must_use]
    pub fn rank(&self) -> usize {
        if self.overrides { 0 } else { self.urgency() + 1 }
    }

    /// Whether it may take a unit from what that serves: only what is more urgent and takes at all may, and only before it has
    /// arrived; an officer in need may always, but not from another. A unit of a slot that swaps may go to any.
    #[must_use]
    pub fn may_take(&self, served: &Self, stage: Stage) -> bool {
        let is_urgent = self.takes && self.rank() < served.rank();
        let is_given = (is_urgent || served.swaps) && stage != Stage::OnScene;
        !served.overrides && (self.overrides || is_given)
    }

    /// Its priority's place in the policy's weights.
    fn urgency(&self) -> usize {
        usize::from(self.priority.clamp(1, 4) - 1)
    }
}

impl Problem {
    /// Whether a unit may be sent to a slot.
    #[must_use]
    pub fn may(&self, unit: &Candidate, at: usize) -> bool {
        let Some(slot) = self.slots.get(at) else { return false };
        match unit.serves {
            Some(serving) if serving.slot == at => true,
            Some(serving) => self.may_take(serving, slot) && self.fits(unit, at, slot),
            None => self.fits(unit, at, slot),
        }
    }

    fn may_take(&self, serving: Serving, slot: &Slot) -> bool {
        self.slots.get(serving.slot).is_some_and(|served| slot.may_take(served, serving.stage))
    }

    /// Whether somebody who serves nothing may be sent to a slot.
    #[must_use]
    pub fn has_free(&self, at: usize) -> bool {
        self.units.iter().any(|unit| unit.serves.is_none() && self.may(unit, at))
    }

    fn fits(&self, unit: &Candidate, at: usize, slot: &Slot) -> bool {
        unit.eta_ms.get(at).is_some_and(|eta| *eta != NO_WAY)
            && unit.age_ms <= self.prices.never_ms
            && unit.capabilities.cover(slot.needs)
            && (unit.crew >= slot.min_crew || slot.overrides)
    }

    /// What a pair costs, 0 to [`MOST_MAIN`]; nothing when it may not be.
    #[must_use]
    pub fn main(&self, unit: &Candidate, at: usize) -> Option<u64> {
        self.main_charged(unit, at, self.charge(at))
    }

    /// The same, where the slot's charge is known.
    pub(super) fn main_charged(&self, unit: &Candidate, at: usize, charge: u64) -> Option<u64> {
        if !self.may(unit, at) {
            return None;
        }
        let eta = unit.eta_ms.get(at).copied().unwrap_or(NO_WAY);
        let is_kept = unit.serves.is_some_and(|serving| serving.slot == at);
        Some(self.weighed(at, eta).saturating_add(if is_kept { 0 } else { charge }).min(MOST_MAIN))
    }

    /// What a slot is charged when its unit is taken away; nothing when it has none.
    #[must_use]
    pub fn charge(&self, at: usize) -> u64 {
        let holder = self.units.iter().find_map(|unit| unit.serves.filter(|serving| serving.slot == at));
        holder.map_or(0, |serving| self.fine(serving))
    }

    /// [`Self::charge`] of every slot.
    #[must_use]
    pub fn charges(&self) -> Vec<u64> {
        let mut charges = vec![0; self.slots.len()];
        for serving in self.units.iter().rev().filter_map(|unit| unit.serves) {
            if let Some(charge) = charges.get_mut(serving.slot) {
                *charge = self.fine(serving);
            }
        }
        charges
    }

    fn fine(&self, serving: Serving) -> u64 {
        let swaps = self.slots.get(serving.slot).is_some_and(|slot| slot.swaps);
        let taken = self.prices.taken_ms[serving.stage as usize];
        self.weighed(serving.slot, if swaps { taken.min(self.prices.swap_ms) } else { taken }).min(MOST_MAIN)
    }

    fn weighed(&self, at: usize, ms: u32) -> u64 {
        let weight = self.slots.get(at).map_or(1, |slot| self.prices.weight[slot.urgency()]);
        u64::from(weight) * u64::from(ms / self.prices.band_ms.max(1))
    }

    /// What decides between pairs of one cost.
    #[must_use]
    pub fn tie(unit: &Candidate) -> u64 {
        tie::rank(unit.age_ms, unit.crew, unit.breaks)
    }
}
