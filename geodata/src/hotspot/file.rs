//! `hotspots.json`: the hotspots of a district. What is written is read back to the same bytes, places to 1e-7 degree.
//!
//! A hotspot has exactly one of `at`, `line` and `area`. `week` is seven texts of 24 shares, Monday first, on the clock of
//! `utc_offset_min`; without it the hotspot counts at all hours.

use super::rhythm::HOURS_OF_WEEK;
use super::{Decay, Evidence, Hotspot, Rhythm, SpecialDays};
use crate::atlas::rows::{self, Reader};
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::manifest::HOTSPOTS;
use crate::place::PlaceKind;
use crate::shape::{Parts, Shape};
use crate::units::Timestamp;
use chrono::{DateTime, NaiveDate, SecondsFormat};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<PlaceKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Wgs84>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<Vec<Wgs84>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<Area>,
    weight: f64,
    #[serde(default)]
    utc_offset_min: i16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    week: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    special: Vec<Special>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decay: Option<Fading>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<Counted>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    outer: Vec<Wgs84>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holes: Vec<Vec<Wgs84>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Special {
    name: String,
    dates: Vec<String>,
    hours: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fading {
    half_life_days: f64,
    last_count: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    by_type: BTreeMap<String, u32>,
    #[serde(default)]
    patrol: u32,
}

/// Reads `hotspots.json`.
///
/// # Errors
/// Every fault at once: not JSON, another format, and of each hotspot a shape, weight, hour, date or moment that cannot
/// be, or an id that is there twice.
pub fn read(bytes: &[u8], frame: &Frame) -> Result<Vec<Hotspot>, Vec<Finding>> {
    Reader::new(HOTSPOTS, "hotspots-broken", frame).read("hotspots", bytes, |reader, line: Line| {
        let (hotspot, faults) = hotspot(line, frame);
        let types = hotspot.evidence.iter().flat_map(|evidence| evidence.by_type.keys());
        let days = hotspot.rhythm.special.iter().map(|days| &days.name);
        let names: Vec<&str> = [&hotspot.name].into_iter().chain(types).chain(days).map(String::as_str).collect();
        let sound = reader.named(&hotspot.id, &names);
        for say in &faults {
            reader.fault(&hotspot.id, say);
        }
        let shape = hotspot.shape?;
        let Draft { id, name, place, weight, rhythm, decay, evidence, .. } = hotspot;
        (sound && faults.is_empty()).then_some(Hotspot { id, name, shape, place, weight, rhythm, decay, evidence })
    })
}

/// A hotspot whose shape may have been refused.
struct Draft {
    id: String,
    name: String,
    shape: Option<Shape>,
    place: Option<PlaceKind>,
    weight: f64,
    rhythm: Rhythm,
    decay: Option<Decay>,
    evidence: Option<Evidence>,
}

/// The hotspot of one item and everything that is wrong with it.
fn hotspot(line: Line, frame: &Frame) -> (Draft, Vec<String>) {
    let mut faults = Vec::new();
    if !(line.weight > 0.0 && line.weight <= 1.0) {
        faults.push("the weight is not above 0 and at most 1".to_owned());
    }
    let shape = shape(line.at, line.line, line.area, frame).map_err(|say| faults.push(say)).ok();
    let rhythm = Rhythm {
        utc_offset_min: line.utc_offset_min,
        week: line.week.and_then(|days| week(&days).map_err(|say| faults.push(say)).ok()),
        special: line.special.into_iter().filter_map(|s| special(s).map_err(|say| faults.push(say)).ok()).collect(),
    };
    faults.extend(rhythm.faults().into_iter().map(|fault| format!("{}: {}", fault.at, fault.say)));
    let decay = line.decay.and_then(|fading| decay(&fading).map_err(|say| faults.push(say)).ok());
    let evidence = line.evidence.map(|e| Evidence { by_type: e.by_type, patrol: e.patrol });
    let (id, name, place, weight) = (line.id, line.name, line.place, line.weight);
    (Draft { id, name, shape, place, weight, rhythm, decay, evidence }, faults)
}

fn shape(at: Option<Wgs84>, line: Option<Vec<Wgs84>>, area: Option<Area>, frame: &Frame) -> Result<Shape, String> {
    let local = |at: Wgs84| {
        let place = Wgs84::new(at.lat, at.lon).ok_or_else(|| "the place lies off the globe".to_owned())?;
        Ok(frame.to_local(place))
    };
    let chain = |places: Vec<Wgs84>| places.into_iter().map(local).collect::<Result<Vec<Local>, String>>();
    let made = match (at, line, area) {
        (Some(at), None, None) => Shape::point(local(at)?),
        (None, Some(line), None) => Shape::line(chain(line)?),
        (None, None, Some(area)) => {
            let holes = area.holes.into_iter().map(chain).collect::<Result<_, String>>()?;
            Shape::area(chain(area.outer)?, holes)
        }
        _ => return Err("it needs exactly one of at, line and area".to_owned()),
    };
    made.map_err(|finding| finding.say)
}

fn shares<const N: usize>(text: &str) -> Option<[f64; N]> {
    let mut shares = [0.0; N];
    let mut words = text.split(' ');
    for share in &mut shares {
        *share = words.next()?.parse().ok()?;
    }
    words.next().is_none().then_some(shares)
}

fn week(days: &[String]) -> Result<Box<[f64; HOURS_OF_WEEK]>, String> {
    let wrong = || "the week is not seven texts of 24 numbers with single blanks between".to_owned();
    let text = if days.len() == 7 { days.join(" ") } else { return Err(wrong()) };
    let days_fit = days.iter().all(|day| shares::<24>(day).is_some());
    shares(&text).filter(|_| days_fit).map(Box::new).ok_or_else(wrong)
}

fn special(days: Special) -> Result<SpecialDays, String> {
    let date = |text: &String| {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| date.to_string() == *text);
        date.ok_or_else(|| format!("{text:?} is not a date such as 2026-02-17"))
    };
    let dates = days.dates.iter().map(date).collect::<Result<_, _>>()?;
    let hours = shares(&days.hours).ok_or("the hours of special days are not 24 numbers with single blanks between")?;
    Ok(SpecialDays { name: days.name, dates, hours })
}

