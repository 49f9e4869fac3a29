//! Isochrones against the times of junctions and of points along edges.

use super::*;

const BUDGETS: [Seconds; 3] = [Seconds(60.0), Seconds(180.0), Seconds(300.0)];

/// Sample points of the net with their times from a start.
fn samples(net: &RoadNet, from: &Snap, profile: Profile, rng: &mut ChaCha8Rng) -> Vec<(Local, f64)> {
    let open: Vec<u32> = (0..net.graph.edge_count()).filter(|edge| net.graph.open(*edge, profile)).collect();
    let snaps: Vec<Snap> = (0..6000)
        .map(|i| {
            let edge = open[rng.random_range(0..open.len())];
            let fraction = if i % 3 == 0 { f64::from(i % 2) } else { rng.random() };
            Snap { point: net.graph.point_at(edge, fraction), off_road: Metres::ZERO, edge, fraction }
        })
        .collect();
    let times = net.undisturbed().one_to_many(from, &snaps, profile);
    snaps.iter().zip(times).map(|(snap, time)| (snap.point, time.map_or(f64::INFINITY, |t| t.0))).collect()
}

#[test]
fn what_is_reached_is_inside_and_what_is_far_from_it_is_outside() {
    let net = RoadNet::new(&FORBIDDING);
    let mut rng = ChaCha8Rng::seed_from_u64(41);
    for round in 0..24 {
        let profile = Profile::ALL[round % 4];
        let Some(from) = net.snap_for(net.random_snap(&mut rng).point, profile).map(|found| found.snap) else {
            continue;
        };
        let reaches = net.undisturbed().reach(&from, profile, &BUDGETS);
        let samples = samples(&net, &from, profile, &mut rng);
        for reach in &reaches {
            assert_eq!(reach.areas.len(), 1, "reached road hangs together");
            assert!(reach.holds(from.point));
            let reached: Vec<Local> =
                samples.iter().filter(|(_, time)| *time <= reach.budget.0).map(|(at, _)| *at).collect();
            for at in &reached {
                assert!(reach.holds(*at), "{profile:?} {} {at:?}", reach.budget);
            }
            // Where samples are dense enough to know: what is far from every one of them.
            for (at, _) in samples.iter().filter(|(_, time)| *time > reach.budget.0 + 60.0).step_by(7) {
                let gap = reached.iter().map(|r| r.distance(*at).0).fold(f64::INFINITY, f64::min);
                assert!(gap < 300.0 || !reach.holds(*at), "{gap} m from what is reached");
            }
        }
        for pair in reaches.windows(2) {
            assert!(pair[0].square_metres() < pair[1].square_metres());
            assert!(pair[0].areas[0].outer.iter().all(|corner| pair[1].holds(*corner) || near_edge(&pair[1], *corner)));
        }
    }
}

fn near_edge(reach: &Reach, at: Local) -> bool {
    reach
        .areas
        .iter()
        .flat_map(|a| std::iter::once(&a.outer).chain(&a.holes))
        .flatten()
        .any(|c| c.distance(at).0 < 26.0)
}

/// A straight road of a kilometre at 36 km/h.
fn straight() -> RoadNet {
    let edges = vec![street(0, 1, RoadClass::Residential, 36, Access::all())];
    let nodes = vec![(0, 0), (100_000, 0)];
    RoadNet::new(&RoadData { names: vec![RoadName::default()], nodes, edges, turns: vec![], timed: vec![] })
}

#[test]
fn on_a_straight_road_the_reach_is_a_strip_of_the_right_length_and_width() {
    let net = straight();
    let from = net.snap(Local { x: 500.0, y: 0.0 }).unwrap();
    let reach = &net.undisturbed().reach(&from, Profile::Car, &[Seconds(20.0)])[0];
    let strip = 400.0 * 100.0 + std::f64::consts::PI * 50.0 * 50.0;
    assert!((reach.square_metres() / strip - 1.0).abs() < 0.01, "{} of {strip}", reach.square_metres());
    for (x, y, inside) in [
        (300.0, 0.0, true),
        (700.0, 0.0, true),
        (255.0, 0.0, true),
        (245.0, 0.0, false),
        (755.0, 0.0, false),
        (500.0, 48.0, true),
        (500.0, -48.0, true),
        (500.0, 52.0, false),
        (500.0, -52.0, false),
    ] {
        assert_eq!(reach.holds(Local { x, y }), inside, "{x} {y}");
    }
}

#[test]
fn a_block_of_houses_is_a_hole() {
    let nodes = vec![(0, 0), (30_000, 0), (30_000, 30_000), (0, 30_000)];
    let edge = |from, to| street(from, to, RoadClass::Residential, 36, Access::all());
    let edges = vec![edge(0, 1), edge(1, 2), edge(2, 3), edge(3, 0)];
    let net = RoadNet::new(&RoadData { names: vec![RoadName::default()], nodes, edges, turns: vec![], timed: vec![] });
    let from = net.snap(Local { x: 150.0, y: 0.0 }).unwrap();
    let reaches = net.undisturbed().reach(&from, Profile::Car, &[Seconds(60.0), Seconds(1.0), Seconds(0.0)]);
    assert_eq!(reaches[0].areas[0].holes.len(), 1);
    assert!(!reaches[0].holds(Local { x: 150.0, y: 150.0 }) && reaches[0].holds(Local { x: 10.0, y: 290.0 }));
    assert!(reaches[1].areas[0].holes.is_empty() && reaches[1].holds(from.point));
    assert!(reaches[2].holds(from.point) && reaches[2].square_metres() > 7000.0);
}

#[test]
fn a_reach_that_is_wider_than_the_grid_allows_gets_wider_strips_and_still_holds_its_road() {
    let edges = vec![
        street(0, 1, RoadClass::Motorway, 120, Access::all()),
        street(1, 2, RoadClass::Motorway, 120, Access::all()),
    ];
    let nodes = vec![(0, 0), (9_000_000, 9_000_000), (0, 18_000_000)];
    let net = RoadNet::new(&RoadData { names: vec![RoadName::default()], nodes, edges, turns: vec![], timed: vec![] });
    let from = net.snap(Local { x: 0.0, y: 0.0 }).unwrap();
    let reach = &net.undisturbed().reach(&from, Profile::Car, &[Seconds(36_000.0)])[0];
    assert!(reach.half_width > HALF_WIDTH);
    for x in (0..900).map(|x| f64::from(x) * 100.0) {
        assert!(reach.holds(Local { x, y: x }));
        assert!(!reach.holds(Local { x: x + reach.half_width.0 * 2.2, y: x }));
    }
}

#[test]
fn an_empty_net_and_strange_times_reach_nothing() {
    let net = RoadNet::new(&RoadData::default());
    let nowhere = net.random_snap(&mut ChaCha8Rng::seed_from_u64(1));
    assert!(net.undisturbed().reach(&nowhere, Profile::Car, &BUDGETS).iter().all(|reach| reach.areas.is_empty()));
    let net = straight();
    let from = net.snap(Local { x: 500.0, y: 0.0 }).unwrap();
    let odd = net.undisturbed().reach(&from, Profile::Car, &[Seconds(f64::NAN), Seconds(-1.0), Seconds(f64::INFINITY)]);
    assert_eq!(odd.iter().map(|reach| reach.areas.len()).collect::<Vec<_>>(), [0, 0, 1]);
    assert!(net.undisturbed().reach(&from, Profile::Car, &[]).is_empty());
}
