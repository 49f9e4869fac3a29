//! What of an extract is drawn: each thing with its layer, its first zoom, its shape and its fields.

use super::kinds;
use super::merge;
use super::mvt::{Fields, Value};
use super::sea;
use crate::frame::Wgs84;
use crate::osm::extract::{Extract, Tags, Way};
use crate::osm::named;
use crate::osm::rings::{self, Area};
use std::collections::{BTreeMap, BTreeSet};

/// A layer of the base map; the number is its place in [`LAYERS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LayerName {
    Landuse,
    Water,
    Buildings,
    Roads,
    Boundary,
    Places,
    Houses,
}

/// The layers' names in the tiles, in drawing order.
pub(super) const LAYERS: [&str; 7] = ["landuse", "water", "buildings", "roads", "boundary", "places", "houses"];

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
pub(super) fn collect(extract: &Extract, boundary: &[Vec<Wgs84>], bounds: [Wgs84; 2]) -> Vec<Feature> {
    let mut features: Vec<Feature> = sea::areas(extract, bounds)
        .into_iter()
        .map(|area| Feature {
            layer: LayerName::Water,
            from_zoom: 0,
            geometry: Geometry::Area(area),
            fields: vec![("kind", text("sea"))],
        })
        .collect();
    let drawn = areas_of_relations(extract, &mut features);
    for way in &extract.ways {
        add_way(extract, way, drawn.contains(&way.id), &mut features);
    }
    features.extend(extract.tagged.iter().filter_map(|(at, tags)| point(tags, *at)));
    features.extend(extract.tagged.iter().filter_map(|(at, tags)| house(tags, *at)));
    features.extend(boundary.iter().map(|ring| Feature {
        layer: LayerName::Boundary,
        from_zoom: 0,
        geometry: Geometry::Line(ring.iter().chain(ring.first()).copied().collect()),
        fields: vec![("kind", text("district"))],
    }));
    features.extend(civil_borders(extract));
    features.sort_by_cached_key(|f| (f.layer, drawing_rank(f)));
    merge::merged(features)
}

/// Borders of civil areas, each way once, as the border of the widest area it belongs to. Provinces and wider ones are
/// the district's own outline or lie outside of it.
fn civil_borders(extract: &Extract) -> Vec<Feature> {
    let mut widest: BTreeMap<i64, u8> = BTreeMap::new();
    for relation in extract.relations.iter().filter(|r| r.tags.is("boundary", "administrative")) {
        let Some(level) = relation.tags.get("admin_level").and_then(|l| l.trim().parse::<u8>().ok()) else { continue };
        for (id, _) in &relation.ways {
            widest.entry(*id).and_modify(|known| *known = level.min(*known)).or_insert(level);
        }
    }
    let border = |(id, level): (i64, u8)| {
        let from_zoom = if level > 8 { 13 } else { 10 };
        let kind = if level > 8 { "village" } else { "municipality" };
        let line = extract.way(id).map(|way| extract.line(way)).filter(|line| line.len() > 1)?;
        let fields = vec![("kind", text(kind))];
        Some(Feature { layer: LayerName::Boundary, from_zoom, geometry: Geometry::Line(line), fields })
    };
    widest.into_iter().filter(|(_, level)| (5..=10).contains(level)).filter_map(border).collect()
}

/// Areas: the widest first. Roads: those that appear first are drawn last.
fn drawing_rank(feature: &Feature) -> i64 {
    match (&feature.geometry, feature.layer) {
        (Geometry::Area(area), _) => -(box_area(&area.outer) * 1e14) as i64,
        (_, LayerName::Roads) => height(feature) - i64::from(feature.from_zoom),
        (_, LayerName::Places) => i64::from(feature.from_zoom),
        _ => 0,
    }
}

/// Tunnels under everything, bridges over everything.
fn height(feature: &Feature) -> i64 {
    let has = |key| feature.fields.contains(&(key, Value::True));
    i64::from(has("bridge")) * 100 - i64::from(has("tunnel")) * 100
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

/// The names of a thing, as far as the map has them; one that is the local one is not said twice.
fn names(tags: &Tags, fields: &mut Fields) {
    let local = tags.get("name").filter(|name| !name.is_empty());
    let same = |name: &str| local == Some(name);
    let chinese = named::chinese(tags).filter(|name| !same(name));
    let english = tags.get("name:en").filter(|name| !name.is_empty() && !same(name));
    let all = [("name", local), ("name_zh", chinese.as_deref()), ("name_en", english)];
    fields.extend(all.into_iter().filter_map(|(field, name)| Some((field, text(name?)))));
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
        if let Some(at) = named::middle(&area.outer) {
            features.extend(point(&way.tags, at));
            features.extend(house(&way.tags, at));
        }
        features.extend(area_feature(&way.tags, area));
    }
}

fn road(extract: &Extract, way: &Way) -> Option<Feature> {
    let (class, from_zoom) = kinds::road(&way.tags)?;
    let mut line = extract.line(way);
    if way.tags.is("oneway", "-1") || way.tags.is("oneway", "reverse") {
        // Drawn the way it is driven, so that arrows along the line are right.
        line.reverse();
    }
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

/// A house number.
fn house(tags: &Tags, at: Wgs84) -> Option<Feature> {
    let number = tags.get("addr:housenumber").map(str::trim).filter(|n| !n.is_empty() && n.chars().count() < 12)?;
    let fields = vec![("number", text(number))];
    Some(Feature { layer: LayerName::Houses, from_zoom: 14, geometry: Geometry::Point(at), fields })
}

fn point(tags: &Tags, at: Wgs84) -> Option<Feature> {
    let (kind, rank, from_zoom) = kinds::point(tags)?;
    tags.get("name").filter(|name| !name.is_empty())?;
    let mut fields = fields("kind", kind, tags);
    fields.push(("rank", Value::Number(rank)));
    Some(Feature { layer: LayerName::Places, from_zoom, geometry: Geometry::Point(at), fields })
}
