//! Zones out of the files somebody brings: the aviation's JSON in both editions, or features of any other format.

use super::made::File;
use geodata::zone::{self, Door, Intake, ZoneKind, ed269, ed318};
use geodata::{Atlas, Finding, Zone, layers};
use serde_json::Value;

/// How zones are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// EUROCAE ED-269: each feature's `geometry` holds volumes with a `horizontalProjection`.
    Ed269,
    /// EUROCAE ED-318: GeoJSON whose geometries have a vertical `layer`.
    Ed318,
    /// GeoJSON, KML, KMZ, GPX or CSV.
    Features,
}

impl Form {
    /// By the content; what cannot be read is left to the reader of features, which says what is wrong.
    pub fn of(bytes: &[u8]) -> Self {
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return Self::Features };
        let features = value.get("features").or_else(|| value.get("UASZoneList")).and_then(Value::as_array);
        let has = |test: &dyn Fn(&Value) -> bool| {
            features.is_some_and(|list| list.iter().filter_map(|f| f.get("geometry")).any(test))
        };
        let volumes = |geometry: &Value| {
            let one = |volume: &Value| volume.get("horizontalProjection").is_some();
            one(geometry) || geometry.as_array().is_some_and(|list| list.iter().any(one))
        };
        let layered = |geometry: &Value| {
            let one = |part: &Value| part.get("layer").is_some();
            let parts = geometry.get("geometries").and_then(Value::as_array);
            one(geometry) || parts.is_some_and(|list| list.iter().any(one))
        };
        match (has(&volumes), has(&layered)) {
            (true, _) => Self::Ed269,
            (false, true) => Self::Ed318,
            (false, false) => Self::Features,
        }
    }
}

/// The zones of one file with what was repaired or left out; or everything that was refused.
pub fn read(atlas: &Atlas, file: &File, kind: Option<ZoneKind>) -> Result<(Vec<Zone>, Vec<Finding>), Vec<Finding>> {
    let origin = format!("{}, {}", super::osm::file_name(file.name.as_ref()), file.told_datum);
    let door = Door { frame: &atlas.frame, bounds: atlas.bounds, file: &origin, kind };
    let intake = match Form::of(&file.bytes) {
        Form::Ed269 => ed269::read(&file.name, &file.bytes, &door)?,
        Form::Ed318 => ed318::read(&file.name, &file.bytes, &door)?,
        Form::Features => zone::from_layer(&layers::read(&file.name, &file.bytes, file.datum)?, &door),
    };
    settled(intake)
}

/// One zone refused refuses the file: a zone that is silently missing is worse than none.
fn settled(intake: Intake) -> Result<(Vec<Zone>, Vec<Finding>), Vec<Finding>> {
    if !intake.refused.is_empty() {
        return Err(intake.refused);
    }
    let mut notes = intake.notes;
    if intake.zones.is_empty() {
        let say = "no zone comes of it";
        notes.push(Finding::new("zones-none", "the file", say, "Bring a file with zones of this district"));
        return Err(notes);
    }
    let tally = intake.tally;
    if tally.repaired + tally.left_out > 0 {
        let say = format!(
            "of {} zones {} were taken as they were, {} repaired, {} left out",
            tally.given, tally.taken, tally.repaired, tally.left_out
        );
        notes.push(Finding::new("zones-tally", "the file", say, "Look at each repaired zone before it is relied on"));
    }
    Ok((intake.zones, notes))
}
