//! Every door a file of somebody else comes through, as one function of bytes.

use geodata::hotspot::counts::{Reading, Source};
use geodata::{Datum, Finding, Frame, ImportOptions, Wgs84};

/// A door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    GeoJson,
    Kml,
    Kmz,
    Gpx,
    Table,
    /// A table with a column of well-known text.
    Shapes,
    /// GeoJSON said to be in GCJ-02, whose way back is the slowest.
    Shifted,
    Counts,
    OsmXml,
    OsmPacked,
    OsmPbf,
    Hgt,
    Tiff,
    Ed269,
    Ed318,
    ZonesFile,
    HotspotsFile,
    PostsFile,
    GuardedFile,
}

/// What came of a file.
pub enum Answer {
    Refused(Vec<Finding>),
    Taken(Vec<Finding>),
}

/// Where the district of these tests lies.
pub const MIDDLE: Wgs84 = Wgs84 { lat: 35.58, lon: 104.62 };

impl Door {
    /// The name of a file that comes through here.
    pub fn file(self) -> &'static str {
        match self {
            Self::GeoJson | Self::Shifted => "x.geojson",
            Self::Kml => "x.kml",
            Self::Kmz => "x.kmz",
            Self::Gpx => "x.gpx",
            Self::Table | Self::Shapes | Self::Counts => "x.csv",
            Self::OsmXml => "x.osm",
            Self::OsmPacked => "x.osm.gz",
            Self::OsmPbf => "x.osm.pbf",
            Self::Hgt => "N35E104.hgt",
            Self::Tiff => "x.tif",
            Self::Ed269 | Self::Ed318 => "x.json",
            Self::ZonesFile => "zones.json",
            Self::HotspotsFile => "hotspots.json",
            Self::PostsFile => "posts.json",
            Self::GuardedFile => "guarded.json",
        }
    }

    /// Reads the file.
    pub fn open(self, name: &str, bytes: &[u8]) -> Answer {
        let frame = Frame::at(MIDDLE);
        match self {
            Self::GeoJson | Self::Kml | Self::Kmz | Self::Gpx | Self::Table | Self::Shapes => {
                layer(name, bytes, Datum::Wgs84)
            }
            Self::Shifted => layer(name, bytes, Datum::Gcj02),
            Self::Counts => {
                let reading =
                    Reading { frame: &frame, datum: Datum::Wgs84, utc_offset_min: 480, source: Some(Source::Call) };
                plain(geodata::hotspot::counts::read(bytes, &reading))
            }
            Self::OsmXml | Self::OsmPacked | Self::OsmPbf => {
                match geodata::import_osm_with(bytes, &ImportOptions::default(), &mut |_| {}) {
                    Ok(_) => Answer::Taken(vec![]),
                    Err(finding) => Answer::Refused(vec![finding]),
                }
            }
            Self::Hgt | Self::Tiff => {
                let bounds = [Wgs84 { lat: 35.5, lon: 104.5 }, Wgs84 { lat: 35.6, lon: 104.7 }];
                match geodata::terrain::import(&[(name, bytes)], &frame, &bounds) {
                    Ok((_, notes)) => Answer::Taken(notes),
                    Err(findings) => Answer::Refused(findings),
                }
            }
            Self::Ed269 => zones(geodata::zone::ed269::read(name, bytes, &air(&frame))),
            Self::Ed318 => zones(geodata::zone::ed318::read(name, bytes, &air(&frame))),
            Self::ZonesFile => plain(geodata::zone::file::read(bytes, &frame)),
            Self::HotspotsFile => plain(geodata::hotspot::file::read(bytes, &frame)),
            Self::PostsFile => plain(geodata::atlas::posts::read(bytes, &frame)),
            Self::GuardedFile => plain(geodata::atlas::guarded::read(bytes, &frame)),
        }
    }
}

fn layer(name: &str, bytes: &[u8], datum: Datum) -> Answer {
    match geodata::layers::read(name, bytes, datum) {
        Ok(layer) => Answer::Taken(layer.notes),
        Err(findings) => Answer::Refused(findings),
    }
}

fn plain<T>(result: Result<T, Vec<Finding>>) -> Answer {
    match result {
        Ok(_) => Answer::Taken(vec![]),
        Err(findings) => Answer::Refused(findings),
    }
}

fn air(frame: &Frame) -> geodata::zone::Door<'_> {
    let bounds = [Wgs84 { lat: 35.5, lon: 104.5 }, Wgs84 { lat: 35.6, lon: 104.7 }];
    geodata::zone::Door { frame, bounds, file: "x.json, WGS-84", kind: None }
}

/// Zones with a fault among them are refused as a whole by whoever imports.
fn zones(result: Result<geodata::zone::Intake, Vec<Finding>>) -> Answer {
    match result {
        Ok(intake) if intake.refused.is_empty() => Answer::Taken(intake.notes),
        Ok(intake) => Answer::Refused(intake.refused),
        Err(findings) => Answer::Refused(findings),
    }
}
