//! A straight flight in space and time against zones: which parts of it lie in a zone, between floor and ceiling, while
//! the zone holds.
//!
//! Height and time run evenly along a leg. A limit above ground follows the terrain: the ground under a stretch of at
//! most [`STEP`] metres is bounded from samples with a margin, and the answer errs to the safe side - a part that may be
//! in a zone to keep out of is in it, a part that may be outside of a keep-in zone is outside.

use super::draft::Limit;
use super::gate::{Zone, more_is_safe};
use super::intervals::{self, Fractions};
use super::schedule::Schedule;
use crate::frame::Local;
use crate::terrain::Terrain;
use crate::units::{Amsl, Metres, Seconds, Timestamp};

/// Ground is looked at in stretches of at most this many metres; elevation models have 30 m and more between posts.
const STEP: f64 = 10.0;
/// The most stretches of one leg in one zone; longer legs are looked at more coarsely, with the wider bounds that give.
const STRETCHES: f64 = 4096.0;
/// The ground between samples may be this much higher or lower than they and their spread tell, in metres.
const BETWEEN: f64 = 1.0;

/// A straight flight from one place, height and moment to another, evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Where it begins.
    pub from: Local,
    /// How high it begins.
    pub from_height: Amsl,
    /// Where it ends.
    pub to: Local,
    /// How high it ends.
    pub to_height: Amsl,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends, not before it begins.
    pub end: Timestamp,
}

/// A point of a leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// How far along the leg: 0 at its beginning, 1 at its end.
    pub fraction: f64,
    /// Where.
    pub place: Local,
    /// How high.
    pub height: Amsl,
    /// When.
    pub at: Timestamp,
}

/// A part of a leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Where it begins.
    pub enter: Moment,
    /// Where it ends; the same as `enter` for a mere touch.
    pub leave: Moment,
}

/// A part of a leg that lies in a zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// The part.
    pub part: Part,
}

impl Leg {
    /// A point of the leg, `fraction` along it.
    #[must_use]
    pub fn moment(&self, fraction: f64) -> Moment {
        let (low, high) = (self.from_height.0, self.to_height.0);
        Moment {
            fraction,
            place: self.from.toward(self.to, fraction),
            height: Amsl(low + (high - low) * fraction),
            at: self.start.plus(Seconds(self.end.since(self.start).0 * fraction)),
        }
    }

    pub(super) fn part(&self, [low, high]: [f64; 2]) -> Part {
        Part { enter: self.moment(low), leave: self.moment(high) }
    }

    /// Whether every number of it is one.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        let numbers = [self.from.x, self.from.y, self.to.x, self.to.y, self.from_height.0.0, self.to_height.0.0];
        numbers.iter().all(|n| n.is_finite())
    }

    fn height(&self, fraction: f64) -> f64 {
        self.from_height.0.0 + (self.to_height.0.0 - self.from_height.0.0) * fraction
    }

    /// The parts of the leg while a schedule holds.
    pub(super) fn during(&self, schedule: &Schedule) -> Fractions {
        if schedule.always() {
            return vec![[0.0, 1.0]];
        }
        let (first, last) = (self.start.min(self.end), self.start.max(self.end));
        let windows = schedule.windows(first, last);
        if self.end <= self.start {
            // No time passes, or it runs backwards: then every moment of it counts.
            return if windows.is_empty() { Vec::new() } else { vec![[0.0, 1.0]] };
        }
        let whole = self.end.since(self.start).0;
        let fraction = |at: Timestamp| (at.since(self.start).0 / whole).clamp(0.0, 1.0);
        let mut parts: Fractions = windows.into_iter().map(|[a, b]| [fraction(a), fraction(b)]).collect();
        intervals::merge(&mut parts);
        parts
    }
}

impl Zone {
    /// The parts of a leg that lie in the zone while it holds; touching counts. Where the ground leaves a doubt, a part
    /// counts as inside, but for keep-in zones, where it counts as outside. A leg that is not all numbers lies wholly
    /// inside, or for a keep-in zone nowhere.
    #[must_use]
    pub fn parts(&self, leg: &Leg, terrain: &Terrain) -> Vec<Part> {
        self.spans(leg, terrain).into_iter().map(|span| leg.part(span)).collect()
    }

