//! Flights there and back in every format; files of other programs; what is refused, with its place.

use super::*;
use geodata::Heading;
use proptest::prelude::*;

fn at() -> impl Strategy<Value = Wgs84> {
    (-89.0..89.0f64, -179.0..179.0f64).prop_map(|(lat, lon)| Wgs84 { lat: lat + 1e-3, lon })
}

fn height(kind: u8) -> impl Strategy<Value = Altitude> {
    (-400.0..9000.0f64, 0..3u8).prop_map(move |(metres, any)| match if kind < 3 { kind } else { any } {
        0 => Altitude::Amsl(Amsl(Metres(metres))),
        1 => Altitude::Agl(Agl(Metres(metres))),
        _ => Altitude::AboveHome(AboveHome(Metres(metres))),
    })
}

fn step(kind: u8) -> impl Strategy<Value = Step> {
    prop_oneof![
        (at(), height(kind), 0.0..900.0f64).prop_map(|(at, altitude, s)| Step::Waypoint {
            at,
            altitude,
            hold: Seconds(s)
        }),
        (at(), height(kind)).prop_map(|(at, altitude)| Step::Loiter { at, altitude }),
        (proptest::option::of(at()), height(kind)).prop_map(|(at, altitude)| Step::Takeoff { at, altitude }),
        (proptest::option::of(at()), height(kind)).prop_map(|(at, altitude)| Step::Land { at, altitude }),
        (0.5..30.0f64).prop_map(|s| Step::Speed { speed: MetresPerSecond(s) }),
        Just(Step::Return),
    ]
}

fn ring() -> impl Strategy<Value = Vec<Wgs84>> {
    (at(), 3..9u32, any::<bool>()).prop_map(|(middle, corners, back)| {
        let corner = |i: u32| {
            let turn = Heading::degrees(360.0 * f64::from(i) / f64::from(corners)).as_radians();
            Wgs84 { lat: middle.lat + 0.01 * turn.cos(), lon: middle.lon + 0.01 * turn.sin() }
        };
        let mut ring: Vec<Wgs84> = (0..corners).map(corner).collect();
        if back {
            ring.reverse();
        }
        ring
    })
}

fn fence() -> impl Strategy<Value = Vec<FenceArea>> {
    let outlines = proptest::collection::vec((ring(), any::<bool>()), 0..3);
    let circles = proptest::collection::vec((at(), 1.0..5000.0f64, any::<bool>()), 0..3);
    (outlines, circles).prop_map(|(outlines, circles)| {
        let outline =
            |(corners, stays)| if stays { FenceArea::StayIn { corners } } else { FenceArea::KeepOut { corners } };
        let circle = |(centre, radius, stays)| {
            let radius = Metres(radius);
            if stays { FenceArea::StayInCircle { centre, radius } } else { FenceArea::KeepOutCircle { centre, radius } }
        };
        outlines.into_iter().map(outline).chain(circles.into_iter().map(circle)).collect()
    })
}

fn flight() -> impl Strategy<Value = FlightFile> {
    let home = (at(), -100.0..5000.0f64).prop_map(|(at, m)| (at, Amsl(Metres(m))));
    let rally = (at(), height(2)).prop_map(|(at, altitude)| RallySpot { at, altitude });
    let steps = proptest::collection::vec(step(9), 1..12);
    (proptest::option::of(home), steps, fence(), proptest::collection::vec(rally, 0..4))
        .prop_map(|(home, steps, fence, rally)| FlightFile { home, steps, fence, rally })
}

