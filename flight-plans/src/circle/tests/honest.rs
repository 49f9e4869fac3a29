//! The arithmetic users check by hand: 5 s of door, 20 s of launch, 60 m at 6 m/s, then 15 m/s.

use super::*;
use crate::Airframe;
use crate::circle::times::{AirUnit, ByAir};
use crate::wind::Wind;
use geodata::{Heading, Metres, MetresPerSecond};

/// Whether a dock `far` metres dead down wind of a place is in time.
fn in_time(far: f64, wind: f64, budget: f64, on_ground: bool) -> bool {
    let airframe = Airframe::shipped().remove(0);
    let climb = Metres(if on_ground { 60.0 } else { 0.0 });
    let unit = AirUnit { airframe: &airframe, at: Local::default(), climb, on_ground, held: Seconds::ZERO };
    let wind = Wind::from(Heading::degrees(90.0), MetresPerSecond(wind));
    ByAir { wind }.time(&unit, Local { x: far, y: 0.0 }).is_some_and(|time| time.0 <= budget + 1e-9)
}

/// The farthest whole metre.
fn farthest(wind: f64, budget: f64) -> u32 {
    (0..9000).take_while(|far| in_time(f64::from(*far), wind, budget, true)).last().unwrap_or(0)
}

#[test]
fn with_no_wind_a_dock_is_good_for_375_m_in_one_minute_2_2_km_in_three_and_4_km_in_five() {
    assert_eq!([60.0, 180.0, 300.0].map(|budget| farthest(0.0, budget)), [375, 2175, 3975]);
}

#[test]
fn against_8_metres_a_second_it_is_175_m_1_km_and_1_9_km() {
    assert_eq!([60.0, 180.0, 300.0].map(|budget| farthest(8.0, budget)), [175, 1015, 1855]);
}

#[test]
fn a_one_minute_circle_is_met_by_who_is_airborne_or_by_a_dock_on_the_place_not_by_coverage() {
    assert!(in_time(900.0, 0.0, 60.0, false) && !in_time(901.0, 0.0, 60.0, false));
    assert!(in_time(420.0, 8.0, 60.0, false) && !in_time(421.0, 8.0, 60.0, false));
    assert!(in_time(0.0, 12.0, 60.0, true), "the dock on the place");
    assert!(!in_time(0.0, 12.1, 300.0, true), "no launch above the airframe's wind limit, however near");
}

#[test]
fn the_time_a_human_needs_to_approve_counts() {
    let airframe = Airframe::shipped().remove(0);
    let unit = AirUnit {
        airframe: &airframe,
        at: Local::default(),
        climb: Metres(60.0),
        on_ground: true,
        held: Seconds(15.0),
    };
    let time = ByAir { wind: Wind::CALM }.time(&unit, Local { x: 0.0, y: 150.0 }).unwrap();
    assert!((time.0 - 60.0).abs() < 1e-9);
}
