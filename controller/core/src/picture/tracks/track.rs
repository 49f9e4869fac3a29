//! One thing that is seen, by whoever sees it.

use super::filter::{Filter, Motion};
use crate::ids::VehicleId;
use crate::input::{Detection, DetectionClass};
use crate::sight::{Cov2, ellipse};
use geodata::{Local, Metres, Seconds, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Deviation of what seen things accelerate by, in m/s²: a person who walks or drives starts and stops.
const ACCELERATION: f64 = 1.0;
/// Deviation of a speed nobody knows yet, in m/s each way.
const FIRST_SPEED: f64 = 5.0;
/// So many others are remembered as another thing.
const MOST_OTHERS: usize = 32;

/// How sure a track is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackState {
    /// Seen, not often enough.
    Tentative,
    /// Seen often enough.
    Confirmed,
    /// Not seen for a moment.
    Coasting,
}

/// Something that is seen again and again, by one aircraft or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// What.
    pub class: DetectionClass,
    /// How sure.
    pub state: TrackState,
    /// How often seen, by all.
    pub hits: u32,
    /// When last seen.
    pub last: Timestamp,
    /// Mean confidence, 0 to 1.
    pub confidence: f64,
    /// Tells it from others, no more.
    pub(super) serial: u64,
    /// Who sees it, and when last.
    pub(super) seen_by: BTreeMap<VehicleId, Timestamp>,
    /// Which others one picture has shown beside it: it is none of them.
    others: BTreeSet<u64>,
    filter: Filter,
}

impl Track {
    pub(super) fn begin(serial: u64, detection: &Detection, place: Local) -> Self {
        Self {
            class: detection.class,
            state: TrackState::Tentative,
            hits: 1,
            last: detection.at,
            confidence: detection.confidence,
            serial,
            seen_by: BTreeMap::from([(detection.vehicle, detection.at)]),
            others: BTreeSet::new(),
            filter: Filter::begin(detection.at, place, detection.error, FIRST_SPEED, Motion::Free(ACCELERATION)),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Local {
        self.filter.place()
    }

    /// How far off [`Track::place`] may be.
    #[must_use]
    pub fn error(&self) -> Cov2 {
        self.filter.error()
    }

    /// The 68 % radius of [`Track::place`].
    #[must_use]
    pub fn accuracy(&self) -> Metres {
        self.error().radius(ellipse::TOLD)
    }

    /// Whose cameras see it, in the order of their numbers.
    pub fn seen_by(&self) -> impl Iterator<Item = VehicleId> {
        self.seen_by.keys().copied()
    }

    /// When an aircraft last saw it.
    #[must_use]
    pub fn seen(&self, by: VehicleId) -> Option<Timestamp> {
        self.seen_by.get(&by).copied()
    }

    pub(super) fn expected(&self, at: Timestamp) -> (Local, Cov2) {
        self.filter.expected(at)
    }

    pub(super) fn update(&mut self, detection: &Detection, place: Local) {
        self.filter.update(detection.at, place, detection.error);
        if self.class == DetectionClass::Object {
            self.class = detection.class;
        }
        self.hits = self.hits.saturating_add(1);
        self.confidence += (detection.confidence - self.confidence) / f64::from(self.hits);
        self.last = self.last.max(detection.at);
        let seen = self.seen_by.entry(detection.vehicle).or_insert(detection.at);
        *seen = (*seen).max(detection.at);
    }

    /// One picture shows it beside another.
    pub(super) fn is_not(&mut self, other: u64) {
        if self.others.len() < MOST_OTHERS && other != self.serial {
            self.others.insert(other);
        }
    }

    /// Whether it was ever seen beside another.
    pub(super) fn was_beside(&self, other: &Self) -> bool {
        self.others.contains(&other.serial) || other.others.contains(&self.serial)
    }

    /// Another turned out to be this.
    pub(super) fn take_in(&mut self, other: &Self) {
        let (ours, theirs) = (f64::from(self.hits), f64::from(other.hits));
        self.confidence = (self.confidence * ours + other.confidence * theirs) / (ours + theirs);
        if self.class == DetectionClass::Object {
            self.class = other.class;
        }
        self.hits = self.hits.saturating_add(other.hits);
        self.last = self.last.max(other.last);
        for (vehicle, at) in &other.seen_by {
            let seen = self.seen_by.entry(*vehicle).or_insert(*at);
            *seen = (*seen).max(*at);
        }
        for number in &other.others {
            self.is_not(*number);
        }
        // Both saw the same thing, perhaps with the same errors: the surer one's word, not the sum of both.
        if other.error().determinant() < self.error().determinant() {
            self.filter = other.filter.clone();
        }
    }

    /// Forgets who has not seen it for so long.
    pub(super) fn age(&mut self, now: Timestamp, coasts: Seconds, dropped: Seconds) {
        self.seen_by.retain(|_, seen| now.since(*seen) <= dropped);
        if self.state == TrackState::Confirmed && now.since(self.last) > coasts {
            self.state = TrackState::Coasting;
        }
    }
}

/// Whether two words can mean one thing: a camera that only follows does not know what.
pub(crate) fn may_be_one(one: DetectionClass, other: DetectionClass) -> bool {
    one == other || [one, other].contains(&DetectionClass::Object)
}
