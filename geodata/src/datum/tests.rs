//! Datums over the whole of China, at its edges, and against real roads put there.

use super::*;
use crate::frame::{Frame, Local};
use crate::roads::{Profile, RoadNet};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::OnceLock;

const EXTRACT: &[u8] = include_bytes!("../../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

fn metres(a: Wgs84, b: Wgs84) -> f64 {
    Frame::at(a).to_local(b).distance(Local::default()).0
}

#[test]
fn there_and_back_is_the_same_place_all_over_china() {
    for datum in [Datum::Gcj02, Datum::Bd09] {
        let (mut worst, mut shifted) = (0.0_f64, 0);
        for row in 0..=720 {
            for column in 0..=1244 {
                let place = Wgs84 { lat: 18.0 + f64::from(row) * 0.05, lon: 73.0 + f64::from(column) * 0.05 };
                if !shift::is_in_gcj02_region(place.lon, place.lat) {
                    continue;
                }
                let there = from_wgs84(datum, place);
                let back = to_wgs84(datum, there.lat, there.lon).unwrap();
                worst = worst.max(metres(place, back));
                shifted += 1;
            }
        }
        assert!(shifted > 300_000, "{shifted} places of the grid are in the region");
        assert!(worst < 0.001, "{datum}: {worst} m");
    }
}

#[test]
fn places_a_hair_inside_of_the_region_come_back_too() {
    // Where the region begins, going north at every tenth of a degree; then one metre further.
    for column in 0..600 {
        let lon = 74.0 + f64::from(column) * 0.1;
        let inside = |lat: f64| shift::is_in_gcj02_region(lon, lat);
        let Some(first) = (1800..5400).map(|c| f64::from(c) / 100.0).find(|lat| inside(*lat)) else { continue };
        let (mut out, mut within) = (first - 0.01, first);
        for _ in 0..40 {
            let middle = f64::midpoint(out, within);
            if inside(middle) { within = middle } else { out = middle }
        }
        let place = Wgs84 { lat: within + 1e-5, lon };
        for datum in [Datum::Gcj02, Datum::Bd09] {
            let there = from_wgs84(datum, place);
            let back = to_wgs84(datum, there.lat, there.lon).unwrap();
            assert!(metres(place, back) < 0.01, "{place:?} in {datum} came back {} m off", metres(place, back));
        }
    }
}

#[test]
fn known_shifts_are_what_others_found() {
    // The distances for these places were published beside a comparison of several converters.
    for (lat, lon, metres_off) in [(35.58, 104.62, 246.6), (37.60, 108.79, 444.6), (34.27, 108.94, 461.1)] {
        let place = Wgs84 { lat, lon };
        let off = metres(place, from_wgs84(Datum::Gcj02, place));
        assert!((off - metres_off).abs() < 3.0, "{off}");
    }
    // Tiananmen in the example of many GCJ-02 converters.
    let gcj = from_wgs84(Datum::Gcj02, Wgs84 { lat: 39.915, lon: 116.404 });
    assert!((gcj.lat - 39.916_404_28).abs() < 1e-7 && (gcj.lon - 116.410_244_50).abs() < 1e-7, "{gcj:?}");
}

#[test]
fn the_neighbours_are_not_shifted() {
    let places = [
        ("Hong Kong", 22.2783, 114.1747),
        ("Kowloon", 22.3193, 114.1694),
        ("Macau", 22.1987, 113.5439),
        ("Taipei", 25.0330, 121.5654),
        ("Kaohsiung", 22.6273, 120.3014),
        ("Seoul", 37.5665, 126.9780),
        ("Ulaanbaatar", 47.8864, 106.9057),
        ("Hanoi", 21.0285, 105.8542),
        ("Vaduz", 47.1410, 9.5209),
        ("Suva", -18.1416, 178.4419),
    ];
    for (name, lat, lon) in places {
        for datum in Datum::ALL {
            let place = Wgs84 { lat, lon };
            assert_eq!(from_wgs84(datum, place), place, "{name} in {datum}");
            assert_eq!(to_wgs84(datum, lat, lon), Some(place), "{name} in {datum}");
            assert!(!at_the_edge(datum, lat, lon), "{name}");
        }
    }
    for (name, lat, lon) in
        [("Shenzhen", 22.5431, 114.0579), ("Zhuhai", 22.2710, 113.5767), ("Dandong", 40.1290, 124.3940)]
    {
        let place = Wgs84 { lat, lon };
        assert!(metres(place, from_wgs84(Datum::Gcj02, place)) > 100.0, "{name} is shifted");
    }
}

#[test]
fn a_place_that_may_be_on_either_side_of_the_edge_is_known_as_one() {
    let south = (1800..2300).map(|c| f64::from(c) / 100.0).find(|lat| shift::is_in_gcj02_region(110.0, *lat)).unwrap();
    let coast = Wgs84 { lat: south + 0.001, lon: 110.0 };
    let there = from_wgs84(Datum::Gcj02, coast);
    if !shift::is_in_gcj02_region(there.lon, there.lat) {
        assert!(at_the_edge(Datum::Gcj02, there.lat, there.lon));
    }
    assert!(!at_the_edge(Datum::Gcj02, 35.58, 104.62) && !at_the_edge(Datum::Wgs84, there.lat, there.lon));
}

#[test]
fn datums_are_named_in_many_ways_and_unknown_is_none_of_them() {
    for (text, datum) in [
        ("WGS-84", Datum::Wgs84),
        ("EPSG:4326", Datum::Wgs84),
        ("CGCS 2000", Datum::Cgcs2000),
        ("epsg:4490", Datum::Cgcs2000),
        ("GCJ02", Datum::Gcj02),
        ("bd-09", Datum::Bd09),
    ] {
        assert_eq!(text.parse::<Datum>().unwrap(), datum);
    }
    for datum in Datum::ALL {
        assert_eq!(datum.name().parse::<Datum>().unwrap(), datum);
        assert_eq!(serde_json::to_string(&datum).unwrap().trim_matches('"').parse::<Datum>().unwrap(), datum);
    }
    for text in ["unknown", "", "wgs72", "auto", "火星", "EPSG:3857"] {
        let finding = text.parse::<Datum>().unwrap_err();
        assert_eq!(finding.code, "datum-unknown");
        assert!(finding.remedy.contains("gcj02"), "{finding}");
    }
}

#[test]
fn what_is_no_place_is_refused() {
    for datum in Datum::ALL {
        for (lat, lon) in [(f64::NAN, 104.0), (35.0, f64::INFINITY), (104.6, 35.6), (0.0, 180.1), (-90.1, 0.0)] {
            assert_eq!(to_wgs84(datum, lat, lon), None, "{datum} {lat} {lon}");
        }
    }
}

#[test]
fn exchanged_columns_are_noticed() {
    let kashgar = [Wgs84 { lat: 39.3, lon: 75.8 }, Wgs84 { lat: 39.6, lon: 76.2 }];
    assert!(looks_swapped(&kashgar, 75.99, 39.47));
    assert!(!looks_swapped(&kashgar, 39.47, 75.99));
    assert!(!looks_swapped(&kashgar, 12.0, 13.0));
}

proptest! {
    #[test]
    fn anything_is_answered_with_a_place_on_the_globe(lat in any::<f64>(), lon in any::<f64>(), near in -200.0..200.0f64) {
        for datum in Datum::ALL {
            for (lat, lon) in [(lat, lon), (near, near), (near, lon)] {
                if let Some(place) = to_wgs84(datum, lat, lon) {
                    prop_assert!(Wgs84::new(place.lat, place.lon).is_some());
                }
                let there = from_wgs84(datum, Wgs84 { lat, lon });
                let was_whole = Wgs84::new(lat, lon).is_some();
                prop_assert!(!was_whole || Wgs84::new(there.lat, there.lon).is_some());
            }
        }
    }

    #[test]
    fn any_spelling_is_read_or_refused(text in ".{0,60}") {
        let _ = text.parse::<Datum>();
    }
}

fn net() -> &'static RoadNet {
    static NET: OnceLock<RoadNet> = OnceLock::new();
    NET.get_or_init(|| RoadNet::new(&crate::import_roads(EXTRACT).unwrap().1))
}

