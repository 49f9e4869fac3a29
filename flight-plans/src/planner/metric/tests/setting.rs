//! Which zones count in which layer at which time, what hills cost, and why there is no way.

use super::super::{End, Metric, NoWay, Setting};
use super::worlds::{World, block, local};
use crate::airframe::Airframe;
use crate::trial::hills::over;
use crate::trial::{NOON, atlas};
use crate::wind::Wind;
use geodata::{Agl, Draft, Hours, Limit, Local, Metres, Schedule, Seconds, Terrain, Zone, ZoneKind};

/// A wall across the way from `A` to `B`, between two heights.
fn wall(floor: Limit, ceiling: Limit) -> Zone {
    Zone::checked(block(400.0, -500.0, 100.0, 1000.0).into_draft().between(floor, ceiling)).unwrap()
}

const A: Local = Local { x: 0.0, y: 0.0 };
const B: Local = Local { x: 900.0, y: 0.0 };

/// Whether the straight way is free in a layer, when only zones near the layer count.
fn straight(zone: Zone, layer: f64, terrain: &Terrain) -> bool {
    let world = World { terrain: terrain.clone(), ..World::new(vec![zone], Wind::CALM) };
    let setting = Setting { layer: Agl(Metres(layer)), ..world.setting() }.in_layer_only(Metres(15.0));
    Metric::of(&setting).way(A, B).unwrap().corners.len() == 2
}

#[test]
fn a_zone_counts_in_the_layers_it_reaches_into_and_in_no_other() {
    let flat = Terrain::Flat(geodata::Amsl(Metres(460.0)));
    let free = |floor, ceiling| [40.0, 60.0, 90.0, 110.0].map(|layer| straight(wall(floor, ceiling), layer, &flat));
    assert_eq!(free(Limit::Open, Limit::Open), [false; 4]);
    assert_eq!(free(Limit::agl(80.0), Limit::Open), [true, true, false, false]);
    assert_eq!(free(Limit::Open, Limit::agl(50.0)), [false, false, true, true]);
    assert_eq!(free(Limit::amsl(460.0 + 80.0), Limit::amsl(460.0 + 92.0)), [true, true, false, true]);
}

#[test]
fn the_judges_band_counts_everything_from_the_ground_to_120_metres() {
    let counts = |floor, ceiling| {
        let world = World::new(vec![wall(floor, ceiling)], Wind::CALM);
        world.setting().in_the_way().len()
    };
    assert_eq!(counts(Limit::agl(100.0), Limit::Open), 1);
    assert_eq!(counts(Limit::agl(121.0), Limit::Open), 0);
    assert_eq!(counts(Limit::amsl(460.0 + 119.0), Limit::Open), 1);
    assert_eq!(counts(Limit::Open, Limit::amsl(459.0)), 0);
}

#[test]
fn over_hills_a_limit_above_sea_level_is_held_against_the_ground_under_the_zone() {
    // A ridge of 150 m along the wall; the ground is 460 m elsewhere.
    let ridge = over(|at| Some(460.0 + 150.0 * (-((at.x - 450.0) / 200.0).powi(2)).exp())).terrain;
    let flat = Terrain::Flat(geodata::Amsl(Metres(460.0)));
    let high = || wall(Limit::amsl(460.0 + 150.0), Limit::Open);
    assert!(straight(high(), 60.0, &flat) && !straight(high(), 60.0, &ridge));
}

#[test]
fn a_zone_counts_in_its_hours_and_the_hour_before() {
    let night = Draft {
        schedule: Schedule::daily(Hours { from_minute: 22 * 60, to_minute: 6 * 60 }),
        ..wall(Limit::Open, Limit::Open).into_draft()
    };
    let world = World::new(vec![Zone::checked(night).unwrap()], Wind::CALM);
    let counts = |hour: f64, lasts: f64| {
        let from = NOON.plus(Seconds(3600.0 * (hour - 10.0)));
        Setting { from, lasts: Seconds(lasts), ..world.setting() }.in_the_way().len()
    };
    assert_eq!([counts(12.0, 3600.0), counts(20.5, 3600.0), counts(21.5, 3600.0), counts(23.0, 0.0)], [0, 0, 1, 1]);
    assert_eq!([counts(5.9, 60.0), counts(6.1, 60.0)], [1, 0]);
}

