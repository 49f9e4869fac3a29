//! What of an extract is drawn: each thing with its layer, its first zoom, its shape and its fields.

use super::kinds;
use super::mvt::{Fields, Value};
use crate::frame::Wgs84;
use crate::osm::extract::{Extract, Tags, Way};
use crate::osm::named;
use crate::osm::rings::{self, Area};
use std::collections::BTreeSet;

/// A layer of the base map; the number is its place in [`LAYERS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LayerName {
    Landuse,
    Water,
    Buildings,
    Roads,
    Boundary,
    Places,
}

/// The layers' names in the tiles, in drawing order.
pub(super) const LAYERS: [&str; 6] = ["landuse", "water", "buildings", "roads", "boundary", "places"];

/// The shape of a thing.
#[derive(Clone, Debug)]
pub(super) enum Geometry {
    Point(Wgs84),
    Line(Vec<Wgs84>),
    Area(Area),
}

/// One thing to draw.
#[derive(Clone, Debug)]
pub(super) struct Feature {
    pub layer: LayerName,
    pub from_zoom: u8,
    pub geometry: Geometry,
    pub fields: Fields,
}

/// Everything to draw, in drawing order: wide areas before small ones, small roads before wide ones.
pub(super) fn collect(extract: &Extract, boundary: &[Vec<Wgs84>]) -> Vec<Feature> {
    let mut features = Vec::new();
    let drawn = areas_of_relations(extract, &mut features);
    for way in &extract.ways {
        add_way(extract, way, drawn.contains(&way.id), &mut features);
    }
    features.extend(extract.tagged.iter().filter_map(|(at, tags)| point(tags, *at)));
    features.extend(boundary.iter().map(|ring| Feature {
        layer: LayerName::Boundary,
        from_zoom: 0,
        geometry: Geometry::Line(ring.iter().chain(ring.first()).copied().collect()),
        fields: vec![("kind", text("district"))],
    }));
    features.extend(municipal_borders(extract));
    features.sort_by_cached_key(|f| (f.layer, drawing_rank(f)));
    features
}

/// Borders between municipalities, each way once; those that are the border of something wider too are left out.
fn municipal_borders(extract: &Extract) -> Vec<Feature> {
    let admin = extract.relations.iter().filter(|r| r.tags.is("boundary", "administrative"));
    let (mut inner, mut wider) = (BTreeSet::new(), BTreeSet::new());
    for relation in admin {
        let ways = relation.ways.iter().map(|(id, _)| *id);
        match relation.tags.get("admin_level") {
            Some("7" | "8") => inner.extend(ways),
            Some("2" | "3" | "4") => wider.extend(ways),
            _ => {}
        }
    }
    let lines = inner.difference(&wider).filter_map(|id| extract.way(*id)).map(|way| extract.line(way));
    let border = |line| Feature {
        layer: LayerName::Boundary,
        from_zoom: 10,
        geometry: Geometry::Line(line),
        fields: vec![("kind", text("municipality"))],
    };
    lines.filter(|line| line.len() > 1).map(border).collect()
}

/// Areas: the widest first. Roads: those that appear first are drawn last.
fn drawing_rank(feature: &Feature) -> i64 {
    match (&feature.geometry, feature.layer) {
        (Geometry::Area(area), _) => -(box_area(&area.outer) * 1e14) as i64,
        (_, LayerName::Roads) => -i64::from(feature.from_zoom),
        (_, LayerName::Places) => i64::from(feature.from_zoom),
        _ => 0,
    }
}

