//! Tracks beside the truth: seeded walks, seen with noise by one aircraft or two.

use super::filter::{Filter, Motion};
use super::track::may_be_one;
use super::*;
use crate::dice::Dice;
use crate::input::DetectionClass;
use crate::policy::{DEFAULT, Policy};
use crate::sight::Cov2;
use geodata::{Metres, Wgs84};

fn policy() -> TrackPolicy {
    Policy::parse(DEFAULT).unwrap().track
}

fn at(seconds: f64) -> Timestamp {
    Timestamp((seconds * 1e6).round() as i64)
}

/// Somebody sees something, off by a deviation each way.
fn seen(vehicle: u32, seconds: f64, class: DetectionClass, deviation: f64) -> Detection {
    Detection {
        key: String::new(),
        vehicle: VehicleId(vehicle),
        at: at(seconds),
        class,
        place: Wgs84 { lat: 0.0, lon: 0.0 },
        error: Cov2::circle(Metres(deviation)),
        confidence: 0.8,
    }
}

/// Feeds a place in local metres, as the picture does.
fn feed(tracks: &mut Tracks, detection: &Detection, (x, y): (f64, f64)) {
    tracks.take(detection, Local { x, y }, &policy());
}

fn person(vehicle: u32, seconds: f64, deviation: f64) -> Detection {
    seen(vehicle, seconds, DetectionClass::Person, deviation)
}

/// A hundred walks whose acceleration is what the filter believes, seen once a second with the noise that is stated: the
/// mean squared error of the state in its own deviations lies in the 95 % interval of chi-square with 400 degrees of
/// freedom over 100, 3.46 to 4.57, at three moments of the walk.
#[test]
fn the_filter_is_off_by_as_much_as_it_says() {
    let runs = 100;
    let mut sums = [0.0; 3];
    for seed in 0..runs {
        let mut dice = Dice::of(seed);
        let (mut place, mut speed) = ([0.0, 0.0], [5.0 * dice.normal(), 5.0 * dice.normal()]);
        let deviation = dice.between(2.0, 8.0);
        let place_seen = |dice: &mut Dice, place: [f64; 2]| Local {
            x: place[0] + deviation * dice.normal(),
            y: place[1] + deviation * dice.normal(),
        };
        let error = Cov2::circle(Metres(deviation));
        let mut filter = Filter::begin(at(0.0), place_seen(&mut dice, place), error, 5.0, Motion::Free(1.0));
        for second in 1..=30_u32 {
            for axis in 0..2 {
                let acceleration = dice.normal();
                place[axis] += speed[axis] + acceleration / 2.0;
                speed[axis] += acceleration;
            }
            filter.update(at(f64::from(second)), place_seen(&mut dice, place), error);
            if second % 10 == 0 {
                sums[second as usize / 10 - 1] += filter.squared_error([place[0], place[1], speed[0], speed[1]]);
            }
        }
    }
    let means = sums.map(|sum| sum / f64::from(runs as u32));
    println!("mean squared error of the state over {runs} seeds after 10, 20, 30 s: {means:.2?} (4 is exact)");
    assert!(means.iter().all(|mean| (3.46..=4.57).contains(mean)), "{means:?}");
}

/// The same measurements in another order lead to the same place, but for the noise of the way back.
#[test]
fn a_place_that_comes_late_counts_for_when_it_was() {
    let walk = |order: &[usize]| {
        let error = Cov2::circle(Metres(3.0));
        let mut filter = Filter::begin(at(0.0), Local::default(), error, 5.0, Motion::Free(1.0));
        for second in order {
            let x = *second as f64 * 2.0;
            filter.update(at(*second as f64), Local { x, y: 0.0 }, error);
        }
        (filter.place(), filter.error(), filter.expected(at(6.0)).0)
    };
    let (straight, sure, now) = walk(&[1, 2, 3, 4, 5, 6]);
    let (mixed, less, then) = walk(&[1, 3, 2, 4, 6, 5]);
    assert!(straight.distance(mixed).0 < 0.5, "{straight:?} {mixed:?}");
    assert!(less.determinant() >= sure.determinant() * 0.99 && now.distance(then).0 < 0.5);
}

#[test]
fn two_aircraft_that_see_one_thing_have_one_track_and_the_loss_of_one_does_not_forget_it() {
    let mut dice = Dice::of(3);
    let mut tracks = Tracks::default();
    for second in 0..10 {
        let time = f64::from(second);
        for (vehicle, deviation, late) in [(1, 3.0, 0.0), (2, 12.0, 0.4)] {
            let place = (1.5 * (time + late) + deviation * dice.normal(), deviation * dice.normal());
            feed(&mut tracks, &person(vehicle, time + late, deviation), place);
        }
        tracks.age(at(time + 0.9), &policy());
    }
    assert_eq!(tracks.iter().count(), 1);
    let track = tracks.of(VehicleId(2)).next().unwrap().clone();
    assert_eq!(track.seen_by().collect::<Vec<_>>(), [VehicleId(1), VehicleId(2)]);
    assert_eq!((track.hits, track.state), (20, TrackState::Confirmed));
    tracks.forget(VehicleId(1));
    assert_eq!((tracks.of(VehicleId(1)).count(), tracks.of(VehicleId(2)).count()), (0, 1));
    assert_eq!(tracks.iter().next().unwrap().hits, 20);
    tracks.forget(VehicleId(2));
    assert_eq!(tracks.iter().count(), 0);
}

