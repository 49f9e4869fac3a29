//! Civil areas of an extract: administrative relations and closed ways of levels 4 to 10 that it holds whole. Those cut
//! off at the extract's edge, or with broken rings, are told and left out: half an area would give wrong owners.

use super::extract::{Extract, Relation, Tags};
use super::rings;
use crate::area::{Area, AreaKind, part};
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};

const LEVELS: std::ops::RangeInclusive<u8> = 4..=10;

/// The areas, in the order of their ids, and what was left out.
pub(super) fn areas(extract: &Extract, frame: &Frame) -> (Vec<Area>, Vec<Finding>) {
    let (mut areas, mut notes) = (Vec::new(), Vec::new());
    for (number, relation) in extract.relations.iter().enumerate() {
        let Some(level) = level(&relation.tags) else { continue };
        match of_relation(extract, relation, frame, number, level) {
            Ok(area) => areas.push(area),
            Err(note) => notes.push(note),
        }
    }
    for way in &extract.ways {
        let Some(level) = level(&way.tags) else { continue };
        let closed = rings::of_way(extract, way).map(|area| vec![area]);
        let named = name(&way.tags, "name");
        if let (Some(closed), Some(named)) = (closed, named) {
            match area(&way.tags, format!("W{}", way.id), named, level, closed, frame) {
                Ok(area) => areas.push(area),
                Err(note) => notes.push(note),
            }
        }
    }
    unique(&mut areas);
    (areas, notes)
}

fn level(tags: &Tags) -> Option<u8> {
    let level = tags.get("admin_level").filter(|_| tags.is("boundary", "administrative"))?;
    level.trim().parse().ok().filter(|level| LEVELS.contains(level))
}

fn name(tags: &Tags, key: &str) -> Option<String> {
    tags.get(key).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

fn of_relation(
    extract: &Extract,
    relation: &Relation,
    frame: &Frame,
    number: usize,
    level: u8,
) -> Result<Area, Finding> {
    let named = name(&relation.tags, "name");
    let at = named.clone().unwrap_or_else(|| format!("relation {}", number + 1));
    let (found, whole) = rings::of_relation(extract, relation);
    let Some(named) = named.filter(|_| whole) else {
        let say = "its outline is not closed in this extract, or it has no name: it is no area of responsibility";
        let remedy = "Use an extract that holds it whole, or import its outline from a file";
        return Err(Finding::new("area-open-outline", at, say, remedy));
    };
    let id = name(&relation.tags, "ref").unwrap_or_else(|| format!("L{level}-{named}"));
    area(&relation.tags, id, named, level, found, frame)
}

fn area(
    tags: &Tags,
    id: String,
    named: String,
    level: u8,
    found: Vec<rings::Area>,
    frame: &Frame,
) -> Result<Area, Finding> {
    let local = |ring: &Vec<Wgs84>| -> Vec<Local> { ring.iter().map(|place| frame.to_local(*place)).collect() };
    let parts = found.iter().map(|one| part(&named, local(&one.outer), one.holes.iter().map(local).collect()));
    Ok(Area {
        parts: parts.collect::<Result<_, _>>()?,
        id,
        name_zh: name(tags, "name:zh"),
        name_en: name(tags, "name:en"),
        name: named,
        owner: None,
        kind: AreaKind::Civil,
        level,
    })
}

/// Sorts by id and gives those that share one a number.
fn unique(areas: &mut [Area]) {
    areas.sort_by(|a, b| a.id.cmp(&b.id));
    let mut last = String::new();
    let mut count = 1;
    for area in areas {
        if area.id == last {
            count += 1;
            area.id = format!("{}-{count}", area.id);
        } else {
            last.clone_from(&area.id);
            count = 1;
        }
    }
}
