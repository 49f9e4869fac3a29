//! The road net against slow oracles, on the demo district, on small nets by hand and on random ones.

mod cost;
mod ellipse;
mod hierarchy;
mod hours;
mod live;
mod oracle;
mod reach;
mod small;
mod snaps;
mod turns;

use super::data::{ForbiddenTurn, RoadData, RoadEdge, Structure};
use super::*;
use crate::osm::import_roads;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::sync::LazyLock;

static EXTRACT: &[u8] = include_bytes!("../../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
static DATA: LazyLock<RoadData> = LazyLock::new(|| import_roads(EXTRACT).unwrap().1);
static NET: LazyLock<RoadNet> = LazyLock::new(|| RoadNet::new(&DATA));

/// The demo district with a thousand runs forbidden at random beyond its own: of two or three edges, for some profiles.
static FORBIDDING: LazyLock<RoadData> = LazyLock::new(|| {
    let mut data = DATA.clone();
    data.turns.extend(random_turns(&data, 1000, 3, &mut ChaCha8Rng::seed_from_u64(99)));
    data
});

/// A plain two-way street.
fn street(from: u32, to: u32, class: RoadClass, kph: u8, access: Access) -> RoadEdge {
    let island = Access::none();
    RoadEdge { from, to, class, kph: [kph; 2], access, island, structure: Structure::Ground, name: 0, bends: vec![] }
}

/// Runs of at most so many edges that a vehicle could drive, each for some profiles.
fn random_turns(data: &RoadData, count: usize, edges: usize, rng: &mut ChaCha8Rng) -> Vec<ForbiddenTurn> {
    let mut leaving = vec![Vec::new(); data.nodes.len()];
    for (edge, road) in (0..).zip(&data.edges) {
        leaving[road.from as usize].push((edge, true));
        leaving[road.to as usize].push((edge, false));
    }
    let run = |rng: &mut ChaCha8Rng| {
        let mut arcs = vec![(rng.random_range(0..data.edges.len() as u32), rng.random())];
        for _ in 0..rng.random_range(1..edges) {
            let (_, end) = data.ends(arcs[arcs.len() - 1]).unwrap();
            arcs.push(leaving[end as usize][rng.random_range(0..leaving[end as usize].len())]);
        }
        ForbiddenTurn { arcs, profiles: rng.random_range(1..16), hours: None }
    };
    (0..count).map(|_| run(rng)).collect()
}

/// Random points of a profile's net, every fourth on the edge of the one before.
fn random_snaps(net: &RoadNet, count: usize, rng: &mut ChaCha8Rng) -> Vec<Snap> {
    let mut snaps: Vec<Snap> = Vec::new();
    for i in 0..count {
        let mut snap = net.random_snap(rng);
        if i % 4 == 3 {
            let (edge, fraction) = (snaps[i - 1].edge, rng.random::<f64>());
            snap = Snap { edge, fraction, point: net.graph.point_at(edge, fraction), ..snap };
        }
        snaps.push(snap);
    }
    snaps
}
