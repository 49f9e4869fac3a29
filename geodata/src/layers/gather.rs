//! What every reader does with what it found: places through the datum's door, vertices counted, rings closed, faults
//! collected. A reader that meets a limit stops at once ([`Stop`]); any other fault lets it read on.

use super::faults::{Faults, short};
use super::numbers::degrees;
use super::{Area, Feature, Geometry, Layer, Limits, Vertex};
use crate::datum::{self, Datum};
use crate::finding::Finding;
use crate::frame::{Local, Wgs84};
use crate::zone::ring::fault as crossing;
use std::collections::BTreeSet;
use std::fmt::Display;

/// Most corners of an area that is looked at for crossings: twice as many take four times as long.
const CHECKED: usize = 2_000;

/// Reading ends here: its reason is already among the faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop;

/// A file being read.
pub(super) struct Gather {
    /// The name of the file, for findings.
    pub name: String,
    /// What is wrong so far.
    pub faults: Faults,
    datum: Datum,
    features: Vec<Feature>,
    vertices: usize,
    properties: usize,
    noted: BTreeSet<&'static str>,
}

impl Gather {
    pub fn new(name: &str, datum: Datum) -> Self {
        let (features, noted) = (Vec::new(), BTreeSet::new());
        Self { name: short(name), faults: Faults::default(), datum, features, vertices: 0, properties: 0, noted }
    }

    /// Records a fault.
    pub fn fault(&mut self, code: &'static str, at: impl Display, say: impl Into<String>, remedy: &str) {
        self.faults.fault(Finding::new(code, at.to_string(), say, remedy));
    }

    /// Records a fault that ends the reading.
    pub fn stop(&mut self, code: &'static str, at: impl Display, say: impl Into<String>, remedy: &str) -> Stop {
        self.fault(code, at, say, remedy);
        Stop
    }

    /// Records a note.
    pub fn note(&mut self, code: &'static str, at: impl Display, say: impl Into<String>, remedy: &str) {
        self.faults.note(Finding::new(code, at.to_string(), say, remedy));
    }

    /// Records a note of which one a file is enough.
    pub fn note_once(&mut self, code: &'static str, at: impl Display, say: impl Into<String>, remedy: &str) {
        if self.noted.insert(code) {
            self.note(code, at, say, remedy);
        }
    }

    /// The datum the file was said to have.
    pub fn datum(&self) -> Datum {
        self.datum
    }

    /// Counts one more vertex.
    pub fn count_vertex(&mut self, at: impl Display) -> Result<(), Stop> {
        self.vertices += 1;
        if self.vertices <= Limits::VERTICES {
            return Ok(());
        }
        let say = format!("there are more than {} vertices", Limits::VERTICES);
        Err(self.stop("layer-vertices", at, say, "Simplify the lines, or split the file"))
    }

    /// A place in the file's datum as WGS-84; nothing, with a fault, when it is no place.
    pub fn place(&mut self, lat: f64, lon: f64, at: impl Display) -> Option<Wgs84> {
        if !(lat.is_finite() && lon.is_finite()) {
            self.fault(
                "layer-not-finite",
                at,
                "a coordinate is not a finite number",
                "Give degrees like 35.58 and 104.62",
            );
            return None;
        }
        if Wgs84::new(lat, lon).is_none() {
            self.out_of_range(lat, lon, at);
            return None;
        }
        let place = datum::to_wgs84(self.datum, lat, lon);
        match place {
            None => self.fault(
                "layer-datum",
                at,
                format!("{lat} {lon} is no place of {}", self.datum),
                "Name another datum",
            ),
            Some(place) if place.is_null_island() => {
                self.note_once(
                    "layer-null-island",
                    at,
                    "a place is 0 0, which receivers without a fix report",
                    "Look at it",
                );
            }
            Some(_) => {}
        }
        place
    }

    fn out_of_range(&mut self, lat: f64, lon: f64, at: impl Display) {
        if Wgs84::new(lon, lat).is_some() {
            let say = format!("latitude {lat} is beyond 90 degrees; latitude and longitude look swapped");
            self.fault("layer-lat-lon-swapped", at, say, "Swap the two: GeoJSON, KML and WKT put longitude first");
        } else {
            let say = format!("latitude {lat}, longitude {lon} is no place on the globe");
            self.fault("layer-out-of-range", at, say, "Give latitude within 90 and longitude within 180 degrees");
        }
    }

