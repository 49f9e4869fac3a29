//! ED-269, ED-318 and neutral features into zones: what is meant, all faults at once, and the way back.

use super::*;
use crate::layers::{self, Format};

fn door(frame: &Frame) -> Door<'_> {
    let bounds = [Wgs84 { lat: 35.4, lon: 104.4 }, Wgs84 { lat: 35.8, lon: 104.9 }];
    Door { frame, bounds, file: "zones.json, WGS-84", kind: None }
}

fn codes(findings: &[crate::finding::Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.code).collect()
}

const ED269: &str = r#"{"title":"test","features":[
 {"identifier":"A1","country":"CHN","name":"Airport","type":"COMMON","restriction":"PROHIBITED","reason":["AIR_TRAFFIC"],
  "applicability":[{"permanent":"YES"}],"zoneAuthority":[{"name":"CAAC","phone":"+86 1","purpose":"AUTHORIZATION"}],
  "geometry":[
   {"uomDimensions":"M","lowerLimit":0,"lowerVerticalReference":"AGL","upperLimit":120,"upperVerticalReference":"AGL",
    "horizontalProjection":{"type":"Circle","center":[104.62,35.58],"radius":5000}},
   {"uomDimensions":"FT","lowerLimit":1000,"lowerVerticalReference":"AMSL","upperLimit":2000,"upperVerticalReference":"AMSL",
    "horizontalProjection":{"type":"Polygon","coordinates":[[[104.6,35.5],[104.7,35.5],[104.7,35.6],[104.6,35.5]]]}}]},
 {"identifier":"A2","country":"CHN","restriction":"REQ_AUTHORISATION","message":"Ask first","reason":["SENSITIVE"],
  "applicability":[{"permanent":"NO","startDateTime":"2026-05-01T00:00:00+08:00","endDateTime":"2026-06-01T00:00:00+08:00",
   "schedule":[{"day":["MON","TUE"],"startTime":"08:00:00.00+08:00","endTime":"18:00:30+08:00"}]}],
  "geometry":[{"uomDimensions":"M","lowerLimit":0,"lowerVerticalReference":"AGL","upperLimit":500,"upperVerticalReference":"WGS84",
   "horizontalProjection":{"type":"Polygon","coordinates":[[[104.6,35.5],[104.7,35.6],[104.7,35.5],[104.6,35.6],[104.6,35.5]]]}}]},
 {"identifier":"A3","country":"CHN","restriction":"NO_RESTRICTION","geometry":[]},
 {"identifier":"A4","country":"CHE","restriction":"PROHIBITED","geometry":[{"uomDimensions":"M",
   "horizontalProjection":{"type":"Circle","center":[8.5,47.4],"radius":500}}]},
 {"identifier":"","restriction":"MAYBE","applicability":[{"startDateTime":"soon"}],"geometry":[{"uomDimensions":"FURLONG",
   "lowerLimit":"x","upperLimit":3,"upperVerticalReference":"QNH","horizontalProjection":{"type":"Blob"}}]},
 {"identifier":"A6","restriction":"CONDITIONAL","geometry":[{"uomDimensions":"M",
   "horizontalProjection":{"type":"Circle","center":[35.58,104.62],"radius":500}}]},
 {"identifier":"A7","restriction":"CONDITIONAL","geometry":[{"uomDimensions":"M",
   "horizontalProjection":{"type":"Circle","center":[35.58,14.62],"radius":500}}]}
]}"#;

