//! `police_areas.json` and `civil_areas.json`: areas of one kind, each with its outlines in degrees.
//!
//! ```json
//! { "version": 1, "datum": "WGS-84", "kind": "police", "areas": [
//!   { "id": "PA-1", "name": "...", "name_zh": "...", "name_en": "...", "owner": "ST-1", "level": 8,
//!     "polygons": [[[[lon, lat], ...], [[lon, lat], ...]]] } ] }
//! ```
//! A polygon is a list of rings, the outline first, then the holes, as in GeoJSON, but no first corner is repeated.
//! Coordinates have 7 decimals, about a centimetre. `name_zh`, `name_en` and `owner` may be missing.

use super::{Area, AreaKind, LEVELS, part};
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::osm::named::round7;
use crate::shape::Shape;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version this build reads and writes.
pub const VERSION: u32 = 1;
const DATUM: &str = "WGS-84";
/// At most so many faults are told of one file.
const MOST: usize = 100;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    version: u32,
    datum: String,
    kind: AreaKind,
    areas: Vec<Row>,
}

type Ring = Vec<[f64; 2]>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name_zh: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    level: u8,
    polygons: Vec<Vec<Ring>>,
}

/// The file's name in a district folder.
#[must_use]
pub fn name(kind: AreaKind) -> &'static str {
    match kind {
        AreaKind::Police => "police_areas.json",
        AreaKind::Civil => "civil_areas.json",
    }
}

/// The file of all areas of one kind; areas of the other kind are left out. The same areas give the same bytes.
///
/// # Errors
/// One finding, should the areas not fit into JSON.
pub fn write(areas: &[Area], kind: AreaKind, frame: &Frame) -> Result<Vec<u8>, Finding> {
    let ring = |corners: &[Local]| -> Ring {
        let degrees = corners.iter().map(|p| frame.to_wgs84(*p));
        degrees.map(|p| [round7(p.lon), round7(p.lat)]).collect()
    };
    let row = |area: &Area| Row {
        id: area.id.clone(),
        name: area.name.clone(),
        name_zh: area.name_zh.clone(),
        name_en: area.name_en.clone(),
        owner: area.owner.clone(),
        level: area.level,
        polygons: area.rings().map(|(outer, holes)| std::iter::once(outer).chain(holes).map(ring).collect()).collect(),
    };
    let rows = areas.iter().filter(|area| area.kind == kind).map(row).collect();
    let mut bytes = serde_json::to_vec(&Book { version: VERSION, datum: DATUM.into(), kind, areas: rows })
        .map_err(|e| Finding::new("areas-write", name(kind), e.to_string(), "Report this as a defect"))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The areas of a file of this kind.
///
/// # Errors
/// Every fault: another format, version, datum or kind; an id twice; an outline off the globe or crossing itself.
pub fn read(bytes: &[u8], kind: AreaKind, frame: &Frame) -> Result<Vec<Area>, Vec<Finding>> {
    let broken = |at: &str, say: String| Finding::new("areas-broken", at, say, "Import the areas again");
    let book: Book = serde_json::from_slice(bytes).map_err(|e| vec![broken(name(kind), e.to_string())])?;
    if (book.version, book.datum.as_str(), book.kind) != (VERSION, DATUM, kind) {
        let say = format!("it has version {}, datum {:?}, kind {}", book.version, book.datum, book.kind.word());
        return Err(vec![broken(name(kind), say)]);
    }
    let (mut areas, mut faults, mut known) = (Vec::new(), Vec::new(), BTreeSet::new());
    for row in book.areas {
        let at = format!("{}, {}", name(kind), row.id);
        if !known.insert(row.id.clone()) {
            faults.push(broken(&at, "the id comes twice".into()));
        }
        match area(row, kind, frame, &at) {
            Ok(area) => areas.push(area),
            Err(fault) => faults.push(fault),
        }
    }
    faults.truncate(MOST);
    if faults.is_empty() { Ok(areas) } else { Err(faults) }
}

fn area(row: Row, kind: AreaKind, frame: &Frame, at: &str) -> Result<Area, Finding> {
    let broken = |say: &str| Finding::new("areas-broken", at, say, "Import the areas again");
    if !LEVELS.contains(&row.level) || row.polygons.is_empty() {
        return Err(broken("it has no outline, or a level that is none"));
    }
    let local = |[lon, lat]: [f64; 2]| Wgs84::new(lat, lon).map(|place| frame.to_local(place));
    let polygon = |rings: Vec<Ring>| -> Result<Shape, Finding> {
        let mut rings = rings.into_iter().map(|ring| ring.into_iter().map(local).collect::<Option<Vec<Local>>>());
        let outer = rings.next().flatten().ok_or_else(|| broken("an outline lies off the globe"))?;
        let holes = rings.collect::<Option<Vec<_>>>().ok_or_else(|| broken("a hole lies off the globe"))?;
        part(at, outer, holes)
    };
    let parts = row.polygons.into_iter().map(polygon).collect::<Result<_, _>>()?;
    let Row { id, name, name_zh, name_en, owner, level, .. } = row;
    Ok(Area { id, name, name_zh, name_en, owner, kind, level, parts })
}
