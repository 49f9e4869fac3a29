//! Areas of two kinds: brought, asked, taken away and brought again; a mismatch shows both owners and the rule.

use crate::imports::{bytes, copy, file};
use crate::{VADUZ, ask, error, refused, told};
use harness::Scratch;
use harness::controller::run;
use serde_json::Value;

/// A box of degrees as a feature.
fn boxed(properties: &str, [west, south, east, north]: [f64; 4]) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":
        [[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// Brings areas of one kind.
fn bring(scratch: &Scratch, district: &str, kind: &str, features: &[String]) {
    let path = file(scratch.path(), &format!("{kind}.geojson"), &collection(features));
    told(&["import", "boundaries", &path, "--kind", kind, "--datum", "wgs84", "--district", district]);
}

/// The areas of both kinds, the one that acts, and the rule.
fn ids(answer: &Value) -> [String; 4] {
    let id = |who: &str| answer[who]["id"].as_str().unwrap_or("-").to_owned();
    [id("police"), id("civil"), id("acts"), answer["rule"].as_str().unwrap_or("?").to_owned()]
}

#[test]
fn a_place_in_a_strip_shows_both_owners_and_the_rule() {
    let scratch = Scratch::new("strip");
    let district = copy(&scratch);
    // The border of the stations runs east of the border of the towns.
    let west = boxed(r#""id":"P-W","name":"West","owner":"ST-1""#, [9.45, 47.05, 9.54, 47.27]);
    let east = boxed(r#""id":"P-E","name":"East","owner":"ST-2""#, [9.54, 47.05, 9.64, 47.27]);
    bring(&scratch, &district, "police", &[west, east]);
    let west = boxed(r#""id":"C-W","name":"West town","name_zh":"西镇""#, [9.45, 47.05, 9.53, 47.27]);
    let east = boxed(r#""id":"C-E","name":"East town","owner":"East office""#, [9.53, 47.05, 9.64, 47.27]);
    bring(&scratch, &district, "civil", &[west, east]);
    let owner = |place: &str| ask(&["owner", place, "--district", &district]);
    let strip = owner("47.15,9.535");
    assert_eq!(ids(&strip), ["P-W", "C-E", "P-W", "police_decides"]);
    assert_eq!((&strip["acts"]["owner"], &strip["civil"]["owner"]), (&"ST-1".into(), &"East office".into()));
    assert_eq!(ids(&owner("47.15,9.50")), ["P-W", "C-W", "P-W", "agreed"]);
    assert_eq!(owner("47.15,9.50")["civil"]["owner"], Value::Null);
    let text = told(&["geo", "owner", "47.15,9.535", "--district", &district]);
    assert!(text.contains("West") && text.contains("East town") && text.contains("police_decides: "), "{text}");
    told(&["import", "remove", "police_areas", "--district", &district]);
    assert_eq!(ids(&owner("47.15,9.535")), ["-", "C-E", "C-E", "only_civil"]);
    told(&["import", "remove", "civil_areas", "--district", &district]);
    assert_eq!(ids(&owner("47.15,9.535")), ["-", "-", "-", "nobody"]);
}

#[test]
fn the_shipped_district_knows_both_owners() {
    let answer = ask(&["owner", VADUZ]);
    assert_eq!(ids(&answer)[1], "L8-Vaduz");
    assert!(answer["police"]["owner"].as_str().is_some_and(|owner| owner.starts_with("ST-")), "{answer}");
}

#[test]
fn areas_go_out_and_come_back_the_same() {
    for format in ["geojson", "kml", "kmz", "csv"] {
        let scratch = Scratch::new("areas");
        let district = copy(&scratch);
        let before = bytes(&district);
        for kind in ["police", "civil"] {
            let path = scratch.path().join(format!("{kind}.{format}")).display().to_string();
            told(&["export", &format!("{kind}-areas"), "--district", &district, "--out", &path]);
            let words = ["import", "boundaries", &path, "--kind", kind, "--datum", "wgs84", "--district", &district];
            told(&[&words[..], &["--fictional"]].concat());
            let name = format!("{kind}_areas.json");
            let [old, new] = [&before, &bytes(&district)].map(|files| areas(&files[&name]));
            assert_eq!(old, new, "{kind} as {format}");
        }
    }
}

/// What a file of areas holds: each with its id, names, owner, level and the number of its corners.
fn areas(file: &[u8]) -> Vec<(Value, Value, Value, Value, usize)> {
    let book: Value = serde_json::from_slice(file).expect("areas are JSON");
    let corners = |area: &Value| -> usize {
        let polygons = area["polygons"].as_array().into_iter().flatten();
        polygons
            .flat_map(|rings| rings.as_array().into_iter().flatten())
            .filter_map(Value::as_array)
            .map(Vec::len)
            .sum()
    };
    let area = |a: &Value| (a["id"].clone(), a["name"].clone(), a["name_zh"].clone(), a["owner"].clone(), corners(a));
    let mut list: Vec<_> = book["areas"].as_array().expect("areas").iter().map(area).collect();
    list.sort_by_key(|area| area.0.to_string());
    list
}

#[test]
fn areas_that_cannot_be_are_refused_all_at_once_and_nothing_is_written() {
    let scratch = Scratch::new("odd-areas");
    let district = copy(&scratch);
    let before = bytes(&district);
    let swapped = boxed(r#""name":"Swapped""#, [47.1, 9.5, 47.2, 9.6]);
    let other = boxed(r#""name":"Town","kind":"civil""#, [9.5, 47.1, 9.6, 47.2]);
    let path = file(scratch.path(), "a.geojson", &collection(&[swapped, other]));
    let words = ["import", "boundaries", &path, "--kind", "police", "--district", &district];
    assert!(error(&words).contains("(datum-missing)"));
    let lines = refused(&run(&[&words[..], &["--datum", "wgs84"]].concat()));
    for (line, code) in lines.iter().zip(["(layer-outside)", "(area-other-kind)"]) {
        assert!(line.contains("a.geojson") && line.contains(code), "{line}");
    }
    assert_eq!(lines.len(), 2, "{lines:?}");
    let nameless = boxed(r#""level":"90""#, [9.5, 47.1, 9.6, 47.2]);
    let path = file(scratch.path(), "b.geojson", &collection(&[nameless]));
    let words = ["import", "boundaries", &path, "--kind", "civil", "--datum", "wgs84", "--district", &district];
    assert_eq!(refused(&run(&words)).len(), 2);
    assert_eq!(bytes(&district), before);
}
