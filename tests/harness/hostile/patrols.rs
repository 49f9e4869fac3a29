//! Maps of patrol lines and areas: what is taken has no fault, is written as a map, and is the same patrols again.

use super::told;
use flight_plans::formats::patrols::Patrols;
use geodata::Datum;
use geodata::layers::{Format, read, write};

/// Lines and areas of a GeoJSON file.
///
/// # Panics
/// When what was taken has faults, or comes back under other ids.
pub fn patrols(bytes: &[u8]) -> bool {
    let taken = read("x.geojson", bytes, Datum::Wgs84).and_then(|layer| Patrols::of(&layer));
    let patrols = match taken {
        Ok(patrols) => patrols,
        Err(faults) => {
            told(&faults);
            return false;
        }
    };
    assert!(patrols.lines.iter().all(|line| line.faults().is_empty()));
    assert!(patrols.areas.iter().all(|area| area.faults().is_empty()));
    let ids = |p: &Patrols| -> Vec<String> {
        p.lines.iter().map(|l| l.id.clone()).chain(p.areas.iter().map(|a| a.id.clone())).collect()
    };
    match write(Format::GeoJson, &patrols.layer()) {
        Ok((bytes, _)) => match read("x.geojson", &bytes, Datum::Wgs84).and_then(|layer| Patrols::of(&layer)) {
            Ok(again) => assert_eq!(ids(&again), ids(&patrols)),
            // A shape on the edge of what is allowed may fall over it when its corners are rounded.
            Err(faults) => told(&faults),
        },
        Err(faults) => told(&faults),
    }
    true
}

/// A line, an area with a hole by day and night, an area by a list of bands.
pub fn seeds() -> Vec<Vec<u8>> {
    vec![MAP.as_bytes().to_vec()]
}

const MAP: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kind":"line","id":"L1","name":"Quay","name_zh":"码头","altitude_agl_m":60,"speed_mps":9,"every_min":45},
"geometry":{"type":"LineString","coordinates":[[9.5,47.1],[9.51,47.1],[9.51,47.11],[9.5,47.1]]}},
{"type":"Feature","properties":{"id":"A1","revisit":"06:00-22:00 120; 22:00-06:00 30","utc_offset":"+08:00","seen_m":35},
"geometry":{"type":"Polygon","coordinates":[[[9.5,47.1],[9.52,47.1],[9.52,47.12],[9.5,47.12],[9.5,47.1]],
[[9.505,47.105],[9.51,47.105],[9.51,47.11],[9.505,47.105]]]}},
{"type":"Feature","properties":{"id":"A2","revisit":[{"every_s":1800,"hours":{"utc_offset_min":480}}]},
"geometry":{"type":"Polygon","coordinates":[[[9.6,47.1],[9.61,47.1],[9.61,47.11],[9.6,47.1]]]}}]}"#;
