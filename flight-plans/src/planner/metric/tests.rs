//! The metric against a visibility graph without index or left-out legs, and against what must hold of any metric.

mod oracle;
mod reached;
mod worlds;

use super::*;
use crate::route::fly;
use crate::wind::Wind;
use oracle::Plain;
use proptest::prelude::*;
use worlds::{World, places, world};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn a_way_is_the_one_of_the_plain_graph_and_keeps_its_distance(world in world(), places in places(6)) {
        let metric = world.metric();
        let plain = Plain::of(&world);
        for (i, &from) in places.iter().enumerate() {
            for &to in &places[i + 1..] {
                let ours = metric.way(from, to);
                let theirs = plain.seconds(from, to);
                match (&ours, theirs) {
                    (Ok(way), Some(time)) => {
                        prop_assert!(way.time.0 <= time * 1.001 + 1e-6, "ours {} s, theirs {time} s", way.time.0);
                        prop_assert!(way.time.0 >= time - 1e-6, "ours {} s, theirs {time} s", way.time.0);
                        prop_assert!(plain.keeps_off(&way.corners), "{way:?}");
                        let flown = fly(&world.quad, world.wind, &way.corners, Metres::ZERO, false).unwrap();
                        prop_assert!((flown.time.0 - way.time.0).abs() < 1e-6);
                        prop_assert!((flown.battery_percent - way.battery_percent).abs() < 1e-6);
                        prop_assert!((flown.length.0 - way.length.0).abs() < 1e-6);
                    }
                    (Err(_), None) => {}
                    _ => prop_assert!(false, "ours {ours:?}, theirs {theirs:?}"),
                }
            }
        }
    }

    #[test]
    fn the_matrix_is_the_ways_of_all_pairs(world in world(), places in places(12)) {
        let metric = world.metric();
        let matrix = metric.matrix(&places);
        for (i, &from) in places.iter().enumerate() {
            for (j, &to) in places.iter().enumerate() {
                match metric.way(from, to) {
                    Ok(way) => {
                        prop_assert!((matrix.time(i, j).unwrap().0 - way.time.0).abs() < 1e-9 * way.time.0.max(1.0));
                        prop_assert!((matrix.battery_percent(i, j).unwrap() - way.battery_percent).abs() < 1e-9);
                        prop_assert!(matrix.why(i, j).is_none());
                    }
                    Err(why) => {
                        prop_assert!(matrix.time(i, j).is_none());
                        prop_assert_eq!(matrix.why(i, j), Some(why));
                    }
                }
            }
        }
    }

    #[test]
    fn no_third_place_shortens_a_way_calm_air_is_symmetric_and_wind_behind_never_costs(world in world(), places in places(6)) {
        let (windy, calm) = (world.metric(), World { wind: Wind::CALM, ..world.clone() }.metric());
        let (matrix, still) = (windy.matrix(&places), calm.matrix(&places));
        let count = places.len();
        for (i, j) in (0..count).flat_map(|i| (0..count).map(move |j| (i, j))) {
            if let (Some(out), Some(back)) = (still.time(i, j), still.time(j, i)) {
                prop_assert!((out.0 - back.0).abs() < 1e-6);
            }
            for k in 0..count {
                if let (Some(whole), Some(first), Some(second)) = (matrix.time(i, j), matrix.time(i, k), matrix.time(k, j)) {
                    prop_assert!(whole.0 <= (first.0 + second.0) * 1.001 + 1e-6);
                }
            }
            let (from, to) = (places[i], places[j]);
            let behind = from.distance(to).0.max(1e-9);
            let tail = Wind { east: 6.0 * (to.x - from.x) / behind, north: 6.0 * (to.y - from.y) / behind };
            let helped = World { wind: tail, zones: Vec::new(), ..world.clone() }.metric().way(from, to).unwrap();
            let unhelped = World { wind: Wind::CALM, zones: Vec::new(), ..world.clone() }.metric().way(from, to).unwrap();
            prop_assert!(helped.time.0 <= unhelped.time.0 + 1e-9);
        }
    }
}
