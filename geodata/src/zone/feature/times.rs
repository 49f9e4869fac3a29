//! The hours, days and dates of a zone's properties.

use super::Reader;
use crate::finding::Finding;
use crate::layers::Value;
use crate::layers::faults::short;
use crate::units::Timestamp;
use crate::zone::Hours;
use crate::zone::eurocae::parse_offset;
use crate::zone::schedule::{Date, Days, Exception, Period, Schedule, Span};
use crate::zone::words::parse_moment;

const MINUTE: i64 = 60_000_000;

impl Reader<'_> {
    /// When it holds; nothing after a fault.
    pub(super) fn schedule(&mut self) -> Option<Schedule> {
        let whole = match self.feature.properties.get("schedule") {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(serde_json::from_str(text)),
            Some(object @ Value::Object(_)) => Some(serde_json::from_value(object.clone())),
            _ => None,
        };
        match whole {
            Some(Ok(schedule)) => Some(schedule),
            Some(Err(error)) => {
                self.fault(
                    "zone-schedule",
                    format!("schedule cannot be read: {error}"),
                    "Write it as zones.json does, or use hours and days",
                );
                None
            }
            None => self.worded(),
        }
    }

    fn worded(&mut self) -> Option<Schedule> {
        let before = self.faults.len();
        let words = ["hours", "days", "from", "until", "except", "utc_offset"].map(|key| self.text(key));
        let [hours, days, from, until, except, offset] = &words;
        if [hours, days, from, until, except].iter().all(|word| word.is_empty()) {
            return Some(Schedule::default());
        }
        let clock = match offset.as_str() {
            "" => None,
            "Z" | "UTC" => Some(0),
            text => self.known("utc_offset", text, parse_offset(text), "+08:00"),
        };
        let moments = [from, until].iter().all(|word| word.is_empty() || parse_moment(word).is_some());
        let local = !(hours.is_empty() && days.is_empty() && except.is_empty() && moments);
        if local && offset.is_empty() {
            self.fault(
                "zone-clock",
                "it has hours or days and no utc_offset",
                "Give utc_offset, such as +08:00 in China",
            );
        }
        let clock = clock.unwrap_or(0);
        let days =
            if days.is_empty() { Some(Days::ALL) } else { self.known("days", days, parse_days(days), "mon-fri") };
        let hours = if hours.is_empty() {
            Some(vec![Hours::ALL_DAY])
        } else {
            self.known("hours", hours, parse_hours(hours), "08:00-18:00")
        };
        let from = self.day("from", from, clock, 0);
        let until = self.day("until", until, clock, 1);
        let except = self.exceptions(except);
        let (Some(days), Some(hours), true) = (days, hours, self.faults.len() == before) else { return None };
        let whole = days == Days::ALL && hours == [Hours::ALL_DAY];
        let spans = if whole { Vec::new() } else { hours.into_iter().map(|hours| Span { days, hours }).collect() };
        Some(Schedule { utc_offset_min: clock, periods: vec![Period { from, until, spans }], exceptions: except })
    }

    fn known<T>(&mut self, key: &str, text: &str, value: Option<T>, like: &str) -> Option<T> {
        if value.is_none() {
            let say = format!("{key} is {:?}", short(text));
            self.faults.push(Finding::new("zone-times", &self.feature.at, say, format!("Write it like {like}")));
        }
        value
    }

    /// A moment, or midnight of a day; `after` counts days on, so that a last day is included.
    fn day(&mut self, key: &str, text: &str, clock: i16, after: i64) -> Option<Timestamp> {
        if text.is_empty() {
            return None;
        }
        let midnight = |date: Date| Timestamp(((i64::from(date.0) + after) * 1440 - i64::from(clock)) * MINUTE);
        let at = parse_moment(text).or_else(|| Date::parse(text).map(midnight));
        self.known(key, text, at, "2026-05-01")
    }

    fn exceptions(&mut self, text: &str) -> Vec<Exception> {
        let words: Vec<String> = text.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
        let date = |word: String| self.known("except", &word, Date::parse(&word), "2026-05-01,2026-10-01");
        words.into_iter().filter_map(date).map(|date| Exception { date, hours: Vec::new() }).collect()
    }
}

/// `mon-fri`, `sat,sun`; a range may wrap the week.
fn parse_days(text: &str) -> Option<Days> {
    let mut all = 0u8;
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (Days::parse(from)?.0.trailing_zeros(), Days::parse(to)?.0.trailing_zeros());
        let count = (to + 7 - from) % 7;
        (0..=count).for_each(|i| all |= 1 << ((from + i) % 7));
    }
    Some(Days(all))
}

/// `08:00-12:00,14:00-18:00`.
fn parse_hours(text: &str) -> Option<Vec<Hours>> {
    text.split(',').map(span).collect()
}

fn span(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once(['-', '–'])?;
    let (from_minute, to_minute) = (minute(from)?, minute(to)?);
    (from_minute < 1440).then_some(Hours { from_minute, to_minute })
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (minute < 60 && hour <= 24 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
}
