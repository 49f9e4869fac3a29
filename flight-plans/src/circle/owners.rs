//! How the circles of each area stand: tiers met and arrivals, by station and by civil office.

use super::arrivals::Arrivals;
use super::live::{Live, Tally};
use super::model::Classes;
use crate::response::TierState;
use geodata::area::Area;
use geodata::{AreaKind, Areas};

/// One area with the circles whose places it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaTally {
    /// Its id.
    pub id: String,
    /// Police or civil.
    pub kind: AreaKind,
    /// Places in it.
    pub places: usize,
    /// How their tiers stand.
    pub tiers: Tally,
    /// First arrivals at them.
    pub arrivals: Arrivals,
}

/// Every area of both systems with the places it holds, borders included; an area that holds none has none. Arrivals are of
/// these classes, each unit busy with probability `busy`.
#[must_use]
pub fn by_area(live: &Live, areas: &Areas, classes: Classes, busy: f64) -> Vec<AreaTally> {
    let circles = live.circles().all();
    let held: Vec<Vec<&Area>> = circles.iter().map(|circle| areas.owners(circle.at).all).collect();
    let row = |area: &Area| {
        let ours = |place: usize| held.get(place).is_some_and(|all| all.iter().any(|one| std::ptr::eq(*one, area)));
        let mut tiers = Tally::default();
        for (_, state) in live.tiers().filter(|(at, _)| ours(at.place as usize)) {
            match state {
                TierState::Met => tiers.met += 1,
                TierState::AtRisk => tiers.at_risk += 1,
                TierState::Failed => tiers.failed += 1,
            }
        }
        let places = (0..held.len()).filter(|place| ours(*place)).count();
        let arrivals = live.arrivals_at(classes, busy, &ours);
        AreaTally { id: area.id.clone(), kind: area.kind, places, tiers, arrivals }
    };
    areas.all().iter().map(row).collect()
}
