//! Owners against every area asked in turn; the strip, gaps and overlaps; files there and back; garbage.

use super::*;
use crate::frame::{Frame, Wgs84};
use crate::layers;
use crate::place::{Post, PostKind};
use proptest::prelude::*;

const FRAME_AT: Wgs84 = Wgs84 { lat: 35.58, lon: 104.62 };

fn frame() -> Frame {
    Frame::at(FRAME_AT)
}

fn corners(x0: f64, y0: f64, x1: f64, y1: f64) -> Vec<Local> {
    [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| Local { x, y }).to_vec()
}

fn area(kind: AreaKind, id: &str, parts: Vec<Shape>) -> Area {
    let name = id.to_owned();
    Area { id: id.into(), name, name_zh: None, name_en: None, owner: None, kind, level: 8, parts }
}

fn boxed(kind: AreaKind, id: &str, x0: f64, x1: f64) -> Area {
    area(kind, id, vec![Shape::area(corners(x0, 0.0, x1, 1000.0), vec![]).unwrap()])
}

/// Two stations and two towns; the border of the stations runs 200 m east of the towns'.
fn town() -> Areas {
    use AreaKind::{Civil, Police};
    Areas::new(vec![
        boxed(Police, "west station", 0.0, 1200.0),
        boxed(Police, "east station", 1200.0, 2000.0),
        boxed(Civil, "west town", 0.0, 1000.0),
        boxed(Civil, "east town", 1000.0, 2400.0),
    ])
}

fn ids(owners: &Owners) -> (Option<String>, Option<String>, &'static str) {
    (owners.police.map(|a| a.id.clone()), owners.civil.map(|a| a.id.clone()), owners.rule.word())
}

fn told(areas: &Areas, x: f64) -> (Option<String>, Option<String>, &'static str) {
    ids(&areas.owners(Local { x, y: 500.0 }))
}

#[test]
fn a_place_in_the_strip_shows_both_owners_and_the_rule_that_decides() {
    let areas = town();
    let some = |id: &str| Some(id.to_owned());
    assert_eq!(told(&areas, 500.0), (some("west station"), some("west town"), "agreed"));
    assert_eq!(told(&areas, 1100.0), (some("west station"), some("east town"), "police_decides"));
    assert_eq!(told(&areas, 1500.0), (some("east station"), some("east town"), "agreed"));
    assert_eq!(told(&areas, 2200.0), (some("east station"), some("east town"), "nearest_police"));
    assert_eq!(areas.owners(Local { x: 2200.0, y: 500.0 }).rule, Rule::NearestPolice { away: Metres(200.0) });
    assert_eq!(told(&areas, 1e6), (None, None, "nobody"));
    assert_eq!(areas.owners(Local { x: 1100.0, y: 500.0 }).acts().map(|a| a.id.as_str()), Some("west station"));
}

#[test]
fn a_station_with_three_villages_and_a_town_with_three_stations_are_no_mismatch() {
    use AreaKind::{Civil, Police};
    let villages = [(0.0, 300.0), (300.0, 700.0), (700.0, 1000.0)];
    for (one, many) in [(Police, Civil), (Civil, Police)] {
        let small = villages.iter().enumerate().map(|(n, (x0, x1))| boxed(many, &format!("small {n}"), *x0, *x1));
        let areas = Areas::new(small.chain([boxed(one, "large", 0.0, 1000.0)]).collect());
        for x in [100.0, 500.0, 900.0] {
            assert_eq!(areas.owners(Local { x, y: 1.0 }).rule, Rule::Agreed);
        }
    }
}

