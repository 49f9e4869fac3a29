//! Files of points, lines and areas: what is read is written in every format and read again.

use geodata::Datum;
use geodata::layers::{Format, read, write};

fn layer(format: Format, bytes: &[u8]) -> bool {
    let name = format!("x.{}", format.extension());
    let layer = match read(&name, bytes, Datum::Wgs84) {
        Ok(layer) => layer,
        Err(faults) => {
            let told = |fault: &geodata::Finding| !fault.at.is_empty() && !fault.remedy.is_empty();
            assert!(!faults.is_empty() && faults.iter().all(told), "{faults:?}");
            return false;
        }
    };
    for format in Format::ALL {
        match write(format, &layer) {
            Ok((bytes, notes)) => {
                let back = read(&format!("x.{}", format.extension()), &bytes, Datum::Wgs84);
                let parts = back.as_ref().map(|back| back.features.len());
                let same = parts == Ok(layer.features.len());
                assert!(same || !notes.is_empty(), "{format:?}: {} became {parts:?}", layer.features.len());
            }
            Err(faults) => assert!(faults.iter().all(|fault| fault.code == "export-text"), "{faults:?}"),
        }
    }
    true
}

/// GeoJSON.
pub fn geojson(bytes: &[u8]) -> bool {
    layer(Format::GeoJson, bytes)
}

/// KML.
pub fn kml(bytes: &[u8]) -> bool {
    layer(Format::Kml, bytes)
}

/// KML packed.
pub fn kmz(bytes: &[u8]) -> bool {
    layer(Format::Kmz, bytes)
}

/// GPX.
pub fn gpx(bytes: &[u8]) -> bool {
    layer(Format::Gpx, bytes)
}

/// A table.
pub fn table(bytes: &[u8]) -> bool {
    layer(Format::Csv, bytes)
}

/// A file with shapes of every kind, as its own writer writes it.
#[allow(clippy::expect_used)]
fn seeds(format: Format) -> Vec<Vec<u8>> {
    let layer = read("x.geojson", EVERYTHING.as_bytes(), Datum::Wgs84).expect("the first seed is sound");
    let written = |layer| write(format, layer).map(|pair| pair.0).expect("what is read can be written");
    let one = geodata::layers::Layer { features: layer.features[..1].to_vec(), notes: vec![] };
    vec![written(&layer), written(&one)]
}

const EVERYTHING: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":"a","properties":{"name":"派出所","n":1.5,"b":true},"geometry":{"type":"Point","coordinates":[104.62,35.58]}},
{"type":"Feature","properties":{"name":"<&\"'","height_reference":"agl"},"geometry":{"type":"LineString","coordinates":[[104.6,35.5,120],[104.7,35.5,120]]}},
{"type":"Feature","properties":{"extrude":true},"geometry":{"type":"Polygon","coordinates":[[[1,1],[4,1],[4,4],[1,1]],[[2,1.5],[3,1.5],[3,2],[2,1.5]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"MultiLineString","coordinates":[[[1,1],[2,2]],[[3,3],[4,4]]]}}]}"#;

/// Good GeoJSON.
pub fn geojson_seeds() -> Vec<Vec<u8>> {
    seeds(Format::GeoJson)
}

/// Good KML.
pub fn kml_seeds() -> Vec<Vec<u8>> {
    seeds(Format::Kml)
}

/// Good KMZ.
pub fn kmz_seeds() -> Vec<Vec<u8>> {
    seeds(Format::Kmz)
}

/// Good GPX.
pub fn gpx_seeds() -> Vec<Vec<u8>> {
    seeds(Format::Gpx)
}

/// Good tables.
pub fn table_seeds() -> Vec<Vec<u8>> {
    seeds(Format::Csv)
}
