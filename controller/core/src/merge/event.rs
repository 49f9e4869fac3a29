//! Something that goes on at a place, as far as it was seen from the air.

use crate::ids::VehicleId;
use crate::input::{Detection, DetectionClass};
use crate::picture::tracks::filter::{Filter, Motion};
use crate::picture::tracks::track::may_be_one;
use crate::sight::Cov2;
use geodata::{Local, Metres, Timestamp};
use std::collections::BTreeMap;

/// Things move at about 4 m/s each way, and for about 10 seconds as they do: what is out of sight is looked for near.
const SPEED: f64 = 4.0;
const MEMORY: f64 = 10.0;
/// Two estimates of one place lie nearer than this, squared and in deviations, in 99 % (chi-square, two degrees).
const ONE_THING: f64 = 9.21;
/// Two events that began and ended within so many seconds of one another can be one.
const TOGETHER: f64 = 10.0;

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Of what.
    pub class: DetectionClass,
    /// When it was first seen.
    pub first: Timestamp,
    /// When last.
    pub last: Timestamp,
    /// How often it was seen, by all and reckoned with or not.
    pub seen: u64,
    /// Of these, only counted.
    pub withheld: u64,
    /// Mean confidence of those reckoned with, 0 to 1.
    pub confidence: f64,
    /// Who saw it, how often.
    pub by: BTreeMap<VehicleId, u64>,
    filter: Filter,
}

impl Event {
    pub(super) fn begin(detection: &Detection, place: Local) -> Self {
        Self {
            class: detection.class,
            first: detection.at,
            last: detection.at,
            seen: 1,
            withheld: 0,
            confidence: detection.confidence,
            by: BTreeMap::from([(detection.vehicle, 1)]),
            filter: Filter::begin(detection.at, place, detection.error, SPEED, Motion::Calm(SPEED, MEMORY)),
        }
    }

    /// Where it was last.
    #[must_use]
    pub fn place(&self) -> Local {
        self.filter.place()
    }

    /// How far off that may be.
    #[must_use]
    pub fn error(&self) -> Cov2 {
        self.filter.error()
    }

    pub(super) fn expected(&self, at: Timestamp) -> (Local, Cov2) {
        self.filter.expected(at)
    }

    pub(super) fn count(&mut self, detection: &Detection, withheld: bool) {
        self.seen += 1;
        self.withheld += u64::from(withheld);
        *self.by.entry(detection.vehicle).or_default() += 1;
        self.first = self.first.min(detection.at);
        self.last = self.last.max(detection.at);
    }

    pub(super) fn update(&mut self, detection: &Detection, place: Local) {
        self.filter.update(detection.at, place, detection.error);
        let reckoned = (self.seen - self.withheld).max(1) as f64;
        self.confidence += (detection.confidence - self.confidence) / reckoned;
        if self.class == DetectionClass::Object {
            self.class = detection.class;
        }
    }

    /// Whether another is where this is, at the same time.
    pub(super) fn could_be(&self, other: &Self, reach: Metres) -> bool {
        let together = |a: &Self, b: &Self| a.first.since(b.last).0 <= TOGETHER;
        let at = self.last.max(other.last);
        let ((here, error), (there, doubt)) = (self.expected(at), other.expected(at));
        may_be_one(self.class, other.class)
            && together(self, other)
            && together(other, self)
            && here.distance(there).0 <= reach.0
            && error.plus(doubt).squared_distance(here, there) <= ONE_THING
    }

    pub(super) fn take_in(&mut self, other: Self) {
        let (ours, theirs) = (self.seen as f64, other.seen as f64);
        self.confidence = (self.confidence * ours + other.confidence * theirs) / (ours + theirs);
        self.seen += other.seen;
        self.withheld += other.withheld;
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
        for (vehicle, count) in other.by {
            *self.by.entry(vehicle).or_default() += count;
        }
        if self.class == DetectionClass::Object {
            self.class = other.class;
        }
        if other.filter.error().determinant() < self.filter.error().determinant() {
            self.filter = other.filter;
        }
    }
}
