//! The line of a record, in the grammar of [`controller_core::line`].

use crate::record::Record;
use geodata::Timestamp;

/// The line of a record, counted from `start`. A body this build cannot read says so in its place.
#[must_use]
pub fn of(record: &Record, start: Timestamp) -> String {
    match record.entry() {
        Ok(entry) => controller_core::line::of(&entry, start),
        Err(broken) => format!("{} unreadable {broken}", record.kind),
    }
}
