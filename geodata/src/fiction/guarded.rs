//! Guarded places: real hospitals, schools, stations and markets first, invented squares where those run out.

use super::generate::World;
use super::{names, siting::Site};
use crate::place::{GuardedPlace, Place, PlaceKind};
use rand_chacha::ChaCha8Rng;

const COUNT: usize = 40;
/// Metres between two guarded places.
const APART: f64 = 120.0;

/// Kinds worth guarding in the order of choice, with their grade.
const KINDS: [(PlaceKind, u8); 11] = [
    (PlaceKind::Hospital, 1),
    (PlaceKind::School, 1),
    (PlaceKind::Kindergarten, 1),
    (PlaceKind::Station, 1),
    (PlaceKind::Market, 2),
    (PlaceKind::TownHall, 2),
    (PlaceKind::Bank, 2),
    (PlaceKind::Stadium, 2),
    (PlaceKind::Sight, 3),
    (PlaceKind::FireStation, 3),
    (PlaceKind::Worship, 3),
];

pub(super) fn lay(world: &World, rng: &mut ChaCha8Rng) -> Vec<GuardedPlace> {
    let mut lay = Lay { world, sites: Vec::new(), lines: Vec::new() };
    for (kind, grade) in KINDS {
        for place in world.places.iter().filter(|p| p.kind == kind && world.inside(p.at)) {
            lay.real(place, grade);
        }
    }
    for _ in 0..COUNT * 20 {
        lay.invented(world, rng);
    }
    lay.lines
}

struct Lay<'a> {
    world: &'a World<'a>,
    sites: Vec<Site>,
    lines: Vec<GuardedPlace>,
}

impl Lay<'_> {
    fn real(&mut self, place: &Place, grade: u8) {
        let near_road = self.world.net.snap(place.at).is_some_and(|snap| snap.off_road.0 < 200.0);
        let town = self.world.settlement(place.at).map(names::chinese).unwrap_or_default();
        if near_road {
            let name_zh = place.name_zh.clone().unwrap_or_else(|| format!("{town}{}", names::kind_zh(place.kind)));
            self.push(place.name.clone(), name_zh, grade, place.at);
        }
    }

    fn invented(&mut self, world: &World, rng: &mut ChaCha8Rng) {
        let at = world.road_point(rng);
        let number = self.lines.len() + 1;
        let Some(town) = world.settlement(at).filter(|town| town.at.distance(at).0 < 1500.0) else {
            // Districts without settlements on the map get their squares anywhere.
            if world.settlement(at).is_none() {
                self.push(format!("Square {number}"), format!("广场{number}"), 3, at);
            }
            return;
        };
        self.push(format!("{} square {number}", town.name), format!("{}广场{number}", names::chinese(town)), 3, at);
    }

    fn push(&mut self, name: String, mut name_zh: String, grade: u8, at: crate::frame::Local) {
        let site = Site { at, radius: APART / 2.0 };
        if self.lines.len() >= COUNT || self.sites.iter().any(|other| other.gap(&site) < 0.0) {
            return;
        }
        let same = self.lines.iter().filter(|line| line.name_zh.starts_with(&name_zh)).count();
        if same > 0 {
            name_zh = format!("{name_zh}（{}）", same + 1);
        }
        self.sites.push(site);
        let id = format!("GP-{:02}", self.lines.len() + 1);
        self.lines.push(GuardedPlace { id, name, name_zh, grade, at, tiers: GuardedPlace::usual_tiers(grade) });
    }
}
