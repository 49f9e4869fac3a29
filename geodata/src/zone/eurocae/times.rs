//! The times of a feature: periods with dates, days of the week and times of day, each with its offset from UTC.

use super::Sheet;
use crate::layers::faults::short;
use crate::layers::json::Json;
use crate::units::Timestamp;
use crate::zone::hours::Hours;
use crate::zone::schedule::{Days, Period, Schedule, Span};
use crate::zone::words::parse_moment;

impl Sheet<'_> {
    /// A list of time periods; none means always.
    pub(in crate::zone) fn schedule(&mut self, key: &str, periods: Option<&Json>) -> Option<Schedule> {
        let list: &[Json] = match periods {
            None | Some(Json::Null) => &[],
            Some(Json::List(list)) => list,
            Some(one @ Json::Object(_)) => std::slice::from_ref(one),
            Some(_) => {
                self.fault("zone-times", key, "it is no list of periods".into(), "Give a list of periods");
                return None;
            }
        };
        let mut clock = None;
        let periods: Vec<Option<Period>> =
            list.iter().enumerate().map(|(i, p)| self.period(&format!("{key}[{i}]"), p, &mut clock)).collect();
        let periods: Vec<Period> = periods.into_iter().collect::<Option<_>>()?;
        Some(Schedule { utc_offset_min: clock.unwrap_or(0), periods, exceptions: Vec::new() })
    }

    fn period(&mut self, key: &str, period: &Json, clock: &mut Option<i16>) -> Option<Period> {
        let permanent =
            period.get("permanent").and_then(Json::as_text).is_some_and(|word| word.eq_ignore_ascii_case("yes"));
        let from = self.moment(&format!("{key}.startDateTime"), either(period, "startDateTime", "startDatetime"));
        let until = self.moment(&format!("{key}.endDateTime"), either(period, "endDateTime", "endDatetime"));
        let spans = match period.get("schedule") {
            None | Some(Json::Null) => Some(Vec::new()),
            Some(Json::List(list)) => {
                let spans: Vec<_> = list
                    .iter()
                    .enumerate()
                    .map(|(i, day)| self.span(&format!("{key}.schedule[{i}]"), day, clock))
                    .collect();
                spans.into_iter().collect()
            }
            Some(one) => self.span(&format!("{key}.schedule"), one, clock).map(|span| vec![span]),
        };
        let (mut from, mut until) = (from?, until?);
        if permanent && (from.is_some() || until.is_some()) {
            self.note("zone-repaired-permanent", key, "it is permanent and has dates; the dates were left out".into());
            (from, until) = (None, None);
        }
        Some(Period { from, until, spans: spans? })
    }

    #[allow(clippy::option_option)] // nothing after a fault; else a moment, or none given
    fn moment(&mut self, key: &str, value: Option<&Json>) -> Option<Option<Timestamp>> {
        let text = match value {
            None | Some(Json::Null) => return Some(None),
            Some(value) => value.as_text().unwrap_or_default(),
        };
        let at = parse_moment(text);
        if at.is_none() {
            let say = format!("{:?} is no moment with its offset from UTC", short(text));
            self.fault("zone-times", key, say, "Write it like 2026-05-01T08:00:00Z");
        }
        at.map(Some)
    }

    fn span(&mut self, key: &str, day: &Json, clock: &mut Option<i16>) -> Option<Span> {
        let days = self.days(key, day.get("day"));
        let event = ["startEvent", "endEvent"].iter().find_map(|k| day.get(k).and_then(Json::as_text));
        if let Some(event) = event {
            // Dawn and dusk move; the whole day covers them.
            self.note(
                "zone-repaired-daylight",
                key,
                format!("its hours hang on {}; the whole day is taken", short(event)),
            );
            return Some(Span { days: days?, hours: Hours::ALL_DAY });
        }
        let from = self.clock(&format!("{key}.startTime"), day.get("startTime"), false, clock);
        let to = self.clock(&format!("{key}.endTime"), day.get("endTime"), true, clock);
        let (from_minute, to_minute) = (from?, to?);
        Some(Span { days: days?, hours: Hours { from_minute: from_minute % 1440, to_minute } })
    }

    fn days(&mut self, key: &str, value: Option<&Json>) -> Option<Days> {
        let words: Vec<&str> = match value {
            Some(Json::List(list)) => list.iter().map(|w| w.as_text().unwrap_or_default()).collect(),
            Some(Json::Text(word)) => vec![word],
            _ => vec!["ANY"],
        };
        let one = |word: &&str| if word.eq_ignore_ascii_case("any") { Some(Days::ALL) } else { Days::parse(word) };
        let days = words.iter().map(one).try_fold(0u8, |all, day| Some(all | day?.0));
        if days.is_none() {
            self.fault(
                "zone-times",
                &format!("{key}.day"),
                format!("{:?} are no days", short(&words.join(","))),
                "Use MON to SUN or ANY",
            );
        }
        days.map(Days)
    }

    /// A time of day with its offset as a minute; an end is rounded up. Without an offset it is UTC.
    fn clock(&mut self, key: &str, value: Option<&Json>, up: bool, clock: &mut Option<i16>) -> Option<u16> {
        let text = value.and_then(Json::as_text).unwrap_or_default();
        let Some((minute, offset)) = time_of_day(text, up) else {
            self.fault("zone-times", key, format!("{:?} is no time of day", short(text)), "Write it like 08:00:00Z");
            return None;
        };
        if offset.is_none() {
            self.note("zone-repaired-clock", key, format!("{text} has no offset from UTC; UTC is taken"));
        }
        let offset = offset.unwrap_or(0);
        if *clock.get_or_insert(offset) != offset {
            self.fault(
                "zone-times",
                key,
                "the times of one zone are on different clocks".into(),
                "Use one offset from UTC",
            );
            return None;
        }
        Some(minute)
    }
}

fn either<'j>(object: &'j Json, key: &str, other: &str) -> Option<&'j Json> {
    object.get(key).or_else(|| object.get(other))
}

/// `08:00`, `08:00:00.00Z`, `T08:00+02:00` as the minute of the day and the offset in minutes.
fn time_of_day(text: &str, up: bool) -> Option<(u16, Option<i16>)> {
    let text = text.trim().trim_start_matches('T');
    let split = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at_checked(split)?;
    let mut parts = time.split(':');
    let (hour, minute) = (parts.next()?.parse::<u16>().ok()?, parts.next()?.parse::<u16>().ok()?);
    let seconds = parts.next().map_or(Some(0.0), |s| s.parse::<f64>().ok())?;
    let fits = hour <= 24 && minute < 60 && (0.0..60.0).contains(&seconds) && parts.next().is_none();
    if !fits {
        return None;
    }
    let total = hour * 60 + minute + u16::from(up && seconds > 0.0);
    (total <= 1440).then_some(())?;
    Some((total, offset_of(offset)?))
}

#[allow(clippy::option_option)] // nothing for no offset at all, an error for a wrong one
fn offset_of(text: &str) -> Option<Option<i16>> {
    match text {
        "" => Some(None),
        "Z" | "z" => Some(Some(0)),
        _ => parse_offset(text).map(Some),
    }
}

/// `+08:00`, `-0330` or `+8` as minutes.
pub(in crate::zone) fn parse_offset(text: &str) -> Option<i16> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i16>().ok()?, 0),
        4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}
