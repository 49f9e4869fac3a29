//! Every question is answered in both shapes, and every wrong one is one clear line.

use crate::{SCHAAN, VADUZ, ask, error, refused, told};
use harness::Scratch;
use harness::controller::{ground, run};

#[test]
fn every_question_is_answered_as_a_table_and_as_json() {
    let questions: [&[&str]; 11] = [
        &["owner", VADUZ],
        &["nearest", VADUZ],
        &["nearest", VADUZ, "--of", "posts", "--road", "--profile", "emergency"],
        &["eta", VADUZ, SCHAAN],
        &["route", VADUZ, SCHAAN],
        &["reach", VADUZ],
        &["zones"],
        &["zones", VADUZ, SCHAAN, "--agl", "60,100", "--time", "2026-05-12T08:30:00+08:00"],
        &["terrain", VADUZ, SCHAAN, "--agl", "60,100", "--rows", "3"],
        &["snap", VADUZ],
        &["district"],
    ];
    for words in questions {
        let answer = ask(words);
        assert_eq!(answer["question"], words[0], "{words:?}");
        assert_eq!(answer["district"]["hash"].as_str().map(str::len), Some(64), "{words:?}");
        assert_eq!(answer["district"]["fictional"], true);
        let text = told(&[&["geo"], words].concat());
        assert!(text.ends_with('\n') && text.lines().count() >= 2, "{words:?}: {text}");
        assert!(!text.contains("\u{1b}"), "no colours in a pipe");
    }
}

#[test]
fn the_shipped_district_and_its_folder_give_the_same_answer() {
    let folder = ground().district.display().to_string();
    assert_eq!(ask(&["snap", VADUZ]), ask(&["snap", VADUZ, "--district", &folder]));
}

#[test]
fn a_place_may_lie_south_and_west_and_what_is_unclear_is_told() {
    assert!(error(&["geo", "snap", "-33.9,18.4"]).contains("(place-outside)"));
    assert!(error(&["geo", "snap", "47.1,-9.5", "--json"]).contains("(place-outside)"));
    assert!(error(&["geo", "snap", "9.5215,47.1410"]).contains("exchanged"));
    assert!(error(&["geo", "snap", "north"]).contains("(place-unclear)"));
    assert!(error(&["geo", "snap", "91,9"]).contains("(place-off-globe)"));
    assert!(error(&["geo", "snap", VADUZ, "--datum", "unknown"]).contains("(datum-unknown)"));
    assert!(error(&["geo", "eta", VADUZ, SCHAAN, "--profile", "tank"]).contains("car, motorbike, foot, emergency"));
    assert!(error(&["geo", "reach", VADUZ, "--minutes", "0"]).contains("--minutes"));
    assert!(error(&["geo", "zones", VADUZ, "--time", "noon"]).contains("(time-unclear)"));
    assert!(error(&["geo", "zones", VADUZ, SCHAAN]).contains("(heights-unclear)"));
    assert!(error(&["geo", "terrain", VADUZ, "--agl", "1,2"]).contains("2 heights for 1 places"));
    assert!(error(&["geo", "snap", VADUZ, "--district", "/nowhere"]).contains("(no_district)"));
}

#[test]
fn nearest_is_in_order_and_no_farther_than_asked() {
    let answer = ask(&["nearest", VADUZ, "--of", "places", "-k", "20", "--within", "800"]);
    let far: Vec<f64> = answer["found"].as_array().unwrap().iter().map(|f| f["straight_m"].as_f64().unwrap()).collect();
    assert!(far.len() > 2 && far.is_sorted() && far.iter().all(|m| *m <= 800.0), "{far:?}");
    let posts = told(&["geo", "nearest", VADUZ, "--of", "posts", "-k", "1"]);
    assert!(posts.contains("Vaduz station 瓦都兹派出所"), "{posts}");
}

#[test]
fn a_leg_through_a_zone_crosses_it_between_two_moments_and_one_beside_it_does_not() {
    let zones = ask(&["zones"]);
    assert_eq!(zones["zones"].as_array().map(Vec::len), zones["among"].as_u64().map(|n| n as usize));
    let over = ask(&["nearest", VADUZ, "--of", "guarded", "-k", "1"]);
    assert_eq!(over["found"][0]["id"].as_str().map(|id| id.starts_with("GP-")), Some(true));
    // The no-record zones lie over the first guarded places.
    let first = ask(&["nearest", VADUZ, "--of", "guarded", "-k", "40"]);
    let first = first["found"].as_array().unwrap().iter().find(|g| g["id"] == "GP-01").unwrap().clone();
    let (lat, lon) = (first["at"]["lat"].as_f64().unwrap(), first["at"]["lon"].as_f64().unwrap());
    let (west, east) = (format!("{lat},{}", lon - 0.01), format!("{lat},{}", lon + 0.01));
    let leg = ask(&["zones", &west, &east, "--agl", "60,60", "--speed", "10"]);
    let crossed =
        leg["crossings"].as_array().unwrap().iter().find(|c| c["id"] == "NR-1").expect("it is crossed").clone();
    let (enter, leave) = (crossed["enter_s"].as_f64().unwrap(), crossed["leave_s"].as_f64().unwrap());
    assert!(0.0 < enter && enter < leave && leave < leg["time_s"].as_f64().unwrap(), "{crossed}");
    let above = ask(&["zones", &west, &east, "--agl", "5000,5000"]);
    assert_eq!(above["crossings"].as_array().map(Vec::len), Some(0));
}

#[test]
fn flat_ground_says_that_it_is_flat() {
    let answer = ask(&["terrain", VADUZ, SCHAAN, "--amsl", "560,400"]);
    assert!(answer["note"].as_str().unwrap().contains("no elevation data"));
    assert_eq!(answer["places"][0]["ground_amsl_m"], 460.0);
    assert_eq!(
        (&answer["places"][0]["agl_m"], &answer["line"]["least_agl"]["metres"]),
        (&100.0.into(), &(-60.0).into())
    );
    assert_eq!(answer["line"]["sight"]["sight"], "blocked");
}

#[test]
fn all_faults_of_a_folder_are_listed() {
    let folder = Scratch::new("faulty");
    for entry in std::fs::read_dir(&ground().district).unwrap().flatten() {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    std::fs::remove_file(folder.path().join("places.json")).unwrap();
    std::fs::write(folder.path().join("posts.json"), "{}").unwrap();
    let place = folder.path().display().to_string();
    let lines = refused(&run(&["geo", "district", "--district", &place]));
    assert!(lines.len() == 2 && lines[0].contains("places.json") && lines[1].contains("posts.json"), "{lines:?}");
    let one = error(&["geo", "snap", VADUZ, "--district", &place]);
    assert!(one.contains("and 1 more; `skyground geo district` lists all"), "{one}");
}
