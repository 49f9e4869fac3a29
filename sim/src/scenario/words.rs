//! The words a scenario may use for kinds of incident, classes of what is seen, and outcomes: those of the API, checked
//! when the file is read so that a slip of the pen is refused with its line.

use serde::{Deserialize, Deserializer, de::Error as _};
use std::fmt;

macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $what:literal, [$($word:literal),+ $(,)?]) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(&'static str);

        impl $name {
            /// Every word there is.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word if it is one.
            #[must_use]
            pub fn of(word: &str) -> Option<Self> {
                Self::WORDS.iter().find(|known| **known == word).map(|known| Self(known))
            }

            /// The word itself.
            #[must_use]
            pub fn word(&self) -> &'static str {
                self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = String::deserialize(from)?;
                Self::of(&word).ok_or_else(|| {
                    let known = Self::WORDS.join(", ");
                    D::Error::custom(format!(concat!("`{}` is no ", $what, "; there are {}"), word, known))
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
    };
}

word!(
    /// What kind of thing is reported.
    Kind,
    "kind of incident",
    [
        "assault",
        "theft",
        "traffic_accident",
        "missing_person",
        "fire",
        "crowd",
        "disturbance",
        "officer_in_need",
    ]
);

word!(
    /// What a camera can tell apart.
    Class,
    "class",
    ["person", "vehicle", "smoke", "crowd"]
);

word!(
    /// What comes of an incident.
    Outcome,
    "outcome",
    ["ground_handled", "cleared_by_air", "unfounded", "handed_over"]
);

impl Default for Outcome {
    fn default() -> Self {
        Self("ground_handled")
    }
}

impl Class {
    /// What an incident of this kind looks like from above.
    #[must_use]
    pub fn usual_for(kind: &str) -> Self {
        Self(match kind {
            "traffic_accident" => "vehicle",
            "fire" => "smoke",
            "crowd" | "disturbance" => "crowd",
            _ => "person",
        })
    }
}
