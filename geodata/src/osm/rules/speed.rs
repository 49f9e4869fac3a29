//! How fast a car is on a way: 0.9 of what is posted, else the default of its class; never faster than the ground lets it.
//!
//! The caps of ground (`surface`, `tracktype`, `smoothness`) are those of OSRM's car profile
//! (github.com/Project-OSRM/osrm-backend, profiles/car.lua). A patrol car with blue light is given the same speed, a factor
//! of 1.0: published savings of time are those of red lights and queues, which no speed here holds in the first place.

use super::super::extract::Tags;
use super::limit::kph;
use crate::roads::{Access, Profile, RoadClass, posted_speed};

/// km/h of an emergency vehicle in a one-way street from its end.
const CONTRAFLOW: u8 = 20;

/// Kinds of ground that slow a car, and the most it drives there, km/h.
const GROUND: [(&str, &str, u8); 39] = [
    ("surface", "cement", 80),
    ("surface", "compacted", 80),
    ("surface", "fine_gravel", 80),
    ("surface", "paving_stones", 60),
    ("surface", "metal", 60),
    ("surface", "bricks", 60),
    ("surface", "grass", 40),
    ("surface", "wood", 40),
    ("surface", "sett", 40),
    ("surface", "grass_paver", 40),
    ("surface", "gravel", 40),
    ("surface", "unpaved", 40),
    ("surface", "ground", 40),
    ("surface", "dirt", 40),
    ("surface", "pebblestone", 40),
    ("surface", "cobblestone", 30),
    ("surface", "unhewn_cobblestone", 30),
    ("surface", "clay", 30),
    ("surface", "earth", 20),
    ("surface", "stone", 20),
    ("surface", "rock", 20),
    ("surface", "rocky", 20),
    ("surface", "sand", 20),
    ("surface", "snow", 20),
    ("surface", "ice", 20),
    ("surface", "mud", 10),
    ("tracktype", "grade1", 60),
    ("tracktype", "grade2", 40),
    ("tracktype", "grade3", 30),
    ("tracktype", "grade4", 25),
    ("tracktype", "grade5", 20),
    ("smoothness", "intermediate", 80),
    ("smoothness", "bad", 40),
    ("smoothness", "very_bad", 20),
    ("smoothness", "horrible", 10),
    ("smoothness", "very_horrible", 5),
    ("service", "parking_aisle", 10),
    ("service", "driveway", 10),
    ("service", "drive-through", 10),
];

/// How fast a car is on a track, km/h. What the grades mean: wiki.openstreetmap.org/wiki/Key:tracktype - 1 solid, paved or
/// hard as stone; 2 mostly solid, gravel; 3 an even mixture of hard and soft; 4 mostly soft; 5 soft, grass and earth. The
/// speeds are ours: a third above an alley's on the best of them, a brisk run on the worst, about evenly between.
const TRACKS: [(&str, u8); 5] = [("grade1", 25), ("grade2", 20), ("grade3", 15), ("grade4", 10), ("grade5", 8)];

/// On a track of which nobody says more: the middle grade.
const SOME_TRACK: u8 = 15;

fn track(tags: &Tags) -> u8 {
    TRACKS.iter().find(|row| tags.is("tracktype", row.0)).map_or(SOME_TRACK, |row| row.1)
}

/// km/h with and against the drawn direction.
pub(super) fn of(tags: &Tags, class: RoadClass, default: u8, access: Access) -> [u8; 2] {
    let default = if class == RoadClass::Track { track(tags) } else { default };
    let cap = GROUND.iter().filter(|row| tags.is(row.0, row.1)).map(|row| row.2).min().unwrap_or(u8::MAX);
    [true, false].map(|forward| {
        let free = posted_speed(class, default, posted(tags, class, forward)).min(cap);
        let against = access.allows(Profile::Emergency, forward) && !access.allows(Profile::Car, forward);
        let contraflow = against && access.allows(Profile::Car, !forward);
        if contraflow { free.min(CONTRAFLOW) } else { free }
    })
}

/// The limit in km/h that is posted for one direction.
fn posted(tags: &Tags, class: RoadClass, forward: bool) -> Option<f64> {
    let directed = tags.get(if forward { "maxspeed:forward" } else { "maxspeed:backward" });
    let text = directed.or_else(|| tags.get("maxspeed"));
    if text == Some("none") && class == RoadClass::Motorway {
        return Some(NO_LIMIT);
    }
    let implied = || {
        ["maxspeed:type", "source:maxspeed", "zone:traffic", "zone:maxspeed"].iter().find_map(|key| kph(tags.get(key)?))
    };
    let limit = text.and_then(kph).or_else(implied);
    let advised = tags.get("maxspeed:advisory").or_else(|| tags.get("maxspeed:practical")).and_then(kph);
    match (limit, advised) {
        (Some(limit), Some(advised)) => Some(limit.min(advised)),
        (limit, advised) => limit.or(advised),
    }
}

/// What people drive where nothing is forbidden, km/h: the pace Germany recommends on its motorways is 130.
const NO_LIMIT: f64 = 144.0;
