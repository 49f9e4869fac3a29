//! The live audit: what every tier is worth now, kept up to date as units move, leave and return.

use super::NEVER;
use super::bits::{Bits, numbers};
use super::model::{Circles, TierAt};
use super::times::Times;
use crate::response::TierState;
use geodata::ResponderClass;
use std::sync::Arc;

/// A tier that stands otherwise than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Which.
    pub at: TierAt,
    /// How it stood.
    pub from: TierState,
    /// How it stands.
    pub to: TierState,
}

/// How many tiers stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Any one may leave.
    pub met: usize,
    /// Met, but not without one of those who carry it.
    pub at_risk: usize,
    /// Not met.
    pub failed: usize,
}

/// One unit as the audit knows it.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub class: ResponderClass,
    /// Whether it can be called now.
    pub here: bool,
    /// By place, milliseconds.
    pub times: Vec<u32>,
    /// By need: in time. All zero while it cannot be called.
    pub inside: Bits,
}

/// All circles against all units.
#[derive(Clone, Debug)]
pub struct Live {
    pub(super) of: Arc<Circles>,
    pub(super) units: Vec<Held>,
    /// By need, how many are in time.
    pub(super) have: Vec<u16>,
    /// By need: has exactly what it takes, and its tier is met.
    pub(super) tight: Bits,
    /// By need: has too few.
    pub(super) short: Bits,
    pub(super) state: Vec<TierState>,
}

impl Live {
    /// All units by their classes, none of them anywhere yet: every tier fails.
    #[must_use]
    pub fn new(of: Arc<Circles>, classes: &[ResponderClass]) -> Self {
        let needs = of.place.len();
        let held = |class: &ResponderClass| Held {
            class: *class,
            here: true,
            times: vec![NEVER; of.circles.len()],
            inside: Bits::none(needs),
        };
        let mut live = Self {
            units: classes.iter().map(held).collect(),
            have: vec![0; needs],
            tight: Bits::none(needs),
            short: Bits::none(needs),
            state: vec![TierState::Failed; of.tiers.len()],
            of,
        };
        (0..live.state.len()).for_each(|tier| live.look(tier));
        live
    }

    /// All units where they are now.
    #[must_use]
    pub fn with(of: Arc<Circles>, classes: &[ResponderClass], times: &impl Times) -> Self {
        let mut live = Self::new(of, classes);
        live.set_all(times);
        live
    }

    /// The circles audited.
    #[must_use]
    pub fn circles(&self) -> &Circles {
        &self.of
    }

    /// How many units there are, called away or not.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// What a unit is; nothing for a number that is none.
    #[must_use]
    pub fn class(&self, unit: usize) -> Option<ResponderClass> {
        self.units.get(unit).map(|held| held.class)
    }

    /// Whether a unit can be called now.
    #[must_use]
    pub fn is_here(&self, unit: usize) -> bool {
        self.units.get(unit).is_some_and(|held| held.here)
    }

    /// One unit has moved: looks its times up and returns what stands otherwise now.
    pub fn moved(&mut self, unit: usize, times: &impl Times) -> Vec<Changed> {
        let Some(held) = self.units.get_mut(unit) else { return Vec::new() };
        let mut row = std::mem::take(&mut held.times);
        row.fill(NEVER);
        times.fill(unit, held.class, &self.of, &mut row);
        held.times = row;
        self.again(unit)
    }

    /// One unit cannot be called any more: it is on a task, out of service, or off.
    pub fn leaves(&mut self, unit: usize) -> Vec<Changed> {
        self.here(unit, false)
    }

    /// One unit can be called again, where it was last.
    pub fn returns(&mut self, unit: usize) -> Vec<Changed> {
        self.here(unit, true)
    }

    fn here(&mut self, unit: usize, here: bool) -> Vec<Changed> {
        let Some(held) = self.units.get_mut(unit) else { return Vec::new() };
        held.here = here;
        self.again(unit)
    }

    /// All units have moved; cheaper than one after the other.
    pub fn set_all(&mut self, times: &impl Times) {
        self.have.fill(0);
        for (unit, held) in self.units.iter_mut().enumerate() {
            held.times.fill(NEVER);
            times.fill(unit, held.class, &self.of, &mut held.times);
            let none = || vec![0; held.inside.0.len()];
            held.inside = Bits(if held.here { self.of.inside(held.class, &held.times) } else { none() });
            for need in numbers(held.inside.0.iter().copied()) {
                self.have[need] = self.have[need].saturating_add(1);
            }
        }
        (0..self.state.len()).for_each(|tier| self.look(tier));
    }

    /// Counts one unit anew.
    fn again(&mut self, unit: usize) -> Vec<Changed> {
        let held = &self.units[unit];
        let now = if held.here { self.of.inside(held.class, &held.times) } else { vec![0; held.inside.0.len()] };
        self.stands(unit, now)
    }

    /// Gives one unit the needs it meets and returns what stands otherwise now.
    pub(super) fn stands(&mut self, unit: usize, inside: Vec<u64>) -> Vec<Changed> {
        let now = Bits(inside);
        let old = std::mem::replace(&mut self.units[unit].inside, now.clone());
        let mut touched = Vec::new();
        for need in numbers(old.0.iter().zip(&now.0).map(|(a, b)| a ^ b)) {
            let have = &mut self.have[need];
            *have = if now.has(need) { have.saturating_add(1) } else { have.saturating_sub(1) };
            let tier = self.of.tier[need] as usize;
            if touched.last() != Some(&tier) {
                touched.push(tier);
            }
        }
        let mut changed = Vec::new();
        for tier in touched {
            let from = self.state[tier];
            self.look(tier);
            if self.state[tier] != from {
                changed.push(Changed { at: self.of.tiers[tier], from, to: self.state[tier] });
            }
        }
        changed
    }

    /// Judges a tier by what its needs have.
    fn look(&mut self, tier: usize) {
        let needs = self.of.needs_of(tier);
        let short = needs.clone().any(|need| self.have[need] < self.of.count[need]);
        let mut at_risk = false;
        for need in needs {
            let (have, takes) = (self.have[need], self.of.count[need]);
            self.short.set(need, have < takes);
            self.tight.set(need, !short && have == takes);
            at_risk |= have == takes;
        }
        self.state[tier] = match (short, at_risk) {
            (true, _) => TierState::Failed,
            (false, true) => TierState::AtRisk,
            (false, false) => TierState::Met,
        };
    }

    /// How a tier of a place stands; nothing where there is no such tier.
    #[must_use]
    pub fn tier(&self, at: TierAt) -> Option<TierState> {
        let tiers = self.of.tiers_of(at.place as usize);
        let tier = tiers.start + usize::from(at.tier);
        (tier < tiers.end).then(|| self.state.get(tier).copied()).flatten()
    }

    /// How a place stands: as its worst tier.
    #[must_use]
    pub fn circle(&self, place: usize) -> Option<TierState> {
        self.state.get(self.of.tiers_of(place))?.iter().copied().max()
    }

    /// Every tier with how it stands.
    pub fn tiers(&self) -> impl Iterator<Item = (TierAt, TierState)> {
        self.of.tiers.iter().copied().zip(self.state.iter().copied())
    }

    /// How many tiers stand how.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for state in &self.state {
            match state {
                TierState::Met => tally.met += 1,
                TierState::AtRisk => tally.at_risk += 1,
                TierState::Failed => tally.failed += 1,
            }
        }
        tally
    }
}