fn decay(fading: &Fading) -> Result<Decay, String> {
    if !(fading.half_life_days > 0.0 && fading.half_life_days.is_finite()) {
        return Err("the half-life is not above 0 days".to_owned());
    }
    let moment = DateTime::parse_from_rfc3339(&fading.last_count);
    let moment = moment.map_err(|_| format!("{:?} is not a moment such as 2026-02-17T08:00:00Z", fading.last_count))?;
    Ok(Decay { half_life_days: fading.half_life_days, last_count: Timestamp(moment.timestamp_micros()) })
}

/// The bytes of `hotspots.json`; places are rounded to 1e-7 degree.
///
/// # Errors
/// `hotspots-moment` for a last count beyond the ends of the calendar.
pub fn write(hotspots: &[Hotspot], frame: &Frame) -> Result<Vec<u8>, Finding> {
    let lines = hotspots.iter().map(|hotspot| line(hotspot, frame)).collect::<Result<Vec<_>, _>>()?;
    rows::write("hotspots", &lines)
}

fn line(hotspot: &Hotspot, frame: &Frame) -> Result<Line, Finding> {
    let degrees = |at: &Local| rows::degrees(frame, *at);
    let chain = |places: &[Local]| places.iter().map(degrees).collect::<Vec<_>>();
    let parts = hotspot.shape.parts();
    let area = |outer: &[Local], holes: &[&[Local]]| Area {
        outer: chain(outer),
        holes: holes.iter().map(|hole| chain(hole)).collect(),
    };
    let rhythm = &hotspot.rhythm;
    Ok(Line {
        id: hotspot.id.clone(),
        name: hotspot.name.clone(),
        place: hotspot.place,
        at: if let Parts::Point(at) = &parts { Some(degrees(at)) } else { None },
        line: if let Parts::Line(line) = &parts { Some(chain(line)) } else { None },
        area: if let Parts::Area { outer, holes } = &parts { Some(area(outer, holes)) } else { None },
        weight: hotspot.weight,
        utc_offset_min: rhythm.utc_offset_min,
        week: rhythm.week.as_ref().map(|week| week.chunks(24).map(text).collect()),
        special: rhythm.special.iter().map(special_line).collect(),
        decay: hotspot.decay.map(|decay| fading(&hotspot.id, decay)).transpose()?,
        evidence: hotspot.evidence.as_ref().map(|e| Counted { by_type: e.by_type.clone(), patrol: e.patrol }),
    })
}

fn special_line(days: &SpecialDays) -> Special {
    let dates = days.dates.iter().map(NaiveDate::to_string).collect();
    Special { name: days.name.clone(), dates, hours: text(&days.hours) }
}

fn text(shares: &[f64]) -> String {
    shares.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}

fn fading(id: &str, decay: Decay) -> Result<Fading, Finding> {
    let moment = DateTime::from_timestamp_micros(decay.last_count.0).ok_or_else(|| {
        let say = "the last count lies beyond the ends of the calendar";
        Finding::new("hotspots-moment", format!("{HOTSPOTS}, {id}"), say, "Mend the moment")
    })?;
    let last_count = moment.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    Ok(Fading { half_life_days: decay.half_life_days, last_count })
}
