//! The demo district, imported once for all tests of this crate.

use flight_plans::{Plan, lay_plan};
use geodata::{Amsl, Atlas, ImportOptions, Metres, import_osm};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The district and a plan for it.
pub(crate) fn district() -> (Arc<Atlas>, Arc<Plan>) {
    static SHARED: OnceLock<(Arc<Atlas>, Arc<Plan>)> = OnceLock::new();
    SHARED.get_or_init(open).clone()
}

fn open() -> (Arc<Atlas>, Arc<Plan>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../geodata/districts/liechtenstein");
    let found = std::fs::read_dir(folder).unwrap().filter_map(Result::ok).map(|entry| entry.path());
    let extract = found.filter(|path| path.to_string_lossy().ends_with(".osm.pbf")).min().unwrap();
    let files = import_osm(&std::fs::read(extract).unwrap(), &options()).unwrap();
    let atlas = Atlas::open(&files).unwrap();
    let plan = lay_plan(&atlas, 1);
    (Arc::new(atlas), Arc::new(plan))
}

fn options() -> ImportOptions {
    ImportOptions { ground: Amsl(Metres(460.0)), fiction_seed: Some(1), ..ImportOptions::default() }
}
