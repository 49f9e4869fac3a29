//! The shipped county under the shipped policy: the ground all tests of the core stand on.

use controller_core::{Policy, Setup};
use flight_plans::lay_plan;
use geodata::{Atlas, ImportOptions, import_osm};
use std::sync::{Arc, OnceLock};

const EXTRACT: &[u8] = include_bytes!("../../../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

/// The demo district, its plan and its policy, read once.
pub fn setup() -> Setup {
    static SETUP: OnceLock<Setup> = OnceLock::new();
    SETUP
        .get_or_init(|| {
            let options = ImportOptions { fiction_seed: Some(1), ..ImportOptions::default() };
            let files = import_osm(EXTRACT, &options).unwrap();
            let atlas = Atlas::open(&files).unwrap();
            let plan = lay_plan(&atlas, 1);
            let policy = Policy::parse(controller_core::policy::DEFAULT).unwrap();
            Setup { atlas: Arc::new(atlas), plan: Arc::new(plan), policy: Arc::new(policy) }
        })
        .clone()
}