/// Two walk across each other's way, one at most 4 m beside the other's path as it passes; one picture a second shows both.
/// They stay two in 99 of a hundred worlds, and each stays itself in 90: with places as far off as they are apart, who is who
/// cannot always be told.
#[test]
fn two_that_cross_stay_two_and_themselves() {
    let (runs, mut kept, mut two) = (200, 0, 0);
    for seed in 0..runs {
        let mut dice = Dice::of(seed);
        let mut tracks = Tracks::default();
        let apart = dice.between(-4.0, 4.0);
        let truth = |time: f64| [(3.0 * (time - 10.0), 0.0), (apart, 3.0 * (time - 10.0))];
        let mut first = Vec::new();
        for second in 0..=20 {
            let time = f64::from(second);
            let mut order = truth(time);
            if dice.share() < 0.5 {
                order.reverse();
            }
            for (x, y) in order {
                feed(&mut tracks, &person(1, time, 2.0), (x + 2.0 * dice.normal(), y + 2.0 * dice.normal()));
            }
            tracks.age(at(time + 0.5), &policy());
            if second == 5 {
                first = nearest(&tracks, &truth(time));
            }
        }
        // One in a hundred places is outside of its gate and begins a glimpse, which a crossing may feed for a moment.
        let now = tracks.iter().filter(|track| track.state == TrackState::Confirmed).count();
        two += usize::from(now == 2);
        kept += usize::from(nearest(&tracks, &truth(20.0)) == first);
    }
    println!("two that cross were two in {two} and kept their tracks in {kept} of {runs} seeds");
    assert!(two * 100 >= runs as usize * 99 && kept * 100 >= runs as usize * 90, "{two} and {kept} of {runs}");
}

/// The track nearest to each place.
fn nearest(tracks: &Tracks, places: &[(f64, f64)]) -> Vec<u64> {
    let near = |(x, y): &(f64, f64)| {
        let place = Local { x: *x, y: *y };
        let best = tracks.iter().min_by(|a, b| a.place().distance(place).total_cmp(&b.place().distance(place)));
        best.unwrap().serial
    };
    places.iter().map(near).collect()
}

/// The nearest pair first would give the first track to the second thing and leave the first thing without; together both
/// find theirs, in whatever order they are told.
#[test]
fn the_things_of_one_picture_are_assigned_together() {
    for told in [[0, 1], [1, 0]] {
        let mut tracks = Tracks::default();
        let places = [(0.0, 0.0), (20.0, 0.0)];
        for second in 0..3 {
            for place in places {
                feed(&mut tracks, &person(1, f64::from(second), 8.0), place);
            }
        }
        let before = nearest(&tracks, &places);
        // Both have gone 9 m to the right: the first is now nearly as near to the second's track.
        let moved = [(11.0, 0.0), (31.0, 0.0)];
        for which in told {
            feed(&mut tracks, &person(1, 3.0, 8.0), moved[which]);
        }
        assert_eq!(tracks.iter().count(), 2);
        assert!(tracks.iter().all(|track| track.hits == 4));
        assert_eq!(nearest(&tracks, &moved), before);
    }
}

#[test]
fn two_tracks_of_one_thing_become_one_and_two_things_seen_together_never() {
    // One aircraft's place is 60 m off at first, then right: its track comes to where the other's is.
    let mut tracks = Tracks::default();
    for second in 0..20 {
        let time = f64::from(second);
        let wrong = 60.0 * (1.0 - time / 6.0).max(0.0);
        feed(&mut tracks, &person(1, time, 3.0), (0.0, 0.0));
        feed(&mut tracks, &person(2, time + 0.2, 3.0), (wrong, 0.0));
        tracks.age(at(time + 0.5), &policy());
        if second == 2 {
            assert_eq!(tracks.iter().count(), 2);
        }
    }
    assert_eq!(tracks.iter().count(), 1, "{:?}", tracks.iter().collect::<Vec<_>>());
    // Two people side by side, each at most two metres from the other, in every picture.
    let mut tracks = Tracks::default();
    for second in 0..20 {
        let time = f64::from(second);
        feed(&mut tracks, &person(1, time, 5.0), (0.0, 0.0));
        feed(&mut tracks, &person(1, time, 5.0), (2.0, 0.0));
        tracks.age(at(time + 0.5), &policy());
    }
    assert_eq!(tracks.iter().count(), 2);
}

#[test]
fn another_class_is_another_thing_unless_a_camera_says_none() {
    use DetectionClass::{Object, Person, Vehicle};
    assert!(may_be_one(Person, Object) && may_be_one(Object, Vehicle) && !may_be_one(Person, Vehicle));
    let mut tracks = Tracks::default();
    feed(&mut tracks, &seen(1, 0.0, Person, 3.0), (0.0, 0.0));
    feed(&mut tracks, &seen(1, 1.0, Vehicle, 3.0), (0.0, 0.0));
    assert_eq!(tracks.iter().count(), 2);
    feed(&mut tracks, &seen(2, 1.5, Object, 30.0), (5.0, 0.0));
    assert_eq!(tracks.iter().count(), 2, "an object is one of them");
}

#[test]
fn a_flood_of_glimpses_pushes_out_nothing_sure() {
    let mut tracks = Tracks::default();
    for second in 0..3 {
        feed(&mut tracks, &person(1, f64::from(second), 3.0), (0.0, 0.0));
    }
    for number in 0..3000_u32 {
        feed(&mut tracks, &person(2, 3.0 + f64::from(number) / 1e3, 3.0), (500.0 + f64::from(number) * 200.0, 0.0));
    }
    assert_eq!(tracks.iter().count(), TRACK_LIMIT);
    assert!(tracks.of(VehicleId(1)).any(|track| track.state == TrackState::Confirmed));
}
