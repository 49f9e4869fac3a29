//! KML in: OGC 07-147r2 (KML 2.2) and Google's `gx:Track`.
//!
//! Read: Placemarks in Documents and Folders (the folders' names become the property `folder`), Point, LineString,
//! LinearRing (a closed line), Polygon with holes, MultiGeometry (flat), gx:Track and gx:MultiTrack with their moments,
//! `name`, `description` (text, never run as HTML), TimeStamp, TimeSpan, ExtendedData with and without a Schema.
//! Heights count only with an `altitudeMode`: `absolute` is above mean sea level, `relativeToGround` above the ground;
//! without one KML means "on the ground" whatever number stands there. Nothing a file points to is ever fetched:
//! network links, overlays, models and icons are left out, the first three with a note. Styles are left out.

mod shape;
pub(super) mod write;

use super::doc::{self, Doc};
use super::gather::Stop;
use super::numbers::moment;
use super::xml::Element;
use super::{Feature, Geometry, Layer, Limits, Value};
use crate::datum::Datum;
use crate::finding::Finding;
use std::collections::BTreeMap;

/// Reads a KML file whose coordinates are in `datum`.
pub(super) fn read(name: &str, bytes: &[u8], datum: Datum) -> Result<Layer, Vec<Finding>> {
    read_within(name, bytes, Limits::FILE, datum)
}

/// The same with another limit of size: the document of a packed file may be larger.
pub(super) fn read_within(name: &str, bytes: &[u8], limit: usize, datum: Datum) -> Result<Layer, Vec<Finding>> {
    doc::read(name, bytes, limit, datum, |mut doc, root| {
        if root.name != "kml" {
            let say =
                format!("the file is XML, but its first element is {}, not kml", super::faults::short(&root.name));
            doc.fault("layer-not-kml", &root, say, "Export it as KML");
            return Err(Stop);
        }
        let mut reader = Reader { doc, types: BTreeMap::new(), folders: Vec::new() };
        reader.container(&root)
    })
}

struct Reader<'a, 'g> {
    doc: Doc<'a, 'g>,
    /// The types of SimpleFields by name.
    types: BTreeMap<String, String>,
    /// The names of the folders we are in.
    folders: Vec<String>,
}

/// What a Placemark has gathered.
#[derive(Default)]
struct Draft {
    geometry: Option<Geometry>,
    properties: BTreeMap<String, Value>,
    when: Option<String>,
    extruded: bool,
    /// A geometry was there, though it may have been faulty.
    drawn: bool,
}

impl Reader<'_, '_> {
    /// A document, a folder, or the root: features and more containers.
    fn container(&mut self, parent: &Element) -> Result<(), Stop> {
        let folders = self.folders.len();
        while let Some(child) = self.doc.next_child(parent)? {
            match child.name.as_str() {
                "Document" | "Folder" => self.container(&child)?,
                "name" if parent.name == "Folder" => {
                    let name = self.doc.short_text(&child)?;
                    self.folders.push(name);
                }
                "Placemark" => self.placemark(&child)?,
                "Schema" => self.schema(&child)?,
                "NetworkLink" | "GroundOverlay" | "ScreenOverlay" | "PhotoOverlay" | "Tour" => {
                    let say = format!("a {} is left out: nothing a file points to is fetched", child.name);
                    self.doc.note(
                        "kml-not-followed",
                        &child,
                        say,
                        "Open the link where it may be opened, and export that",
                    );
                    self.doc.skip(&child)?;
                }
                _ => self.doc.skip(&child)?,
            }
        }
        self.folders.truncate(folders);
        Ok(())
    }

    fn placemark(&mut self, element: &Element) -> Result<(), Stop> {
        let mut draft = Draft::default();
        while let Some(child) = self.doc.next_child(element)? {
            match child.name.as_str() {
                "name" | "description" | "address" => {
                    let text = self.doc.short_text(&child)?;
                    draft.properties.insert(child.name.clone(), text.into());
                }
                "TimeStamp" | "TimeSpan" => self.times(&child, &mut draft)?,
                "ExtendedData" => self.data(&child, &mut draft.properties)?,
                "Model" => {
                    let say = "a model is left out: it is no point, line or area";
                    self.doc.note("kml-not-followed", &child, say, "Draw it as a point");
                    self.doc.skip(&child)?;
                }
                name if shape::is_geometry(name) => {
                    draft.drawn = true;
                    let geometry = self.geometry(&child, &mut draft.extruded)?;
                    draft.geometry = draft.geometry.or(geometry);
                }
                _ => self.doc.skip(&child)?,
            }
        }
        self.finish(element, draft)
    }

