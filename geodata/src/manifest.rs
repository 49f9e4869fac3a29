//! `manifest.json`: what a district folder is, which files belong to it, and the SHA-256 of each.

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
/// Named places.
pub(crate) const PLACES: &str = "places.json";
/// The outline of the district.
pub(crate) const BOUNDARY: &str = "boundary.geojson";
/// The fictional layer, where there is one.
pub(crate) const FICTION: &str = "fiction.json";
/// The vector base map. The only file that may be left out of what is opened.
pub(crate) const BASEMAP: &str = "basemap.pmtiles";

/// The layout this version reads and writes.
pub(crate) const FORMAT: u32 = 1;
pub(crate) const DATUM: &str = "WGS-84";

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
    /// SHA-256 of the extract.
    pub extract_sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiction_seed: Option<u64>,
    pub counts: BTreeMap<String, u64>,
    /// SHA-256 of every file of the district, in hex.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the manifest and checks format and datum.
    pub fn read(bytes: &[u8]) -> Result<Self, Finding> {
        let broken = |say: String, remedy: &str| Finding::new("district-manifest", MANIFEST, say, remedy);
        // The format first: another version may well have other fields.
        let any: serde_json::Value =
            serde_json::from_slice(bytes).map_err(|e| broken(e.to_string(), "Import the district again"))?;
        let format = any.get("format").and_then(serde_json::Value::as_u64);
        if format != Some(u64::from(FORMAT)) {
            let found = format.map_or("no format number".to_owned(), |f| format!("format {f}"));
            let say = format!("it has {found}; this version reads format {FORMAT}");
            return Err(Finding::new("district-format", MANIFEST, say, "Import the district again with this version"));
        }
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|e| broken(e.to_string(), "Import the district again"))?;
        if manifest.datum != DATUM {
            let say = format!("the datum is {:?}, not {DATUM}", manifest.datum);
            return Err(broken(say, "Convert the data first: another datum is hundreds of metres off"));
        }
        let corners = [manifest.origin, manifest.bounds[0], manifest.bounds[1]];
        if corners.iter().any(|p| Wgs84::new(p.lat, p.lon).is_none()) || manifest.origin.lat.abs() > 89.0 {
            return Err(broken("the origin or the bounds lie off the globe".into(), "Import the district again"));
        }
        Ok(manifest)
    }

    /// Checks every listed file against its hash.
    pub fn verify(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Finding> {
        for (name, hash) in &self.files {
            match files.get(name) {
                Some(bytes) if sha256(bytes) == *hash => {}
                Some(_) => {
                    let say = "the file is not the one the manifest lists: its SHA-256 differs";
                    return Err(Finding::new(
                        "district-hash",
                        name,
                        say,
                        "Import the district again, do not edit its files",
                    ));
                }
                None if name == BASEMAP => {}
                None => {
                    let say = "the manifest lists this file, but it is not there";
                    return Err(Finding::new("district-file-missing", name, say, "Import the district again"));
                }
            }
        }
        Ok(())
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
