//! How fast the nearest units are found and an extract becomes a graph.

use criterion::{Criterion, criterion_group, criterion_main};
use geodata::{Profile, RoadNet, Seconds, UnitAt, import_roads};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

const EXTRACT: &[u8] = include_bytes!("../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

/// One incident, 310 units, everything from raw positions: snapping of all of them included.
fn pairing(c: &mut Criterion) {
    let Ok((_, data)) = import_roads(EXTRACT) else { return };
    let net = RoadNet::new(&data);
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let places: Vec<_> = (0..310).map(|_| net.random_snap(&mut rng).point).collect();
    let incidents: Vec<_> = (0..64).map(|_| net.random_snap(&mut rng).point).collect();
    let profile = |i: usize| Profile::ALL[[0, 0, 0, 1, 2][i % 5]];
    let mut turn = 0;
    c.bench_function("pairing/k5_of_310", |b| {
        b.iter(|| {
            turn = (turn + 1) % incidents.len();
            let to = net.snap(incidents[turn])?;
            let units: Vec<UnitAt> = places
                .iter()
                .enumerate()
                .filter_map(|(index, at)| Some(UnitAt { index, snap: net.snap(*at)?, profile: profile(index) }))
                .collect();
            Some(net.nearest_units(&to, &units, 5, Seconds(1800.0)))
        });
    });
    c.bench_function("pairing/snap", |b| {
        b.iter(|| {
            turn = (turn + 1) % incidents.len();
            net.snap(incidents[turn])
        });
    });
}

/// From the bytes of the extract to a graph that answers.
fn import(c: &mut Criterion) {
    c.bench_function("import/liechtenstein_graph", |b| {
        b.iter(|| import_roads(EXTRACT).map(|(_, data)| RoadNet::new(&data).nodes()));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = pairing, import
}
criterion_main!(benches);
