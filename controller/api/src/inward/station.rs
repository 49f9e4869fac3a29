//! The words of a station's desk.

use super::problem;
use crate::ask::{BranchRecord, Problem, StationDesk};
use controller_core::input::Branch;
use controller_core::{Actor, Entry, Input, StationSay, StationWord};
use geodata::Timestamp;

/// At most so many records of a branch in one request.
pub const BRANCH: usize = 200;

/// What a station's desk says, as inputs: a record of its branch each.
pub(super) fn word(actor: &Actor, said: &StationDesk) -> Result<Vec<Input>, Problem> {
    let station = actor.station().ok_or_else(|| {
        problem("not_a_station", "session", "this post is of no station", "Log in as the station's field post.")
    })?;
    let input = |say| Input::Station(StationWord { station: station.to_owned(), say });
    match said {
        StationDesk::Follows { answered_us } => {
            Ok(vec![input(StationSay::Follows { answered: Timestamp(*answered_us) })])
        }
        StationDesk::Back { began_us, last } => {
            Ok(vec![input(StationSay::Back { began: Timestamp(*began_us), last: *last })])
        }
        StationDesk::Wrote { records, .. } if records.len() > BRANCH => {
            Err(problem("too_many", "records", &format!("more than {BRANCH} records"), "Send fewer at once."))
        }
        StationDesk::Wrote { began_us, on, records } => {
            let (began, on) = (Timestamp(*began_us), *on);
            let wrote = |(number, record): (usize, &BranchRecord)| {
                let entry = entry(number, record)?;
                Ok(input(StationSay::Wrote(Box::new(Branch { began, on, entry }))))
            };
            records.iter().enumerate().map(wrote).collect()
        }
    }
}

fn entry(number: usize, record: &BranchRecord) -> Result<Entry, Problem> {
    let event = serde_json::from_str(&record.body).map_err(|why| {
        let (at, say) = (format!("records[{number}].body"), format!("this build knows no such event: {why}"));
        problem("bad_record", &at, &say, "Run the same build at bureau and station.")
    })?;
    Ok(Entry { seq: record.seq, at: Timestamp(record.at_us), event })
}