#[test]
fn an_ed_269_file_is_read_and_every_feature_accounted_for() {
    let frame = dingxi();
    let intake = ed269::read("x.json", ED269.as_bytes(), &door(&frame)).unwrap();
    assert!(intake.tally.adds_up(), "{:?}", intake.tally);
    assert_eq!(
        (intake.tally.given, intake.tally.taken, intake.tally.repaired, intake.tally.left_out, intake.tally.refused),
        (8, 2, 1, 3, 2)
    );
    let ids: Vec<&str> = intake.zones.iter().map(|z| z.id.as_str()).collect();
    assert_eq!(ids, ["A1/1", "A1/2", "A2/1", "A2/2"], "{:?}", intake.notes);
    let round = &intake.zones[0];
    assert_eq!((round.name.as_str(), round.floor, round.ceiling), ("Airport", Limit::Open, Limit::agl(120.0)));
    assert!((round.area_m2() - std::f64::consts::PI * 25e6).abs() < 1.0 && round.contains(p(4999.0, 0.0)));
    assert_eq!(
        (round.source.authority.as_str(), round.source.reason.as_str()),
        ("CAAC, +86 1", "prohibited; AIR_TRAFFIC")
    );
    assert_eq!((intake.zones[1].floor, intake.zones[1].ceiling), (Limit::amsl(304.8), Limit::amsl(609.6)));
    let timed = &intake.zones[2];
    assert_eq!(
        timed.schedule.to_string(),
        "from 2026-04-30T16:00Z until 2026-05-31T16:00Z mon,tue 08:00-18:01 UTC+08:00"
    );
    assert_eq!(timed.ceiling, Limit::amsl(607.0), "500 m over the ellipsoid, the geoid at most 107 m below it");
    assert_eq!(timed.source.reason, "entry needs an authorisation; SENSITIVE; Ask first");
    assert_eq!(
        codes(&intake.notes),
        ["zone-repaired-ellipsoid", "zone-repaired-lobes", "zone-no-restriction", "zone-elsewhere", "zone-elsewhere"]
    );
    let faults = codes(&intake.refused);
    let first = [
        "zone-restriction",
        "zone-id",
        "zone-times",
        "zone-unit",
        "zone-limit",
        "zone-limit-reference",
        "zone-geometry",
    ];
    assert_eq!(faults[..7], first, "all of one feature at once");
    assert_eq!(faults[7..], ["zone-geometry"], "latitude 104 is no latitude");
    assert_eq!(intake.refused[4].at, "features[4].geometry[0].lowerLimit");
}

#[test]
fn a_swapped_zone_is_told_and_not_flown_round_elsewhere() {
    let frame = Frame::at(Wgs84 { lat: 47.1, lon: 9.5 });
    let bounds = [Wgs84 { lat: 47.0, lon: 9.4 }, Wgs84 { lat: 47.3, lon: 9.7 }];
    let door = Door { frame: &frame, bounds, file: "", kind: Some(ZoneKind::KeepOut) };
    let file = r#"{"features":[{"identifier":"S","restriction":"PROHIBITED","geometry":[{"uomDimensions":"M",
        "horizontalProjection":{"type":"Circle","center":[47.1,9.5],"radius":500}}]}]}"#;
    let intake = ed269::read("x.json", file.as_bytes(), &door).unwrap();
    assert_eq!((codes(&intake.refused), intake.tally.refused), (vec!["zone-swapped"], 1));
    let geojson = r#"{"type":"Feature","properties":{"id":"S"},"geometry":{"type":"Polygon",
        "coordinates":[[[47.1,9.5],[47.2,9.5],[47.2,9.6],[47.1,9.5]]]}}"#;
    let layer = layers::read("s.geojson", geojson.as_bytes(), crate::datum::Datum::Wgs84).unwrap();
    assert_eq!(codes(&from_layer(&layer, &door).refused), ["zone-swapped"]);
}

