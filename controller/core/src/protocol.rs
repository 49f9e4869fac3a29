//! The protocol table of the policy file: what each kind of call is answered with, by priority, and which kinds are always
//! flown for. One table a kind, under the kind's own name: a kind that is missing, there twice or unknown is refused when the
//! file is read, with its line. A change of the table is a change of the policy, cited by every record; its own version is
//! for people.

use crate::input::AlarmKind;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// What is sent, in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dispatch {
    /// A unit at once, and the question about an aircraft at once.
    Both,
    /// The question about an aircraft; a unit to what it sees, or when no aircraft comes, or none sees anything.
    AirFirst,
    /// A unit at once; an aircraft only when a person asks for one.
    Ground,
}

/// One kind of call.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// For priority 1, 2, 3 and 4.
    #[serde(deserialize_with = "by_priority")]
    pub send: [Dispatch; 4],
    /// An aircraft is always asked for, and a unit sent at once, whatever `send` says. A human still decides.
    pub must_fly: bool,
    /// What a unit that is sent must be able to do, in the policy's words.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Metres within which a second call is of the same event.
    pub merge_radius_m: f64,
    /// Seconds since the last call of it within which it is.
    pub merge_s: f64,
}

impl Protocol {
    /// What is sent at a priority, 1 to 4; others count as the nearest of these.
    #[must_use]
    pub fn dispatch(&self, priority: u8) -> Dispatch {
        if self.must_fly {
            return Dispatch::Both;
        }
        self.send[usize::from(priority.clamp(1, 4)) - 1]
    }
}

/// Exactly one word a priority.
fn by_priority<'de, D: Deserializer<'de>>(from: D) -> Result<[Dispatch; 4], D::Error> {
    let words = Vec::<Dispatch>::deserialize(from)?;
    let count = words.len();
    words.try_into().map_err(|_| D::Error::custom(format!("{count} words where each of the priorities 1 to 4 has one")))
}

macro_rules! table {
    ($($(#[$doc:meta])* $kind:ident: $alarm:ident),+ $(,)?) => {
        /// The table: every kind of call, once.
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Protocols {
            /// Raised by people with every change of the table.
            pub version: u32,
            $($(#[$doc])* pub $kind: Protocol),+
        }

        impl Protocols {
            /// The row of a kind.
            #[must_use]
            pub fn of(&self, kind: AlarmKind) -> &Protocol {
                match kind { $(AlarmKind::$alarm => &self.$kind),+ }
            }
        }
    };
}

table! {
    /// A fight or an attack.
    assault: Assault,
    /// Something stolen.
    theft: Theft,
    /// A collision on the road.
    traffic_accident: TrafficAccident,
    /// Somebody lost.
    missing_person: MissingPerson,
    /// Smoke or fire.
    fire: Fire,
    /// A crowd that grows.
    crowd: Crowd,
    /// Noise, nuisance.
    disturbance: Disturbance,
    /// A crew asks for help.
    officer_in_need: OfficerInNeed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{DEFAULT, Policy};

    const KINDS: [&str; 8] =
        ["assault", "theft", "traffic_accident", "missing_person", "fire", "crowd", "disturbance", "officer_in_need"];

    fn line_of(text: &str, wanted: &str) -> String {
        format!("line {}", text.lines().position(|line| line.starts_with(wanted)).unwrap() + 1)
    }

    #[test]
    fn every_kind_has_its_row_and_urgent_calls_send_both() {
        let table = Policy::parse(DEFAULT).unwrap().protocol;
        for name in KINDS {
            let kind: AlarmKind = serde_json::from_value(serde_json::Value::String(name.to_owned())).unwrap();
            let row = table.of(kind);
            assert_eq!([1, 2].map(|priority| row.dispatch(priority)), [Dispatch::Both; 2], "{name}");
            assert!(!row.must_fly || row.dispatch(4) == Dispatch::Both, "{name}");
        }
        assert_eq!(table.theft.dispatch(0), table.theft.dispatch(1));
        assert_eq!(table.theft.dispatch(200), table.theft.dispatch(4));
    }

    #[test]
    fn a_kind_that_is_missing_there_twice_or_unknown_is_refused() {
        for name in KINDS {
            let head = format!("[protocol.{name}]");
            let rest = DEFAULT.split_once(&head).unwrap();
            let row = rest.1.split_once("\n[").map_or(rest.1, |(row, _)| row);
            let without = DEFAULT.replace(&format!("{head}{row}"), "");
            let finding = Policy::parse(&without).unwrap_err();
            assert!(finding.say.contains(name), "{finding}");
            let twice = format!("{DEFAULT}\n{head}{row}");
            assert!(Policy::parse(&twice).is_err(), "{name} twice");
        }
        let strange = format!("{DEFAULT}\n[protocol.jaywalk]\n");
        let finding = Policy::parse(&strange).unwrap_err();
        assert_eq!((finding.say.contains("jaywalk"), finding.at), (true, line_of(&strange, "[protocol.jaywalk]")));
    }

    #[test]
    fn a_key_of_a_row_that_is_missing_or_unknown_is_refused_with_its_line() {
        for key in ["send", "must_fly", "merge_radius_m", "merge_s"] {
            let (before, after) = DEFAULT.split_once("[protocol.fire]").unwrap();
            let text =
                format!("{before}[protocol.fire]{}", after.replacen(&format!("{key} ="), &format!("{key}_x ="), 1));
            let finding = Policy::parse(&text).unwrap_err();
            assert!(finding.say.contains(key), "{finding}");
            assert_eq!(finding.at, line_of(&text, &format!("{key}_x =")), "{finding}");
        }
        for (from, to) in [("\"air_first\"]", "\"whatever\"]"), ("\"air_first\"]", "\"air_first\", \"both\"]")] {
            assert!(Policy::parse(&DEFAULT.replacen(from, to, 1)).is_err(), "{to}");
        }
        let text = DEFAULT.replacen("merge_radius_m = ", "merge_radius_m = nan # ", 1);
        let finding = Policy::parse(&text).unwrap_err();
        assert_eq!(finding.at, "protocol.assault.merge_radius_m");
    }
}
