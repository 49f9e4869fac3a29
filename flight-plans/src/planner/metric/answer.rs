//! What a metric answers: a way, or why there is none; and all pairs at once.

use super::cost::Cost;
use geodata::{Finding, Local, Metres, Seconds};
use std::sync::Arc;

/// A fastest way.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Cruising, changes of height for the ground below included.
    pub time: Seconds,
    /// Over ground.
    pub length: Metres,
    /// Percent of a full battery.
    pub battery_percent: f64,
    /// Where it turns, both ends included.
    pub corners: Vec<Local>,
}

/// One end of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Where it begins.
    From,
    /// Where it leads.
    To,
}

/// Why there is no way.
#[derive(Clone, Debug, PartialEq)]
pub enum NoWay {
    /// An end is not a place.
    NoPlace(End),
    /// An end is in a zone or too near to it.
    InZone(End, Arc<str>),
    /// An end is outside of every keep-in zone.
    Outside(End),
    /// The wind lets the aircraft make no way in that direction.
    Wind,
    /// The zones between leave no way.
    WalledIn,
}

impl NoWay {
    /// Its code: `no_place`, `zone_blocks`, `keep_in`, `wind` or `no_way`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPlace(_) => "no_place",
            Self::InZone(..) => "zone_blocks",
            Self::Outside(_) => "keep_in",
            Self::Wind => "wind",
            Self::WalledIn => "no_way",
        }
    }

    /// As a finding about `what`.
    #[must_use]
    pub fn finding(&self, what: impl Into<String>) -> Finding {
        let end = |end: &End| if *end == End::From { "where it starts" } else { "where it leads" };
        let (say, remedy) = match self {
            Self::NoPlace(e) => (format!("{} is not a place", end(e)), "Correct the coordinates"),
            Self::InZone(e, zone) => {
                let say = format!("{} is in {zone} or too near to it", end(e));
                (say, "Move the place, or open the zone first")
            }
            Self::Outside(e) => {
                (format!("{} lies outside of every keep-in zone", end(e)), "Move the place, or widen the keep-in zone")
            }
            Self::Wind => ("it makes no way against the wind".to_owned(), "Wait for less wind"),
            Self::WalledIn => ("the zones leave no way".to_owned(), "Start elsewhere, or open a zone"),
        };
        Finding::new(self.code(), what, say, remedy)
    }
}

/// What is wrong with one place, whichever end it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Spot {
    Clear,
    NoPlace,
    InZone(Arc<str>),
    Outside,
}

impl Spot {
    pub(super) fn fault(&self, end: End) -> Option<NoWay> {
        match self {
            Self::Clear => None,
            Self::NoPlace => Some(NoWay::NoPlace(end)),
            Self::InZone(zone) => Some(NoWay::InZone(end, Arc::clone(zone))),
            Self::Outside => Some(NoWay::Outside(end)),
        }
    }
}

/// Times and energies between all pairs of some places, by their index.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    pub(super) count: usize,
    pub(super) seconds: Vec<f64>,
    pub(super) percent: Vec<f64>,
    pub(super) spots: Vec<Spot>,
    /// Pairs that the wind alone keeps apart, sorted.
    pub(super) against: Vec<(u32, u32)>,
}

impl Matrix {
    /// How many places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no places.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The time from one place to another; nothing when there is no way or no such place.
    #[must_use]
    pub fn time(&self, from: usize, to: usize) -> Option<Seconds> {
        self.cell(&self.seconds, from, to).map(Seconds)
    }

    /// Percent of a full battery from one place to another.
    #[must_use]
    pub fn battery_percent(&self, from: usize, to: usize) -> Option<f64> {
        self.cell(&self.percent, from, to)
    }

    /// All times in seconds, row by row (`from * len + to`); infinite where there is no way.
    #[must_use]
    pub fn seconds(&self) -> &[f64] {
        &self.seconds
    }

    /// All energies in percent of a full battery, row by row; infinite where there is no way.
    #[must_use]
    pub fn percents(&self) -> &[f64] {
        &self.percent
    }

    /// Why there is no way from one place to another; nothing when there is one, or no such place.
    #[must_use]
    pub fn why(&self, from: usize, to: usize) -> Option<NoWay> {
        if from >= self.count || to >= self.count || self.time(from, to).is_some() {
            return None;
        }
        let ends = self.spots[from].fault(End::From).or_else(|| self.spots[to].fault(End::To));
        #[allow(clippy::cast_possible_truncation)] // far fewer places than 2^32
        let against = || self.against.binary_search(&(from as u32, to as u32)).is_ok();
        Some(ends.unwrap_or_else(|| if against() { NoWay::Wind } else { NoWay::WalledIn }))
    }

    pub(super) fn set(&mut self, (from, to): (usize, usize), cost: Cost) {
        let cell = from * self.count + to;
        (self.seconds[cell], self.percent[cell]) = (cost.seconds, cost.percent);
    }

    fn cell(&self, cells: &[f64], from: usize, to: usize) -> Option<f64> {
        let inside = from < self.count && to < self.count;
        inside.then(|| cells[from * self.count + to]).filter(|value| value.is_finite())
    }
}
