//! `zones.json` of a district: all its zones, versioned. Degrees of WGS-84 to 1e-9 (a tenth of a millimetre), metres
//! with their reference, local hours with their offset. What was read is written as the same bytes.

use super::draft::{Draft, Limit, Shape, Source, ZoneKind};
use super::gate::Zone;
use super::limits;
use super::schedule::Schedule;
use super::set::Zones;
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::units::Metres;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The layout this version reads and writes.
pub const FORMAT: u32 = 1;
const FILE: &str = "zones.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZonesFile {
    format: u32,
    datum: String,
    zones: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name_zh: String,
    kind: ZoneKind,
    shape: ShapeLine,
    floor: Limit,
    ceiling: Limit,
    #[serde(default, skip_serializing_if = "is_plain")]
    schedule: Schedule,
    #[serde(default, skip_serializing_if = "is_empty")]
    source: Source,
}

fn is_empty(source: &Source) -> bool {
    *source == Source::default()
}

fn is_plain(schedule: &Schedule) -> bool {
    *schedule == Schedule::default()
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ShapeLine {
    Prism {
        outer: Vec<Wgs84>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        holes: Vec<Vec<Wgs84>>,
    },
    Cylinder {
        centre: Wgs84,
        radius_m: Metres,
    },
}

/// Writes zones, one line a zone.
///
/// # Errors
/// What [`read`] would refuse of the file: the zones are read back before they are given away.
pub fn write<'a>(zones: impl IntoIterator<Item = &'a Zone>, frame: &Frame) -> Result<Vec<u8>, Vec<Finding>> {
    let mut text = format!("{{\"format\":{FORMAT},\"datum\":\"WGS-84\",\"zones\":[");
    for (i, zone) in zones.into_iter().enumerate() {
        let line = serde_json::to_string(&line(zone, frame)).map_err(|e| vec![broken(&zone.id, e.to_string())])?;
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        text.push_str(&line);
    }
    text.push_str("\n]}\n");
    read(text.as_bytes(), frame)?;
    Ok(text.into_bytes())
}

/// Reads zones; each passes the gate, none is repaired here.
///
/// # Errors
/// `zones-broken` when the file cannot be read, else the fault of every zone that has one.
pub fn read(bytes: &[u8], frame: &Frame) -> Result<Vec<Zone>, Vec<Finding>> {
    if bytes.len() > limits::FILE {
        let say = format!("the file is over {} MB", limits::FILE >> 20);
        return Err(vec![broken("", say)]);
    }
    let file: ZonesFile = serde_json::from_slice(bytes).map_err(|e| vec![broken("", e.to_string())])?;
    if file.format != FORMAT || file.datum != "WGS-84" {
        let say =
            format!("it is format {} in {:?}; this version reads format {FORMAT} in WGS-84", file.format, file.datum);
        return Err(vec![broken("", say)]);
    }
    let (mut zones, mut faults, mut ids) = (Vec::new(), Vec::new(), BTreeSet::new());
    if file.zones.len() > limits::ZONES {
        faults.push(broken("", format!("it has {} zones, over {}", file.zones.len(), limits::ZONES)));
        return Err(faults);
    }
    for line in file.zones {
        let id = line.id.clone();
        match draft(line, frame).and_then(Zone::checked) {
            Ok(_) if !ids.insert(id.clone()) => faults.push(broken(&id, "its id comes twice")),
            Ok(zone) => zones.push(zone),
            Err(fault) => faults.push(Finding { at: format!("{FILE}, {}", fault.at), ..fault }),
        }
    }
    if faults.is_empty() { Ok(zones) } else { Err(faults) }
}

/// [`read`] as the set an atlas holds.
pub(crate) fn read_set(bytes: &[u8], frame: &Frame) -> Result<Zones, Vec<Finding>> {
    Zones::new(read(bytes, frame)?).map_err(|fault| vec![fault])
}

fn broken(id: &str, say: impl Into<String>) -> Finding {
    let at = if id.is_empty() { FILE.to_owned() } else { format!("{FILE}, {}", super::gate::place(id)) };
    Finding::new("zones-broken", at, say, "Import the zones again")
}

fn line(zone: &Zone, frame: &Frame) -> Line {
    let degrees = |at: &Local| rounded(frame.to_wgs84(*at));
    let ring = |ring: &Vec<Local>| ring.iter().map(degrees).collect();
    let shape = match &zone.shape {
        Shape::Prism { outer, holes } => {
            ShapeLine::Prism { outer: ring(outer), holes: holes.iter().map(ring).collect() }
        }
        Shape::Cylinder { centre, radius } => ShapeLine::Cylinder { centre: degrees(centre), radius_m: *radius },
    };
    Line {
        id: zone.id.clone(),
        name: zone.name.clone(),
        name_zh: zone.name_zh.clone(),
        kind: zone.kind,
        shape,
        floor: zone.floor,
        ceiling: zone.ceiling,
        schedule: zone.schedule.clone(),
        source: zone.source.clone(),
    }
}

fn rounded(place: Wgs84) -> Wgs84 {
    let nano = |degrees: f64| (degrees * 1e9).round() / 1e9;
    Wgs84 { lat: nano(place.lat), lon: nano(place.lon) }
}

fn draft(line: Line, frame: &Frame) -> Result<Draft, Finding> {
    let off = || broken(&line.id, "a place lies off the globe");
    let local = |p: &Wgs84| Wgs84::new(p.lat, p.lon).map(|p| frame.to_local(p)).ok_or_else(off);
    let ring = |ring: &Vec<Wgs84>| ring.iter().map(local).collect::<Result<Vec<_>, _>>();
    let shape = match &line.shape {
        ShapeLine::Prism { outer, holes } => {
            Shape::Prism { outer: ring(outer)?, holes: holes.iter().map(ring).collect::<Result<_, _>>()? }
        }
        ShapeLine::Cylinder { centre, radius_m } => Shape::Cylinder { centre: local(centre)?, radius: *radius_m },
    };
    Ok(Draft {
        id: line.id,
        name: line.name,
        name_zh: line.name_zh,
        kind: line.kind,
        shape,
        floor: line.floor,
        ceiling: line.ceiling,
        schedule: line.schedule,
        source: line.source,
    })
}
