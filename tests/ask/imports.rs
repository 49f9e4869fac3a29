//! What is brought to a district comes in whole or not at all, and says where it came from.

use crate::{ask, error, refused, told};
use harness::controller::{ground, run};
use harness::{Scratch, root};
use std::collections::BTreeMap;
use std::path::Path;

/// A copy of the shipped district to be changed.
pub fn copy(scratch: &Scratch) -> String {
    let folder = scratch.path().join("d");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(&ground().district).unwrap().flatten() {
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    folder.display().to_string()
}

/// Every file of a folder.
pub fn bytes(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries.map(|e| (e.file_name().to_string_lossy().into_owned(), std::fs::read(e.path()).unwrap())).collect()
}

/// Writes a file, and gives its path.
pub fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

const POSTS: &str =
    "id,name,name_zh,kind,lat,lon\nA,North station,北所,station,47.20,9.52\nB,South dock,南机巢,dock,47.10,9.52\n";

#[test]
fn posts_of_a_table_become_the_layer_and_the_manifest_names_their_source() {
    let scratch = Scratch::new("posts");
    let district = copy(&scratch);
    let posts = file(scratch.path(), "岗位.csv", POSTS);
    let said = told(&["import", "posts", &posts, "--district", &district, "--datum", "wgs84", "--attribution", "City"]);
    assert!(said.starts_with("imported layer=posts.json items=2 "), "{said}");
    let answer = ask(&["district", "--district", &district]);
    let layer = answer["layers"].as_array().unwrap().iter().find(|l| l["file"] == "posts.json").unwrap().clone();
    assert_eq!((&layer["sources"][0]["name"], &layer["sources"][0]["datum"]), (&"岗位.csv".into(), &"WGS-84".into()));
    assert_eq!(layer["fictional"], false);
    assert!(answer["attribution"].as_str().unwrap().ends_with("City"));
    let more = file(scratch.path(), "more.csv", "id,kind,lat,lon\nC,dock,47.15,9.52\n");
    let said = told(&["import", "posts", &more, "--district", &district, "--datum", "gcj02", "--add"]);
    assert!(said.contains("items=3"), "{said}");
    let twice = error(&["import", "posts", &more, "--district", &district, "--datum", "wgs84", "--add"]);
    assert!(twice.contains("(layer-id-twice)"), "{twice}");
}

#[test]
fn every_fault_of_every_file_is_told_and_nothing_is_written() {
    let scratch = Scratch::new("faults");
    let district = copy(&scratch);
    let before = bytes(&district);
    let text = "id,kind,lat,lon\nA,castle,47.2,9.5\nA,dock,47.2,9.5\nB,dock,9.5,47.2\n";
    let bad = file(scratch.path(), "bad.csv", text);
    let lines = refused(&run(&["import", "posts", &bad, "--district", &district, "--datum", "wgs84"]));
    for (line, code) in lines.iter().zip(["(post-kind)", "(layer-id-twice)", "(layer-outside)"]) {
        assert!(line.contains("bad.csv") && line.contains(code), "{line}");
    }
    assert_eq!(lines.len(), 3, "{lines:?}");
    let output = run(&["import", "posts", &bad, "--district", &district, "--datum", "wgs84", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["ok"]), (Some(1), &false.into()));
    assert_eq!(report["faults"].as_array().map(Vec::len), Some(3));
    assert_eq!(bytes(&district), before);
}

#[test]
fn a_datum_is_said_or_the_file_is_refused() {
    let scratch = Scratch::new("datum");
    let district = copy(&scratch);
    let posts = file(scratch.path(), "posts.csv", POSTS);
    let none = error(&["import", "posts", &posts, "--district", &district]);
    assert!(none.contains("(datum-missing)") && none.contains("gcj02"), "{none}");
    let unknown = error(&["import", "posts", &posts, "--district", &district, "--datum", "unknown"]);
    assert!(unknown.contains("(datum-unknown)"), "{unknown}");
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let scratch = Scratch::new("dry");
    let district = copy(&scratch);
    let before = bytes(&district);
    let posts = file(scratch.path(), "posts.csv", POSTS);
    let dry = told(&["import", "posts", &posts, "--district", &district, "--datum", "wgs84", "--dry-run"]);
    assert_eq!(bytes(&district), before);
    let wet = told(&["import", "posts", &posts, "--district", &district, "--datum", "wgs84"]);
    assert_eq!(dry.replace("would_import", "imported"), wet);
    assert_ne!(bytes(&district), before);
}

#[test]
fn a_newer_map_keeps_what_was_brought_unless_it_comes_fresh() {
    let scratch = Scratch::new("newer");
    let district = copy(&scratch);
    let posts = file(scratch.path(), "posts.csv", POSTS);
    told(&["import", "posts", &posts, "--district", &district, "--datum", "wgs84"]);
    std::fs::write(Path::new(&district).join("NOTES.md"), "ours").unwrap();
    let extract = root().join("geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf").display().to_string();
    let words = ["import", "osm", &extract, "--out", &district, "--ground", "460"];
    let output = run(&words);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("note: posts.json: this layer was brought"), "{output:?}");
    assert!(bytes(&district).contains_key("posts.json") && bytes(&district).contains_key("NOTES.md"));
    assert!(!bytes(&district).contains_key("zones.json"), "the invented layers are gone");
    told(&[&words[..], &["--fresh"]].concat());
    assert!(!bytes(&district).contains_key("posts.json"));
}

