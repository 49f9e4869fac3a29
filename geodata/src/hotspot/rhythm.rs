//! When a hotspot counts: by the hour of the week on a stated clock, other on special days, fading with age.
//!
//! The clock is a fixed offset from UTC: rules of daylight saving change by decree, and the same file must mean the same
//! on every machine. Where clocks are changed, the hours are an hour off for a part of the year.

use crate::finding::Finding;
use crate::units::Timestamp;
use crate::zone::Hours;
use chrono::{Datelike, NaiveDate, Timelike};

/// Hours of a week.
pub const HOURS_OF_WEEK: usize = 168;

/// The share of a hotspot's weight in each hour, `0..=1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rhythm {
    /// Minutes the clock is ahead of UTC, `-840..=840`; 480 in China.
    pub utc_offset_min: i16,
    /// One share for each hour of the week, the first is Monday from 00:00 to 01:00; nothing means 1 at all hours.
    pub week: Option<Box<[f64; HOURS_OF_WEEK]>>,
    /// Days that are not like their day of the week. Where several name a day, the first in this list holds, so that the
    /// particular goes before the general.
    pub special: Vec<SpecialDays>,
}

/// Days that have hours of their own: holidays, fairs, matches.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecialDays {
    /// What they are, such as `春节` or `market day`.
    pub name: String,
    /// The days, on the rhythm's clock.
    pub dates: Vec<NaiveDate>,
    /// The share of each hour of such a day, instead of the week's.
    pub hours: [f64; 24],
}

impl Rhythm {
    /// From spans of the day in minutes of UTC; an hour that is covered in part has that part as its share. No spans
    /// mean always.
    #[must_use]
    pub fn of_spans(spans: &[Hours]) -> Self {
        if spans.is_empty() {
            return Self::default();
        }
        let covered = |minute: i64| spans.iter().any(|span| span.contains(Timestamp::from_millis(minute * 60_000)));
        let mut week = Box::new([0.0; HOURS_OF_WEEK]);
        for (hour, share) in (0i64..).zip(week.iter_mut()) {
            let minutes = (0..60).filter(|minute| covered(hour % 24 * 60 + minute)).count();
            *share = minutes as f64 / 60.0;
        }
        Self { week: Some(week), ..Self::default() }
    }

    /// The share at a moment, `0..=1`.
    #[must_use]
    pub fn share(&self, at: Timestamp) -> f64 {
        let Some((date, hour)) = self.local(at) else { return 0.0 };
        let special = self.special.iter().find(|days| days.dates.contains(&date));
        let day = date.weekday().num_days_from_monday() as usize;
        match (special, &self.week) {
            (Some(days), _) => days.hours.get(hour).copied().unwrap_or(0.0),
            (None, Some(week)) => week.get(day * 24 + hour).copied().unwrap_or(0.0),
            (None, None) => 1.0,
        }
    }

    /// The hour of the week at a moment, `0..168`; nothing beyond the ends of the calendar.
    #[must_use]
    pub fn hour_of_week(&self, at: Timestamp) -> Option<usize> {
        let (date, hour) = self.local(at)?;
        Some(date.weekday().num_days_from_monday() as usize * 24 + hour)
    }

    /// What cannot be: every fault, as (where, what).
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let fault = |at: &str, say: &str| Finding::new("hotspot-rhythm", at, say, "Mend the hours of the hotspot");
        let is_share = |share: &f64| (0.0..=1.0).contains(share);
        let mut faults = Vec::new();
        if !(-840..=840).contains(&self.utc_offset_min) {
            faults.push(fault("utc_offset_min", "the clock is more than 14 hours off UTC"));
        }
        if self.week.iter().any(|week| !week.iter().all(is_share)) {
            faults.push(fault("week", "the share of an hour is not within 0 and 1"));
        }
        for days in &self.special {
            if !days.hours.iter().all(is_share) {
                faults.push(fault(&days.name, "the share of an hour is not within 0 and 1"));
            }
            if days.dates.is_empty() {
                faults.push(fault(&days.name, "special days without a date never come"));
            }
        }
        faults
    }

    fn local(&self, at: Timestamp) -> Option<(NaiveDate, usize)> {
        let shifted = at.0.checked_add(i64::from(self.utc_offset_min) * 60_000_000)?;
        let moment = chrono::DateTime::from_timestamp_micros(shifted)?;
        Some((moment.date_naive(), moment.hour() as usize))
    }
}

/// How a weight fades: halved for every half-life since the last count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decay {
    /// Days in which it halves, above 0.
    pub half_life_days: f64,
    /// The moment of the last count.
    pub last_count: Timestamp,
}

impl Decay {
    /// What is left at a moment: 1 up to the last count, then `2^(-age / half-life)`.
    #[must_use]
    pub fn left(self, at: Timestamp) -> f64 {
        let days = at.since(self.last_count).0 / 86_400.0;
        if days <= 0.0 { 1.0 } else { (-days / self.half_life_days).exp2() }
    }
}
