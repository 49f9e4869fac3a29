//! The searches against a slow oracle: the net cut at every unit and walked by relaxing until nothing changes.

use super::codec::{decode, encode};
use super::data::{RoadData, RoadEdge, Structure};
use super::*;
use crate::osm::import_roads;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::sync::LazyLock;

static EXTRACT: &[u8] = include_bytes!("../../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
static NET: LazyLock<RoadNet> = LazyLock::new(|| RoadNet::new(&import_roads(EXTRACT).unwrap().1));

/// Seconds from every snap to the goal, by cutting edges at the snaps and relaxing all arcs until nothing changes.
fn oracle(net: &RoadNet, snaps: &[Snap], goal: usize, profile: Profile) -> Vec<f64> {
    let junctions = net.graph.nodes.len();
    let mut into: Vec<Vec<(usize, f64)>> = vec![Vec::new(); junctions + snaps.len()];
    for (number, edge) in net.graph.edges.iter().enumerate() {
        let mut stops = vec![(0.0, edge.from as usize), (1.0, edge.to as usize)];
        let here = snaps.iter().enumerate().filter(|(_, s)| s.edge as usize == number);
        stops.extend(here.map(|(i, s)| (s.fraction, junctions + i)));
        // Ends stay outermost where a snap lies on one of them.
        stops[2..].sort_by(|a, b| a.0.total_cmp(&b.0));
        let end = stops.remove(1);
        stops.push(end);
        for pair in stops.windows(2) {
            for (forward, from, to) in [(true, pair[0], pair[1]), (false, pair[1], pair[0])] {
                let ms = edge.ms[profile.index()][usize::from(!forward)];
                let share = (to.0 - from.0).abs();
                if ms != graph::NEVER || share == 0.0 {
                    into[to.1].push((from.1, f64::from(ms) * share / 1000.0));
                }
            }
        }
    }
    relax(&into, junctions + goal).split_off(junctions)
}

fn relax(into: &[Vec<(usize, f64)>], goal: usize) -> Vec<f64> {
    let mut time = vec![f64::INFINITY; into.len()];
    time[goal] = 0.0;
    let mut changed = std::collections::VecDeque::from([goal]);
    while let Some(node) = changed.pop_front() {
        for &(from, seconds) in &into[node] {
            if time[node] + seconds < time[from] - 1e-9 {
                time[from] = time[node] + seconds;
                changed.push_back(from);
            }
        }
    }
    time
}

/// Two rounded parts of an edge: two milliseconds.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.0025 || (a.is_infinite() && b.is_infinite())
}

/// Random points, every fourth on the edge of the one before.
fn random_snaps(net: &RoadNet, count: usize, rng: &mut ChaCha8Rng) -> Vec<Snap> {
    let mut snaps: Vec<Snap> = Vec::new();
    for i in 0..count {
        let mut snap = net.random_snap(rng);
        if i % 4 == 3 {
            let edge = snaps[i - 1].edge;
            let shape = &net.graph.edges[edge as usize];
            let fraction = rng.random::<f64>();
            let point = path::point_at(&net.graph, (shape.first_point, shape.last_point), fraction * shape.length);
            snap = Snap { edge, fraction, point, ..snap };
        }
        snaps.push(snap);
    }
    snaps
}

#[test]
fn a_thousand_random_pairs_take_as_long_as_full_relaxation_says() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let snaps = random_snaps(&NET, 101, &mut rng);
    let mut pairs = 0;
    for (goal, profile) in (0..100).step_by(10).zip(Profile::ALL.into_iter().cycle()) {
        let slow = oracle(&NET, &snaps, goal, profile);
        for from in (0..snaps.len()).filter(|from| *from != goal) {
            let fast = NET.travel_time(&snaps[from], &snaps[goal], profile);
            assert!(
                same(fast.map_or(f64::INFINITY, |t| t.0), slow[from]),
                "{from} to {goal} {profile:?}: {fast:?} {}",
                slow[from]
            );
            pairs += 1;
        }
    }
    assert_eq!(pairs, 1000);
}

