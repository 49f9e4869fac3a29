//! EUROCAE ED-269 JSON (UAS geographical zones as states publish them): a list of features with `restriction`,
//! `applicability`, `zoneAuthority` and one airspace volume or more in `geometry`. Coordinates are WGS-84, longitude
//! first. What the restrictions become is told in [`super::eurocae`].

use super::door::Door;
use super::draft::{Draft, Limit, Shape, Source, ZoneKind};
use super::eurocae::{Rule, Sheet, each_feature};
use super::intake::Intake;
use crate::finding::Finding;
use crate::layers::json::Json;

/// The zones of an ED-269 file. Every feature is accounted for in the tally, one with several volumes as several zones.
///
/// # Errors
/// When the file is no JSON with a list of features. Faults of features are in [`Intake::refused`], all at once.
pub fn read(name: &str, bytes: &[u8], door: &Door<'_>) -> Result<Intake, Vec<Finding>> {
    each_feature(name, bytes, door, take)
}

fn take(intake: &mut Intake, feature: &Json, mut sheet: Sheet<'_>) {
    let id = text(feature, "identifier");
    let rule = sheet.rule("restriction", feature.get("restriction"));
    if id.trim().is_empty() {
        sheet.fault("zone-id", "identifier", "the zone has no identifier".into(), "Give every zone an identifier");
    }
    if let Some(Rule::None) = rule {
        let say = format!("{id} restricts nothing and was left out");
        return intake.leave_out(Finding::new("zone-no-restriction", sheet.at, say, "Nothing to do"));
    }
    let schedule = sheet.schedule("applicability", feature.get("applicability"));
    let volumes: &[Json] = match feature.get("geometry") {
        Some(Json::List(list)) => list,
        Some(one @ Json::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    if volumes.is_empty() {
        sheet.fault("zone-geometry", "geometry", "it has no airspace volume".into(), "Give one volume or more");
    }
    let shapes: Vec<_> =
        volumes.iter().enumerate().map(|(i, v)| volume(&mut sheet, &format!("geometry[{i}]"), v)).collect();
    let shapes: Option<Vec<_>> = shapes.into_iter().collect();
    let (Some(shapes), Some(schedule), Some(Rule::KeepOut(asks)), true) =
        (shapes, schedule, rule, sheet.faults.is_empty())
    else {
        return sheet.refuse(intake);
    };
    let source =
        Source { authority: authority(feature), reason: reason(feature, asks), file: sheet.door.file.to_owned() };
    let name = Some(text(feature, "name")).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
    let count = shapes.len();
    for (i, (shape, floor, ceiling)) in shapes.into_iter().enumerate() {
        let id = if count > 1 { format!("{id}/{}", i + 1) } else { id.clone() };
        let draft = Draft {
            name: name.clone(),
            schedule: schedule.clone(),
            source: source.clone(),
            ..Draft::new(id, ZoneKind::KeepOut, shape).between(floor, ceiling)
        };
        sheet.door.take(intake, &sheet.at, draft, sheet.notes.clone());
    }
}

fn volume(sheet: &mut Sheet<'_>, key: &str, volume: &Json) -> Option<(Shape, Limit, Limit)> {
    let of = |name: &str| format!("{key}.{name}");
    let feet = sheet.feet(&of("uomDimensions"), volume.get("uomDimensions"));
    let mut limit = |value: &str, reference: &str| {
        let keys = [of(value), of(reference)];
        sheet.limit([&keys[0], &keys[1]], volume.get(value), volume.get(reference), feet == Some(true))
    };
    let floor = limit("lowerLimit", "lowerVerticalReference").map(Sheet::floor);
    let ceiling = limit("upperLimit", "upperVerticalReference");
    let flat = volume.get("horizontalProjection");
    let on = of("horizontalProjection");
    let kind = flat.and_then(|p| p.get("type")).and_then(Json::as_text).unwrap_or_default();
    let shape = match kind {
        "Polygon" => sheet.polygon(&format!("{on}.coordinates"), flat.and_then(|p| p.get("coordinates"))),
        "Circle" => {
            let unit = if feet == Some(true) { 0.3048 } else { 1.0 };
            let radius = flat.and_then(|p| p.get("radius")).and_then(Json::as_number).map(|r| r * unit);
            let keys = [format!("{on}.center"), format!("{on}.radius")];
            sheet.circle([&keys[0], &keys[1]], flat.and_then(|p| p.get("center")), radius)
        }
        _ => {
            sheet.fault(
                "zone-geometry",
                &format!("{on}.type"),
                "it is neither Polygon nor Circle".into(),
                "Use Polygon or Circle",
            );
            None
        }
    };
    feet?;
    Some((shape?, floor?, ceiling?))
}

/// A text, a number as text, or the first text of a list (`[{"text": ..}]` too).
pub(super) fn text(object: &Json, key: &str) -> String {
    let plain = |value: &Json| match value {
        Json::Text(text) => text.to_string(),
        Json::Number(number) => number.to_string(),
        Json::Object(_) => value.get("text").and_then(Json::as_text).unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    match object.get(key) {
        Some(Json::List(list)) => list.iter().map(plain).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", "),
        Some(value) => plain(value),
        None => String::new(),
    }
}

/// Who decides: name and how to reach them, of every authority given.
pub(super) fn authority(feature: &Json) -> String {
    let list: &[Json] = match feature.get("zoneAuthority") {
        Some(Json::List(list)) => list,
        Some(one @ Json::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    let one = |who: &Json| {
        let parts = ["name", "service", "phone", "email", "siteURL"].map(|key| text(who, key));
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    cut(&list.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// Why, and on what conditions.
pub(super) fn reason(feature: &Json, asks: &str) -> String {
    let parts = ["reason", "otherReasonInfo", "restrictionConditions", "message"].map(|key| text(feature, key));
    let given = parts.into_iter().filter(|part| !part.is_empty());
    cut(&std::iter::once(asks.to_owned()).chain(given).collect::<Vec<_>>().join("; "))
}

fn cut(text: &str) -> String {
    text.chars().take(super::limits::TEXT).collect()
}
