//! Hostile JSON: depth, width, keys that stand twice, and texts that are almost JSON.

use crate::corpus::Case;
use crate::doors::Door;
use crate::seeds::good;

const DOORS: [Door; 7] =
    [Door::GeoJson, Door::Ed269, Door::Ed318, Door::ZonesFile, Door::HotspotsFile, Door::PostsFile, Door::GuardedFile];

pub fn cases() -> Vec<Case> {
    let mut all: Vec<Case> = DOORS.into_iter().flat_map(of).collect();
    all.extend(geojson());
    all
}

fn of(door: Door) -> Vec<Case> {
    let text = move || String::from_utf8(good(door)).unwrap();
    let named = move |what: &str| text().replacen("\"派出所\"", what, 1).into_bytes();
    let first = move |what: String| text().replacen('{', &format!("{{{what},"), 1).into_bytes();
    vec![
        Case::refused(door, "lists 1,000,000 deep", move || named(&"[".repeat(1_000_000))),
        Case::refused(door, "objects 1,000,000 deep", move || named(&"{\"a\":".repeat(1_000_000))),
        Case::refused(door, "objects 100 deep, closed", move || {
            named(&format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100)))
        }),
        Case::refused(door, "a key twice", move || first("\"format\":1,\"format\":1,\"type\":1,\"type\":2".into())),
        Case::refused(door, "1,000,000 keys", move || {
            first((0..1_000_000).map(|i| format!("\"a{i}\":1")).collect::<Vec<_>>().join(","))
        }),
        Case::refused(door, "a text of 15 MB", move || named(&format!("\"{}\"", "x".repeat(15_000_000)))),
        Case::refused(door, "6,000,000 empty lists", move || named(&format!("[{}[]]", "[],".repeat(6_000_000)))),
        Case::refused(door, "2,000,000 small objects", move || {
            named(&format!("[{}1]", "{\"a\":1},".repeat(2_000_000)))
        }),
        Case::refused(door, "10,000,000 numbers", move || named(&format!("[{}1]", "1,".repeat(9_900_000)))),
        Case::refused(door, "half a pair of characters", move || named("\"\\ud800\"")),
        Case::refused(door, "words behind its end", move || [text().into_bytes(), b" {}".to_vec()].concat()),
        Case::refused(door, "a comment", move || first("/* hello */\"a\":1".into())),
        Case::refused(door, "single quotes", move || text().replace('"', "'").into_bytes()),
        Case::refused(door, "a comma too many", move || text().replace("}]", "},]").into_bytes()),
        Case::refused(door, "a line end in a text", move || named("\"a\nb\"")),
        Case::refused(door, "another root", || b"[1,2,3]".to_vec()),
        Case::refused(door, "a number alone", || b"7".to_vec()),
    ]
}

/// What only GeoJSON can get wrong.
fn geojson() -> Vec<Case> {
    let door = Door::GeoJson;
    let shape =
        |geometry: &str| format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#).into_bytes();
    let mut all = Vec::new();
    for (what, geometry) in [
        ("an unknown type", r#"{"type":"Circle","coordinates":[1,2]}"#),
        ("no type", r#"{"coordinates":[1,2]}"#),
        ("no coordinates", r#"{"type":"Point"}"#),
        ("coordinates in words", r#"{"type":"Point","coordinates":["104.62","35.58"]}"#),
        ("one coordinate", r#"{"type":"Point","coordinates":[104.62]}"#),
        ("coordinates as an object", r#"{"type":"Point","coordinates":{"lat":1,"lon":2}}"#),
        ("a line of one place", r#"{"type":"LineString","coordinates":[[1,2]]}"#),
        ("a line that is a point", r#"{"type":"LineString","coordinates":[1,2]}"#),
        ("an area of two corners", r#"{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}"#),
        ("an area that is a line", r#"{"type":"Polygon","coordinates":[[1,2],[3,4],[5,6],[1,2]]}"#),
        ("a collection of itself", r#"{"type":"GeometryCollection","geometries":{"type":"Point"}}"#),
    ] {
        all.push(Case::refused(door, what, move || shape(geometry)));
    }
    for (what, geometry) in [
        ("a bow-tie", r#"{"type":"Polygon","coordinates":[[[1,1],[2,2],[2,1],[1,2],[1,1]]]}"#),
        (
            "a figure of eight that touches itself",
            r#"{"type":"Polygon","coordinates":[[[0,1],[1,2],[0,3],[2,3],[1,2],[2,1],[0,1]]]}"#,
        ),
        ("a spike", r#"{"type":"Polygon","coordinates":[[[1,1],[2,1],[3,1],[2,1],[2,2],[1,1]]]}"#),
        (
            "a hole across the outline",
            r#"{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,2],[1,1]],[[1.5,1.5],[3,1.5],[3,1.6],[1.5,1.5]]]}"#,
        ),
        ("an open ring", r#"{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,2]]]}"#),
        ("an empty geometry", r#"{"type":"MultiPolygon","coordinates":[]}"#),
        ("no geometry", "null"),
        ("five numbers a position", r#"{"type":"Point","coordinates":[1,2,3,4,5]}"#),
        ("zero and zero", r#"{"type":"Point","coordinates":[0,0]}"#),
    ] {
        all.push(Case::told(door, what, move || shape(geometry)));
    }
    all.push(Case::told(door, "an id twice", || {
        let one = r#"{"type":"Feature","id":"a","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}"#;
        format!(r#"{{"type":"FeatureCollection","features":[{one},{one}]}}"#).into_bytes()
    }));
    for crs in ["EPSG:3857", "urn:ogc:def:crs:EPSG::4490", "EPSG:2154", "x", ""] {
        all.push(Case::refused(door, &format!("the coordinate system {crs:?}"), move || {
            let head = format!(r#"{{"crs":{{"type":"name","properties":{{"name":"{crs}"}}}},"#);
            String::from_utf8(good(door)).unwrap().replacen('{', &head, 1).into_bytes()
        }));
    }
    all
}
