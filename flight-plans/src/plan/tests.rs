//! The plan file: there and back, every fault at once, nothing that panics.

use super::*;
use crate::trial::plan;
use proptest::prelude::*;
use serde_json::{Value, json};

fn edited(edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(&plan().to_json()).unwrap();
    edit(&mut value);
    serde_json::to_vec(&value).unwrap()
}

fn codes(json: &[u8]) -> Vec<&'static str> {
    Plan::parse(json).unwrap_err().iter().map(|f| f.code).collect()
}

#[test]
fn a_plan_written_and_read_is_the_same_plan_with_the_same_hash() {
    let again = Plan::parse(&plan().to_json()).unwrap();
    assert_eq!(&again, plan());
    assert_eq!(again.hash(), plan().hash());
    assert_eq!(again.hash().len(), 64);
}

#[test]
fn all_faults_of_shape_are_reported_at_once_with_their_places() {
    let json = edited(|plan| {
        plan["version"] = json!(99);
        plan["squadron"][1]["layer_agl_m"] = json!("high");
        plan["squadron"][3]["colour"] = json!("red");
        plan["ground"][7]["profile"] = json!("submarine");
        plan["lines"] = json!({});
        plan["zone_margins"] = json!(3);
        plan.as_object_mut().unwrap().remove("name");
    });
    let faults = Plan::parse(&json).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for part in [
        "plan.version",
        "plan.squadron[1]",
        "colour",
        "plan.ground[7]",
        "submarine",
        "plan.lines",
        "zone_margins",
        "\"name\"",
    ] {
        assert!(told.iter().any(|t| t.contains(part)), "{part} is not in {told:#?}");
    }
    assert_eq!(faults.len(), 7);
}

#[test]
fn all_faults_of_meaning_are_reported_at_once() {
    let json = edited(|plan| {
        plan["squadron"][1]["system_id"] = plan["squadron"][0]["system_id"].clone();
        plan["squadron"][2]["layer_agl_m"] = json!(10.0);
        plan["squadron"][3]["airframe"] = json!("zeppelin");
        plan["squadron"][4]["callsign"] = plan["ground"][0]["callsign"].clone();
        plan["lines"][0]["points"] = json!([]);
        plan["airframes"][0]["reserve_percent"] = json!(0.0);
        plan["zone_margin_m"] = json!(0.0);
    });
    let found = codes(&json);
    for code in [
        "plan_repeated",
        "plan_height",
        "plan_layer_low",
        "plan_airframe",
        "line_corners",
        "airframe_figure",
        "plan_zone_margin",
    ] {
        assert!(found.contains(&code), "{code} is not in {found:?}");
    }
    assert_eq!(found.iter().filter(|c| **c == "plan_repeated").count(), 2, "{found:?}");
}

#[test]
fn what_is_no_plan_at_all_gets_one_clear_fault() {
    assert_eq!(codes(b""), ["plan_syntax"]);
    assert_eq!(codes(b"[1, 2]"), ["plan_shape"]);
    assert_eq!(codes(&plan().to_json()[..1000]), ["plan_syntax"]);
}

#[test]
fn aircraft_units_and_lines_are_found_by_their_names() {
    let plan = plan();
    assert_eq!(plan.aircraft(3).unwrap().callsign, "Eagle 03");
    assert_eq!(plan.unit(12).unwrap().callsign_zh, "巡组12");
    assert_eq!(plan.airframe_of(5).unwrap().name, "county-quad");
    assert!(plan.line("L01").is_some() && plan.line("L99").is_none() && plan.aircraft(9).is_none());
}

proptest! {
    #[test]
    fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Plan::parse(&bytes);
    }

    #[test]
    fn a_flipped_byte_never_panics(at in 0usize..100_000, to in any::<u8>()) {
        let mut json = plan().to_json();
        let at = at % json.len();
        json[at] = to;
        let _ = Plan::parse(&json);
    }
}

#[test]
fn a_uid_is_hex_or_the_plan_is_refused_with_its_place() {
    let with = |uid: Value| edited(|plan| plan["squadron"][1]["uid"] = uid);
    let plan = Plan::parse(&with(json!("00000000000000ff"))).unwrap();
    assert_eq!(plan.squadron[1].uid, Some(Uid::Short(255)));
    assert_eq!(Plan::parse(&plan.to_json()).unwrap(), plan);
    for bad in [json!("ff"), json!(""), json!(255), json!("0000000000000000")] {
        let faults = Plan::parse(&with(bad)).unwrap_err();
        assert!(faults.iter().any(|fault| fault.at.contains("squadron[1]")), "{faults:?}");
    }
}

#[test]
fn two_aircraft_with_one_uid_are_a_fault() {
    let found = codes(&edited(|plan| {
        plan["squadron"][0]["uid"] = json!("00000000000000ff");
        plan["squadron"][1]["uid"] = json!("00000000000000ff");
    }));
    assert_eq!(found, ["plan_repeated"]);
}
