//! What holds on the roads for a while: closures, speeds seen, and how fast each hour of the week is.
//!
//! Conditions are evaluated for one moment, the moment asked: a way begun now is timed as if they held to its end.
//! Factors multiply speeds: 0.5 takes twice as long. They are held within [`LEAST_FACTOR`]`..=`[`MOST_FACTOR`].

use super::RoadNet;
use super::profile::{Profile, RoadClass};
use super::snap::EdgeId;
use crate::finding::Finding;
use crate::units::Timestamp;
use serde::{Deserialize, Serialize};

/// Slower than this share of its speed a road does not get; it is closed instead.
pub const LEAST_FACTOR: f64 = 0.01;

/// Faster than this many times its speed a road does not get.
pub const MOST_FACTOR: f64 = 10.0;

/// Hours of a week, from Monday midnight.
pub const HOURS: usize = 168;

const WEEK_US: i64 = 7 * 24 * 3_600_000_000;

/// Monday, 5 January 1970, midnight.
const MONDAY_US: i64 = 4 * 24 * 3_600_000_000;

/// Which directions of an edge are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Both.
    #[default]
    Both,
    /// As it is drawn.
    Forward,
    /// Against that.
    Backward,
}

impl Direction {
    /// Whether this direction (`forward`: as drawn) is meant.
    #[must_use]
    pub fn means(self, forward: bool) -> bool {
        match self {
            Self::Both => true,
            Self::Forward => forward,
            Self::Backward => !forward,
        }
    }
}

/// From when to when something holds; open ends hold for ever. The end is not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Span {
    /// First moment.
    pub from: Option<Timestamp>,
    /// First moment after it.
    pub until: Option<Timestamp>,
}

impl Span {
    /// Whether it holds at a moment.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// A closed road.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The edge.
    pub edge: EdgeId,
    /// Which way.
    #[serde(default)]
    pub direction: Direction,
    /// When.
    #[serde(default)]
    pub span: Span,
    /// For whom; nobody named: for all.
    #[serde(default)]
    pub profiles: Vec<Profile>,
}

/// A speed seen or known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveSpeed {
    /// The edge.
    pub edge: EdgeId,
    /// Which way.
    #[serde(default)]
    pub direction: Direction,
    /// How fast.
    pub speed: Pace,
    /// When.
    #[serde(default)]
    pub span: Span,
    /// For whom; nobody named: for all but those on foot.
    #[serde(default)]
    pub profiles: Vec<Profile>,
}

/// How fast a road is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Kilometres per hour; the hour's factor does not apply to what is measured.
    Kph(f64),
    /// A share of the speed without traffic; takes the place of the hour's factor.
    Factor(f64),
}

/// How fast the roads of some classes are in each hour of the week, for some profiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hourly {
    /// The classes; none named: all.
    #[serde(default)]
    pub classes: Vec<RoadClass>,
    /// The profiles; none named: car and motorbike. An emergency vehicle has its own row or none.
    #[serde(default)]
    pub profiles: Vec<Profile>,
    /// One factor an hour from Monday 00:00 local time, [`HOURS`] of them; or 24, the same each day.
    pub factors: Vec<f64>,
}

/// All that holds on the roads of a net.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// Local time is so many minutes ahead of UTC: 480 in China. Nothing where nobody knows: then `hours` are those of
    /// UTC, and what rules of certain hours forbid is forbidden always.
    pub utc_offset_min: Option<i32>,
    /// Closed roads.
    pub closures: Vec<Closure>,
    /// Speeds; of several for one direction that hold at once the last counts.
    pub speeds: Vec<LiveSpeed>,
    /// Hours; of several for one class and profile the last counts.
    pub hours: Vec<Hourly>,
}

