//! How fast an extract becomes a graph, and how fast the graph answers: at county size and tiled to half a million
//! junctions (`.../500k`), snapping included where units and incidents are places.
//!
//! The province's order takes its time to compute; it is kept in the target folder for the next run.

#![allow(clippy::expect_used)]

mod tiled;

use criterion::{Criterion, criterion_group, criterion_main};
use geodata::{
    Closure, Conditions, Direction, Local, Profile, RoadNet, Seconds, Snap, Span, Timestamp, UnitAt, import_roads,
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::path::Path;
use std::sync::LazyLock;

const EXTRACT: &[u8] = include_bytes!("../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

static COUNTY: LazyLock<RoadNet> = LazyLock::new(|| {
    let net = RoadNet::new(&import_roads(EXTRACT).expect("the demo extract imports").1);
    let order = net.order();
    net.with_order(&order).expect("its own order")
});

static PROVINCE: LazyLock<RoadNet> = LazyLock::new(|| {
    let data = import_roads(EXTRACT).expect("the demo extract imports").1;
    let tiles = 500_000_usize.div_ceil(data.nodes.len()) as u32;
    let columns = f64::from(tiles).sqrt().round() as u32;
    let net = RoadNet::new(&tiled::tiled(&data, columns, tiles.div_ceil(columns)));
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("province.order");
    let order = std::fs::read(&kept).ok().filter(|bytes| net.clone().with_order(bytes).is_ok()).unwrap_or_else(|| {
        let order = net.order();
        let _ = std::fs::write(&kept, &order);
        order
    });
    println!("the province has {} junctions, {} of them for cars", net.junctions(), net.nodes());
    net.with_order(&order).expect("its own order")
});

/// Nets by the ends of their benchmarks' names.
fn nets() -> [(&'static str, &'static LazyLock<RoadNet>); 2] {
    [("", &COUNTY), ("/500k", &PROVINCE)]
}

fn places(net: &RoadNet, count: usize, seed: u64) -> Vec<Local> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..count).map(|_| net.random_snap(&mut rng).point).collect()
}

fn units(net: &RoadNet, places: &[Local], profile: impl Fn(usize) -> Profile) -> Vec<UnitAt> {
    let unit = |(index, at): (usize, &Local)| Some(UnitAt { index, snap: net.snap(*at)?, profile: profile(index) });
    places.iter().enumerate().filter_map(unit).collect()
}

/// One incident, 310 units, everything from raw positions: snapping of all of them included.
fn pairing(c: &mut Criterion) {
    let net = &*COUNTY;
    let (places, incidents) = (places(net, 310, 7), places(net, 64, 8));
    let profile = |i: usize| [Profile::Car, Profile::Car, Profile::Car, Profile::Motorbike, Profile::Foot][i % 5];
    let mut turn = 0;
    c.bench_function("pairing/k5_of_310", |b| {
        b.iter(|| {
            turn = (turn + 1) % incidents.len();
            Some(net.nearest_units(&net.snap(incidents[turn])?, &units(net, &places, profile), 5, Seconds(1800.0)))
        });
    });
    c.bench_function("pairing/snap", |b| {
        b.iter(|| {
            turn = (turn + 1) % incidents.len();
            net.snap(incidents[turn])
        });
    });
}

