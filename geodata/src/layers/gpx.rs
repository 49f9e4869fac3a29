//! GPX in: 1.1 and 1.0 (topografix.com/GPX/1/1).
//!
//! Read: `wpt` as points, `rte` as lines with the property `gpx` = `route`, `trk` as lines, one a segment (a track of
//! one segment is a line, of several a [`Geometry::Many`]). `ele` is metres above mean sea level, `time` is UTC. `name`,
//! `desc` (as `description`), `cmt`, `src`, `sym`, `type`, `number` become properties, and so do the properties our own
//! writer keeps in `extensions`. Links, metadata and other extensions are left out. A segment of a single place is a
//! receiver's hiccup: it is left out with a note.

pub(super) mod write;

use super::doc::{self, Doc};
use super::faults::short;
use super::gather::Stop;
use super::numbers::{moment, parse};
use super::xml::Element;
use super::{Feature, Geometry, Height, Layer, Limits, Value, Vertex};
use crate::datum::Datum;
use crate::finding::Finding;
use crate::units::{Amsl, Metres};
use std::collections::BTreeMap;

/// The namespace of the properties we write into `extensions`.
const OURS: &str = "urn:skyground:properties";
/// The property that tells a route from a track, and its value.
const ROUTE: (&str, &str) = ("gpx", "route");

/// Reads a GPX file whose coordinates are in `datum`.
pub(super) fn read(name: &str, bytes: &[u8], datum: Datum) -> Result<Layer, Vec<Finding>> {
    doc::read(name, bytes, Limits::FILE, datum, |mut doc, root| {
        if root.name == "gpx" {
            return Reader { doc }.document(&root);
        }
        let say = format!("the file is XML, but its first element is {}, not gpx", short(&root.name));
        doc.fault("layer-not-gpx", &root, say, "Export it as GPX");
        Err(Stop)
    })
}

struct Reader<'a, 'g> {
    doc: Doc<'a, 'g>,
}

/// What a waypoint, route or track has gathered.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    properties: BTreeMap<String, Value>,
    lines: Vec<Vec<Vertex>>,
    faulty: bool,
}

impl Reader<'_, '_> {
    fn document(&mut self, root: &Element) -> Result<(), Stop> {
        while let Some(child) = self.doc.next_child(root)? {
            match child.name.as_str() {
                "wpt" => {
                    let mut draft = Draft::default();
                    let vertex = self.vertex(&child, Some(&mut draft))?;
                    self.feature(&child, draft, vertex.map(Geometry::Point))?;
                }
                "rte" | "trk" => self.line(&child)?,
                _ => self.doc.skip(&child)?,
            }
        }
        Ok(())
    }

    fn line(&mut self, element: &Element) -> Result<(), Stop> {
        let mut draft = Draft::default();
        if element.name == "rte" {
            draft.lines.push(Vec::new());
            draft.properties.insert(ROUTE.0.to_owned(), ROUTE.1.into());
        }
        while let Some(child) = self.doc.next_child(element)? {
            match child.name.as_str() {
                "rtept" => self.line_vertex(&child, &mut draft)?,
                "trkseg" => {
                    draft.lines.push(Vec::new());
                    self.segment(&child, &mut draft)?;
                }
                _ => self.property(&child, &mut draft)?,
            }
        }
        let lines = std::mem::take(&mut draft.lines);
        let mut parts = Vec::new();
        for line in lines {
            if line.len() >= 2 {
                parts.push(Geometry::Line(line));
            } else if !draft.faulty {
                let say = "a line of fewer than two places is left out";
                self.doc.note("gpx-short-line", element, say, "Look whether the track is whole");
            }
        }
        let geometry = if parts.len() > 1 { Some(Geometry::Many(parts)) } else { parts.pop() };
        let geometry = geometry.filter(|_| !draft.faulty);
        self.feature(element, draft, geometry)
    }

    fn segment(&mut self, element: &Element, draft: &mut Draft) -> Result<(), Stop> {
        while let Some(child) = self.doc.next_child(element)? {
            if child.name == "trkpt" { self.line_vertex(&child, draft)? } else { self.doc.skip(&child)? }
        }
        Ok(())
    }

