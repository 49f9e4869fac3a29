//! The ground units: crews on patrol that drive and walk the district's roads, each at its own speed, and go where
//! they are sent. Once a second each tells where it is.

mod drive;
#[cfg(test)]
mod tests;
mod unit;

pub use unit::{Crew, Doing};

use crate::seed::Dice;
use controller_api::ask::UnitPosition;
use controller_api::view::Point;
use flight_plans::Plan;
use geodata::{Atlas, Frame, Local, RoadNet, Timestamp};
use std::collections::BTreeMap;

/// All crews of a district.
#[derive(Clone, Debug)]
pub struct Ground {
    crews: Vec<Crew>,
    /// From a unit's number to its index.
    index: BTreeMap<u32, usize>,
}

impl Ground {
    /// Every unit of the plan somewhere on its beat, about to drive off.
    #[must_use]
    pub fn new(atlas: &Atlas, plan: &Plan, seed: u64, at: Timestamp) -> Self {
        let crew = |unit: &flight_plans::GroundUnit| {
            let post = atlas.posts.iter().find(|post| post.id == unit.station);
            let station = post.map_or_else(Local::default, |post| post.at);
            Crew::new(unit.unit, unit.profile, station, &atlas.roads, Dice::of(seed, "crew", u64::from(unit.unit)), at)
        };
        let crews: Vec<Crew> = plan.ground.iter().map(crew).collect();
        let index = crews.iter().enumerate().map(|(index, crew)| (crew.unit, index)).collect();
        Self { crews, index }
    }

    /// Moves every crew up to `at`.
    pub fn step(&mut self, at: Timestamp, roads: &RoadNet) {
        for crew in &mut self.crews {
            crew.step(at, roads);
        }
    }

    /// Sends a crew to a place by road, with haste. False when there is no such unit or no way.
    pub fn send(&mut self, unit: u32, to: Local, at: Timestamp, roads: &RoadNet) -> bool {
        self.crew_mut(unit).is_some_and(|crew| crew.send(to, at, roads))
    }

    /// Lets a crew go back to its beat.
    pub fn release(&mut self, unit: u32, at: Timestamp) {
        if let Some(crew) = self.crew_mut(unit) {
            crew.release(at);
        }
    }

    /// Whether a crew has arrived where it was sent.
    #[must_use]
    pub fn arrived(&self, unit: u32) -> bool {
        self.crew(unit).is_some_and(Crew::arrived)
    }

    /// One crew.
    #[must_use]
    pub fn crew(&self, unit: u32) -> Option<&Crew> {
        self.crews.get(*self.index.get(&unit)?)
    }

    /// All crews, in the plan's order.
    #[must_use]
    pub fn crews(&self) -> &[Crew] {
        &self.crews
    }

    /// What the devices tell: where each unit is, and whether it could take a task.
    #[must_use]
    pub fn positions(&self, frame: &Frame) -> Vec<UnitPosition> {
        self.crews.iter().map(|crew| position(crew, frame)).collect()
    }

    fn crew_mut(&mut self, unit: u32) -> Option<&mut Crew> {
        self.crews.get_mut(*self.index.get(&unit)?)
    }
}

fn position(crew: &Crew, frame: &Frame) -> UnitPosition {
    let place = frame.to_wgs84(crew.place);
    UnitPosition {
        unit: crew.unit,
        // Seven decimals are a centimetre: no receiver knows better.
        at: Point { lat: rounded(place.lat, 1e7), lon: rounded(place.lon, 1e7) },
        speed_mps: rounded(crew.speed.0, 1e2),
        heading_deg: rounded(crew.heading.as_degrees(), 1e1) % 360.0,
        age_ms: 0,
        available: !crew.has_errand(),
        status: None,
        crew: None,
        seq: None,
    }
}

pub(crate) fn rounded(value: f64, scale: f64) -> f64 {
    (value * scale).round() / scale
}