/// The roads of the extract as if they lay round Dingxi.
fn dingxi() -> Frame {
    Frame::at(Wgs84 { lat: 35.58, lon: 104.62 })
}

/// About normal: the sum of twelve even draws.
fn noise(rng: &mut ChaCha8Rng, sigma: f64) -> f64 {
    ((0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0) * sigma
}

/// A drive between two random places as a receiver sees it: a point every 20 m or so, each some metres off.
fn drive(rng: &mut ChaCha8Rng, sigma: f64) -> Vec<Local> {
    loop {
        let (from, to) = (net().random_snap(rng), net().random_snap(rng));
        let Some(route) = net().route(&from, &to, Profile::ALL[0]) else { continue };
        let mut trace = Vec::new();
        for pair in route.points.windows(2) {
            let parts = (pair[0].distance(pair[1]).0 / 20.0).ceil().clamp(1.0, 1e4);
            let mut part = 0.0;
            while part < parts {
                let at = pair[0].toward(pair[1], part / parts);
                trace.push(Local { x: at.x + noise(rng, sigma), y: at.y + noise(rng, sigma) });
                part += 1.0;
            }
        }
        if trace.len() > 75 {
            return trace;
        }
    }
}

fn told_in(datum: Datum, trace: &[Local], frame: &Frame) -> Vec<(f64, f64)> {
    let tell = |at: &Local| {
        let told = from_wgs84(datum, frame.to_wgs84(*at));
        (told.lat, told.lon)
    };
    trace.iter().map(tell).collect()
}

#[test]
fn the_roads_tell_the_datum_of_two_hundred_drives() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut sure = 0;
    for turn in 0..200 {
        let trace = drive(&mut rng, 5.0);
        let truth = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09, Datum::Cgcs2000][turn % 4];
        let fit = fit(&told_in(truth, &trace, &dingxi()), net(), &dingxi());
        let means = if truth == Datum::Cgcs2000 { Datum::Wgs84 } else { truth };
        assert_eq!(fit.each[0].datum, means, "drive {turn}: {fit:?}");
        match fit.verdict {
            Verdict::Is(datum) => {
                assert_eq!(datum, means, "drive {turn} is confidently wrong: {fit:?}");
                sure += 1;
            }
            verdict => println!("drive {turn} of {} points: {verdict:?} {:?}", fit.points, fit.each),
        }
    }
    assert!(sure >= 190, "only {sure} of 200 were told");
}

