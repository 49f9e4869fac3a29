//! Who may leave: which tiers the departure of a unit would break, of one alone and of several together.

use super::bits::numbers;
use super::live::Live;
use super::model::TierAt;
use crate::response::TierState;
use std::collections::BTreeMap;

impl Live {
    /// The tiers that are met now and would fail if this unit left, ascending.
    #[must_use]
    pub fn breaks(&self, unit: usize) -> Vec<TierAt> {
        let Some(held) = self.units.get(unit) else { return Vec::new() };
        let carried = numbers(held.inside.0.iter().zip(&self.tight.0).map(|(a, b)| a & b));
        let mut tiers: Vec<TierAt> = carried.map(|need| self.of.tiers[self.of.tier[need] as usize]).collect();
        tiers.dedup();
        tiers
    }

    /// The units that may leave, each alone, without a tier failing for it; ascending.
    #[must_use]
    pub fn who_may_leave(&self) -> Vec<usize> {
        let free = |unit: &usize| {
            self.units
                .get(*unit)
                .is_some_and(|held| held.here && held.inside.0.iter().zip(&self.tight.0).all(|(a, b)| a & b == 0))
        };
        (0..self.units.len()).filter(free).collect()
    }

    /// The tiers that are met now and would fail if all of these left at once, ascending. May be more than the tiers of
    /// each alone: two who stand in for each other break nothing singly.
    #[must_use]
    pub fn breaks_together(&self, units: &[usize]) -> Vec<TierAt> {
        let mut gone: Vec<usize> = units.iter().copied().filter(|unit| *unit < self.units.len()).collect();
        gone.sort_unstable();
        gone.dedup();
        let mut fewer: BTreeMap<usize, u16> = BTreeMap::new();
        for unit in gone {
            for need in numbers(self.units[unit].inside.0.iter().copied()) {
                *fewer.entry(need).or_insert(0) += 1;
            }
        }
        let fails = |(need, fewer): (&usize, &u16)| self.have[*need].saturating_sub(*fewer) < self.of.count[*need];
        let broken = fewer.iter().filter(|both| fails(*both)).map(|(need, _)| self.of.tier[*need] as usize);
        let mut tiers: Vec<usize> = broken.filter(|tier| self.state[*tier] != TierState::Failed).collect();
        tiers.dedup();
        tiers.into_iter().map(|tier| self.of.tiers[tier]).collect()
    }

    /// Whom to send away together, tried one after the other in the order asked for: each unit that breaks
    /// nothing with those before it. What is left out is told with what it would break.
    #[must_use]
    pub fn may_leave_in_order(&self, order: &[usize]) -> (Vec<usize>, Vec<(usize, Vec<TierAt>)>) {
        let (mut trial, mut go, mut stay) = (self.clone(), Vec::new(), Vec::new());
        for unit in order.iter().copied().filter(|unit| self.is_here(*unit)) {
            let breaks = trial.breaks(unit);
            if breaks.is_empty() {
                trial.leaves(unit);
                go.push(unit);
            } else {
                stay.push((unit, breaks));
            }
        }
        (go, stay)
    }
}
