//! Times, routes and random points on the demo district.

use super::super::codec::{decode, encode};
use super::*;

#[test]
fn nearest_units_and_travel_time_agree_to_the_millisecond() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let snaps = random_snaps(&NET, 200, &mut rng);
    let units: Vec<UnitAt> = snaps[1..]
        .iter()
        .enumerate()
        .map(|(index, snap)| UnitAt { index, snap: *snap, profile: Profile::ALL[index % 3] })
        .collect();
    for arrival in NET.nearest_units(&snaps[0], &units, 199, Seconds(1e9)) {
        let unit = &units[arrival.index];
        let alone = NET.travel_time(&unit.snap, &snaps[0], unit.profile).unwrap();
        assert!((alone.0 - arrival.time.0).abs() < 0.0015, "{alone} {}", arrival.time);
    }
}

#[test]
fn a_route_takes_the_travel_time_and_its_points_follow_the_road() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let snaps = random_snaps(&NET, 200, &mut rng);
    for (i, pair) in snaps.windows(2).enumerate() {
        let profile = Profile::ALL[i % 4];
        let Some(route) = NET.route(&pair[0], &pair[1], profile) else {
            assert_eq!(NET.travel_time(&pair[0], &pair[1], profile), None);
            continue;
        };
        let time = NET.travel_time(&pair[0], &pair[1], profile).unwrap();
        assert!((route.time.0 - time.0).abs() < 1e-9, "{} {time}", route.time);
        assert_eq!(route.points.len(), route.times.len());
        assert!(route.times.is_sorted_by(|a, b| a.0 <= b.0));
        assert!((route.times.last().unwrap().0 - time.0).abs() < 1e-9);
        let drawn: f64 = route.points.windows(2).map(|w| w[0].distance(w[1]).0).sum();
        assert!((drawn - route.length.0).abs() < 0.1, "{drawn} {}", route.length);
        assert!(route.points[0].distance(pair[0].point).0 < 0.01);
        assert!(route.points.last().unwrap().distance(pair[1].point).0 < 0.01);
        assert!(route.points.iter().all(|p| NET.snap_for(*p, profile).unwrap().snap.off_road.0 < 0.01));
        let metres: f64 = route.roads.iter().map(|road| road.length.0).sum();
        let spent: f64 = route.roads.iter().map(|road| road.time.0).sum();
        assert!((metres - route.length.0).abs() < 0.2 && (spent - time.0).abs() < 0.1);
        assert!(route.roads.windows(2).all(|pair| pair[0].first_point <= pair[1].first_point));
    }
}

#[test]
fn what_is_reachable_in_five_minutes_is_what_takes_five_minutes() {
    let vaduz = Local { x: -760.0, y: -312.0 };
    let from = NET.snap(vaduz).unwrap();
    let reached = NET.reachable_within(&from, Profile::Car, Seconds(300.0));
    assert!(reached.len() > 100 && reached.len() < NET.nodes(), "{} reached", reached.len());
    for (i, node) in NET.graph.nodes.iter().enumerate().step_by(29) {
        let node = data::local(*node);
        let snap = NET.snap(node).unwrap();
        if snap.off_road.0 > 0.0 {
            continue;
        }
        let time = NET.travel_time(&from, &snap, Profile::Car).unwrap();
        let near = (time.0 - 300.0).abs() < 0.01;
        assert!(near || reached.contains(&node) == (time.0 < 300.0), "junction {i}: {time}");
    }
    // No place comes more often than there are junctions: at a barrier each road has its own.
    for place in reached.iter().step_by(7) {
        let there = NET.graph.nodes.iter().filter(|node| data::local(**node) == *place).count();
        assert!(reached.iter().filter(|other| *other == place).count() <= there);
    }
}

#[test]
fn the_net_of_the_district_survives_its_file() {
    let (_, data) = import_roads(EXTRACT).unwrap();
    assert_eq!(decode(&encode(&data)), Ok(data));
}

#[test]
fn random_points_spread_over_the_roads_by_length() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let driven = (0..NET.graph.edge_count()).filter(|edge| NET.graph.open(*edge, Profile::Car));
    let long: f64 = driven.map(|edge| NET.graph.length(edge)).filter(|length| *length > 500.0).sum();
    let expected = long / NET.total_length().0;
    let hits = (0..4000).filter(|_| NET.graph.length(NET.random_snap(&mut rng).edge) > 500.0).count();
    assert!((hits as f64 / 4000.0 - expected).abs() < 0.03, "{hits} of 4000, expected {expected}");
}

#[test]
fn every_time_is_length_by_speed_and_every_closed_way_is_closed() {
    for (number, edge) in DATA.edges.iter().enumerate() {
        let length = DATA.length(edge);
        for profile in Profile::ALL {
            for forward in [true, false] {
                let ms = NET.times.ms[profile.index()][graph::slot(number as u32, forward) as usize];
                if edge.access.allows(profile, forward) {
                    let expected = length / profile.speed(edge.class, edge.kph[usize::from(!forward)]).0 * 1000.0;
                    assert!((f64::from(ms) - expected).abs() <= 1.0, "edge {number}: {ms} and {expected}");
                } else {
                    assert_eq!(ms, NEVER);
                }
            }
        }
    }
}
