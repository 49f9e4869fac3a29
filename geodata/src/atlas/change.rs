//! Changing one layer of a district: the files of the new district, proven to open, or every reason why not.

use super::{Atlas, Files};
use crate::area::{self, AreaKind};
use crate::finding::Finding;
use crate::manifest::{GUARDED, HOTSPOTS, Listed, MANIFEST, Manifest, POSTS, Provenance, TERRAIN, ZONES};

/// A layer that is brought to a district, or taken from it, by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Stations and docks.
    Posts,
    /// Places with 1-3-5 tiers.
    Guarded,
    /// Hotspots.
    Hotspots,
    /// Zones of the air.
    Zones,
    /// The ground's heights.
    Terrain,
    /// Areas of police stations.
    PoliceAreas,
    /// Areas of civil offices.
    CivilAreas,
}

impl Layer {
    /// Every layer, in order.
    pub const ALL: [Layer; 7] = [
        Layer::Posts,
        Layer::Guarded,
        Layer::Hotspots,
        Layer::Zones,
        Layer::Terrain,
        Layer::PoliceAreas,
        Layer::CivilAreas,
    ];

    /// Its file in the folder.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Posts => POSTS,
            Self::Guarded => GUARDED,
            Self::Hotspots => HOTSPOTS,
            Self::Zones => ZONES,
            Self::Terrain => TERRAIN,
            Self::PoliceAreas => area::file::name(AreaKind::Police),
            Self::CivilAreas => area::file::name(AreaKind::Civil),
        }
    }

    /// Its name in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::Guarded => "guarded",
            Self::Hotspots => "hotspots",
            Self::Zones => "zones",
            Self::Terrain => "terrain",
            Self::PoliceAreas => "police_areas",
            Self::CivilAreas => "civil_areas",
        }
    }
}

/// The district with `layer` made of `bytes`, where there was one before or not. Everything else stays as it is, files
/// that the manifest does not list too. The hash of the district changes.
///
/// # Errors
/// Every fault: of the district as it was, or as it would be.
pub fn replace(files: &Files, layer: Layer, bytes: Vec<u8>, from: Provenance) -> Result<Files, Vec<Finding>> {
    changed(files, |manifest, files| {
        manifest.files.insert(layer.file().to_owned(), Listed::new(&bytes, from));
        files.insert(layer.file().to_owned(), bytes);
    })
}

/// The district without `layer`.
///
/// # Errors
/// Every fault of the district as it was; one when it has no such layer.
pub fn remove(files: &Files, layer: Layer) -> Result<Files, Vec<Finding>> {
    let name = layer.file();
    if !Manifest::of(files)?.files.contains_key(name) {
        let say = "the district has no such layer";
        return Err(vec![Finding::new("district-no-layer", name, say, "Nothing is to be done")]);
    }
    changed(files, |manifest, files| {
        manifest.files.remove(name);
        files.remove(name);
    })
}

fn changed(files: &Files, change: impl FnOnce(&mut Manifest, &mut Files)) -> Result<Files, Vec<Finding>> {
    let mut manifest = Manifest::of(files)?;
    let faults = manifest.verify(files);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut files = files.clone();
    change(&mut manifest, &mut files);
    if !manifest.is_fictional() {
        manifest.fiction_seed = None;
    }
    files.insert(MANIFEST.to_owned(), crate::osm::json(&manifest).map_err(|fault| vec![fault])?);
    Atlas::open(&files)?;
    Ok(files)
}
