//! Points, lines and areas of files people bring and take away: what every format is read into and written from.
//!
//! A [`Layer`] is neutral: it knows places, heights with their reference, moments and properties, not what they mean.
//! Zones, posts, hotspots and boundaries are made of it by their owners. Places are WGS-84 when a reader is done,
//! whatever datum the file had; the caller names that datum, because no file format tells it reliably.

mod csv;
mod doc;
pub(crate) mod encoding;
pub mod faults;
mod format;
mod gather;
mod geojson;
mod gpx;
pub(crate) mod json;
mod kml;
mod kmz;
mod limits;
mod numbers;
mod out;
mod path;
#[cfg(test)]
mod tests;
mod wkt;
mod xml;

use crate::finding::Finding;
use crate::frame::Wgs84;
use crate::units::{Agl, Amsl, Metres, Timestamp};
pub use format::{Format, read, write};
pub use kmz::pack::{pack, unpack};
pub use limits::Limits;
use std::collections::BTreeMap;
pub use xml::tree;

/// A value of a property: text, number, truth, nothing, or a list or object of them, at most [`Limits::DEPTH`] deep.
pub use serde_json::Value;

/// Everything of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// The features in file order.
    pub features: Vec<Feature>,
    /// What was repaired, left out or looks odd, yet did not stop the file; a person should see it.
    pub notes: Vec<Finding>,
}

/// One thing of a file: where it is, and what the file says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// The id of the file, where it gives one.
    pub id: Option<String>,
    /// Where it is.
    pub geometry: Geometry,
    /// What the file says of it, by name. `name` and `description` mean the same in every format.
    pub properties: BTreeMap<String, Value>,
    /// Where it stands in its file, for findings: `features[3]`, `line 12`.
    pub at: String,
}

/// A shape on the ground, or several that belong together.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// A spot.
    Point(Vertex),
    /// A line of two vertices or more.
    Line(Vec<Vertex>),
    /// An area with holes.
    Area(Area),
    /// Several shapes of one feature; never holds another `Many`.
    Many(Vec<Geometry>),
}

/// An area: an outline and the holes in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Three corners or more, the first not repeated at the end; the direction says nothing.
    pub outer: Vec<Vertex>,
    /// Outlines of what is not part of the area, as `outer`.
    pub holes: Vec<Vec<Vertex>>,
}

/// A place with its height and moment, where the file gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vertex {
    /// Where.
    pub at: Wgs84,
    /// How high, and above what.
    pub height: Option<Height>,
    /// When, on a track.
    pub time: Option<Timestamp>,
}

/// A height with what it is measured from. The three differ by tens to thousands of metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Height {
    /// Above mean sea level: KML `absolute`, GPX `ele`.
    Amsl(Amsl),
    /// Above the ground straight below: KML `relativeToGround`.
    Agl(Agl),
    /// Above the ellipsoid of WGS-84: the third number of GeoJSON (RFC 7946, 3.1.1).
    Ellipsoid(Metres),
}

impl Height {
    /// The bare number, in metres above the reference.
    #[must_use]
    pub fn metres(self) -> Metres {
        match self {
            Self::Amsl(Amsl(metres)) | Self::Agl(Agl(metres)) | Self::Ellipsoid(metres) => metres,
        }
    }
}

impl Vertex {
    /// A place without height and moment.
    #[must_use]
    pub fn flat(at: Wgs84) -> Self {
        Self { at, height: None, time: None }
    }
}

impl Geometry {
    /// The single shapes: the geometry itself, or the parts of a [`Geometry::Many`].
    #[must_use]
    pub fn parts(&self) -> &[Geometry] {
        match self {
            Self::Many(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }

    /// How many vertices it has.
    #[must_use]
    pub fn vertices(&self) -> usize {
        match self {
            Self::Point(_) => 1,
            Self::Line(line) => line.len(),
            Self::Area(area) => area.outer.len() + area.holes.iter().map(Vec::len).sum::<usize>(),
            Self::Many(parts) => parts.iter().map(Self::vertices).sum(),
        }
    }
}

impl Feature {
    /// A property as text: a text as it is, a number or truth in its JSON form; nothing for null, lists and objects.
    /// Formats without types (CSV, KML data) give every value as text, so owners should ask by this and by
    /// [`Feature::number`].
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        match self.properties.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A property as a finite number; nothing when it is not there or empty.
    ///
    /// # Errors
    /// `layer-not-a-number` when it is there and is no finite number.
    pub fn number(&self, key: &str) -> Result<Option<f64>, Finding> {
        let Some(text) = self.text(key).filter(|text| !text.trim().is_empty()) else { return Ok(None) };
        match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => {
                let say = format!("{key} is {:?}, which is no number", faults::short(&text));
                Err(Finding::new("layer-not-a-number", &self.at, say, format!("Give {key} as a number like 1.5")))
            }
        }
    }

    /// A property as yes or no (`true`, `yes`, `1`, `是` and their opposites); nothing when it is not there or empty.
    ///
    /// # Errors
    /// `layer-not-yes-or-no` when it is there and is neither.
    pub fn truth(&self, key: &str) -> Result<Option<bool>, Finding> {
        let Some(text) = self.text(key) else { return Ok(None) };
        match text.trim().to_lowercase().as_str() {
            "" => Ok(None),
            "true" | "yes" | "1" | "是" => Ok(Some(true)),
            "false" | "no" | "0" | "否" => Ok(Some(false)),
            _ => {
                let say = format!("{key} is {:?}, neither yes nor no", faults::short(&text));
                Err(Finding::new("layer-not-yes-or-no", &self.at, say, format!("Give {key} as true or false")))
            }
        }
    }
}
