//! GeoJSON in: RFC 7946, with what older files carry.
//!
//! Read: FeatureCollection, Feature, bare geometry; Point, LineString, Polygon, their Multi forms, GeometryCollection at
//! any allowed depth (its parts become one [`Geometry::Many`]). `bbox` is left aside. A `crs` member (2008 form) must
//! name WGS-84, or CGCS2000 when the file was said to be in it. The third number of a position is metres above the
//! ellipsoid, unless the property `height_reference` says `amsl` or `agl`. Members of a feature that the standard does
//! not know become properties when no property has their name. Properties keep their JSON types.

mod shape;
pub(super) mod write;

use super::faults::short;
use super::gather::{Gather, Stop};
use super::json::{self, Json};
use super::out::vertices;
use super::path::Path;
use super::{Feature, Geometry, Layer, Limits, Value, encoding};
use crate::datum::Datum;
use crate::finding::Finding;
use shape::REFERENCE;
pub(super) use shape::Reference;
use std::collections::BTreeMap;

/// Lists and objects inside of properties that one file may hold: each costs far more memory than it has bytes.
const NESTED: usize = 50_000;

/// Reads a GeoJSON file whose coordinates are in `datum`.
pub(super) fn read(name: &str, bytes: &[u8], datum: Datum) -> Result<Layer, Vec<Finding>> {
    let mut gather = Gather::new(name, datum);
    let tree = encoding::text(name, bytes, Limits::FILE).and_then(json::read);
    let end = match tree {
        Ok(tree) => Reader { gather: &mut gather, nested: 0 }.document(tree),
        Err(finding) => {
            gather.faults.fault(finding);
            Err(Stop)
        }
    };
    gather.finish(end)
}

struct Reader<'g> {
    gather: &'g mut Gather,
    nested: usize,
}

impl Reader<'_> {
    fn document(&mut self, tree: Json) -> Result<(), Stop> {
        let root = Path::Root;
        self.crs(tree.get("crs"));
        match tree.get("type").and_then(Json::as_text) {
            Some("FeatureCollection") => self.collection(tree),
            Some("Feature") => self.feature(tree, &root),
            Some(_) => match self.shape(&tree, &root, Reference::Ellipsoid)? {
                None => Ok(()),
                Some(geometry) => {
                    let at = root.to_string();
                    self.gather.feature(Feature { id: None, geometry, properties: BTreeMap::new(), at })
                }
            },
            None => {
                let name = self.gather.name.clone();
                let say = "it is JSON, but has no \"type\" as GeoJSON has";
                Err(self.gather.stop("layer-not-geojson", name, say, "Export it as GeoJSON"))
            }
        }
    }

    fn collection(&mut self, tree: Json) -> Result<(), Stop> {
        let Some(Json::List(features)) = member(tree, "features") else {
            let say = "a FeatureCollection has no list of features";
            return Err(self.gather.stop("layer-not-geojson", "features", say, "Export it as GeoJSON"));
        };
        let all = Path::Root.key("features").to_string();
        for (index, feature) in features.into_iter().enumerate() {
            self.feature(feature, &Path::Root.key(&all).item(index))?;
        }
        Ok(())
    }

    fn feature(&mut self, tree: Json, at: &Path) -> Result<(), Stop> {
        if tree.get("type").and_then(Json::as_text) != Some("Feature") {
            let say = "this is no Feature";
            self.gather.fault("layer-not-geojson", at, say, "Give each item of features the type Feature");
            return Ok(());
        }
        let (mut id, mut geometry, mut properties) = (None, None, BTreeMap::new());
        let mut foreign = Vec::new();
        let Json::Object(members) = tree else { return Ok(()) };
        for (key, value) in members {
            match &*key {
                "type" | "bbox" | "crs" => {}
                "id" => id = self.id(&value, at),
                "geometry" => geometry = Some(value),
                "properties" => properties = self.properties(value, at)?,
                _ => foreign.push((key, value)),
            }
        }
        for (key, value) in foreign {
            let value = self.value(value, at)?;
            properties.entry(key.into()).or_insert(value);
        }
        let reference = Reference::said(&properties);
        match geometry {
            None | Some(Json::Null) => {
                self.gather.note(
                    "layer-no-place",
                    at,
                    "this feature has no geometry; it is left out",
                    "Give it a place",
                );
                Ok(())
            }
            Some(tree) => match self.shape(&tree, &at.key("geometry"), reference.unwrap_or(Reference::Ellipsoid))? {
                None => Ok(()),
                Some(geometry) => {
                    // The word is spent on the heights; without heights it is a property like any other.
                    if reference.is_some() && vertices(&geometry).any(|vertex| vertex.height.is_some()) {
                        properties.remove(REFERENCE);
                    }
                    self.gather.feature(Feature { id, geometry, properties, at: at.to_string() })
                }
            },
        }
    }

    fn id(&mut self, value: &Json, at: &Path) -> Option<String> {
        match value {
            Json::Text(text) => Some(text.to_string()),
            Json::Number(number) => Some(number.to_string()),
            Json::Null => None,
            _ => {
                self.gather.fault("layer-id", at.key("id"), "an id is neither text nor number", "Give ids as text");
                None
            }
        }
    }

    fn properties(&mut self, value: Json, at: &Path) -> Result<BTreeMap<String, Value>, Stop> {
        match value {
            Json::Null => Ok(BTreeMap::new()),
            Json::Object(members) => {
                members.into_iter().map(|(key, value)| Ok((key.into(), self.value(value, at)?))).collect()
            }
            _ => {
                let at = at.key("properties");
                self.gather.fault(
                    "layer-properties",
                    at,
                    "the properties are no object",
                    "Give them as {\"name\": ...}",
                );
                Ok(BTreeMap::new())
            }
        }
    }

    fn value(&mut self, value: Json, at: &Path) -> Result<Value, Stop> {
        self.nested += value.containers();
        if self.nested <= NESTED {
            return Ok(value.into_value());
        }
        let say = format!("the properties hold more than {NESTED} lists and objects");
        Err(self.gather.stop("layer-values", at, say, "Leave out properties nobody needs"))
    }

    fn shape(&mut self, tree: &Json, at: &Path, reference: Reference) -> Result<Option<Geometry>, Stop> {
        shape::Shapes { gather: self.gather, reference }.geometry(tree, at)
    }

    /// The `crs` member of GeoJSON 2008: only what agrees with the datum the file was said to have.
    fn crs(&mut self, crs: Option<&Json>) {
        let Some(crs) = crs.filter(|crs| **crs != Json::Null) else { return };
        let name =
            crs.get("properties").and_then(|p| p.get("name")).and_then(Json::as_text).unwrap_or("an unnamed one");
        let code = name.rsplit(':').next().unwrap_or(name);
        let agrees = match code {
            "CRS84" | "CRS84h" | "4326" | "4979" => self.gather.datum() == Datum::Wgs84,
            "4490" => self.gather.datum() == Datum::Cgcs2000,
            _ => false,
        };
        if !agrees {
            let say = format!("the file names the coordinate system {:?}, not {}", short(name), self.gather.datum());
            self.gather.fault(
                "layer-crs",
                "crs",
                say,
                "Export it in longitude and latitude of WGS-84, or name its datum",
            );
        }
    }
}

fn member(tree: Json, key: &str) -> Option<Json> {
    match tree {
        Json::Object(members) => members.into_iter().find(|member| &*member.0 == key).map(|member| member.1),
        _ => None,
    }
}
