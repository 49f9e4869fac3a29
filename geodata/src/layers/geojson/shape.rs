//! Geometries of GeoJSON (RFC 7946, 3.1): positions are `[longitude, latitude, height]`.

use super::{Gather, Json, Path, Stop, short};
use crate::layers::{Geometry, Height, Value, Vertex};
use crate::units::{Agl, Amsl, Metres};
use std::collections::BTreeMap;

/// The property that says what the third number of positions is measured from.
pub(super) const REFERENCE: &str = "height_reference";

/// What heights are measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::layers) enum Reference {
    Ellipsoid,
    Amsl,
    Agl,
}

impl Reference {
    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ellipsoid => "ellipsoid",
            Self::Amsl => "amsl",
            Self::Agl => "agl",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        [Self::Ellipsoid, Self::Amsl, Self::Agl].into_iter().find(|r| word.trim().eq_ignore_ascii_case(r.word()))
    }

    /// What a height says it is measured from.
    pub fn of_height(height: Height) -> Self {
        match height {
            Height::Amsl(_) => Self::Amsl,
            Height::Agl(_) => Self::Agl,
            Height::Ellipsoid(_) => Self::Ellipsoid,
        }
    }

    pub fn height(self, metres: Metres) -> Height {
        match self {
            Self::Ellipsoid => Height::Ellipsoid(metres),
            Self::Amsl => Height::Amsl(Amsl(metres)),
            Self::Agl => Height::Agl(Agl(metres)),
        }
    }

    /// What the properties say of it.
    pub fn said(properties: &BTreeMap<String, Value>) -> Option<Self> {
        properties.get(REFERENCE).and_then(Value::as_str).and_then(Self::of)
    }
}

pub(super) struct Shapes<'g> {
    pub gather: &'g mut Gather,
    pub reference: Reference,
}

impl Shapes<'_> {
    /// The geometry, or nothing when it is empty or faulty; what is wrong is among the faults then.
    pub fn geometry(&mut self, tree: &Json, at: &Path) -> Result<Option<Geometry>, Stop> {
        let coordinates = tree.get("coordinates").unwrap_or(&Json::Null);
        let here = at.key("coordinates");
        match tree.get("type").and_then(Json::as_text) {
            Some("Point") if empty(coordinates) => Ok(self.left_out(at)),
            Some("Point") => Ok(self.position(coordinates, &here)?.map(Geometry::Point)),
            Some("LineString") if empty(coordinates) => Ok(self.left_out(at)),
            Some("LineString") => self.line(coordinates, &here),
            Some("Polygon") if empty(coordinates) => Ok(self.left_out(at)),
            Some("Polygon") => self.area(coordinates, &here),
            Some("MultiPoint") => {
                self.many(coordinates, &here, |this, tree, at| Ok(this.position(tree, at)?.map(Geometry::Point)))
            }
            Some("MultiLineString") => self.many(coordinates, &here, Self::line),
            Some("MultiPolygon") => self.many(coordinates, &here, Self::area),
            Some("GeometryCollection") => {
                let geometries = tree.get("geometries").unwrap_or(&Json::Null);
                self.many(geometries, &at.key("geometries"), Self::geometry)
            }
            other => {
                let say = format!("{:?} is no type of geometry", short(other.unwrap_or("nothing")));
                self.gather.fault(
                    "layer-geometry-type",
                    at.key("type"),
                    say,
                    "Use Point, LineString, Polygon or Multi...",
                );
                Ok(None)
            }
        }
    }

    /// Several shapes as one, flat.
    fn many(
        &mut self,
        tree: &Json,
        at: &Path,
        each: fn(&mut Self, &Json, &Path) -> Result<Option<Geometry>, Stop>,
    ) -> Result<Option<Geometry>, Stop> {
        let Json::List(items) = tree else { return Ok(self.no_list(at)) };
        let mut parts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match each(self, item, &at.item(index))? {
                Some(Geometry::Many(inner)) => parts.extend(inner),
                Some(part) => parts.push(part),
                None => {}
            }
        }
        if parts.is_empty() { Ok(self.left_out(at)) } else { Ok(Some(Geometry::Many(parts))) }
    }

    fn line(&mut self, tree: &Json, at: &Path) -> Result<Option<Geometry>, Stop> {
        let Some(line) = self.positions(tree, at)? else { return Ok(None) };
        Ok(self.gather.line(line, at))
    }

    fn area(&mut self, tree: &Json, at: &Path) -> Result<Option<Geometry>, Stop> {
        let Json::List(items) = tree else { return Ok(self.no_list(at)) };
        let mut rings = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = at.item(index);
            let Some(ring) = self.positions(item, &at)? else { return Ok(None) };
            let Some(ring) = self.gather.ring(ring, at) else { return Ok(None) };
            rings.push(ring);
        }
        Ok(self.gather.area(rings, at))
    }

    /// A list of positions; nothing when one of them is faulty.
    fn positions(&mut self, tree: &Json, at: &Path) -> Result<Option<Vec<Vertex>>, Stop> {
        let Json::List(items) = tree else { return Ok(self.no_list(at)) };
        let mut line = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            line.extend(self.position(item, &at.item(index))?);
        }
        Ok((line.len() == items.len()).then_some(line))
    }

    fn position(&mut self, tree: &Json, at: &Path) -> Result<Option<Vertex>, Stop> {
        self.gather.count_vertex(at)?;
        let Json::List(items) = tree else { return Ok(self.no_list(at)) };
        let numbers: Option<Vec<f64>> = items.iter().take(3).map(Json::as_number).collect();
        let Some([lon, lat, rest @ ..]) = numbers.as_deref() else {
            let say = "a position is not [longitude, latitude] in numbers";
            self.gather.fault("layer-position", at, say, "Give it as [104.62, 35.58]");
            return Ok(None);
        };
        if items.len() > 3 {
            let say = "a position has more than three numbers; the others are left out";
            self.gather.note_once("layer-position-long", at, say, "Look whether they matter");
        }
        let height = rest.first().map(|metres| self.reference.height(Metres(*metres)));
        Ok(self.gather.place(*lat, *lon, at).map(|at| Vertex { at, height, time: None }))
    }

    fn no_list<T>(&mut self, at: &Path) -> Option<T> {
        self.gather.fault("layer-coordinates", at, "there is no list here", "Give the coordinates as RFC 7946 shows");
        None
    }

    fn left_out<T>(&mut self, at: &Path) -> Option<T> {
        self.gather.note("layer-no-place", at, "a geometry is empty; it is left out", "Draw it, or delete it");
        None
    }
}

fn empty(tree: &Json) -> bool {
    matches!(tree, Json::List(items) if items.is_empty())
}
