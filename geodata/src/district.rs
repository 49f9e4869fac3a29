//! Making the files of a new district: layers of the map, invented layers where a seed is given, the manifest over all.

use crate::area::{self, AreaKind};
use crate::atlas::{Files, guarded, posts};
use crate::fiction::{self, World};
use crate::finding::Finding;
use crate::frame::Wgs84;
use crate::hotspot;
use crate::manifest::{DATUM, FORMAT, GUARDED, HOTSPOTS, Listed, MANIFEST, Manifest, POSTS, Provenance, ZONES};
use crate::osm::ImportOptions;
use crate::zone;
use std::collections::BTreeMap;

/// What the manifest says beside the files.
pub(crate) struct Head {
    pub origin: Wgs84,
    pub bounds: [Wgs84; 2],
    /// Moment the data was taken, as the extract says.
    pub taken: Option<String>,
    pub counts: BTreeMap<String, u64>,
}

/// A district in the making.
pub(crate) struct Making {
    files: Files,
    listed: BTreeMap<String, Listed>,
    seed: Option<u64>,
}

impl Making {
    /// From the layers made of the map.
    pub fn new(files: Files, from: &Provenance) -> Self {
        let list = |(name, bytes): (&String, &Vec<u8>)| (name.clone(), Listed::new(bytes, from.clone()));
        Self { listed: files.iter().map(list).collect(), files, seed: None }
    }

    /// Lays the invented layers of one seed.
    pub fn invent(&mut self, world: &World, seed: u64) -> Result<(), Finding> {
        let fiction = fiction::lay(world, seed)?;
        let local = |ring: &Vec<Wgs84>| ring.iter().map(|place| world.frame.to_local(*place)).collect();
        let district: Vec<Vec<_>> = world.rings.iter().map(local).collect();
        let police = area::cells::of_stations(&fiction.posts, &district);
        let layers = [
            (area::file::name(AreaKind::Police), area::file::write(&police, AreaKind::Police, world.frame)?),
            (POSTS, posts::write(&fiction.posts, world.frame)?),
            (GUARDED, guarded::write(&fiction.guarded, world.frame)?),
            (HOTSPOTS, hotspot::file::write(&fiction.hotspots, world.frame)?),
            (ZONES, zone::file::write(&fiction.zones, world.frame).map_err(first)?),
        ];
        for (name, bytes) in layers {
            self.listed.insert(name.to_owned(), Listed::new(&bytes, Provenance::invented()));
            self.files.insert(name.to_owned(), bytes);
        }
        self.seed = Some(seed);
        Ok(())
    }

    /// The manifest over all.
    pub fn finish(mut self, head: Head, options: &ImportOptions) -> Result<Files, Finding> {
        let manifest = Manifest {
            format: FORMAT,
            importer: concat!("geodata ", env!("CARGO_PKG_VERSION")).to_owned(),
            name: options.name.clone(),
            name_zh: options.name_zh.clone(),
            datum: DATUM.to_owned(),
            origin: head.origin,
            bounds: head.bounds,
            ground_amsl_m: options.ground,
            attribution: options.attribution.clone(),
            data_taken: head.taken,
            fiction_seed: self.seed,
            counts: head.counts,
            files: self.listed,
        };
        self.files.insert(MANIFEST.to_owned(), crate::osm::json(&manifest)?);
        Ok(self.files)
    }
}

/// A generator that makes what cannot be read back is wrong in one place for all: one finding is enough.
fn first(faults: Vec<Finding>) -> Finding {
    let none = || Finding::new("zones-broken", ZONES, "it cannot be written", "Import the district again");
    faults.into_iter().next().unwrap_or_else(none)
}
