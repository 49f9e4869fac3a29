//! What a restriction forbids, and whom.

use super::super::extract::Tags;
use super::Why;
use crate::roads::Profile;

/// The kind of a restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// `only_...`: everything else is forbidden.
    pub only: bool,
    /// `..._u_turn`.
    pub u_turn: bool,
    /// `no_entry`: may have several ways to come from.
    pub many_from: bool,
    /// `no_exit`: may have several ways to go to.
    pub many_to: bool,
    /// It holds at certain hours only.
    pub timed: bool,
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
    let (mut profiles, mut word, mut timed) = (0, None, false);
    for (plain, conditional, bound) in KEYS {
        let (text, hours) = match (tags.get(plain), tags.get(conditional)) {
            (Some(text), None) => (text, false),
            // What holds always but for some hours is held to always.
            (Some(text), Some(_)) => (text, true),
            (None, Some(text)) => match at_hours(text) {
                Some(text) => (text, true),
                None => continue,
            },
            (None, None) => continue,
        };
        // Two keys with different words in one relation: the first in the list holds.
        if word.is_none_or(|word| word == text) {
            word = Some(text);
            profiles |= mask(bound);
            timed |= hours;
        }
    }
    let word = word.ok_or(FOREIGN)?;
    let timed = timed || ["day_on", "day_off", "hour_on", "hour_off"].iter().any(|key| tags.get(key).is_some());
    let profiles = profiles & !except(tags.get("except").unwrap_or_default());
    if profiles == 0 {
        return Err(FOREIGN);
    }
    let only = word.starts_with("only_");
    let plain = Kind { only, u_turn: word.ends_with("_u_turn"), many_from: false, many_to: false, timed, profiles };
    match word {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_u_turn" | "no_turn" | "only_left_turn"
        | "only_right_turn" | "only_straight_on" | "only_u_turn" => Ok(plain),
        "no_entry" => Ok(Kind { many_from: true, ..plain }),
        "no_exit" => Ok(Kind { many_to: true, ..plain }),
        _ => Err(UNKNOWN),
    }
}

/// The word of `no_left_turn @ (Mo-Fr 07:00-09:00)`; nothing where the condition is about size or weight, which no patrol
/// has, or where the word is `none`.
fn at_hours(text: &str) -> Option<&str> {
    let (word, condition) = text.split_once('@')?;
    let about = ["weight", "length", "width", "height", "axle", "trailer", "hgv", "bus"];
    let foreign = about.iter().any(|thing| condition.contains(thing));
    Some(word.trim()).filter(|word| !foreign && *word != "none")
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
