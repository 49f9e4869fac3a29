//! What there is to see: one thing near each incident, laid down when the incident becomes known.
//!
//! It is a class at a place, never anybody: the world has nothing more to show, so no camera can tell more.

#[cfg(test)]
mod tests;

use crate::limits;
use crate::scenario::{Class, TargetSettings};
use crate::seed::Dice;
use controller_api::view::IncidentView;
use geodata::{Frame, Heading, Local, Metres, Timestamp, Wgs84};
use std::collections::BTreeMap;

/// People who wait do not stand still: how far they stray, and how long once round takes.
const STRAY: f64 = 3.0;
const ROUND: f64 = 40.0;
/// A call and an incident this close together are the same event.
const SAME_PLACE: Metres = Metres(2.0);

/// One thing to see.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it looks like from above.
    pub class: Class,
    middle: Local,
    phase: f64,
}

impl Target {
    /// Where it is at a moment.
    #[must_use]
    pub fn place(&self, at: Timestamp) -> Local {
        let turn = std::f64::consts::TAU * (at.since(Timestamp(0)).0.rem_euclid(ROUND) / ROUND) + self.phase;
        let stray = if matches!(self.class.word(), "person") { STRAY } else { 0.0 };
        Local { x: self.middle.x + stray * turn.cos(), y: self.middle.y + stray * turn.sin() }
    }
}

/// What a caller saw, kept until the incident made of the call shows up.
#[derive(Clone, Debug)]
struct Expected {
    place: Local,
    settings: TargetSettings,
}

/// Everything there is to see.
#[derive(Clone, Debug)]
pub struct Targets {
    usual: TargetSettings,
    seed: u64,
    expected: Vec<Expected>,
    /// By incident; nothing where the report was wrong or all is over.
    laid: BTreeMap<u32, Option<Target>>,
}

impl Targets {
    /// Nothing to see yet.
    #[must_use]
    pub fn new(usual: TargetSettings, seed: u64) -> Self {
        Self { usual, seed, expected: Vec::new(), laid: BTreeMap::new() }
    }

    /// A call was made about something of its own.
    pub fn expect(&mut self, place: Local, settings: TargetSettings) {
        self.expected.push(Expected { place, settings });
        if self.expected.len() > limits::EXPECTED_CALLS {
            self.expected.remove(0);
        }
    }

    /// An incident is known: there is something to see until it is over.
    pub fn hear(&mut self, incident: &IncidentView, frame: &Frame) {
        let over = matches!(incident.status.as_str(), "resolved" | "closed");
        if over {
            self.laid.insert(incident.id, None);
        } else if !self.laid.contains_key(&incident.id) {
            let target = self.lay(incident, frame);
            self.laid.insert(incident.id, target);
        }
        while self.laid.len() > limits::INCIDENTS {
            self.laid.pop_first();
        }
    }

    /// Everything to see now.
    pub fn iter(&self) -> impl Iterator<Item = &Target> {
        self.laid.values().flatten()
    }

    fn lay(&mut self, incident: &IncidentView, frame: &Frame) -> Option<Target> {
        let place = frame.to_local(Wgs84 { lat: incident.at.lat, lon: incident.at.lon });
        let settings = self.settings_for(place);
        let mut dice = Dice::of(self.seed, "target", u64::from(incident.id));
        let distance = Metres(settings.offset * dice.unit().sqrt());
        let middle = place.moved(Heading::degrees(dice.between([0.0, 360.0])), distance);
        let class = settings.class.unwrap_or_else(|| Class::usual_for(&incident.kind));
        settings.present.then(|| Target { class, middle, phase: dice.between([0.0, std::f64::consts::TAU]) })
    }

    fn settings_for(&mut self, place: Local) -> TargetSettings {
        let index = self.expected.iter().position(|expected| expected.place.distance(place).0 <= SAME_PLACE.0);
        index.map_or_else(|| self.usual.clone(), |index| self.expected.remove(index).settings)
    }
}
