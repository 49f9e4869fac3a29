//! The answer: sorties with their visits and charges, what they promise, and what is left out and why.

use super::resources::{Charge, Slot};
use geodata::{Finding, Seconds};
use std::collections::BTreeMap;

/// One visit of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// Index of the target.
    pub target: usize,
    /// Which of its ways.
    pub way: u8,
    /// Arrival.
    pub at: Seconds,
    /// Departure.
    pub until: Seconds,
}

/// One sortie.
#[derive(Clone, Debug, PartialEq)]
pub struct Sortie {
    /// The aircraft's number.
    pub vehicle: u32,
    /// The span and the means that are kept for it.
    pub slot: Slot,
    /// Its visits in order.
    pub visits: Vec<Visit>,
    /// On the ground again.
    pub land: Seconds,
    /// Percent used.
    pub energy: f64,
    /// The charger as it will be used, never later than the one kept.
    pub charge: Option<Charge>,
}

impl Sortie {
    /// When it leaves.
    #[must_use]
    pub fn launch(&self) -> Seconds {
        Seconds(self.slot.launch)
    }
}

/// A rolling schedule: all sorties in order of launch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patrol {
    /// The sorties.
    pub sorties: Vec<Sortie>,
    /// Sorties broken off in the past (an aircraft lost, a patrol called off), as far as they were flown.
    pub cut: Vec<Sortie>,
}

/// A leg for comparing schedules: aircraft, launch in whole seconds, from place (or dock), to place (or dock).
type Leg = (u32, i64, Option<usize>, Option<usize>);

impl Patrol {
    /// How many legs are flown from `now` on.
    #[must_use]
    pub fn legs(&self, now: Seconds) -> usize {
        self.counted(now).values().sum()
    }

    /// The part of the legs flown from `now` on that another schedule also flies, by the same aircraft in the same sortie.
    #[must_use]
    pub fn kept(&self, other: &Patrol, now: Seconds) -> f64 {
        let (ours, theirs) = (self.counted(now), other.counted(now));
        let all: usize = ours.values().sum();
        let same: usize = ours.iter().map(|(leg, n)| (*n).min(theirs.get(leg).copied().unwrap_or(0))).sum();
        #[allow(clippy::cast_precision_loss)] // Thousands.
        let part = if all == 0 { 1.0 } else { same as f64 / all as f64 };
        part
    }

    fn counted(&self, now: Seconds) -> BTreeMap<Leg, usize> {
        let mut legs = BTreeMap::new();
        for sortie in &self.sorties {
            #[allow(clippy::cast_possible_truncation)] // Launches are whole seconds of one shift.
            let launch = sortie.slot.launch as i64;
            let mut last = None;
            let ends = sortie.visits.iter().map(|v| (Some(v.target), v.at)).chain([(None, sortie.land)]);
            for (to, at) in ends {
                if at.0 >= now.0 {
                    *legs.entry((sortie.vehicle, launch, last, to)).or_insert(0) += 1;
                }
                last = to;
            }
        }
        legs
    }

    /// The same schedule as it is known at a moment: what has landed keeps its operator and its dock no longer than until
    /// it did, and once it is at its charger that one no longer than it needs.
    #[must_use]
    pub(super) fn settled(&self, now: Seconds) -> Self {
        let mut known = self.clone();
        for sortie in known.sorties.iter_mut().filter(|s| s.land.0 <= now.0) {
            sortie.slot.by = sortie.slot.by.min(sortie.land.0);
            if let Some(charge) = sortie.charge.filter(|c| c.from <= now.0) {
                sortie.slot.charge = Some(charge);
            }
        }
        known
    }

    /// Arrivals at a target, in order.
    #[must_use]
    pub fn arrivals(&self, target: usize) -> Vec<Seconds> {
        let all = self.cut.iter().chain(&self.sorties).flat_map(|s| &s.visits).filter(|v| v.target == target);
        let mut times: Vec<Seconds> = all.map(|v| v.at).collect();
        times.sort_by(Seconds::total_cmp);
        times
    }
}

/// What a planner of duties gives back.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The best schedule found.
    pub best: Patrol,
    /// Its promise: the longest idleness of any place that some aircraft can visit, in its own revisit intervals times its
    /// weight. 1 keeps every interval of the weightiest. Places out of reach of every battery are told in `left_out`.
    pub value: f64,
    /// Idleness met by one who looks at a random time at a random place, in revisit intervals times weight.
    pub mean: f64,
    /// No schedule promises less than this.
    pub bound: Option<f64>,
    /// The seed.
    pub seed: u64,
    /// Rounds done.
    pub iterations: u64,
    /// Places nobody visits, by id, with the reason.
    pub left_out: Vec<(String, Finding)>,
    /// Places visited less often than asked, by id, with the longest idleness in intervals.
    pub late: Vec<(String, f64)>,
    /// What the planner says unasked: faults of the wish, a fleet too small.
    pub findings: Vec<Finding>,
}