    fn line_vertex(&mut self, element: &Element, draft: &mut Draft) -> Result<(), Stop> {
        match self.vertex(element, None)? {
            Some(vertex) => draft.lines.last_mut().into_iter().for_each(|line| line.push(vertex)),
            None => draft.faulty = true,
        }
        Ok(())
    }

    fn feature(&mut self, element: &Element, draft: Draft, geometry: Option<Geometry>) -> Result<(), Stop> {
        let Some(geometry) = geometry else { return Ok(()) };
        let at = self.doc.line(element);
        self.doc.gather.feature(Feature { id: draft.id, geometry, properties: draft.properties, at })
    }

    /// A point of any kind; a waypoint's properties go to its draft.
    fn vertex(&mut self, element: &Element, mut draft: Option<&mut Draft>) -> Result<Option<Vertex>, Stop> {
        self.doc.gather.count_vertex(format_args!("byte {}", element.at))?;
        let mut vertex = self.place(element);
        while let Some(child) = self.doc.next_child(element)? {
            match child.name.as_str() {
                "ele" => {
                    let height = self.height(&child)?;
                    vertex.iter_mut().for_each(|vertex| vertex.height = height);
                }
                "time" => {
                    let time = self.doc.short_text(&child)?;
                    vertex.iter_mut().for_each(|vertex| vertex.time = moment(&time));
                }
                _ => match draft.as_deref_mut() {
                    Some(draft) => self.property(&child, draft)?,
                    None => self.doc.skip(&child)?,
                },
            }
        }
        Ok(vertex)
    }

    fn place(&mut self, element: &Element) -> Option<Vertex> {
        let number = |name| element.attribute(name).map(str::trim).and_then(parse);
        let (Some(lat), Some(lon)) = (number("lat"), number("lon")) else {
            let say = format!("a {} has no lat and lon in degrees", element.name);
            self.doc.fault("layer-position", element, say, "Give it as lat=\"35.58\" lon=\"104.62\"");
            return None;
        };
        let at = self.doc.line(element);
        self.doc.gather.place(lat, lon, at).map(Vertex::flat)
    }

    fn height(&mut self, element: &Element) -> Result<Option<Height>, Stop> {
        let text = self.doc.short_text(element)?;
        let height = parse(text.trim()).map(|metres| Height::Amsl(Amsl(Metres(metres))));
        if height.is_none() && !text.trim().is_empty() {
            let say = format!("the elevation {:?} is no number of metres", short(&text));
            self.doc.fault("layer-height", element, say, "Give it as <ele>1850.5</ele>, or delete it");
        }
        Ok(height)
    }

    fn property(&mut self, child: &Element, draft: &mut Draft) -> Result<(), Stop> {
        let key = match child.name.as_str() {
            "desc" => "description",
            "name" | "cmt" | "src" | "sym" | "type" | "number" => child.name.as_str(),
            "extensions" => return self.extensions(child, draft),
            _ => return self.doc.skip(child),
        };
        let text = self.doc.short_text(child)?;
        draft.properties.insert(key.to_owned(), text.into());
        Ok(())
    }

    /// Our own properties: `<p k="key" t="number">value</p>`; a text has no type.
    fn extensions(&mut self, element: &Element, draft: &mut Draft) -> Result<(), Stop> {
        while let Some(child) = self.doc.next_child(element)? {
            let key = child.attribute("k").filter(|_| child.name == "p" && child.prefix == "sky").map(str::to_owned);
            let Some(key) = key else {
                self.doc.skip(&child)?;
                continue;
            };
            if draft.properties.len() >= Limits::PROPERTIES {
                let say = format!("there are more than {} properties", Limits::PROPERTIES);
                self.doc.fault("layer-properties", &child, say, "Leave out properties nobody needs");
                return Err(Stop);
            }
            let text = self.doc.short_text(&child)?;
            match child.attribute("t") {
                Some("id") => draft.id = Some(text),
                Some("number") => {
                    let value = serde_json::from_str(&text).map(Value::Number).unwrap_or(Value::String(text));
                    draft.properties.insert(key, value);
                }
                Some("truth") => {
                    draft.properties.insert(key, Value::Bool(text == "true"));
                }
                _ => {
                    draft.properties.insert(key, text.into());
                }
            }
        }
        Ok(())
    }
}
