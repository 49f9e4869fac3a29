//! `skyground geo district`: what a district is made of; when it does not open, every fault of it.

use super::Table;
use super::desk::{Answer, Desk};
use super::words::{self, LatLon};
use crate::args::geo::Layers as Args;
use crate::{Done, district};
use controller_server::folder;
use geodata::{Atlas, Files};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct District {
    bounds: [LatLon; 2],
    attribution: String,
    terrain_note: Option<String>,
    roads_km: f64,
    layers: Vec<Layer>,
}

#[derive(Serialize)]
struct Layer {
    file: String,
    bytes: usize,
    fictional: bool,
    sources: Vec<From>,
    attribution: String,
}

#[derive(Serialize)]
struct From {
    name: String,
    datum: String,
    sha256: String,
}

pub fn run(args: &Args) -> Done {
    let files = match &args.common.district {
        Some(path) => folder::read_district(path)?,
        None => district::shipped()?,
    };
    if let Err(faults) = Atlas::open(&files) {
        let place = args.common.district.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
        for fault in faults {
            eprintln!("error: {place}: {fault}");
        }
        return Ok(ExitCode::FAILURE);
    }
    let desk = Desk::open(&args.common)?;
    desk.say("district", &told(&desk.atlas, &files))
}

fn told(atlas: &Atlas, files: &Files) -> District {
    let layer = |(file, from): (&String, &geodata::atlas::Provenance)| Layer {
        file: file.clone(),
        bytes: files.get(file).map_or(0, Vec::len),
        fictional: from.fictional,
        sources: from
            .sources
            .iter()
            .map(|s| From { name: s.name.clone(), datum: s.datum.clone(), sha256: s.sha256.clone() })
            .collect(),
        attribution: from.attribution.clone(),
    };
    District {
        bounds: atlas.bounds.map(LatLon::from),
        attribution: atlas.attribution.clone(),
        terrain_note: atlas.terrain.note().map(str::to_owned),
        roads_km: words::round(atlas.roads.total_length().0 / 1000.0, 1),
        layers: atlas.provenance.iter().map(layer).collect(),
    }
}

impl Answer for District {
    fn tell(&self) -> String {
        let mut table = Table::new(&["layer", ">bytes", "", "from"]);
        for layer in &self.layers {
            let from: Vec<String> = layer.sources.iter().map(|s| format!("{} ({})", s.name, s.datum)).collect();
            let invented = if layer.fictional { "invented" } else { "" };
            table.row([layer.file.clone(), layer.bytes.to_string(), invented.to_owned(), from.join(", ")]);
        }
        let note = self.terrain_note.as_ref().map(|note| format!("\n{note}")).unwrap_or_default();
        format!("{table}\n{:.1} km of roads\n{}{note}\n", self.roads_km, super::plain(&self.attribution))
    }
}
