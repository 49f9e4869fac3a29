//! KML out: one Document, a Placemark a feature. Numbers and truths keep their type through a Schema.

use crate::layers::numbers::{degrees, metres, moment_text};
use crate::layers::out::{Kinds, Notes, closed, kinds, text_of, vertices};
use crate::layers::xml::write::{Out, tell_illegal};
use crate::layers::{Area, Feature, Geometry, Height, Layer, Value, Vertex};
use std::fmt::Write;

const SCHEMA: &str = "properties";

pub(in crate::layers) fn write(layer: &Layer, notes: &mut Notes) -> Vec<u8> {
    let kinds = kinds(layer);
    let mut out = Out::new();
    out.open("kml", &[("xmlns", "http://www.opengis.net/kml/2.2"), ("xmlns:gx", "http://www.google.com/kml/ext/2.2")]);
    out.open("Document", &[]);
    schema(&mut out, &kinds);
    for feature in &layer.features {
        placemark(&mut out, feature, &kinds, notes);
    }
    out.finish()
}

fn schema(out: &mut Out, kinds: &Kinds) {
    if kinds.is_empty() {
        return;
    }
    out.open("Schema", &[("name", SCHEMA), ("id", SCHEMA)]);
    for (key, kind) in kinds {
        out.empty("SimpleField", &[("name", key), ("type", kind.word())]);
    }
    out.close();
}

fn placemark(out: &mut Out, feature: &Feature, kinds: &Kinds, notes: &mut Notes) {
    let id: Vec<(&str, &str)> = feature.id.iter().map(|id| ("id", id.as_str())).collect();
    tell_illegal(notes, &feature.at, &id.iter().map(|id| id.1).collect::<Vec<_>>());
    out.open("Placemark", &id);
    for key in ["name", "description"] {
        if let Some(value) = feature.properties.get(key) {
            let text = text_of(feature, key, value, false, notes);
            tell_illegal(notes, &feature.at, &[&text]);
            out.leaf(key, &[], &text);
        }
    }
    let timed = timed(feature, notes);
    if let (Geometry::Point(vertex), true) = (&feature.geometry, timed) {
        out.open("TimeStamp", &[]);
        out.leaf("when", &[], &vertex.time.and_then(moment_text).unwrap_or_default());
        out.close();
    }
    data(out, feature, kinds, notes);
    let extruded = feature.properties.get("extrude") == Some(&Value::Bool(true));
    Shapes { out, extruded, timed, at: &feature.at, notes }.geometry(&feature.geometry);
    out.close();
}

/// Whether the moments of a feature can be written: of a point, or of all vertices of lines.
fn timed(feature: &Feature, notes: &mut Notes) -> bool {
    if vertices(&feature.geometry).all(|vertex| vertex.time.is_none()) {
        return false;
    }
    let lines = feature.geometry.parts().iter().all(|part| matches!(part, Geometry::Line(_)));
    let fits = lines || matches!(feature.geometry, Geometry::Point(_));
    let all = vertices(&feature.geometry).all(|vertex| vertex.time.and_then(moment_text).is_some());
    if !(fits && all) {
        let say = "KML holds moments of points and of whole tracks; others are left out".to_owned();
        notes.tell("export-no-times", "", &feature.at, say, "Export as GPX to keep them");
    }
    fits && all
}

fn data(out: &mut Out, feature: &Feature, kinds: &Kinds, notes: &mut Notes) {
    let written = |key: &str, value: &Value| {
        key == "name" || key == "description" || (key == "extrude" && *value == Value::Bool(true))
    };
    let rest: Vec<_> = feature.properties.iter().filter(|(key, value)| !written(key, value)).collect();
    if rest.is_empty() {
        return;
    }
    out.open("ExtendedData", &[]);
    for (key, value) in rest.iter().filter(|(key, _)| !kinds.contains_key(key.as_str())) {
        let text = text_of(feature, key, value, false, notes);
        tell_illegal(notes, &feature.at, &[key, &text]);
        out.open("Data", &[("name", key)]);
        out.leaf("value", &[], &text);
        out.close();
    }
    let typed: Vec<_> = rest.iter().filter(|(key, _)| kinds.contains_key(key.as_str())).collect();
    if !typed.is_empty() {
        out.open("SchemaData", &[("schemaUrl", "#properties")]);
        for (key, value) in typed {
            let text = text_of(feature, key, value, true, notes);
            out.leaf("SimpleData", &[("name", key)], &text);
        }
        out.close();
    }
    out.close();
}