#[test]
fn the_nearest_five_of_310_units_are_those_of_full_relaxation() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    for round in 0..8 {
        let snaps = random_snaps(&NET, 311, &mut rng);
        let profile_of = |i: usize| Profile::ALL[(i + round) % 3];
        let units: Vec<UnitAt> =
            (1..311).map(|index| UnitAt { index, snap: snaps[index], profile: profile_of(index) }).collect();
        let slow: Vec<Vec<f64>> = Profile::ALL.iter().map(|p| oracle(&NET, &snaps, 0, *p)).collect();
        let mut order: Vec<f64> = (1..311).map(|i| slow[profile_of(i).index()][i]).collect();
        order.sort_by(f64::total_cmp);
        for k in [1, 5, 40] {
            let fast = NET.nearest_units(&snaps[0], &units, k, Seconds(f64::INFINITY));
            assert_eq!(fast.len(), k);
            for (arrival, expected) in fast.iter().zip(&order) {
                assert!(same(arrival.time.0, *expected));
                assert!(same(arrival.time.0, slow[profile_of(arrival.index).index()][arrival.index]));
            }
        }
        let bound = Seconds(order[20]);
        let within = NET.nearest_units(&snaps[0], &units, 310, bound);
        assert!((20..=22).contains(&within.len()) && within.iter().all(|a| a.time.0 <= bound.0));
    }
}

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
        let profile = Profile::ALL[i % 3];
        let route = NET.route(&pair[0], &pair[1], profile).unwrap();
        let time = NET.travel_time(&pair[0], &pair[1], profile).unwrap();
        assert!((route.time.0 - time.0).abs() < 1e-9, "{} {time}", route.time);
        assert_eq!(route.points.len(), route.times.len());
        assert!(route.times.is_sorted_by(|a, b| a.0 <= b.0));
        assert!((route.times.last().unwrap().0 - time.0).abs() < 1e-9);
        let drawn: f64 = route.points.windows(2).map(|w| w[0].distance(w[1]).0).sum();
        assert!((drawn - route.length.0).abs() < 0.1, "{drawn} {}", route.length);
        assert!(route.points[0].distance(pair[0].point).0 < 0.01);
        assert!(route.points.last().unwrap().distance(pair[1].point).0 < 0.01);
        assert!(route.points.iter().all(|p| NET.snap(*p).unwrap().off_road.0 < 0.01));
    }
}

#[test]
fn a_snap_is_as_near_as_brute_force_finds() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let all = pieces(&NET.graph);
    for _ in 0..300 {
        let at = Local { x: rng.random_range(-9e3..9e3), y: rng.random_range(-14e3..14e3) };
        let slow = all.iter().map(|p| p.distance_2(&[at.x, at.y])).fold(f64::INFINITY, f64::min).sqrt();
        let snap = NET.snap(at).unwrap();
        assert!((snap.off_road.0 - slow).abs() < 1e-9);
        assert!((snap.point.distance(at).0 - slow).abs() < 1e-6);
        let edge = &NET.graph.edges[snap.edge as usize];
        let again = path::point_at(&NET.graph, (edge.first_point, edge.last_point), snap.fraction * edge.length);
        assert!(again.distance(snap.point).0 < 1e-6);
    }
    assert_eq!(NET.snap(Local { x: f64::NAN, y: 0.0 }), None);
}

#[test]
fn what_is_reachable_in_five_minutes_is_what_takes_five_minutes() {
    let vaduz = Local { x: -760.0, y: -312.0 };
    let from = NET.snap(vaduz).unwrap();
    let reached = NET.reachable_within(&from, Profile::Car, Seconds(300.0));
    assert!(reached.len() > 100 && reached.len() < NET.nodes(), "{} reached", reached.len());
    for (i, node) in NET.graph.nodes.iter().enumerate().step_by(29) {
        let time = NET.travel_time(&from, &NET.snap(*node).unwrap(), Profile::Car).unwrap();
        let near = (time.0 - 300.0).abs() < 0.01;
        assert!(near || reached.contains(node) == (time.0 < 300.0), "junction {i}: {time}");
    }
}

/// Open to all but one-way for everybody who drives, in the given direction; or both ways for all.
fn one_way(forward: Option<bool>) -> Access {
    let driving = [Profile::Car, Profile::Motorbike, Profile::Emergency].into_iter();
    forward.map_or(Access::all(), |forward| driving.fold(Access::all(), |a, p| a.without(p, !forward)))
}

fn plain(from: u32, to: u32, class: RoadClass, kph: u8, access: Access) -> RoadEdge {
    let (island, structure) = (Access::none(), Structure::Ground);
    RoadEdge { from, to, class, kph: [kph; 2], access, island, structure, name: 0, bends: vec![] }
}

/// A one-way ring of three corners, 100 m a side, and a two-way spur.
fn ring() -> RoadNet {
    let edge = |from, to, flow, class| plain(from, to, class, 36, one_way(flow));
    let street = RoadClass::Residential;
    RoadNet::new(&RoadData {
        names: vec![RoadName::default()],
        nodes: vec![(0, 0), (10_000, 0), (5_000, 8_660), (-10_000, 0)],
        edges: vec![
            edge(0, 1, Some(true), street),
            edge(1, 2, Some(true), street),
            edge(0, 2, Some(false), street),
            edge(0, 3, None, street),
        ],
        turns: vec![],
    })
}

