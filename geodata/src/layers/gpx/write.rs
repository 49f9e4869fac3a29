//! GPX 1.1 out: points as `wpt`, lines as `trk` (or `rte` with the property `gpx` = `route`), areas as closed tracks
//! with a note, because GPX has no areas. Ids and other properties stand in `extensions`.

use super::{OURS, ROUTE};
use crate::layers::numbers::{degrees, metres};
use crate::layers::out::{Kind, Notes, text_of};
use crate::layers::xml::write::{Out, tell_illegal};
use crate::layers::{Feature, Geometry, Height, Layer, Value, Vertex, out::closed};

pub(in crate::layers) fn write(layer: &Layer, notes: &mut Notes) -> Vec<u8> {
    let mut out = Out::new();
    let head = [
        ("version", "1.1"),
        ("creator", "Skyground"),
        ("xmlns", "http://www.topografix.com/GPX/1/1"),
        ("xmlns:sky", OURS),
    ];
    out.open("gpx", &head);
    // The schema wants all waypoints, then all routes, then all tracks.
    for kind in ["wpt", "rte", "trk"] {
        for feature in &layer.features {
            write_feature(&mut out, feature, kind, notes);
        }
    }
    tell_order(layer, notes);
    out.finish()
}

/// Which of the three kinds a shape is written as.
fn kind_of(feature: &Feature, shape: &Geometry) -> &'static str {
    match shape {
        Geometry::Point(_) => "wpt",
        Geometry::Line(_) if is_route(feature) => "rte",
        _ => "trk",
    }
}

fn is_route(feature: &Feature) -> bool {
    matches!(feature.geometry, Geometry::Line(_)) && feature.properties.get(ROUTE.0) == Some(&Value::from(ROUTE.1))
}

fn tell_order(layer: &Layer, notes: &mut Notes) {
    let order = |feature: &Feature| match kind_of(feature, &feature.geometry) {
        "wpt" => 0,
        "rte" => 1,
        _ => 2,
    };
    if let Some(pair) = layer.features.windows(2).find(|pair| order(&pair[0]) > order(&pair[1])) {
        let say = "GPX wants points first, then routes, then tracks: the order of the features changes".to_owned();
        notes.tell("export-order", "", &pair[1].at, say, "Nothing, where the order does not matter");
    }
}

fn write_feature(out: &mut Out, feature: &Feature, kind: &'static str, notes: &mut Notes) {
    let parts: Vec<&Geometry> = feature.geometry.parts().iter().filter(|part| kind_of(feature, part) == kind).collect();
    tell_losses(feature, notes);
    if kind == "wpt" {
        for part in &parts {
            if let Geometry::Point(vertex) = part {
                point(out, "wpt", vertex, Some(feature), notes);
            }
        }
    } else if !parts.is_empty() {
        out.open(kind, &[]);
        texts(out, feature, notes);
        extensions(out, feature, notes);
        parts.iter().for_each(|part| lines(out, part, kind, notes));
        out.close();
    }
}

fn tell_losses(feature: &Feature, notes: &mut Notes) {
    let parts = feature.geometry.parts();
    if parts.iter().any(|part| matches!(part, Geometry::Area(_))) {
        let say = "GPX has no areas; they are written as closed tracks and come back as lines".to_owned();
        notes.tell("export-area-as-line", "", &feature.at, say, "Export as GeoJSON or KML to keep areas");
    }
    let points = parts.iter().filter(|part| matches!(part, Geometry::Point(_))).count();
    let many = matches!(feature.geometry, Geometry::Many(_));
    if many && (points > 0 || parts.len() == 1) {
        let say = "GPX keeps several shapes of one feature together only as segments of a track".to_owned();
        notes.tell("export-split", "", &feature.at, say, "Export as GeoJSON or KML to keep them together");
    }
}

fn lines(out: &mut Out, part: &Geometry, kind: &str, notes: &mut Notes) {
    let mut segment = |line: &[Vertex]| {
        if kind == "rte" {
            line.iter().for_each(|vertex| point(out, "rtept", vertex, None, notes));
        } else {
            out.open("trkseg", &[]);
            line.iter().for_each(|vertex| point(out, "trkpt", vertex, None, notes));
            out.close();
        }
    };
    match part {
        Geometry::Line(line) => segment(line),
        Geometry::Area(area) => {
            segment(&closed(&area.outer, true));
            area.holes.iter().for_each(|hole| segment(&closed(hole, false)));
        }
        Geometry::Point(_) | Geometry::Many(_) => {}
    }
}

fn point(out: &mut Out, name: &'static str, vertex: &Vertex, feature: Option<&Feature>, notes: &mut Notes) {
    let (lat, lon) = (degrees(vertex.at.lat).to_string(), degrees(vertex.at.lon).to_string());
    out.open(name, &[("lat", &lat), ("lon", &lon)]);
    match vertex.height {
        Some(Height::Amsl(height)) => out.leaf("ele", &[], &metres(height.0).to_string()),
        Some(_) => {
            let say = "GPX holds heights above mean sea level only; others are left out".to_owned();
            notes.tell("export-heights", "", "the export", say, "Export as KML or GeoJSON to keep them");
        }
        None => {}
    }
    if let Some(time) = vertex.time {
        notes.time(time).iter().for_each(|time| out.leaf("time", &[], time));
    }
    if let Some(feature) = feature {
        texts(out, feature, notes);
        extensions(out, feature, notes);
    }
    out.close();
}

/// The elements GPX has of its own, in the order of its schema.
const TEXTS: [(&str, &str); 3] = [("name", "name"), ("cmt", "cmt"), ("desc", "description")];

fn texts(out: &mut Out, feature: &Feature, notes: &mut Notes) {
    for (element, key) in TEXTS {
        if let Some(Value::String(text)) = feature.properties.get(key) {
            tell_illegal(notes, &feature.at, &[text]);
            out.leaf(element, &[], text);
        }
    }
}

fn extensions(out: &mut Out, feature: &Feature, notes: &mut Notes) {
    let own = |key: &str, value: &Value| value.is_string() && TEXTS.iter().any(|text| text.1 == key);
    let route = is_route(feature);
    let rest = feature.properties.iter().filter(|(key, value)| !(own(key, value) || (route && *key == ROUTE.0)));
    let rest: Vec<_> = rest.collect();
    if rest.is_empty() && feature.id.is_none() {
        return;
    }
    out.open("extensions", &[]);
    if let Some(id) = &feature.id {
        tell_illegal(notes, &feature.at, &[id]);
        out.leaf("sky:p", &[("k", "id"), ("t", "id")], id);
    }
    for (key, value) in rest {
        let kind = Kind::of(value);
        let text = text_of(feature, key, value, kind.is_some(), notes);
        tell_illegal(notes, &feature.at, &[key, &text]);
        match kind {
            Some(Kind::Number) => out.leaf("sky:p", &[("k", key), ("t", "number")], &text),
            Some(Kind::Truth) => out.leaf("sky:p", &[("k", key), ("t", "truth")], &text),
            None => out.leaf("sky:p", &[("k", key)], &text),
        }
    }
    out.close();
}