#[test]
fn the_closest_to_the_street_owns_and_a_hole_is_not_owned() {
    let hole = corners(400.0, 400.0, 600.0, 600.0);
    let county = Area {
        level: 6,
        ..area(AreaKind::Civil, "county", vec![Shape::area(corners(0.0, 0.0, 1e3, 1e3), vec![hole]).unwrap()])
    };
    let village = Area { level: 10, ..boxed(AreaKind::Civil, "village", 0.0, 200.0) };
    let areas = Areas::new(vec![county, village]);
    assert_eq!(told(&areas, 100.0).1.as_deref(), Some("village"));
    assert_eq!(areas.owners(Local { x: 100.0, y: 500.0 }).all.len(), 2);
    assert_eq!(told(&areas, 300.0).1.as_deref(), Some("county"));
    assert_eq!(told(&areas, 500.0), (None, None, "nobody"));
}

#[test]
fn gaps_and_overlaps_are_told_and_slivers_are_not() {
    let district = [corners(0.0, 0.0, 2400.0, 1000.0)];
    let findings = town().check(&district);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].code == "area-gap" && findings[0].say.contains("0.40 km²"), "{findings:?}");
    let police = |id, x0, x1| boxed(AreaKind::Police, id, x0, x1);
    let over = Areas::new(vec![police("a", 0.0, 1300.0), police("b", 1200.0, 2395.0)]).check(&district);
    let codes: Vec<_> = over.iter().map(|f| (f.code, f.at.as_str())).collect();
    assert_eq!(codes, [("area-overlap", "a and b")]);
}

#[test]
fn every_place_of_a_district_belongs_to_its_nearest_station() {
    let district = vec![corners(-3000.0, -2000.0, 3000.0, 2000.0)];
    let spots = [(-2000.0, 100.0), (500.0, 700.0), (900.0, -1500.0), (2500.0, 1900.0)];
    let post = |(n, (x, y)): (usize, &(f64, f64))| Post {
        id: format!("ST-{n}"),
        name: String::from("Station"),
        name_zh: String::from("派出所"),
        kind: PostKind::Station,
        at: Local { x: *x, y: *y },
    };
    let posts: Vec<Post> = spots.iter().enumerate().map(post).collect();
    let areas = Areas::new(cells::of_stations(&posts, &district));
    assert_eq!(areas.check(&district), []);
    for step in 0..600 {
        let at = Local { x: -2990.0 + f64::from(step) * 9.97, y: -1990.0 + f64::from(step * 37 % 398) * 10.0 };
        let near = posts.iter().min_by(|a, b| a.at.distance(at).total_cmp(&b.at.distance(at))).unwrap();
        let owner = areas.owners(at).acts().and_then(|area| area.owner.clone());
        assert_eq!(owner.as_deref(), Some(near.id.as_str()), "{at:?}");
    }
}

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    let ring = |lon: f64| format!("[[{lon},35.0],[{lon}5,35.0],[{lon}5,35.1],[{lon},35.0]]");
    let feature = |props: &str, geometry: &str| {
        format!("{{\"type\":\"Feature\",\"properties\":{props},\"geometry\":{geometry}}}")
    };
    let polygon = |lon| format!("{{\"type\":\"Polygon\",\"coordinates\":[{}]}}", ring(lon));
    let features = [
        feature("{\"name\":\"城关派出所辖区\",\"id\":\"A\",\"owner\":\"ST-1\"}", &polygon(104.6)),
        feature("{\"name\":\"x\",\"id\":\"A\"}", &polygon(104.7)),
        feature("{\"id\":\"B\",\"level\":\"90\",\"kind\":\"military\"}", &polygon(104.8)),
        feature("{\"name\":\"y\"}", "{\"type\":\"Point\",\"coordinates\":[104.6,35.0]}"),
    ];
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
    let layer = layers::read("areas.geojson", text.as_bytes(), crate::datum::Datum::Wgs84).unwrap();
    let faults = brought::areas(&layer, AreaKind::Police, &frame()).unwrap_err();
    let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["area-twice", "area-name", "area-kind", "area-level", "area-geometry"]);
    let good = layers::Layer { features: layer.features[..1].to_vec(), notes: vec![] };
    let areas = brought::areas(&good, AreaKind::Police, &frame()).unwrap();
    assert_eq!((areas[0].owner.as_deref(), areas[0].level, areas.len()), (Some("ST-1"), 8, 1));
}

