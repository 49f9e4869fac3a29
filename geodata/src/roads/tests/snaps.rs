//! Snaps against a walk over every piece of every road.

use super::*;

/// The nearest piece by looking at all, among edges that pass.
fn slow(net: &RoadNet, at: Local, open: impl Fn(u32) -> bool) -> Option<(u32, f64)> {
    let all = grid::pieces(&net.graph).map(|(point, _)| grid::near(&net.graph, point, at));
    let open = all.filter(|near| open(net.graph.edge_of(near.point)));
    let best = open.min_by(|a, b| a.distance_2.total_cmp(&b.distance_2).then(a.point.cmp(&b.point)))?;
    Some((net.graph.edge_of(best.point), best.distance_2.sqrt()))
}

#[test]
fn a_snap_is_the_one_brute_force_finds() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    for i in 0..400 {
        let far = if i % 10 == 0 { 20.0 } else { 1.0 };
        let at = Local { x: rng.random_range(-9e3..9e3) * far, y: rng.random_range(-14e3..14e3) * far };
        let profile = Profile::ALL[i % 4];
        let (edge, distance) = slow(&NET, at, |edge| NET.graph.open(edge, profile)).unwrap();
        let found = NET.snap_for(at, profile).unwrap();
        let snap = found.snap;
        assert_eq!(snap.edge, edge);
        assert!((snap.off_road.0 - distance).abs() < 1e-9);
        assert!((snap.point.distance(at).0 - distance).abs() < 1e-6);
        assert!(NET.graph.point_at(snap.edge, snap.fraction).distance(snap.point).0 < 1e-6);
        if profile == Profile::Car {
            assert_eq!(NET.snap(at), Some(snap));
        }
        let (any, nearest) = slow(&NET, at, |_| true).unwrap();
        match found.passed {
            Some(passed) => {
                assert!(passed.snap.edge == any && passed.snap.off_road.0 < distance);
                assert!(!NET.graph.open(any, profile));
                let island = NET.graph.edges[any as usize].island.allows_any(profile);
                assert_eq!(passed.why == PassedBecause::Island, island);
            }
            None => assert!(nearest >= distance - 1e-9),
        }
    }
    assert_eq!(NET.snap(Local { x: f64::NAN, y: 0.0 }), None);
    assert_eq!(NET.snap_for(Local { x: 0.0, y: f64::INFINITY }, Profile::Foot), None);
}

#[test]
fn all_roads_round_a_place_are_those_brute_force_finds() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    for i in 0..60 {
        let at = NET.random_snap(&mut rng).point;
        let (within, profile) = (rng.random_range(5.0..400.0), Profile::ALL[i % 4]);
        let found = NET.snap_all(at, Metres(within), profile);
        assert!(found.is_sorted_by(|a, b| (a.off_road.0, a.edge) < (b.off_road.0, b.edge)));
        let mut nearest = vec![f64::INFINITY; NET.graph.edges.len()];
        for (point, _) in grid::pieces(&NET.graph) {
            let best = &mut nearest[NET.graph.edge_of(point) as usize];
            *best = best.min(grid::near(&NET.graph, point, at).distance_2.sqrt());
        }
        for (edge, nearest) in (0..).zip(nearest) {
            let snap = found.iter().find(|snap| snap.edge == edge);
            assert_eq!(
                snap.is_some(),
                NET.graph.open(edge, profile) && nearest <= within,
                "edge {edge} at {nearest} m"
            );
            assert!(snap.is_none_or(|snap| (snap.off_road.0 - nearest).abs() < 1e-9));
        }
    }
}

#[test]
fn a_net_over_half_the_earth_is_snapped_to_without_filling_the_memory() {
    let nodes = vec![(-1_900_000_000, -1_900_000_000), (1_900_000_000, 1_900_000_000), (0, 1_900_000_000), (0, 0)];
    let edge = |from, to| street(from, to, RoadClass::Primary, 80, Access::all());
    let data = RoadData {
        names: vec![RoadName::default()],
        nodes,
        edges: vec![edge(0, 1), edge(1, 2), edge(3, 3)],
        turns: vec![],
        timed: vec![],
    };
    let net = RoadNet::new(&data);
    let snap = net.snap(Local { x: 5e6, y: 5e6 + 300.0 }).unwrap();
    assert!(snap.edge == 0 && (snap.off_road.0 - 300.0 / 2f64.sqrt()).abs() < 1e-3);
    assert!(net.snap(Local { x: 1e9, y: -1e9 }).is_some());
}

#[test]
fn a_nearer_road_that_leads_nowhere_is_named() {
    let car = Access::none().with(Profile::Car, true).with(Profile::Car, false);
    let walk = Access::none().with(Profile::Foot, true).with(Profile::Foot, false);
    let mut edges = vec![street(0, 1, RoadClass::Primary, 50, Access::all())];
    edges.push(RoadEdge { island: car, ..street(2, 3, RoadClass::Service, 20, walk) });
    let nodes = vec![(0, 0), (10_000, 0), (0, 5_000), (10_000, 5_000)];
    let net = RoadNet::new(&RoadData { names: vec![RoadName::default()], nodes, edges, turns: vec![], timed: vec![] });
    let at = Local { x: 50.0, y: 40.0 };
    let car = net.snap_for(at, Profile::Car).unwrap();
    let passed = car.passed.unwrap();
    assert_eq!((car.snap.edge, passed.snap.edge, passed.why), (0, 1, PassedBecause::Island));
    assert!((passed.snap.off_road.0 - 10.0).abs() < 1e-9 && (car.snap.off_road.0 - 40.0).abs() < 1e-9);
    assert_eq!(net.snap_for(at, Profile::Motorbike).unwrap().passed.unwrap().why, PassedBecause::Closed);
    assert_eq!(net.snap_for(at, Profile::Foot).unwrap().passed, None);
}
