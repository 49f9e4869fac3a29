//! What an engine stands on: the shipped district, its plan with as many aircraft as a bench wants.

use controller_core::{Policy, Setup, policy};
use flight_plans::lay_plan;
use geodata::{Amsl, Atlas, ImportOptions, Metres, import_osm};
use std::sync::{Arc, LazyLock};

const EXTRACT: &[u8] = include_bytes!("../../../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

/// A district with `count` aircraft, numbered and with system ids from 1.
pub fn setup(count: u32) -> Setup {
    static ATLAS: LazyLock<Arc<Atlas>> = LazyLock::new(|| {
        let options = ImportOptions { fiction_seed: Some(1), ground: Amsl(Metres(460.0)), ..ImportOptions::default() };
        Arc::new(Atlas::open(&import_osm(EXTRACT, &options).unwrap()).unwrap())
    });
    let atlas = Arc::clone(&ATLAS);
    let mut plan = lay_plan(&atlas, 1);
    let first = plan.squadron[0].clone();
    plan.squadron = (1..=count)
        .map(|number| {
            let mut aircraft = first.clone();
            (aircraft.vehicle, aircraft.system_id) = (number, number);
            aircraft.callsign = format!("Eagle {number:04}");
            aircraft
        })
        .collect();
    Setup { atlas, plan: Arc::new(plan), policy: Arc::new(Policy::parse(policy::DEFAULT).unwrap()) }
}
