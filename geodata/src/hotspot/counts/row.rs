//! One row after the other: place, time, type, source, number; every fault with its line.

use super::columns::Columns;
use super::{Count, MOST_TYPES, Reading, Source, broken};
use crate::datum;
use crate::finding::Finding;
use crate::frame::Local;
use crate::layers::faults::{Faults, short};
use crate::units::Timestamp;
use chrono::{DateTime, Datelike, NaiveDateTime};
use csv::StringRecord;
use std::collections::BTreeSet;

/// A count farther from the district than this is a mistake, in metres.
const FAR: f64 = 200_000.0;
/// Letters of a type.
const LONG: usize = 40;
/// Digits in a row that no type has, but a telephone, a plate or an identity number.
const DIGITS: usize = 5;
/// How times without an offset may be written.
const FORMS: [&str; 6] = [
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
];

/// The rows read so far.
pub(super) struct Rows<'a> {
    reading: &'a Reading<'a>,
    columns: &'a Columns,
    decimal_comma: bool,
    kinds: BTreeSet<String>,
    counts: Vec<Count>,
    faults: Faults,
}

impl<'a> Rows<'a> {
    pub fn new(reading: &'a Reading<'a>, columns: &'a Columns, delimiter: u8) -> Self {
        let decimal_comma = delimiter != b',';
        let (kinds, counts, faults) = (BTreeSet::new(), Vec::new(), Faults::default());
        Self { reading, columns, decimal_comma, kinds, counts, faults }
    }

    pub fn broken(&mut self, fault: &csv::Error) {
        let line = fault.position().map_or(1, csv::Position::line);
        self.faults.fault(broken("counts-row", line, &fault.to_string(), "Mend the row"));
    }

    pub fn add(&mut self, row: &StringRecord) {
        let line = row.position().map_or(1, csv::Position::line);
        if row.len() != self.columns.all {
            let say = format!("the row has {} values and the header {}", row.len(), self.columns.all);
            let remedy = "Mend the row: a quote that is not closed, or a separator too many or too few";
            return self.faults.fault(broken("counts-row", line, &say, remedy));
        }
        let cell = |column: usize| row.get(column).unwrap_or_default().trim();
        let at = self.place(line, cell(self.columns.lat), cell(self.columns.lon));
        let moment = self.told(line, moment(cell(self.columns.time), self.reading.utc_offset_min));
        let kind = self.kind(line, cell(self.columns.kind));
        let source = match self.columns.source {
            Some(column) => self.told(line, cell(column).parse::<Source>()),
            None => self.reading.source,
        };
        let number = self.told(line, self.columns.number.map_or(Ok(1), |column| number(cell(column))));
        if let (Some(at), Some(moment), Some(kind), Some(source), Some(number)) = (at, moment, kind, source, number) {
            self.counts.push(Count { at, moment, kind, source, number });
        }
    }

    /// The counts, or every fault.
    pub fn close(self) -> Result<Vec<Count>, Vec<Finding>> {
        self.faults.close().map(|_| self.counts)
    }

    fn told<T>(&mut self, line: u64, value: Result<T, Finding>) -> Option<T> {
        value.map_err(|fault| self.faults.fault(Finding { at: format!("line {line}, {}", fault.at), ..fault })).ok()
    }

    fn place(&mut self, line: u64, lat: &str, lon: &str) -> Option<Local> {
        let degrees = |text: &str| {
            let text = if self.decimal_comma { text.replacen(',', ".", 1) } else { text.to_owned() };
            text.parse::<f64>().ok().filter(|number| number.is_finite())
        };
        let found = degrees(lat).zip(degrees(lon)).and_then(|(lat, lon)| {
            let place = datum::to_wgs84(self.reading.datum, lat, lon)?;
            (!place.is_null_island()).then(|| self.reading.frame.to_local(place))
        });
        let far = found.is_some_and(|at| at.distance(Local::default()).0 > FAR);
        let (lat, lon) = (short(lat), short(lon));
        let fault = match found {
            Some(at) if !far => return Some(at),
            Some(_) => {
                let say = format!("{lat}, {lon} is more than 200 km from the district");
                broken("counts-far", line, &say, "Check that latitude and longitude are not exchanged")
            }
            None => {
                let say = format!("{lat:?}, {lon:?} is not a place in decimal degrees");
                broken("counts-place", line, &say, "Give latitude and longitude such as 35.5812 and 104.6243")
            }
        };
        self.faults.fault(fault);
        None
    }

    fn kind(&mut self, line: u64, text: &str) -> Option<String> {
        let kind = self.told(line, kind(text))?;
        if !self.kinds.contains(&kind) {
            if self.kinds.len() >= MOST_TYPES {
                let say = format!("there are more than {MOST_TYPES} types: the column seems to hold free text");
                return self.told(line, Err(Finding::new("counts-types", "type", say, "Keep only coarse types")));
            }
            self.kinds.insert(kind.clone());
        }
        Some(kind)
    }
}

/// A type: a few words, never a text and never a number that could be somebody's.
fn kind(text: &str) -> Result<String, Finding> {
    let wrong = |say: String| {
        Err(Finding::new("counts-type", "type", say, "Keep only a coarse type such as theft, 盗窃 or traffic"))
    };
    let digits = text.chars().fold((0, 0), |(most, run): (usize, usize), letter| {
        let run = if letter.is_numeric() { run + 1 } else { 0 };
        (most.max(run), run)
    });
    if text.is_empty() || text.chars().count() > LONG {
        return wrong(format!("a type has 1 to {LONG} letters"));
    }
    if digits.0 >= DIGITS {
        // The text itself is not repeated: it may be somebody's.
        return wrong(format!("it holds {} digits in a row, like a number of somebody", digits.0));
    }
    let is_fine = |letter: char| letter.is_alphanumeric() || " _-/（）()、&.,".contains(letter);
    if !text.chars().all(is_fine) {
        return wrong("it holds signs that no type has, or a quote is not closed".to_owned());
    }
    Ok(text.to_owned())
}

fn number(text: &str) -> Result<u32, Finding> {
    let number = text.parse::<u32>().ok().filter(|number| (1..=1_000_000).contains(number));
    number.ok_or_else(|| {
        let say = format!("{:?} is not a whole number from 1 to 1000000", short(text));
        Finding::new("counts-number", "count", say, "Mend the number, or delete the row")
    })
}

/// A moment with its own offset (RFC 3339), or one on the clock of the table.
fn moment(text: &str, utc_offset_min: i16) -> Result<Timestamp, Finding> {
    let with_offset = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.timestamp_micros());
    let on_the_clock = || {
        let moment = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
        moment.and_utc().timestamp_micros().checked_sub(i64::from(utc_offset_min) * 60_000_000)
    };
    let micros = with_offset.or_else(on_the_clock);
    let sane = micros.and_then(DateTime::from_timestamp_micros).filter(|at| (1970..=2200).contains(&at.year()));
    sane.map(|at| Timestamp(at.timestamp_micros())).ok_or_else(|| {
        let say = format!("{:?} is not a date with an hour", short(text));
        Finding::new("counts-time", "time", say, "Write it as 2026-05-01 08:30 or 2026-05-01T08:30:00+08:00")
    })
}