/// What WPML holds: one take-off, places of one height frame, one end.
fn route() -> impl Strategy<Value = FlightFile> {
    (0..3u8).prop_flat_map(|kind| {
        let place = (proptest::option::of(0.5..20.0f64), at(), height(kind), 0.0..100.0f64);
        let places = proptest::collection::vec(place, 1..10);
        let takeoff = proptest::option::of((proptest::option::of(at()), height(kind)));
        (takeoff, places, 0..3u8, proptest::option::of((at(), 0.0..900.0f64))).prop_map(
            |(takeoff, places, end, home)| {
                let mut steps: Vec<Step> =
                    takeoff.into_iter().map(|(at, altitude)| Step::Takeoff { at, altitude }).collect();
                for (speed, at, altitude, hold) in places {
                    steps.extend(speed.map(|s| Step::Speed { speed: MetresPerSecond(s) }));
                    steps.push(Step::Waypoint { at, altitude, hold: Seconds(hold) });
                }
                steps.extend(match end {
                    0 => Some(Step::Return),
                    1 => Some(Step::Land { at: None, altitude: Altitude::AboveHome(AboveHome(Metres(0.0))) }),
                    _ => None,
                });
                FlightFile { home: home.map(|(at, m)| (at, Amsl(Metres(m)))), steps, ..FlightFile::default() }
            },
        )
    })
}

/// The same to a hundred-millionth of a degree and a millionth of everything else; frames and order exactly.
fn same(a: &FlightFile, b: &FlightFile) -> Result<(), String> {
    let near = |p: Wgs84, q: Wgs84| (p.lat - q.lat).abs() < 1e-8 && (p.lon - q.lon).abs() < 1e-8;
    let both = |p: Option<Wgs84>, q: Option<Wgs84>| match (p, q) {
        (Some(p), Some(q)) => near(p, q),
        (p, q) => p.is_none() && q.is_none(),
    };
    let tall = |p: Option<Altitude>, q: Option<Altitude>| match (p, q) {
        (Some(p), Some(q)) => p.word() == q.word() && (p.metres().0 - q.metres().0).abs() < 1e-6,
        (p, q) => p.is_none() && q.is_none(),
    };
    if a.steps.len() != b.steps.len() || a.fence.len() != b.fence.len() || a.rally.len() != b.rally.len() {
        return Err(format!("lengths: {a:?} and {b:?}"));
    }
    for (p, q) in a.steps.iter().zip(&b.steps) {
        let figure = match (p, q) {
            (Step::Waypoint { hold: x, .. }, Step::Waypoint { hold: y, .. }) => (x.0 - y.0).abs() < 1e-6,
            (Step::Speed { speed: x }, Step::Speed { speed: y }) => (x.0 - y.0).abs() < 1e-6,
            _ => std::mem::discriminant(p) == std::mem::discriminant(q),
        };
        if !(figure && both(p.at(), q.at()) && tall(p.altitude(), q.altitude())) {
            return Err(format!("{p:?} became {q:?}"));
        }
    }
    for (p, q) in a.rally.iter().zip(&b.rally) {
        if !(near(p.at, q.at) && tall(Some(p.altitude), Some(q.altitude))) {
            return Err(format!("{p:?} became {q:?}"));
        }
    }
    for (p, q) in a.fence.iter().zip(&b.fence) {
        let equal = match (p, q) {
            (FenceArea::StayIn { corners: x }, FenceArea::StayIn { corners: y })
            | (FenceArea::KeepOut { corners: x }, FenceArea::KeepOut { corners: y }) => {
                x.len() == y.len() && x.iter().zip(y).all(|(p, q)| near(*p, *q))
            }
            (FenceArea::StayInCircle { centre: x, radius: r }, FenceArea::StayInCircle { centre: y, radius: s })
            | (FenceArea::KeepOutCircle { centre: x, radius: r }, FenceArea::KeepOutCircle { centre: y, radius: s }) => {
                near(*x, *y) && (r.0 - s.0).abs() < 1e-6
            }
            _ => false,
        };
        if !equal {
            return Err(format!("{p:?} became {q:?}"));
        }
    }
    match (a.home, b.home) {
        (Some(p), Some(q)) if near(p.0, q.0) && (p.1.0.0 - q.1.0.0).abs() < 1e-6 => Ok(()),
        (None, None) => Ok(()),
        other => Err(format!("home: {other:?}")),
    }
}

