//! Areas out of the features of a file people bring, every fault at once.
//!
//! | property | meaning |
//! |---|---|
//! | `id` | cited by records; else the feature's own id, else its name |
//! | `name`, `name_zh`, `name_en` | as shown; one of them is needed |
//! | `kind` | `police` or `civil`; the caller's when absent |
//! | `owner` | the id of a post, or the name of an office |
//! | `level` | 2 to 12 as OpenStreetMap's `admin_level`; 8 when absent |

use super::{Area, AreaKind, LEVELS, USUAL_LEVEL, part};
use crate::finding::Finding;
use crate::frame::{Frame, Local};
use crate::layers::{Feature, Geometry, Layer, Vertex};
use crate::shape::Shape;
use std::collections::BTreeSet;

/// At most so many faults are told of one file.
const MOST: usize = 100;

/// The areas of a file; `kind` for those that do not say theirs.
///
/// # Errors
/// Every fault: no name, an id twice, another kind or level, a point or line, an outline that crosses itself.
pub fn areas(layer: &Layer, kind: AreaKind, frame: &Frame) -> Result<Vec<Area>, Vec<Finding>> {
    let (mut areas, mut faults, mut known) = (Vec::new(), Vec::new(), BTreeSet::new());
    for feature in &layer.features {
        match area(feature, kind, frame) {
            Ok(area) if !known.insert((area.kind, area.id.clone())) => {
                let say = format!("the id {:?} comes twice", area.id);
                faults.push(Finding::new("area-twice", &feature.at, say, "Give each area an id of its own"));
            }
            Ok(area) => areas.push(area),
            Err(more) => faults.extend(more),
        }
    }
    if layer.features.is_empty() {
        faults.push(Finding::new("area-none", "the file", "it holds no areas", "Name a file with areas"));
    }
    let count = faults.len();
    if count > MOST {
        faults.truncate(MOST);
        let say = format!("and {} faults more", count - MOST);
        faults.push(Finding::new("area-more", "the file", say, "Mend these first"));
    }
    if faults.is_empty() { Ok(areas) } else { Err(faults) }
}

fn area(feature: &Feature, usual: AreaKind, frame: &Frame) -> Result<Area, Vec<Finding>> {
    let mut faults = Vec::new();
    let text = |key: &str| feature.text(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let (name_zh, name_en) = (text("name_zh"), text("name_en"));
    let name = text("name").or_else(|| name_zh.clone()).or_else(|| name_en.clone());
    if name.is_none() {
        faults.push(Finding::new("area-name", &feature.at, "it has no name", "Give it a name"));
    }
    let kind = match text("kind").as_deref() {
        None => usual,
        Some("police") => AreaKind::Police,
        Some("civil") => AreaKind::Civil,
        Some(other) => {
            let say = format!("{other:?} is no kind of area");
            faults.push(Finding::new("area-kind", &feature.at, say, "Give kind as police or civil"));
            usual
        }
    };
    let level = level(feature).unwrap_or_else(|fault| {
        faults.push(fault);
        USUAL_LEVEL
    });
    let parts = parts(feature, frame, &mut faults);
    let Some(name) = name.filter(|_| faults.is_empty()) else { return Err(faults) };
    let id = text("id").or_else(|| feature.id.clone()).unwrap_or_else(|| name.clone());
    Ok(Area { id, name, name_zh, name_en, owner: text("owner"), kind, level, parts })
}

fn level(feature: &Feature) -> Result<u8, Finding> {
    let Some(text) = feature.text("level").filter(|text| !text.trim().is_empty()) else { return Ok(USUAL_LEVEL) };
    text.trim().parse().ok().filter(|level| LEVELS.contains(level)).ok_or_else(|| {
        let say = format!("the level {text:?} is none of 2 to 12");
        Finding::new("area-level", &feature.at, say, "Give a whole number: 4 province, 6 county, 8 town, 10 village")
    })
}

fn parts(feature: &Feature, frame: &Frame, faults: &mut Vec<Finding>) -> Vec<Shape> {
    let local = |ring: &Vec<Vertex>| -> Vec<Local> { ring.iter().map(|vertex| frame.to_local(vertex.at)).collect() };
    let mut parts = Vec::new();
    for geometry in feature.geometry.parts() {
        let made = match geometry {
            Geometry::Area(area) => part(&feature.at, local(&area.outer), area.holes.iter().map(local).collect()),
            _ => {
                let say = "it is a point or a line, not an area";
                Err(Finding::new("area-geometry", &feature.at, say, "Draw it as a polygon"))
            }
        };
        match made {
            Ok(part) => parts.push(part),
            Err(fault) => faults.push(fault),
        }
    }
    parts
}
