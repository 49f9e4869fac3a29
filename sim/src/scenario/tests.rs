//! Scenarios that must be read, and slips that must be named.

use super::*;
use proptest::prelude::*;

const SMALL: &str = r#"
name = "Small"
start = 2026-05-12T17:40:00+08:00
max_seconds = 600

[[call]]
at = 30
kind = "assault"
priority = 1
lat = 47.14
lon = 9.52
"#;

fn refused(text: &str) -> String {
    Scenario::parse("small.toml", text).unwrap_err().to_string()
}

#[test]
fn the_shipped_scenarios_are_read() {
    for (name, text) in crate::SHIPPED {
        Scenario::parse(name, text).unwrap_or_else(|finding| panic!("{finding}"));
    }
}

#[test]
fn a_start_with_an_offset_is_turned_into_utc_and_what_is_left_out_has_its_usual_value() {
    let scenario = Scenario::parse("small.toml", SMALL).unwrap();
    assert_eq!(scenario.start.to_string(), "2026-05-12T09:40:00.000Z");
    assert_eq!(scenario.call[0].source, "110");
    assert_eq!(scenario.commander.approve_incident_after, None);
    assert!(scenario.target.present);
}

#[test]
fn an_unknown_key_is_refused_with_its_name_and_line() {
    let said = refused(&format!("{SMALL}\n[wind]\nfrom = 270\n"));
    assert!(said.contains("`from`") && said.contains("small.toml:14"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn a_word_that_is_none_is_refused_with_those_there_are() {
    let said = refused(&SMALL.replace("assault", "asault"));
    assert!(said.contains("`asault` is no kind of incident") && said.contains("officer_in_need"), "{said}");
}

#[test]
fn numbers_that_cannot_be_are_refused_with_their_key() {
    for (from, to, key) in [
        ("priority = 1", "priority = 5", "call 1, priority"),
        ("at = 30", "at = -1", "call 1, at"),
        ("at = 30", "at = nan", "call 1, at"),
        ("lat = 47.14", "lat = 147.14", "call 1, place"),
        ("lat = 47.14", "", "call 1, place"),
        ("max_seconds = 600", "max_seconds = inf", "max_seconds"),
        ("max_seconds = 600", "max_seconds = 600\nofficers = { ack_delay = [9, 3] }", "officers.ack_delay"),
        ("max_seconds = 600", "max_seconds = 600\nstream = { mean_interval = 10 }", "stream.kinds"),
    ] {
        let said = refused(&SMALL.replace(from, to));
        assert!(said.contains(key), "{to}: {said}");
    }
}

#[test]
fn a_bad_radio_and_an_autopilot_with_its_parameters_are_read_and_checked() {
    let more = "\n[radio]\nloss = 0.3\nrtt_ms = 500\ncut = [[10, 20]]\n\n[[aircraft]]\nvehicle = 1\nstart = \"docked\"\n\
                autopilot = \"ardupilot\"\nparams = { FS_GCS_ENABLE = 0 }\n";
    let scenario = Scenario::parse("small.toml", &format!("{SMALL}{more}")).unwrap();
    assert_eq!(scenario.aircraft[0].autopilot, Firmware::ArduPilot);
    assert!(scenario.radio.is_some_and(|radio| (radio.loss - 0.3).abs() < 1e-9 && radio.cut == [[10.0, 20.0]]));
    for (from, to, key) in [
        ("loss = 0.3", "loss = 1.3", "radio.loss"),
        ("[[10, 20]]", "[[20, 10]]", "radio.cut"),
        ("FS_GCS_ENABLE", "NAV_DLL_ACT", "params.NAV_DLL_ACT"),
        ("\"ardupilot\"", "\"betaflight\"", "betaflight"),
    ] {
        let said = refused(&format!("{SMALL}{}", more.replace(from, to)));
        assert!(said.contains(key) && said.lines().count() == 1, "{to}: {said}");
    }
}

#[test]
fn an_aircraft_in_the_air_is_on_a_line() {
    let said = refused(&format!("{SMALL}\n[[aircraft]]\nvehicle = 1\nstart = \"airborne\"\n"));
    assert!(said.contains("aircraft 1, line"), "{said}");
}

#[test]
fn a_moment_without_an_offset_is_refused() {
    let said = refused(&SMALL.replace("+08:00", ""));
    assert!(said.contains("offset") && said.contains("small.toml:3"), "{said}");
}

proptest! {
    #[test]
    fn garbage_and_spoilt_scenarios_are_refused_without_a_panic(noise in ".{0,200}", cut in 0usize..3000, put in ".{0,3}") {
        let _ = Scenario::parse("noise", &noise);
        for (name, text) in crate::SHIPPED {
            let whole: Vec<char> = text.chars().collect();
            let (before, after) = whole.split_at(cut.min(whole.len()));
            let spoilt: String = before.iter().chain(put.chars().collect::<Vec<_>>().iter()).chain(after.iter().skip(1)).collect();
            if let Err(finding) = Scenario::parse(name, &spoilt) {
                prop_assert_eq!(finding.to_string().lines().count(), 1);
            }
        }
    }
}

#[test]
fn traffic_that_cannot_be_is_refused_with_its_key() {
    let passing = "\n[[traffic]]\nkind = \"helicopter\"\naddress = 0x4B1234\nat = 60\naltitude = 620\nspeed = 55\n\
                   from = { lat = 47.0, lon = 9.5 }\nto = { lat = 47.2, lon = 9.5 }\n";
    let text = format!("{SMALL}{passing}");
    assert_eq!(Scenario::parse("small.toml", &text).unwrap().traffic.len(), 1);
    for (good, bad, key) in [
        ("0x4B1234", "0", "traffic 1, address"),
        ("0x4B1234", "0x1000000", "traffic 1, address"),
        ("speed = 55", "speed = 0", "traffic 1, speed"),
        ("lat = 47.2", "lat = 97.2", "traffic 1, to"),
        ("altitude = 620", "altitude = nan", "traffic 1, altitude"),
        ("\"helicopter\"", "\"bird\"", "unknown variant"),
    ] {
        let said = refused(&text.replace(good, bad));
        assert!(said.contains(key), "{bad}: {said}");
    }
}
