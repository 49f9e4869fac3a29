//! What the levels of command are called: their names are the district's, not the code's.

use serde::Deserialize;

/// How many there are: the bureau, its stations, the units in the street.
const LEVELS: usize = 3;
/// Characters of a name.
const NAME: usize = 40;

section!(
    /// The levels of command.
    LevelsPolicy {
        /// Their names in Chinese, from the top down.
        names_zh: Vec<String>,
        /// The same in English.
        names_en: Vec<String>,
        /// Seconds without a word between bureau and a station's desk after which the bureau lets go of its crews; the station
        /// decides by itself after twice that.
        cut_s: f64,
    }
);

impl LevelsPolicy {
    /// The first thing that cannot be meant: its key and what is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        let is_good = |names: &[String]| {
            names.len() == LEVELS && names.iter().all(|name| !name.trim().is_empty() && name.chars().count() <= NAME)
        };
        let keys = [("levels.names_zh", &self.names_zh), ("levels.names_en", &self.names_en)];
        let bad = keys.into_iter().find(|(_, names)| !is_good(names));
        bad.map(|(key, _)| (key, "must be three names of 1 to 40 characters: bureau, station, street"))
    }
}
