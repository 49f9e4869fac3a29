//! Jumps of every size at every rate, and flights that are none.

use super::*;
use geodata::Heading;
use proptest::prelude::*;

const HOME: Wgs84 = Wgs84 { lat: 47.14, lon: 9.52 };
const FINE: Option<Metres> = Some(Metres(0.7));

fn at(seconds: f64, east: f64, north: f64, velocity: (f64, f64)) -> Told {
    let place = Frame::at(HOME).to_wgs84(Local { x: east, y: north });
    Told { millis: 5_000 + (seconds * 1e3).round() as u32, place, velocity }
}

/// Flies east at 15 m/s, `every` so many seconds a word, and is moved by `offset` metres north from second 20 on.
fn flown(every: f64, until: f64, offset: impl Fn(f64) -> f64) -> (Place, Vec<(f64, Verdict)>) {
    let mut place = Place::default();
    let mut said = Vec::new();
    for step in 0..(until / every) as u32 {
        let now = f64::from(step) * every;
        said.push((now, place.judge(at(now, 15.0 * now, offset(now), (15.0, 0.0)), FINE, false)));
    }
    (place, said)
}

fn bad(said: &[(f64, Verdict)]) -> Vec<f64> {
    said.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Bad(_))).map(|(now, _)| *now).collect()
}

#[test]
fn a_jump_of_50_metres_to_10_kilometres_is_flagged_on_the_next_sample() {
    for metres in [50.0, 100.0, 500.0, 1_000.0, 10_000.0] {
        for every in [0.1, 0.2, 1.0, 2.0] {
            let (_, said) = flown(every, 26.0, |now| if now >= 20.0 { metres } else { 0.0 });
            let bad = bad(&said);
            assert!((bad[0] - 20.0).abs() < 1e-6, "{metres} m at one in {every} s: {:?}", bad.first());
            let first = said.iter().find(|(_, verdict)| matches!(verdict, Verdict::Bad(_))).unwrap().1;
            let Verdict::Bad(Some(PositionDoubt::Jumped { distance })) = first else { panic!("{first:?}") };
            assert!((distance.0 - metres).abs() < 1.0, "{metres} m told as {distance}");
            assert!(
                said.iter().skip_while(|(now, _)| *now < 20.0).all(|(_, verdict)| matches!(verdict, Verdict::Bad(_)))
            );
        }
    }
}

#[test]
fn it_is_believed_again_when_it_is_back_and_has_fitted_together_for_ten_seconds() {
    let (place, said) = flown(0.2, 60.0, |now| if (20.0..25.0).contains(&now) { 800.0 } else { 0.0 });
    let again = said.iter().find(|(_, verdict)| *verdict == Verdict::Again).unwrap().0;
    assert!((again - 35.0).abs() < 0.5, "{again}");
    assert!(!place.is_doubted());
}

#[test]
fn a_place_too_far_to_have_flown_to_is_never_believed_however_long_it_is_told() {
    let (place, said) = flown(1.0, 3_600.0, |now| if now >= 20.0 { 10_000.0 } else { 0.0 });
    assert!(place.is_doubted() && said.iter().all(|(_, verdict)| *verdict != Verdict::Again));
}

#[test]
fn what_moves_faster_than_anything_flies_is_not_believed() {
    let mut place = Place::default();
    assert_eq!(place.judge(at(0.0, 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Good);
    assert!(matches!(place.judge(at(1.0, 1.0, 0.0, (80.0, 0.0)), FINE, false), Verdict::Bad(Some(_))));
}

#[test]
fn while_the_estimator_holds_the_satellites_for_wrong_nothing_is_believed() {
    let mut place = Place::default();
    assert_eq!(place.judge(at(0.0, 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Good);
    assert_eq!(place.judge(at(1.0, 0.0, 0.0, (0.0, 0.0)), FINE, true), Verdict::Bad(Some(PositionDoubt::Glitching {})));
    assert_eq!(place.judge(at(20.0, 0.0, 0.0, (0.0, 0.0)), FINE, true), Verdict::Bad(None));
    for second in 21..30 {
        assert_eq!(place.judge(at(f64::from(second), 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Bad(None));
    }
    assert_eq!(place.judge(at(30.0, 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Again);
}

#[test]
fn a_doubt_from_before_our_start_is_told_again_and_ends_like_any_other() {
    let mut place = Place::doubted(true);
    assert!(matches!(place.judge(at(0.0, 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Bad(Some(_))));
    for second in 1..10 {
        assert_eq!(place.judge(at(f64::from(second), 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Bad(None));
    }
    assert_eq!(place.judge(at(10.0, 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Again);
}

#[test]
fn switched_on_anew_it_may_be_anywhere() {
    let mut place = Place::default();
    assert_eq!(place.judge(at(0.0, 0.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Good);
    place.restart();
    assert_eq!(place.judge(at(0.0, 5_000.0, 0.0, (0.0, 0.0)), FINE, false), Verdict::Good);
}

proptest! {
    /// An aircraft that flies, turns and brakes as hard as one can, heard at any rate, with a receiver as good as it says,
    /// never jumps.
    #[test]
    fn a_flight_is_no_jump(
        turns in prop::collection::vec((0.0_f64..360.0, 0.0_f64..20.0, 1_u32..30), 1..20),
        gaps in prop::collection::vec(1_u32..30, 1..40),
        noise in prop::collection::vec((-1.0_f64..1.0, -1.0_f64..1.0), 40),
    ) {
        let mut place = Place::default();
        let (mut here, mut velocity, mut tenth) = (Local { x: 0.0, y: 0.0 }, (0.0_f64, 0.0_f64), 0_u32);
        let (mut turn, mut left, mut gap, mut wait) = (0, turns[0].2, 0, gaps[0]);
        while turn < turns.len() && gap < gaps.len() {
            let (bearing, speed, _) = turns[turn];
            let heading = Heading::degrees(bearing);
            let toward = Local { x: 0.0, y: 0.0 }.moved(heading, Metres(speed));
            let (east, north) = (toward.x - velocity.0, toward.y - velocity.1);
            let change = east.hypot(north).max(1e-9);
            let step = (0.7 / change).min(1.0);
            velocity = (velocity.0 + east * step, velocity.1 + north * step);
            here = Local { x: here.x + velocity.0 * 0.1, y: here.y + velocity.1 * 0.1 };
            (tenth, wait) = (tenth + 1, wait - 1);
            if wait == 0 {
                let (dx, dy) = noise[gap];
                let told = at(f64::from(tenth) / 10.0, here.x + dx, here.y + dy, velocity);
                prop_assert_eq!(place.judge(told, FINE, false), Verdict::Good);
                gap += 1;
                wait = gaps.get(gap).copied().unwrap_or(1);
            }
            left -= 1;
            if left == 0 {
                turn += 1;
                left = turns.get(turn).map_or(1, |turn| turn.2);
            }
        }
    }
}

proptest! {
    /// What is believed by one addition would be believed by the plane, too.
    #[test]
    fn two_places_are_never_farther_apart_than_said_at_most(
        (lat, lon) in (-89.0..89.0_f64, -180.0..180.0_f64),
        (north, east) in (-0.5..0.5_f64, -0.5..0.5_f64),
    ) {
        let (one, other) = (Wgs84 { lat, lon }, Wgs84 { lat: lat + north, lon: lon + east });
        let truly = apart(one, other, Local { x: 0.0, y: 0.0 });
        prop_assert!(truly <= at_most(one, other) + 1e-6, "{truly} > {}", at_most(one, other));
    }
}