fn there_and_back(format: FlightFormat, file: &FlightFile) -> Result<(), String> {
    let (bytes, _) = write_flight(format, file).map_err(|faults| format!("{format:?} out: {faults:?}"))?;
    if write_flight(format, file).map(|again| again.0) != Ok(bytes.clone()) {
        return Err("other bytes the second time".into());
    }
    if FlightFormat::of("x", &bytes) != Ok(format) {
        return Err(format!("{format:?} is taken for {:?}", FlightFormat::of("x", &bytes)));
    }
    let (again, _) = read_flight("x", &bytes, None).map_err(|faults| format!("{format:?} in: {faults:?}"))?;
    same(file, &again).map_err(|say| format!("{format:?}: {say}"))
}

proptest! {
    #[test]
    fn a_flight_is_the_same_after_every_format_and_frames_are_kept(file in flight()) {
        for format in FlightFormat::ALL {
            let held = match format {
                FlightFormat::Wpml => continue,
                FlightFormat::Waypoints => FlightFile { fence: vec![], rally: vec![], ..file.clone() },
                _ => file.clone(),
            };
            if held.home.is_none() && held.steps.iter().all(|step| step.at().is_none()) {
                continue;
            }
            if let Err(say) = there_and_back(format, &held) {
                return Err(TestCaseError::fail(say));
            }
        }
    }

    #[test]
    fn a_route_is_the_same_after_wpml(file in route()) {
        if let Err(say) = there_and_back(FlightFormat::Wpml, &file) {
            return Err(TestCaseError::fail(say));
        }
    }

    #[test]
    fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in ".{0,200}") {
        for head in ["", "QGC WPL 110\n", "{\"fileType\":\"Plan\",", "<kml>", "<gpx>", "PK\u{3}\u{4}"] {
            let _ = read_flight("x.plan", &[head.as_bytes(), &bytes].concat(), None);
            let _ = read_flight("x.kml", &[head.as_bytes(), text.as_bytes()].concat(), None);
        }
    }

    #[test]
    fn a_spoilt_flight_is_refused_or_read_to_something_sound(file in route(), at in any::<prop::sample::Index>(), to in any::<u8>()) {
        for format in [FlightFormat::QgcPlan, FlightFormat::Waypoints, FlightFormat::Gpx, FlightFormat::Wpml] {
            let (mut bytes, _) = write_flight(format, &file).unwrap();
            let place = at.index(bytes.len());
            bytes[place] = to;
            match read_flight("x", &bytes, None) {
                Ok((read, _)) => prop_assert!(read.faults().is_empty()),
                Err(faults) => prop_assert!(!faults.is_empty() && faults.iter().all(|f| !f.remedy.is_empty())),
            }
        }
    }
}

/// A plan as QGroundControl 4 saves it: take-off, waypoint over terrain, speed, return; fence and rally.
const QGC: &str = r#"{
    "fileType": "Plan", "groundStation": "QGroundControl", "version": 1,
    "geoFence": {"circles": [{"circle": {"center": [47.3977, 8.5456], "radius": 120.5}, "inclusion": false, "version": 1}],
        "polygons": [{"inclusion": true, "polygon": [[47.39, 8.54], [47.40, 8.54], [47.40, 8.55]], "version": 1}], "version": 2},
    "mission": {"cruiseSpeed": 15, "firmwareType": 12, "globalPlanAltitudeMode": 1, "hoverSpeed": 5, "vehicleType": 2,
        "plannedHomePosition": [47.397742, 8.545594, 488.145], "version": 2, "items": [
        {"AMSLAltAboveTerrain": null, "Altitude": 50, "AltitudeMode": 1, "autoContinue": true, "command": 22, "doJumpId": 1,
            "frame": 3, "params": [15, 0, 0, null, 47.39775, 8.5456, 50], "type": "SimpleItem"},
        {"autoContinue": true, "command": 16, "doJumpId": 2, "frame": 10, "params": [5, 0, 0, null, 47.398, 8.546, 60],
            "type": "SimpleItem"},
        {"autoContinue": true, "command": 178, "doJumpId": 3, "frame": 2, "params": [1, 7.5, -1, 0, 0, 0, 0],
            "type": "SimpleItem"},
        {"autoContinue": true, "command": 20, "doJumpId": 4, "frame": 2, "params": [0, 0, 0, 0, 0, 0, 0],
            "type": "SimpleItem"}]},
    "rallyPoints": {"points": [[47.3971, 8.5451, 30]], "version": 2}
}"#;

