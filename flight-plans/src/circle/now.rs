//! One circle as it stands: for each tier who would be there in time, in order, and what is missing.

use super::NEVER;
use super::live::Live;
use super::model::{Need, TierAt};
use crate::response::TierState;
use geodata::{ResponderClass, Seconds};

/// A unit and when it would be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InTime {
    /// Its number.
    pub unit: usize,
    /// What it is.
    pub class: ResponderClass,
    /// From the alarm.
    pub time: Seconds,
}

/// A need of a tier as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedNow {
    /// What is needed.
    pub need: Need,
    /// Who would be there within the budget, first one first.
    pub in_time: Vec<InTime>,
    /// The first who would come too late; nothing when nobody else is known to come.
    pub next: Option<InTime>,
}

/// A tier as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct TierNow {
    /// From the alarm.
    pub budget: Seconds,
    /// How it stands.
    pub state: TierState,
    /// Its needs.
    pub needs: Vec<NeedNow>,
    /// Whose departure would break it; ascending.
    pub carried_by: Vec<usize>,
}

/// A circle as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CircleNow {
    /// The id of the guarded place.
    pub place: String,
    /// How its worst tier stands.
    pub state: TierState,
    /// Shortest budget first.
    pub tiers: Vec<TierNow>,
}

impl Live {
    /// Who would be at a place when; nothing for a number that is none.
    #[must_use]
    pub fn now(&self, place: usize) -> Option<CircleNow> {
        let circle = self.of.circles.get(place)?;
        let here = |(unit, held): (usize, &super::live::Held)| {
            let ms = held.times.get(place).copied().filter(|ms| held.here && *ms != NEVER)?;
            Some((ms, InTime { unit, class: held.class, time: Seconds(f64::from(ms) / 1000.0) }))
        };
        let mut coming: Vec<(u32, InTime)> = self.units.iter().enumerate().filter_map(here).collect();
        coming.sort_by_key(|(ms, who)| (*ms, who.unit));
        let mut tiers = Vec::new();
        for (tier, asked) in self.of.tiers_of(place).zip(&circle.tiers) {
            let needs = self.of.needs_of(tier).zip(&asked.needs);
            let needs: Vec<NeedNow> = needs.map(|(number, need)| self.need(number, *need, &coming)).collect();
            let state = self.state.get(tier).copied()?;
            let tight = |(need, now): (usize, &NeedNow)| {
                let units = if self.tight.has(need) { now.in_time.as_slice() } else { &[] };
                units.iter().map(|who| who.unit).collect::<Vec<_>>()
            };
            let mut carried_by: Vec<usize> = self.of.needs_of(tier).zip(&needs).flat_map(tight).collect();
            carried_by.sort_unstable();
            carried_by.dedup();
            tiers.push(TierNow { budget: asked.budget, state, needs, carried_by });
        }
        Some(CircleNow { place: circle.id.clone(), state: self.circle(place)?, tiers })
    }

    fn need(&self, number: usize, need: Need, coming: &[(u32, InTime)]) -> NeedNow {
        let ours = || coming.iter().filter(|(_, who)| need.classes.has(who.class));
        let late = |who: &InTime, ms: u32| ms >= self.of.limit[who.class as usize][number];
        NeedNow {
            need,
            in_time: ours().filter(|(ms, who)| !late(who, *ms)).map(|(_, who)| *who).collect(),
            next: ours().find(|(ms, who)| late(who, *ms)).map(|(_, who)| *who),
        }
    }

    /// The tiers of a place that fail, or one that would without one unit.
    #[must_use]
    pub fn weak_tiers(&self, place: usize) -> Vec<(TierAt, TierState)> {
        let tiers =
            self.of.tiers_of(place).filter_map(|tier| Some((*self.of.tiers.get(tier)?, *self.state.get(tier)?)));
        tiers.filter(|(_, state)| *state != TierState::Met).collect()
    }
}