    /// A ring as an outline: closed, the closing vertex taken off; nothing, with a fault, below three corners.
    pub fn ring(&mut self, mut ring: Vec<Vertex>, at: impl Display) -> Option<Vec<Vertex>> {
        let closed = ring.len() > 1 && ring.first().map(|v| v.at) == ring.last().map(|v| v.at);
        if closed {
            ring.pop();
        }
        if ring.len() < 3 {
            self.fault("layer-too-few-corners", at, "an outline has fewer than three corners", "Draw the area again");
            return None;
        }
        if !closed {
            let say = "an outline does not end where it begins; it was closed with a straight line";
            self.note("layer-ring-closed", at, say, "Look whether a corner is missing");
        }
        Some(ring)
    }

    /// A line of two vertices or more; nothing, with a fault, when it is shorter.
    pub fn line(&mut self, line: Vec<Vertex>, at: impl Display) -> Option<Geometry> {
        if line.len() >= 2 {
            return Some(Geometry::Line(line));
        }
        self.fault(
            "layer-line-too-short",
            at,
            "a line has fewer than two vertices",
            "Draw the line again, or delete it",
        );
        None
    }

    /// An area of an outline and its holes.
    pub fn area(&mut self, rings: Vec<Vec<Vertex>>, at: impl Display) -> Option<Geometry> {
        let mut rings = rings.into_iter();
        let Some(outer) = rings.next() else {
            self.fault("layer-too-few-corners", at, "an area has no outline", "Draw the area again");
            return None;
        };
        let area = Area { outer, holes: rings.collect() };
        self.note_crossing(&area, at);
        Some(Geometry::Area(area))
    }

    /// Tells of an outline that crosses or touches itself or another of its area. Whether that is repaired or refused
    /// is for the area's owner; large areas are left to the owner's gate altogether, which has the better tools.
    fn note_crossing(&mut self, area: &Area, at: impl Display) {
        let plane = |ring: &Vec<Vertex>| ring.iter().map(|v| Local { x: v.at.lon, y: v.at.lat }).collect::<Vec<_>>();
        let rings: Vec<Vec<Local>> = std::iter::once(&area.outer).chain(&area.holes).map(plane).collect();
        if rings.iter().map(Vec::len).sum::<usize>() > CHECKED {
            return;
        }
        let rings: Vec<&[Local]> = rings.iter().map(Vec::as_slice).collect();
        if let Some(place) = crossing(&rings) {
            let say = format!("an outline crosses or touches itself near {} {}", degrees(place.y), degrees(place.x));
            self.note("layer-crosses-itself", at, say, "Redraw the area");
        }
    }

    /// Takes a finished feature.
    pub fn feature(&mut self, feature: Feature) -> Result<(), Stop> {
        self.properties += feature.properties.len();
        if self.properties > Limits::ALL_PROPERTIES {
            let say = format!("the features have more than {} properties together", Limits::ALL_PROPERTIES);
            return Err(self.stop(
                "layer-properties",
                feature.at,
                say,
                "Leave out properties nobody needs, or split the file",
            ));
        }
        if self.features.len() < Limits::FEATURES {
            self.features.push(feature);
            return Ok(());
        }
        let say = format!("there are more than {} features", Limits::FEATURES);
        Err(self.stop("layer-features", feature.at, say, "Split the file"))
    }

    /// The layer, when nothing is wrong with it.
    pub fn finish(mut self, end: Result<(), Stop>) -> Result<Layer, Vec<Finding>> {
        if end.is_ok() && self.features.is_empty() && self.faults.count() == 0 {
            let name = self.name.clone();
            self.fault(
                "layer-no-features",
                name,
                "there is no place in it",
                "Choose a file with points, lines or areas",
            );
        }
        self.note_same_ids();
        let notes = self.faults.close()?;
        Ok(Layer { features: self.features, notes })
    }

    fn note_same_ids(&mut self) {
        let mut seen = BTreeSet::new();
        for feature in &self.features {
            if let Some(id) = feature.id.as_deref().filter(|id| !seen.insert(*id)) {
                let say = format!("the id {:?} is there twice", short(id));
                self.faults.note(Finding::new("layer-same-id", &feature.at, say, "Give every feature its own id"));
            }
        }
    }
}

/// A text that fits the limit of texts.
pub(super) fn fits(text: &str) -> bool {
    text.len() <= Limits::TEXT || text.chars().nth(Limits::TEXT).is_none()
}