/// The area of the box round a ring, square degrees.
fn box_area(ring: &[Wgs84]) -> f64 {
    let span = |axis: fn(&Wgs84) -> f64| {
        let (low, high) =
            ring.iter().map(axis).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        (high - low).max(0.0)
    };
    span(|p| p.lat) * span(|p| p.lon)
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The names of a thing, as far as the map has them.
fn names(tags: &Tags, fields: &mut Fields) {
    for (key, field) in [("name", "name"), ("name:zh", "name_zh"), ("name:en", "name_en")] {
        if let Some(name) = tags.get(key).filter(|name| !name.is_empty()) {
            fields.push((field, text(name)));
        }
    }
}

fn fields(key: &'static str, kind: &str, tags: &Tags) -> Fields {
    let mut fields = vec![(key, text(kind))];
    names(tags, &mut fields);
    fields
}

/// Draws multipolygons. Older data keeps the tags on the outer way: those ways are given back, not to be drawn again
/// without their holes.
fn areas_of_relations(extract: &Extract, features: &mut Vec<Feature>) -> BTreeSet<i64> {
    let mut drawn = BTreeSet::new();
    for relation in extract.relations.iter().filter(|r| r.tags.is("type", "multipolygon")) {
        let outer = || relation.ways.iter().filter(|(_, role)| role.is_empty() || &**role == "outer");
        let from_way = outer().find_map(|(id, _)| extract.way(*id).filter(|way| kinds::area(&way.tags).is_some()));
        let tags =
            if kinds::area(&relation.tags).is_some() { Some(&relation.tags) } else { from_way.map(|way| &way.tags) };
        let Some(tags) = tags else { continue };
        let (areas, _) = rings::of_relation(extract, relation);
        features.extend(areas.into_iter().filter_map(|area| area_feature(tags, area)));
        drawn.extend(outer().map(|(id, _)| *id));
    }
    drawn
}

fn area_feature(tags: &Tags, area: Area) -> Option<Feature> {
    let (layer, kind) = kinds::area(tags)?;
    let from_zoom = if layer == LayerName::Buildings { 13 } else { 0 };
    Some(Feature { layer, from_zoom, geometry: Geometry::Area(area), fields: fields("kind", kind, tags) })
}

fn add_way(extract: &Extract, way: &Way, drawn: bool, features: &mut Vec<Feature>) {
    if let Some(feature) = road(extract, way).or_else(|| stream(extract, way)) {
        features.push(feature);
    }
    if drawn || !rings::is_area(&way.tags) {
        return;
    }
    if let Some(area) = rings::of_way(extract, way) {
        if let (Some(_), Some(at)) = (named::kind(&way.tags), named::middle(&area.outer)) {
            features.extend(point(&way.tags, at));
        }
        features.extend(area_feature(&way.tags, area));
    }
}

fn road(extract: &Extract, way: &Way) -> Option<Feature> {
    let (class, from_zoom) = kinds::road(&way.tags)?;
    let line = extract.line(way);
    let mut fields = fields("class", class, &way.tags);
    if let Some(reference) = way.tags.get("ref") {
        fields.push(("ref", text(reference)));
    }
    for key in ["oneway", "bridge", "tunnel"] {
        if way.tags.get(key).is_some_and(|value| value != "no" && value != "0" && value != "false") {
            fields.push((key, Value::True));
        }
    }
    (line.len() > 1).then_some(Feature { layer: LayerName::Roads, from_zoom, geometry: Geometry::Line(line), fields })
}

fn stream(extract: &Extract, way: &Way) -> Option<Feature> {
    let (kind, from_zoom) = kinds::stream(&way.tags)?;
    let line = extract.line(way);
    let fields = fields("kind", kind, &way.tags);
    (line.len() > 1).then_some(Feature { layer: LayerName::Water, from_zoom, geometry: Geometry::Line(line), fields })
}

fn point(tags: &Tags, at: Wgs84) -> Option<Feature> {
    let (kind, rank, from_zoom) = kinds::point(tags)?;
    tags.get("name").filter(|name| !name.is_empty())?;
    let mut fields = fields("kind", kind, tags);
    fields.push(("rank", Value::Number(rank)));
    Some(Feature { layer: LayerName::Places, from_zoom, geometry: Geometry::Point(at), fields })
}
