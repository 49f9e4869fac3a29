//! How long planning takes on the demonstration district: a way round a zone, a mission to a scene, its judgement.

use criterion::{Criterion, criterion_group, criterion_main};
use flight_plans::{Situation, Wind, check, lay_plan, path_around, to_scene};
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
}

criterion_group!(avoid, benches);
criterion_main!(avoid);
