//! How sure we are of a vehicle's identity, and a quarantine in words.

use controller_core::IdentityDoubt;
use geodata::{Seconds, Timestamp};

/// How sure we are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum State {
    /// No number told in this contact.
    Open,
    /// The enrolled number was told.
    Proven,
    /// In quarantine.
    Doubted(Box<Doubted>),
}

/// A quarantine.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Doubted {
    pub(super) doubt: IdentityDoubt,
    /// When something last spoke for the doubt; nothing for one taken over from before.
    pub(super) seen: Option<Timestamp>,
    /// Two addresses that may be two ways to one aircraft, which only the answer to a question can tell.
    pub(super) explainable: bool,
    /// Since when every address that speaks tells the right number.
    pub(super) acquitted: Option<Timestamp>,
}

impl Doubted {
    pub(super) fn is_quiet(&self, at: Timestamp, long: Seconds) -> bool {
        self.seen.is_some_and(|seen| at.since(seen).0 >= long.0)
    }
}

/// Why a vehicle is in quarantine and what to do about it.
pub(super) fn in_words(doubt: &IdentityDoubt) -> String {
    let what = match doubt {
        IdentityDoubt::Doubled {} => "two aircraft speak with its system id: give one of them another".to_owned(),
        IdentityDoubt::Stranger { uid } => {
            format!("another autopilot speaks with its system id: put uid {uid} into the plan if it is the right one")
        }
        IdentityDoubt::Swapped { with } => {
            format!("the autopilot of {with} speaks with its system id: correct the ids")
        }
        IdentityDoubt::Moved { system_id } => {
            format!("its autopilot speaks as system {system_id}: correct the plan or the autopilot")
        }
    };
    format!("in quarantine: {what}")
}