#[test]
fn what_cannot_be_told_is_not_told() {
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let trace = told_in(Datum::Gcj02, &drive(&mut rng, 5.0), &dingxi());
    let verdict = |trace: &[(f64, f64)], frame: &Frame| fit(trace, net(), frame).verdict;
    assert_eq!(verdict(&[], &dingxi()), Verdict::TooShort);
    assert_eq!(verdict(&trace[..10], &dingxi()), Verdict::TooShort);
    assert_eq!(verdict(&vec![trace[0]; 500], &dingxi()), Verdict::TooShort, "standing still");
    assert_eq!(verdict(&[(f64::NAN, 1.0), (1e300, 2.0)], &dingxi()), Verdict::TooShort);
    let far: Vec<(f64, f64)> = trace.iter().map(|(lat, lon)| (lat + 1.0, *lon)).collect();
    assert_eq!(verdict(&far, &dingxi()), Verdict::NoneFits, "outside of the roads");
    let swapped: Vec<(f64, f64)> = trace.iter().map(|(lat, lon)| (*lon, *lat)).collect();
    assert_eq!(verdict(&swapped, &dingxi()), Verdict::TooShort, "exchanged columns are no places");
    let vaduz = Frame::at(Wgs84 { lat: 47.14, lon: 9.52 });
    let home = told_in(Datum::Wgs84, &drive(&mut rng, 5.0), &vaduz);
    assert_eq!(verdict(&home, &vaduz), Verdict::NoDifference);
    let empty = RoadNet::new(&crate::roads::data::RoadData::default());
    assert_eq!(fit(&trace, &empty, &dingxi()).verdict, Verdict::TooShort);
}

#[test]
fn a_trace_in_no_known_datum_or_off_the_roads_is_never_told_confidently_wrong() {
    let mut rng = ChaCha8Rng::seed_from_u64(13);
    for turn in 0..200 {
        let (east, north) = (rng.random_range(-900.0..900.0), rng.random_range(-900.0..900.0));
        if f64::hypot(east, north) < 120.0 {
            continue;
        }
        let moved: Vec<Local> =
            drive(&mut rng, 5.0).iter().map(|at| Local { x: at.x + east, y: at.y + north }).collect();
        let fit = fit(&told_in(Datum::Wgs84, &moved, &dingxi()), net(), &dingxi());
        // Moved by chance to where another datum would put it back, it may be told; nothing else.
        let back = |datum: Datum| {
            let told = told_in(Datum::Wgs84, &moved[..1], &dingxi())[0];
            let at = dingxi().to_local(to_wgs84(datum, told.0, told.1).unwrap());
            at.distance(Local { x: moved[0].x - east, y: moved[0].y - north }).0
        };
        if let Verdict::Is(datum) = fit.verdict {
            assert!(back(datum) < 60.0, "turn {turn}: {datum} though it is {} m off: {fit:?}", back(datum));
        }
    }
}
