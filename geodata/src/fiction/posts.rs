//! Stations and docks: at settlements, as far from each other as the district allows, each dock at its station.

use super::generate::World;
use super::{names, siting};
use crate::frame::Local;
use crate::place::{Place, PlaceKind, Post, PostKind};
use rand_chacha::ChaCha8Rng;

const COUNT: usize = 8;

pub(super) fn lay(world: &World, rng: &mut ChaCha8Rng) -> Vec<Post> {
    let sites = sites(world, rng);
    let mut taken: Vec<String> = Vec::new();
    let mut stations = Vec::new();
    let mut docks = Vec::new();
    for (index, at) in sites.into_iter().enumerate() {
        let (mut en, mut zh) = match world.settlement(at) {
            Some(place) => (place.name.clone(), names::chinese(place)),
            None => (format!("Sector {}", index + 1), format!("第{}片区", index + 1)),
        };
        if taken.contains(&en) {
            (en, zh) = (format!("{en} {}", index + 1), format!("{zh}{}", index + 1));
        }
        taken.push(en.clone());
        let number = index + 1;
        let line = |id, name, name_zh, kind| Post { id, name, name_zh, kind, at };
        stations.push(line(format!("ST-{number}"), format!("{en} station"), format!("{zh}派出所"), PostKind::Station));
        docks.push(line(format!("DK-{number}"), format!("{en} dock"), format!("{zh}机巢"), PostKind::Dock));
    }
    stations.into_iter().chain(docks).collect()
}

/// Road points of towns and villages, the largest kind first; filled up with any road point.
fn sites(world: &World, rng: &mut ChaCha8Rng) -> Vec<Local> {
    let settled = |p: &&Place| p.kind <= PlaceKind::Village && world.inside(p.at);
    let mut candidates: Vec<Local> =
        world.places.iter().filter(settled).filter_map(|p| world.net.snap(p.at)).map(|snap| snap.point).collect();
    if candidates.len() < COUNT {
        candidates.extend((0..50).map(|_| world.road_point(rng)));
    }
    siting::spread(&candidates, COUNT).into_iter().map(|index| candidates[index]).collect()
}
