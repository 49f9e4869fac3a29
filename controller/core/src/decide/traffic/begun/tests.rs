//! The oracle of the order by east looks at each two.

use super::*;
use geodata::{Local, Metres, Seconds};
use proptest::prelude::*;
use std::collections::BTreeSet;

const BOUNDS: Bounds = Bounds { apart: Metres(60.0), above: Metres(8.0), ahead: Seconds(20.0) };

fn sky(places: &[([f64; 2], [f64; 2])]) -> Vec<(VehicleId, Moving)> {
    let moving = |(place, velocity): &([f64; 2], [f64; 2])| Moving {
        place: Local { x: place[0], y: place[1] },
        up: Some(500.0),
        velocity: [velocity[0], velocity[1], 0.0],
    };
    (1..).map(VehicleId).zip(places.iter().map(moving)).collect()
}

fn meets(one: &Moving, other: &Moving) -> bool {
    crate::traffic::encounter(one, other, Metres(0.0), &BOUNDS).is_some()
}

proptest! {
    #[test]
    fn no_two_that_meet_are_passed_over_and_none_is_looked_at_twice(
        places in prop::collection::vec((prop::array::uniform2(-3000.0..3000.0f64), prop::array::uniform2(-20.0..20.0f64)), 0..40),
    ) {
        let all = sky(&places);
        let mut looked = Vec::new();
        among(&all, &BOUNDS, |one, other| looked.push((one.0, other.0)));
        let found: BTreeSet<_> = looked.iter().copied().collect();
        prop_assert_eq!(looked.len(), found.len());
        for (index, one) in all.iter().enumerate() {
            for other in all.iter().skip(index + 1).filter(|other| meets(&one.1, &other.1)) {
                prop_assert!(found.contains(&(one.0, other.0)), "{:?} {:?}", one, other);
            }
        }
    }
}

fn seen(within: f64) -> Encounter {
    Encounter { within: Seconds(within), apart: Metres(10.0), above: None }
}

#[test]
fn in_a_crowd_each_is_told_of_the_most_urgent_and_of_no_more_than_a_person_can_look_out_for() {
    let mut begun = Begun::after([].into_iter());
    for number in 0..50_u32 {
        let other = TrafficId::Own(VehicleId(2 + number));
        begun.add((VehicleId(1), other), seen(f64::from((number * 7) % 50)), TrafficKind::Own);
    }
    let told: Vec<f64> = begun.most_urgent().map(|(_, seen, _)| seen.within.0).collect();
    assert_eq!(told.len(), NEAR);
    assert!(told.iter().all(|within| *within < NEAR as f64), "{told:?}");
}

#[test]
fn whoever_is_told_of_as_many_as_it_can_look_out_for_is_told_of_no_other_and_of_none_twice() {
    let own = |number| (VehicleId(1), TrafficId::Own(VehicleId(number)));
    let near: Vec<_> = (2..2 + NEAR as u32 - 1).map(own).collect();
    let mut begun = Begun::after(near.iter());
    begun.add(own(2), seen(0.0), TrafficKind::Own);
    begun.add(own(90), seen(5.0), TrafficKind::Own);
    begun.add(own(91), seen(4.0), TrafficKind::Own);
    assert!(!begun.is_full(VehicleId(1)));
    let told: Vec<_> = begun.most_urgent().map(|(pair, ..)| pair).collect();
    assert_eq!(told, [own(91)]);
    let near: Vec<_> = (2..2 + NEAR as u32).map(own).collect();
    assert!(Begun::after(near.iter()).is_full(VehicleId(1)));
}
