//! The metric against a visibility graph without index or left-out legs, and against what must hold of any metric.

mod oracle;
mod reached;
mod setting;
mod worlds;

use super::*;
use crate::route::fly;
use crate::wind::Wind;
use oracle::Plain;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use worlds::{World, places, prism, storm, world};

/// In any wind, and one in three in a wind near to the airspeed.
fn any_world() -> impl Strategy<Value = World> {
    prop_oneof![2 => world(), 1 => (world(), storm()).prop_map(|(world, wind)| World { wind, ..world })]
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(256) })]
    #[test]
    fn a_way_is_the_one_of_the_plain_graph_and_keeps_its_distance(world in any_world(), places in places(6)) {
        let metric = world.metric();
        let plain = Plain::of(&world);
        for (i, &from) in places.iter().enumerate() {
            for &to in &places[i + 1..] {
                let ours = metric.way(from, to);
                let theirs = plain.seconds(from, to);
                match (&ours, theirs) {
                    (Ok(way), Some(time)) => {
                        prop_assert!(way.time.0 <= time * 1.001 + 1e-6, "ours {} s, theirs {time} s", way.time.0);
                        // Finer turns where borders are close may save a little.
                        prop_assert!(way.time.0 >= 0.989 * time, "ours {} s, theirs {time} s", way.time.0);
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
    fn the_matrix_is_the_ways_of_all_pairs(world in any_world(), places in places(12)) {
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

#[test]
fn between_two_stars_the_way_is_the_shortest() {
    let zones = vec![
        prism(&[
            (499.095_622_141_874_46, 533.370_280_936_633_4),
            (516.416_130_217_563_2, 404.173_906_325_469_3),
            (617.377_054_941_604_8, 325.884_089_258_410_4),
            (499.095_622_141_874_46, 374.173_906_325_469_3),
            (481.775_114_066_185_67, 384.173_906_325_469_3),
            (395.978_651_301_479_15, 453.708_517_198_190_35),
        ]),
        prism(&[
            (271.560_714_123_807_14, 623.068_019_962_638_6),
            (400.389_981_516_939_54, 677.447_632_171_565_8),
            (415.873_580_377_314_06, 519.748_947_783_649_9),
            (271.560_714_123_807_14, 583.068_019_962_638_6),
            (254.240_206_048_118_38, 593.068_019_962_638_6),
            (254.240_206_048_118_38, 613.068_019_962_638_6),
        ]),
    ];
    let world = World::new(zones, Wind::CALM);
    let (from, to) = (Local::default(), Local { x: 657.261_313_006_615_2, y: 860.202_756_552_485_9 });
    let plain = Plain::of(&world);
    let (ours, theirs) = (world.metric().way(from, to).unwrap(), plain.seconds(from, to).unwrap());
    assert!(plain.keeps_off(&ours.corners), "{ours:?}");
    assert!(ours.time.0 <= 1.001 * theirs, "ours {} s, theirs {theirs} s", ours.time.0);
}

#[test]
fn a_place_between_a_rounded_border_and_the_turns_about_it_is_reached() {
    let tip = worlds::prism(&[
        (751.7, 1108.6),
        (765.8, 1087.8),
        (771.7, 1073.7),
        (765.8, 1059.5),
        (751.7, 1053.7),
        (737.6, 1059.5),
        (731.7, 1073.7),
        (614.7911079637647, 1210.574539542326),
    ]);
    let world = World::new(vec![tip], Wind::CALM);
    let (from, to) = (Local::default(), Local { x: 623.2166563353596, y: 1228.8252681199074 });
    let plain = Plain::of(&world).seconds(from, to).unwrap();
    let metric = world.metric();
    assert!((metric.way(from, to).unwrap().time.0 - plain).abs() < 1e-3 * plain);
    let matrix = metric.matrix(&[from, to]);
    assert!((matrix.time(1, 0).unwrap().0 - plain).abs() < 1e-3 * plain && matrix.time(0, 1).is_some());
}
