//! The shipped district: Liechtenstein of OpenStreetMap with an invented layer, made from the extract in the binary.

use controller_server::folder;
use flight_plans::{Plan, lay_plan};
use geodata::osm::{ImportOptions, import_osm};
use geodata::units::Metres;
use geodata::{Amsl, Atlas, Files, Finding};
use std::path::Path;

/// The extract (© OpenStreetMap contributors, ODbL 1.0; see ATTRIBUTION.md beside it).
const EXTRACT: &[u8] = include_bytes!("../../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
/// Its name, as the manifest tells it.
const EXTRACT_NAME: &str = "liechtenstein-2013-08-03.osm.pbf";
/// Chance of the invented layer.
const FICTION_SEED: u64 = 1;
/// Chance of the invented duty plan.
pub const PLAN_SEED: u64 = 1;
/// Height of the Rhine valley's floor at Vaduz, until there is an elevation model.
const VALLEY_FLOOR: Amsl = Amsl(Metres(460.0));

/// The shipped district's files.
pub fn shipped() -> Result<Files, Finding> {
    let options = ImportOptions {
        name: "Liechtenstein".to_owned(),
        name_zh: "列支敦士登".to_owned(),
        fiction_seed: Some(FICTION_SEED),
        ground: VALLEY_FLOOR,
        source: EXTRACT_NAME.to_owned(),
        ..ImportOptions::default()
    };
    import_osm(EXTRACT, &options)
}

/// The shipped district, opened.
pub fn open_shipped() -> Result<Atlas, Finding> {
    Atlas::open(&shipped()?).map_err(one)
}

/// One of the faults of what we made ourselves: there should be none.
pub fn one(faults: Vec<Finding>) -> Finding {
    let none =
        || Finding::new("district_defect", "the importer", "what it made does not open", "Report this as a defect");
    faults.into_iter().next().unwrap_or_else(none)
}

/// The district in `folder`, made anew when it is absent or not readable by this build.
pub fn open_or_make(folder: &Path) -> Result<Atlas, Finding> {
    if let Ok(atlas) = folder::open_district(folder) {
        return Ok(atlas);
    }
    folder::write_district(folder, &shipped()?)?;
    folder::open_district(folder)
}

/// The plan in `file`, laid anew when it is absent, not readable, or of another district.
pub fn open_or_lay(file: &Path, atlas: &Atlas) -> Result<Plan, Finding> {
    if let Ok(plan) = folder::open_plan(file)
        && plan.district == atlas.hash
    {
        return Ok(plan);
    }
    let plan = lay_plan(atlas, PLAN_SEED);
    folder::write(file, &plan.to_json())?;
    Ok(plan)
}
