//! A county tiled to a province: the hierarchy answers as plain search does, under conditions too.

#[path = "../benches/tiled.rs"]
mod tiled;

use geodata::{Closure, Conditions, Direction, Profile, RoadNet, Seconds, Snap, Span, Timestamp, UnitAt, import_roads};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

const EXTRACT: &[u8] = include_bytes!("../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

/// Three by three counties with a hierarchy.
#[allow(clippy::unwrap_used)]
fn net() -> RoadNet {
    let net = RoadNet::new(&tiled::tiled(&import_roads(EXTRACT).unwrap().1, 3, 3));
    let order = net.order();
    net.with_order(&order).unwrap()
}

#[test]
fn a_thousand_pairs_a_profile_across_nine_counties() {
    let net = net();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let snaps: Vec<Snap> = (0..110).map(|_| net.random_snap(&mut rng)).collect();
    let (starts, goals) = snaps.split_at(10);
    let mut live = net.live();
    let close = |snap: &Snap| Closure {
        edge: snap.edge(),
        direction: Direction::Both,
        span: Span::default(),
        profiles: vec![],
    };
    for round in 0..2 {
        let closures = (0..round * 200).map(|_| close(&net.random_snap(&mut rng))).collect();
        net.set(&mut live, &Conditions { closures, ..Conditions::default() }, Timestamp(0)).unwrap();
        let travel = net.under(&live);
        for profile in Profile::ALL {
            let fast = travel.matrix(starts, goals, profile);
            assert_eq!(fast, travel.plain().matrix(starts, goals, profile));
            let far = goals.iter().enumerate().filter(|(j, _)| fast.time(0, *j).is_some()).count();
            assert!(far > 50 || profile != Profile::Car, "{far} goals reached");
            for (i, start) in starts.iter().enumerate() {
                assert_eq!(travel.one_to_many(start, goals, profile), fast.row(i));
                assert_eq!(travel.route(start, &goals[i], profile), travel.plain().route(start, &goals[i], profile));
            }
        }
        let unit = |(index, snap): (usize, &Snap)| UnitAt { index, snap: *snap, profile: Profile::ALL[index % 4] };
        let units: Vec<UnitAt> = goals.iter().enumerate().map(unit).collect();
        for start in starts {
            let fast = travel.nearest_units(start, &units, 5, Seconds(f64::INFINITY));
            assert_eq!(fast, travel.plain().nearest_units(start, &units, 5, Seconds(f64::INFINITY)));
        }
    }
}
