//! Geometries of KML: `longitude,latitude[,altitude]` tuples between blanks, and `gx:coord` triples of tracks.

use super::{Element, Reader, Stop};
use crate::layers::numbers::{moment, parse};
use crate::layers::{Geometry, Height, Vertex};
use crate::units::{Agl, Amsl, Metres, Timestamp};

/// Whether an element is a geometry.
pub(super) fn is_geometry(name: &str) -> bool {
    ["Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack"].contains(&name)
}

/// What an altitude is measured from; nothing of it counts on the ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    #[default]
    Ground,
    Relative,
    Absolute,
}

/// The parts of a simple geometry as they come; the mode may come last.
#[derive(Default)]
struct Parts {
    mode: Mode,
    outer: Vec<Vec<Vertex>>,
    holes: Vec<Vec<Vertex>>,
    when: Vec<Option<Timestamp>>,
    /// A part was faulty: the geometry is not to be used.
    faulty: bool,
}

impl Reader<'_, '_> {
    /// A geometry, or nothing when it is faulty; the fault is recorded then.
    pub(super) fn geometry(&mut self, element: &Element, extruded: &mut bool) -> Result<Option<Geometry>, Stop> {
        match element.name.as_str() {
            "MultiGeometry" | "MultiTrack" => self.many(element, extruded),
            _ => self.simple(element, extruded),
        }
    }

    fn many(&mut self, element: &Element, extruded: &mut bool) -> Result<Option<Geometry>, Stop> {
        let mut parts = Vec::new();
        while let Some(child) = self.doc.next_child(element)? {
            if !is_geometry(&child.name) {
                self.doc.skip(&child)?;
                continue;
            }
            match self.geometry(&child, extruded)? {
                Some(Geometry::Many(inner)) => parts.extend(inner),
                Some(part) => parts.push(part),
                None => {}
            }
        }
        if parts.is_empty() {
            self.doc.note("layer-no-place", element, "a geometry is empty; it is left out", "Draw it, or delete it");
            return Ok(None);
        }
        Ok(Some(Geometry::Many(parts)))
    }

    fn simple(&mut self, element: &Element, extruded: &mut bool) -> Result<Option<Geometry>, Stop> {
        let mut parts = Parts::default();
        self.parts(element, &mut parts, false, extruded)?;
        self.heights(element, &mut parts);
        if parts.faulty {
            return Ok(None);
        }
        match element.name.as_str() {
            "Polygon" => Ok(self.polygon(element, parts)),
            "Track" => Ok(self.track(element, parts)),
            name => {
                let line = parts.outer.pop().unwrap_or_default();
                Ok(if name == "Point" { self.point(element, &line) } else { self.line(element, line) })
            }
        }
    }

    /// Everything below a simple geometry that matters, rings included.
    fn parts(&mut self, element: &Element, parts: &mut Parts, inner: bool, extruded: &mut bool) -> Result<(), Stop> {
        while let Some(child) = self.doc.next_child(element)? {
            match child.name.as_str() {
                "outerBoundaryIs" => self.parts(&child, parts, false, extruded)?,
                "innerBoundaryIs" => self.parts(&child, parts, true, extruded)?,
                "LinearRing" => self.parts(&child, parts, inner, extruded)?,
                "coordinates" => {
                    let (line, whole) = self.coordinates(&child)?;
                    parts.faulty |= !whole;
                    if inner { parts.holes.push(line) } else { parts.outer.push(line) }
                }
                "coord" => self.track_coordinate(&child, parts)?,
                "when" => {
                    let text = self.doc.short_text(&child)?;
                    parts.when.push(moment(&text));
                }
                "altitudeMode" => self.mode(&child, parts)?,
                "extrude" => *extruded |= self.doc.short_text(&child)?.trim() == "1",
                _ => self.doc.skip(&child)?,
            }
        }
        Ok(())
    }

    fn mode(&mut self, element: &Element, parts: &mut Parts) -> Result<(), Stop> {
        parts.mode = match self.doc.short_text(element)?.trim() {
            "absolute" => Mode::Absolute,
            "relativeToGround" => Mode::Relative,
            "clampToGround" | "clampToSeaFloor" => Mode::Ground,
            other => {
                let say = format!(
                    "the altitude mode {:?} is not known; heights are left out",
                    crate::layers::faults::short(other)
                );
                self.doc.note("kml-altitude-mode", element, say, "Use absolute or relativeToGround");
                Mode::Ground
            }
        };
        Ok(())
    }

    /// The tuples of an element, and whether all of them were places. Heights are taken as above sea level for now.
    fn coordinates(&mut self, element: &Element) -> Result<(Vec<Vertex>, bool), Stop> {
        let text = self.doc.text(element)?;
        let (mut line, mut count) = (Vec::new(), 0);
        for tuple in text.split_ascii_whitespace() {
            count += 1;
            let mut numbers = tuple.split(',');
            line.extend(self.vertex(element, count, tuple, [numbers.next(), numbers.next(), numbers.next()])?);
        }
        let whole = line.len() == count;
        Ok((line, whole))
    }

