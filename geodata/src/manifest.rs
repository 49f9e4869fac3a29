//! `manifest.json`: what a district folder is, which files belong to it, where each came from, and the SHA-256 of each.
//!
//! Every field is described in `districts/README.md`. The manifest is the only file that is trusted without a hash: its
//! own SHA-256 is the hash of the district. It holds no moment of import and no path, so the same input gives the same
//! bytes anywhere.

use crate::finding::Finding;
use crate::frame::Wgs84;
use crate::units::Amsl;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The name of the manifest in a district folder.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The road net.
pub(crate) const ROADS: &str = "roads.bin";
/// The order of the road net's hierarchy, where the net is large. It only makes answers faster, so it may be left out.
pub(crate) const ORDER: &str = "roads.order";
/// Named places.
pub(crate) const PLACES: &str = "places.json";
/// The outline of the district.
pub(crate) const BOUNDARY: &str = "boundary.geojson";
/// Stations and docks.
pub(crate) const POSTS: &str = "posts.json";
/// Places with 1-3-5 tiers.
pub(crate) const GUARDED: &str = "guarded.json";
/// Hotspots.
pub(crate) const HOTSPOTS: &str = "hotspots.json";
/// Zones of the air.
pub(crate) const ZONES: &str = "zones.json";
/// The ground's heights.
pub(crate) const TERRAIN: &str = "terrain.bin";
/// The vector base map. May be left out too.
pub(crate) const BASEMAP: &str = "basemap.pmtiles";

/// The layout this version reads and writes.
pub(crate) const FORMAT: u32 = 2;
pub(crate) const DATUM: &str = "WGS-84";

const AGAIN: &str = "Import the district again";

/// The manifest as it lies in the folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub format: u32,
    pub importer: String,
    pub name: String,
    pub name_zh: String,
    pub datum: String,
    pub origin: Wgs84,
    /// South-west and north-east corner.
    pub bounds: [Wgs84; 2],
    /// Metres above mean sea level of the flat ground.
    pub ground_amsl_m: Amsl,
    pub attribution: String,
    /// Moment the data was taken, as the extract says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_taken: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiction_seed: Option<u64>,
    pub counts: BTreeMap<String, u64>,
    pub files: BTreeMap<String, Listed>,
}

/// One file of the district, as the manifest lists it: its hash (lower-case hex), and its [`Provenance`] in the same
/// object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    pub sha256: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fictional: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attribution: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Listed {
    pub fn new(bytes: &[u8], from: Provenance) -> Self {
        let Provenance { fictional, attribution, sources } = from;
        Self { sha256: sha256(bytes), fictional, attribution, sources }
    }

    pub fn provenance(self) -> Provenance {
        let Self { fictional, attribution, sources, .. } = self;
        Provenance { fictional, attribution, sources }
    }
}

/// Where a layer of a district came from, and whether it is real.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Whether the layer is invented, for demonstration and training.
    pub fictional: bool,
    /// Who must be named where this layer is shown, beyond the district's own attribution; empty when nobody.
    pub attribution: String,
    /// The files it was made of; none when it was invented.
    pub sources: Vec<Source>,
}

impl Provenance {
    /// Of an invented layer.
    #[must_use]
    pub fn invented() -> Self {
        Self { fictional: true, ..Self::default() }
    }
}

/// A file that was brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name without folders.
    pub name: String,
    /// The datum its places were in: `WGS-84`, `CGCS2000`, `GCJ-02`, `BD-09`.
    pub datum: String,
    /// Its SHA-256 in lower-case hex.
    pub sha256: String,
}

impl Source {
    /// A file by its name, datum and bytes; folders before the name are left out.
    #[must_use]
    pub fn new(name: &str, datum: &str, bytes: &[u8]) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        Self { name: name.to_owned(), datum: datum.to_owned(), sha256: sha256(bytes) }
    }
}