#[test]
fn zones_that_ask_for_something_else_are_not_in_the_way() {
    let other = Draft { kind: ZoneKind::NoRecord, ..wall(Limit::Open, Limit::Open).into_draft() };
    let world = World::new(vec![Zone::checked(other).unwrap()], Wind::CALM);
    assert_eq!(world.metric().way(A, B).unwrap().corners, [A, B]);
}

/// A keep-in zone of these corners.
fn keep_in(corners: &[(f64, f64)]) -> Zone {
    let drawn = super::worlds::prism(corners).into_draft();
    Zone::checked(Draft { kind: ZoneKind::KeepIn, ..drawn }).unwrap()
}

#[test]
fn ways_stay_in_a_keep_in_zone_round_its_bay_and_pass_from_one_into_the_next() {
    // A horseshoe open to the north, and a bar across its eastern arm.
    let horseshoe = [
        (0.0, 0.0),
        (900.0, 0.0),
        (900.0, 600.0),
        (600.0, 600.0),
        (600.0, 300.0),
        (300.0, 300.0),
        (300.0, 600.0),
        (0.0, 600.0),
    ];
    let bar = [(800.0, 500.0), (1500.0, 500.0), (1500.0, 550.0), (800.0, 550.0)];
    let world = World::new(vec![keep_in(&horseshoe), keep_in(&bar)], Wind::CALM);
    let metric = world.metric();
    let (left, right, far) = (local(150.0, 590.0), local(750.0, 590.0), local(1400.0, 525.0));
    let length = |corners: &[Local]| corners.windows(2).map(|leg| leg[0].distance(leg[1]).0).sum::<f64>();
    let shortest = |corners: &[(f64, f64)]| length(&corners.iter().map(|&(x, y)| local(x, y)).collect::<Vec<_>>());
    let round = metric.way(left, right).unwrap();
    let told = shortest(&[(150.0, 590.0), (300.0, 300.0), (600.0, 300.0), (750.0, 590.0)]);
    assert!((told..told + 4.0).contains(&round.length.0), "{} {told}", round.length.0);
    let on = metric.way(left, far).unwrap();
    for way in [&round, &on] {
        for leg in way.corners.windows(2) {
            let inside = |share: f64| world.zones.iter().any(|z| z.contains(leg[0].toward(leg[1], share)));
            assert!((0..=500).all(|i| inside(f64::from(i) / 500.0)), "{leg:?}");
        }
    }
    let least = shortest(&[(150.0, 590.0), (300.0, 300.0), (600.0, 300.0), (900.0, 500.0), (1400.0, 525.0)]);
    assert!((least - 20.0..least * 1.05).contains(&on.length.0), "{} {least}", on.length.0);
    let outside = local(450.0, 500.0);
    assert_eq!(metric.way(left, outside).unwrap_err(), NoWay::Outside(End::To));
    let matrix = metric.matrix(&[left, right, far, outside]);
    assert!((matrix.time(0, 1).unwrap().0 - round.time.0).abs() < 1e-9);
    assert!((matrix.time(0, 2).unwrap().0 - on.time.0).abs() < 1e-9);
    assert_eq!(matrix.why(3, 0), Some(NoWay::Outside(End::From)));
    let reached = metric.reach(left, Metres::ZERO, false, Seconds(60.0)).unwrap();
    assert!(reached.contains(local(650.0, 280.0)) && !reached.contains(outside) && !reached.contains(right));
}

