//! Tables in: CSV of RFC 4180, with comma, semicolon or tab between the columns, a first row of column names.
//!
//! Columns that say where (capitals do not matter; the Chinese names are for tables people fill in by hand):
//! `lat`/`latitude`/`纬度` and `lon`/`lng`/`longitude`/`经度` in decimal degrees, or `wkt`/`geometry` with well-known text
//! (longitude first) for lines and areas. Beside them `id`/`编号`; `height`/`ele`/`高度` in metres, with
//! `height_reference` = `amsl` (the default), `agl` or `ellipsoid`; `time`/`时间` in ISO 8601; `name`/`名称`;
//! `description`/`说明`. Every other column is a property. All values are text. An empty field is no property.

mod columns;
pub(super) mod write;

use super::gather::{Gather, Stop, fits};
use super::geojson::Reference;
use super::numbers::{moment, parse};
use super::{Feature, Geometry, Height, Layer, Limits, Vertex, encoding, wkt};
use crate::datum::Datum;
use crate::finding::Finding;
use crate::units::Metres;
use columns::{Column, Columns};
use csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeMap;

/// Reads a table whose coordinates are in `datum`.
pub(super) fn read(name: &str, bytes: &[u8], datum: Datum) -> Result<Layer, Vec<Finding>> {
    let mut gather = Gather::new(name, datum);
    let end = match encoding::text(name, bytes, Limits::FILE) {
        Ok(text) => table(&mut gather, text),
        Err(finding) => {
            gather.faults.fault(finding);
            Err(Stop)
        }
    };
    gather.finish(end)
}

/// The separator: the first of comma, semicolon and tab by which the first row has the columns that say where.
fn separator(text: &str) -> u8 {
    let fits = |sign: &u8| {
        let mut rows = ReaderBuilder::new().delimiter(*sign).from_reader(text.as_bytes());
        rows.headers().is_ok_and(columns::say_where)
    };
    [b',', b';', b'\t'].into_iter().find(fits).unwrap_or(b',')
}

fn table(gather: &mut Gather, text: &str) -> Result<(), Stop> {
    let mut rows = ReaderBuilder::new().delimiter(separator(text)).flexible(true).from_reader(text.as_bytes());
    let header = match rows.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            return Err(gather.stop("layer-csv", "line 1", error.to_string(), "Give a first row of column names"));
        }
    };
    let columns = Columns::read(&header, gather)?;
    let mut record = StringRecord::new();
    loop {
        let line = rows.position().line();
        match rows.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => row(gather, &columns, &record, record.position().map_or(line, csv::Position::line))?,
            Err(error) => {
                let say = format!("this row cannot be read: {error}");
                return Err(gather.stop("layer-csv", format_args!("line {line}"), say, "Look for an unclosed quote"));
            }
        }
    }
}

fn row(gather: &mut Gather, columns: &Columns, record: &StringRecord, line: u64) -> Result<(), Stop> {
    let at = format!("line {line}");
    if record.iter().all(|field| field.trim().is_empty()) {
        return Ok(());
    }
    if record.len() != columns.len() {
        let say = format!("this row has {} fields, the first row {}", record.len(), columns.len());
        gather.fault("layer-csv-fields", &at, say, "Put fields with separators in them between double quotes");
        return Ok(());
    }
    if let Some(long) = record.iter().enumerate().position(|(i, field)| !columns.is(i, Column::Wkt) && !fits(field)) {
        let say = format!("field {} is longer than {} characters", long + 1, Limits::TEXT);
        gather.fault("layer-text", &at, say, "Shorten it");
        return Ok(());
    }
    let field =
        |column| columns.find(column).and_then(|index| record.get(index)).map(str::trim).filter(|f| !f.is_empty());
    let Some(reference) = reference(gather, field(Column::Reference), &at) else { return Ok(()) };
    let geometry = match field(Column::Wkt) {
        Some(text) => wkt::read(gather, text, reference, &at)?,
        None => point(gather, [field(Column::Lat), field(Column::Lon)], &at)?.map(Geometry::Point),
    };
    let Some(mut geometry) = geometry else { return Ok(()) };
    if let Geometry::Point(vertex) = &mut geometry {
        let height = optional(gather, field(Column::Height), &at, "height", parse);
        vertex.height = height.map(|metres| reference.height(Metres(metres))).or(vertex.height);
        vertex.time = optional(gather, field(Column::Time), &at, "time", moment);
    }
    let id = columns.find(Column::Id).and_then(|index| record.get(index)).filter(|id| !id.trim().is_empty());
    let id = id.map(str::to_owned);
    let properties: BTreeMap<_, _> = columns.properties(record).collect();
    gather.feature(Feature { id, geometry, properties, at })
}

fn reference(gather: &mut Gather, text: Option<&str>, at: &str) -> Option<Reference> {
    let Some(text) = text else { return Some(Reference::Amsl) };
    let found = Reference::of(text);
    if found.is_none() {
        let say = format!("height_reference is {:?}", super::faults::short(text));
        gather.fault("layer-height", at, say, "Give it as amsl, agl or ellipsoid");
    }
    found
}

fn point(gather: &mut Gather, fields: [Option<&str>; 2], at: &str) -> Result<Option<Vertex>, Stop> {
    gather.count_vertex(at)?;
    match fields.map(|field| field.map(parse)) {
        [Some(Some(lat)), Some(Some(lon))] => Ok(gather.place(lat, lon, at).map(Vertex::flat)),
        _ => {
            gather.fault(
                "layer-position",
                at,
                "latitude and longitude are not both numbers",
                "Give decimal degrees like 35.58",
            );
            Ok(None)
        }
    }
}

fn optional<T>(
    gather: &mut Gather,
    field: Option<&str>,
    at: &str,
    what: &str,
    read: fn(&str) -> Option<T>,
) -> Option<T> {
    let text = field?;
    let value = read(text);
    if value.is_none() {
        let say = format!("the {what} is {:?}", super::faults::short(text));
        gather.fault("layer-csv-value", at, say, "Give heights in metres and times like 2026-05-12T09:40:00Z");
    }
    value
}

/// The height of a point, for the column of heights.
fn height_of(geometry: &Geometry) -> Option<Height> {
    match geometry {
        Geometry::Point(vertex) => vertex.height,
        _ => None,
    }
}
