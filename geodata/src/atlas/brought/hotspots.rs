//! Hotspots of a planner's hand: points, lines and areas.
//!
//! | property | what it is |
//! |---|---|
//! | `id`, `name`, `name_zh` | as for posts |
//! | `weight` | above 0 and at most 1; 0.5 when absent |
//! | `hours` | spans of the day in which it counts, as `18:00-23:30 06:00-08:00`; always when absent |
//! | `utc_offset_min` | minutes the clock of `hours` is ahead of UTC; 0 when absent |

use super::{Bounds, Brought, given, id, near, not_empty};
use crate::finding::Finding;
use crate::frame::{Frame, Local};
use crate::hotspot::{Hotspot, Rhythm};
use crate::layers::faults::{Faults, short};
use crate::layers::{Feature, Geometry, Layer, Vertex};
use crate::shape::Shape;
use crate::zone::Hours;
use std::collections::BTreeSet;

const MINUTES: i32 = 1440;

/// The hotspots of a file.
///
/// # Errors
/// Every fault: no id, an id twice, a weight outside of 0 to 1, hours that are none, several shapes in one, a shape that
/// cannot be, a place outside of the district.
pub fn hotspots(layer: &Layer, bounds: &Bounds, frame: &Frame) -> Brought<Hotspot> {
    let mut faults = Faults::default();
    layer.notes.iter().cloned().for_each(|note| faults.note(note));
    let mut ids = BTreeSet::new();
    let mut made = Vec::with_capacity(layer.features.len());
    for feature in &layer.features {
        let shape = faults.keep(shape(feature, bounds, frame));
        let id = faults.keep(id(feature, &mut ids));
        let weight = faults.keep(weight(feature));
        let rhythm = faults.keep(rhythm(feature));
        let (Some(shape), Some(id), Some(weight), Some(rhythm)) = (shape, id, weight, rhythm) else { continue };
        let names: Vec<String> = ["name", "name_zh"].iter().filter_map(|key| given(feature, key)).collect();
        let name = if names.is_empty() { id.clone() } else { names.join(" ") };
        made.push(Hotspot { rhythm, ..Hotspot::new(id, name, shape, weight) });
    }
    not_empty(layer, &mut faults);
    faults.close().map(|notes| (made, notes))
}

fn shape(feature: &Feature, bounds: &Bounds, frame: &Frame) -> Result<Shape, Finding> {
    let local =
        |line: &[Vertex]| line.iter().map(|v| near(feature, v.at, bounds, frame)).collect::<Result<Vec<Local>, _>>();
    let made = match feature.geometry.parts() {
        [Geometry::Point(vertex)] => Shape::point(near(feature, vertex.at, bounds, frame)?),
        [Geometry::Line(line)] => Shape::line(local(line)?),
        [Geometry::Area(area)] => {
            let holes = area.holes.iter().map(|hole| local(hole)).collect::<Result<Vec<_>, _>>()?;
            Shape::area(local(&area.outer)?, holes)
        }
        _ => {
            let say = "it holds several shapes";
            return Err(Finding::new("hotspot-shapes", &feature.at, say, "Give each shape an id of its own"));
        }
    };
    made.map_err(|fault| Finding { at: format!("{}, {}", feature.at, fault.at), ..fault })
}

fn weight(feature: &Feature) -> Result<f64, Finding> {
    let weight = feature.number("weight")?.unwrap_or(0.5);
    if weight > 0.0 && weight <= 1.0 {
        return Ok(weight);
    }
    let say = format!("the weight is {weight}");
    Err(Finding::new("hotspot-weight", &feature.at, say, "Give a weight above 0 and at most 1"))
}

fn rhythm(feature: &Feature) -> Result<Rhythm, Finding> {
    let fault = |say: String| {
        let remedy = "Give spans of the day as 18:00-23:30, and utc_offset_min between -840 and 840";
        Finding::new("hotspot-hours", &feature.at, say, remedy)
    };
    let ahead = feature.number("utc_offset_min")?.unwrap_or(0.0);
    if !(-840.0..=840.0).contains(&ahead) {
        return Err(fault(format!("the clock is {ahead} minutes off UTC")));
    }
    let Some(text) = given(feature, "hours") else { return Ok(Rhythm::default()) };
    let spans = text.split([' ', ';', ',']).filter(|span| !span.is_empty());
    // Held to -840..=840 just above.
    let spans: Option<Vec<Hours>> = spans.map(|span| hours(span, ahead.round() as i32)).collect();
    spans.map(|spans| Rhythm::of_spans(&spans)).ok_or_else(|| fault(format!("{:?} are no hours", short(&text))))
}

/// `18:00-23:30` on a clock that is `ahead` minutes of UTC.
fn hours(span: &str, ahead: i32) -> Option<Hours> {
    let (from, to) = span.split_once('-')?;
    let minute = |text: &str| -> Option<i32> {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..=24).contains(&hour) && (0..60).contains(&minute) && hour * 60 + minute <= MINUTES)
            .then_some(hour * 60 + minute)
    };
    let utc = |minute: i32| u16::try_from((minute - ahead).rem_euclid(MINUTES)).ok();
    Some(Hours { from_minute: utc(minute(from)?)?, to_minute: utc(minute(to)?)? })
}