    fn finish(&mut self, element: &Element, draft: Draft) -> Result<(), Stop> {
        let Some(mut geometry) = draft.geometry else {
            if !draft.drawn {
                let say = "this placemark has no geometry; it is left out";
                self.doc.note("layer-no-place", element, say, "Give it a place");
            }
            return Ok(());
        };
        let mut properties = draft.properties;
        if let Some(when) = draft.when {
            match (&mut geometry, moment(&when)) {
                (Geometry::Point(vertex), Some(time)) => vertex.time = Some(time),
                _ => {
                    properties.entry("when".to_owned()).or_insert(when.into());
                }
            }
        }
        if draft.extruded {
            properties.insert("extrude".to_owned(), true.into());
        }
        if !self.folders.is_empty() {
            properties.entry("folder".to_owned()).or_insert_with(|| self.folders.join("/").into());
        }
        let id = element.attribute("id").map(str::to_owned);
        self.doc.gather.feature(Feature { id, geometry, properties, at: self.doc.line(element) })
    }

    fn times(&mut self, element: &Element, draft: &mut Draft) -> Result<(), Stop> {
        while let Some(child) = self.doc.next_child(element)? {
            let text = self.doc.short_text(&child)?;
            match child.name.as_str() {
                "when" => draft.when = Some(text),
                "begin" | "end" => {
                    draft.properties.insert(child.name.clone(), text.into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// ExtendedData: `Data` is text, `SimpleData` has the type of its Schema.
    fn data(&mut self, element: &Element, properties: &mut BTreeMap<String, Value>) -> Result<(), Stop> {
        while let Some(child) = self.doc.next_child(element)? {
            let name = child.attribute("name").unwrap_or("").to_owned();
            match child.name.as_str() {
                "Data" => {
                    let text = self.value_of(&child)?;
                    self.property(&child, properties, name, text.into())?;
                }
                "SchemaData" => self.data(&child, properties)?,
                "SimpleData" => {
                    let text = self.doc.short_text(&child)?;
                    let value = typed(self.types.get(&name).map(String::as_str), text);
                    self.property(&child, properties, name, value)?;
                }
                _ => self.doc.skip(&child)?,
            }
        }
        Ok(())
    }

    fn value_of(&mut self, data: &Element) -> Result<String, Stop> {
        let mut text = String::new();
        while let Some(child) = self.doc.next_child(data)? {
            if child.name == "value" { text = self.doc.short_text(&child)? } else { self.doc.skip(&child)? }
        }
        Ok(text)
    }

    fn property(
        &mut self,
        at: &Element,
        properties: &mut BTreeMap<String, Value>,
        name: String,
        value: Value,
    ) -> Result<(), Stop> {
        if properties.len() >= Limits::PROPERTIES {
            let say = format!("a placemark has more than {} properties", Limits::PROPERTIES);
            self.doc.fault("layer-properties", at, say, "Leave out properties nobody needs");
            return Err(Stop);
        }
        if properties.contains_key(&name) {
            let say = format!("the property {:?} is there twice; the last one counts", super::faults::short(&name));
            self.doc.note("layer-same-key", at, say, "Remove one of the two");
        }
        properties.insert(name, value);
        Ok(())
    }

    fn schema(&mut self, element: &Element) -> Result<(), Stop> {
        while let Some(child) = self.doc.next_child(element)? {
            if let (Some(name), Some(of)) = (child.attribute("name"), child.attribute("type")) {
                if self.types.len() >= Limits::PROPERTIES {
                    let say = format!("the schemas have more than {} fields", Limits::PROPERTIES);
                    self.doc.fault("layer-properties", &child, say, "Leave out fields nobody needs");
                    return Err(Stop);
                }
                self.types.insert(name.to_owned(), of.to_owned());
            }
            self.doc.skip(&child)?;
        }
        Ok(())
    }
}

/// A text as the type a Schema gives it; what does not fit its type stays text.
fn typed(of: Option<&str>, text: String) -> Value {
    let parsed = match of {
        Some("int" | "uint" | "short" | "ushort" | "float" | "double") => {
            serde_json::from_str(text.trim()).ok().map(Value::Number)
        }
        Some("bool") => match text.trim() {
            "1" | "true" => Some(Value::Bool(true)),
            "0" | "false" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    };
    parsed.unwrap_or(Value::String(text))
}
