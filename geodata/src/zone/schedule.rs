//! When a zone holds: weekly hours on a clock of stated offset, within dates, with special days. Kept simple and exact.
//!
//! The clock is a fixed offset from UTC, not a named time zone: rules of daylight saving change by decree, and a zone
//! must mean the same on every machine. A span belongs to the day it starts on; one that wraps midnight runs into the
//! next morning, even when that next day is an exception. A special day replaces what starts on it.

use super::hours::Hours;
use super::intervals;
use super::limits;
use super::words::moment;
use crate::units::Timestamp;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 1440;

/// A day of the calendar: days since 1970-01-01 on the schedule's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub i32);

/// A set of days of the week; bit 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub u8);

/// Hours on some days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The days it starts on.
    pub days: Days,
    /// The hours.
    pub hours: Hours,
}

/// A stretch of time with weekly hours in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Period {
    /// The first moment; nothing means since ever.
    #[serde(skip_serializing_if = "Option::is_none", with = "moment")]
    pub from: Option<Timestamp>,
    /// The moment after the last; nothing means without end.
    #[serde(skip_serializing_if = "Option::is_none", with = "moment")]
    pub until: Option<Timestamp>,
    /// Weekly hours; none means all the time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// A day that is not like its day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The day.
    pub date: Date,
    /// What starts on that day instead; none means nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
}

/// When something holds. The empty schedule is "always".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    /// Minutes the clock is ahead of UTC, `-840..=840`; 480 in China.
    #[serde(skip_serializing_if = "is_zero")]
    pub utc_offset_min: i16,
    /// It holds in any of these; none means always.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
    /// Special days, within the dates of the periods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_zero(n: &i16) -> bool {
    *n == 0
}

impl Days {
    /// All seven.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);

    /// Whether a day, 0 for Monday, is in it.
    #[must_use]
    pub fn has(self, day: i64) -> bool {
        (0..7).contains(&day) && self.0 >> day & 1 == 1
    }
}

impl Schedule {
    /// Every day between two minutes of the day of UTC.
    #[must_use]
    pub fn daily(hours: Hours) -> Self {
        let spans = vec![Span { days: Days::ALL, hours }];
        Self { periods: vec![Period { spans, ..Period::default() }], ..Self::default() }
    }

    /// Whether it holds at all times.
    #[must_use]
    pub fn always(&self) -> bool {
        let whole = |p: &Period| p.from.is_none() && p.until.is_none() && p.spans.is_empty();
        self.exceptions.is_empty() && (self.periods.is_empty() || self.periods.iter().any(whole))
    }

    /// Whether it holds at this moment.
    #[must_use]
    pub fn active(&self, at: Timestamp) -> bool {
        if self.always() {
            return true;
        }
        let minute = self.local_minute(at);
        let today = minute.div_euclid(DAY);
        let within = |p: &Period| p.from.is_none_or(|from| from <= at) && p.until.is_none_or(|until| at < until);
        let started = |p: &Period, day: i64| {
            self.starting(p, day).any(|h| {
                let start = day * DAY + i64::from(h.from_minute);
                (start..start + h.length()).contains(&minute)
            })
        };
        self.periods_or_always().any(|p| within(p) && (started(p, today) || started(p, today - 1)))
    }

    /// Whether it holds at any moment from `from` to `to`, both included.
    #[must_use]
    pub fn active_within(&self, from: Timestamp, to: Timestamp) -> bool {
        self.always() || !self.windows(from, to).is_empty()
    }

