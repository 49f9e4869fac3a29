//! Posts, guarded places and hotspots out of the features of a file: the property names people write, every fault at
//! once. For hotspots see [`hotspots`].
//!
//! | property | posts | guarded places |
//! |---|---|---|
//! | `id` | cited by records; else the feature's own id, else its name | the same |
//! | `name`, `name_zh` | as shown; one of them is needed | the same |
//! | `kind` | `station` or `dock` | - |
//! | `grade` | - | 1 (most closely guarded) to 3 (least); 3 when absent |
//! | `tier_1`, `tier_3`, `tier_5` | - | who counts within so many minutes: `air car motorbike foot station`, parted by blanks or commas; by the grade when absent |
//!
//! A place is a point; an area counts as its middle.

mod hotspots;
#[cfg(test)]
mod tests;

pub use hotspots::hotspots;

use super::Bounds;
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::layers::faults::{Faults, short};
use crate::layers::{Area, Feature, Geometry, Layer, Vertex};
use crate::place::{GuardedPlace, Post, PostKind, ResponderClass, Tier};
use crate::units::Metres;
use std::collections::BTreeSet;

/// Things of a file with what is to be said about them; or every fault.
type Brought<T> = Result<(Vec<T>, Vec<Finding>), Vec<Finding>>;

/// How far outside of the district's bounds a thing may lie.
const OUTSIDE: Metres = Metres(20_000.0);

/// The posts of a file.
///
/// # Errors
/// Every fault: no id, an id twice, another kind, a line instead of a place, a place outside of the district.
pub fn posts(layer: &Layer, bounds: &Bounds, frame: &Frame) -> Brought<Post> {
    each(layer, bounds, frame, |feature, named, faults| {
        let kind = match feature.text("kind").as_deref().map(str::trim) {
            Some("station") => PostKind::Station,
            Some("dock") => PostKind::Dock,
            other => {
                let say = other.map_or("it has no kind".into(), |kind| format!("{:?} is no kind of post", short(kind)));
                faults.fault(Finding::new("post-kind", &feature.at, say, "Give kind as station or dock"));
                return None;
            }
        };
        let Named { id, name, name_zh, at } = named;
        Some(Post { id, name, name_zh, kind, at })
    })
}

/// The guarded places of a file.
///
/// # Errors
/// Every fault: no id, an id twice, a grade outside 1 to 3, an unknown responder, a line instead of a place, a place
/// outside of the district.
pub fn guarded(layer: &Layer, bounds: &Bounds, frame: &Frame) -> Brought<GuardedPlace> {
    each(layer, bounds, frame, |feature, named, faults| {
        let grade = grade(feature, faults)?;
        let usual = GuardedPlace::usual_tiers(grade);
        let mut sound = true;
        let tiers = usual.map(|usual| match tier(feature, usual.minutes) {
            Ok(given) => given.unwrap_or(usual),
            Err(fault) => {
                faults.fault(fault);
                sound = false;
                usual
            }
        });
        let Named { id, name, name_zh, at } = named;
        sound.then_some(GuardedPlace { id, name, name_zh, grade, at, tiers })
    })
}

fn grade(feature: &Feature, faults: &mut Faults) -> Option<u8> {
    match faults.keep(feature.number("grade"))? {
        None => Some(3),
        Some(1.0) => Some(1),
        Some(2.0) => Some(2),
        Some(3.0) => Some(3),
        Some(other) => {
            let say = format!("the grade is {other}");
            faults.fault(Finding::new(
                "guarded-grade",
                &feature.at,
                say,
                "Give a grade of 1, 2 or 3; 1 is the closest",
            ));
            None
        }
    }
}

/// The tier of so many minutes, when the file gives it.
fn tier(feature: &Feature, minutes: u8) -> Result<Option<Tier>, Finding> {
    let key = format!("tier_{minutes}");
    let Some(text) = feature.text(&key).filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let mut responders = BTreeSet::new();
    for word in text.split([' ', ',', ';', '，', '、']).filter(|word| !word.is_empty()) {
        let class = match word {
            "air" => ResponderClass::Air,
            "car" => ResponderClass::Car,
            "motorbike" => ResponderClass::Motorbike,
            "foot" => ResponderClass::Foot,
            "station" => ResponderClass::Station,
            other => {
                let say = format!("{key} names {:?}", short(other));
                let remedy = "Name air, car, motorbike, foot or station, parted by blanks";
                return Err(Finding::new("guarded-responder", &feature.at, say, remedy));
            }
        };
        responders.insert(class);
    }
    Ok(Some(Tier { minutes, responders: responders.into_iter().collect() }))
}

