//! GeoJSON out: one FeatureCollection, a feature a line, outlines counter-clockwise and closed, holes clockwise
//! (RFC 7946, 3.1.6), degrees to nine digits.

use super::shape::{REFERENCE, Reference};
use crate::layers::numbers::{degrees, metres};
use crate::layers::out::{Notes, closed, one_reference};
use crate::layers::{Area, Feature, Geometry, Layer, Value, Vertex};
use std::fmt::Write;

pub(in crate::layers) fn write(layer: &Layer, notes: &mut Notes) -> Vec<u8> {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (index, feature) in layer.features.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        write_feature(&mut out, feature, notes);
    }
    out.push_str("\n]}\n");
    out.into_bytes()
}

fn write_feature(out: &mut String, feature: &Feature, notes: &mut Notes) {
    out.push_str("{\"type\":\"Feature\"");
    if let Some(id) = &feature.id {
        let _ = write!(out, ",\"id\":{}", Value::from(id.as_str()));
    }
    let reference = one_reference(feature, notes);
    let mut properties = feature.properties.clone();
    if let Some(reference) = reference.filter(|r| *r != Reference::Ellipsoid || properties.contains_key(REFERENCE)) {
        let before = properties.insert(REFERENCE.to_owned(), reference.word().into());
        if before.is_some() {
            let say = format!("its own property {REFERENCE} gives way to the reference of its heights");
            notes.tell("export-reserved", "", &feature.at, say, "Give the property another name");
        }
    }
    notes.no_times(feature, "GeoJSON");
    let map: serde_json::Map<String, Value> = properties.into_iter().collect();
    let _ = write!(out, ",\"properties\":{},\"geometry\":", Value::Object(map));
    geometry(out, &feature.geometry, reference);
    out.push('}');
}

fn geometry(out: &mut String, shape: &Geometry, reference: Option<Reference>) {
    if let Geometry::Many(parts) = shape {
        return many(out, parts, reference);
    }
    let _ = write!(out, "{{\"type\":\"{}\",\"coordinates\":", word(shape));
    coordinates(out, shape, reference);
    out.push('}');
}

fn word(shape: &Geometry) -> &'static str {
    match shape {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) => "LineString",
        Geometry::Area(_) => "Polygon",
        Geometry::Many(_) => "GeometryCollection",
    }
}

/// Shapes of one kind are a Multi form, of several kinds a GeometryCollection.
fn many(out: &mut String, parts: &[Geometry], reference: Option<Reference>) {
    let kind = parts.first().map_or("GeometryCollection", word);
    if kind == "GeometryCollection" || parts.iter().any(|part| word(part) != kind) {
        out.push_str("{\"type\":\"GeometryCollection\",\"geometries\":[");
        list(out, parts, |out, part| geometry(out, part, reference));
    } else {
        let _ = write!(out, "{{\"type\":\"Multi{kind}\",\"coordinates\":[");
        list(out, parts, |out, part| coordinates(out, part, reference));
    }
    out.push_str("]}");
}

fn coordinates(out: &mut String, shape: &Geometry, reference: Option<Reference>) {
    match shape {
        Geometry::Point(vertex) => position(out, vertex, reference),
        Geometry::Line(line) => positions(out, line, reference),
        Geometry::Area(Area { outer, holes }) => {
            out.push('[');
            positions(out, &closed(outer, true), reference);
            for hole in holes {
                out.push(',');
                positions(out, &closed(hole, false), reference);
            }
            out.push(']');
        }
        Geometry::Many(parts) => list(out, parts, |out, part| coordinates(out, part, reference)),
    }
}

fn positions(out: &mut String, line: &[Vertex], reference: Option<Reference>) {
    out.push('[');
    list(out, line, |out, vertex| position(out, vertex, reference));
    out.push(']');
}

fn position(out: &mut String, vertex: &Vertex, reference: Option<Reference>) {
    let _ = write!(out, "[{},{}", degrees(vertex.at.lon), degrees(vertex.at.lat));
    let height = vertex.height.filter(|height| Some(Reference::of_height(*height)) == reference);
    if let Some(height) = height {
        let _ = write!(out, ",{}", metres(height.metres()));
    }
    out.push(']');
}

fn list<T>(out: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        each(out, item);
    }
}
