//! Zones: no-fly zones clear of docks and guarded places, no-record zones over schools and the like.

use super::generate::World;
use super::names::KEEP_OUT;
use super::siting::Site;
use crate::finding::Finding;
use crate::frame::Local;
use crate::place::GuardedPlace;
use crate::units::{Amsl, Heading, Metres};
use crate::zone::{Draft, Limit, Zone, ZoneKind};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

const NO_RECORD: usize = 4;
/// Metres a no-fly zone keeps from every dock, so that none bars a take-off.
const FROM_DOCKS: f64 = 300.0;
/// Metres it keeps from guarded places, and from other zones.
const FROM_OTHERS: f64 = 150.0;
const CORNERS: u32 = 8;

pub(super) fn lay(
    world: &World,
    docks: &[Site],
    guarded: &[GuardedPlace],
    rng: &mut ChaCha8Rng,
) -> Result<Vec<Zone>, Finding> {
    let mut zones = Vec::new();
    let mut others: Vec<Site> = guarded.iter().map(|g| Site { at: g.at, radius: 0.0 }).collect();
    for (en, zh) in KEEP_OUT {
        let Some(site) = clear_site(world, docks, &others, rng) else { continue };
        others.push(site);
        let id = format!("NF-{}", zones.len() + 1);
        zones.push(zone(world, id, format!("{en} {zh}"), ZoneKind::KeepOut, site, rng)?);
    }
    // Guarded places are in the order of kinds: hospitals and schools come first.
    for (index, place) in guarded.iter().take(NO_RECORD).enumerate() {
        let site = Site { at: place.at, radius: rng.random_range(100.0..180.0) };
        let (id, name) = (format!("NR-{}", index + 1), format!("No recording, {} 不录像", place.name));
        zones.push(zone(world, id, name, ZoneKind::NoRecord, site, rng)?);
    }
    Ok(zones)
}

/// A place for a no-fly zone near a road, so that it matters; nothing when a thousand draws find none.
fn clear_site(world: &World, docks: &[Site], others: &[Site], rng: &mut ChaCha8Rng) -> Option<Site> {
    for _ in 0..1000 {
        let radius = rng.random_range(125.0..400.0f64);
        let aside = (rng.random_range(0.0..360.0f64), rng.random_range(0.0..500.0f64));
        let at = world.road_point(rng).moved(Heading::degrees(aside.0), Metres(aside.1));
        let site = Site { at, radius };
        let from_docks = docks.iter().all(|dock| dock.gap(&site) >= FROM_DOCKS);
        let from_others = others.iter().all(|other| other.gap(&site) >= FROM_OTHERS);
        if from_docks && from_others && world.inside(at) {
            return Some(site);
        }
    }
    None
}

/// An uneven octagon within the site's circle, from below the ground to 600 m above it.
fn zone(
    world: &World,
    id: String,
    name: String,
    kind: ZoneKind,
    site: Site,
    rng: &mut ChaCha8Rng,
) -> Result<Zone, Finding> {
    let corner = |i: u32| -> Local {
        let far = site.radius * rng.random_range(0.8..1.0);
        site.at.moved(Heading::degrees(f64::from(i) * 360.0 / f64::from(CORNERS)), Metres(far))
    };
    let ring = (0..CORNERS).map(corner).collect();
    let height = |above: f64| Amsl(world.ground.0 + Metres(above));
    let draft = Draft::prism(id, kind, ring).between(Limit::Amsl(height(-100.0)), Limit::Amsl(height(600.0)));
    Zone::checked(Draft { name, ..draft })
}
