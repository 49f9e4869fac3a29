//! `skyground import`: a foreign file becomes a folder of our own, whole or not at all.

use crate::args::Osm;
use crate::{Done, district};
use controller_server::folder;
use geodata::osm::{ImportOptions, import_osm};
use geodata::units::Metres;
use geodata::{Amsl, Atlas, Finding};
use std::process::ExitCode;

/// An OpenStreetMap extract becomes a district folder.
pub fn osm(args: &Osm) -> Done {
    let options = ImportOptions {
        name: args.name.clone(),
        name_zh: args.name_zh.clone(),
        fiction_seed: args.fiction_seed,
        ground: ground(args.ground)?,
        source: args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        ..ImportOptions::default()
    };
    let extract = folder::read(&args.file)?;
    let files = import_osm(&extract, &options).map_err(|finding| folder::placed(&args.file, finding))?;
    // Judged before it is written: a folder that cannot be opened again is not left behind.
    let atlas = Atlas::open(&files).map_err(district::one)?;
    folder::write_district(&args.out, &files)?;
    println!(
        "imported district={} roads_km={:.1} nodes={} places={} hotspots={} zones={} hash={}",
        args.out.display(),
        atlas.roads.total_length().0 / 1000.0,
        atlas.roads.nodes(),
        atlas.places.len(),
        atlas.hotspots.len(),
        atlas.zones.len(),
        atlas.hash
    );
    Ok(ExitCode::SUCCESS)
}

/// The ground's height is said, never guessed: every height flown stands on it.
fn ground(said: Option<f64>) -> Result<Amsl, Finding> {
    let fault = |code, say: String| {
        let remedy = "Give the height of the district's ground above mean sea level, as in `--ground 460`";
        Finding::new(code, "--ground", say, remedy)
    };
    match said {
        None => Err(fault("no_ground", "the height of the ground is not given".to_owned())),
        Some(metres) if (-500.0..=9_000.0).contains(&metres) => Ok(Amsl(Metres(metres))),
        Some(metres) => Err(fault("bad_ground", format!("{metres} m is no height between -500 m and 9000 m"))),
    }
}