const ED318: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"identifier":"B1","country":"CHN","type":"REQ_AUTHORIZATION","variant":"COMMON",
   "name":[{"text":"Stadium","lang":"en-GB"},{"text":"体育场","lang":"zh-CN"}],"reason":["SENSITIVE"],
   "limitedApplicability":[{"schedule":[{"day":["SAT","SUN"],"startEvent":"SR","endEvent":"SS"}]}],
   "zoneAuthority":[{"name":[{"text":"City police","lang":"en-GB"}],"purpose":"AUTHORIZATION"}]},
  "geometry":{"type":"Point","coordinates":[104.62,35.58],"extent":{"subType":"Circle","radius":800},
   "layer":{"upper":400,"upperReference":"AGL","lower":0,"lowerReference":"AGL","uom":"ft"}}},
 {"type":"Feature","properties":{"identifier":"B2","type":"PROHIBITED","name":[{"text":"Two","lang":"en"}]},
  "geometry":{"type":"GeometryCollection","layer":{"upper":2000,"upperReference":"AMSL","lower":100,"lowerReference":"AGL","uom":"m"},
   "geometries":[{"type":"Polygon","coordinates":[[[104.6,35.5],[104.7,35.5],[104.7,35.6],[104.6,35.5]]]},
    {"type":"Polygon","coordinates":[[[104.5,35.5],[104.55,35.5],[104.5,35.6],[104.5,35.5]]],
     "layer":{"upper":60,"upperReference":"AGL","lower":0,"lowerReference":"AGL","uom":"m"}}]}},
 {"type":"Feature","properties":{"identifier":"B3","type":"USPACE"},"geometry":null}
]}"#;

#[test]
fn an_ed_318_file_is_read() {
    let frame = dingxi();
    let intake = ed318::read("x.json", ED318.as_bytes(), &door(&frame)).unwrap();
    assert!(intake.refused.is_empty() && intake.tally.adds_up(), "{:?}", intake.refused);
    let [stadium, low, high] = &intake.zones[..] else { panic!("{:?}", intake.zones) };
    assert_eq!((stadium.name.as_str(), stadium.name_zh.as_str()), ("Stadium", "体育场"));
    assert_eq!(
        (stadium.ceiling, stadium.schedule.to_string()),
        (Limit::agl(121.92), "sat,sun 00:00-24:00 UTC".to_owned())
    );
    assert_eq!(stadium.source.authority, "City police");
    assert_eq!((low.id.as_str(), low.floor, low.ceiling), ("B2/1", Limit::agl(100.0), Limit::amsl(2000.0)));
    assert_eq!((high.id.as_str(), high.floor, high.ceiling), ("B2/2", Limit::Open, Limit::agl(60.0)));
    assert_eq!(codes(&intake.notes), ["zone-repaired-daylight", "zone-no-restriction"]);
}

#[test]
fn properties_of_geojson_and_an_extruded_kml_become_zones() {
    let frame = dingxi();
    let geojson = r#"{"type":"FeatureCollection","features":[
     {"type":"Feature","properties":{"id":"G1","name:zh":"学校","kind":"禁飞区","floor_m":0,"floor_ref":"agl","ceiling_m":"120",
       "ceiling_ref":"AGL","hours":"07:30-09:00, 16:00-18:00","days":"mon-fri","utc_offset":"+08:00","from":"2026-03-01",
       "until":"2026-07-10","except":"2026-05-01"},
      "geometry":{"type":"Polygon","coordinates":[[[104.6,35.5],[104.61,35.5],[104.61,35.51],[104.6,35.5]]]}},
     {"type":"Feature","properties":{"name":"Round","kind":"no_record","radius_m":250},"geometry":{"type":"Point","coordinates":[104.6,35.5]}},
     {"type":"Feature","properties":{"kind":"keep_out","hours":"8-9","ceiling_m":3},"geometry":{"type":"LineString","coordinates":[[104.6,35.5],[104.61,35.5]]}}]}"#;
    let layer = layers::read("z.geojson", geojson.as_bytes(), crate::datum::Datum::Wgs84).unwrap();
    let intake = from_layer(&layer, &door(&frame));
    let [school, round] = &intake.zones[..] else { panic!("{:?}", intake.refused) };
    assert_eq!((school.name_zh.as_str(), school.floor, school.ceiling), ("学校", Limit::Open, Limit::agl(120.0)));
    assert_eq!(
        school.schedule.to_string(),
        "from 2026-02-28T16:00Z until 2026-07-10T16:00Z mon,tue,wed,thu,fri 07:30-09:00 mon,tue,wed,thu,fri 16:00-18:00; not on 2026-05-01 UTC+08:00"
    );
    assert_eq!((round.id.as_str(), round.kind), ("Round", ZoneKind::NoRecord));
    assert_eq!(codes(&intake.refused), ["zone-clock", "zone-times", "zone-limit-reference", "zone-geometry"]);
    let kml = r#"<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>K</name><Polygon>
      <extrude>1</extrude><altitudeMode>relativeToGround</altitudeMode><outerBoundaryIs><LinearRing><coordinates>
      104.6,35.5,90 104.61,35.5,100 104.61,35.51,100 104.6,35.5,90</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"#;
    let layer = layers::read("z.kml", kml.as_bytes(), crate::datum::Datum::Wgs84).unwrap();
    assert_eq!(codes(&from_layer(&layer, &door(&frame)).refused), ["zone-kind"], "nobody guesses a rule");
    let asked = Door { kind: Some(ZoneKind::KeepOut), ..door(&frame) };
    assert_eq!(from_layer(&layer, &asked).zones[0].ceiling, Limit::agl(100.0));
    let careful = Door { kind: Some(ZoneKind::KeepIn), ..door(&frame) };
    assert_eq!(from_layer(&layer, &careful).zones[0].ceiling, Limit::agl(90.0));
    let flat =
        layers::read("z.kml", kml.replace("<extrude>1</extrude>", "").as_bytes(), crate::datum::Datum::Wgs84).unwrap();
    assert_eq!(codes(&from_layer(&flat, &asked).refused), ["zone-height-ambiguous"]);
}