    /// When it holds from `from` to `to`: stretches in order that do not touch, their starts included and their ends
    /// not, cut to the question but for a last microsecond. At most 100 days ahead; later than that the answer is "it
    /// holds", to be on the safe side.
    #[must_use]
    pub fn windows(&self, from: Timestamp, to: Timestamp) -> Vec<[Timestamp; 2]> {
        let end = to.0.saturating_add(1);
        let far = from.0.saturating_add(100 * DAY * MINUTE);
        let near = end.min(far);
        let mut found: Vec<[i64; 2]> = Vec::new();
        if self.always() {
            found.push([from.0, end]);
        } else {
            for period in self.periods_or_always() {
                let low = period.from.map_or(from.0, |t| t.0.max(from.0));
                let high = period.until.map_or(near, |t| t.0.min(near));
                self.cut(period, low, high, &mut found);
            }
            found.push([far, end]);
        }
        found.retain(|[a, b]| a < b);
        intervals::merge_whole(&mut found);
        found.into_iter().map(|[a, b]| [Timestamp(a), Timestamp(b)]).collect()
    }

    /// The next moment after `at` when it starts or ends to hold; nothing within 100 days.
    #[must_use]
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let end = Timestamp(at.0.saturating_add(99 * DAY * MINUTE));
        let windows = self.windows(at, end);
        let first = windows.first()?;
        let change = if first[0] > at { first[0] } else { first[1] };
        (change < end).then_some(change)
    }

    fn cut(&self, period: &Period, low: i64, high: i64, found: &mut Vec<[i64; 2]>) {
        if low >= high {
            return;
        }
        let days = [low, high].map(|t| self.local_minute(Timestamp(t)).div_euclid(DAY));
        for day in days[0] - 1..=days[1] {
            for hours in self.starting(period, day) {
                let start = (day * DAY + i64::from(hours.from_minute) - i64::from(self.utc_offset_min)) * MINUTE;
                found.push([start.max(low), (start + hours.length() * MINUTE).min(high)]);
            }
        }
    }

    /// What starts on a day, given as days since 1970 of this clock.
    fn starting<'a>(&'a self, period: &'a Period, day: i64) -> impl Iterator<Item = Hours> + 'a {
        let special = self.exceptions.iter().find(|e| i64::from(e.date.0) == day);
        // 1970-01-01 was a Thursday.
        let weekday = (day + 3).rem_euclid(7);
        let whole = special.is_none() && period.spans.is_empty();
        let usual = period.spans.iter().filter(move |s| special.is_none() && s.days.has(weekday)).map(|s| s.hours);
        let instead = special.into_iter().flat_map(|e| e.hours.iter().copied());
        whole.then_some(Hours::ALL_DAY).into_iter().chain(usual).chain(instead)
    }

    fn periods_or_always(&self) -> impl Iterator<Item = &Period> {
        static ALWAYS: Period = Period { from: None, until: None, spans: Vec::new() };
        self.periods.is_empty().then_some(&ALWAYS).into_iter().chain(&self.periods)
    }

    fn local_minute(&self, at: Timestamp) -> i64 {
        at.0.div_euclid(MINUTE) + i64::from(self.utc_offset_min)
    }

    /// What is wrong with it, in words; nothing when it can be used.
    pub(super) fn fault(&self) -> Option<String> {
        let spans = || self.periods.iter().flat_map(|p| &p.spans);
        let hours = || spans().map(|s| &s.hours).chain(self.exceptions.iter().flat_map(|e| &e.hours));
        let count = self.periods.len() + spans().count() + self.exceptions.len();
        if !(-840..=840).contains(&self.utc_offset_min) {
            return Some(format!("the clock is {} minutes from UTC, over 14 hours", self.utc_offset_min));
        }
        if count > limits::SCHEDULE {
            return Some(format!("the schedule has {count} parts, over {}", limits::SCHEDULE));
        }
        if hours().any(|h| !h.fits()) {
            return Some("the hours lie outside of the day".into());
        }
        if spans().any(|s| s.days.0 & Days::ALL.0 == 0) {
            return Some("a weekly span names no day".into());
        }
        let upside_down = |p: &Period| p.from.zip(p.until).is_some_and(|(from, until)| from >= until);
        if self.periods.iter().any(upside_down) {
            return Some("a period ends before it starts".into());
        }
        let mut dates: Vec<Date> = self.exceptions.iter().map(|e| e.date).collect();
        dates.sort_unstable();
        dates.windows(2).any(|w| w[0] == w[1]).then(|| "a special day is given twice".into())
    }
}