#[test]
fn a_bow_tie_is_refused_not_half_kept() {
    let tie = [(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)].map(|(x, y)| Local { x, y });
    assert_eq!(part("x", tie.to_vec(), vec![]).unwrap_err().code, "area-crosses-itself");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn owners_by_index_are_the_owners_by_asking_every_area(
        boxes in prop::collection::vec((0.0..900.0f64, 0.0..900.0f64, 10.0..600.0f64, 10.0..600.0f64, any::<bool>(), 4..11u8), 0..12),
        spots in prop::collection::vec((-100.0..1600.0f64, -100.0..1600.0f64), 20),
    ) {
        let make = |(n, (x, y, w, h, police, level)): (usize, (f64, f64, f64, f64, bool, u8))| {
            let kind = if police { AreaKind::Police } else { AreaKind::Civil };
            let hole = corners(x + w * 0.4, y + h * 0.4, x + w * 0.6, y + h * 0.6);
            let shape = Shape::area(corners(x, y, x + w, y + h), vec![hole]).unwrap();
            Area { level, ..area(kind, &format!("A{n}"), vec![shape]) }
        };
        let areas = Areas::new(boxes.into_iter().enumerate().map(make).collect());
        for (x, y) in spots {
            let at = Local { x, y };
            let owners = areas.owners(at);
            let slow: Vec<&Area> = areas.all().iter().filter(|area| area.covers(at)).collect();
            prop_assert_eq!(&owners.all, &slow);
            let closest = |kind| slow.iter().filter(|area| area.kind == kind).map(|area| area.level).max();
            prop_assert_eq!(owners.civil.map(|area| area.level), closest(AreaKind::Civil));
            if closest(AreaKind::Police).is_some() {
                prop_assert_eq!(owners.police.map(|area| area.level), closest(AreaKind::Police));
            } else if let Rule::NearestPolice { away } = owners.rule {
                let police = areas.all().iter().filter(|area| area.kind == AreaKind::Police);
                let slow = police.flat_map(|area| &area.parts).map(|part| part.distance(at).0).fold(f64::INFINITY, f64::min);
                prop_assert!((away.0 - slow).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn areas_written_and_read_are_the_same_areas(
        x in -5e3..5e3f64, y in -5e3..5e3f64, w in 50.0..5e3f64, name in "\\PC{1,12}", zh in prop::option::of("\\PC{1,6}"),
    ) {
        let hole = corners(x + w * 0.25, y + w * 0.25, x + w * 0.5, y + w * 0.5);
        let parts = vec![
            Shape::area(corners(x, y, x + w, y + w), vec![hole]).unwrap(),
            Shape::area(corners(x + 2.0 * w, y, x + 3.0 * w, y + w), vec![]).unwrap(),
        ];
        let one = Area { name, name_zh: zh, ..area(AreaKind::Police, "PA-1", parts) };
        let bytes = file::write(std::slice::from_ref(&one), AreaKind::Police, &frame()).unwrap();
        let back = file::read(&bytes, AreaKind::Police, &frame()).unwrap();
        prop_assert_eq!(file::write(&back, AreaKind::Police, &frame()).unwrap(), bytes);
        prop_assert_eq!((&back[0].name, &back[0].name_zh), (&one.name, &one.name_zh));
        prop_assert!((back[0].square_metres() / one.square_metres() - 1.0).abs() < 2e-3);
    }

    #[test]
    fn garbage_is_findings_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,80}") {
        prop_assert!(file::read(&bytes, AreaKind::Civil, &frame()).is_err());
        let json = format!("{{\"version\":1,\"datum\":\"WGS-84\",\"kind\":\"civil\",\"areas\":[{text}]}}");
        if let Ok(areas) = file::read(json.as_bytes(), AreaKind::Civil, &frame()) {
            prop_assert!(areas.is_empty());
        }
    }
}
