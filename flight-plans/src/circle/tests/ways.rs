//! Times by air and by road: the wind triangle, and the roads of a real district pair by pair.

use super::*;
use crate::Airframe;
use crate::circle::times::{AirUnit, ByAir, ByRoad, Now, RoadGoals, millis};
use crate::wind::Wind;
use geodata::{Heading, ImportOptions, Metres, MetresPerSecond, Profile, ResponderClass, import_osm};
use std::sync::LazyLock;

const EXTRACT: &[u8] = include_bytes!("../../../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

pub(super) static ATLAS: LazyLock<geodata::Atlas> = LazyLock::new(|| {
    let options = ImportOptions { fiction_seed: Some(1), ..ImportOptions::default() };
    geodata::Atlas::open(&import_osm(EXTRACT, &options).unwrap()).unwrap()
});

fn quad() -> Airframe {
    Airframe::shipped().remove(0)
}

fn docked(airframe: &Airframe, at: Local) -> AirUnit<'_> {
    AirUnit { airframe, at, climb: Metres(60.0), on_ground: true, held: Seconds::ZERO }
}

proptest! {
    #[test]
    fn the_time_by_air_is_that_of_the_wind_triangle_and_of_the_reach(
        from in 0.0..360.0f64, speed in 0.0..25.0f64, to in 0.0..360.0f64, far in 0.0..9000.0f64, started: bool,
    ) {
        let (airframe, wind) = (quad(), Wind::from(Heading::degrees(from), MetresPerSecond(speed)));
        let unit = AirUnit { on_ground: !started, ..docked(&airframe, Local { x: 30.0, y: -70.0 }) };
        let goal = unit.at.moved(Heading::degrees(to), Metres(far));
        let time = ByAir { wind }.time(&unit, goal);
        let before = 10.0 + if started { 0.0 } else { 25.0 };
        let over_ground = wind.ground_speed(airframe.cruise, Heading::degrees(to));
        let right = over_ground.map(|v| before + far / v.0).filter(|_| started || speed <= airframe.max_wind.0);
        match (time, right) {
            (Some(time), Some(right)) => {
                prop_assert!((time.0 - right).abs() < 1e-6 * right);
                let disc = |s| crate::response::reach(&airframe, wind, unit.at, Metres(60.0), !started, Seconds(s)).unwrap();
                prop_assert!(disc(time.0 + 1e-3).contains(goal));
            }
            (time, right) => prop_assert!(time.is_none() == right.is_none() || far < 1e-6, "{time:?} {right:?}"),
        }
    }
}

/// A district's guarded places, with units spread over its roads.
fn district() -> (Arc<Circles>, Vec<Local>) {
    use rand::SeedableRng;
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(5);
    let mut places = ATLAS.guarded.clone();
    for number in 0..150_u8 {
        let at = ATLAS.roads.random_snap(&mut rng).point;
        let grade = number % 3 + 1;
        let id = format!("R{number}");
        places.push(geodata::GuardedPlace {
            id,
            grade,
            at,
            tiers: geodata::GuardedPlace::usual_tiers(grade),
            ..places[0].clone()
        });
    }
    let units = (0..30).map(|_| ATLAS.roads.random_snap(&mut rng).point).collect();
    (Arc::new(Circles::of(&places).unwrap()), units)
}

#[test]
fn nothing_that_counts_is_ruled_out_by_a_bound() {
    let (circles, at) = district();
    let airframe = quad();
    let wind = Wind { east: 5.0, north: -4.0 };
    let travel = ATLAS.roads.undisturbed();
    let goals = RoadGoals::new(&ATLAS.roads, travel, &circles);
    let class = [
        ResponderClass::Air,
        ResponderClass::Car,
        ResponderClass::Motorbike,
        ResponderClass::Foot,
        ResponderClass::Station,
    ];
    let profile = [Profile::Car, Profile::Emergency, Profile::Motorbike, Profile::Foot, Profile::Car];
    let turnout = Seconds(12.0);
    let classes: Vec<ResponderClass> = (0..at.len()).map(|unit| class[unit % 5]).collect();
    let moves: Vec<Moves> = at
        .iter()
        .enumerate()
        .map(|(unit, at)| match classes[unit] {
            ResponderClass::Air => Moves::Air(docked(&airframe, *at)),
            _ => Moves::Road { at: *at, profile: profile[unit % 5], turnout },
        })
        .collect();
    let now = Now { units: &moves, air: ByAir { wind }, road: ByRoad { net: &ATLAS.roads, travel, goals: &goals } };
    let live = Live::with(Arc::clone(&circles), &classes, &now);
    // Pair by pair, without bounds.
    let plainly = |unit: usize, place: usize| {
        let to = circles.all()[place].at;
        match moves[unit] {
            Moves::Air(aircraft) => ByAir { wind }.time(&aircraft, to),
            Moves::Road { at, profile, turnout } => {
                let (from, to) = (ATLAS.roads.snap_for(at, profile)?.snap, ATLAS.roads.snap_for(to, profile)?.snap);
                Some(turnout + to.walk() + travel.travel_time(&from, &to, profile)?)
            }
        }
    };
    let right = Live::with(Arc::clone(&circles), &classes, &plainly);
    assert_eq!(live.tiers().collect::<Vec<_>>(), right.tiers().collect::<Vec<_>>());
    let tally = live.tally();
    assert!(tally.met > 20 && tally.at_risk > 20 && tally.failed > 20, "{tally:?}");
    for (unit, (fast, slow)) in live.units.iter().zip(&right.units).enumerate() {
        assert_eq!(fast.inside, slow.inside, "unit {unit}");
        let close = |(a, b): (&u32, &u32)| *a == NEVER || a.abs_diff(*b) <= 1;
        assert!(fast.times.iter().zip(&slow.times).all(close), "unit {unit}");
    }
    assert_eq!(live.who_may_leave(), right.who_may_leave());
    by_station(&live, &circles);
}

#[test]
fn milliseconds_are_rounded_up_and_what_is_no_span_is_never() {
    let told = [0.0, 0.0001, 59.999_9, 60.0, -1e-9, -3.0, f64::NAN, f64::INFINITY, 1e7].map(|s| millis(Seconds(s)));
    assert_eq!(told, [0, 1, 60_000, 60_000, 0, NEVER, NEVER, NEVER, NEVER]);
}

/// The rows of the areas against asking every area for every place.
fn by_station(live: &Live, circles: &Circles) {
    let all = Classes::of(&CLASSES);
    let rows = owners::by_area(live, &ATLAS.areas, all, 0.0);
    assert_eq!(rows.len(), ATLAS.areas.all().len());
    for (row, area) in rows.iter().zip(ATLAS.areas.all()) {
        let places: Vec<usize> =
            (0..circles.all().len()).filter(|place| area.covers(circles.all()[*place].at)).collect();
        let state =
            |wanted| live.tiers().filter(|(at, s)| *s == wanted && places.contains(&(at.place as usize))).count();
        let tally =
            Tally { met: state(TierState::Met), at_risk: state(TierState::AtRisk), failed: state(TierState::Failed) };
        assert_eq!((row.places, row.tiers), (places.len(), tally), "{}", area.id);
        let first = |place: &usize| {
            let soonest = live.units.iter().map(|held| held.times[*place]).min().unwrap();
            (soonest, circles.all()[*place].weight)
        };
        assert_eq!(row.arrivals, arrivals::Arrivals::of(places.iter().map(first)), "{}", area.id);
    }
    assert!(rows.iter().any(|row| row.places > 10));
}
