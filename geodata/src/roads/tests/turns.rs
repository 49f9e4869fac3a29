//! Forbidden turns: every answer equals that of the oracle that reads ways literally.

use super::oracle::{ms, times};
use super::*;
use proptest::prelude::*;

/// A thousand pairs a profile, from ten starts to a hundred goals each.
fn a_thousand_pairs(data: &RoadData, net: &RoadNet, seed: u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let snaps = random_snaps(net, 110, &mut rng);
    let (starts, goals) = snaps.split_at(10);
    for profile in Profile::ALL {
        let free = &net.times.ms[profile.index()];
        let table = net.undisturbed().matrix(starts, goals, profile);
        for (i, start) in starts.iter().enumerate() {
            let slow = times(data, free, profile, start, goals);
            let from = net.undisturbed().plain().one_to_many(start, goals, profile);
            let reached = slow.iter().filter(|ms| **ms < NEVER).count();
            assert!(reached > 50 || profile != Profile::Car, "{reached} of 100 reached");
            for (j, goal) in goals.iter().enumerate() {
                let alone = net.undisturbed().plain().travel_time(start, goal, profile);
                assert_eq!(ms(alone), slow[j], "{profile:?} start {i} goal {j}");
                assert_eq!(ms(from[j]), slow[j]);
                assert_eq!(ms(table.time(i, j)), slow[j]);
            }
        }
    }
}

#[test]
fn a_thousand_pairs_a_profile_take_as_long_as_reading_every_way_says() {
    a_thousand_pairs(&DATA, &NET, 1);
}

#[test]
fn a_thousand_random_restrictions_hold_for_whom_they_bind() {
    a_thousand_pairs(&FORBIDDING, &RoadNet::new(&FORBIDDING), 2);
}

#[test]
fn other_towns_with_their_own_restrictions_and_random_ones() {
    for name in ["Helsinki.osm.pbf", "north-bayreuth.osm.gz", "test.osm.pbf"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/osm").join(name);
        let Some(mut data) = std::fs::read(path).ok().and_then(|bytes| import_roads(&bytes).ok()).map(|(_, data)| data)
        else {
            println!("skipped: {name} is not here or not read");
            continue;
        };
        println!("{name}: {} forbidden turns of its own", data.turns.len());
        a_thousand_pairs(&data, &RoadNet::new(&data), 3);
        data.turns.extend(random_turns(&data, 300, 3, &mut ChaCha8Rng::seed_from_u64(4)));
        a_thousand_pairs(&data, &RoadNet::new(&data), 5);
    }
}

/// A cross of four streets, 100 m each: junction 0 in the middle, 1 east, 2 north, 3 west, 4 south.
fn cross(turns: Vec<ForbiddenTurn>) -> RoadNet {
    let edges = (1..5).map(|to| street(0, to, RoadClass::Residential, 36, Access::all())).collect();
    let nodes = vec![(0, 0), (10_000, 0), (0, 10_000), (-10_000, 0), (0, -10_000)];
    RoadNet::new(&RoadData { names: vec![RoadName::default()], nodes, edges, turns, timed: vec![] })
}

fn seconds(net: &RoadNet, from: (f64, f64), to: (f64, f64), profile: Profile) -> f64 {
    let at = |(x, y)| net.snap(Local { x, y }).unwrap();
    net.travel_time(&at(from), &at(to), profile).map_or(f64::INFINITY, |time| time.0)
}

#[test]
fn a_forbidden_left_turn_is_driven_round_by_cars_and_taken_by_those_who_may() {
    let no_left = ForbiddenTurn { arcs: vec![(3, false), (2, true)], profiles: 0b0011, hours: None };
    let net = cross(vec![no_left]);
    assert_eq!(net.graph.states(), 6, "one copy of the middle");
    let (south, west) = ((0.0, -50.0), (-50.0, 0.0));
    assert!((seconds(&net, south, west, Profile::Emergency) - 10.0).abs() < 0.01);
    assert!((seconds(&net, south, west, Profile::Foot) - 100.0 / 1.4).abs() < 0.01);
    // To the east end, back by a U-turn at its end, and straight on: 50 + 100 + 100 + 50 m.
    assert!((seconds(&net, south, west, Profile::Car) - 30.0).abs() < 0.01);
    assert!((seconds(&net, west, south, Profile::Car) - 10.0).abs() < 0.01, "the other way is free");
    let at = |(x, y)| net.snap(Local { x, y }).unwrap();
    let route = net.route(&at(south), &at(west), Profile::Car).unwrap();
    assert!((route.time.0 - 30.0).abs() < 0.01 && (route.length.0 - 300.0).abs() < 0.1);
}

#[test]
fn a_u_turn_is_free_unless_it_is_forbidden() {
    let no_u = |edge| ForbiddenTurn { arcs: vec![(edge, true), (edge, false)], profiles: 0b1111, hours: None };
    let no_left = || ForbiddenTurn { arcs: vec![(3, false), (2, true)], profiles: 0b0001, hours: None };
    let net = cross(vec![no_left(), no_u(0), no_u(1)]);
    let (south, west) = ((0.0, -50.0), (-50.0, 0.0));
    // No turning at the ends in the east and the north; but in the south, after leaving backward.
    assert!(seconds(&net, south, west, Profile::Car).is_infinite());
    let net = cross(vec![no_left(), no_u(0)]);
    assert!((seconds(&net, south, west, Profile::Car) - 30.0).abs() < 0.01);
}