#[test]
fn a_hill_on_the_way_costs_its_climb_and_its_descent() {
    let hilly = over(|at| Some(460.0 + 150.0 * (-((at.x - 450.0) / 200.0).powi(2)).exp()));
    let world = |terrain: &Terrain| World { terrain: terrain.clone(), ..World::new(Vec::new(), Wind::CALM) };
    let flat = world(&Terrain::Flat(geodata::Amsl(Metres(460.0)))).metric();
    let (over_it, level) = (world(&hilly.terrain).metric(), flat.way(A, B).unwrap());
    let way = over_it.way(A, B).unwrap();
    // 150 m up at 6 m/s and down at 3 m/s, but for samples that miss the crest and the hill's foot.
    let more = way.time.0 - level.time.0;
    assert!((60.0..=76.0).contains(&more), "{more}");
    assert!(way.battery_percent > level.battery_percent + 2.0 && way.corners == level.corners);
    let matrix = over_it.matrix(&[A, B]);
    assert!((matrix.time(0, 1).unwrap().0 - way.time.0).abs() < 1e-9);
    assert!((matrix.battery_percent(1, 0).unwrap() - over_it.way(B, A).unwrap().battery_percent).abs() < 1e-9);
    // What is reached over the hill is less, and still no more than its own ways allow.
    let reach = |metric: &Metric| metric.reach(A, Metres::ZERO, false, Seconds(90.0)).unwrap();
    assert!(reach(&flat).contains(B) && !reach(&over_it).contains(B));
    assert!(reach(&over_it).area_m2() < 0.95 * reach(&flat).area_m2());
}

#[test]
fn there_is_no_way_for_a_reason() {
    let yard = super::worlds::frame(0.0, 0.0, 300.0, 40.0);
    let world = World::new(vec![yard], Wind::CALM);
    let why = |world: &World, a, b| world.metric().way(a, b).unwrap_err();
    assert_eq!(why(&world, A, B), NoWay::WalledIn);
    assert_eq!(why(&world, A, local(290.0, 0.0)), NoWay::InZone(End::To, "F".into()));
    assert_eq!(why(&world, local(245.0, 0.0), A), NoWay::InZone(End::From, "F".into()));
    assert_eq!(why(&world, A, local(f64::NAN, 0.0)), NoWay::NoPlace(End::To));
    let storm = World::new(Vec::new(), Wind { east: -20.0, north: 0.0 });
    assert_eq!(why(&storm, A, B), NoWay::Wind);
    assert!(storm.metric().way(B, A).is_ok());
    let matrix = storm.metric().matrix(&[A, B]);
    assert_eq!((matrix.why(0, 1), matrix.why(1, 0), matrix.why(0, 7)), (Some(NoWay::Wind), None, None));
    assert!(matrix.time(1, 0).is_some() && matrix.time(7, 0).is_none());
    let said = NoWay::InZone(End::To, "School".into()).finding("hotspot 7");
    assert_eq!((said.code, said.at.as_str()), ("zone_blocks", "hotspot 7"));
    assert!(said.say.contains("School"));
}

#[test]
fn the_districts_own_setting_plans_as_the_missions_do() {
    let quad = Airframe::shipped().remove(0);
    let setting = Setting::of(atlas(), Metres(30.0), &quad, Wind::CALM, Agl(Metres(60.0)), NOON);
    assert!((setting.margin.0 - 40.0).abs() < 1e-9);
    let metric = Metric::of(&setting);
    let docks: Vec<Local> = atlas().posts.iter().map(|post| post.at).collect();
    let matrix = metric.matrix(&docks);
    let known = (0..docks.len()).flat_map(|i| (0..docks.len()).map(move |j| (i, j)));
    for (i, j) in known {
        let zones: Vec<&Zone> = setting.in_the_way();
        let theirs = crate::path_around(docks[i], docks[j], &zones, setting.margin, quad.cruise, Wind::CALM);
        let length = theirs.map(|way| way.windows(2).map(|leg| leg[0].distance(leg[1]).0).sum::<f64>());
        match (matrix.time(i, j), length) {
            (Some(time), Some(length)) => assert!((time.0 * 15.0 - length).abs() < 1e-3 * length.max(1.0)),
            (None, None) => {}
            other => panic!("{i} to {j}: {other:?}"),
        }
    }
}
