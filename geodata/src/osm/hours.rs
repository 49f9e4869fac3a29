//! The hours that conditions in OpenStreetMap name, as a set of minutes of the week.
//!
//! Facts: wiki.openstreetmap.org, pages Conditional_restrictions and Key:opening_hours. Read is what signs say: days and
//! spans of days (`Mo-Fr`, `Sa,Su`), spans of the clock (`07:00-09:00,16:00-18:00`, over midnight too: those belong to the
//! day they begin on), `24/7`, `off`; after `;` a rule takes the place of those before it on its days, after `,` it adds
//! to them. Public holidays (`PH`) are noted and left out, because no calendar says when they are. Months, school
//! holidays, sunrise and everything else is not read.

use crate::roads::Week;
use crate::roads::week::{DAY, WEEK};

/// No value of a tag is longer than 255 signs.
const LONGEST: usize = 255;

const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// Hours that were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    pub week: Week,
    /// Whether public holidays are named, which nobody here knows.
    pub holidays: bool,
}

/// Reads a text; nothing where a part of it is not understood.
pub(super) fn read(text: &str) -> Option<Hours> {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (mut days, mut holidays): (Days, bool) = Default::default();
    for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
        let mut rest = rule;
        let mut adds = false;
        while !rest.is_empty() {
            let (part, after) = Part::read(rest)?;
            holidays |= part.holidays;
            days.take(&part, adds);
            (rest, adds) = (after, true);
        }
    }
    let minute = |(day, span): (u32, &(u16, u16))| {
        let start = day * u32::from(DAY);
        (start + u32::from(span.0), start + u32::from(span.1))
    };
    let spans = (0..).zip(&days.0).flat_map(|(day, spans)| spans.iter().map(move |span| minute((day, span))));
    Some(Hours { week: Week::of(spans), holidays })
}

/// The spans that begin on each day, in its minutes; they may go on into the next day.
#[derive(Default)]
struct Days([Vec<(u16, u16)>; 7]);

impl Days {
    fn take(&mut self, part: &Part, adds: bool) {
        for (spans, _) in self.0.iter_mut().zip(part.days).filter(|(_, named)| *named) {
            if !adds || part.off {
                spans.clear();
            }
            if !part.off {
                spans.extend(&part.spans);
            }
        }
    }
}

/// Some days and some spans of the clock.
struct Part {
    days: [bool; 7],
    spans: Vec<(u16, u16)>,
    off: bool,
    holidays: bool,
}

impl Part {
    /// The first part of a rule, and what comes after the comma behind it.
    fn read(text: &str) -> Option<(Self, &str)> {
        if text == "24/7" {
            return Some((Self { days: [true; 7], spans: vec![(0, DAY)], off: false, holidays: false }, ""));
        }
        let (mut part, mut rest) = Self::days(text)?;
        if let Some(after) = ["off", "closed", "no"].iter().find_map(|word| rest.strip_prefix(word)) {
            part.off = true;
            rest = after.trim_start();
        } else if rest.is_empty() || rest.starts_with(',') {
            part.spans.push((0, DAY));
        } else {
            rest = part.clock(rest)?;
        }
        let after = if rest.is_empty() { rest } else { rest.strip_prefix(',')?.trim_start() };
        (rest.is_empty() || !after.is_empty()).then_some((part, after))
    }

    /// The days at the head; all of them where none are named.
    fn days(text: &str) -> Option<(Self, &str)> {
        let mut part = Self { days: [false; 7], spans: Vec::new(), off: false, holidays: false };
        let (mut rest, mut named) = (text, false);
        loop {
            if let Some(after) = rest.strip_prefix("ph") {
                (part.holidays, rest) = (true, after.trim_start());
            } else if let Some((first, after)) = day(rest) {
                let (last, after) = match after.strip_prefix('-') {
                    Some(after) => day(after.trim_start())?,
                    None => (first, after),
                };
                let long = (last + 7 - first) % 7;
                (0..=long).for_each(|more| part.days[(first + more) % 7] = true);
                rest = after;
            } else if named {
                return None;
            } else {
                part.days = [true; 7];
                return Some((part, rest));
            }
            named = true;
            // A comma before another day goes on with the days; before anything else it is of no concern here.
            match rest.strip_prefix(',').map(str::trim_start) {
                Some(after) if after.starts_with("ph") || day(after).is_some() => rest = after,
                _ => return Some((part, rest.strip_prefix(':').unwrap_or(rest).trim_start())),
            }
        }
    }

    /// Spans of the clock at the head; what comes after them.
    fn clock<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let mut rest = text;
        loop {
            let (from, after) = time(rest)?;
            let (until, after) = time(after.strip_prefix('-')?.trim_start())?;
            let until = if until <= from { until + DAY } else { until };
            (from < DAY && until <= from + DAY).then_some(())?;
            self.spans.push((from, until));
            rest = after;
            match rest.strip_prefix(',').map(str::trim_start) {
                Some(after) if time(after).is_some() => rest = after,
                _ => return Some(rest),
            }
        }
    }
}

/// A day of the week at the head, Monday 0.
fn day(text: &str) -> Option<(usize, &str)> {
    let word = text.get(..2)?;
    let number = DAYS.iter().position(|day| *day == word)?;
    let rest = &text[2..];
    (!rest.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| (number, rest.trim_start()))
}

