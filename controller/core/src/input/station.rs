//! What bureau and station tell each other's controllers.

use crate::ledger::Entry;
use geodata::Timestamp;

/// Something about a station's desk.
#[derive(Clone, Debug, PartialEq)]
pub struct StationWord {
    /// The id of the station's post.
    pub station: String,
    /// What.
    pub say: StationSay,
}

/// What is said.
#[derive(Clone, Debug, PartialEq)]
pub enum StationSay {
    /// It follows the bureau.
    Follows {
        /// When the bureau gave the last answer it heard, by the bureau's clock.
        answered: Timestamp,
    },
    /// It was alone, and wrote this. Sent in order, and again until it is answered.
    Wrote(Box<Branch>),
    /// It was alone, has sent everything it wrote, and decides nothing any more.
    Back {
        /// When its branch began.
        began: Timestamp,
        /// The number of its last record there.
        last: u32,
    },
}

/// A record of a branch.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// When the branch began.
    pub began: Timestamp,
    /// The last record of the bureau's journal it stands on.
    pub on: u32,
    /// The record.
    pub entry: Entry,
}
