//! Who is enrolled: five aircraft on five docks, 310 ground crews dealt over the stations.

use crate::plan::{Aircraft, GroundUnit};
use geodata::{Agl, Atlas, Local, Metres, Post, PostKind, Profile};
use rand::Rng;
use rand::RngExt;

/// The squadron's size and its layers: 60, 70, 80, 90 and 100 m.
const AIRCRAFT: u32 = 5;
const LAYER_STEP: f64 = 10.0;
/// How many crews move how.
const GROUND: [(Profile, usize); 3] = [(Profile::Car, 150), (Profile::Motorbike, 60), (Profile::Foot, 100)];

pub(super) fn squadron(atlas: &Atlas, airframe: &str) -> Vec<Aircraft> {
    let docks: Vec<&Post> = atlas.posts.iter().filter(|p| p.kind == PostKind::Dock).collect();
    let places: Vec<Local> = docks.iter().map(|d| d.at).collect();
    let chosen = farthest_apart(&places, AIRCRAFT as usize);
    (1..=AIRCRAFT)
        .zip(chosen)
        .map(|(number, dock)| Aircraft {
            vehicle: number,
            callsign: format!("Eagle {number:02}"),
            callsign_zh: format!("雄鹰{number:02}"),
            system_id: number,
            uid: None,
            airframe: airframe.to_owned(),
            dock: docks[dock].id.clone(),
            layer: Agl(Metres(50.0 + LAYER_STEP * f64::from(number))),
        })
        .collect()
}

/// Indices of `count` places: the pair farthest apart, then always the one farthest from all chosen. In index order.
fn farthest_apart(places: &[Local], count: usize) -> Vec<usize> {
    let apart = |a: usize, b: usize| places[a].distance(places[b]).0;
    let pairs = (0..places.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let mut chosen: Vec<usize> = match pairs.max_by(|x, y| apart(x.0, x.1).total_cmp(&apart(y.0, y.1))) {
        Some((a, b)) => vec![b, a],
        None => (0..places.len()).collect(),
    };
    while chosen.len() < count.min(places.len()) {
        let nearest = |p: usize| chosen.iter().map(|&c| apart(p, c)).fold(f64::INFINITY, f64::min);
        let rest = (0..places.len()).filter(|p| !chosen.contains(p));
        let Some(next) = rest.max_by(|&a, &b| nearest(a).total_cmp(&nearest(b))) else { break };
        chosen.push(next);
    }
    chosen.truncate(count);
    chosen.sort_unstable();
    chosen
}

/// Where the squadron's docks are, in its order.
pub(super) fn docks_of(atlas: &Atlas, squadron: &[Aircraft]) -> Vec<Local> {
    let dock = |a: &Aircraft| atlas.posts.iter().find(|p| p.id == a.dock).map(|p| p.at);
    squadron.iter().filter_map(dock).collect()
}

/// Crews in a drawn order of kinds, dealt round the stations so that each station has a mix.
pub(super) fn ground(atlas: &Atlas, rng: &mut impl Rng) -> Vec<GroundUnit> {
    let stations: Vec<&Post> = atlas.posts.iter().filter(|p| p.kind == PostKind::Station).collect();
    if stations.is_empty() {
        return Vec::new();
    }
    let mut profiles: Vec<Profile> = GROUND.iter().flat_map(|&(p, n)| std::iter::repeat_n(p, n)).collect();
    for last in (1..profiles.len()).rev() {
        profiles.swap(last, rng.random_range(0..=last));
    }
    (1u32..)
        .zip(profiles)
        .zip(stations.iter().cycle())
        .map(|((number, profile), station)| GroundUnit {
            unit: number,
            callsign: format!("Patrol {number}"),
            callsign_zh: format!("巡组{number}"),
            profile,
            station: station.id.clone(),
            can: Vec::new(),
            crew: None,
        })
        .collect()
}