#[test]
fn counts_of_calls_become_hotspots_and_patrols_own_do_not_feed_them() {
    let scratch = Scratch::new("counts");
    let district = copy(&scratch);
    let mut text = String::from("lat,lon,time,type,source\n");
    for day in 1..=9 {
        text.push_str(&format!("47.1410,9.5215,2026-05-0{day}T20:00:00+08:00,theft,call\n"));
        text.push_str(&format!("47.2000,9.5200,2026-05-0{day}T20:00:00+08:00,theft,patrol_detection\n"));
    }
    let counts = file(scratch.path(), "counts.csv", &text);
    let output = run(&["import", "counts", &counts, "--district", &district, "--datum", "wgs84"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("9 events made 1 hotspots") && said.contains("9 seen by patrol"), "{said}");
    let near = ask(&["nearest", "47.1410,9.5215", "--district", &district, "-k", "3"]);
    assert_eq!(near["among"], 1);
}

#[test]
fn a_layer_is_taken_out_and_a_district_without_invented_ones_is_not_fictional() {
    let scratch = Scratch::new("remove");
    let district = copy(&scratch);
    let layers = ask(&["district", "--district", &district])["layers"].as_array().unwrap().clone();
    for layer in layers.iter().filter(|layer| layer["fictional"] == true) {
        let word = layer["file"].as_str().unwrap().trim_end_matches(".json");
        told(&["import", "remove", word, "--district", &district]);
    }
    assert_eq!(ask(&["district", "--district", &district])["district"]["fictional"], false);
    assert!(error(&["import", "remove", "posts", "--district", &district]).contains("(district-no-layer)"));
    assert!(error(&["import", "remove", "castles", "--district", &district]).contains("posts, guarded, hotspots"));
}

/// A GeoJSON polygon with its properties.
fn polygon(id: &str, corners: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{"kind":"keep_out","ceiling_m":120,"ceiling_ref":"agl"}},
        "geometry":{{"type":"Polygon","coordinates":[[{corners}]]}}}}"#
    )
}

const SQUARE: &str = "[9.50,47.10],[9.51,47.10],[9.51,47.11],[9.50,47.11],[9.50,47.10]";
const BOW_TIE: &str = "[9.52,47.10],[9.53,47.11],[9.53,47.10],[9.52,47.11],[9.52,47.10]";

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

#[test]
fn zones_come_in_repaired_where_that_is_safe_and_the_repair_is_shown() {
    let scratch = Scratch::new("zones");
    let district = copy(&scratch);
    let text = collection(&[polygon("Z-1", SQUARE), polygon("Z-2", BOW_TIE)]);
    let zones = file(scratch.path(), "zones.geojson", &text);
    let output = run(&["import", "zones", &zones, "--district", &district, "--datum", "wgs84"]);
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{notes}");
    assert!(notes.contains("zones.geojson") && notes.contains("1 repaired"), "{notes}");
    let inside = ask(&["zones", "47.105,9.505", "--agl", "60", "--district", &district]);
    assert_eq!(inside["zones"][0]["id"], "Z-1");
    assert_eq!((&inside["zones"][0]["ceiling"], &inside["zones"][0]["active"]), (&"120 m AGL".into(), &true.into()));
    let above = ask(&["zones", "47.105,9.505", "--agl", "130", "--district", &district]);
    assert_eq!(above["zones"].as_array().map(Vec::len), Some(0));
}

#[test]
fn one_zone_that_cannot_be_trusted_refuses_the_file() {
    let scratch = Scratch::new("refused");
    let district = copy(&scratch);
    let before = bytes(&district);
    let line = "[9.52,47.10],[9.53,47.10],[9.52,47.10]";
    let text = collection(&[polygon("Z-1", SQUARE), polygon("Z-2", line)]);
    let zones = file(scratch.path(), "zones.geojson", &text);
    let lines = refused(&run(&["import", "zones", &zones, "--district", &district, "--datum", "wgs84"]));
    assert!(!lines.is_empty() && lines.iter().all(|line| line.contains("zones.geojson")), "{lines:?}");
    assert_eq!(bytes(&district), before);
}

#[test]
fn a_file_of_zones_that_is_too_large_or_too_deep_is_refused_by_its_limits() {
    let scratch = Scratch::new("limits");
    let district = copy(&scratch);
    for (text, code) in [("[".repeat(20_000_001), "(layer-too-large)"), ("[".repeat(100_000), "(layer-depth)")] {
        let zones = file(scratch.path(), "zones.json", &text);
        let said = error(&["import", "zones", &zones, "--district", &district, "--datum", "wgs84"]);
        assert!(said.contains(code) && said.contains("zones.json"), "{said}");
    }
}
