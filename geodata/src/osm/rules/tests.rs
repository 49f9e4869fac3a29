//! One small way for each rule of tags.

use super::*;
use crate::roads::Profile;

fn tags(text: &str) -> Tags {
    let pairs: Vec<_> = text.split(' ').map(|pair| pair.split_once('=').unwrap()).collect();
    Tags::of(&pairs)
}

fn read(text: &str) -> Rule {
    rule(&tags(text)).unwrap_or_else(|why| panic!("{text}: {why:?}"))
}

/// Who may go, as letters: c car, m motorbike, f foot, e emergency; with the drawn direction, a slash, against it.
fn who(text: &str) -> String {
    let rule = rule(&tags(text));
    let access = rule.map_or(Access::none(), |rule| rule.access);
    let letters = |forward| {
        let open = Profile::ALL.into_iter().filter(|p| access.allows(*p, forward));
        open.map(|p| ['c', 'm', 'f', 'e'][p.index()]).collect::<String>()
    };
    format!("{}/{}", letters(true), letters(false))
}

#[test]
fn the_class_decides_where_no_key_speaks() {
    for (text, expected) in [
        ("highway=residential", "cmfe/cmfe"),
        ("highway=motorway", "cme/"),
        ("highway=motorway_link", "cme/cme"),
        ("highway=trunk", "cmfe/cmfe"),
        ("highway=trunk motorroad=yes", "cme/cme"),
        ("highway=track", "cmfe/cmfe"),
        ("highway=busway", "e/e"),
        ("highway=pedestrian", "fe/fe"),
        ("highway=footway", "f/f"),
        ("highway=path", "f/f"),
        ("highway=cycleway", "f/f"),
        ("highway=steps", "f/f"),
    ] {
        assert_eq!(who(text), expected, "{text}");
    }
}

#[test]
fn the_more_special_key_wins() {
    for (text, expected) in [
        ("highway=service access=private", "fe/fe"),
        ("highway=service access=no", "/"),
        ("highway=service access=no motor_vehicle=yes", "cme/cme"),
        ("highway=service access=no foot=yes", "f/f"),
        ("highway=service access=military", "/"),
        ("highway=residential access=destination", "cmfe/cmfe"),
        ("highway=residential motor_vehicle=no", "fe/fe"),
        ("highway=residential vehicle=no motorcycle=yes", "mfe/mfe"),
        ("highway=residential motor_vehicle=no motorcar=yes", "cfe/cfe"),
        ("highway=residential motorcar=no", "mfe/mfe"),
        ("highway=track motor_vehicle=agricultural;forestry", "fe/fe"),
        ("highway=track motor_vehicle=agricultural;destination", "cmfe/cmfe"),
        ("highway=residential vehicle:backward=no", "cmfe/fe"),
        ("highway=residential foot=no", "cme/cme"),
        ("highway=motorway foot=yes oneway=no", "cmfe/cmfe"),
        ("highway=trunk foot=no", "cme/cme"),
        ("highway=unclassified access=no psv=yes", "e/e"),
        ("highway=unclassified access=no bus=designated", "e/e"),
        ("highway=pedestrian motor_vehicle=destination", "cmfe/cmfe"),
        ("highway=pedestrian access=yes", "fe/fe"),
        ("highway=pedestrian access=no foot=yes", "f/f"),
        ("highway=footway motor_vehicle=yes", "cmfe/cmfe"),
        ("highway=footway vehicle=yes", "f/f"),
        ("highway=path motorcycle=yes", "mf/mf"),
        ("highway=path emergency=yes", "fe/fe"),
        ("highway=steps emergency=yes motor_vehicle=yes", "f/f"),
        ("highway=residential emergency=no", "cmf/cmf"),
        ("highway=service access=no emergency=designated", "e/e"),
        ("highway=service maxwidth=1.8", "mf/mf"),
        ("highway=footway motor_vehicle=yes width=1.5", "mf/mf"),
        ("highway=track smoothness=impassable", "f/f"),
    ] {
        assert_eq!(who(text), expected, "{text}");
    }
}

