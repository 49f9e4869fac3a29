//! The crate against the demonstration district: real roads of Liechtenstein with the fictional layer on them.

mod fences;
pub(crate) mod hills;
mod judge;
mod patrols;
mod scenes;

use crate::{Plan, Situation, Wind, lay_plan};
use geodata::{Amsl, Atlas, ImportOptions, Local, Metres, Timestamp, import_osm};
use std::sync::OnceLock;

const EXTRACT: &[u8] = include_bytes!("../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
/// 2026-05-12 10:00 UTC.
pub(crate) const NOON: Timestamp = Timestamp::from_millis(1_778_580_000_000);

pub(crate) fn atlas() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| {
        let options = ImportOptions {
            name: "Liechtenstein".into(),
            name_zh: "列支敦士登".into(),
            fiction_seed: Some(1),
            ground: Amsl(Metres(460.0)),
            ..ImportOptions::default()
        };
        Atlas::open(&import_osm(EXTRACT, &options).unwrap()).unwrap()
    })
}

pub(crate) fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| lay_plan(atlas(), 1))
}

/// Standing at its dock with a full battery in calm air.
pub(crate) fn docked(vehicle: u32) -> Situation<'static> {
    let dock = &plan().aircraft(vehicle).unwrap().dock;
    let from = atlas().posts.iter().find(|p| &p.id == dock).unwrap().at;
    Situation {
        atlas: atlas(),
        plan: plan(),
        vehicle,
        wind: Wind::CALM,
        battery_percent: 100.0,
        from,
        from_altitude: atlas().terrain.ground(from),
        on_ground: true,
        at: NOON,
    }
}

/// In flight at `from`, in its layer.
pub(crate) fn flying(vehicle: u32, from: Local) -> Situation<'static> {
    let layer = plan().aircraft(vehicle).unwrap().layer;
    Situation { from, from_altitude: atlas().terrain.ground(from).raised(layer), on_ground: false, ..docked(vehicle) }
}
