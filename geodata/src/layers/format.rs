//! Which format a file is in, and the one door in and out for all of them.
//!
//! The content decides; the name is asked only where the content cannot tell (CSV is any text).

use super::faults::Faults;
use super::gather::fits;
use super::out::{Notes, vertices};
use super::{Feature, Layer, Limits, Value, Vertex, csv, geojson, gpx, kml, kmz};
use crate::datum::Datum;
use crate::finding::Finding;
use crate::frame::Wgs84;

/// A file format for layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// GeoJSON (RFC 7946): holds everything but moments.
    GeoJson,
    /// KML 2.2 (OGC 07-147r2) with `gx:Track`.
    Kml,
    /// KML packed as KMZ.
    Kmz,
    /// GPX 1.1, and 1.0 when read: areas become closed tracks.
    Gpx,
    /// A table: points in columns of latitude and longitude, or any shape as WKT.
    Csv,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::GeoJson, Self::Kml, Self::Kmz, Self::Gpx, Self::Csv];

    /// The usual end of a file's name, and the word for it on a command line.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
            Self::Kmz => "kmz",
            Self::Gpx => "gpx",
            Self::Csv => "csv",
        }
    }

    /// The format of a word or of the end of a file's name: `kml`, `places.KML`, `json`, `tsv`.
    ///
    /// # Errors
    /// `layer-format` when there is no such format.
    pub fn named(name: &str) -> Result<Self, Finding> {
        let end = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
        match end.as_str() {
            "geojson" | "json" => Ok(Self::GeoJson),
            "tsv" | "txt" => Ok(Self::Csv),
            end => Self::ALL.into_iter().find(|format| format.extension() == end).ok_or_else(|| unknown(name)),
        }
    }

    /// The format of a file.
    ///
    /// # Errors
    /// `layer-format` when neither content nor name says.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Finding> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Ok(Self::Kmz);
        }
        let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let head = String::from_utf8_lossy(&head[..head.len().min(4096)]);
        match head.trim_start().chars().next() {
            Some('{' | '[') => Ok(Self::GeoJson),
            Some('<') => Self::of_xml(name, &head),
            _ => Self::named(name),
        }
    }

    /// XML by its first element.
    fn of_xml(name: &str, head: &str) -> Result<Self, Finding> {
        let root = head.split('<').skip(1).find(|tag| !tag.starts_with(['?', '!'])).unwrap_or("");
        let root = root.split([' ', '>', '/', '\t', '\r', '\n']).next().unwrap_or("");
        match root.rsplit(':').next() {
            Some("kml") => Ok(Self::Kml),
            Some("gpx") => Ok(Self::Gpx),
            // Whatever it is, the reader of that name says what is wrong with it.
            _ => Self::named(name),
        }
    }
}

fn unknown(name: &str) -> Finding {
    let say = "it is none of the formats GeoJSON, KML, KMZ, GPX, CSV";
    Finding::new("layer-format", super::faults::short(name), say, "Export it in one of them")
}

/// Reads a file of points, lines and areas whose coordinates are in `datum`.
///
/// # Errors
/// All faults of the file, each with its place and remedy; capped, the rest counted.
pub fn read(name: &str, bytes: &[u8], datum: Datum) -> Result<Layer, Vec<Finding>> {
    match Format::of(name, bytes).map_err(|finding| vec![finding])? {
        Format::GeoJson => geojson::read(name, bytes, datum),
        Format::Kml => kml::read(name, bytes, datum),
        Format::Kmz => kmz::read(name, bytes, datum),
        Format::Gpx => gpx::read(name, bytes, datum),
        Format::Csv => csv::read(name, bytes, datum),
    }
}

/// Writes a layer in WGS-84; the same layer gives the same bytes. The findings say what the format could not hold.
///
/// # Errors
/// `export-text` when a text is longer than any reader takes, `export-not-finite` when a place or height is no number.
pub fn write(format: Format, layer: &Layer) -> Result<(Vec<u8>, Vec<Finding>), Vec<Finding>> {
    let mut faults = Faults::default();
    layer.features.iter().for_each(|feature| check(feature, &mut faults));
    faults.close()?;
    let mut notes = Notes::default();
    let bytes = match format {
        Format::GeoJson => geojson::write::write(layer, &mut notes),
        Format::Kml => kml::write::write(layer, &mut notes),
        Format::Kmz => kmz::write(layer, &mut notes).map_err(|finding| vec![finding])?,
        Format::Gpx => gpx::write::write(layer, &mut notes),
        Format::Csv => csv::write::write(layer, &mut notes).map_err(|finding| vec![finding])?,
    };
    tell_size(layer, bytes.len(), &mut notes);
    Ok((bytes, notes.close()))
}

/// What no format can be trusted with.
fn check(feature: &Feature, faults: &mut Faults) {
    let long = |value: &Value| match value {
        Value::String(text) => !fits(text),
        Value::Array(_) | Value::Object(_) => !fits(&value.to_string()),
        _ => false,
    };
    if feature.properties.iter().any(|(key, value)| !fits(key) || long(value)) {
        let say = format!("a property is longer than the {} characters a text may have", Limits::TEXT);
        faults.fault(Finding::new("export-text", &feature.at, say, "Shorten it"));
    }
    let sound = |vertex: &Vertex| {
        Wgs84::new(vertex.at.lat, vertex.at.lon).is_some() && vertex.height.is_none_or(|h| h.metres().0.is_finite())
    };
    if !vertices(&feature.geometry).all(sound) {
        let say = "a place or height is not finite, or off the globe";
        faults.fault(Finding::new("export-not-finite", &feature.at, say, "Redraw the feature"));
    }
}

/// A file that our own readers would refuse is still written, and told.
fn tell_size(layer: &Layer, bytes: usize, notes: &mut Notes) {
    let many: usize = layer.features.iter().map(|feature| feature.geometry.vertices()).sum();
    if bytes > Limits::FILE || many > Limits::VERTICES || layer.features.len() > Limits::FEATURES {
        let say = "the file is larger than this program reads".to_owned();
        notes.tell("export-large", "", "the export", say, "Export parts of it");
    }
}
