//! Files that are wrong: every fault at once, each with its place; and no bytes make a reader panic.

use crate::datum::Datum;
use crate::layers::{Format, Limits, read, write};
use proptest::prelude::*;
use std::io::{Cursor, Write};

/// Code and place of every fault.
fn faults(name: &str, bytes: impl AsRef<[u8]>) -> Vec<(&'static str, String)> {
    let faults = read(name, bytes.as_ref(), Datum::Wgs84).expect_err(name);
    assert!(faults.iter().all(|fault| !fault.say.is_empty() && !fault.remedy.is_empty() && !fault.at.is_empty()));
    faults.into_iter().map(|fault| (fault.code, fault.at)).collect()
}

fn codes(name: &str, bytes: impl AsRef<[u8]>) -> Vec<&'static str> {
    faults(name, bytes).into_iter().map(|fault| fault.0).collect()
}

#[test]
fn all_faults_of_a_geojson_are_told_at_once() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[
      {"type":"Feature","geometry":{"type":"Point","coordinates":[35.58,104.62]},"properties":{}},
      {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,400],[1]]},"properties":[]},
      {"type":"Feature","geometry":{"type":"Circle","coordinates":[1,2]},"properties":{}},
      {"type":"Polygon"},
      {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]},"id":{},"properties":{}}]}"#;
    let found = faults("x.geojson", text);
    let expected = [
        ("layer-crs", "crs"),
        ("layer-lat-lon-swapped", "features[0].geometry.coordinates"),
        ("layer-properties", "features[1].properties"),
        ("layer-out-of-range", "features[1].geometry.coordinates[1]"),
        ("layer-position", "features[1].geometry.coordinates[2]"),
        ("layer-geometry-type", "features[2].geometry.type"),
        ("layer-not-geojson", "features[3]"),
        ("layer-id", "features[4].id"),
        ("layer-too-few-corners", "features[4].geometry.coordinates[0]"),
    ];
    assert_eq!(found, expected.map(|(code, at)| (code, at.to_owned())));
}

#[test]
fn a_hundred_faults_are_told_and_the_rest_counted() {
    let text = format!("lat,lon\n{}", "95,1\n".repeat(250));
    let found = read("x.csv", text.as_bytes(), Datum::Wgs84).unwrap_err();
    assert_eq!(found.len(), Limits::FINDINGS + 1);
    assert!(found[Limits::FINDINGS].say.contains("150"), "{}", found[Limits::FINDINGS]);
}

#[test]
fn all_faults_of_a_table_are_told_at_once() {
    let text = "lat,lon,height,time,name\n35,104,x,2026-13-01,a\n,104,,,b\n35\n1e999,1,,,c\nNaN,1,,,d\n104,35,,,e\n";
    let expected = [
        ("layer-csv-value", "line 2"),
        ("layer-csv-value", "line 2"),
        ("layer-position", "line 3"),
        ("layer-csv-fields", "line 4"),
        ("layer-position", "line 5"),
        ("layer-position", "line 6"),
        ("layer-lat-lon-swapped", "line 7"),
    ];
    assert_eq!(faults("x.csv", text), expected.map(|(code, at)| (code, at.to_owned())));
    assert_eq!(codes("x.csv", "a,a,\n1,2,3"), ["layer-csv-columns", "layer-same-key", "layer-csv-columns"]);
}

#[test]
fn all_faults_of_a_kml_and_of_a_gpx_are_told_at_once() {
    let kml = "<kml>\n<Placemark><Point><coordinates>1, 2</coordinates></Point></Placemark>\n\
        <Placemark><LineString><coordinates>1,2</coordinates></LineString></Placemark>\n\
        <Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,nan 5,6 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>\n\
        <Placemark><Polygon/></Placemark><Placemark><Track><when>x</when></Track></Placemark></kml>";
    let found = codes("x.kml", kml);
    assert_eq!(
        found,
        [
            "layer-position",
            "layer-position",
            "layer-line-too-short",
            "layer-position",
            "layer-too-few-corners",
            "kml-track"
        ]
    );
    let gpx = "<gpx>\n<wpt lat='91' lon='1'/>\n<wpt lon='1'/><trk><trkseg><trkpt lat='1' lon='inf'/></trkseg></trk><wpt lat='1' lon='1'><ele>high</ele></wpt></gpx>";
    let places: Vec<String> = faults("x.gpx", gpx).into_iter().map(|f| f.1).collect();
    assert_eq!(places, ["line 2", "line 3 byte 30", "line 3 byte 57", "line 3 byte 119"]);
}

