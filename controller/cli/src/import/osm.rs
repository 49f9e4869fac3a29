//! `skyground import osm`: an OpenStreetMap extract becomes a district folder.

use super::report::Report;
use crate::args::import::Osm;
use crate::{Done, district};
use controller_server::folder;
use geodata::atlas::{self, Layer, Provenance};
use geodata::osm::{ImportOptions, Imported, import_osm_with};
use geodata::units::Metres;
use geodata::{Amsl, Atlas, Files, Finding, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;

/// An extract becomes a district folder.
pub fn run(args: &Osm) -> Done {
    let options = ImportOptions {
        name: args.name.clone(),
        name_zh: args.name_zh.clone(),
        fiction_seed: args.fiction_seed,
        ground: ground(args.ground)?,
        source: file_name(&args.file),
        ..ImportOptions::default()
    };
    let extract = folder::read(&args.file)?;
    let Imported { files, report } = with_bar(|watch| import_osm_with(&extract, &options, watch))
        .map_err(|finding| folder::placed(&args.file, finding))?;
    let mut told = Report::new(args.json);
    told.notes = report.findings();
    // Judged before it is written: a folder that cannot be opened again is not left behind.
    let mut atlas = Atlas::open(&files).map_err(district::one)?;
    let (files, kept) = if args.fresh { (files, vec![]) } else { keep(&args.out, files, &mut told) };
    if !kept.is_empty() {
        atlas = Atlas::open(&files).map_err(district::one)?;
    }
    folder::write_district(&args.out, &files)?;
    told.fact("district", args.out.display().to_string());
    told.fact("roads_km", format!("{:.1}", atlas.roads.total_length().0 / 1000.0));
    told.fact("nodes", atlas.roads.nodes());
    told.fact("places", atlas.places.len());
    told.fact("hotspots", atlas.hotspots.len());
    told.fact("zones", atlas.zones.len());
    if args.json {
        told.fact("kept", kept);
        told.fact("counts", serde_json::to_value(report.counts()).unwrap_or_default());
    }
    told.fact("hash", atlas.hash.clone());
    told.done("imported")
}

/// The layers that somebody brought to the district that was there, brought to the new one: importing a newer map must
/// not lose them. A layer that does not fit any more stays out, and that is told.
fn keep(out: &Path, mut files: Files, told: &mut Report) -> (Files, Vec<String>) {
    let mut kept = Vec::new();
    let Ok(old) = folder::read_district(out) else { return (files, kept) };
    let Ok(before) = Atlas::open(&old) else { return (files, kept) };
    // What lies in the folder beside the district stays there too.
    for (name, bytes) in old.iter().filter(|(name, _)| !before.provenance.contains_key(*name)) {
        files.entry(name.clone()).or_insert_with(|| bytes.clone());
    }
    // What the older map itself gave has the map's own sources.
    let map = before.provenance.get("roads.bin").map(|from| &from.sources);
    for layer in Layer::ALL {
        let is_brought = |from: &&Provenance| !from.fictional && Some(&from.sources) != map;
        let brought = before.provenance.get(layer.file()).filter(is_brought);
        let (Some(from), Some(bytes)) = (brought, old.get(layer.file())) else { continue };
        match atlas::replace(&files, layer, bytes.clone(), from.clone()) {
            Ok(with) => {
                files = with;
                kept.push(layer.file().to_owned());
                let say = "this layer was brought to the district before, and is kept";
                told.notes.push(Finding::new("import-kept", layer.file(), say, "Import with --fresh to leave it out"));
            }
            Err(faults) => {
                told.notes.extend(faults.into_iter().map(|fault| Finding {
                    say: format!("a layer brought before is left out: {}", fault.say),
                    ..fault
                }))
            }
        }
    }
    (files, kept)
}

/// Runs a long import with a bar; none where nobody looks.
fn with_bar<T>(work: impl FnOnce(&mut dyn FnMut(Progress)) -> T) -> T {
    use std::io::IsTerminal;
    if !std::io::stderr().is_terminal() {
        return work(&mut |_| ());
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:10} [{bar:40}] {percent:>3} %  {elapsed}") {
        bar.set_style(style.progress_chars("=> "));
    }
    let made = work(&mut |progress| {
        bar.set_message(progress.stage);
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    made
}

/// The name of a file without its folders.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
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