/// All units' times to one incident, and the five nearest.
fn eta(c: &mut Criterion) {
    for (end, net) in nets() {
        let mut turn = 0;
        c.bench_function(&format!("eta/1x1000{end}"), |b| {
            let (places, incidents) = (places(net, 1000, 9), places(net, 64, 10));
            b.iter(|| {
                turn = (turn + 1) % incidents.len();
                let to = net.snap(incidents[turn])?;
                Some(net.undisturbed().units_to(&units(net, &places, |_| Profile::Car), &to))
            });
        });
        // Other units each time: nothing of the last answer is near at hand.
        let crowds: Vec<Vec<Local>> = (0..32).map(|seed| places(net, 1000, 100 + seed)).collect();
        c.bench_function(&format!("eta/1x1000_others{end}"), |b| {
            let incidents = places(net, 64, 10);
            b.iter(|| {
                turn = (turn + 1) % incidents.len();
                let to = net.snap(incidents[turn])?;
                Some(net.undisturbed().units_to(&units(net, &crowds[turn % crowds.len()], |_| Profile::Car), &to))
            });
        });
        c.bench_function(&format!("eta/snap_1000_others{end}"), |b| {
            b.iter(|| {
                turn = (turn + 1) % crowds.len();
                units(net, &crowds[turn], |_| Profile::Car)
            });
        });
        c.bench_function(&format!("eta/k5_of_200{end}"), |b| {
            let units = units(net, &places(net, 200, 11), |_| Profile::Car);
            let goals: Vec<Snap> = places(net, 64, 12).into_iter().filter_map(|at| net.snap(at)).collect();
            b.iter(|| {
                turn = (turn + 1) % goals.len();
                net.nearest_units(&goals[turn], &units, 5, Seconds(f64::INFINITY))
            });
        });
        c.bench_function(&format!("eta/route{end}"), |b| {
            let ends: Vec<Snap> = places(net, 64, 13).into_iter().filter_map(|at| net.snap(at)).collect();
            b.iter(|| {
                turn = (turn + 1) % (ends.len() - 1);
                net.route(&ends[turn], &ends[turn + 1], Profile::Car)
            });
        });
    }
    let (from, to) = (places(&COUNTY, 1000, 14), places(&COUNTY, 1000, 15));
    c.bench_function("eta/1000x1000", |b| {
        b.iter(|| {
            let snaps = |at: &[Local]| at.iter().filter_map(|at| COUNTY.snap(*at)).collect::<Vec<_>>();
            COUNTY.undisturbed().matrix(&snaps(&from), &snaps(&to), Profile::Car)
        });
    });
}

/// Ten roads closed and opened again by turns, then everybody's time to one place: the county, and the province over
/// its hierarchy; `k5` by bounded search.
fn closure(c: &mut Criterion) {
    for (end, net) in nets() {
        let places = places(net, 1000, 16);
        let units = units(net, &places, |_| Profile::Car);
        let closures = |part: &[UnitAt]| Conditions {
            closures: part.iter().map(|unit| close(&unit.snap)).collect(),
            ..Conditions::default()
        };
        let turns = [closures(&units[..10]), closures(&units[10..20])];
        let (goal, now) = (units[30].snap, Timestamp::from_millis(1_792_584_000_000));
        let mut live = net.live();
        let mut turn = 0;
        let mut answer = |ask: &dyn Fn(&geodata::Live) -> usize| {
            turn += 1;
            let set = net.set(&mut live, &turns[turn % 2], now);
            set.map(|()| ask(&live))
        };
        let k5 = |live: &geodata::Live| net.under(live).nearest_units(&goal, &units[..200], 5, Seconds(1e6)).len();
        let all = |live: &geodata::Live| net.under(live).units_to(&units, &goal).len();
        c.bench_function(&format!("eta/closure_to_answer{end}"), |b| b.iter(|| answer(&all)));
        c.bench_function(&format!("eta/closure_to_k5{end}"), |b| b.iter(|| answer(&k5)));
    }
}

fn close(at: &Snap) -> Closure {
    Closure { edge: at.edge(), direction: Direction::Both, span: Span::default(), profiles: vec![] }
}

/// What a car reaches in one, three and five minutes, as polygons.
fn reach(c: &mut Criterion) {
    for (end, net) in nets() {
        let starts: Vec<Snap> = places(net, 64, 17).into_iter().filter_map(|at| net.snap(at)).collect();
        let mut turn = 0;
        c.bench_function(&format!("reach/isochrones_135{end}"), |b| {
            b.iter(|| {
                turn = (turn + 1) % starts.len();
                net.undisturbed().reach(&starts[turn], Profile::Car, &[Seconds(60.0), Seconds(180.0), Seconds(300.0)])
            });
        });
    }
}

/// From the bytes of the extract to a graph that answers.
fn import(c: &mut Criterion) {
    c.bench_function("import/liechtenstein_graph", |b| {
        b.iter(|| import_roads(EXTRACT).map(|(_, data)| RoadNet::new(&data).nodes()));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(2)).warm_up_time(std::time::Duration::from_millis(500));
    targets = pairing, import, eta, closure, reach
}
criterion_main!(benches);
