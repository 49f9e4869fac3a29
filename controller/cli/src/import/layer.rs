//! One layer of a district made of the files somebody brings: read, judged, tried on the district, then written whole.

use super::made::{self, Files as Brought, Made, More};
use super::report::Report;
use crate::Done;
use crate::args::import::{Bring, Counts, Owning, Remove, Whose, Zoning};
use controller_server::folder;
use geodata::area::AreaKind;
use geodata::atlas::{self, Layer, Provenance, Source};
use geodata::zone::ZoneKind;
use geodata::{Atlas, Datum, Files, Finding};
use std::path::Path;

/// What is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Posts,
    Guarded,
    Zones,
    Hotspots,
    Counts,
    Boundaries,
    Terrain,
}

/// Brings files to a district; whatever is wrong with any of them is told, and then nothing is written.
pub fn bring(args: &Bring, kind: Kind) -> Done {
    bring_with(args, kind, More::default())
}

/// The same for zones.
pub fn bring_zones(args: &Zoning) -> Done {
    let kind = args.kind.as_deref().map(zone_kind).transpose()?;
    bring_with(&args.bring, Kind::Zones, More { kind, ..More::default() })
}

/// The same for areas with owners.
pub fn bring_areas(args: &Owning) -> Done {
    let area = if args.kind == Whose::Police { AreaKind::Police } else { AreaKind::Civil };
    bring_with(&args.bring, Kind::Boundaries, More { area: Some(area), ..More::default() })
}

fn zone_kind(text: &str) -> Result<ZoneKind, Finding> {
    match text {
        "keep_in" => Ok(ZoneKind::KeepIn),
        "keep_out" => Ok(ZoneKind::KeepOut),
        "no_record" => Ok(ZoneKind::NoRecord),
        _ => {
            let shown: String = crate::geo::plain(text).chars().take(40).collect();
            let say = format!("{shown:?} is nothing a zone asks");
            Err(Finding::new("zone-kind", "--kind", say, "Say keep_in, keep_out or no_record"))
        }
    }
}

/// The same for counts of calls.
pub fn bring_counts(args: &Counts) -> Done {
    bring_with(&args.bring, Kind::Counts, More { counting: Some(&args.counting), ..More::default() })
}

fn bring_with(args: &Bring, kind: Kind, more: More) -> Done {
    let mut report = Report::new(args.json);
    match changed(args, kind, more, &mut report) {
        Err(faults) => report.refused(&faults),
        Ok((files, word)) => {
            if !args.dry_run {
                folder::write_district(&args.district, &files)?;
            }
            report.done(word)
        }
    }
}

fn changed(args: &Bring, kind: Kind, more: More, report: &mut Report) -> Result<(Files, &'static str), Vec<Finding>> {
    let old = folder::read_district(&args.district).map_err(one)?;
    let atlas = Atlas::open(&old).map_err(|faults| placed(&args.district, faults))?;
    let brought = Brought::read(&args.files, datum(args.datum.as_deref())?, kind)?;
    let Made { layer, bytes, items, notes } = made::made(&atlas, &brought, kind, args.add, more)?;
    report.notes = notes;
    let from = provenance(&atlas, &brought, layer, args);
    let files = atlas::replace(&old, layer, bytes, from).map_err(|faults| placed(&args.district, faults))?;
    let after = Atlas::open(&files).map_err(|faults| placed(&args.district, faults))?;
    if args.json {
        report.fact("dry_run", args.dry_run);
    }
    report.fact("layer", layer.file());
    report.fact("items", items);
    report.fact("district", args.district.display().to_string());
    report.fact("hash", after.hash);
    Ok((files, if args.dry_run { "would_import" } else { "imported" }))
}

/// Where the layer comes from; what was there before counts when it is kept.
fn provenance(atlas: &Atlas, brought: &Brought, layer: Layer, args: &Bring) -> Provenance {
    let before = atlas.provenance.get(layer.file()).filter(|_| args.add).cloned().unwrap_or_default();
    let mut sources = before.sources;
    for file in &brought.files {
        let source = Source::new(&file.name, &file.told_datum, &file.bytes);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let attribution = if args.attribution.is_empty() { before.attribution } else { args.attribution.clone() };
    Provenance { fictional: before.fictional || args.fictional, attribution, sources }
}

fn datum(said: Option<&str>) -> Result<Option<Datum>, Vec<Finding>> {
    let parse = |text: &str| text.parse().map_err(|f: Finding| vec![Finding { at: "--datum".into(), ..f }]);
    said.map(parse).transpose()
}

/// Takes a layer out of a district.
pub fn remove(args: &Remove) -> Done {
    let report = Report::new(false);
    let layer = Layer::ALL.into_iter().find(|layer| layer.word() == args.layer).ok_or_else(|| {
        let all: Vec<&str> = Layer::ALL.into_iter().map(Layer::word).collect();
        let shown: String = crate::geo::plain(&args.layer).chars().take(40).collect();
        Finding::new(
            "no_such_layer",
            format!("{shown:?}"),
            "this is no layer",
            format!("Say one of {}", all.join(", ")),
        )
    })?;
    match atlas::remove(&folder::read_district(&args.district)?, layer) {
        Err(faults) => report.refused(&placed(&args.district, faults)),
        Ok(files) => {
            folder::write_district(&args.district, &files)?;
            let mut report = report;
            report.fact("layer", layer.file());
            report.fact("district", args.district.display().to_string());
            report.done("removed")
        }
    }
}

fn one(fault: Finding) -> Vec<Finding> {
    vec![fault]
}

fn placed(folder: &Path, faults: Vec<Finding>) -> Vec<Finding> {
    faults.into_iter().map(|fault| folder::placed(folder, fault)).collect()
}
