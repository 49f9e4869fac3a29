//! Counts of past calls from a table: a place, a time, a type and a source in each row. No persons.
//!
//! The file is CSV in UTF-8 (a byte order mark is fine) with commas, semicolons or tabs, quotes as in RFC 4180, and a
//! header. A column that is not one of [`COLUMNS`] is refused by its name, because what nobody asked for is how people's
//! data gets in; so is a type that looks like a number of somebody. All faults of a file are told at once, each with its
//! line. Every count has a source, because what patrol itself detected must not feed the weights: [`into_hotspots`].

mod bins;
mod cells;
mod columns;
mod row;
#[cfg(test)]
mod tests;

pub use bins::{Binning, Outcome, into_hotspots};
pub use columns::COLUMNS;

use crate::datum::Datum;
use crate::finding::Finding;
use crate::frame::{Frame, Local};
use crate::layers::faults::Faults;
use crate::units::Timestamp;
use columns::Columns;
use std::str::FromStr;

/// Bytes of a file: some two million rows.
pub const MOST_BYTES: usize = 128_000_000;
/// Different types in one file; more is not a type but a text.
pub const MOST_TYPES: usize = 200;

/// Who counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Somebody called for help.
    Call,
    /// Somebody reported it at a station or on line.
    Report,
    /// Patrol saw it. Kept apart: where we look, we find, and looking more there would feed itself.
    PatrolDetection,
}

impl FromStr for Source {
    type Err = Finding;

    fn from_str(text: &str) -> Result<Self, Finding> {
        match text.trim().to_lowercase().as_str() {
            "call" | "报警" | "接警" => Ok(Self::Call),
            "report" | "报案" => Ok(Self::Report),
            "patrol_detection" | "patrol" | "巡逻发现" => Ok(Self::PatrolDetection),
            _ => {
                let say = format!("{:?} is not a source", crate::layers::faults::short(text));
                Err(Finding::new("counts-source", "source", say, "Use call, report or patrol_detection"))
            }
        }
    }
}

/// One row: so many events of a type, at a place and a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// Where.
    pub at: Local,
    /// When.
    pub moment: Timestamp,
    /// What, as the table calls it.
    pub kind: String,
    /// Who counted.
    pub source: Source,
    /// How many.
    pub number: u32,
}

/// What the table does not say itself.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The plane of the district.
    pub frame: &'a Frame,
    /// The datum of the table's coordinates.
    pub datum: Datum,
    /// Minutes that times without an offset are ahead of UTC, `-840..=840`.
    pub utc_offset_min: i16,
    /// The source of all rows, where the table has no column for it.
    pub source: Option<Source>,
}

/// Reads a table of counts.
///
/// # Errors
/// Every fault, the first hundred with their lines: not UTF-8, a column that is missing, unknown or about persons, and
/// in each row a place, time, type, source or number that cannot be.
pub fn read(bytes: &[u8], reading: &Reading) -> Result<Vec<Count>, Vec<Finding>> {
    if !(-840..=840).contains(&reading.utc_offset_min) {
        let say = "the clock of the table is more than 14 hours off UTC";
        return Err(vec![Finding::new(
            "counts-clock",
            "the table",
            say,
            "Give the minutes ahead of UTC, 480 in China",
        )]);
    }
    let text = utf8(bytes).map_err(|fault| vec![fault])?;
    let delimiter = delimiter(text);
    let mut table = csv::ReaderBuilder::new();
    let mut table = table.delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = table.records();
    let Some(Ok(header)) = rows.next() else {
        return Err(vec![broken(
            "counts-empty",
            1,
            "the file has no header",
            "Begin with a line such as lat,lon,time,type",
        )]);
    };
    let columns = Columns::of(&header, reading.source.is_some())?;
    let mut rows_read = row::Rows::new(reading, &columns, delimiter);
    for row in rows {
        match row {
            Ok(row) => rows_read.add(&row),
            Err(fault) => rows_read.broken(&fault),
        }
    }
    rows_read.close()
}

/// The text without its byte order mark; a clear word about every other encoding.
fn utf8(bytes: &[u8]) -> Result<&str, Finding> {
    let remedy = "Save it as CSV UTF-8, or run: iconv -f GB18030 -t UTF-8 OLD > NEW";
    if bytes.len() > MOST_BYTES {
        let say = format!("the file has {} bytes, more than {MOST_BYTES}", bytes.len());
        return Err(broken("counts-too-large", 1, &say, "Split it, by year for instance"));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(broken("counts-not-utf8", 1, "the file is UTF-16", "Save it as CSV UTF-8"));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let line = bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        let say = "the file is not UTF-8; tables saved in China are often GBK, which is not read";
        broken("counts-not-utf8", line as u64, say, remedy)
    })?;
    match text.find('\0') {
        Some(_) => Err(broken("counts-not-text", 1, "the file holds zero bytes: it is not a text", "Export it as CSV")),
        None => Ok(text),
    }
}

/// The separator that the header uses most: comma, semicolon or tab.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let used = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    [b'\t', b';', b','].into_iter().max_by_key(used).unwrap_or(b',')
}

fn broken(code: &'static str, line: u64, say: &str, remedy: &str) -> Finding {
    Finding::new(code, format!("line {line}"), say, remedy)
}

fn faults_of(faults: Vec<Finding>) -> Faults {
    let mut all = Faults::default();
    faults.into_iter().for_each(|fault| all.fault(fault));
    all
}
