//! What a station's desk tells the bureau's: no screen sends it.

use serde::{Deserialize, Serialize};

/// `POST /api/v1/station/word`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case", deny_unknown_fields)]
pub enum StationDesk {
    /// It follows the bureau.
    Follows {
        /// `answered_us` of the last answer of `GET /api/v1/station/records` it heard, microseconds of UTC since 1970.
        answered_us: i64,
    },
    /// It was alone, and wrote this: in order, and again until it is answered.
    Wrote {
        /// When its branch began, microseconds of UTC since 1970.
        began_us: i64,
        /// The bureau's record the branch stands on.
        on: u32,
        /// The next records of the branch.
        records: Vec<BranchRecord>,
    },
    /// It has sent all of them, and decides nothing any more.
    Back {
        /// When its branch began, microseconds of UTC since 1970.
        began_us: i64,
        /// The number of the branch's last record.
        last: u32,
    },
}

/// One record of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BranchRecord {
    /// Its number there.
    pub seq: u32,
    /// When it was written, microseconds of UTC since 1970.
    pub at_us: i64,
    /// The event as JSON, as the journal holds it.
    pub body: String,
}

/// `GET /api/v1/station/records?after=N&hash=HEX`: what a station's copy of the journal lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPage {
    /// When this was answered, microseconds of UTC since 1970: the next word names it.
    pub answered_us: i64,
    /// On which district, plan and policy the bureau decides, 16 digits in hex; a copy is good on the same ones only.
    pub cite: String,
    /// The last durable record.
    pub last: u32,
    /// The next records, in order; some only, when there are many.
    pub records: Vec<JournalRow>,
}

/// One record of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRow {
    /// Its number.
    pub seq: u32,
    /// When it was written, microseconds of UTC since 1970.
    pub at_us: i64,
    /// The event's kind.
    pub kind: String,
    /// The event as JSON.
    pub body: String,
    /// The hash of the record before, in hex.
    pub prev: String,
    /// Its own.
    pub hash: String,
}
