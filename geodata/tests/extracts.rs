//! Other real extracts than the demo district's, where they are at hand: beside the repository, not inside of it.

use geodata::{Atlas, Finding, ImportOptions, import_osm};
use std::path::Path;

/// An extract kept outside of the repository; nothing, with a word about it, where it is not there.
fn outside(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/osm").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        println!("skipped: {name} is not here");
    }
    bytes
}

/// Imports and opens an extract.
fn import(name: &str) -> Result<(), Finding> {
    let Some(extract) = outside(name) else { return Ok(()) };
    let options = ImportOptions { fiction_seed: Some(1), ..ImportOptions::default() };
    let atlas = Atlas::open(&import_osm(&extract, &options)?).map_err(|mut faults| faults.swap_remove(0))?;
    assert_eq!((atlas.guarded.len(), atlas.hotspots.len()), (40, 400));
    assert_eq!(atlas.boundary.len(), 1);
    Ok(())
}

#[test]
fn the_centre_of_helsinki_imports_and_opens() -> Result<(), Finding> {
    import("Helsinki.osm.pbf")
}

#[test]
fn a_small_finnish_town_imports_and_opens() -> Result<(), Finding> {
    import("test.osm.pbf")
}

#[test]
fn the_whole_of_liechtenstein_imports_and_opens() -> Result<(), Finding> {
    import("liechtenstein-2013-08-03.osm.pbf")
}

#[test]
fn the_surroundings_of_bayreuth_as_packed_xml_import_and_open() -> Result<(), Finding> {
    import("north-bayreuth.osm.gz")
}
