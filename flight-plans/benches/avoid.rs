//! How long planning takes on the demonstration district: a way round a zone, a mission to a scene, its judgement, the
//! ways home of a thousand at once.

use criterion::{Criterion, criterion_group, criterion_main};
use flight_plans::{Homeward, Situation, Wind, check, home, lay_plan, path_around, to_scene};
use geodata::{Amsl, Atlas, ImportOptions, Local, Metres, MetresPerSecond, Timestamp, Zone, ZoneKind, import_osm};
use std::hint::black_box;

const EXTRACT: &[u8] = include_bytes!("../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

fn district() -> Option<Atlas> {
    let ground = Amsl(Metres(460.0));
    let options = ImportOptions { fiction_seed: Some(1), ground, ..ImportOptions::default() };
    Atlas::open(&import_osm(EXTRACT, &options).ok()?).ok()
}

/// Just beyond both ends of the diagonal of a zone, so that the straight line is blocked.
fn across(zone: &Zone) -> Option<(Local, Local)> {
    let ring = zone.rings().into_iter().next()?;
    let (first, far) = (*ring.first()?, *ring.get(ring.len() / 2)?);
    Some((far.toward(first, 1.5), first.toward(far, 1.5)))
}

fn benches(c: &mut Criterion) {
    let Some(atlas) = district() else { return };
    let plan = lay_plan(&atlas, 1);
    let zones: Vec<&Zone> = atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepOut).collect();
    let Some((from, to)) = zones.first().and_then(|z| across(z)) else { return };
    let wind = Wind { east: 4.0, north: 2.0 };
    let way = || path_around(from, to, &zones, Metres(40.0), MetresPerSecond(15.0), wind);
    c.bench_function("avoid/way_round_a_zone", |b| b.iter(|| black_box(way())));
    let Some(dock) = plan.aircraft(1).and_then(|a| atlas.posts.iter().find(|p| p.id == a.dock)) else { return };
    let ground = atlas.terrain.ground(dock.at);
    let s = Situation {
        atlas: &atlas,
        plan: &plan,
        vehicle: 1,
        wind,
        battery_percent: 100.0,
        from: dock.at,
        from_altitude: ground,
        on_ground: true,
        at: Timestamp::from_millis(1_778_580_000_000),
    };
    let scene = atlas.frame.to_wgs84(Local { x: dock.at.x + 900.0, y: dock.at.y + 900.0 });
    c.bench_function("avoid/to_scene", |b| b.iter(|| black_box(to_scene(&s, scene))));
    let Ok(proposal) = to_scene(&s, scene) else { return };
    c.bench_function("avoid/check", |b| b.iter(|| black_box(check(&proposal.mission, &s))));
    homes(c, &s);
}

/// A thousand aircraft in flight along a line of 5 km across the district, each in a wind of its own, called home at once.
fn homes(c: &mut Criterion, s: &Situation<'_>) {
    let flying = |number: u32| {
        let along = f64::from(number) * 5.0 - 2_500.0;
        let wind = Wind { east: (f64::from(number) * 0.7).sin() * 3.0, north: (f64::from(number) * 1.3).cos() * 3.0 };
        let from = Local { x: along, y: along * 0.5 + 700.0 };
        Situation { from, from_altitude: s.from_altitude, wind, on_ground: false, ..*s }
    };
    let all: Vec<Situation<'_>> = (0..1_000).map(flying).collect();
    let mut round = 0;
    c.bench_function("avoid/home_1000_together", |b| {
        b.iter(|| {
            let mut ways = Homeward::new(s.atlas, s.plan, s.at);
            round = all.iter().filter(|s| black_box(ways.round(s)).is_some()).count();
        });
    });
    c.bench_function("avoid/home_1000_each_alone", |b| {
        b.iter(|| all.iter().for_each(|s| drop(black_box(home(s)))));
    });
    println!("avoid/home_1000: {round} of 1000 round zones");
}

criterion_group!(avoid, benches);
criterion_main!(avoid);
