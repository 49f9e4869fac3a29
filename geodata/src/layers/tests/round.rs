//! What is written comes back; what does not come back was told.

use super::invent::{Allow, layer, same, wild};
use crate::datum::Datum;
use crate::layers::{Format, Geometry, Layer, read, write};
use proptest::prelude::*;

fn round(format: Format, layer: &Layer) -> Result<(), TestCaseError> {
    let (bytes, notes) = write(format, layer).unwrap();
    prop_assert!(notes.is_empty(), "{:?} in {}", notes, String::from_utf8_lossy(&bytes));
    let name = format!("x.{}", format.extension());
    let back = read(&name, &bytes, Datum::Wgs84).unwrap();
    prop_assert!(same(layer, &back), "{:#?}\n{:#?}\n{}", layer, back, String::from_utf8_lossy(&bytes));
    let again = write(format, layer).unwrap().0;
    prop_assert_eq!(again, bytes, "the same layer gives the same bytes");
    Ok(())
}

const EVERYTHING: Allow =
    Allow { lines: true, areas: true, many: true, heights: &[0, 1, 2], times: false, types: true };

proptest! {
    #[test]
    fn geojson_keeps_everything_but_moments(layer in layer(EVERYTHING)) {
        round(Format::GeoJson, &layer)?;
    }

    #[test]
    fn kml_and_kmz_keep_shapes_types_and_two_references(layer in layer(Allow { heights: &[0, 1], ..EVERYTHING })) {
        round(Format::Kml, &layer)?;
        round(Format::Kmz, &layer)?;
    }

    #[test]
    fn kml_keeps_tracks_with_their_moments(
        layer in layer(Allow { areas: false, many: false, heights: &[0, 1], times: true, ..EVERYTHING })
    ) {
        round(Format::Kml, &layer)?;
    }

    #[test]
    fn gpx_keeps_points_and_lines_with_moments(
        mut layer in layer(Allow { areas: false, many: false, heights: &[0], times: true, ..EVERYTHING })
    ) {
        layer.features.sort_by_key(|feature| !matches!(feature.geometry, Geometry::Point(_)));
        round(Format::Gpx, &layer)?;
    }

    #[test]
    fn a_table_keeps_points_with_heights_and_moments(
        layer in layer(Allow { lines: false, areas: false, many: false, times: true, types: false, ..EVERYTHING })
    ) {
        round(Format::Csv, &layer)?;
    }

    #[test]
    fn a_table_keeps_shapes(layer in layer(Allow { types: false, ..EVERYTHING })) {
        round(Format::Csv, &layer)?;
    }

    #[test]
    fn what_does_not_come_back_was_told(layer in wild()) {
        for format in Format::ALL {
            let (bytes, notes) = write(format, &layer).unwrap();
            let back = read(&format!("x.{}", format.extension()), &bytes, Datum::Wgs84);
            let shown = || String::from_utf8_lossy(&bytes).into_owned();
            prop_assert!(back.is_ok(), "{format:?} {:?} {}", back, shown());
            let back = back.unwrap();
            prop_assert!(!notes.is_empty() || same(&layer, &back), "{format:?} {:#?}\n{:#?}\n{}", layer, back, shown());
        }
    }
}

#[test]
fn another_readers_eyes_see_the_same_geojson() {
    // The crate geojson is the work of others and knows nothing of ours.
    let text = r#"{"type":"Feature","id":"a","properties":{"name":"派出所","n":1.5},"geometry":{"type":"Polygon",
        "coordinates":[[[104.6,35.5],[104.7,35.5],[104.7,35.6],[104.6,35.5]],[[104.65,35.51],[104.66,35.51],[104.66,35.52],[104.65,35.51]]]}}"#;
    let layer = read("x.geojson", text.as_bytes(), Datum::Wgs84).unwrap();
    let (bytes, _) = write(Format::GeoJson, &layer).unwrap();
    let written: geojson::FeatureCollection = serde_json::from_slice(&bytes).unwrap();
    let original: geojson::Feature = text.parse().unwrap();
    assert_eq!(written.features.len(), 1);
    assert_eq!((&written.features[0].id, &written.features[0].properties), (&original.id, &original.properties));
    let area = |feature: &geojson::Feature| match feature.geometry.as_ref().map(|g| &g.value) {
        Some(geojson::GeometryValue::Polygon { coordinates }) => coordinates.iter().map(Vec::len).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(area(&written.features[0]), area(&original));
}
