//! The plane against the ellipsoid: what it promises of its errors, and the edges of the globe.

use super::*;
use geographiclib_rs::DirectGeodesic;
use proptest::prelude::*;

/// The mean radius of the Earth, in metres.
const RADIUS: f64 = 6_371_008.8;

fn wgs84() -> Geodesic {
    Geodesic::wgs84()
}

/// The place at a distance and a bearing, on the ellipsoid.
fn moved(from: Wgs84, bearing: f64, distance: f64) -> Wgs84 {
    let (lat, lon): (f64, f64) = wgs84().direct(from.lat, from.lon, bearing, distance);
    Wgs84 { lat, lon }
}

/// What the head of the file promises.
fn bound(distance: f64, lat: f64) -> f64 {
    distance * distance / RADIUS * (0.2 * lat.abs().to_radians().tan() + distance / RADIUS)
}

#[test]
fn distances_from_the_origin_err_no_more_than_promised() {
    for lat in [-80.0, -60.0, -35.6, -10.0, 0.0, 0.1, 15.0, 22.5, 35.6, 47.1, 53.0, 60.2, 70.0, 80.0] {
        for distance in [100.0, 1000.0, 5000.0, 20_000.0, 50_000.0] {
            let origin = Wgs84 { lat, lon: 104.6 };
            let frame = Frame::at(origin);
            let error = |bearing: i32| {
                let there = moved(origin, f64::from(bearing), distance);
                (frame.to_local(there).distance(Local::default()).0 - distance).abs()
            };
            let worst = (0..360).map(error).fold(0.0, f64::max);
            assert!(worst <= bound(distance, lat) + 1e-4, "{lat} {distance}: {worst} m");
        }
    }
    let (near, far) = (bound(5000.0, 35.6), bound(50_000.0, 35.6));
    assert!(near < 0.6 && far < 60.0, "{near} {far}");
}

#[test]
fn legs_far_from_the_origin_err_no_more_than_promised() {
    for lat in [0.0, 35.6, -47.1, 60.2] {
        for far in [5000.0, 20_000.0, 50_000.0] {
            let origin = Wgs84 { lat, lon: -70.0 };
            let frame = Frame::at(origin);
            for (out, along) in (0..360).step_by(5).flat_map(|out| (0..360).step_by(30).map(move |a| (out, a))) {
                let a = moved(origin, f64::from(out), far);
                let b = moved(a, f64::from(along), 3000.0);
                let error = (frame.to_local(a).distance(frame.to_local(b)).0 - 3000.0).abs();
                let reach = far + 3000.0;
                let share = 3000.0 * reach / RADIUS * (lat.abs().to_radians().tan() + reach / RADIUS);
                assert!(error <= share, "{lat} {far} {out} {along}: {error} of {share}");
            }
        }
    }
}

proptest! {
    #[test]
    fn a_place_there_and_back_is_the_same_place(
        lat in -80.0..80.0f64, lon in -180.0..180.0f64, x in -5e4..5e4f64, y in -5e4..5e4f64,
    ) {
        let frame = Frame::at(Wgs84 { lat, lon });
        let back = frame.to_local(frame.to_wgs84(Local { x, y }));
        let off = back.distance(Local { x, y });
        prop_assert!(off.0 < 1e-3, "{off}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn straight_out_and_measured_back_is_the_same_distance_anywhere_on_the_globe(
        lat in -90.0..=90.0f64, lon in -180.0..=180.0f64, bearing in 0.0..360.0f64, distance in 0.0..19.9e6f64,
    ) {
        let a = Wgs84 { lat, lon };
        let b = moved(a, bearing, distance);
        let measured = geodesic_distance(a, b).0;
        prop_assert!((measured - distance).abs() < 1e-6, "{measured} of {distance}");
        prop_assert!((geodesic_distance(b, a).0 - measured).abs() < 1e-6);
    }

    #[test]
    fn near_the_origin_the_plane_keeps_its_promise_anywhere(
        lat in -80.0..=80.0f64, lon in -180.0..=180.0f64, bearing in 0.0..360.0f64, distance in 0.0..50_000.0f64,
    ) {
        let origin = Wgs84 { lat, lon };
        let there = moved(origin, bearing, distance);
        let error = (Frame::at(origin).to_local(there).distance(Local::default()).0 - distance).abs();
        prop_assert!(error <= bound(distance, lat) + 1e-4, "{error} of {}", bound(distance, lat));
    }
}

#[test]
fn one_degree_of_latitude_at_the_equator_is_110_574_metres() {
    let frame = Frame::at(Wgs84 { lat: 0.0, lon: 0.0 });
    let there = frame.to_local(Wgs84 { lat: 1.0, lon: 0.0 });
    assert!((there.y - 110_574.3).abs() < 0.5, "{}", there.y);
}

#[test]
fn known_distances_are_those_of_the_tables() {
    let distance =
        |a: (f64, f64), b: (f64, f64)| geodesic_distance(Wgs84 { lat: a.0, lon: a.1 }, Wgs84 { lat: b.0, lon: b.1 }).0;
    // A quarter of a meridian and of the equator of WGS-84.
    assert!((distance((0.0, 0.0), (90.0, 0.0)) - 10_001_965.729).abs() < 1e-3);
    assert!((distance((0.0, 0.0), (0.0, 90.0)) - 10_018_754.171).abs() < 1e-3);
    assert!(distance((10.0, 20.0), (10.0, 20.0)).abs() < 1e-9);
    assert!(distance((f64::NAN, 0.0), (1.0, 1.0)).is_nan() && distance((0.0, 0.0), (91.0, 0.0)).is_nan());
}

#[test]
fn the_antimeridian_is_no_edge() {
    let fiji = Frame::at(Wgs84 { lat: -17.0, lon: 179.99 });
    let across = fiji.to_local(Wgs84 { lat: -17.0, lon: -179.99 });
    assert!((across.x - 2130.0).abs() < 10.0, "{}", across.x);
    let (a, b) = (Wgs84 { lat: -17.0, lon: 179.99 }, Wgs84 { lat: -17.0, lon: -179.99 });
    assert!((geodesic_distance(a, b).0 - across.x).abs() < 0.1);
    let back = fiji.to_wgs84(across);
    assert!((-180.0..180.0).contains(&back.lon) && (back.lon + 179.99).abs() < 1e-9, "{back:?}");
}

#[test]
fn no_plane_at_the_poles_and_none_where_there_is_no_fix() {
    let at = |lat: f64, lon: f64| Frame::checked(Wgs84 { lat, lon });
    assert!(at(47.0, 9.5).is_some() && at(-89.0, 0.0).is_some() && at(0.0, 9.0).is_some());
    for (lat, lon) in [(89.5, 0.0), (-90.0, 10.0), (0.0, 0.0), (f64::NAN, 0.0), (0.0, 200.0), (1.0, f64::INFINITY)] {
        assert_eq!(at(lat, lon), None, "{lat} {lon}");
    }
    assert!(Wgs84 { lat: 1e-7, lon: -1e-7 }.is_null_island() && !Wgs84 { lat: 0.001, lon: 0.0 }.is_null_island());
}
