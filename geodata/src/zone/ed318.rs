//! EUROCAE ED-318 JSON (the successor of ED-269, as layered GeoJSON): features with `properties` and a geometry that has a
//! vertical `layer` and, for a point, a round `extent` in metres; a `GeometryCollection` holds several volumes.

use super::door::Door;
use super::draft::{Draft, Limit, Shape, Source, ZoneKind};
use super::ed269::{authority, reason, text};
use super::eurocae::{Rule, Sheet, each_feature};
use super::intake::Intake;
use crate::finding::Finding;
use crate::layers::json::Json;

/// Most volumes of one feature.
const VOLUMES: usize = 200;

/// The zones of an ED-318 file; see [`super::ed269::read`].
///
/// # Errors
/// When the file is no JSON with a list of features. Faults of features are in [`Intake::refused`], all at once.
pub fn read(name: &str, bytes: &[u8], door: &Door<'_>) -> Result<Intake, Vec<Finding>> {
    each_feature(name, bytes, door, take)
}

fn take(intake: &mut Intake, feature: &Json, mut sheet: Sheet<'_>) {
    let none = Json::Null;
    let words = feature.get("properties").unwrap_or(&none);
    let id = text(words, "identifier");
    if id.trim().is_empty() {
        sheet.fault(
            "zone-id",
            "properties.identifier",
            "the zone has no identifier".into(),
            "Give every zone an identifier",
        );
    }
    let rule = sheet.rule("properties.type", words.get("type"));
    if let Some(Rule::None) = rule {
        let say = format!("{id} restricts nothing by itself and was left out");
        return intake.leave_out(Finding::new("zone-no-restriction", sheet.at, say, "Nothing to do"));
    }
    let schedule = sheet.schedule("properties.limitedApplicability", words.get("limitedApplicability"));
    let mut volumes = Vec::new();
    match feature.get("geometry") {
        Some(geometry) => collect(&mut sheet, "geometry", geometry, None, &mut volumes),
        None => sheet.fault("zone-geometry", "geometry", "it has no geometry".into(), "Give a geometry"),
    }
    let volumes: Option<Vec<_>> = volumes.into_iter().collect();
    let (Some(volumes), Some(schedule), Some(Rule::KeepOut(asks)), true) =
        (volumes, schedule, rule, sheet.faults.is_empty())
    else {
        return sheet.refuse(intake);
    };
    let source = Source { authority: authority(words), reason: reason(words, asks), file: sheet.door.file.to_owned() };
    let (name, name_zh) = names(words);
    let count = volumes.len();
    for (i, (shape, floor, ceiling)) in volumes.into_iter().enumerate() {
        let id = if count > 1 { format!("{id}/{}", i + 1) } else { id.clone() };
        let draft = Draft {
            name: if name.is_empty() { id.clone() } else { name.clone() },
            name_zh: name_zh.clone(),
            schedule: schedule.clone(),
            source: source.clone(),
            ..Draft::new(id, ZoneKind::KeepOut, shape).between(floor, ceiling)
        };
        sheet.door.take(intake, &sheet.at, draft, sheet.notes.clone());
    }
}

/// The first name, and the one in Chinese.
fn names(words: &Json) -> (String, String) {
    let Some(Json::List(list)) = words.get("name") else { return (text(words, "name"), String::new()) };
    let of = |entry: &Json| text(entry, "text");
    let chinese = |entry: &&Json| {
        entry.get("lang").and_then(Json::as_text).is_some_and(|lang| lang.to_lowercase().starts_with("zh"))
    };
    let zh = list.iter().find(chinese).map(of).unwrap_or_default();
    (list.iter().find(|entry| !chinese(entry)).or(list.first()).map(of).unwrap_or_default(), zh)
}

type Volume = Option<(Shape, Limit, Limit)>;

/// The volumes of a geometry; nothing stands for one with a fault. A collection's layer holds for members without one.
fn collect(sheet: &mut Sheet<'_>, key: &str, geometry: &Json, layer: Option<&Json>, volumes: &mut Vec<Volume>) {
    let layer = geometry.get("layer").or(layer);
    let kind = geometry.get("type").and_then(Json::as_text).unwrap_or_default();
    if volumes.len() >= VOLUMES {
        sheet.fault("zone-geometry", key, format!("it has over {VOLUMES} volumes"), "Split the zone");
        return volumes.push(None);
    }
    let coordinates = geometry.get("coordinates");
    let on = format!("{key}.coordinates");
    let shape = match kind {
        "GeometryCollection" => {
            let Some(Json::List(members)) = geometry.get("geometries") else {
                sheet.fault("zone-geometry", key, "the collection has no geometries".into(), "Give a geometry");
                return volumes.push(None);
            };
            for (i, member) in members.iter().enumerate().take(VOLUMES) {
                collect(sheet, &format!("{key}.geometries[{i}]"), member, layer, volumes);
            }
            return;
        }
        "MultiPolygon" => {
            let Some(Json::List(members)) = coordinates else {
                sheet.fault("zone-geometry", &on, "it has no coordinates".into(), "Give the corners");
                return volumes.push(None);
            };
            for (i, member) in members.iter().enumerate().take(VOLUMES) {
                let shape = sheet.polygon(&format!("{on}[{i}]"), Some(member));
                let limits = limits(sheet, key, layer);
                volumes.push(shape.zip(limits).map(|(shape, (floor, ceiling))| (shape, floor, ceiling)));
            }
            return;
        }
        "Polygon" => sheet.polygon(&on, coordinates),
        "Point" => {
            let extent = geometry.get("extent");
            let radius = extent.and_then(|e| e.get("radius")).and_then(Json::as_number);
            let keys = [on, format!("{key}.extent.radius")];
            sheet.circle([&keys[0], &keys[1]], coordinates, radius)
        }
        _ => {
            let say = "it is no Polygon, MultiPolygon, Point with an extent or GeometryCollection".to_owned();
            sheet.fault("zone-geometry", &format!("{key}.type"), say, "Use one of these");
            None
        }
    };
    let limits = limits(sheet, key, layer);
    volumes.push(shape.zip(limits).map(|(shape, (floor, ceiling))| (shape, floor, ceiling)));
}

fn limits(sheet: &mut Sheet<'_>, key: &str, layer: Option<&Json>) -> Option<(Limit, Limit)> {
    let Some(layer) = layer else {
        sheet.note("zone-repaired-layer", key, "it has no vertical layer; all heights are taken".into());
        return Some((Limit::Open, Limit::Open));
    };
    let of = |name: &str| format!("{key}.layer.{name}");
    let feet = sheet.feet(&of("uom"), layer.get("uom"));
    let mut limit = |value: &str, reference: &str| {
        let keys = [of(value), of(reference)];
        sheet.limit([&keys[0], &keys[1]], layer.get(value), layer.get(reference), feet == Some(true))
    };
    let floor = limit("lower", "lowerReference").map(Sheet::floor);
    let ceiling = limit("upper", "upperReference");
    feet?;
    Some((floor?, ceiling?))
}
