//! `skyground import`: foreign files become a district folder or a layer of one, whole or not at all. Every fault of
//! every file is told before anything is refused; what was repaired is told too.

mod areas;
mod layer;
mod made;
mod osm;
mod report;
mod zones;

pub use report::Report;

use crate::Done;
use crate::args::import::Import;

/// Does one import.
pub fn run(import: &Import) -> Done {
    match import {
        Import::Osm(args) => osm::run(args),
        Import::Remove(args) => layer::remove(args),
        Import::Posts(args) => layer::bring(args, layer::Kind::Posts),
        Import::Guarded(args) => layer::bring(args, layer::Kind::Guarded),
        Import::Zones(args) => layer::bring_zones(args),
        Import::Hotspots(args) => layer::bring(args, layer::Kind::Hotspots),
        Import::Counts(args) => layer::bring_counts(args),
        Import::Boundaries(args) => layer::bring_areas(args),
        Import::Terrain(args) => layer::bring(args, layer::Kind::Terrain),
    }
}