#[test]
fn what_is_no_layer_is_refused_by_name() {
    assert_eq!(codes("x.pdf", "%PDF-1.4"), ["layer-format"]);
    assert_eq!(codes("x.json", r#"{"a":1}"#), ["layer-not-geojson"]);
    assert_eq!(codes("x.kml", "<html><body/></html>"), ["layer-not-kml"]);
    assert_eq!(codes("x.gpx", "<osm/>"), ["layer-not-gpx"]);
    assert_eq!(codes("x.geojson", r#"{"type":"FeatureCollection","features":[]}"#), ["layer-no-features"]);
    assert_eq!(codes("x.csv", "lat,lon\n"), ["layer-no-features"]);
    assert_eq!(codes("x.csv", ""), ["layer-empty"]);
}

/// A ZIP of entries, each with its name and bytes.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const KML: &[u8] = b"<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>";

#[test]
fn a_kmz_is_its_document_and_nothing_else() {
    let layer =
        read("x.kmz", &zip(&[("files/b.kml", b"junk"), ("doc.kml", KML), ("i.png", b"x")]), Datum::Wgs84).unwrap();
    assert_eq!(layer.features.len(), 1);
    assert_eq!(layer.notes[0].code, "kmz-other-document");
    for (entries, code) in [
        (&[("../doc.kml", KML)][..], "kmz-path"),
        (&[("doc.kml", KML), ("/etc/passwd", b"")], "kmz-path"),
        (&[("doc.kml", KML), ("a\\..\\b", b"")], "kmz-path"),
        (&[("doc.kml", KML), ("c:x", b"")], "kmz-path"),
        (&[("doc.kml", KML), ("more.kmz", b"PK")], "kmz-archive-inside"),
        (&[("readme.txt", b"x")], "kmz-no-document"),
        (&[("doc.kml", &[b' '; 3_000_000])], "kmz-bomb"),
    ] {
        assert_eq!(codes("x.kmz", zip(entries)), [code]);
    }
    let whole = zip(&[("doc.kml", KML)]);
    assert_eq!(codes("x.kmz", &whole[..whole.len() - 10]), ["kmz-broken"]);
    let mut spoilt = zip(&[("doc.kml", &KML.repeat(20))]);
    spoilt[60] ^= 0xFF;
    assert!(!faults("x.kmz", spoilt).is_empty());
    let many: Vec<(String, &[u8])> = (0..=Limits::ENTRIES).map(|i| (format!("{i}.txt"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(codes("x.kmz", zip(&many)), ["kmz-entries"]);
}

#[test]
fn every_limit_ends_the_reading_with_its_name() {
    let points = "[1,2],".repeat(Limits::VERTICES);
    let json = format!(r#"{{"type":"LineString","coordinates":[{points}[1,2]]}}"#);
    assert_eq!(codes("x.json", json), ["layer-vertices"]);
    let kml = format!(
        "<kml><Placemark><LineString><coordinates>{}</coordinates></LineString></Placemark></kml>",
        "1,2 ".repeat(Limits::VERTICES + 1)
    );
    assert_eq!(codes("x.kml", kml), ["layer-vertices"]);
    let gpx =
        format!("<gpx><trk><trkseg>{}</trkseg></trk></gpx>", "<trkpt lat='1' lon='2'/>".repeat(Limits::VERTICES + 1));
    assert_eq!(codes("x.gpx", gpx), ["layer-vertices"]);
    assert_eq!(codes("x.csv", format!("lat,lon\n{}", "1,2\n".repeat(Limits::FEATURES + 1))), ["layer-features"]);
    let wkt = format!("wkt\n\"LINESTRING ({}1 2)\"\n", "1 2,".repeat(Limits::VERTICES));
    assert_eq!(codes("x.csv", wkt), ["layer-vertices"]);
    let nested = format!("wkt\n\"{}\"\n", "GEOMETRYCOLLECTION (".repeat(10_000));
    assert_eq!(codes("x.csv", nested), ["layer-wkt"]);
    assert_eq!(codes("x.csv", format!("lat,lon,{}\n", "a,".repeat(600))), ["layer-properties"]);
    assert_eq!(codes("x.csv", vec![b'1'; Limits::FILE + 1]), ["layer-too-large"]);
    let lists = format!(r#"{{"type":"Feature","geometry":null,"properties":{{"a":[{}1]}}}}"#, "[],".repeat(60_000));
    assert_eq!(codes("x.json", lists), ["layer-values"]);
}

/// Pieces of which files are made, to come further than bytes of chance do.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"type\"",
    "\"FeatureCollection\"",
    "\"Feature\"",
    "\"features\"",
    "\"geometry\"",
    "\"coordinates\"",
    "\"Polygon\"",
    "\"MultiPoint\"",
    "1e5",
    "-0",
    "104.6",
    "null",
    "<kml>",
    "</kml>",
    "<Placemark>",
    "</Placemark>",
    "<Polygon>",
    "<coordinates>",
    "</coordinates>",
    "<gx:Track>",
    "<when>",
    "<gpx>",
    "<trkpt lat='1' lon='2'>",
    "&#x4e2d;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "lat,lon,wkt\n",
    "\"POLYGON((",
    "1 2,",
    "))\"",
    "\n",
    "\u{4e2d}",
];

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), pick in 0..6usize) {
        let name = ["x.geojson", "x.kml", "x.kmz", "x.gpx", "x.csv", "x"][pick];
        let _ = read(name, &bytes, Datum::Gcj02);
    }

    #[test]
    fn no_pieces_make_a_reader_panic(
        head in prop::sample::select(&["", "{", "<kml>", "<gpx>", "lat,lon,wkt\n", "wkt\n"][..]),
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40), pick in 0..5usize,
    ) {
        let text = format!("{head}{}", pieces.concat());
        let name = format!("x.{}", Format::ALL[pick].extension());
        if let Ok(layer) = read(&name, text.as_bytes(), Datum::Wgs84) {
            for format in Format::ALL {
                let (bytes, _) = write(format, &layer).unwrap();
                let name = format!("x.{}", format.extension());
                let back = read(&name, &bytes, Datum::Wgs84);
                prop_assert!(back.is_ok());
            }
        }
    }
}