    pub(super) fn spans(&self, leg: &Leg, terrain: &Terrain) -> Fractions {
        let generous = more_is_safe(self.kind);
        if !leg.is_finite() {
            return if generous { vec![[0.0, 1.0]] } else { Vec::new() };
        }
        let mut spans = self.fractions(leg.from, leg.to);
        if spans.is_empty() {
            return spans;
        }
        if (self.floor, self.ceiling) != (Limit::Open, Limit::Open) {
            spans = spans.into_iter().flat_map(|span| self.between(leg, span, terrain, generous)).collect();
            intervals::merge(&mut spans);
        }
        if spans.is_empty() || self.schedule.always() {
            return spans;
        }
        intervals::both(&spans, &leg.during(&self.schedule))
    }

    /// The parts of `span` between floor and ceiling.
    fn between(&self, leg: &Leg, span: [f64; 2], terrain: &Terrain, generous: bool) -> Fractions {
        let over_ground = [self.floor, self.ceiling].iter().any(|limit| matches!(limit, Limit::Agl(_)));
        let level = match terrain {
            _ if !over_ground => Some(Amsl::default()),
            Terrain::Flat(height) => Some(*height),
            Terrain::Grid(_) => None,
        };
        if let Some(ground) = level {
            return self.band(leg, span, [ground, ground]).into_iter().collect();
        }
        let length = leg.from.distance(leg.to).0 * (span[1] - span[0]);
        let count = (length / STEP).ceil().clamp(1.0, STRETCHES);
        #[allow(clippy::float_cmp)] // whole numbers
        let edge = |i: f64| if i == count { span[1] } else { span[0] + (span[1] - span[0]) * (i / count) };
        let (mut parts, mut i) = (Vec::new(), 0.0);
        while i < count {
            let piece = [edge(i), edge(i + 1.0)];
            let [low, high] =
                ground_under(terrain, leg.from.toward(leg.to, piece[0]), leg.from.toward(leg.to, piece[1]));
            // The lowest floor and the highest ceiling, or the other way round.
            let ground = if generous { [low, high] } else { [high, low] };
            parts.extend(self.band(leg, piece, ground));
            i += 1.0;
        }
        parts
    }

    /// The part of `span` between a floor over one ground and a ceiling over another.
    fn band(&self, leg: &Leg, [mut low, mut high]: [f64; 2], ground: [Amsl; 2]) -> Option<[f64; 2]> {
        let floor = self.floor.over(ground[0]).map_or(f64::NEG_INFINITY, |h| h.0.0);
        let ceiling = self.ceiling.over(ground[1]).map_or(f64::INFINITY, |h| h.0.0);
        let rise = leg.to_height.0.0 - leg.from_height.0.0;
        let at = |height: f64| (height - leg.from_height.0.0) / rise;
        if rise == 0.0
            || (leg.height(low) >= floor
                && leg.height(low) <= ceiling
                && leg.height(high) >= floor
                && leg.height(high) <= ceiling)
        {
            let height = leg.height(low);
            return (height >= floor && height <= ceiling).then_some([low, high]);
        }
        let (enter, leave) = if rise > 0.0 { (at(floor), at(ceiling)) } else { (at(ceiling), at(floor)) };
        (low, high) = (low.max(enter), high.min(leave));
        (low <= high).then_some([low, high])
    }
}

/// Between which heights the ground under a short stretch lies; without end where it is unknown.
fn ground_under(terrain: &Terrain, a: Local, b: Local) -> [Amsl; 2] {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for u in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let Some(ground) = terrain.height(a.toward(b, u)) else {
            return [Amsl(Metres(f64::NEG_INFINITY)), Amsl(Metres(f64::INFINITY))];
        };
        (low, high) = (low.min(ground.0.0), high.max(ground.0.0));
    }
    let margin = BETWEEN + (high - low) / 2.0;
    [Amsl(Metres(low - margin)), Amsl(Metres(high + margin))]
}