#[test]
fn a_plan_of_qgroundcontrol_keeps_its_frames_fence_and_rally_points() {
    let (file, notes) = read_flight("x.plan", QGC.as_bytes(), None).unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(file.steps.len(), 4);
    assert_eq!(file.steps[0].altitude(), Some(Altitude::AboveHome(AboveHome(Metres(50.0)))));
    assert_eq!(file.steps[1].altitude(), Some(Altitude::Agl(Agl(Metres(60.0)))));
    assert_eq!((file.fence.len(), file.rally.len()), (2, 1));
    let mission = file.mission(|_| Some(Amsl(Metres(500.0)))).unwrap();
    let heights: Vec<f64> = mission.items.iter().filter_map(|item| item.place()).map(|p| p.1.0.0).collect();
    assert_eq!(heights, [538.145, 560.0]);
    assert_eq!(FlightFile::of(&mission).mission(|_| None).unwrap(), mission);
}

#[test]
fn what_is_not_ours_to_fly_is_refused_with_its_place_all_at_once() {
    let bad = QGC
        .replace("\"command\": 16", "\"command\": 530")
        .replace("\"version\": 1,\n    \"geoFence\"", "\"version\": 3, \"colour\": 1,\n    \"geoFence\"")
        .replacen("\"frame\": 3", "\"frame\": 9", 1)
        .replacen("\"inclusion\": true", "\"inclusion\": 4", 1);
    let faults = read_flight("x.plan", bad.as_bytes(), None).unwrap_err();
    let told: Vec<(&str, &str)> = faults.iter().map(|f| (f.code, f.at.as_str())).collect();
    for one in [
        ("flight_version", "version"),
        ("flight_unknown", "the file"),
        ("flight_frame", "mission.items[0]"),
        ("flight_item", "mission.items[1]"),
        ("flight_fence", "geoFence.polygons[0]"),
    ] {
        assert!(told.contains(&one), "{one:?} is not in {told:?}");
    }
    let survey =
        QGC.replacen("\"type\": \"SimpleItem\"", "\"type\": \"ComplexItem\", \"complexItemType\": \"survey\"", 1);
    let faults = read_flight("x.plan", survey.as_bytes(), None).unwrap_err();
    assert!(faults[0].say.contains("survey") && faults[0].remedy.contains("search"), "{faults:?}");
}

#[test]
fn a_table_of_mission_planner_reads_with_its_home_and_says_which_row_is_wrong() {
    let good = "QGC WPL 110\r\n0\t1\t0\t16\t0\t0\t0\t0\t47.39774\t8.545594\t488.1\t1\r\n\
                1\t0\t3\t22\t15.0\t0\t0\t0\t0\t0\t50\t1\r\n2\t0\t3\t16\t0\t3\t0\t0\t47.398\t8.546\t50\t1\r\n";
    let (file, notes) = read_flight("x.waypoints", good.as_bytes(), None).unwrap();
    assert_eq!((file.steps.len(), file.home.map(|h| h.1)), (2, Some(Amsl(Metres(488.1)))));
    assert!(notes.iter().any(|n| n.at == "line 4" && n.say.contains("acceptance radius")), "{notes:?}");
    let bad = good.replace("47.398\t8.546", "47.398\teast").replace("\t22\t", "\t2200000\t");
    let faults = read_flight("x.waypoints", bad.as_bytes(), None).unwrap_err();
    assert_eq!(faults.iter().map(|f| f.at.as_str()).collect::<Vec<_>>(), ["line 3", "line 4"]);
}

