//! What every writer does: it says what its format cannot hold, closes rings in the direction the format wants, and
//! keeps to one height reference a feature.

use super::geojson::Reference;
use super::numbers::moment_text;
use super::{Feature, Geometry, Layer, Value, Vertex};
use crate::finding::Finding;
use crate::units::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What a written file does not hold, one note a kind.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<Finding>,
    told: BTreeSet<(&'static str, String)>,
}

impl Notes {
    /// Tells once about a thing; the first feature it happened to stands for all.
    pub fn tell(&mut self, code: &'static str, what: &str, at: &str, say: String, remedy: &str) {
        if self.told.insert((code, what.to_owned())) {
            self.list.push(Finding::new(code, at, say, remedy));
        }
    }

    pub fn close(self) -> Vec<Finding> {
        self.list
    }

    /// A moment as text; a moment before the year 0 or after 9999 has none, and it is told.
    pub fn time(&mut self, time: Timestamp) -> Option<String> {
        let text = moment_text(time);
        if text.is_none() {
            let say = "a moment lies outside of the years 0 to 9999; it is left out".to_owned();
            self.tell("export-no-times", "year", "the export", say, "Look at the moments of the track");
        }
        text
    }

    /// Tells when a feature has moments and the format has no place for them.
    pub fn no_times(&mut self, feature: &Feature, format: &str) {
        if vertices(&feature.geometry).any(|vertex| vertex.time.is_some()) {
            let say = format!("{format} has no place for the moments of a track; they are left out");
            self.tell("export-no-times", "", &feature.at, say, "Export as GPX or KML to keep them");
        }
    }
}

/// The reference all heights of a feature are written in: that of the first. Others are left out, and it is said.
pub(super) fn one_reference(feature: &Feature, notes: &mut Notes) -> Option<Reference> {
    let mut references = vertices(&feature.geometry).filter_map(|v| v.height).map(Reference::of_height);
    let first = references.next()?;
    if references.any(|other| other != first) {
        let say = format!("its heights have several references; only those in {} are written", first.word());
        notes.tell("export-mixed-heights", "", &feature.at, say, "Give all heights of a feature the same reference");
    }
    Some(first)
}

/// Every vertex of a geometry.
pub(super) fn vertices(geometry: &Geometry) -> Box<dyn Iterator<Item = &Vertex> + '_> {
    match geometry {
        Geometry::Point(vertex) => Box::new(std::iter::once(vertex)),
        Geometry::Line(line) => Box::new(line.iter()),
        Geometry::Area(area) => Box::new(area.outer.iter().chain(area.holes.iter().flatten())),
        Geometry::Many(parts) => Box::new(parts.iter().flat_map(vertices)),
    }
}

/// An outline with its first vertex again at the end, counter-clockwise or clockwise.
pub(super) fn closed(ring: &[Vertex], counter_clockwise: bool) -> Vec<Vertex> {
    let mut ring = ring.to_vec();
    if (doubled_area(&ring) > 0.0) != counter_clockwise {
        // The first vertex stays the first.
        if let Some(rest) = ring.get_mut(1..) {
            rest.reverse();
        }
    }
    ring.extend(ring.first().copied());
    ring
}

/// Twice the signed area in square degrees, positive counter-clockwise (the shoelace formula, from the first vertex).
fn doubled_area(ring: &[Vertex]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let from = |v: &Vertex| (v.at.lon - first.at.lon, v.at.lat - first.at.lat);
    ring.windows(2).map(|pair| (from(&pair[0]), from(&pair[1]))).map(|((a, b), (c, d))| a * d - c * b).sum()
}

/// The types of properties that are numbers or truths in every feature that has them.
pub(super) type Kinds = BTreeMap<String, Kind>;

/// A type that KML and GPX data can carry beside text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Truth,
}

impl Kind {
    /// Its word in a Schema of KML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "double",
            Self::Truth => "bool",
        }
    }

    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(_) => Some(Self::Number),
            Value::Bool(_) => Some(Self::Truth),
            _ => None,
        }
    }
}

/// The keys whose every value has the same type, text aside. Names and descriptions are text always.
pub(super) fn kinds(layer: &Layer) -> Kinds {
    let mut all: BTreeMap<&str, Option<Kind>> = BTreeMap::new();
    for (key, value) in layer.features.iter().flat_map(|feature| &feature.properties) {
        let kind = Kind::of(value);
        let known = all.entry(key).or_insert(kind);
        *known = known.filter(|known| Some(*known) == kind);
    }
    let text_always = |key: &str| key == "name" || key == "description";
    all.into_iter()
        .filter(|(key, _)| !text_always(key))
        .filter_map(|(key, kind)| Some((key.to_owned(), kind?)))
        .collect()
}

/// A property as text. When its type is not kept, that is told once a key.
pub(super) fn text_of(feature: &Feature, key: &str, value: &Value, typed: bool, notes: &mut Notes) -> String {
    let text = match value {
        Value::String(text) => return text.clone(),
        other => other.to_string(),
    };
    if !typed {
        let say = format!("the property {} is not text everywhere; it is written as text", super::faults::short(key));
        notes.tell("export-as-text", key, &feature.at, say, "Export as GeoJSON to keep lists, objects and types");
    }
    text
}