#[test]
fn one_ways_bind_who_drives_and_an_emergency_only_where_it_would_be_mad_not_to() {
    for (text, expected) in [
        ("highway=residential oneway=yes", "cmfe/fe"),
        ("highway=residential oneway=-1", "fe/cmfe"),
        ("highway=residential oneway=no junction=roundabout", "cmfe/cmfe"),
        ("highway=residential junction=roundabout", "cmfe/f"),
        ("highway=residential junction=circular", "cmfe/f"),
        ("highway=residential oneway=yes lanes=2", "cmfe/f"),
        ("highway=residential oneway=yes dual_carriageway=yes", "cmfe/f"),
        ("highway=tertiary oneway=yes", "cmfe/f"),
        ("highway=primary oneway=yes", "cmfe/f"),
        ("highway=trunk_link oneway=yes", "cmfe/f"),
        ("highway=motorway oneway=no", "cme/cme"),
        ("highway=residential oneway=reversible", "f/f"),
        ("highway=residential oneway=alternating", "cmfe/cmfe"),
        ("highway=residential oneway=yes oneway:bicycle=no", "cmfe/fe"),
        ("highway=residential oneway=yes oneway:motorcycle=no", "cmfe/mfe"),
        ("highway=residential oneway=yes oneway:motor_vehicle=no", "cmfe/cmfe"),
        ("highway=footway oneway=yes", "f/f"),
        ("highway=footway oneway:foot=yes", "f/"),
        ("highway=steps conveying=backward", "/f"),
        ("highway=footway foot:backward=no", "f/"),
    ] {
        assert_eq!(who(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_road_is_left_out_with_its_reason() {
    for (text, expected) in [
        ("highway=construction construction=primary", Some("not in use")),
        ("highway=proposed", Some("not in use")),
        ("highway=residential disused=yes", Some("not in use")),
        ("highway=raceway", Some("other kind")),
        ("highway=bus_guideway", Some("other kind")),
        ("highway=pedestrian area=yes", Some("area")),
        ("highway=footway indoor=yes", Some("indoor")),
        ("highway=service access=no", Some("closed to all")),
        ("route=ferry motorcar=yes", Some("ferry")),
        ("building=yes", None),
    ] {
        assert_eq!(rule(&tags(text)), Err(expected), "{text}");
    }
}

#[test]
fn speeds_are_what_is_posted_on_the_ground_there_is() {
    for (text, expected) in [
        ("highway=primary", [65, 65]),
        ("highway=primary maxspeed=80", [72, 72]),
        ("highway=primary maxspeed=30 maxspeed:backward=50", [27, 45]),
        ("highway=primary maxspeed=signals", [65, 65]),
        ("highway=primary maxspeed=none", [65, 65]),
        ("highway=motorway maxspeed=none", [130, 130]),
        ("highway=primary maxspeed:type=DE:rural", [90, 90]),
        ("highway=primary source:maxspeed=DE:urban", [45, 45]),
        ("highway=primary maxspeed=100 maxspeed:advisory=60", [54, 54]),
        ("highway=residential maxspeed=walk", [6, 6]),
        ("highway=tertiary surface=gravel", [40, 40]),
        ("highway=tertiary surface=gravel smoothness=horrible", [10, 10]),
        ("highway=track", [15, 15]),
        ("highway=track maxspeed=80", [15, 15]),
        ("highway=track tracktype=grade1", [25, 25]),
        ("highway=track tracktype=grade2 maxspeed=10", [9, 9]),
        ("highway=track tracktype=grade4", [10, 10]),
        ("highway=track tracktype=grade5 surface=asphalt", [8, 8]),
        ("highway=residential tracktype=grade5", [20, 20]),
        ("highway=service service=driveway", [10, 10]),
        ("highway=residential oneway=yes", [30, 20]),
        ("highway=residential oneway=-1 maxspeed=50", [20, 45]),
        ("highway=pedestrian", [10, 10]),
    ] {
        assert_eq!(read(text).kph, expected, "{text}");
    }
}

#[test]
fn bridges_and_tunnels_are_told() {
    assert_eq!(read("highway=primary bridge=viaduct").structure, Structure::Bridge);
    assert_eq!(read("highway=primary tunnel=building_passage").structure, Structure::Tunnel);
    assert_eq!(read("highway=primary bridge=no tunnel=no").structure, Structure::Ground);
}

#[test]
fn a_barrier_stops_whom_its_kind_and_its_keys_stop() {
    for (text, stopped) in [
        ("barrier=gate", ""),
        ("barrier=gate access=private", "cm"),
        ("barrier=gate access=no", "cmf"),
        ("barrier=gate motor_vehicle=no", "cm"),
        ("barrier=gate locked=yes", "cmfe"),
        ("barrier=gate locked=yes emergency=yes", "cmf"),
        ("barrier=lift_gate access=permit", "cm"),
        ("barrier=cattle_grid", ""),
        ("barrier=bollard", "ce"),
        ("barrier=bollard access=private", "cme"),
        ("barrier=bollard motor_vehicle=yes", ""),
        ("barrier=bollard emergency=yes", "c"),
        ("barrier=bollard motor_vehicle=no", "cme"),
        ("barrier=cycle_barrier", "cme"),
        ("barrier=block", "cme"),
        ("barrier=chain", "cme"),
        ("barrier=stile", "cme"),
        ("barrier=yes", "cme"),
        ("barrier=lift_gate foot=no", "f"),
        ("barrier=height_restrictor", ""),
    ] {
        let stops = barrier::stops(&tags(text));
        let letters: String = "cmfe".chars().enumerate().filter(|(i, _)| stops[*i]).map(|(_, letter)| letter).collect();
        assert_eq!(letters, stopped, "{text}");
    }
}