#[test]
fn a_car_just_past_the_incident_on_a_one_way_street_drives_round_but_an_officer_walks_back() {
    let net = ring();
    assert_eq!((net.nodes(), net.edges(), net.arcs()), (4, 4, 5));
    let at = |x| net.snap(Local { x, y: -1.0 }).unwrap();
    let (before, after) = (at(40.0), at(60.0));
    let seconds = |from, to, profile| net.travel_time(from, to, profile).unwrap().0;
    assert!((seconds(&before, &after, Profile::Car) - 2.0).abs() < 0.002, "20 m at 36 km/h");
    assert!((seconds(&after, &before, Profile::Car) - 28.0).abs() < 0.01, "280 m round the ring");
    assert!((seconds(&after, &before, Profile::Motorbike) - 28.0 / 1.1).abs() < 0.01);
    assert!((seconds(&after, &before, Profile::Foot) - 20.0 / 1.4).abs() < 0.002);
    let round = net.route(&after, &before, Profile::Car).unwrap();
    assert_eq!(round.points.len(), 5, "round all three corners: {:?}", round.points);
}

#[test]
fn equal_times_go_to_the_lower_number_and_no_unit_comes_twice() {
    let net = ring();
    let snap = net.snap(Local { x: 20.0, y: 0.0 }).unwrap();
    let goal = net.snap(Local { x: 80.0, y: 0.0 }).unwrap();
    let unit = |index| UnitAt { index, snap, profile: Profile::Car };
    let found = net.nearest_units(&goal, &[unit(9), unit(4), unit(7)], 2, Seconds(60.0));
    assert_eq!(found.iter().map(|a| a.index).collect::<Vec<_>>(), [4, 7]);
    assert_eq!(net.nearest_units(&goal, &[unit(1)], 5, Seconds(60.0)).len(), 1);
    assert!(net.nearest_units(&goal, &[unit(1)], 5, Seconds(5.9)).is_empty());
    assert!(net.nearest_units(&goal, &[unit(1)], 0, Seconds(60.0)).is_empty());
}

#[test]
fn nobody_walks_to_an_incident_on_a_motorway_they_are_not_on() {
    let no_walking = Access::all().without(Profile::Foot, true).without(Profile::Foot, false);
    let edge = |from, to, class| {
        plain(from, to, class, 90, if class == RoadClass::Motorway { no_walking } else { Access::all() })
    };
    let net = RoadNet::new(&RoadData {
        names: vec![RoadName::default()],
        nodes: vec![(0, 0), (100_000, 0), (200_000, 0)],
        edges: vec![edge(0, 1, RoadClass::Motorway), edge(1, 2, RoadClass::Primary)],
        turns: vec![],
    });
    let (motorway, street) =
        (net.snap(Local { x: 500.0, y: 0.0 }).unwrap(), net.snap(Local { x: 1500.0, y: 0.0 }).unwrap());
    assert_eq!(net.travel_time(&street, &motorway, Profile::Foot), None);
    assert_eq!(net.route(&street, &motorway, Profile::Foot), None);
    assert!(net.travel_time(&street, &motorway, Profile::Car).is_some());
}

#[test]
fn an_empty_net_answers_with_nothing() {
    let net = RoadNet::new(&RoadData::default());
    assert_eq!(net.snap(Local::default()), None);
    assert_eq!((net.nodes(), net.arcs(), net.total_length()), (0, 0, Metres(0.0)));
    let nowhere = net.random_snap(&mut ChaCha8Rng::seed_from_u64(1));
    assert_eq!(net.travel_time(&nowhere, &nowhere, Profile::Car), None);
    assert_eq!(net.route(&nowhere, &nowhere, Profile::Car), None);
    assert!(net.nearest_units(&nowhere, &[], 5, Seconds(60.0)).is_empty());
}

#[test]
fn the_net_of_the_district_survives_its_file() {
    let (_, data) = import_roads(EXTRACT).unwrap();
    assert_eq!(decode(&encode(&data)), Ok(data));
}

#[test]
fn random_points_spread_over_the_roads_by_length() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let long: f64 = NET.graph.edges.iter().filter(|e| e.length > 500.0).map(|e| e.length).sum();
    let expected = long / NET.total_length().0;
    let hits = (0..4000).filter(|_| NET.graph.edges[NET.random_snap(&mut rng).edge as usize].length > 500.0).count();
    assert!((hits as f64 / 4000.0 - expected).abs() < 0.03, "{hits} of 4000, expected {expected}");
}