impl Manifest {
    /// The manifest among the files of a folder.
    ///
    /// # Errors
    /// There is none, or as [`Manifest::read`].
    pub fn of(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<Finding>> {
        let bytes = files.get(MANIFEST).ok_or_else(|| {
            let say = "the folder has no manifest: it is not a district";
            let remedy = "Name a folder made by `skyground import osm`";
            vec![Finding::new("district-no-manifest", MANIFEST, say, remedy)]
        })?;
        Self::read(bytes)
    }

    /// Reads the manifest and checks what it says of itself.
    ///
    /// # Errors
    /// Not JSON, or of another format: that one finding. Else every field that cannot be.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        let broken = |e: serde_json::Error| vec![fault(e.to_string(), AGAIN)];
        // The format first: another version may well have other fields.
        let any: serde_json::Value = serde_json::from_slice(bytes).map_err(broken)?;
        let format = any.get("format").and_then(serde_json::Value::as_u64);
        if format != Some(u64::from(FORMAT)) {
            let found = format.map_or("no format number".to_owned(), |f| format!("format {f}"));
            let say = format!("it has {found}; this version reads format {FORMAT}");
            let remedy = "Import the district again with this version: `skyground import osm FILE --out DIR`";
            return Err(vec![Finding::new("district-format", MANIFEST, say, remedy)]);
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(broken)?;
        let faults = manifest.faults();
        if faults.is_empty() { Ok(manifest) } else { Err(faults) }
    }

    fn faults(&self) -> Vec<Finding> {
        let mut faults = Vec::new();
        if self.datum != DATUM {
            let say = format!("the datum is {:?}, not {DATUM}", self.datum);
            faults.push(fault(say, "Convert the data first: another datum is hundreds of metres off"));
        }
        let [sw, ne] = self.bounds;
        if [self.origin, sw, ne].iter().any(|p| Wgs84::new(p.lat, p.lon).is_none()) || self.origin.lat.abs() > 89.0 {
            faults.push(fault("the origin or the bounds lie off the globe".into(), AGAIN));
        } else if sw.lat > ne.lat {
            faults.push(fault("the south-west corner lies north of the north-east corner".into(), AGAIN));
        }
        if !(-500.0..=9_000.0).contains(&self.ground_amsl_m.0.0) {
            faults.push(fault(format!("{} m is no height of a ground", self.ground_amsl_m.0.0), AGAIN));
        }
        faults
    }

    /// Checks every listed file against its hash; every fault, in the order of names.
    pub fn verify(&self, files: &BTreeMap<String, Vec<u8>>) -> Vec<Finding> {
        let fault = |(name, listed): (&String, &Listed)| match files.get(name) {
            Some(bytes) if sha256(bytes) == listed.sha256 => None,
            Some(_) => {
                let say = "the file is not the one the manifest lists: its SHA-256 differs";
                let remedy = "Import the district again, do not edit its files";
                Some(Finding::new("district-hash", name, say, remedy))
            }
            None if [BASEMAP, ORDER].contains(&name.as_str()) => None,
            None => {
                let say = "the manifest lists this file, but it is not there";
                Some(Finding::new("district-file-missing", name, say, AGAIN))
            }
        };
        self.files.iter().filter_map(fault).collect()
    }

    /// Whether any layer is invented.
    pub fn is_fictional(&self) -> bool {
        self.files.values().any(|listed| listed.fictional)
    }

    /// The district's attribution and those of its layers, each once.
    pub fn attributions(&self) -> String {
        let mut all: Vec<&str> = vec![&self.attribution];
        for listed in self.files.values() {
            let own = listed.attribution.as_str();
            if !own.is_empty() && !all.contains(&own) {
                all.push(own);
            }
        }
        all.retain(|text| !text.is_empty());
        all.join("; ")
    }
}

fn fault(say: String, remedy: &str) -> Finding {
    Finding::new("district-manifest", MANIFEST, say, remedy)
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
