//! What the tests of this crate share: the demo district, imported once, and an incident to show.

use controller_api::view::{IncidentView, Point};
use flight_plans::{Plan, lay_plan};
use geodata::{Amsl, Atlas, ImportOptions, Metres, Wgs84, import_osm};
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

/// An incident as a screen would show it, somewhere in the district.
pub(crate) fn incident(id: u32, kind: &str, status: &str) -> IncidentView {
    IncidentView { status: status.to_owned(), ..incident_at(id, kind, Wgs84 { lat: 47.14, lon: 9.52 }) }
}

/// A reported incident at a place.
pub(crate) fn incident_at(id: u32, kind: &str, place: Wgs84) -> IncidentView {
    IncidentView {
        id,
        kind: kind.to_owned(),
        priority: 1,
        status: "reported".to_owned(),
        at: Point { lat: place.lat, lon: place.lon },
        place: String::new(),
        source: "110".to_owned(),
        reported_ms: 0,
        closed_ms: None,
        recommendation: None,
        approval: None,
        sortie: None,
        track: None,
        taskings: Vec::new(),
        open_hops: Vec::new(),
        desk: controller_api::view::DeskView::default(),
        close_reason: None,
        outcome: None,
        serious: None,
        timeline: Vec::new(),
    }
}