/// A time of the clock at the head, in minutes from midnight: up to 48:00, as hours past midnight are written.
fn time(text: &str) -> Option<(u16, &str)> {
    let (hours, rest) = text.split_once(':')?;
    let minutes = rest.get(..2)?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(hours) && digits(minutes)).then_some(())?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let at = hours * 60 + minutes;
    (minutes < 60 && at <= 2 * DAY && at < WEEK).then_some((at, rest[2..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The minutes as `Mo 07:00-09:00`, one for each span.
    fn said(text: &str) -> String {
        let Some(hours) = read(text) else { return "not read".to_owned() };
        let at = |minute: u16| {
            format!("{} {:02}:{:02}", DAYS[usize::from(minute / DAY % 7)], minute % DAY / 60, minute % 60)
        };
        let spans: Vec<String> =
            hours.week.spans().iter().map(|span| format!("{} to {}", at(span.0), at(span.1))).collect();
        format!("{}{}", spans.join(", "), if hours.holidays { " ph" } else { "" })
    }

    #[test]
    fn what_signs_say_is_read() {
        for (text, week) in [
            ("Mo 07:00-09:00,16:00-18:00", "mo 07:00 to mo 09:00, mo 16:00 to mo 18:00"),
            ("Mo,We 7:00-09:00", "mo 07:00 to mo 09:00, we 07:00 to we 09:00"),
            ("Mo-Tu", "mo 00:00 to we 00:00"),
            ("Sa-Mo", "mo 00:00 to tu 00:00, sa 00:00 to mo 00:00"),
            ("Su 22:00-06:00", "mo 00:00 to mo 06:00, su 22:00 to mo 00:00"),
            ("Su 22:00-30:00", "mo 00:00 to mo 06:00, su 22:00 to mo 00:00"),
            ("Mo 07:00-09:00, Sa 10:00-12:00", "mo 07:00 to mo 09:00, sa 10:00 to sa 12:00"),
            ("Mo-We 07:00-09:00; Tu off", "mo 07:00 to mo 09:00, we 07:00 to we 09:00"),
            ("Mo-Tu 07:00-09:00; Tu 10:00-11:00", "mo 07:00 to mo 09:00, tu 10:00 to tu 11:00"),
            ("Mo 07:00-09:00; PH off", "mo 07:00 to mo 09:00 ph"),
            ("PH,Su 10:00-11:00", "su 10:00 to su 11:00 ph"),
            ("24/7", "mo 00:00 to mo 00:00"),
            ("00:00-24:00", "mo 00:00 to mo 00:00"),
            ("mo 07:00 - 09:00", "mo 07:00 to mo 09:00"),
        ] {
            assert_eq!(said(text), week, "{text}");
        }
        assert_eq!(
            read("22:00-06:00").unwrap().week,
            Week::of((0..7).map(|day| (day * 1440 + 1320, day * 1440 + 1800)))
        );
    }

    #[test]
    fn what_is_not_understood_is_not_guessed_at() {
        for text in [
            "",
            "sunrise-sunset",
            "dusk-dawn",
            "Apr-Oct",
            "Mo-Fr 07:00",
            "Mo 07:00+",
            "Mo 7-9",
            "SH 07:00-09:00",
            "Mo-",
            "Mo 25:61-26:00",
            "Mo 07:00-09:00,",
            "wet",
            "week 1-10",
            "Mo 07:00-09:00 \"school\"",
            "Monday 07:00-09:00",
            "Mo[1] 07:00-09:00",
            "Ünd 07:00-09:00",
            "Mo 49:00-50:00",
        ] {
            assert_eq!(said(text), "not read", "{text}");
        }
        assert_eq!(said(&"Mo 07:00-09:00;".repeat(40)), "not read", "too long");
    }

    fn clock() -> impl Strategy<Value = (u16, u16)> {
        (0u16..24 * 60, 0u16..24 * 60)
    }

    proptest! {
        #[test]
        fn rules_written_out_are_read_as_the_plain_list_of_minutes(
            rules in prop::collection::vec((0usize..7, 0usize..7, prop::collection::vec(clock(), 0..3), any::<bool>()), 1..4),
        ) {
            let mut plain: [Vec<(u16, u16)>; 7] = Default::default();
            let mut texts = Vec::new();
            for (first, last, spans, off) in &rules {
                let shown = |at: &u16| format!("{:02}:{:02}", at / 60, at % 60);
                let spans: Vec<(u16, u16)> = spans.iter().filter(|(from, until)| from != until).copied().collect();
                let list = spans.iter().map(|(from, until)| format!("{}-{}", shown(from), shown(until)));
                let list = list.collect::<Vec<_>>().join(",");
                texts.push(format!("{}-{} {}", DAYS[*first], DAYS[*last], if *off { "off" } else { &list }));
                let mut day = *first;
                loop {
                    plain[day] = match (off, spans.is_empty()) {
                        (true, _) => vec![],
                        (false, true) => vec![(0, DAY)],
                        (false, false) => spans.clone(),
                    };
                    if day == *last {
                        break;
                    }
                    day = (day + 1) % 7;
                }
            }
            let mut minutes = vec![false; usize::from(WEEK)];
            for (day, spans) in plain.iter().enumerate() {
                for (from, until) in spans {
                    let long = if until <= from { until + DAY - from } else { until - from };
                    for more in 0..long {
                        minutes[(day * usize::from(DAY) + usize::from(from + more)) % usize::from(WEEK)] = true;
                    }
                }
            }
            let read = read(&texts.join("; ")).unwrap();
            for minute in 0..WEEK {
                prop_assert_eq!(read.week.holds(minute), minutes[usize::from(minute)], "{} at {}", texts.join("; "), minute);
            }
        }

        #[test]
        fn garbage_never_panics(text in "[ MoTuWePHoff0-9:;,+-]{0,40}", any in ".{0,40}") {
            let _ = (read(&text), read(&any));
        }
    }
}
