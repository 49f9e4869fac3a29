//! Tables out: `lat` and `lon` when every feature is a single point, `wkt` else. A value that a spreadsheet would run
//! as a formula is written with a leading apostrophe, which spreadsheets take off, and a note says so.

use super::columns::is_plain;
use super::height_of;
use crate::finding::Finding;
use crate::layers::faults::short;
use crate::layers::geojson::Reference;
use crate::layers::numbers::{degrees, metres, parse};
use crate::layers::out::{Notes, one_reference, text_of};
use crate::layers::{Feature, Geometry, Layer, wkt};
use std::collections::BTreeSet;

pub(in crate::layers) fn write(layer: &Layer, notes: &mut Notes) -> Result<Vec<u8>, Finding> {
    let points = layer.features.iter().all(|feature| matches!(feature.geometry, Geometry::Point(_)));
    let keys: BTreeSet<&str> = layer.features.iter().flat_map(|f| f.properties.keys()).map(String::as_str).collect();
    let mut out = csv::Writer::from_writer(Vec::new());
    let place: &[&str] = if points { &["lat", "lon", "height", "time"] } else { &["wkt"] };
    let head = ["id"].into_iter().chain(place.iter().copied()).chain(["height_reference"]).map(str::to_owned);
    row(&mut out, head.chain(columns(&keys, notes)))?;
    for feature in &layer.features {
        let place = if points { point(feature, notes) } else { shape(feature, notes) };
        let reference = one_reference(feature, notes).map_or("", Reference::word).to_owned();
        let id = feature.id.clone().unwrap_or_default();
        let values = keys.iter().map(|key| value(feature, key, notes)).collect::<Vec<_>>();
        if feature.id.as_ref().is_some_and(|id| id.trim().is_empty()) {
            let say = "a blank id is written as none".to_owned();
            notes.tell("export-empty-text", "id", &feature.at, say, "Give it an id");
        }
        let id = tame(feature, "id", id, notes);
        row(&mut out, [id].into_iter().chain(place).chain([reference]).chain(values))?;
    }
    out.into_inner().map_err(|error| failed(&error.to_string()))
}

/// The names of the properties' columns: another name, and a note, where a property's own would not come back.
fn columns(keys: &BTreeSet<&str>, notes: &mut Notes) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for key in keys {
        let mut name = (*key).to_owned();
        while !is_plain(&name)
            || runs(&name)
            || names.contains(&name)
            || (name != **key && keys.contains(name.as_str()))
        {
            name = format!("property {}", name.trim());
            name.truncate(name.trim_end().len());
        }
        if name != **key {
            let say = format!("the property {:?} is written as {:?}", short(key), short(&name));
            notes.tell("export-reserved", key, "line 1", say, "Give the property another name");
        }
        names.push(name);
    }
    names
}

fn row(out: &mut csv::Writer<Vec<u8>>, fields: impl Iterator<Item = String>) -> Result<(), Finding> {
    out.write_record(fields).map_err(|error| failed(&error.to_string()))
}

fn failed(say: &str) -> Finding {
    Finding::new("export-csv", "the export", say, "Export as GeoJSON instead")
}

fn point(feature: &Feature, notes: &mut Notes) -> Vec<String> {
    let Geometry::Point(vertex) = &feature.geometry else { return vec![String::new(); 4] };
    let height = height_of(&feature.geometry).map(|height| metres(height.metres()).to_string());
    vec![
        degrees(vertex.at.lat).to_string(),
        degrees(vertex.at.lon).to_string(),
        height.unwrap_or_default(),
        vertex.time.and_then(|time| notes.time(time)).unwrap_or_default(),
    ]
}

fn shape(feature: &Feature, notes: &mut Notes) -> Vec<String> {
    notes.no_times(feature, "a table of shapes");
    let mut text = String::new();
    wkt::write(&mut text, &feature.geometry, one_reference(feature, notes));
    vec![text]
}

fn value(feature: &Feature, key: &str, notes: &mut Notes) -> String {
    let Some(value) = feature.properties.get(key) else { return String::new() };
    let text = text_of(feature, key, value, false, notes);
    let text = if value.is_null() { String::new() } else { text };
    if text.is_empty() {
        let say = "an empty text is written as an empty field, which reads as no property".to_owned();
        notes.tell("export-empty-text", key, &feature.at, say, "Export as GeoJSON to keep the difference");
    }
    if value.is_string() { tame(feature, key, text, notes) } else { text }
}

/// Takes the danger from what spreadsheets run (owasp.org, CSV injection). A plain number is none.
fn tame(feature: &Feature, key: &str, text: String, notes: &mut Notes) -> String {
    if !runs(&text) {
        return text;
    }
    let say = "a text that a spreadsheet would run as a formula is written behind an apostrophe".to_owned();
    notes.tell("export-formula", key, &feature.at, say, "Nothing, when the table is for people");
    format!("'{text}")
}

fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && parse(text).is_none()
}
