//! The generator of a fictional duty plan: aircraft on the docks farthest apart, ground units at the stations, patrol
//! lines along roads between hotspots. The same atlas and seed give the same plan, byte for byte.
//!
//! Everything in it is invented, and its name says so.

mod lines;
mod units;

use crate::airframe::Airframe;
use crate::plan::{Plan, VERSION};
use geodata::{Agl, Atlas, Metres};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Distance kept from keep-out zones.
const MARGIN: Metres = Metres(30.0);
/// The lowest layer, over scenes and on the way.
const LOWEST: Agl = Agl(Metres(60.0));

/// A duty plan for a district, from a seed.
#[must_use]
pub fn lay_plan(atlas: &Atlas, seed: u64) -> Plan {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let airframes: Vec<Airframe> = Airframe::shipped().into_iter().take(1).collect();
    let airframe = airframes.first().map_or("", |a| a.name.as_str());
    let squadron = units::squadron(atlas, airframe);
    let docks = units::docks_of(atlas, &squadron);
    let ground = units::ground(atlas, &mut rng);
    let lines = lines::lines(atlas, &docks, MARGIN, &mut rng);
    Plan {
        areas: Vec::new(),
        version: VERSION,
        name: format!("Fictional duty plan of {}, seed {seed}", atlas.name),
        district: atlas.hash.clone(),
        squadron,
        ground,
        lines,
        scene_altitude: LOWEST,
        transit_altitude: LOWEST,
        zone_margin: MARGIN,
        airframes,
        roster: None,
    }
}
