//! Many detections, one thing: which of all that is seen from the air is one event, and what a flood of it costs.
//!
//! An event is something of one class that stays or moves at a place for a while. A detection belongs to the event it fits
//! best, by class, place and time, each within what it may be off; what fits none begins one, and a detection that does is
//! never dropped. A repeat of a key is no detection. A source that tells more than its share a second is still counted, and
//! no longer reckoned with.

mod event;
mod grid;
mod keys;
mod share;
#[cfg(test)]
mod tests;

use crate::ids::VehicleId;
use crate::input::Detection;
use crate::picture::tracks::track::may_be_one;
use crate::sight::ellipse;
pub use event::Event;
use geodata::{Local, Metres, Seconds, Timestamp};
use grid::Grid;
use keys::Keys;
use share::Share;
use std::collections::BTreeMap;

/// A detection and an event farther apart than this, squared and in deviations, are not one: 99.9 % of a place's errors
/// are nearer (chi-square of two degrees of freedom, -2 ln 0.001).
const GATE: f64 = 13.8;
/// At most so many events at once; glimpses go first, then the oldest.
const MOST_EVENTS: usize = 4096;
/// A word for it that the other did not use counts as much as two deviations.
const OTHER_WORD: f64 = 4.0;

/// When two detections are of one event, and how much a source may tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Metres an event can be from where it is expected, besides what the detection may be off.
    pub reach: Metres,
    /// Seconds after which an event that nobody sees is over.
    pub over: Seconds,
    /// Detections a second of one source that are reckoned with.
    pub per_second: f64,
    /// And so many at once.
    pub burst: f64,
}

/// What a detection turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Heard before.
    Repeat,
    /// Of an event that was over before, or without a believable error.
    Useless,
    /// The first of an event.
    First(u64),
    /// Another of an event.
    Again(u64),
    /// Another of an event, from a source that tells too much: counted, no more.
    Counted(u64),
}

impl Taken {
    /// Whether it says something new about where things are.
    #[must_use]
    pub fn is_news(self) -> bool {
        matches!(self, Self::First(_) | Self::Again(_))
    }
}

/// The events of now.
#[derive(Clone, Debug, Default)]
pub struct Merger {
    events: BTreeMap<u64, Event>,
    grid: Grid,
    keys: Keys,
    shares: BTreeMap<VehicleId, Share>,
    next: u64,
}

impl Merger {
    /// Takes a detection in, at a place in local metres.
    pub fn take(&mut self, now: Timestamp, detection: &Detection, place: Local, limits: &Limits) -> Taken {
        if now.since(detection.at) > limits.over || !detection.error.is_sound() {
            return Taken::Useless;
        }
        if !self.keys.remember(now, &detection.key) {
            return Taken::Repeat;
        }
        let heeded = self.shares.entry(detection.vehicle).or_default().take(now, limits);
        let known = self.nearest(detection, place, limits);
        match known.and_then(|serial| Some((serial, self.events.get_mut(&serial)?))) {
            Some((serial, event)) => {
                event.count(detection, !heeded);
                if !heeded {
                    return Taken::Counted(serial);
                }
                let before = event.place();
                event.update(detection, place);
                self.grid.moved(serial, before, event.place());
                Taken::Again(serial)
            }
            None => Taken::First(self.begin(detection, place)),
        }
    }

    /// The event a detection fits best.
    fn nearest(&self, detection: &Detection, place: Local, limits: &Limits) -> Option<u64> {
        let reach = limits.reach.0 + detection.error.ellipse(ellipse::MOST).major.0;
        let near = self.grid.about(place, reach + limits.reach.0).filter_map(|serial| {
            let event = self.events.get(&serial)?;
            let apart = detection.at.since(event.last).0;
            if !may_be_one(event.class, detection.class) || apart > limits.over.0 {
                return None;
            }
            Some((cost(event, detection, place, reach)?, serial))
        });
        near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, serial)| serial)
    }

    fn begin(&mut self, detection: &Detection, place: Local) -> u64 {
        if self.events.len() >= MOST_EVENTS {
            let glimpse = self.events.iter().find(|(_, event)| event.seen < 2).map(|(serial, _)| *serial);
            if let Some(out) = glimpse.or_else(|| self.events.keys().next().copied()) {
                self.remove(out);
            }
        }
        self.next += 1;
        self.events.insert(self.next, Event::begin(detection, place));
        self.grid.insert(self.next, place);
        self.next
    }

    fn remove(&mut self, serial: u64) {
        if let Some(event) = self.events.remove(&serial) {
            self.grid.remove(serial, event.place());
        }
    }

    /// Once a second: forgets what is over and who is silent, and makes one of two events that are where one could be.
    /// The pairs made one: who is left, and who is no more.
    pub fn age(&mut self, now: Timestamp, limits: &Limits) -> Vec<(u64, u64)> {
        let over: Vec<u64> = self
            .events
            .iter()
            .filter(|(_, event)| now.since(event.last) > limits.over)
            .map(|(serial, _)| *serial)
            .collect();
        over.into_iter().for_each(|serial| self.remove(serial));
        self.shares.retain(|_, share| !share.is_idle(now, limits));
        self.shares.values_mut().for_each(|share| share.age(now));
        self.join(limits)
    }

    fn join(&mut self, limits: &Limits) -> Vec<(u64, u64)> {
        let mut joined = Vec::new();
        let serials: Vec<u64> = self.events.keys().copied().collect();
        for younger in serials {
            let Some(older) = self.twin(younger, limits) else { continue };
            let Some(other) = self.events.remove(&younger) else { continue };
            self.grid.remove(younger, other.place());
            if let Some(event) = self.events.get_mut(&older) {
                let before = event.place();
                event.take_in(other);
                self.grid.moved(older, before, event.place());
            }
            joined.push((older, younger));
        }
        joined
    }

    /// An older event that could be the same.
    fn twin(&self, serial: u64, limits: &Limits) -> Option<u64> {
        let event = self.events.get(&serial)?;
        self.grid.about(event.place(), limits.reach.0).find(|other| {
            *other < serial && self.events.get(other).is_some_and(|other| other.could_be(event, limits.reach))
        })
    }

    /// The events of now, in the order they began.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Event)> {
        self.events.iter().map(|(serial, event)| (*serial, event))
    }

    /// One event.
    #[must_use]
    pub fn get(&self, serial: u64) -> Option<&Event> {
        self.events.get(&serial)
    }

    /// How many detections of a source were only counted in the flood it is in, and since when; nothing when it is in none.
    pub fn floods(&self) -> impl Iterator<Item = (VehicleId, Timestamp, u64)> {
        self.shares.iter().filter_map(|(vehicle, share)| share.flood().map(|(since, count)| (*vehicle, since, count)))
    }
}

/// What it costs to take a detection for an event: minus twice the logarithm of its likelihood, but for a constant.
fn cost(event: &Event, detection: &Detection, place: Local, reach: f64) -> Option<f64> {
    let (expected, error) = event.expected(detection.at);
    if expected.distance(place).0 > reach {
        return None;
    }
    let spread = error.plus(detection.error);
    let squared = spread.squared_distance(expected, place);
    let other = if event.class == detection.class { 0.0 } else { OTHER_WORD };
    (squared <= GATE).then(|| squared + spread.determinant().ln() + other)
}