/// What every brought thing has.
struct Named {
    id: String,
    name: String,
    name_zh: String,
    at: Local,
}

fn each<T>(
    layer: &Layer,
    bounds: &Bounds,
    frame: &Frame,
    make: impl Fn(&Feature, Named, &mut Faults) -> Option<T>,
) -> Brought<T> {
    let mut faults = Faults::default();
    layer.notes.iter().cloned().for_each(|note| faults.note(note));
    let mut ids = BTreeSet::new();
    let mut made = Vec::with_capacity(layer.features.len());
    for feature in &layer.features {
        let at = faults.keep(place(feature, bounds, frame));
        let id = faults.keep(id(feature, &mut ids));
        let (Some(at), Some(id)) = (at, id) else { continue };
        let name_zh = given(feature, "name_zh").unwrap_or_default();
        let name =
            given(feature, "name").unwrap_or_else(|| if name_zh.is_empty() { id.clone() } else { name_zh.clone() });
        made.extend(make(feature, Named { id, name, name_zh, at }, &mut faults));
    }
    not_empty(layer, &mut faults);
    faults.close().map(|notes| (made, notes))
}

fn not_empty(layer: &Layer, faults: &mut Faults) {
    if layer.features.is_empty() {
        faults.fault(Finding::new("layer-empty", "the file", "it holds nothing", "Bring a file with places in it"));
    }
}

/// A property as text that is not blank.
fn given(feature: &Feature, key: &str) -> Option<String> {
    feature.text(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn id(feature: &Feature, ids: &mut BTreeSet<String>) -> Result<String, Finding> {
    let property = |key: &str| feature.text(key);
    let candidates = [property("id"), feature.id.clone(), property("name"), property("name_zh")];
    let id = candidates.into_iter().flatten().map(|id| id.trim().to_owned()).find(|id| !id.is_empty());
    let id = id.ok_or_else(|| {
        Finding::new("layer-no-id", &feature.at, "it has neither id nor name", "Give each thing an id that stays")
    })?;
    if !ids.insert(id.clone()) {
        let say = format!("the id {:?} is there twice", short(&id));
        return Err(Finding::new("layer-id-twice", &feature.at, say, "Give each thing an id of its own"));
    }
    Ok(id)
}

fn place(feature: &Feature, bounds: &Bounds, frame: &Frame) -> Result<Local, Finding> {
    let degrees = match feature.geometry.parts() {
        [Geometry::Point(vertex)] => vertex.at,
        [Geometry::Area(area)] => middle(area),
        _ => {
            let say = "it is a line, or several shapes";
            return Err(Finding::new("layer-no-point", &feature.at, say, "Bring one point or one area for each thing"));
        }
    };
    near(feature, degrees, bounds, frame)
}

/// A place on the plane, when it is not far outside of the district.
fn near(feature: &Feature, degrees: Wgs84, bounds: &Bounds, frame: &Frame) -> Result<Local, Finding> {
    let at = frame.to_local(degrees);
    let outside = bounds.outside(at);
    if outside <= OUTSIDE {
        return Ok(at);
    }
    let say = format!("it lies {:.0} km outside of the district", outside.0 / 1000.0);
    let remedy = match bounds.looks_swapped(degrees) {
        true => "Latitude and longitude look exchanged: mend their order",
        false => "Bring it to the district it belongs to, or leave it out",
    };
    Err(Finding::new("layer-outside", &feature.at, say, remedy))
}

/// The middle of an outline's bounding box: good enough for a place to drive to, and never far from it.
fn middle(area: &Area) -> Wgs84 {
    let span = |axis: fn(&Vertex) -> f64| {
        let values = area.outer.iter().map(axis);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        f64::midpoint(low, high)
    };
    Wgs84 { lat: span(|v| v.at.lat), lon: span(|v| v.at.lon) }
}
