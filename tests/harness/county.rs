//! The demo district and its plan in memory, made once a test process, and scenarios by name.

use crate::paths::root;
use controller_core::{Policy, Setup, policy};
use flight_plans::lay_plan;
use geodata::{Agl, Amsl, Atlas, ImportOptions, Metres, import_osm};
use sim::Scenario;
use std::sync::{Arc, OnceLock};

/// The ground of the demo: flat at the valley's height.
pub const GROUND: Amsl = Amsl(Metres(460.0));

/// What a controller of the demo district stands on.
///
/// # Panics
/// When the shipped district cannot be read.
#[must_use]
#[allow(clippy::expect_used)]
pub fn setup() -> Setup {
    static SETUP: OnceLock<Setup> = OnceLock::new();
    SETUP
        .get_or_init(|| {
            let extract = root().join("geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
            let bytes = std::fs::read(extract).expect("the shipped extract");
            let options = ImportOptions { fiction_seed: Some(1), ground: GROUND, ..ImportOptions::default() };
            let files = import_osm(&bytes, &options).expect("the shipped extract imports");
            let atlas = Arc::new(Atlas::open(&files).expect("what was imported opens"));
            let plan = Arc::new(lay_plan(&atlas, 1));
            let policy = Arc::new(Policy::parse(policy::DEFAULT).expect("the shipped policy reads"));
            Setup { atlas, plan, policy }
        })
        .clone()
}

/// A shipped scenario.
///
/// # Panics
/// When it cannot be read.
#[must_use]
#[allow(clippy::expect_used)]
pub fn scenario(name: &str) -> Scenario {
    let path = root().join("sim/scenarios").join(name);
    let text = std::fs::read_to_string(&path).expect("a shipped scenario");
    Scenario::parse(name, &text).expect("a shipped scenario reads")
}

/// A height of the demo's ground and so much above.
#[must_use]
pub fn over_ground(metres: f64) -> Amsl {
    GROUND.raised(Agl(Metres(metres)))
}
