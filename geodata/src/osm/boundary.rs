//! The boundary of a district: the widest administrative relation round its middle that the extract holds whole.

use super::extract::Extract;
use super::named::round7;
use super::rings;
use crate::finding::Finding;
use crate::frame::Wgs84;
use geojson::{Feature, FeatureCollection, GeoJson, Geometry, GeometryValue, JsonObject, Position};

/// The outer rings of the district, or nothing when no administrative outline is whole.
pub(super) fn outline(extract: &Extract, middle: Wgs84) -> Option<Vec<Vec<Wgs84>>> {
    let admin = extract.relations.iter().filter(|r| r.tags.is("boundary", "administrative"));
    let mut best: Option<(u8, Vec<Vec<Wgs84>>)> = None;
    for relation in admin {
        let Some(level) = relation.tags.get("admin_level").and_then(|level| level.parse::<u8>().ok()) else { continue };
        if best.as_ref().is_some_and(|(known, _)| *known <= level) {
            continue;
        }
        let (areas, whole) = rings::of_relation(extract, relation);
        if whole && areas.iter().any(|area| rings::inside(middle, &area.outer)) {
            best = Some((level, areas.into_iter().map(|area| area.outer).collect()));
        }
    }
    best.map(|(_, rings)| rings)
}

/// The box round some places, as a ring: the boundary of an extract that holds no administrative outline.
pub(super) fn boxed(sw: Wgs84, ne: Wgs84) -> Vec<Wgs84> {
    let at = |lat, lon| Wgs84 { lat, lon };
    vec![at(sw.lat, sw.lon), at(sw.lat, ne.lon), at(ne.lat, ne.lon), at(ne.lat, sw.lon)]
}

/// `boundary.geojson`: one polygon feature for each ring.
pub(super) fn write(rings: &[Vec<Wgs84>], name: &str, attribution: &str) -> Vec<u8> {
    let position = |p: &Wgs84| Position::from([round7(p.lon), round7(p.lat)]);
    let feature = |ring: &Vec<Wgs84>| {
        let closed = ring.iter().chain(ring.first()).map(position).collect();
        let mut properties = JsonObject::new();
        properties.insert("name".into(), name.into());
        properties.insert("attribution".into(), attribution.into());
        Feature {
            geometry: Some(Geometry::new(GeometryValue::Polygon { coordinates: vec![closed] })),
            properties: Some(properties),
            ..Feature::default()
        }
    };
    let features = rings.iter().map(feature).collect();
    GeoJson::from(FeatureCollection { bbox: None, features, foreign_members: None }).to_string().into_bytes()
}

/// The outer rings inside of `boundary.geojson`.
///
/// # Errors
/// One finding when it is not GeoJSON or holds something else than polygons.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Vec<Wgs84>>, Finding> {
    let broken = |say: String| Finding::new("boundary-broken", "boundary.geojson", say, "Import the district again");
    let text = std::str::from_utf8(bytes).map_err(|e| broken(e.to_string()))?;
    let json: GeoJson = text.parse().map_err(|e: geojson::Error| broken(e.to_string()))?;
    let collection = FeatureCollection::try_from(json).map_err(|e| broken(e.to_string()))?;
    let mut rings = Vec::new();
    for feature in collection.features {
        let Some(GeometryValue::Polygon { coordinates }) = feature.geometry.map(|g| g.value) else {
            return Err(broken("a feature is not a polygon".into()));
        };
        rings
            .push(coordinates.first().and_then(|ring| ring_of(ring)).ok_or_else(|| broken("a ring is broken".into()))?);
    }
    Ok(rings)
}

fn ring_of(ring: &[Position]) -> Option<Vec<Wgs84>> {
    let place = |p: &Position| Wgs84::new(*p.as_slice().get(1)?, *p.as_slice().first()?);
    let mut ring = ring.iter().map(place).collect::<Option<Vec<_>>>()?;
    ring.pop();
    (ring.len() > 2).then_some(ring)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_written_and_read_is_the_same_boundary() {
        let ring = boxed(Wgs84 { lat: 47.0, lon: 9.4 }, Wgs84 { lat: 47.3, lon: 9.7 });
        let bytes = write(std::slice::from_ref(&ring), "Test", "nobody");
        assert_eq!(read(&bytes), Ok(vec![ring]));
    }

    #[test]
    fn garbage_is_one_finding() {
        for bytes in [&b"{"[..], b"\xff", b"{\"type\":\"Feature\"}", b"[]", b""] {
            assert_eq!(read(bytes).unwrap_err().code, "boundary-broken");
        }
    }
}
