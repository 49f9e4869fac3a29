//! The ways home of many aircraft at one moment: what is the same for all is worked out once.
//!
//! A thousand are called home by one order. Most have nothing in their way, which the zones about the straight line tell;
//! the others fly round the same few zones, whose turning points and what of them sees what are kept from one aircraft to
//! the next. Every answer is the one that [`home`](super::missions::home) gives for the aircraft alone, which is the oracle
//! of the tests.

mod round;
#[cfg(test)]
mod tests;

use super::desk::{Desk, Heights, SLACK, soon};
use super::missions::{home, homeward};
use super::obstacle::Obstacle;
use crate::airframe::Airframe;
use crate::mission::Mission;
use crate::plan::{Aircraft, Plan};
use crate::situation::Situation;
use geodata::{Atlas, Local, Metres, Timestamp, Zone, ZoneKind};
use round::{Pace, Round};
use std::collections::BTreeMap;

/// So many different sets of zones to fly round are kept.
const ROUNDS: usize = 64;
/// A way of so many points, here and the dock, is straight.
const STRAIGHT: usize = 2;

/// The ways home at one moment.
#[derive(Debug)]
pub struct Homeward<'a> {
    atlas: &'a Atlas,
    plan: &'a Plan,
    at: Timestamp,
    margin: Metres,
    /// By vehicle: the aircraft, its airframe and the place of its dock.
    enrolled: BTreeMap<u32, (&'a Aircraft, &'a Airframe, Local)>,
    /// By the zones to fly round, and the dock.
    rounds: BTreeMap<(Vec<usize>, [u64; 2]), Round<'a>>,
}

/// What is to be said of one way home.
enum Way {
    /// Nothing better than straight.
    Straight,
    /// By these places, from where it is to the dock.
    Round(Vec<Local>),
    /// Near a zone, or in a storm: it has to be looked at by itself.
    Odd,
}

impl<'a> Homeward<'a> {
    /// The ways home over a district by a plan, with the zones that hold within the hour after `at`.
    #[must_use]
    pub fn new(atlas: &'a Atlas, plan: &'a Plan, at: Timestamp) -> Self {
        let mut docks: BTreeMap<&str, Local> = BTreeMap::new();
        for post in &atlas.posts {
            docks.entry(post.id.as_str()).or_insert(post.at);
        }
        let mut enrolled = BTreeMap::new();
        for aircraft in &plan.squadron {
            // Of two with one number the first counts, whether its papers are whole or not.
            enrolled.entry(aircraft.vehicle).or_insert_with(|| {
                let airframe = plan.airframes.iter().find(|airframe| airframe.name == aircraft.airframe)?;
                Some((aircraft, airframe, *docks.get(aircraft.dock.as_str())?))
            });
        }
        let enrolled = enrolled.into_iter().filter_map(|(vehicle, whole)| Some((vehicle, whole?))).collect();
        Self { atlas, plan, at, margin: plan.zone_margin + SLACK, enrolled, rounds: BTreeMap::new() }
    }

    /// The mission that brings one aircraft in flight home round the zones, over this district, by this plan and at this
    /// moment whatever `s` says of them; nothing where the autopilot's own return, straight to the dock, is as good: because
    /// no zone lies in its way, or because there is no way at all.
    #[must_use]
    pub fn round(&mut self, s: &Situation<'_>) -> Option<Mission> {
        let (atlas, plan, at) = (self.atlas, self.plan, self.at);
        let Situation { vehicle, wind, battery_percent, from, from_altitude, on_ground, .. } = *s;
        let s = Situation { atlas, plan, vehicle, wind, battery_percent, from, from_altitude, on_ground, at };
        let numbers = [from.x, from.y, from_altitude.0.0, battery_percent, wind.east, wind.north];
        if on_ground || !numbers.iter().all(|number| number.is_finite()) {
            return None;
        }
        let (aircraft, airframe, dock) = *self.enrolled.get(&vehicle)?;
        match self.way(&s, airframe, dock) {
            Way::Straight => None,
            Way::Round(way) => Some(homeward(&Desk::cleared(s, aircraft, airframe, dock), &way).0),
            Way::Odd => home(&s).ok().filter(|way| way.path.len() > STRAIGHT).map(|way| way.mission),
        }
    }

    fn way(&mut self, s: &Situation<'a>, airframe: &Airframe, dock: Local) -> Way {
        let mut heights = None;
        let mut met = Vec::new();
        for (order, zone) in self.atlas.zones.about(s.from, dock, self.margin) {
            let obstacle = Obstacle::new(zone, self.margin);
            let (here, there) = (obstacle.clear_at(s.from), obstacle.clear_at(dock));
            if (here && there && obstacle.clear_leg(s.from, dock)) || !self.matters(s, zone, &mut heights) {
                continue;
            }
            // It has drifted near a zone, or there is no coming home.
            if !(here && there) {
                return Way::Odd;
            }
            met.push(order);
        }
        if met.is_empty() {
            return Way::Straight;
        }
        let Some(pace) = Pace::of(airframe.cruise, s.wind) else { return Way::Odd };
        loop {
            met.sort_unstable();
            let Some(way) = self.around(&met, dock).way(s.from, &pace) else { return Way::Straight };
            let before = met.len();
            for leg in way.windows(2) {
                self.meets(s, [leg[0], leg[1]], &mut met, &mut heights);
            }
            if met.len() == before {
                return Way::Round(way);
            }
        }
    }

    /// Whether a zone is to be kept out of on this flight.
    fn matters(&self, s: &Situation<'_>, zone: &Zone, heights: &mut Option<Heights>) -> bool {
        zone.kind == ZoneKind::KeepOut
            && soon(zone, self.at)
            && heights.get_or_insert_with(|| Heights::about(s)).reached_by(zone)
    }

    /// Adds the zones that a leg runs into.
    fn meets(&self, s: &Situation<'_>, [a, b]: [Local; 2], met: &mut Vec<usize>, heights: &mut Option<Heights>) {
        for (order, zone) in self.atlas.zones.about(a, b, self.margin) {
            if !met.contains(&order)
                && !Obstacle::new(zone, self.margin).clear_leg(a, b)
                && self.matters(s, zone, heights)
            {
                met.push(order);
            }
        }
    }

    /// The ways round these zones to a dock.
    fn around(&mut self, met: &[usize], dock: Local) -> &mut Round<'a> {
        if self.rounds.len() > ROUNDS {
            self.rounds.clear();
        }
        let (zones, margin) = (&self.atlas.zones, self.margin);
        let key = (met.to_vec(), [dock.x.to_bits(), dock.y.to_bits()]);
        self.rounds.entry(key).or_insert_with(|| {
            let zones = met.iter().filter_map(|order| zones.nth(*order));
            Round::of(zones.map(|zone| Obstacle::new(zone, margin)).collect(), dock)
        })
    }
}
