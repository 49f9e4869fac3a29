//! Moments, dates and days as the district's files write them, and a schedule and limits in words for people.

use super::draft::Limit;
use super::schedule::{Date, Days, Period, Schedule};
use crate::units::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match chrono::NaiveDate::from_epoch_days(self.0) {
            Some(date) => write!(f, "{date}"),
            None => write!(f, "day {}", self.0),
        }
    }
}

impl Date {
    /// From `YYYY-MM-DD`; nothing when it is no day of the calendar.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        chrono::NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok().map(|date| Self(date.to_epoch_days()))
    }
}

impl Days {
    /// From one day's first three letters in English, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let low = text.trim().to_lowercase();
        let short = low.get(..3).unwrap_or(&low);
        DAYS.iter().position(|day| *day == short).map(|at| Self(1 << at))
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> =
            (0..7).filter(|d| self.has(*d)).filter_map(|d| DAYS.get(usize::try_from(d).ok()?)).copied().collect();
        f.write_str(&names.join(","))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is no date like 2026-05-01")))
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let days = text.split(',').map(Self::parse).try_fold(0, |all, day| Some(all | day?.0));
        days.map(Self).ok_or_else(|| D::Error::custom(format!("{text:?} are no days like mon,tue")))
    }
}

/// A moment as `2026-05-01T00:00:00Z`.
pub(super) mod moment {
    use super::*;

    #[allow(clippy::ref_option)] // serde asks for a reference
    pub(in crate::zone) fn serialize<S: Serializer>(at: &Option<Timestamp>, s: S) -> Result<S::Ok, S::Error> {
        let text = at.and_then(|at| chrono::DateTime::from_timestamp_micros(at.0));
        text.map(|t| t.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)).serialize(s)
    }

    pub(in crate::zone) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Timestamp>, D::Error> {
        let Some(text) = Option::<String>::deserialize(d)? else { return Ok(None) };
        let at = parse_moment(&text);
        at.map(Some).ok_or_else(|| D::Error::custom(format!("{text:?} is no moment like 2026-05-01T00:00:00Z")))
    }
}

/// A moment of RFC 3339, with its own offset.
pub(super) fn parse_moment(text: &str) -> Option<Timestamp> {
    chrono::DateTime::parse_from_rfc3339(text.trim()).ok().map(|t| Timestamp(t.timestamp_micros()))
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::Amsl(height) => write!(f, "{} m AMSL", round(height.0.0)),
            Self::Agl(height) => write!(f, "{} m AGL", round(height.0.0)),
        }
    }
}

/// At most one decimal, and none when it says nothing.
fn round(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}

impl fmt::Display for Schedule {
    /// `always`, or the periods in words, such as `mon,tue 08:00-18:00 UTC+08:00; not on 2026-05-01`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.always() {
            return f.write_str("always");
        }
        let mut parts: Vec<String> = self.periods.iter().map(period).collect();
        if parts.is_empty() {
            parts.push("always".into());
        }
        for e in &self.exceptions {
            let hours: Vec<String> = e.hours.iter().map(|h| clock(h.from_minute, h.to_minute)).collect();
            let word = if hours.is_empty() { "not on" } else { "on" };
            parts.push([word.to_owned(), e.date.to_string()].into_iter().chain(hours).collect::<Vec<_>>().join(" "));
        }
        let (sign, offset) = (if self.utc_offset_min < 0 { '-' } else { '+' }, self.utc_offset_min.unsigned_abs());
        write!(f, "{}", parts.join("; "))?;
        match offset {
            0 => f.write_str(" UTC"),
            _ => write!(f, " UTC{sign}{:02}:{:02}", offset / 60, offset % 60),
        }
    }
}

fn period(p: &Period) -> String {
    let date =
        |at: Timestamp| chrono::DateTime::from_timestamp_micros(at.0).map(|t| t.format("%Y-%m-%dT%H:%MZ").to_string());
    let mut words = Vec::new();
    words.extend(p.from.and_then(date).map(|at| format!("from {at}")));
    words.extend(p.until.and_then(date).map(|at| format!("until {at}")));
    for span in &p.spans {
        let days = if span.days == Days::ALL { "daily".to_owned() } else { span.days.to_string() };
        words.push(format!("{days} {}", clock(span.hours.from_minute, span.hours.to_minute)));
    }
    words.join(" ")
}

fn clock(from: u16, to: u16) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}
