//! `zones.json`: the zones of a district's air.

use super::rows::{self, Reader};
use crate::finding::Finding;
use crate::frame::{Frame, Wgs84};
use crate::manifest::ZONES;
use crate::units::Amsl;
use crate::zone::{Hours, Zone, ZoneKind};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    name: String,
    kind: ZoneKind,
    ring: Vec<Wgs84>,
    floor_amsl_m: Amsl,
    ceiling_amsl_m: Amsl,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours: Option<Hours>,
}

/// Reads `zones.json`; every fault at once.
pub(crate) fn read(bytes: &[u8], frame: &Frame) -> Result<Vec<Zone>, Vec<Finding>> {
    Reader::new(ZONES, "zones-broken", frame).read("zones", bytes, |reader, line: Line| {
        let sound = reader.named(&line.id, &[&line.name]);
        let ring = line.ring.iter().map(|p| reader.local(&line.id, *p)).collect::<Option<Vec<_>>>()?;
        let (floor, ceiling, hours) = (line.floor_amsl_m, line.ceiling_amsl_m, line.hours);
        match (Zone { id: line.id, name: line.name, kind: line.kind, ring, floor, ceiling, hours }).checked() {
            Ok(zone) => sound.then_some(zone),
            Err(why) => {
                reader.fault(&why.at.clone(), format!("{} ({})", why.say, why.code));
                None
            }
        }
    })
}

/// The bytes of `zones.json`; places are rounded to 1e-7 degree.
pub(crate) fn write(zones: &[Zone], frame: &Frame) -> Result<Vec<u8>, Finding> {
    let line = |z: &Zone| Line {
        id: z.id.clone(),
        name: z.name.clone(),
        kind: z.kind,
        ring: z.ring.iter().map(|p| rows::degrees(frame, *p)).collect(),
        floor_amsl_m: z.floor,
        ceiling_amsl_m: z.ceiling,
        hours: z.hours,
    };
    rows::write("zones", &zones.iter().map(line).collect::<Vec<_>>())
}