    fn track_coordinate(&mut self, element: &Element, parts: &mut Parts) -> Result<(), Stop> {
        let text = self.doc.text(element)?;
        let mut numbers = text.split_ascii_whitespace();
        if parts.outer.is_empty() {
            parts.outer.push(Vec::new());
        }
        let count = parts.outer.first().map_or(1, |line| line.len() + 1);
        let vertex = self.vertex(element, count, &text, [numbers.next(), numbers.next(), numbers.next()])?;
        parts.faulty |= vertex.is_none();
        parts.outer.iter_mut().for_each(|line| line.extend(vertex));
        Ok(())
    }

    fn vertex(
        &mut self,
        element: &Element,
        count: usize,
        whole: &str,
        numbers: [Option<&str>; 3],
    ) -> Result<Option<Vertex>, Stop> {
        self.doc.gather.count_vertex(Tuple(element.at, count))?;
        let [lon, lat, height] = numbers.map(|text| text.map(parse));
        let (Some(Some(lon)), Some(Some(lat)), None | Some(Some(_))) = (lon, lat, height) else {
            let say = format!(
                "{:?} is not longitude,latitude or longitude,latitude,altitude",
                crate::layers::faults::short(whole)
            );
            let remedy = "Give it as 104.62,35.58,0 without blanks inside";
            self.doc.fault("layer-position", element, format!("tuple {count}: {say}"), remedy);
            return Ok(None);
        };
        let at = TupleLine(self.doc.line(element), count);
        let Some(at) = self.doc.gather.place(lat, lon, at) else { return Ok(None) };
        let height = height.flatten().map(|metres| Height::Amsl(Amsl(Metres(metres))));
        Ok(Some(Vertex { at, height, time: None }))
    }

    /// Heights in the mode of the geometry.
    fn heights(&mut self, element: &Element, parts: &mut Parts) {
        let mut dropped = false;
        for vertex in parts.outer.iter_mut().chain(&mut parts.holes).flatten() {
            vertex.height = match (parts.mode, vertex.height) {
                (Mode::Absolute, height) => height,
                (Mode::Relative, height) => height.map(|height| Height::Agl(Agl(height.metres()))),
                (Mode::Ground, height) => {
                    dropped |= height.is_some_and(|height| height.metres().0.abs() > 0.0);
                    None
                }
            };
        }
        if dropped {
            let say = "altitudes without altitudeMode lie on the ground by the KML standard; they are left out";
            let at = self.doc.line(element);
            self.doc.gather.note_once(
                "kml-heights-on-the-ground",
                at,
                say,
                "Set altitudeMode to absolute or relativeToGround",
            );
        }
    }

    fn point(&mut self, element: &Element, line: &[Vertex]) -> Option<Geometry> {
        if let [vertex] = line {
            return Some(Geometry::Point(*vertex));
        }
        let say = format!("a point has {} tuples, not one", line.len());
        self.doc.fault("layer-position", element, say, "Give it one longitude,latitude");
        None
    }

    fn line(&mut self, element: &Element, line: Vec<Vertex>) -> Option<Geometry> {
        let at = self.doc.line(element);
        self.doc.gather.line(line, at)
    }

    fn polygon(&mut self, element: &Element, parts: Parts) -> Option<Geometry> {
        let at = self.doc.line(element);
        if parts.outer.len() > 1 {
            self.doc.fault(
                "layer-rings",
                element,
                "a polygon has several outer boundaries",
                "Make several polygons of it",
            );
            return None;
        }
        let rings: Option<Vec<_>> =
            parts.outer.into_iter().chain(parts.holes).map(|ring| self.doc.gather.ring(ring, &at)).collect();
        self.doc.gather.area(rings?, &at)
    }

    fn track(&mut self, element: &Element, parts: Parts) -> Option<Geometry> {
        let mut line = parts.outer.into_iter().next().unwrap_or_default();
        if parts.when.len() != line.len() && !parts.when.is_empty() {
            let say = format!("a track has {} moments and {} places", parts.when.len(), line.len());
            self.doc.fault("kml-track", element, say, "Export the track again");
            return None;
        }
        for (vertex, when) in line.iter_mut().zip(parts.when) {
            vertex.time = when;
        }
        if let [vertex] = line.as_slice() { Some(Geometry::Point(*vertex)) } else { self.line(element, line) }
    }
}

/// A tuple of an element at a byte, for the finding that ends the reading.
struct Tuple(usize, usize);

impl std::fmt::Display for Tuple {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "byte {} tuple {}", self.0, self.1)
    }
}

/// A tuple of an element on a line.
struct TupleLine(String, usize);

impl std::fmt::Display for TupleLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} tuple {}", self.0, self.1)
    }
}
