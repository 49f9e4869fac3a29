//! One district opened: all its layers, immutable, under one hash that every record can cite.
//!
//! The folder's files and fields are described in `districts/README.md`. Opening gathers every fault of the folder before
//! it refuses it; changing a layer ([`replace`]) gives a whole new set of files or none.

mod bounds;
pub mod brought;
mod change;
pub mod guarded;
pub mod posts;
pub(crate) mod rows;

pub use bounds::Bounds;
pub use change::{Layer, remove, replace};

use crate::area::{self, AreaKind, Areas};
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::hotspot::{self, Hotspots};
use crate::manifest::{
    BOUNDARY, GUARDED, HOTSPOTS, MANIFEST, Manifest, ORDER, PLACES, POSTS, ROADS, TERRAIN, ZONES, sha256,
};
use crate::osm::{boundary, named::Named};
use crate::place::{GuardedPlace, Place, Post};
use crate::roads::{RoadNet, codec};
use crate::terrain::{self, Terrain};
use crate::zone::{self, Zones};
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

pub use crate::manifest::{Provenance, Source};

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
    /// Areas of responsibility, of the police and of civil offices.
    pub areas: Areas,
    /// Stations and docks.
    pub posts: Vec<Post>,
    /// Hotspots.
    pub hotspots: Hotspots,
    /// Places with 1-3-5 tiers.
    pub guarded: Vec<GuardedPlace>,
    /// Zones of the air.
    pub zones: Zones,
    /// The ground.
    pub terrain: Terrain,
    /// Who must be named wherever the map is shown.
    pub attribution: String,
    /// Whether any layer is invented, such as posts, guarded places, hotspots or zones.
    pub fictional: bool,
    /// Where each file of the district came from, by its name.
    pub provenance: BTreeMap<String, Provenance>,
    /// SHA-256 of the manifest, which holds the SHA-256 of every file: one hash over all. Hex.
    pub hash: String,
}

impl Atlas {
    /// Opens a district folder; files the manifest does not list are ignored.
    ///
    /// # Errors
    /// Every fault of the folder: no manifest, another format, missing or changed files, broken content.
    pub fn open(files: &Files) -> Result<Atlas, Vec<Finding>> {
        let manifest = Manifest::of(files)?;
        let frame = Frame::at(manifest.origin);
        let mut folder = Folder { faults: manifest.verify(files), manifest: &manifest, files };
        let roads = folder.needed(ROADS, |bytes| codec::decode(bytes).map_err(one));
        let roads = roads.and_then(|roads| folder.ordered(RoadNet::new(&roads)));
        let places = folder.needed(PLACES, |bytes| places(bytes, &frame));
        let rings = folder.needed(BOUNDARY, |bytes| boundary::read(bytes).map_err(one));
        let [police, civil] = [AreaKind::Police, AreaKind::Civil]
            .map(|kind| folder.wanted(area::file::name(kind), |bytes| area::file::read(bytes, kind, &frame)));
        let posts = folder.wanted(POSTS, |bytes| posts::read(bytes, &frame));
        let guarded = folder.wanted(GUARDED, |bytes| guarded::read(bytes, &frame));
        let hotspots = folder.wanted(HOTSPOTS, |bytes| hotspot::file::read(bytes, &frame));
        let zones = folder.wanted(ZONES, |bytes| zone::file::read_set(bytes, &frame));
        let terrain = folder.layer(TERRAIN, |bytes| terrain::file::read(bytes, &frame).map_err(one));
        let faults = folder.faults;
        let (Some(roads), Some(places), Some(rings), true) = (roads, places, rings, faults.is_empty()) else {
            return Err(faults);
        };
        Ok(Atlas {
            bounds: manifest.bounds,
            roads,
            places,
            boundary: rings.iter().map(|ring| ring.iter().map(|p| frame.to_local(*p)).collect()).collect(),
            areas: Areas::new([police, civil].concat()),
            posts,
            hotspots: Hotspots::new(hotspots),
            guarded,
            zones,
            terrain: terrain.unwrap_or(Terrain::Flat(manifest.ground_amsl_m)),
            fictional: manifest.is_fictional(),
            hash: files.get(MANIFEST).map(|bytes| sha256(bytes)).unwrap_or_default(),
            frame,
            attribution: manifest.attributions(),
            provenance: manifest.files.into_iter().map(|(name, listed)| (name, listed.provenance())).collect(),
            name: manifest.name,
            name_zh: manifest.name_zh,
        })
    }

    /// The box round the district.
    #[must_use]
    pub fn extent(&self) -> Bounds {
        Bounds::new(self.bounds, &self.frame)
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

/// A folder being opened: every fault is kept, and a file that is not the listed one is not read.
struct Folder<'a> {
    manifest: &'a Manifest,
    files: &'a Files,
    faults: Vec<Finding>,
}

impl Folder<'_> {
    /// A layer that no district lacks.
    fn needed<T>(&mut self, name: &str, read: impl FnOnce(&[u8]) -> Result<T, Vec<Finding>>) -> Option<T> {
        if !self.manifest.files.contains_key(name) {
            let say = "the manifest does not list this file";
            self.faults.push(Finding::new("district-file-missing", name, say, "Import the district again"));
        }
        self.layer(name, read)
    }

    /// A layer that a district may have; without it there is nothing of its kind.
    fn wanted<T: Default>(&mut self, name: &str, read: impl FnOnce(&[u8]) -> Result<T, Vec<Finding>>) -> T {
        self.layer(name, read).unwrap_or_default()
    }

    fn layer<T>(&mut self, name: &str, read: impl FnOnce(&[u8]) -> Result<T, Vec<Finding>>) -> Option<T> {
        read(self.bytes(name)?).map_err(|faults| self.faults.extend(faults)).ok()
    }

    /// The net with the order that lies beside it, if one does.
    fn ordered(&mut self, roads: RoadNet) -> Option<RoadNet> {
        let Some(bytes) = self.bytes(ORDER) else { return Some(roads) };
        roads.with_order(bytes).map_err(|fault| self.faults.push(fault)).ok()
    }

    /// A listed file, when it is there and is the listed one.
    fn bytes(&self, name: &str) -> Option<&[u8]> {
        let spoilt = !self.manifest.files.contains_key(name) || self.faults.iter().any(|fault| fault.at == name);
        self.files.get(name).filter(|_| !spoilt).map(Vec::as_slice)
    }
}

fn one(fault: Finding) -> Vec<Finding> {
    vec![fault]
}

fn places(bytes: &[u8], frame: &Frame) -> Result<Vec<Place>, Vec<Finding>> {
    let broken = |say: String| Finding::new("places-broken", PLACES, say, "Import the district again");
    let named: Vec<Named> = serde_json::from_slice(bytes).map_err(|e| one(broken(e.to_string())))?;
    let mut faults = Vec::new();
    let mut places = Vec::with_capacity(named.len());
    for n in named {
        match Wgs84::new(n.at.lat, n.at.lon) {
            Some(at) => {
                let (name, name_zh, name_en) = (n.name, n.name_zh, n.name_en);
                places.push(Place { name, name_zh, name_en, kind: n.kind, at: frame.to_local(at) });
            }
            None => faults.push(broken(format!("{:?} lies off the globe", n.name))),
        }
    }
    if faults.is_empty() { Ok(places) } else { Err(faults) }
}
