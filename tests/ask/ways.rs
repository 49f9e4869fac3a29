//! Ways, times, reach: the answers fit together, and conditions are in the next one.

use crate::{SCHAAN, VADUZ, ask, error, told};
use harness::Scratch;
use serde_json::Value;

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn car(conditions: &[&str]) -> Value {
    ask(&[&["eta", VADUZ, SCHAAN, "--profile", "car"], conditions].concat())["ways"][0].clone()
}

#[test]
fn every_kind_of_unit_has_its_time_and_the_walk_to_the_road_is_in_it() {
    let ways = ask(&["eta", VADUZ, SCHAAN])["ways"].as_array().unwrap().clone();
    let names: Vec<&str> = ways.iter().filter_map(|way| way["profile"].as_str()).collect();
    assert_eq!(names, ["car", "motorbike", "foot", "emergency"]);
    for way in &ways {
        let sum = number(&way["road_s"]) + number(&way["off_road_s"]);
        assert!((number(&way["time_s"]) - sum).abs() < 0.11, "{way}");
    }
    assert!(number(&ways[2]["time_s"]) > 2.0 * number(&ways[0]["time_s"]), "on foot it takes longer");
}

#[test]
fn a_route_is_the_sum_of_its_roads_and_is_written_for_other_programs() {
    let folder = Scratch::new("route");
    let (geojson, gpx) = (folder.path().join("way.geojson"), folder.path().join("way.gpx"));
    let words =
        ["route", VADUZ, SCHAAN, "--geojson", &geojson.display().to_string(), "--gpx", &gpx.display().to_string()];
    let route = ask(&words);
    let roads = route["roads"].as_array().unwrap();
    let sum = |key: &str| roads.iter().map(|road| number(&road[key])).sum::<f64>();
    assert!((sum("length_m") - number(&route["length_m"])).abs() < 0.1 * roads.len() as f64 + 0.1, "{route}");
    assert!((sum("time_s") - number(&route["road_s"])).abs() < 0.1 * roads.len() as f64 + 0.1, "{route}");
    let written: Value = serde_json::from_slice(&std::fs::read(geojson).unwrap()).unwrap();
    let line = written["features"][0]["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!(line.len(), route["points"].as_array().unwrap().len());
    assert!(std::fs::read_to_string(gpx).unwrap().contains("<gpx"));
    assert!(told(&["geo", "route", VADUZ, SCHAAN]).contains(" by car\n"));
}

#[test]
fn more_minutes_reach_more_ground() {
    let folder = Scratch::new("reach");
    let file = folder.path().join("reach.geojson").display().to_string();
    let answer = ask(&["reach", VADUZ, "--geojson", &file]);
    let areas: Vec<f64> = answer["within"].as_array().unwrap().iter().map(|w| number(&w["area_km2"])).collect();
    assert!(areas.len() == 3 && areas.is_sorted() && areas[0] > 0.01 && areas[2] < 160.0, "{areas:?}");
    let written: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(written["features"].as_array().map(Vec::len), Some(3));
}

/// The middle of the longest straight piece of a way: on its road, and on no junction.
fn longest_piece(points: &Value) -> String {
    let points: Vec<[f64; 2]> =
        points.as_array().unwrap().iter().map(|at| [number(&at["lat"]), number(&at["lon"])]).collect();
    let length = |piece: &[[f64; 2]]| (piece[0][0] - piece[1][0]).hypot(piece[0][1] - piece[1][1]);
    let longest = points.windows(2).max_by(|a, b| length(a).total_cmp(&length(b))).unwrap();
    format!("{},{}", f64::midpoint(longest[0][0], longest[1][0]), f64::midpoint(longest[0][1], longest[1][1]))
}

#[test]
fn a_closure_and_a_speed_are_in_the_next_answer_and_only_while_they_hold() {
    let folder = Scratch::new("conditions");
    let file = folder.path().join("now.toml");
    let path = file.display().to_string();
    let free = car(&[]);
    let middle = longest_piece(&ask(&["route", VADUZ, SCHAAN])["points"]);
    let span = "from = \"2026-05-12T08:00:00+08:00\"\nuntil = \"2026-05-12T10:00:00+08:00\"";
    std::fs::write(&file, format!("[[closed]]\nat = \"{middle}\"\n{span}\n")).unwrap();
    let during = car(&["--conditions", &path, "--at", "2026-05-12T09:00:00+08:00"]);
    let after = car(&["--conditions", &path, "--at", "2026-05-12T10:00:00+08:00"]);
    assert_eq!(after, free, "it is over");
    let longer = number(&during["time_s"]) > number(&free["time_s"]);
    assert!(longer || during["time_s"].is_null(), "{during} is a way round {free}");
    let halves = ["0.5"; 24].join(",");
    std::fs::write(&file, format!("[[hours]]\nfactors = [{halves}]\n")).unwrap();
    let slow = car(&["--conditions", &path]);
    assert!((number(&slow["road_s"]) / number(&free["road_s"]) - 2.0).abs() < 0.05, "{slow} takes twice {free}");
}

#[test]
fn conditions_that_cannot_be_are_refused() {
    let folder = Scratch::new("odd");
    let file = folder.path().join("now.toml");
    let path = file.display().to_string();
    for (text, say) in [
        ("[[closed]]\nat = \"nowhere\"\n", "place-unclear"),
        ("[[speed]]\nat = \"47.1410,9.5215\"\n", "conditions-speed"),
        ("[[closed]]\nat = \"47.1410,9.5215\"\nroad = \"No such road\"\n", "conditions-no-road"),
        ("surprise = 1\n", "surprise"),
        ("[[closed]]\nat = \"47.1410,9.5215\"\nfrom = \"noon\"\n", "time-unclear"),
    ] {
        std::fs::write(&file, text).unwrap();
        let said = error(&["geo", "eta", VADUZ, SCHAAN, "--conditions", &path]);
        assert!(said.contains(say) && said.contains("now.toml"), "{said}");
    }
}

#[test]
fn a_table_of_files_holds_what_single_questions_answer() {
    let folder = Scratch::new("table");
    let (from, to) = (folder.path().join("from.csv"), folder.path().join("to.csv"));
    std::fs::write(&from, "name,lat,lon\nVaduz,47.1410,9.5215\n").unwrap();
    std::fs::write(&to, "name,lat,lon\nSchaan,47.1650,9.5095\nVaduz 瓦都兹,47.1410,9.5215\n").unwrap();
    let table = ask(&["eta", "--from", &from.display().to_string(), "--to", &to.display().to_string()]);
    assert!((number(&table["time_s"][0][0]) - number(&car(&[])["time_s"])).abs() < 0.11, "{table}");
    assert_eq!(table["to"][1]["name"], "Vaduz 瓦都兹");
}

#[test]
fn units_of_a_file_are_ranked_by_when_they_arrive() {
    let folder = Scratch::new("units");
    let file = folder.path().join("units.csv");
    std::fs::write(
        &file,
        "id,name,lat,lon,profile\nU1,near on foot,47.1500,9.5150,foot\nU2,far by car,47.1650,9.5095,car\n",
    )
    .unwrap();
    let path = file.display().to_string();
    let answer = ask(&["nearest", VADUZ, "--units", &path, "--road"]);
    let order: Vec<&str> = answer["found"].as_array().unwrap().iter().filter_map(|f| f["id"].as_str()).collect();
    assert_eq!(order, ["U2", "U1"], "{answer}");
    let straight = ask(&["nearest", VADUZ, "--units", &path]);
    assert_eq!(straight["found"][0]["id"], "U1");
    std::fs::write(&file, "id,lat,lon,profile\nU1,47.15,9.515,tank\n").unwrap();
    assert!(error(&["geo", "nearest", VADUZ, "--units", &path, "--road"]).contains("units.csv"));
}
