//! What people write becomes what the district holds, or every reason why not.

use super::*;
use crate::layers::Value;
use std::collections::BTreeMap;

fn feature(number: usize, lat: f64, properties: &[(&str, &str)]) -> Feature {
    let text = |(key, value): &(&str, &str)| ((*key).to_owned(), Value::from(*value));
    Feature {
        id: None,
        geometry: Geometry::Point(Vertex::flat(Wgs84 { lat, lon: 9.5 })),
        properties: properties.iter().map(text).collect::<BTreeMap<_, _>>(),
        at: format!("features[{number}]"),
    }
}

fn layer(rows: &[(f64, &[(&str, &str)])]) -> Layer {
    let features = rows.iter().enumerate().map(|(n, (lat, properties))| feature(n, *lat, properties)).collect();
    Layer { features, notes: vec![] }
}

fn ground() -> (Bounds, Frame) {
    let frame = Frame::at(Wgs84 { lat: 47.0, lon: 9.5 });
    (Bounds::new([Wgs84 { lat: 46.9, lon: 9.4 }, Wgs84 { lat: 47.1, lon: 9.6 }], &frame), frame)
}

fn codes<T: std::fmt::Debug>(brought: Brought<T>) -> Vec<(&'static str, String)> {
    brought.unwrap_err().into_iter().map(|fault| (fault.code, fault.at)).collect()
}

#[test]
fn posts_take_their_id_from_the_file_or_their_name() {
    let (bounds, frame) = ground();
    let rows = layer(&[
        (47.0, &[("id", "ST-1"), ("kind", "station"), ("name", "North"), ("name_zh", "北所")]),
        (47.01, &[("name_zh", "东机巢"), ("kind", "dock")]),
    ]);
    let (posts, notes) = posts(&rows, &bounds, &frame).unwrap();
    assert!(notes.is_empty());
    assert_eq!((posts[0].id.as_str(), posts[0].name.as_str(), posts[0].name_zh.as_str()), ("ST-1", "North", "北所"));
    assert_eq!((posts[1].id.as_str(), posts[1].name.as_str(), posts[1].kind), ("东机巢", "东机巢", PostKind::Dock));
    assert_eq!(posts[0].at, Local { x: 0.0, y: 0.0 });
}

#[test]
fn all_faults_of_a_file_are_told_with_their_places() {
    let (bounds, frame) = ground();
    let rows = layer(&[
        (47.0, &[("id", "A"), ("kind", "station")]),
        (47.0, &[("id", "A"), ("kind", "station")]),
        (47.0, &[("kind", "station")]),
        (47.0, &[("id", "B"), ("kind", "castle")]),
        (9.5, &[("id", "C"), ("kind", "dock")]),
    ]);
    let expected = [("layer-id-twice", 1), ("layer-no-id", 2), ("post-kind", 3), ("layer-outside", 4)];
    let expected: Vec<_> = expected.iter().map(|(code, n)| (*code, format!("features[{n}]"))).collect();
    assert_eq!(codes(posts(&rows, &bounds, &frame)), expected);
    assert_eq!(codes(posts(&Layer::default(), &bounds, &frame))[0].0, "layer-empty");
}

#[test]
fn guarded_places_have_a_grade_and_the_tiers_of_it_unless_told() {
    let (bounds, frame) = ground();
    let rows = layer(&[
        (47.0, &[("id", "A"), ("grade", "1")]),
        (47.0, &[("id", "B"), ("tier_1", "foot, air"), ("tier_3", "")]),
    ]);
    let (places, _) = guarded(&rows, &bounds, &frame).unwrap();
    assert_eq!((places[0].grade, &places[0].tiers), (1, &GuardedPlace::usual_tiers(1)));
    assert_eq!((places[1].grade, &places[1].tiers[1]), (3, &GuardedPlace::usual_tiers(3)[1]));
    assert_eq!(places[1].tiers[0].responders, [ResponderClass::Air, ResponderClass::Foot]);
    let odd = layer(&[(47.0, &[("id", "A"), ("grade", "4")]), (47.0, &[("id", "B"), ("tier_5", "tank")])]);
    let told: Vec<_> = codes(guarded(&odd, &bounds, &frame)).into_iter().map(|(code, _)| code).collect();
    assert_eq!(told, ["guarded-grade", "guarded-responder"]);
}

#[test]
fn an_area_counts_as_its_middle_and_a_line_as_nothing() {
    let (bounds, frame) = ground();
    let corner = |lat, lon| Vertex::flat(Wgs84 { lat, lon });
    let mut rows = layer(&[(47.0, &[("id", "A")]), (47.0, &[("id", "B")])]);
    let outer = vec![corner(47.0, 9.5), corner(47.02, 9.5), corner(47.02, 9.52), corner(47.0, 9.52)];
    rows.features[0].geometry = Geometry::Area(Area { outer, holes: vec![] });
    rows.features[1].geometry = Geometry::Line(vec![corner(47.0, 9.5), corner(47.1, 9.5)]);
    assert_eq!(codes(guarded(&rows, &bounds, &frame)), [("layer-no-point", "features[1]".to_owned())]);
    rows.features.pop();
    let (places, _) = guarded(&rows, &bounds, &frame).unwrap();
    let middle = frame.to_local(Wgs84 { lat: 47.01, lon: 9.51 });
    assert!(places[0].at.distance(middle).0 < 0.01);
}

#[test]
#[allow(clippy::float_cmp)] // exact on purpose
fn hotspots_are_points_lines_or_areas_with_weight_and_hours() {
    let (bounds, frame) = ground();
    let corner = |lat, lon| Vertex::flat(Wgs84 { lat, lon });
    let mut rows = layer(&[
        (47.0, &[("id", "A"), ("weight", "0.5"), ("hours", "22:00-06:00"), ("utc_offset_min", "480")]),
        (47.0, &[("id", "B"), ("weight", "1")]),
        (47.0, &[("id", "C")]),
    ]);
    rows.features[1].geometry = Geometry::Line(vec![corner(47.0, 9.5), corner(47.01, 9.5)]);
    let outer = vec![corner(47.0, 9.5), corner(47.02, 9.5), corner(47.02, 9.52)];
    rows.features[2].geometry = Geometry::Area(Area { outer, holes: vec![] });
    let (spots, _) = hotspots(&rows, &bounds, &frame).unwrap();
    assert_eq!(spots.iter().map(|spot| spot.weight).collect::<Vec<_>>(), [0.5, 1.0, 0.5]);
    let weight = |text: &str| spots[0].weight_at(text.parse().unwrap());
    let hours = ["2026-05-12T23:30:00+08:00", "2026-05-12T05:30:00+08:00", "2026-05-12T12:30:00+08:00"];
    assert_eq!(hours.map(weight), [0.5, 0.5, 0.0]);
    let odd = layer(&[
        (47.0, &[("id", "A"), ("weight", "0")]),
        (47.0, &[("id", "B"), ("hours", "25:00-26:00")]),
        (47.0, &[("id", "C"), ("utc_offset_min", "9999")]),
        (9.5, &[("id", "D")]),
    ]);
    let told: Vec<_> = codes(hotspots(&odd, &bounds, &frame)).into_iter().map(|(code, _)| code).collect();
    assert_eq!(told, ["hotspot-weight", "hotspot-hours", "hotspot-hours", "layer-outside"]);
}
