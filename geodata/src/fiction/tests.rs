//! The invented layer keeps its own promises, for any seed.

use crate::atlas::{Atlas, Files};
use crate::osm::{ImportOptions, import_osm};
use crate::place::PostKind;
use crate::units::{Amsl, Metres, Timestamp};
use crate::zone::ZoneKind;
use std::sync::LazyLock;

static EXTRACT: &[u8] = include_bytes!("../../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

fn files(seed: u64) -> Files {
    let options = ImportOptions { fiction_seed: Some(seed), ground: Amsl(Metres(460.0)), ..ImportOptions::default() };
    import_osm(EXTRACT, &options).unwrap()
}

static SEVEN: LazyLock<Files> = LazyLock::new(|| files(7));

#[test]
fn the_layer_has_everything_the_demo_needs() {
    let atlas = Atlas::open(&SEVEN).unwrap();
    assert!(atlas.fictional);
    assert_eq!((atlas.hotspots.len(), atlas.guarded.len()), (400, 40));
    let count = |kind| atlas.posts.iter().filter(|p| p.kind == kind).count();
    assert_eq!((count(PostKind::Station), count(PostKind::Dock)), (8, 8));
    let zones = |kind| atlas.zones.iter().filter(|z| z.kind == kind).count();
    assert!((4..=6).contains(&zones(ZoneKind::KeepOut)));
    assert_eq!(zones(ZoneKind::NoRecord), 4);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    assert_eq!(*SEVEN, files(7));
    assert_ne!(SEVEN["zones.json"], files(8)["zones.json"]);
}

#[test]
fn no_fly_zones_keep_300_metres_from_docks_for_any_seed() {
    for seed in 0..4 {
        let atlas = Atlas::open(&files(seed)).unwrap();
        let docks: Vec<_> = atlas.posts.iter().filter(|p| p.kind == PostKind::Dock).collect();
        for zone in atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepOut) {
            let ring = &zone.rings()[0];
            for (i, a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                let near =
                    (0..=50).flat_map(|s| docks.iter().map(move |d| d.at.distance(a.toward(b, f64::from(s) / 50.0)).0));
                assert!(near.fold(f64::INFINITY, f64::min) >= 300.0, "seed {seed}, {}", zone.id);
            }
            assert!(atlas.guarded.iter().all(|g| !zone.contains(g.at)), "{} hides a guarded place", zone.id);
            let width = ring.iter().flat_map(|a| ring.iter().map(move |b| a.distance(*b).0)).fold(0.0, f64::max);
            assert!((200.0..=800.0).contains(&width), "{} is {width} m wide", zone.id);
        }
    }
}

#[test]
fn hotspots_lie_on_roads_and_are_awake_at_some_hours() {
    let atlas = Atlas::open(&SEVEN).unwrap();
    for spot in &atlas.hotspots {
        assert!(atlas.roads.snap(spot.at()).unwrap().off_road.0 < 0.1, "{}", spot.id);
    }
    let awake = |hour: i64| {
        let at = Timestamp::from_millis(1_778_544_000_000 + hour * 3_600_000);
        atlas.hotspots.iter().filter(|s| s.weight_at(at) > 0.0).count()
    };
    assert!((0..24).all(|hour| awake(hour) > 50));
    assert_ne!(awake(3), awake(19));
}

#[test]
fn stations_are_spread_and_named_in_both_languages() {
    let atlas = Atlas::open(&SEVEN).unwrap();
    let stations: Vec<_> = atlas.posts.iter().filter(|p| p.kind == PostKind::Station).collect();
    for (i, a) in stations.iter().enumerate() {
        assert!(a.name.ends_with(" station") && a.name_zh.ends_with("派出所"), "{}", a.name);
        assert!(stations[i + 1..].iter().all(|b| a.at.distance(b.at).0 > 1500.0), "{}", a.name);
    }
}
