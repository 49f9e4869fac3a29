//! The geographic keys of a GeoTIFF (OGC 19-008): which numbers of the file say where its samples lie, and which say
//! that it is none of ours.

use super::lattice::Lattice;
use crate::datum::VerticalDatum;
use crate::finding::Finding;

/// The tags of one image that matter.
#[derive(Clone, Debug, Default)]
pub(super) struct GeoTags {
    /// 34735.
    pub directory: Vec<u16>,
    /// 33550.
    pub scale: Vec<f64>,
    /// 33922.
    pub tie: Vec<f64>,
    /// 34264.
    pub transformation: Vec<f64>,
    /// 42112, where GDAL writes a scale of the heights.
    pub metadata: String,
}

const MODEL_TYPE: u16 = 1024;
const RASTER_TYPE: u16 = 1025;
const GEODETIC_CRS: u16 = 2048;
const ANGULAR_UNITS: u16 = 2054;
const VERTICAL_CRS: u16 = 4096;
const VERTICAL_UNITS: u16 = 4099;

const GEOGRAPHIC: u16 = 2;
const PIXEL_IS_POINT: u16 = 2;
const DEGREE: u16 = 9102;
const METRE: u16 = 9001;
/// WGS-84, also in three dimensions, and CGCS2000 likewise.
const OUR_CRS: [u16; 4] = [4326, 4979, 4490, 4480];

const WARP: &str = "Convert it: gdalwarp -t_srs EPSG:4326 in.tif out.tif";

impl GeoTags {
    /// A key that is a plain number.
    fn key(&self, key: u16) -> Option<u16> {
        let entries = self.directory.get(4..)?.chunks_exact(4);
        // Location 0 means that the value itself stands in the last field.
        entries.into_iter().find(|entry| entry[0] == key && entry[1] == 0).map(|entry| entry[3])
    }

    /// The lattice of the samples, or everything that keeps it from being one of ours.
    pub fn lattice(&self, name: &str, columns: u32, rows: u32) -> Result<Lattice, Vec<Finding>> {
        let mut findings = self.foreign(name);
        let lattice = self.placed(columns, rows).filter(Lattice::is_placed);
        if lattice.is_none() && findings.is_empty() {
            let say = "it does not say where its samples lie in upright rows and columns of degrees";
            findings.push(Finding::new("terrain-place", name, say, WARP));
        }
        match lattice {
            Some(lattice) if findings.is_empty() => Ok(lattice),
            _ => Err(findings),
        }
    }

    /// Keys that say another system.
    fn foreign(&self, name: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |code, what: String, remedy| findings.push(Finding::new(code, name, what, remedy));
        match self.key(MODEL_TYPE) {
            Some(GEOGRAPHIC) => {}
            Some(_) => say("terrain-projected", "its samples lie in projected metres, not in degrees".into(), WARP),
            None => say("terrain-no-keys", "it has no geographic keys: it is a picture, not a map".into(), WARP),
        }
        if let Some(crs) = self.key(GEODETIC_CRS).filter(|crs| !OUR_CRS.contains(crs)) {
            say("terrain-datum", format!("its degrees are of EPSG:{crs}, not of WGS-84"), WARP);
        }
        if let Some(unit) = self.key(ANGULAR_UNITS).filter(|unit| *unit != DEGREE) {
            say("terrain-units", format!("its angles are in unit {unit}, not in degrees"), WARP);
        }
        if let Some(unit) = self.key(VERTICAL_UNITS).filter(|unit| ![METRE, 0, 32767].contains(unit)) {
            say("terrain-units", format!("its heights are in unit {unit}, not in metres"), "Convert them to metres");
        }
        if self.metadata.contains("role=\"scale\"") || self.metadata.contains("role=\"offset\"") {
            let remedy = "Apply it: gdal_translate -unscale in.tif out.tif";
            say("terrain-scaled", "its heights are scaled by a factor or moved by an offset".into(), remedy);
        }
        if !self.vertical(name).is_sea_level() {
            let what = "its heights count from the ellipsoid, tens of metres from the sea";
            say("terrain-ellipsoid", what.into(), "Convert it: gdalwarp -t_srs EPSG:4326+5773 in.tif out.tif");
        }
        findings
    }

    /// What heights count from: the key, or what the name of a well-known product means.
    pub fn vertical(&self, name: &str) -> VerticalDatum {
        let product = || name.contains("Copernicus_DSM").then_some(VerticalDatum::Egm2008);
        let key = self.key(VERTICAL_CRS).and_then(VerticalDatum::of_epsg);
        let spatial = self.key(GEODETIC_CRS).and_then(VerticalDatum::of_epsg);
        // The three-dimensional WGS-84 is what some products name though their heights count from the geoid.
        key.or_else(product).or(spatial).unwrap_or(VerticalDatum::SeaLevel)
    }

    fn placed(&self, columns: u32, rows: u32) -> Option<Lattice> {
        let [(column, row), (lon, lat), (step_lon, step_lat)] = self.tied()?;
        // A pixel that is an area has its height in its middle.
        let middle = if self.key(RASTER_TYPE) == Some(PIXEL_IS_POINT) { 0.0 } else { 0.5 };
        let north = lat + (row - middle) * step_lat;
        let west = lon + (middle - column) * step_lon;
        let finite = [north, west, step_lat, step_lon].iter().all(|n| n.is_finite());
        finite.then_some(Lattice { north, west, step_lat, step_lon, rows, columns })
    }

    /// A pixel's column and row, its longitude and latitude, and the steps.
    fn tied(&self) -> Option<[(f64, f64); 3]> {
        match (&self.scale[..], &self.tie[..], &self.transformation[..]) {
            ([dx, dy, ..], [column, row, _, lon, lat, _], _) => Some([(*column, *row), (*lon, *lat), (*dx, *dy)]),
            // Upright: no rotation, and rows go south.
            ([], _, [dx, 0.0, _, lon, 0.0, dy, _, lat, ..]) => Some([(0.0, 0.0), (*lon, *lat), (*dx, -dy)]),
            _ => None,
        }
    }
}