struct Shapes<'o> {
    out: &'o mut Out,
    extruded: bool,
    timed: bool,
    at: &'o str,
    notes: &'o mut Notes,
}

impl Shapes<'_> {
    fn geometry(&mut self, shape: &Geometry) {
        match shape {
            Geometry::Many(parts) => {
                self.out.open(if self.timed { "gx:MultiTrack" } else { "MultiGeometry" }, &[]);
                parts.iter().for_each(|part| self.geometry(part));
                self.out.close();
            }
            Geometry::Line(line) if self.timed => self.track(line),
            Geometry::Point(vertex) => self.simple("Point", std::slice::from_ref(vertex)),
            Geometry::Line(line) => self.simple("LineString", line),
            Geometry::Area(area) => self.area(area),
        }
    }

    fn simple(&mut self, name: &'static str, line: &[Vertex]) {
        self.out.open(name, &[]);
        let mode = self.head(line.iter(), true);
        self.coordinates(line, mode);
        self.out.close();
    }

    fn area(&mut self, area: &Area) {
        self.out.open("Polygon", &[]);
        let mode = self.head(area.outer.iter().chain(area.holes.iter().flatten()), true);
        let rings = std::iter::once((&area.outer, "outerBoundaryIs"));
        for (ring, name) in rings.chain(area.holes.iter().map(|hole| (hole, "innerBoundaryIs"))) {
            self.out.open(name, &[]);
            self.out.open("LinearRing", &[]);
            self.coordinates(&closed(ring, name == "outerBoundaryIs"), mode);
            self.out.close();
            self.out.close();
        }
        self.out.close();
    }

    fn track(&mut self, line: &[Vertex]) {
        self.out.open("gx:Track", &[]);
        let mode = self.head(line.iter(), false);
        for vertex in line {
            self.out.leaf("when", &[], &vertex.time.and_then(moment_text).unwrap_or_default());
        }
        for vertex in line {
            self.out.leaf("gx:coord", &[], &tuple(vertex, mode, ' '));
        }
        self.out.close();
    }

    /// `extrude` and `altitudeMode`: the mode of the first height; what has another reference is left out and told.
    fn head<'v>(&mut self, line: impl Iterator<Item = &'v Vertex>, extrude: bool) -> Option<&'static str> {
        if self.extruded && extrude {
            self.out.leaf("extrude", &[], "1");
        }
        let heights: Vec<Height> = line.filter_map(|vertex| vertex.height).collect();
        let mode = heights.iter().copied().find_map(mode);
        if heights.iter().any(|height| self::mode(*height).is_none() || self::mode(*height) != mode) {
            let say =
                "KML has one altitude mode a shape and none above the ellipsoid; other heights are left out".to_owned();
            self.notes.tell(
                "export-mixed-heights",
                "",
                self.at,
                say,
                "Give all heights above sea level or above ground",
            );
        }
        if let Some(mode) = mode {
            self.out.leaf("altitudeMode", &[], mode);
        }
        mode
    }

    fn coordinates(&mut self, line: &[Vertex], mode: Option<&str>) {
        let tuples: Vec<String> = line.iter().map(|vertex| tuple(vertex, mode, ',')).collect();
        self.out.leaf("coordinates", &[], &tuples.join(" "));
    }
}

fn mode(height: Height) -> Option<&'static str> {
    match height {
        Height::Amsl(_) => Some("absolute"),
        Height::Agl(_) => Some("relativeToGround"),
        Height::Ellipsoid(_) => None,
    }
}

fn tuple(vertex: &Vertex, kept: Option<&str>, between: char) -> String {
    let mut text = format!("{}{between}{}", degrees(vertex.at.lon), degrees(vertex.at.lat));
    if let Some(height) = vertex.height.filter(|height| mode(*height).is_some() && mode(*height) == kept) {
        let _ = write!(text, "{between}{}", metres(height.metres()));
    }
    text
}