impl Conditions {
    /// All faults at once: unknown edges, wrong factors, spans that end before they begin.
    #[must_use]
    pub fn check(&self, net: &RoadNet) -> Vec<Finding> {
        let mut faults = Vec::new();
        let mut fault =
            |at: String, code: &'static str, say: &str, remedy: &str| faults.push(Finding::new(code, &at, say, remedy));
        let known = |edge: EdgeId| (edge.0 as usize) < net.graph.edges.len();
        let backward = |span: &Span| span.from.zip(span.until).is_some_and(|(from, until)| until <= from);
        let spans =
            self.closures.iter().map(|c| (c.edge, c.span)).enumerate().map(|(i, s)| (format!("closures[{i}]"), s));
        let speeds = self.speeds.iter().map(|s| (s.edge, s.span)).enumerate().map(|(i, s)| (format!("speeds[{i}]"), s));
        for (at, (edge, span)) in spans.chain(speeds) {
            if !known(edge) {
                fault(at.clone(), "conditions-edge", "no such road in this net", "Find the road by its place again");
            }
            if backward(&span) {
                fault(at, "conditions-span", "it ends before it begins", "Swap the two moments");
            }
        }
        for (i, speed) in self.speeds.iter().enumerate() {
            let good = match speed.speed {
                Pace::Kph(kph) => kph > 0.0 && kph <= 300.0,
                Pace::Factor(factor) => good_factor(factor),
            };
            if !good {
                let remedy = "Give more than 0 and at most 300 km/h, or a factor of 0.01 to 10; close the road instead";
                fault(format!("speeds[{i}]"), "conditions-speed", "no speed of a road", remedy);
            }
        }
        for (i, hourly) in self.hours.iter().enumerate() {
            if !matches!(hourly.factors.len(), 24 | HOURS) || !hourly.factors.iter().all(|f| good_factor(*f)) {
                let remedy = "Give 24 or 168 factors of 0.01 to 10";
                fault(format!("hours[{i}]"), "conditions-hours", "not one good factor an hour", remedy);
            }
        }
        if self.utc_offset_min.is_some_and(|minutes| !(-14 * 60..=14 * 60).contains(&minutes)) {
            fault("utc_offset_min".to_owned(), "conditions-offset", "more than 14 hours", "Give minutes ahead of UTC");
        }
        faults
    }

    /// The next moment after `at` when something begins or ends: answers change then at the earliest.
    #[must_use]
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let spans = self.closures.iter().map(|c| c.span).chain(self.speeds.iter().map(|s| s.span));
        let ends = spans.flat_map(|span| [span.from, span.until]).flatten().filter(|moment| *moment > at);
        let hour = 3_600_000_000;
        let offset = self.offset_us();
        let local = at.0.saturating_add(offset);
        let next_hour =
            Timestamp(local.saturating_sub(local.rem_euclid(hour)).saturating_add(hour).saturating_sub(offset));
        ends.chain((!self.hours.is_empty()).then_some(next_hour)).min()
    }

    fn offset_us(&self) -> i64 {
        i64::from(self.utc_offset_min.unwrap_or(0)) * 60_000_000
    }

    /// Microseconds since Monday midnight.
    fn week_us(&self, at: Timestamp) -> i64 {
        at.0.saturating_add(self.offset_us()).saturating_sub(MONDAY_US).rem_euclid(WEEK_US)
    }

    /// The minute of the week, where the clock is known.
    pub(super) fn minute(&self, at: Timestamp) -> Option<u16> {
        // Within a week, so it fits.
        self.utc_offset_min.map(|_| (self.week_us(at) / 60_000_000) as u16)
    }

    /// The factor of the hour, for each class and profile.
    pub(super) fn hourly(&self, at: Timestamp, class: RoadClass, profile: Profile) -> Option<f64> {
        let hour = self.week_us(at) / 3_600_000_000;
        let row = self.hours.iter().rev().find(|row| {
            let mine = if row.profiles.is_empty() {
                matches!(profile, Profile::Car | Profile::Motorbike)
            } else {
                row.profiles.contains(&profile)
            };
            mine && (row.classes.is_empty() || row.classes.contains(&class))
        })?;
        // Within a week, so it fits.
        let hour = hour as usize;
        row.factors.get(if row.factors.len() == 24 { hour % 24 } else { hour }).copied()
    }
}

fn good_factor(factor: f64) -> bool {
    (LEAST_FACTOR..=MOST_FACTOR).contains(&factor)
}
