//! What a restriction forbids, whom, and when.

use super::super::extract::Tags;
use super::super::rules::hours::Told;
use super::super::{conditional, hours};
use super::Why;
use crate::roads::{Profile, Week};

/// The kind of a restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// `only_...`: everything else is forbidden.
    pub only: bool,
    /// `..._u_turn`.
    pub u_turn: bool,
    /// `no_entry`: may have several ways to come from.
    pub many_from: bool,
    /// `no_exit`: may have several ways to go to.
    pub many_to: bool,
    /// When it holds; nothing where always.
    pub hours: Option<Week>,
    /// What is not held to as it was meant.
    pub told: Told,
    /// Bit [`Profile::index`] of each that must obey.
    pub profiles: u8,
}

const FOREIGN: Why = "for other vehicles";
const UNKNOWN: Why = "unknown kind";

/// Keys with whom they bind; the plain key binds who drives.
const KEYS: [(&str, &str, &[Profile]); 6] = [
    ("restriction", "restriction:conditional", &[Profile::Car, Profile::Motorbike]),
    ("restriction:motorcar", "restriction:motorcar:conditional", &[Profile::Car]),
    ("restriction:motorcycle", "restriction:motorcycle:conditional", &[Profile::Motorbike]),
    ("restriction:motor_vehicle", "restriction:motor_vehicle:conditional", &[Profile::Car, Profile::Motorbike]),
    ("restriction:vehicle", "restriction:vehicle:conditional", &[Profile::Car, Profile::Motorbike]),
    ("restriction:foot", "restriction:foot:conditional", &[Profile::Foot]),
];

fn mask(profiles: &[Profile]) -> u8 {
    profiles.iter().fold(0, |mask, profile| mask | 1 << profile.index())
}

/// Reads the tags of a restriction.
pub(super) fn kind(tags: &Tags) -> Result<Kind, Why> {
    let (mut profiles, mut word) = (0, None);
    let (mut week, mut told) = (Week::never(), Told::default());
    for (plain, conditional, bound) in KEYS {
        let (text, hours) = match (tags.get(plain), tags.get(conditional)) {
            (Some(text), None) => (text, at_plain_hours(tags, &mut told)),
            (Some(text), Some(but)) => (text, but_for(conditional, but, &mut told)),
            (None, Some(text)) => match at_hours(conditional, text, &mut told) {
                Some(found) => found,
                None => continue,
            },
            (None, None) => continue,
        };
        // Two keys with different words in one relation: the first in the list holds.
        if word.is_none_or(|word| word == text) {
            word = Some(text);
            profiles |= mask(bound);
            week = week.or(&hours);
        }
    }
    let word = word.ok_or(FOREIGN)?;
    let profiles = profiles & !except(tags.get("except").unwrap_or_default());
    if profiles == 0 {
        return Err(FOREIGN);
    }
    let only = word.starts_with("only_");
    let hours = (!week.is_always()).then_some(week);
    let u_turn = word.ends_with("_u_turn");
    let plain = Kind { only, u_turn, many_from: false, many_to: false, hours, told, profiles };
    match word {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_u_turn" | "no_turn" | "only_left_turn"
        | "only_right_turn" | "only_straight_on" | "only_u_turn" => Ok(plain),
        "no_entry" => Ok(Kind { many_from: true, ..plain }),
        "no_exit" => Ok(Kind { many_to: true, ..plain }),
        _ => Err(UNKNOWN),
    }
}

/// The word of `no_left_turn @ (Mo-Fr 07:00-09:00)` and its hours, those included that may hold or not; nothing where no
/// condition is about a patrol, or the word is `none`.
fn at_hours<'a>(key: &str, text: &'a str, told: &mut Told) -> Option<(&'a str, Week)> {
    let clauses = conditional::read(text);
    note(told, &clauses, key, text);
    let mut said = clauses.list.into_iter().filter(|clause| clause.value != "none");
    let first = said.next()?;
    let same = said.filter(|clause| clause.value == first.value);
    Some((first.value, same.fold(first.week, |week, clause| week.or(&clause.week))))
}

/// The hours of what holds always but for some.
fn but_for(key: &str, text: &str, told: &mut Told) -> Week {
    let clauses = conditional::read(text);
    note(told, &clauses, key, text);
    let free = clauses.list.iter().filter(|clause| clause.sure && matches!(clause.value, "none" | "no"));
    free.fold(Week::never(), |free, clause| free.or(&clause.week)).others()
}

/// The hours of older tags: `day_on=Monday day_off=Friday hour_on=07:00 hour_off=09:00`.
fn at_plain_hours(tags: &Tags, told: &mut Told) -> Week {
    let [from, to, begin, end] = ["day_on", "day_off", "hour_on", "hour_off"].map(|key| tags.get(key));
    let days =
        from.zip(to).map_or(Some(String::new()), |(from, to)| Some(format!("{}-{} ", from.get(..2)?, to.get(..2)?)));
    let clock = begin.zip(end).map_or(String::new(), |(begin, end)| format!("{begin}-{end}"));
    if [from, to, begin, end].iter().all(Option::is_none) {
        return Week::always();
    }
    let paired = from.is_some() == to.is_some() && begin.is_some() == end.is_some();
    let read = days.filter(|_| paired).and_then(|days| hours::read(&format!("{days}{clock}")));
    if read.is_none() {
        told.unread.get_or_insert_with(|| "day_on, day_off, hour_on, hour_off".to_owned());
    }
    read.map_or_else(Week::always, |hours| hours.week)
}

fn note(told: &mut Told, clauses: &conditional::Clauses, key: &str, text: &str) {
    told.holidays |= clauses.holidays;
    if clauses.unread {
        told.unread.get_or_insert_with(|| format!("{key}={text}"));
    }
}

/// Who is let off by `except`.
fn except(text: &str) -> u8 {
    let one = |word: &str| match word.trim() {
        "motorcar" => mask(&[Profile::Car]),
        "motorcycle" => mask(&[Profile::Motorbike]),
        "motor_vehicle" | "vehicle" => mask(&[Profile::Car, Profile::Motorbike]),
        "foot" => mask(&[Profile::Foot]),
        _ => 0,
    };
    text.split([';', ',']).map(one).fold(0, |mask, one| mask | one)
}
