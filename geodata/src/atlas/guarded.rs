//! `guarded.json`: the places of a district that have a 1-3-5 response circle.

use super::rows::{self, Reader};
use crate::finding::Finding;
use crate::frame::{Frame, Wgs84};
use crate::manifest::GUARDED;
use crate::place::{GuardedPlace, Tier};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    name: String,
    #[serde(default)]
    name_zh: String,
    grade: u8,
    at: Wgs84,
    tiers: [Tier; 3],
}

/// Reads `guarded.json`.
///
/// # Errors
/// Every fault: not JSON, another format, an item that is not a guarded place, a grade outside 1 to 3, tiers that are not
/// those of 1, 3 and 5 minutes, a place off the globe, an id twice.
pub fn read(bytes: &[u8], frame: &Frame) -> Result<Vec<GuardedPlace>, Vec<Finding>> {
    Reader::new(GUARDED, "guarded-broken", frame).read("guarded", bytes, |reader, line: Line| {
        let mut sound = reader.named(&line.id, &[&line.name, &line.name_zh]);
        if line.tiers.each_ref().map(|tier| tier.minutes) != [1, 3, 5] {
            reader.fault(&line.id, "the tiers are not those of 1, 3 and 5 minutes");
            sound = false;
        }
        if !(1..=3).contains(&line.grade) {
            reader.fault(&line.id, format!("the grade is {}, not 1, 2 or 3", line.grade));
            sound = false;
        }
        let at = reader.local(&line.id, line.at)?;
        let Line { id, name, name_zh, grade, tiers, .. } = line;
        sound.then_some(GuardedPlace { id, name, name_zh, grade, at, tiers })
    })
}

/// The bytes of `guarded.json`; places are rounded to 1e-7 degree.
///
/// # Errors
/// None that is known; a defect of the writer would be told.
pub fn write(guarded: &[GuardedPlace], frame: &Frame) -> Result<Vec<u8>, Finding> {
    let line = |g: &GuardedPlace| Line {
        id: g.id.clone(),
        name: g.name.clone(),
        name_zh: g.name_zh.clone(),
        grade: g.grade,
        at: rows::degrees(frame, g.at),
        tiers: g.tiers.clone(),
    };
    rows::write("guarded", &guarded.iter().map(line).collect::<Vec<_>>())
}
