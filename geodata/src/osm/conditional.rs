//! Values that hold under conditions: `no @ (Mo-Fr 07:00-09:00); yes @ (weight<3.5)`.
//!
//! Facts: wiki.openstreetmap.org/wiki/Conditional_restrictions. Several conditions are joined by `AND`; of several values
//! that hold at once the last one counts. Of conditions, hours are read ([`super::hours`]), and those about kinds and
//! sizes of vehicles no patrol has. Any other - wet roads, winter, sunrise - may hold or not, and whoever reads the clause
//! has to reckon with both.

use super::hours;
use crate::roads::Week;

/// More clauses than this in one value are a mistake.
const MOST: usize = 32;

/// A value and when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause<'a> {
    pub value: &'a str,
    /// It holds in these hours at the most.
    pub week: Week,
    /// Whether it holds in all of them; else something else matters that is not known.
    pub sure: bool,
}

/// All clauses of a value that may concern a patrol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clauses<'a> {
    pub list: Vec<Clause<'a>>,
    /// Whether something was not understood.
    pub unread: bool,
    /// Whether public holidays are named, which nobody here knows.
    pub holidays: bool,
}

/// Reads a value.
pub(super) fn read(text: &str) -> Clauses<'_> {
    let mut clauses = Clauses::default();
    for part in parts(text) {
        let Some((value, condition)) = part.split_once('@') else {
            clauses.unread |= !part.trim().is_empty();
            continue;
        };
        if let Some((week, sure)) = clauses.condition(condition) {
            clauses.list.push(Clause { value: value.trim(), week, sure });
        }
    }
    clauses
}

impl Clauses<'_> {
    /// When a condition holds, and whether that is all there is to it; nothing where it never does for a patrol.
    fn condition(&mut self, text: &str) -> Option<(Week, bool)> {
        let text = text.trim().to_ascii_lowercase();
        let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&text);
        let (mut week, mut sure) = (Week::always(), true);
        for part in inner.split(" and ") {
            match meaning(part.trim()) {
                Meaning::Never => return None,
                Meaning::Always => {}
                Meaning::Hours(hours) => {
                    self.holidays |= hours.holidays;
                    week = week.others().or(&hours.week.others()).others();
                }
                Meaning::Unknown => (self.unread, sure) = (true, false),
            }
        }
        (!week.is_never()).then_some((week, sure))
    }
}

/// The clauses, parted by `;` outside of brackets.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0usize;
    let apart = move |sign: char| {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        sign == ';' && depth == 0
    };
    text.split(apart).take(MOST)
}

enum Meaning {
    Hours(hours::Hours),
    Always,
    Never,
    Unknown,
}

/// Sizes no patrol exceeds.
const SIZES: [&str; 6] = ["weight", "length", "width", "height", "axle", "wheels"];

/// Vehicles that are no patrol.
const OTHERS: [&str; 15] = [
    "hgv",
    "goods",
    "bus",
    "coach",
    "tourist_bus",
    "psv",
    "trailer",
    "caravan",
    "motorhome",
    "bicycle",
    "moped",
    "mofa",
    "agricultural",
    "hazmat",
    "lhv",
];

fn meaning(part: &str) -> Meaning {
    let word = part.split(['<', '>', '=']).next().unwrap_or_default();
    if SIZES.iter().any(|size| word.contains(size)) && word.len() < part.len() {
        return if part.contains('<') { Meaning::Always } else { Meaning::Never };
    }
    if OTHERS.contains(&part) {
        return Meaning::Never;
    }
    hours::read(part).map_or(Meaning::Unknown, Meaning::Hours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<(&str, Week, bool)> {
        read(text).list.into_iter().map(|clause| (clause.value, clause.week, clause.sure)).collect()
    }

    #[test]
    fn values_come_with_their_hours_and_with_what_is_not_known_of_them() {
        let rush = Week::of((0..5).map(|day| (day * 1440 + 420, day * 1440 + 540)));
        let day = Week::of((0..7).map(|day| (day * 1440 + 360, day * 1440 + 1320)));
        assert_eq!(said("no @ (Mo-Fr 07:00-09:00)"), [("no", rush.clone(), true)]);
        assert_eq!(said("no@Mo-Fr 07:00-09:00"), [("no", rush.clone(), true)]);
        assert_eq!(
            said("no @ (Mo-Fr 07:00-09:00; PH off); 30 @ (06:00-22:00)"),
            [("no", rush.clone(), true), ("30", day, true)]
        );
        assert_eq!(said("no @ (Mo-Fr 07:00-09:00 AND wet)"), [("no", rush.clone(), false)]);
        assert_eq!(said("no @ (Mo-Fr 07:00-09:00 AND weight<=3.5)"), [("no", rush, true)]);
        assert_eq!(said("no @ (sunrise-sunset)"), [("no", Week::always(), false)]);
        for text in ["no @ (weight>3.5)", "no @ hgv", "no @ (hgv AND 22:00-06:00)", "no @ (Mo off)", "no", ""] {
            assert_eq!(said(text), [], "{text}");
        }
        let told = |text| (read(text).unread, read(text).holidays);
        assert_eq!(told("no @ (Mo 07:00-09:00; PH off)"), (false, true));
        assert_eq!(
            (told("no @ (snow)"), told("no"), told("no @ (weight>3.5)")),
            ((true, false), (true, false), (false, false))
        );
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in "[ no@();MoFr0-9:AND<>]{0,60}", any in ".{0,40}") {
            let _ = (read(&text), read(&any));
        }
    }
}
