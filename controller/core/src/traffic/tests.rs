//! The oracle looks at every hundredth of a second.

use super::*;
use geodata::Amsl;
use proptest::prelude::*;

const BOUNDS: Bounds = Bounds { apart: Metres(300.0), above: Metres(100.0), ahead: Seconds(30.0) };
const STEP: f64 = 0.01;

fn moving(place: [f64; 3], velocity: [f64; 3]) -> Moving {
    Moving { place: Local { x: place[0], y: place[1] }, up: Some(place[2]), velocity }
}

/// The first moment and the least horizontal distance, by looking.
fn looked_for(ours: &Moving, theirs: &Moving, doubt: f64, bounds: &Bounds) -> (Option<f64>, f64) {
    let (mut first, mut least) = (None, f64::INFINITY);
    let mut t = 0.0;
    while t <= bounds.ahead.0 {
        let (a, b) = (ours.after(t), theirs.after(t));
        let apart = (a.place.x - b.place.x).hypot(a.place.y - b.place.y);
        let above = a.up.zip(b.up).map_or(0.0, |(a, b)| (a - b).abs());
        least = least.min(apart);
        if first.is_none() && apart <= bounds.apart.0 && above <= bounds.above.0 + doubt {
            first = Some(t);
        }
        t += STEP;
    }
    (first, least)
}

proptest! {
    #[test]
    fn two_come_too_near_when_a_look_at_every_moment_says_so(
        from in prop::array::uniform3(-2000.0..2000.0f64), speed in prop::array::uniform3(-70.0..70.0f64),
        own in prop::array::uniform3(-15.0..15.0f64), doubt in 0.0..200.0f64, tells_height: bool,
    ) {
        let ours = moving([0.0, 0.0, 500.0], own);
        let mut theirs = moving([from[0], from[1], 500.0 + from[2] / 4.0], [speed[0], speed[1], speed[2] / 7.0]);
        if !tells_height {
            theirs.up = None;
        }
        let said = encounter(&ours, &theirs, Metres(doubt), &BOUNDS);
        let (seen, least) = looked_for(&ours, &theirs, doubt, &BOUNDS);
        match (said, seen) {
            (Some(said), Some(seen)) => {
                prop_assert!((said.within.0 - seen).abs() <= STEP + 1e-6, "{said:?} {seen}");
                prop_assert!((said.apart.0 - least).abs() < 1.5, "{said:?} {least}");
            }
            (None, None) => {}
            // A touch shorter than a look.
            _ => {
                let tight = BOUNDS.widened(0.99);
                prop_assert!(encounter(&ours, &theirs, Metres(doubt * 0.99), &tight).is_none(), "{said:?} {seen:?}");
            }
        }
    }
}

#[test]
fn a_helicopter_that_crosses_two_kilometres_ahead_is_too_near_in_time() {
    let ours = moving([0.0, 0.0, 520.0], [0.0, 15.0, 0.0]);
    let theirs = moving([-1500.0, 300.0, 560.0], [60.0, 0.0, 0.0]);
    let said = encounter(&ours, &theirs, Metres(30.0), &BOUNDS).unwrap();
    assert!((20.0..26.0).contains(&said.within.0), "{said:?}");
    assert!(said.above.unwrap().0 > 39.0);
    let high = moving([-1500.0, 300.0, 900.0], [60.0, 0.0, 0.0]);
    assert_eq!(encounter(&ours, &high, Metres(30.0), &BOUNDS), None, "it passes far above");
    assert!(encounter(&ours, &high, HeightAbove::Pressure.doubt(), &BOUNDS).is_none());
}

#[test]
fn who_flies_away_is_in_nobodys_way_and_who_hovers_beside_us_is() {
    let ours = moving([0.0, 0.0, 520.0], [0.0; 3]);
    assert!(encounter(&ours, &moving([400.0, 0.0, 520.0], [40.0, 0.0, 0.0]), Metres(0.0), &BOUNDS).is_none());
    let said = encounter(&ours, &moving([200.0, 0.0, 520.0], [0.0; 3]), Metres(0.0), &BOUNDS).unwrap();
    assert_eq!((said.within, said.apart), (Seconds(0.0), Metres(200.0)));
}

#[test]
fn a_fix_of_two_seconds_ago_is_carried_on() {
    let frame = Frame::at(Wgs84 { lat: 47.14, lon: 9.52 });
    let fix = Fix {
        at: Timestamp::from_millis(1000),
        place: frame.origin(),
        altitude: Amsl(Metres(500.0)),
        above_home: Metres(40.0),
        speed: MetresPerSecond(10.0),
        climb: MetresPerSecond(1.0),
        heading: Heading::degrees(90.0),
    };
    let now = Moving::ours(&fix, &frame, Timestamp::from_millis(3000));
    assert!((now.place.x - 20.0).abs() < 1e-6 && now.place.y.abs() < 1e-6 && now.up == Some(502.0), "{now:?}");
}

#[test]
fn an_address_reads_as_it_is_written() {
    for id in
        [TrafficId::Icao(0x4b_1234), TrafficId::Drone(7), TrafficId::Drone(u64::MAX), TrafficId::Own(VehicleId(3))]
    {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    assert!("icao-zz".parse::<TrafficId>().is_err() && "4b1234".parse::<TrafficId>().is_err());
}
