//! Little nets by hand.

use super::*;

/// Open to all but one-way for everybody who drives, in the given direction; or both ways for all.
fn one_way(forward: Option<bool>) -> Access {
    let driving = [Profile::Car, Profile::Motorbike, Profile::Emergency].into_iter();
    forward.map_or(Access::all(), |forward| driving.fold(Access::all(), |a, p| a.without(p, !forward)))
}

/// A one-way ring of three corners, 100 m a side, and a two-way spur.
fn ring() -> RoadNet {
    let edge = |from, to, flow, class| street(from, to, class, 36, one_way(flow));
    let class = RoadClass::Residential;
    RoadNet::new(&RoadData {
        names: vec![RoadName::default()],
        nodes: vec![(0, 0), (10_000, 0), (5_000, 8_660), (-10_000, 0)],
        edges: vec![
            edge(0, 1, Some(true), class),
            edge(1, 2, Some(true), class),
            edge(0, 2, Some(false), class),
            edge(0, 3, None, class),
        ],
        turns: vec![],
        timed: vec![],
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
        street(from, to, class, 90, if class == RoadClass::Motorway { no_walking } else { Access::all() })
    };
    let net = RoadNet::new(&RoadData {
        names: vec![RoadName::default()],
        nodes: vec![(0, 0), (100_000, 0), (200_000, 0)],
        edges: vec![edge(0, 1, RoadClass::Motorway), edge(1, 2, RoadClass::Primary)],
        turns: vec![],
        timed: vec![],
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
