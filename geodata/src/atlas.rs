//! One district opened: all its layers, immutable, under one hash that every record can cite.

use crate::fiction::{self, Fiction};
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::hotspot::Hotspots;
use crate::manifest::{BOUNDARY, FICTION, MANIFEST, Manifest, PLACES, ROADS, sha256};
use crate::osm::{boundary, named::Named};
use crate::place::{GuardedPlace, Place, Post};
use crate::roads::{RoadNet, codec};
use crate::terrain::Terrain;
use crate::zone::Zone;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// A district folder as bytes, by file name. Reading and writing them is the caller's business.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Everything that lies still in one district.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// Name of the district.
    pub name: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// The tangent plane of every [`Local`] in here.
    pub frame: Frame,
    /// South-west and north-east corner of the boundary.
    pub bounds: [Wgs84; 2],
    /// The roads.
    pub roads: RoadNet,
    /// Named places of the public map.
    pub places: Vec<Place>,
    /// Outer rings of the district, first point not repeated.
    pub boundary: Vec<Vec<Local>>,
    /// Stations and docks.
    pub posts: Vec<Post>,
    /// Hotspots.
    pub hotspots: Hotspots,
    /// Places with 1-3-5 tiers.
    pub guarded: Vec<GuardedPlace>,
    /// Zones of the air.
    pub zones: Vec<Zone>,
    /// The ground.
    pub terrain: Terrain,
    /// Who must be named wherever the map is shown.
    pub attribution: String,
    /// Whether posts, guarded places, hotspots and zones are invented.
    pub fictional: bool,
    /// SHA-256 of the manifest, which holds the SHA-256 of every file: one hash over all. Hex.
    pub hash: String,
}

impl Atlas {
    /// Opens a district folder; files the manifest does not list are ignored.
    ///
    /// # Errors
    /// The first fault: no manifest, another format, a missing or changed file, broken content.
    pub fn open(files: &Files) -> Result<Atlas, Finding> {
        let manifest_bytes = files.get(MANIFEST).ok_or_else(|| {
            let remedy = "Name a folder made by `skyground import osm`";
            Finding::new("district-no-manifest", MANIFEST, "the folder has no manifest: it is not a district", remedy)
        })?;
        let manifest = Manifest::read(manifest_bytes)?;
        manifest.verify(files)?;
        let frame = Frame::at(manifest.origin);
        let roads = RoadNet::new(&codec::decode(file(&manifest, files, ROADS)?)?);
        let rings = boundary::read(file(&manifest, files, BOUNDARY)?)?;
        let fiction = match manifest.files.contains_key(FICTION) {
            true => fiction::open(file(&manifest, files, FICTION)?, &frame)?,
            false => Fiction::default(),
        };
        Ok(Atlas {
            bounds: manifest.bounds,
            roads,
            places: places(file(&manifest, files, PLACES)?, &frame)?,
            boundary: rings.iter().map(|ring| ring.iter().map(|p| frame.to_local(*p)).collect()).collect(),
            posts: fiction.posts,
            hotspots: Hotspots::new(fiction.hotspots),
            guarded: fiction.guarded,
            zones: fiction.zones,
            terrain: Terrain::Flat(manifest.ground_amsl_m),
            fictional: manifest.files.contains_key(FICTION),
            hash: sha256(manifest_bytes),
            frame,
            name: manifest.name,
            name_zh: manifest.name_zh,
            attribution: manifest.attribution,
        })
    }

    /// Where a place is in words: the road and the nearest named place with its distance, for incident texts.
    #[must_use]
    pub fn place_name(&self, at: Local) -> String {
        let near = self.places.iter().map(|p| (p.at.distance(at).0, p)).min_by(|a, b| a.0.total_cmp(&b.0));
        let snap = self.roads.snap(at).filter(|snap| snap.off_road.0 < 150.0);
        let road = snap.and_then(|snap| self.roads.name(&snap));
        match (road, near) {
            (Some(road), Some((far, place))) => format!("{road}, {} ({})", place.name, distance(far)),
            (None, Some((far, place))) => format!("{} ({})", place.name, distance(far)),
            (Some(road), None) => road.to_owned(),
            (None, None) => {
                let place = self.frame.to_wgs84(at);
                format!("{:.5}, {:.5}", place.lat, place.lon)
            }
        }
    }
}

/// Tens of metres up to a kilometre, then tenths of kilometres.
fn distance(metres: f64) -> String {
    if metres < 995.0 {
        format!("{:.0} m", (metres / 10.0).round() * 10.0)
    } else {
        format!("{:.1} km", metres / 1000.0)
    }
}

/// A file that the manifest must list, so that no unverified bytes are ever read.
fn file<'a>(manifest: &Manifest, files: &'a Files, name: &str) -> Result<&'a [u8], Finding> {
    let listed = files.get(name).filter(|_| manifest.files.contains_key(name));
    listed.map(Vec::as_slice).ok_or_else(|| {
        Finding::new("district-file-missing", name, "the manifest does not list this file", "Import the district again")
    })
}

fn places(bytes: &[u8], frame: &Frame) -> Result<Vec<Place>, Finding> {
    let named: Vec<Named> = serde_json::from_slice(bytes)
        .map_err(|e| Finding::new("places-broken", PLACES, e.to_string(), "Import the district again"))?;
    let place = |n: Named| {
        let at = Wgs84::new(n.at.lat, n.at.lon).ok_or_else(|| {
            Finding::new(
                "places-broken",
                PLACES,
                format!("{:?} lies off the globe", n.name),
                "Import the district again",
            )
        })?;
        Ok(Place { name: n.name, name_zh: n.name_zh, name_en: n.name_en, kind: n.kind, at: frame.to_local(at) })
    };
    named.into_iter().map(place).collect()
}