#[test]
fn zones_go_out_as_geojson_and_come_back() {
    let frame = dingxi();
    let intake = ed269::read("x.json", ED269.as_bytes(), &door(&frame)).unwrap();
    let (bytes, _) = layers::write(Format::GeoJson, &to_layer(&intake.zones, &frame)).unwrap();
    let layer = layers::read("back.geojson", &bytes, crate::datum::Datum::Wgs84).unwrap();
    let back = from_layer(&layer, &door(&frame));
    assert_eq!((codes(&back.refused), back.zones.len()), (vec![], intake.zones.len()));
    for (a, b) in intake.zones.iter().zip(&back.zones) {
        assert_eq!(
            (&a.id, &a.name, a.kind, a.floor, a.ceiling, a.schedule.to_string()),
            (&b.id, &b.name, b.kind, b.floor, b.ceiling, b.schedule.to_string())
        );
        assert_eq!((&a.source.authority, &a.source.reason), (&b.source.authority, &b.source.reason));
        assert!((a.area_m2() - b.area_m2()).abs() < a.area_m2() * 1e-5);
    }
}

#[test]
fn what_is_no_zone_file_is_refused_in_one_line() {
    let frame = dingxi();
    for text in ["", "{", "[1", "{}", "null", "{\"features\":3}", &"[".repeat(100_000), "\u{feff}{\"a\":1}"] {
        let refused = ed269::read("x.json", text.as_bytes(), &door(&frame)).unwrap_err();
        assert_eq!(refused.len(), 1, "{text:.20}");
        assert!(ed318::read("x.json", text.as_bytes(), &door(&frame)).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn garbage_never_panics_and_every_feature_is_accounted_for(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6), which in any::<bool>(),
    ) {
        let frame = dingxi();
        let mut text: Vec<char> = if which { ED269 } else { ED318 }.chars().collect();
        for (from, to) in cuts {
            let (from, to) = (from.index(text.len()), to.index(text.len()));
            text.swap(from, to);
        }
        let text: String = text.into_iter().collect();
        for read in [ed269::read, ed318::read] {
            if let Ok(intake) = read("x.json", text.as_bytes(), &door(&frame)) {
                prop_assert!(intake.tally.adds_up());
                prop_assert!(intake.refused.len() >= intake.tally.refused);
            }
        }
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let frame = dingxi();
        let _ = ed269::read("x", &bytes, &door(&frame));
        let _ = ed318::read("x", &bytes, &door(&frame));
        let _ = file::read(&bytes, &frame);
    }
}
