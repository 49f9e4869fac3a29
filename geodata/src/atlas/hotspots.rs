//! `hotspots.json`: the hotspots of a district with weight and hours.

use super::rows::{self, Reader};
use crate::finding::Finding;
use crate::frame::{Frame, Wgs84};
use crate::hotspot::Hotspot;
use crate::manifest::HOTSPOTS;
use crate::zone::Hours;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    name: String,
    at: Wgs84,
    weight: f64,
    hours: Vec<Hours>,
}

/// Reads `hotspots.json`; every fault at once.
pub(crate) fn read(bytes: &[u8], frame: &Frame) -> Result<Vec<Hotspot>, Vec<Finding>> {
    Reader::new(HOTSPOTS, "hotspots-broken", frame).read("hotspots", bytes, |reader, line: Line| {
        let mut sound = reader.named(&line.id, &[&line.name]);
        if !(line.weight > 0.0 && line.weight <= 1.0) {
            reader.fault(&line.id, "the weight is not above 0 and at most 1");
            sound = false;
        }
        let at = reader.local(&line.id, line.at)?;
        sound.then_some(Hotspot { id: line.id, name: line.name, at, weight: line.weight, hours: line.hours })
    })
}

/// The bytes of `hotspots.json`; places are rounded to 1e-7 degree.
pub(crate) fn write(hotspots: &[Hotspot], frame: &Frame) -> Result<Vec<u8>, Finding> {
    let line = |h: &Hotspot| Line {
        id: h.id.clone(),
        name: h.name.clone(),
        at: rows::degrees(frame, h.at),
        weight: h.weight,
        hours: h.hours.clone(),
    };
    rows::write("hotspots", &hotspots.iter().map(line).collect::<Vec<_>>())
}