#[test]
fn a_run_over_a_way_between_forbids_the_whole_of_it_only() {
    // In a row: 0 - 1 - 2 - 3, with a side street 2 - 4; forbidden is 0-1, 1-2, 2-3.
    let nodes = vec![(0, 0), (10_000, 0), (20_000, 0), (30_000, 0), (20_000, 10_000)];
    let edge = |from, to| street(from, to, RoadClass::Residential, 36, Access::all());
    let edges = vec![edge(0, 1), edge(1, 2), edge(2, 3), edge(2, 4)];
    let run = ForbiddenTurn { arcs: vec![(0, true), (1, true), (2, true)], profiles: 1, hours: None };
    let net =
        RoadNet::new(&RoadData { names: vec![RoadName::default()], nodes, edges, turns: vec![run], timed: vec![] });
    assert!((seconds(&net, (150.0, 0.0), (250.0, 0.0), Profile::Car) - 10.0).abs() < 0.01, "begun in between");
    assert!((seconds(&net, (50.0, 0.0), (200.0, 50.0), Profile::Car) - 20.0).abs() < 0.01, "into the side street");
    // Into the side street, round at its end, and on: 50 + 100 + 100 + 100 + 50 m.
    assert!((seconds(&net, (50.0, 0.0), (250.0, 0.0), Profile::Car) - 40.0).abs() < 0.01);
    assert!((seconds(&net, (50.0, 0.0), (250.0, 0.0), Profile::Motorbike) - 20.0 / 1.1).abs() < 0.01);
}

#[test]
fn runs_that_do_not_connect_or_name_no_edge_forbid_nothing() {
    let turns = [vec![(0, true), (1, true)], vec![(9, true), (1, true)], vec![(0, true)], vec![], vec![(3, false); 40]];
    let net = cross(turns.map(|arcs| ForbiddenTurn { arcs, profiles: 15, hours: None }).to_vec());
    assert_eq!(net.graph.states(), 5);
}

/// A small net of random streets with random access, and random runs on it.
fn small_net() -> impl Strategy<Value = RoadData> {
    let edges = prop::collection::vec((0..8u32, 0..8u32, any::<u8>(), 5..90u8), 4..22);
    (edges, any::<u64>(), 0..12usize).prop_map(|(edges, seed, turns)| {
        let nodes = (0..8).map(|i: i32| ((i * 7919) % 5 * 9000, (i * 104_729) % 7 * 8000)).collect();
        let edge = |(from, to, access, kph)| {
            let mut edge = street(from, to, RoadClass::Residential, kph, Access::from_bits(access));
            if from == to {
                edge.bends = vec![(1000, 2000), (3000, 500)];
            }
            edge
        };
        let edges = edges.into_iter().map(edge).collect();
        let mut data = RoadData { names: vec![RoadName::default()], nodes, edges, turns: vec![], timed: vec![] };
        data.turns = random_turns(&data, turns, 4, &mut ChaCha8Rng::seed_from_u64(seed));
        data
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn small_random_nets_with_random_runs_answer_as_reading_every_way_says(data in small_net(), seed in any::<u64>()) {
        let net = RoadNet::new(&data);
        let order = net.order();
        let layered = net.clone().with_order(&order).unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let snaps: Vec<Snap> = (0..6).map(|_| {
            let (edge, fraction) = (rng.random_range(0..data.edges.len() as u32), rng.random::<f64>());
            Snap { point: net.graph.point_at(edge, fraction), off_road: Metres::ZERO, edge, fraction }
        }).collect();
        for profile in Profile::ALL {
            let table = super::hierarchy::forced(&layered, profile, |engine| engine.matrix(&snaps, &snaps));
            for (i, start) in snaps.iter().enumerate() {
                let slow = times(&data, &net.times.ms[profile.index()], profile, start, &snaps);
                let fast: Vec<u32> = net.undisturbed().one_to_many(start, &snaps, profile).into_iter().map(ms).collect();
                prop_assert_eq!(&fast, &slow);
                prop_assert_eq!(&table[i * snaps.len()..(i + 1) * snaps.len()], &slow[..]);
                for (j, goal) in snaps.iter().enumerate() {
                    prop_assert_eq!(ms(net.travel_time(start, goal, profile)), slow[j]);
                    let way = super::hierarchy::forced(&layered, profile, |engine| engine.way(start, goal));
                    let plain = super::hierarchy::plain(&net, profile, |engine| engine.way(start, goal));
                    prop_assert_eq!(&way, &plain);
                    prop_assert_eq!(way.map_or(NEVER, |way| way.ms), slow[j]);
                    let driven = net.route(start, goal, profile).map(|route| route.time);
                    prop_assert_eq!(ms(driven), slow[j]);
                }
            }
        }
    }
}