#[test]
fn a_line_of_somebody_else_is_a_way_when_its_height_is_known() {
    let line = br#"<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><LineString>
        <coordinates>8.5,47.1 8.6,47.2 8.7,47.3</coordinates></LineString></Placemark></kml>"#;
    assert_eq!(read_flight("x.kml", line, None).unwrap_err()[0].code, "flight_no_height");
    let height = Altitude::Agl(Agl(Metres(60.0)));
    let (file, _) = read_flight("x.kml", line, Some(height)).unwrap();
    assert_eq!(file.steps.len(), 3);
    assert!(file.steps.iter().all(|step| step.altitude() == Some(height)));
    let area = br#"{"type":"Polygon","coordinates":[[[8.5,47.1],[8.6,47.1],[8.6,47.2],[8.5,47.1]]]}"#;
    let codes: Vec<&str> = read_flight("x.geojson", area, Some(height)).unwrap_err().iter().map(|f| f.code).collect();
    assert!(codes.contains(&"flight_area"), "{codes:?}");
}

#[test]
fn heights_of_several_frames_do_not_fit_into_wpml_and_a_fence_is_told() {
    let (file, _) = read_flight("x.plan", QGC.as_bytes(), None).unwrap();
    let faults = write_flight(FlightFormat::Wpml, &file).unwrap_err();
    assert!(faults.iter().any(|f| f.code == "export-mixed-heights"), "{faults:?}");
    let (_, notes) = write_flight(FlightFormat::Waypoints, &file).unwrap();
    assert_eq!(notes[0].code, "export-no-fence");
}

#[test]
fn a_route_carries_what_people_edit_and_what_flies() {
    let at = |lat: f64, lon: f64| Wgs84 { lat, lon };
    let high = |metres: f64| Altitude::Amsl(Amsl(Metres(metres)));
    let steps = vec![
        Step::Takeoff { at: None, altitude: high(460.0) },
        Step::Speed { speed: MetresPerSecond(7.5) },
        Step::Waypoint { at: at(47.1234567, 9.5), altitude: high(470.0), hold: Seconds(4.0) },
        Step::Waypoint { at: at(47.13, 9.5000001), altitude: high(481.5), hold: Seconds::ZERO },
        Step::Return,
    ];
    let file = FlightFile { home: Some((at(47.12, 9.49), Amsl(Metres(430.0)))), steps, ..FlightFile::default() };
    let (bytes, notes) = write_flight(FlightFormat::Wpml, &file).unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    let names = ["wpmz/template.kml", "wpmz/waylines.wpml"];
    let documents = geodata::layers::unpack("x.kmz", &bytes, &names).unwrap();
    assert_eq!(documents.iter().map(|d| d.0.as_str()).collect::<Vec<_>>(), names);
    let root = geodata::layers::tree::read("waylines", &documents[1].1).unwrap();
    let folder = root.child("Document").and_then(|d| d.child("Folder")).unwrap();
    assert_eq!(folder.child("wpml:executeHeightMode").unwrap().text, "relativeToStartPoint");
    let all = |key: &str| folder.all("Placemark").map(|p| p.child(key).unwrap().text.clone()).collect::<Vec<_>>();
    assert_eq!(all("wpml:executeHeight"), ["40", "51.5"]);
    assert_eq!(all("wpml:waypointSpeed"), ["7.5", "7.5"]);
    // Heights over the sea without a start to measure from: the template alone, and it is said.
    let (bytes, notes) = write_flight(FlightFormat::Wpml, &FlightFile { home: None, ..file }).unwrap();
    assert_eq!(notes[0].code, "export-no-waylines");
    assert_eq!(geodata::layers::unpack("x.kmz", &bytes, &names).unwrap().len(), 1);
}
